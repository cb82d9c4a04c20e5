from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0001_start'),
    ]

    operations = [
        migrations.AddField(
            model_name='feedrun',
            name='undone_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='feedrun',
            name='undone_reason',
            field=models.CharField(blank=True, max_length=500),
        ),
    ]
