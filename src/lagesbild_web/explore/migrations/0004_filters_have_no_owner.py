"""Saved filters are functions'. It cannot be taken back once there are filters: who owned them is not known."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("explore", "0003_filters_go_to_functions")]

    operations = [
        migrations.RemoveConstraint(model_name="savedfilter", name="one_saved_filter_per_name"),
        migrations.RemoveField(model_name="savedfilter", name="owner"),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                models.F("function"), models.F("name"), name="one_saved_filter_per_function"
            ),
        ),
    ]
