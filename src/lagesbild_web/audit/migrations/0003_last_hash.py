from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0002_registers'),
    ]

    operations = [
        migrations.AddField(
            model_name='chaincheck',
            name='last_hash',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
    ]
