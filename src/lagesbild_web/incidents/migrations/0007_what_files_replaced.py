"""Rows of files that lie above earlier ones say so, as new rows do when they are written."""

from typing import Any

from django.db import migrations


def tell_what_is_replaced(apps: Any, schema_editor: Any) -> None:
    table = apps.get_model("incidents", "Incident")._meta.db_table
    earlier = (
        f"SELECT e.id FROM {table} e WHERE e.merged_into_id = {table}.id AND e.batch IS NOT NULL "
        f"AND e.source = {table}.source AND e.external_id = {table}.external_id AND e.external_id <> ''"
    )
    schema_editor.execute(
        f"UPDATE {table} SET replaces = ({earlier} ORDER BY e.registered_at DESC, e.id LIMIT 1) "
        f"WHERE batch IS NOT NULL AND EXISTS ({earlier})"
    )


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0006_switching'),
    ]

    operations = [
        migrations.RunPython(tell_what_is_replaced, migrations.RunPython.noop, elidable=True),
    ]
