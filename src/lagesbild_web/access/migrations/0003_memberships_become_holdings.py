"""Every membership becomes a holding of a function called what the role is called."""

from typing import Any

from django.db import migrations

NAMES = {
    "reporter": "Rapportör",
    "reviewer": "Granskare",
    "coordinator": "Samordnare",
    "measure_owner": "Åtgärdsansvarig",
    "steering": "Styrgrupp",
    "auditor": "Revisor",
    "administrator": "Administratör",
}


def forwards(apps: Any, _schema_editor: Any) -> None:
    Membership = apps.get_model("access", "Membership")
    Function = apps.get_model("access", "Function")
    Holding = apps.get_model("access", "Holding")
    for row in Membership.objects.order_by("starts_on"):
        function, _ = Function.objects.get_or_create(
            organisation_id=row.organisation_id,
            name=NAMES[row.role],
            role=row.role,
            defaults={"starts_on": row.starts_on},
        )
        held = Holding.objects.filter(function=function, user_id=row.user_id, ends_on=None)
        if row.ends_on is None and held.exists():
            continue  # said twice: the earlier start already holds
        Holding.objects.create(
            function=function, user_id=row.user_id, starts_on=row.starts_on, ends_on=row.ends_on
        )


def backwards(apps: Any, _schema_editor: Any) -> None:
    Membership = apps.get_model("access", "Membership")
    Holding = apps.get_model("access", "Holding")
    for row in Holding.objects.select_related("function").exclude(user=None):
        if row.ends_on is not None and row.ends_on <= row.starts_on:
            continue  # taken back the day it began: it never held
        Membership.objects.get_or_create(
            user_id=row.user_id,
            organisation_id=row.function.organisation_id,
            role=row.function.role,
            starts_on=row.starts_on,
            defaults={"ends_on": row.ends_on},
        )


class Migration(migrations.Migration):

    dependencies = [("access", "0002_functions")]

    operations = [migrations.RunPython(forwards, backwards)]
