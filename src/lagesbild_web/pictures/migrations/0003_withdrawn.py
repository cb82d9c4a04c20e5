from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pictures", "0002_life")]

    operations = [
        migrations.AddField(
            model_name="situationpicture", name="withdrawn_on", field=models.DateField(null=True)
        ),
        migrations.AddField(
            model_name="situationpicture",
            name="withdrawn_because",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
