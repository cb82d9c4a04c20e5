import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0004_no_memberships"), ("explore", "0001_start")]

    operations = [
        migrations.AddField(
            model_name="savedfilter",
            name="function",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="access.function",
            ),
        ),
    ]
