"""What a whole document must hold together: unique ids, figures with their table, and the numbering."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lagesbild.document import swedish
from lagesbild.document.table_layout import needs_wide_page
from lagesbild.document.tree import Document, Figure, Table, tables_in


class DocumentError(ValueError):
    """The document tree contradicts itself; the message says where."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Numbers of tables and figures, the same in every format."""

    tables: Mapping[str, int]
    figures: Mapping[str, int]
    with_numbers: frozenset[str]
    """Tables that tell numbers, beside one that only numbers the rows."""
    wide_sections: frozenset[str]
    """Sections that are printed on pages lying down, since a table in them is so wide."""

    def table_label(self, table_id: str) -> str:
        """Return ``Tabell 3``."""
        return f"Tabell\u00a0{self.tables[table_id]}"

    def figure_label(self, figure: Figure) -> str:
        """Return ``Figur 2``, or ``Karta 2`` in the same series of numbers."""
        return f"{'Karta' if figure.kind == 'map' else 'Figur'}\u00a0{self.figures[figure.id]}"

    def table_pointer(self, figure: Figure) -> str:
        """Return where a figure's numbers are: ``Siffrorna finns i tabell 3.``"""
        what = "Siffrorna" if figure.table_id in self.with_numbers else "Samma uppgifter"
        return f"{what} finns i tabell\u00a0{self.tables[figure.table_id]}."


def facts_of(document: Document) -> tuple[tuple[str, str], ...]:
    """Return the facts of the title page: the day it was made is left out where a fact already says it."""
    made = swedish.day(document.made_on)
    facts = tuple((label, value) for label, value in document.facts)
    return facts if made in {value for _, value in facts} else (*facts, ("Framtagen", made))


def outline_of(document: Document) -> Outline:
    """Check a document and number its tables and figures in reading order.

    Raises
    ------
    DocumentError
        If an id is used twice, a figure's table is missing, a figure has no text that says the same,
        or a row has not one cell for each column.
    """
    tables, figures = document.tables(), document.figures()
    ids = Counter(
        [section.id for section in document.sections]
        + [table.id for table in tables]
        + [figure.id for figure in figures]
    )
    if twice := sorted(name for name, times in ids.items() if times > 1):
        raise DocumentError(f"the id {', '.join(twice)} is used more than once in the document")
    numbers = {table.id: number for number, table in enumerate(tables, 1)}
    for table in tables:
        _check_table(table)
    for figure in figures:
        if figure.table_id not in numbers:
            raise DocumentError(f"figure {figure.id} points at the table {figure.table_id}, which is missing")
        if not figure.alt.strip():
            raise DocumentError(f"figure {figure.id} has no alternative text")
    told = frozenset(
        table.id for table in tables if any(c.kind in swedish.RIGHT_ALIGNED for c in table.columns[1:])
    )
    wide = frozenset(
        section.id for section in document.sections if any(map(needs_wide_page, tables_in(section.blocks)))
    )
    return Outline(numbers, {figure.id: number for number, figure in enumerate(figures, 1)}, told, wide)


def _check_table(table: Table) -> None:
    if not table.columns:
        raise DocumentError(f"table {table.id} has no columns")
    keys = [column.key for column in table.columns]
    if len(set(keys)) != len(keys):
        raise DocumentError(f"table {table.id} has two columns with the same key")
    for index, row in enumerate(table.rows):
        if len(row) != len(table.columns):
            raise DocumentError(
                f"table {table.id}, row {index}: {len(row)} cells for {len(table.columns)} columns"
            )
