"""The same crimes counted by two sources: told once in the summary, with what the other source shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lagesbild.document import swedish
from lagesbild.picture.change_findings import finding_of
from lagesbild.picture.changes import Change
from lagesbild.picture.context import Context, source_name
from lagesbild.picture.findings import Finding
from lagesbild.picture.nouns import noun_of


@dataclass(frozen=True, slots=True)
class _Told:
    """A change of reported crime with the source that it comes from."""

    source: str
    change: Change
    sentence: str


def told_once(context: Context, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with each change of the same reported crimes once.

    The police's export and Compstat count the same reports. Of two certain changes the one from the
    source with rows stays, at the place of the weightier one; what the other source shows stands in its
    detail, also when that is something else.
    """
    changes = _reported(context)
    kept: list[Finding] = []
    seen: set[str] = set()
    for finding in findings:
        own = _owner(finding, changes)
        code = own.change.row.category if own else None
        if own is None or code is None:
            kept.append(finding)
            continue
        if code in seen:
            continue
        seen.add(code)
        same = [told for told in changes if told.change.row.category == code]
        first = next((told for told in same if told.change.is_certain), own)
        others = [told for told in same if told.source != first.source and _same_time(told, first)]
        shown = finding if first is own else finding_of(context, first.change, first.source)
        detail = " ".join([shown.detail, *(_other_words(told, first) for told in others)]).strip()
        kept.append(replace(shown, detail=detail))
    return kept


def _reported(context: Context) -> list[_Told]:
    """Return every change of reported crime; sources with rows come first, as in ``Context.changes``."""
    return [
        _Told(found.table.source, change, finding_of(context, change, found.table.source).sentence)
        for found in context.changes
        if noun_of(found.table.source).is_reported_crime
        for change in found.changes
    ]


def _owner(finding: Finding, changes: Sequence[_Told]) -> _Told | None:
    if finding.kind != "change":
        return None
    return next((told for told in changes if told.sentence == finding.sentence), None)


def _same_time(one: _Told, other: _Told) -> bool:
    return (one.change.period, one.change.before_period) == (other.change.period, other.change.before_period)


def _other_words(other: _Told, first: _Told) -> str:
    change = other.change
    counts = f"{swedish.count(change.after)} mot {swedish.count(change.before)}"
    if change.verdict == first.change.verdict:
        return f"{source_name(other.source)} visar detsamma: {counts}."
    return f"{source_name(other.source)} visar ingen säker ändring åt samma håll: {counts}."


def category_codes(context: Context) -> dict[str, str]:
    """Return the category behind each source's own words for a reported crime."""
    return {
        row.label: row.category
        for table in context.tables
        if noun_of(table.source).is_reported_crime
        for row in table.parts
        if row.category is not None
    }
