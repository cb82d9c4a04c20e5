"""Keep the thing that a problem was begun from, and let it be a safety walk."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column more."""

    dependencies: ClassVar = [("problems", "0001_start")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="problem",
            name="origin_thing",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name="problem",
            name="origin",
            field=models.CharField(
                choices=[
                    ("deviation", "En avvikelse på startsidan"),
                    ("selection", "Ett urval i Karta och utforska"),
                    ("picture", "Ett resultat i en lägesbild"),
                    ("survey", "En undersökning"),
                    ("meeting", "Ett möte"),
                    ("walk", "En trygghetsvandring"),
                    ("hand", "Skrivet för hand"),
                ],
                default="hand",
                max_length=12,
            ),
        ),
    ]
