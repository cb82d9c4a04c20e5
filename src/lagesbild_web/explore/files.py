"""What a page shows, as a file: its table as CSV or XLSX, its map as GeoJSON."""

import json
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document.tree import Block, Cell, Column, Document, Paragraph, Section, Table
from lagesbild.document.xlsx import write_xlsx
from lagesbild.layers.geojson import geojson
from lagesbild_web.access.queries import organisation_name
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.table_files import TABLE_FILES, csv_table
from lagesbild_web.explore import queries
from lagesbild_web.explore.contracts import Exploration, View
from lagesbild_web.explore.hours import Chart

FORMATS: Final = ("csv", "xlsx", "geojson")


def export_file(
    actor: Actor, municipality_id: UUID, exploration: Exploration, *, view: View, format: str
) -> tuple[OutgoingFile, int]:
    """Return the file and its number of rows.

    Raises
    ------
    Invalid
        If the format is unknown, or the page has no map to hand out.
    """
    if format not in FORMATS or (format == "geojson" and view is not View.MAP):
        raise Invalid(format=_("Sidan går inte att hämta i det formatet. Välj CSV eller XLSX."))
    name = f"utforska-{view.value}-{exploration.first_day}-{exploration.last_day}"
    if view is View.MAP:
        layer = queries.layer_of(actor, municipality_id, exploration)
        if format == "geojson":
            text = json.dumps(geojson(layer), ensure_ascii=False)
            return OutgoingFile(f"{name}.geojson", "application/geo+json", text.encode()), len(layer.features)
        table, words, method = layer.table, layer.sentences, layer.method
    else:
        chart = _chart(actor, municipality_id, exploration, view)
        if chart.table is None:
            raise Invalid(format=chart.sentences[0])
        table, words, method = chart.table, chart.sentences, chart.method
    if format == "csv":
        return OutgoingFile(f"{name}.csv", TABLE_FILES["csv"], _csv(table)), len(table.rows)
    document = _document(table, words, method, municipality_id, exploration)
    return OutgoingFile(f"{name}.xlsx", TABLE_FILES["xlsx"], write_xlsx(document)), len(table.rows)


def _chart(actor: Actor, municipality_id: UUID, exploration: Exploration, view: View) -> Chart:
    made = {
        View.HOURS: queries.hours_of,
        View.WEEKS: queries.development_of,
        View.AREAS: queries.areas_of_selection,
    }
    return made[view](actor, municipality_id, exploration)


def _csv(table: Table) -> bytes:
    rows = (
        [_whole(value, column) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    )
    return csv_table((column.heading for column in table.columns), rows)


def _whole(value: Cell, column: Column) -> Cell:
    """A count that was computed is still a whole number."""
    return int(value) if isinstance(value, float) and column.kind == "count" else value


def _document(
    table: Table, words: Sequence[str], method: str, municipality_id: UUID, exploration: Exploration
) -> Document:
    blocks: list[Block] = [*(Paragraph(sentence) for sentence in words), table, Paragraph(method)]
    return Document(
        title=table.caption,
        subtitle=f"{exploration.first_day} till {exploration.last_day}",
        organisation=organisation_name(municipality_id),
        made_on=timezone.localdate(),
        facts=(("Period", f"{exploration.first_day} till {exploration.last_day}"),),
        sections=(Section("table", table.caption, blocks),),
        layout="sheet",
    )
