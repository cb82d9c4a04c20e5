"""The document's tables and figures as plain data."""

import json
import math
from datetime import date, datetime

from lagesbild.document.outline import Outline, outline_of
from lagesbild.document.tree import Cell, Document, Table

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def tree_to_json(document: Document) -> dict[str, Json]:
    """Return a document's head, tables and figures as plain data, values unrounded.

    A share is 0-1 and a change a ratio, as in the tree; dates are ISO 8601, an infinite value is the
    text ``"inf"``, and a value that does not exist is None.

    Raises
    ------
    DocumentError
        If the tree contradicts itself.
    """
    outline = outline_of(document)
    return {
        "title": document.title,
        "organisation": document.organisation,
        "made_on": document.made_on.isoformat(),
        "language": document.language,
        "tables": [_table(table, outline) for table in document.tables()],
        "figures": [
            {
                "id": figure.id,
                "number": outline.figures[figure.id],
                "caption": figure.caption,
                "alt": figure.alt,
                "kind": figure.kind,
                "table": figure.table_id,
            }
            for figure in document.figures()
        ],
    }


def write_json(document: Document) -> str:
    """Return :func:`tree_to_json` as text with stable key order."""
    return json.dumps(tree_to_json(document), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def plain_cell(value: Cell) -> str | int | float | None:
    """Return a cell as JSON can hold it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return value


def _table(table: Table, outline: Outline) -> dict[str, Json]:
    return {
        "id": table.id,
        "number": outline.tables[table.id],
        "caption": table.caption,
        "note": table.note,
        "columns": [
            {
                "key": column.key,
                "heading": column.heading,
                "kind": column.kind,
                "description": column.description,
            }
            for column in table.columns
        ],
        "rows": [
            {column.key: plain_cell(value) for column, value in zip(table.columns, row, strict=True)}
            for row in table.rows
        ],
    }
