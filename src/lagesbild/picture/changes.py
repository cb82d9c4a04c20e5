"""What has changed in a table of counts, and how much of it chance could have made by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from lagesbild.picture.counts import CountRow, CountTable
from lagesbild.picture.findings import Verdict
from lagesbild.stats.change import changes_in_counts
from lagesbild.stats.dispersion import FEWEST_PERIODS, estimate_dispersion
from lagesbild.tables.periods import Period

SIGNIFICANT = 0.05
ADDED_UP = "compstat"
"""The only source of published figures whose rows may be added: its table prints their sums itself."""


@dataclass(frozen=True, slots=True)
class UsualLevel:
    """A count beside the mean of several earlier periods; limits are widened when there are four or more."""

    mean: float
    n: int
    first: Period
    last: Period
    ratio: float
    low: float
    high: float
    p_value: float
    q_value: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """How one count has changed since the comparison period.

    ``ratio``, ``low``, ``high`` and ``p_value`` are exact for the two counts alone; None when both
    are 0. ``wide_low`` and ``wide_high`` also carry how much the count has varied between earlier
    years, and are None with fewer than four of them.
    """

    row: CountRow
    period: Period
    before_period: Period
    before: int
    after: int
    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    q_value: float | None
    verdict: Verdict
    dispersion: float | None = None
    """Variance over mean between earlier periods (1.0 = chance alone)."""
    wide_low: float | None = None
    wide_high: float | None = None
    is_widened_away: bool = False
    """True when chance alone cannot explain the change but the usual variation between years can."""
    usual: UsualLevel | None = None
    doubt: str = ""
    """Why the numbers must not be compared as they stand: a new code, one investigation. One sentence."""
    caution: str = ""
    """What may lie behind a change that is certain as a number. One sentence."""
    looked_at: int = 1
    """Number of comparisons that were made together with this one."""

    @property
    def difference(self) -> int:
        """How many more (or fewer, negative) than before."""
        return self.after - self.before

    @property
    def is_certain(self) -> bool:
        """True when the change is larger than chance and usual variation, with every look counted."""
        return self.verdict in ("increase", "decrease")


@dataclass(frozen=True, slots=True)
class ChangeTable:
    """Every change of one source, and what it means to have looked at that many."""

    table: CountTable
    changes: tuple[Change, ...]
    totals: tuple[Change, ...]
    """Sum rows: shown with their interval, outside the family that was tested."""
    tested: int
    """Number of comparisons that the q-values answer for."""
    below_005: int
    """How many have p < 0.05 when each is looked at alone."""
    certain: int
    dispersion: float | None = None
    """Median of the rows' variance over mean between the earlier periods; None with fewer than four."""

    @property
    def expected_by_chance(self) -> float:
        """How many with p < 0.05 chance would give if nothing at all had changed."""
        return self.tested * SIGNIFICANT


def changes_of(table: CountTable, *, before: Period | None = None) -> ChangeTable | None:
    """Compare the table's period with ``before`` (the nearest earlier one), row by row.

    Returns
    -------
    ChangeTable or None
        None when the table has no earlier period. A row whose count is missing in either period is
        left out. Sum rows are compared but are never part of the family that is tested together.

    Notes
    -----
    Exact conditional interval and test (see ``stats.change``), Benjamini-Hochberg over the rows that are
    not sums. With four or more earlier periods the verdict also demands that the interval widened
    for the variation between them (see ``stats.dispersion``) excludes 1: year-to-year variation of reported
    crime is about 2.4 times that of chance, so the exact test alone calls too much certain.
    """
    if not table.earlier:
        return None
    index = table.periods.index(before) if before else len(table.periods) - 2
    changes = _compare(table, table.parts, index)
    totals = _compare(table, table.totals, index)
    p_values = [c.p_value for c in changes if c.p_value is not None]
    spread = [c.dispersion for c in changes if c.dispersion is not None]
    return ChangeTable(
        table=table,
        changes=changes,
        totals=totals,
        tested=len(p_values),
        below_005=sum(p < SIGNIFICANT for p in p_values),
        certain=sum(c.is_certain for c in changes),
        dispersion=float(np.median(spread)) if spread else None,
    )


def _compare(table: CountTable, rows: Sequence[CountRow], index: int) -> tuple[Change, ...]:
    rows = [row for row in rows if row.now is not None and row.counts[index] is not None]
    if not rows:
        return ()
    before = np.array([max(0, row.counts[index] or 0) for row in rows])
    after = np.array([max(0, row.now or 0) for row in rows])
    exact = changes_in_counts(before, after)
    spread = _spread(rows, len(table.earlier))
    wide = changes_in_counts(before, after, dispersion=spread.factor) if spread else None
    usual = _usual_levels(table, rows, after, spread)
    found: list[Change] = []
    for i, row in enumerate(rows):
        verdict = as_verdict(str(exact.verdict[i]))
        is_away = bool(
            wide is not None and verdict in ("increase", "decrease") and wide.low[i] <= 1 <= wide.high[i]
        )
        has_spread = spread is not None and spread.is_known[i]
        found.append(
            Change(
                row=row,
                period=table.period,
                before_period=table.periods[index],
                before=int(before[i]),
                after=int(after[i]),
                ratio=_known(exact.ratio[i]),
                low=_known(exact.low[i]),
                high=_known(exact.high[i]),
                p_value=_known(exact.p_value[i]),
                q_value=_known(exact.q_value[i]),
                verdict="unclear" if is_away else verdict,
                dispersion=float(spread.phi[i]) if spread and has_spread else None,
                wide_low=_known(wide.low[i]) if wide and has_spread else None,
                wide_high=_known(wide.high[i]) if wide and has_spread else None,
                is_widened_away=is_away,
                usual=usual[i],
                looked_at=exact.tested,
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Spread:
    factor: np.ndarray[tuple[int], np.dtype[np.float64]]
    phi: np.ndarray[tuple[int], np.dtype[np.float64]]
    is_known: list[bool]


def _spread(rows: Sequence[CountRow], periods: int) -> _Spread | None:
    """Estimate the variation between earlier periods for the rows that have enough of them."""
    if periods < FEWEST_PERIODS:
        return None
    is_known = [len(row.earlier) == periods for row in rows]
    factor, phi = np.ones(len(rows)), np.ones(len(rows))
    known = np.array(is_known)
    if not known.any():
        return None
    earlier = np.array([[max(0, c) for c in row.earlier] for row in rows if len(row.earlier) == periods])
    estimate = estimate_dispersion(earlier)
    factor[known], phi[known] = estimate.factor, estimate.phi
    return _Spread(factor, phi, is_known)


def _usual_levels(
    table: CountTable,
    rows: Sequence[CountRow],
    after: "np.ndarray[tuple[int], np.dtype[np.int64]]",
    spread: _Spread | None,
) -> list[UsualLevel | None]:
    """Compare with the mean of all earlier periods; meaningless with a single one."""
    levels: list[UsualLevel | None] = [None] * len(rows)
    usable = [i for i, row in enumerate(rows) if len(row.earlier) > 1]
    if not usable:
        return levels
    sums = np.array([max(0, sum(rows[i].earlier)) for i in usable])
    years = np.array([float(len(rows[i].earlier)) for i in usable])
    factor = spread.factor[usable] if spread else None
    found = changes_in_counts(sums, after[usable], exposure_before=years, dispersion=factor)
    for at, i in enumerate(usable):
        if np.isnan(found.p_value[at]):
            continue
        known = [p for p, c in zip(table.earlier, rows[i].counts, strict=False) if c is not None]
        levels[i] = UsualLevel(
            mean=float(sums[at] / years[at]),
            n=len(known),
            first=known[0],
            last=known[-1],
            ratio=float(found.ratio[at]),
            low=float(found.low[at]),
            high=float(found.high[at]),
            p_value=float(found.p_value[at]),
            q_value=float(found.q_value[at]),
            verdict=as_verdict(str(found.verdict[at])),
        )
    return levels


def as_verdict(text: str) -> Verdict:
    """Return a verdict of the statistics as one of a finding's."""
    verdicts: dict[str, Verdict] = {
        "increase": "increase",
        "decrease": "decrease",
        "unclear": "unclear",
        "too_few": "too_few",
        "stable": "stable",
    }
    return verdicts[text]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def may_be_added(table: CountTable) -> bool:
    """Tell whether the rows of a table count different things, so that their sum means something."""
    return table.source == ADDED_UP or all(row.category == row.key for row in table.parts)


def with_sums(found: ChangeTable) -> ChangeTable:
    """Return the table with the changes of the whole among its totals, where there is a whole."""
    return replace(found, totals=whole_of(found))


def whole_of(found: ChangeTable) -> tuple[Change, ...]:
    """Return the change of the whole: the printed sum rows, or sums where adding is right.

    Incidents of all categories may be added, and so may a Compstat table, whose own sum rows are the
    sums of its sections. Other published figures without a sum row give nothing: they may overlap.
    """
    if found.totals:
        return found.totals
    rows = [row for row in found.table.parts if None not in row.counts]
    if not rows or not may_be_added(found.table):
        return ()
    wholes: list[CountRow] = []
    for section in dict.fromkeys(row.section for row in rows):
        own = [row for row in rows if row.section == section]
        sums = tuple(sum(row.counts[i] or 0 for row in own) for i in range(len(found.table.periods)))
        wholes.append(CountRow("alla", "Summa" if section else "Alla kategorier", None, section, True, sums))
    index = found.table.periods.index(found.changes[0].before_period) if found.changes else -2
    return _compare(found.table, wholes, index)
