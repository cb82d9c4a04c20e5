"""Give each saved filter to the function that its owner held in the organisation, the latest one first.

A filter of somebody who has held none there belongs to nobody; when it was shared, the others still find it.
"""

from typing import Any

from django.db import migrations

LONGEST_NAME = 80


def forwards(apps: Any, _schema_editor: Any) -> None:
    saved = apps.get_model("explore", "SavedFilter").objects
    holdings = apps.get_model("access", "Holding").objects
    taken: set[tuple[object, str]] = set()
    for row in saved.order_by("saved_at", "id"):
        held = holdings.filter(user_id=row.owner_id, function__organisation_id=row.organisation_id)
        latest = held.order_by("-starts_on", "id").first()
        if latest is None:
            continue
        name, number = row.name, 1
        while (latest.function_id, name) in taken:  # two people who have held the same function
            number += 1
            ending = f" ({number})"
            name = row.name[: LONGEST_NAME - len(ending)] + ending
        taken.add((latest.function_id, name))
        saved.filter(pk=row.pk).update(function_id=latest.function_id, name=name)


class Migration(migrations.Migration):
    dependencies = [("explore", "0002_filter_function")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
