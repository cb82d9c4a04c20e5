from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0004_kept_columns'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('municipality_id', models.UUIDField(db_index=True)),
                ('run', models.UUIDField()),
                ('is_hidden', models.BooleanField()),
                ('turn', models.PositiveIntegerField(default=1)),
            ],
        ),
    ]
