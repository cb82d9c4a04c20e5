from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0006_api_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='apikey',
            name='told_days',
            field=models.PositiveSmallIntegerField(null=True),
        ),
    ]
