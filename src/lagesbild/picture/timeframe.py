"""Which period a picture is about, and which earlier periods it can honestly be compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lagesbild.tables.periods import MONTHS, Period, containing

YEARS_BACK = 5
"""As many years as a Compstat table shows."""
COMPLETE_WITHIN_DAYS = 7
"""A year whose last incident is a few days before its end is whole: nothing happened, or little."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The first and last day that a source tells about."""

    first: date
    last: date
    slack_days: int = COMPLETE_WITHIN_DAYS
    """How late the first row may come for a period still to be called covered; a small municipality
    has days without incidents."""
    stray: int = 0
    """Rows from before ``first``: single early dates that do not make the material cover those years."""

    def known_on(self, as_of: date | None) -> date:
        """Return the last day known on ``as_of``: that day, unless the rows end well before it."""
        is_close = as_of is not None and as_of - self.last <= timedelta(days=self.slack_days)
        return as_of if as_of is not None and is_close else self.last

    def covers(self, period: Period) -> bool:
        """Tell whether the source holds the whole of ``period``."""
        slack = timedelta(days=self.slack_days)
        return self.first <= period.start + slack and period.last_day <= self.last + slack


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """The period of a picture, the earlier periods beside it, and the day up to which the data are known."""

    period: Period
    compare: tuple[Period, ...]
    """In order of time, never empty of meaning: each is fully covered by the data."""
    as_of: date
    notes: tuple[str, ...] = ()
    """Choices that a reader must know: a period cut short, a year left out."""

    @property
    def before(self) -> Period | None:
        """The comparison period closest in time, None when there is none."""
        return self.compare[-1] if self.compare else None


def choose_time_frame(
    coverage: Coverage,
    *,
    period: Period | None,
    compare: Sequence[Period] | None,
    as_of: date | None,
) -> TimeFrame:
    """Choose the period and the comparison periods from what was asked for and what the data cover.

    Without a wish the period is the latest whole year; when the last year is not finished it
    is that year up to the last whole month. A period that is not over on ``as_of`` is cut there, and
    every comparison is cut at the same date, so that a part of a year never meets a whole one.
    """
    known_to = coverage.known_on(as_of)
    wanted = period or _sensible_period(coverage, known_to)
    notes: list[str] = []
    if coverage.stray:
        notes.append(
            f"Materialet börjar på allvar {coverage.first.isoformat()}. {coverage.stray} rader med "
            "tidigare datum är för få "
            "för att de åren ska gå att jämföra med."
        )
    cut = _cut(wanted, known_to, is_explicit=as_of is not None)
    if cut != wanted:
        notes.append(
            f"Perioden {wanted.label} är inte slut i materialet: den räknas till och med "
            f"{cut.last_day.isoformat()}, "
            "och jämförelseåren till samma datum."
        )
    asked = _asked_comparisons(cut, wanted, compare)
    covered = tuple(p for p in asked if coverage.covers(p))
    if compare is not None and (missing := [p.label for p in asked if p not in covered]):
        notes.append(
            f"Materialet täcker inte hela {_listed(missing)}. Därför är den jämförelsen inte med: "
            f"materialet börjar {coverage.first.isoformat()} och slutar {coverage.last.isoformat()}."
        )
    return TimeFrame(cut, covered, known_to, tuple(notes))


def _sensible_period(coverage: Coverage, known_to: date) -> Period:
    year = Period.year(known_to.year)
    if coverage.covers(year) and (year.last_day - known_to).days <= COMPLETE_WITHIN_DAYS:
        return year
    month = containing(known_to, "month")
    whole_until = month.end if (month.last_day - known_to).days <= 1 else month.start
    start = max(year.start, coverage.first)
    if whole_until > start:
        return Period.of_days(year.start if coverage.first <= year.start else start, whole_until)
    previous = Period.year(known_to.year - 1)
    if coverage.covers(previous):
        return previous
    return Period.of_days(coverage.first, known_to + timedelta(days=1))


def _cut(period: Period, known_to: date, *, is_explicit: bool) -> Period:
    left = (period.last_day - known_to).days
    slack = 0 if is_explicit else min(COMPLETE_WITHIN_DAYS, max(0, period.days // 30))
    if left <= slack or known_to < period.start:
        return period
    return Period.of_days(period.start, known_to + timedelta(days=1))


def _asked_comparisons(cut: Period, wanted: Period, compare: Sequence[Period] | None) -> tuple[Period, ...]:
    if compare is None:
        return tuple(cut.shifted_years(-back) for back in range(YEARS_BACK, 0, -1))
    if cut == wanted:
        return tuple(sorted(compare))
    # The wish was made for the whole period: keep its years, with the cut-off of the shortened one.
    years = {p.start.year - wanted.start.year for p in compare if p.days >= cut.days}
    return tuple(cut.shifted_years(step) for step in sorted(years))


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " och " + words[-1]


def compared_words(frame: TimeFrame) -> str:
    """Return what a picture is compared with: ``2024`` or ``samma period 2017–2020``."""
    if not frame.compare:
        return "ingen tidigare period"
    first, last = frame.compare[0], frame.compare[-1]
    if first == last:
        return last.label
    same = all(p == frame.period.shifted_years(p.start.year - frame.period.start.year) for p in frame.compare)
    whole = [p.start.year for p in frame.compare] == list(range(first.start.year, last.start.year + 1))
    if same and whole:
        years = f"{first.start.year}–{last.start.year}"
        return years if frame.period.kind == "year" else f"samma period {years}"
    return _listed([p.label for p in frame.compare])


def same_period_words(period: Period, before: Period) -> str:
    """Return how to name ``before`` in a sentence about ``period``: "samma period i fjol".

    Examples
    --------
    >>> year = Period.parse("2021-01-01..2021-09-30")
    >>> same_period_words(year, year.year_before())
    'samma period i fjol'
    >>> same_period_words(Period.parse("2025"), Period.parse("2024"))
    'året före'
    """
    if before == period.year_before():
        words = {
            "year": "året före",
            "week": "samma vecka i fjol",
            "day": "samma dag i fjol",
            "month": f"{MONTHS[before.start.month - 1]} i fjol",
        }
        return words.get(period.kind, "samma period i fjol")
    return f"år {before.label}" if before.kind == "year" else before.label
