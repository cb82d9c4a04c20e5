from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("follow_up", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="indicatorvalue", name="dispersion", field=models.FloatField(null=True)
        ),
    ]
