"""What the public version of a picture does not show, counted against the picture that it was made from."""

from dataclasses import dataclass

from lagesbild.picture.publication import RULE
from lagesbild_web.pictures.content import Content, ContentTable


@dataclass(frozen=True, slots=True)
class HiddenTable:
    """A table with cells or rows that everybody does not see."""

    caption: str
    cells: int
    """Values that are hidden in rows that are there."""
    rows: int
    """Rows that are left out."""
    is_gone: bool
    """The whole table is left out."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """All that is hidden, and the rule that it is hidden by."""

    tables: tuple[HiddenTable, ...]
    findings: int
    """Findings that are left out, since they would tell a hidden count."""
    rule: str = RULE

    @property
    def cells(self) -> int:
        """All hidden values together."""
        return sum(table.cells for table in self.tables)


def hidden_in(public: Content, whole: Content) -> Hidden:
    """Return what the public version hides of the picture that it was made from."""
    shown = {table.id: table for section in public.sections for table in section.tables}
    tables = [_of_table(table, shown.get(table.id)) for section in whole.sections for table in section.tables]
    keys = {finding.key for finding in public.findings}
    return Hidden(
        tuple(t for t in tables if t.cells or t.rows or t.is_gone),
        sum(finding.key not in keys for finding in whole.findings),
    )


def _of_table(whole: ContentTable, public: ContentTable | None) -> HiddenTable:
    if public is None:
        return HiddenTable(whole.caption, 0, len(whole.rows), is_gone=True)
    shown = {str(row[0]): dict(zip(public.columns, row, strict=False)) for row in public.rows if row}
    cells = rows = 0
    for row in whole.rows:
        own = shown.get(str(row[0])) if row else None
        if own is None:
            rows += 1
            continue
        told = zip(whole.columns, row, strict=False)
        cells += sum(value is not None and own.get(column) is None for column, value in told)
    return HiddenTable(whole.caption, cells, rows, is_gone=False)
