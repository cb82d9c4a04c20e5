"""A table of the document tree as a page shows it: every cell as text, printed as in the documents."""

from dataclasses import dataclass

from lagesbild.document import swedish
from lagesbild.document.tree import Table


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with its heading, for narrow screens, and whether it is a number."""

    text: str
    heading: str
    is_number: bool
    is_whole: bool = False
    """It is a day, which should not be broken."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row: its heading and the rest."""

    heading: str
    cells: tuple[ShownCell, ...]
    is_total: bool


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table ready for a page."""

    id: str
    caption: str
    headings: tuple[ShownCell, ...]
    rows: tuple[ShownRow, ...]
    note: str


def shown(table: Table) -> ShownTable:
    """Return the table with every cell as it is printed."""
    is_number = [column.kind in swedish.RIGHT_ALIGNED for column in table.columns]
    headings = tuple(
        ShownCell(column.heading, column.heading, right)
        for column, right in zip(table.columns, is_number, strict=True)
    )
    rows = tuple(
        ShownRow(
            swedish.cell_text(row[0], table.columns[0]),
            tuple(
                ShownCell(swedish.cell_text(value, column), column.heading, right, column.kind == "date")
                for value, column, right in zip(row[1:], table.columns[1:], is_number[1:], strict=True)
            ),
            n in table.total_rows,
        )
        for n, row in enumerate(table.rows)
    )
    return ShownTable(table.id, table.caption, headings, rows, table.note)
