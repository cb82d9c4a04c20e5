"""Keep the documents of what was decided."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('plans', '0001_start'),
    ]

    operations = [
        migrations.AddField(
            model_name='planversion',
            name='documents',
            field=models.JSONField(default=dict),
        ),
    ]
