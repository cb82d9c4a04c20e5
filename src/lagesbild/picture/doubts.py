"""Changes that the data themselves make doubtful: a code that came or went, a day that inflates a year."""

from collections.abc import Sequence
from dataclasses import replace

from lagesbild.document import swedish
from lagesbild.picture.breaks import Break
from lagesbild.picture.changes import Change, ChangeTable
from lagesbild.picture.series_reports import SeriesReport
from lagesbild.stats.change import changes_in_counts

ENOUGH = 0.5
"""A code that came or went explains a change when its rows make up at least half of the difference."""


def with_doubts(found: ChangeTable, breaks: Sequence[Break], series: Sequence[SeriesReport]) -> ChangeTable:
    """Return the table with every doubtful certain change made unclear, and why.

    A verdict is never made stronger here, only weaker.
    """
    changes = tuple(_doubted(change, found.table.source, breaks, series) for change in found.changes)
    return replace(found, changes=changes, certain=sum(change.is_certain for change in changes))


def _doubted(change: Change, source: str, breaks: Sequence[Break], series: Sequence[SeriesReport]) -> Change:
    if not change.is_certain:
        return change
    for found in breaks:
        if found.source == source and found.category == change.row.category and _explains(found, change):
            return replace(change, verdict="unclear", doubt=_code_words(found))
    for report in series:
        is_same = report.source == source and report.label == change.row.label
        if is_same and report.is_published and report.period in (change.period, change.before_period):
            return replace(change, caution=report.sentence())
        if is_same and not report.is_published and (words := _series_words(report, change)):
            return replace(change, verdict="unclear", doubt=words)
    return change


def _explains(found: Break, change: Change) -> bool:
    fits = (found.side == "came" and change.difference > 0) or (
        found.side == "went" and change.difference < 0
    )
    between = change.before_period.start <= found.on < change.period.end
    return fits and between and found.rows >= ENOUGH * abs(change.difference)


def _code_words(found: Break) -> str:
    if found.side == "came":
        return f"Koden {found.label} finns bara från {found.on}, så talen går inte att jämföra."
    return f"Koden {found.label} finns inte efter {found.on}, så talen går inte att jämföra."


def _series_words(report: SeriesReport, change: Change) -> str:
    """Return what is left without the day, when the change is no longer certain then."""
    before, after = change.before, change.after
    if report.period == change.period:
        after = report.without
    elif report.period == change.before_period:
        before = report.without
    else:
        return ""
    again = changes_in_counts([before], [after])
    if str(again.verdict[0]) == change.verdict:
        return ""
    return (
        f"{swedish.count(report.inside)} av dem har samma datum, {report.when}. Utan den dagen är talen "
        f"{swedish.count(after)} mot {swedish.count(before)}, och ändringen är inte säker."
    )
