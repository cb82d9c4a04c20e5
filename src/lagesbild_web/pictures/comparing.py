"""Two pictures side by side: what differs in the figures, the findings and the assessments, and why.

A figure can differ because the time is another, because the data have grown, or because the method has
changed. The three are told apart, so that nobody takes a late registration for an increase.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from lagesbild_web.pictures.content import Content, ContentFinding, ContentTable
from lagesbild_web.pictures.contracts import Statement

_COUNTED: Final = ("count", "now", "after")
"""Columns with the count of the picture's own period, the first that a table has."""
MOST_ROWS: Final = 60


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that can make the figures differ, and how it is in the two."""

    label: str
    before: str
    after: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of a table in both; None where the picture does not have it or hides it."""

    label: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> int | None:
        """After minus before, None when one of them is not known."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table that both pictures have, with the rows that differ first."""

    id: str
    caption: str
    rows: tuple[FigureRow, ...]
    same: int
    """How many rows are the same in both and left out."""


@dataclass(frozen=True, slots=True)
class FindingPair:
    """The same finding in the two; None where it is not."""

    before: ContentFinding | None
    after: ContentFinding | None

    @property
    def has_new_verdict(self) -> bool:
        """Whether both have it, and judge it differently."""
        return (
            self.before is not None and self.after is not None and self.before.verdict != self.after.verdict
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two pictures, the earlier to the left."""

    reasons: tuple[Reason, ...]
    figures: tuple[FigureTable, ...]
    new: tuple[ContentFinding, ...]
    gone: tuple[ContentFinding, ...]
    changed: tuple[FindingPair, ...]
    same_findings: int
    statements_before: tuple[Statement, ...]
    statements_after: tuple[Statement, ...]

    @property
    def is_the_same_material(self) -> bool:
        """Whether time, data and method are all the same."""
        return all(reason.is_same for reason in self.reasons)


def compare(
    before: Content,
    after: Content,
    *,
    statements_before: Sequence[Statement] = (),
    statements_after: Sequence[Statement] = (),
) -> Comparison:
    """Return what differs between two pictures."""
    first = {finding.key: finding for finding in before.findings}
    second = {finding.key: finding for finding in after.findings}
    both = [FindingPair(first[key], second[key]) for key in second if key in first]
    kept_before = {(s.section, s.about, s.text) for s in statements_before}
    kept_after = {(s.section, s.about, s.text) for s in statements_after}
    return Comparison(
        reasons=_reasons(before, after),
        figures=_figures(before, after),
        new=tuple(f for key, f in second.items() if key not in first),
        gone=tuple(f for key, f in first.items() if key not in second),
        changed=tuple(pair for pair in both if pair.has_new_verdict),
        same_findings=sum(not pair.has_new_verdict for pair in both),
        statements_before=tuple(
            s for s in statements_before if (s.section, s.about, s.text) not in kept_after
        ),
        statements_after=tuple(
            s for s in statements_after if (s.section, s.about, s.text) not in kept_before
        ),
    )


def _reasons(before: Content, after: Content) -> tuple[Reason, ...]:
    none = _("ingen tidigare period")
    pairs = (
        (_("Period"), before.period_words, after.period_words),
        (_("Jämförs med"), before.compare_words or none, after.compare_words or none),
        (_("Data: känt till och med"), before.as_of.isoformat(), after.as_of.isoformat()),
        (_("Data: rader"), str(before.rows), str(after.rows)),
        (_("Data: kontrollvärde"), before.snapshot_sha256[:12], after.snapshot_sha256[:12]),
        (_("Metod: version av programmet"), before.version, after.version),
        (_("Metod: avsnitt"), _headings(before), _headings(after)),
    )
    return tuple(Reason(label, left, right, left == right) for label, left, right in pairs)


def _headings(content: Content) -> str:
    return ", ".join(section.heading for section in content.sections)


def _figures(before: Content, after: Content) -> tuple[FigureTable, ...]:
    left = {table.id: table for section in before.sections for table in section.tables}
    right = {table.id: table for section in after.sections for table in section.tables}
    made = (_table(left[name], right[name]) for name in right if name in left)
    return tuple(table for table in made if table is not None and table.rows)


def _table(before: ContentTable, after: ContentTable) -> FigureTable | None:
    """Return the rows of a table that differ, largest difference first; None for a table without counts."""
    first, second = _counts(before), _counts(after)
    if first is None or second is None:
        return None
    rows = [
        FigureRow(label, first.get(label), second.get(label)) for label in dict.fromkeys((*second, *first))
    ]
    differing = [row for row in rows if row.before != row.after]
    differing.sort(key=lambda row: -abs(row.difference if row.difference is not None else 0))
    return FigureTable(after.id, after.caption, tuple(differing[:MOST_ROWS]), len(rows) - len(differing))


def _counts(table: ContentTable) -> dict[str, int | None] | None:
    name = next((name for name in _COUNTED if name in table.columns), None)
    if name is None:
        return None
    at = table.columns.index(name)
    return {str(row[0]): _whole(row[at]) for row in table.rows if len(row) > at}


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
