"""Clusters of unknown place, size and time: the cylinder that stands out most, and what chance would give."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_replicates import gumbel_p_value
from lagesbild.spatial.scan_space_time_axis import Aggregate, TimeAxis, time_axis
from lagesbild.spatial.scan_space_time_models import Events, Permutation, SpaceTimeModel, SpaceTimePoisson
from lagesbild.spatial.scan_space_time_observed import Best, cylinders_to_report
from lagesbild.spatial.scan_space_time_places import Places, places_of, poisson_table
from lagesbild.spatial.scan_space_time_replicates import highest_ratios
from lagesbild.spatial.scan_space_time_zones import Reach, reaches

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_MOST_CLUSTERS = 50
_WORTH = 0.9  # of the lowest ratio among the replicates: cylinders below that are not reported
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class SpaceTimeCluster:
    """A circle with more cases than expected during a time."""

    members: IntArray
    """Numbers of its places, nearest to the centre first."""
    centre: int
    """Number of the place at its centre."""
    radius: float
    """Distance from the centre to the farthest member."""
    start: date
    end: date
    """Last day; a window is from the first to the last day, both inside."""
    cases: int
    expected: float
    relative_risk: float
    """Risk inside over risk outside (Poisson); NaN for permutations, which know no risk."""
    log_likelihood_ratio: float
    p_value: float
    """(r + 1) / (permutations + 1), r the replicates with a ratio as high in any cylinder."""
    p_gumbel: float
    """The same from a Gumbel distribution fitted to the replicates: tells small p-values apart."""
    recurrence_days: float
    """Days between two such clusters by chance when one looks once an interval; NaN if not prospective."""


@dataclass(frozen=True, slots=True)
class SpaceTimeScan:
    """The clusters found, the most likely first."""

    clusters: tuple[SpaceTimeCluster, ...]
    place: IntArray
    """Number of the place of each row, shape (rows,)."""
    points: FloatArray
    """Coordinates of each place, shape (places, 2)."""
    cases: int
    """Cases within the study period."""
    first: date
    """First day of the study period."""
    last: date
    intervals: int
    permutations: int
    seed: int
    critical_05: float
    """Ratio that 5 % of the replicates reach; NaN without permutations."""

    def rows_in(self, cluster: SpaceTimeCluster, dates: npt.ArrayLike) -> IntArray:
        """Return the rows that lie in a cluster, given the dates that were scanned."""
        day = np.asarray(dates, dtype="datetime64[D]")
        inside = np.isin(self.place, cluster.members)
        inside &= (day >= np.datetime64(cluster.start)) & (day <= np.datetime64(cluster.end))
        return np.flatnonzero(inside)


@dataclass(frozen=True, slots=True)
class Windows:
    """Which circles, windows and replicates a space-time scan looks at."""

    max_share: float = 0.5
    """Largest share (0-1) of all cases (permutations) or of the population (Poisson) in a circle."""
    max_radius: float = float("inf")
    """Largest radius, in the unit of the coordinates."""
    max_days: int = 30
    """Longest window; a window never covers the whole study period."""
    prospective: bool = False
    """Only windows that end at the last date: is something going on now?"""
    first: date | None = None
    """First day of the study period; None: the first date in the data."""
    last: date | None = None
    aggregate: Aggregate = 1
    """Intervals that windows are made of: days, or calendar months or years, counted back from the end."""
    least_cases: int = 2
    """Fewest cases in a cluster."""
    permutations: int = 999
    seed: int = 1

    def __post_init__(self) -> None:
        """Refuse what cannot be a window."""
        if not 0 < self.max_share <= 1:
            raise ValueError(f"max_share must be above 0 and at most 1, got {self.max_share}")
        if not self.max_radius >= 0:
            raise ValueError(f"max_radius must be 0 or more, got {self.max_radius}")
        if self.max_days < 1 or self.least_cases < 1 or self.permutations < 0:
            raise ValueError("max_days and least_cases must be 1 or more and permutations 0 or more")
        if isinstance(self.aggregate, int) and self.aggregate < 1:
            raise ValueError(f"aggregate must be 1 day or more, got {self.aggregate}")


def scan_permutation(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    dates: npt.ArrayLike,
    *,
    cases: npt.ArrayLike | None = None,
    windows: Windows | None = None,
    executor: Executor | None = None,
) -> SpaceTimeScan:
    """Look for cases that lie near each other in both place and time, without knowing the population.

    Parameters
    ----------
    e, n
        Coordinates of each row in metres (or any plane unit), shape (rows,).
    dates
        Day of each row, shape (rows,): ``datetime64[D]``, ``date`` or text such as 2024-02-28.
    cases
        Cases of each row, whole numbers; None: one each. A row with 0 is a place to look around.
    windows
        What is looked at; None: the defaults.
    executor
        Where blocks of replicates are worked on; None: here. The answer does not depend on it.

    Raises
    ------
    ValueError
        If a coordinate is not finite, a date is missing or a number of cases is not whole.

    Notes
    -----
    Kulldorff, Heffernan, Hartman, Assuncao & Mostashari 2005, PLoS Medicine 2, e59. Expected in a cylinder:
    cases in the circle times cases in the window over all cases; replicates exchange the dates between the
    cases. Clusters after the first are each the best around their centre, and share no place with a more
    likely one during the same days. Recurrence: Kleinman, Lazarus & Platt 2004, American Journal of
    Epidemiology 159, 217-224. A shift of where crime happens during a long period looks like clusters.

    Examples
    --------
    Four cases lie together within four days, and one comes every twentieth day elsewhere:

    >>> days = ["2024-05-03", "2024-05-04", "2024-05-05", "2024-05-06"]
    >>> days += [str(np.datetime64("2024-01-01") + 20 * step) for step in range(12)]
    >>> found = scan_permutation([0, 1, 0, 1, *range(100, 1300, 100)], [0] * 16, days)
    >>> best = found.clusters[0]
    >>> best.cases, best.expected, best.start.isoformat(), best.end.isoformat()
    (4, 1.0, '2024-05-03', '2024-05-06')
    """
    chosen = windows or Windows()
    counts = _counts(cases, len(np.asarray(dates)))
    places = places_of(e, n, dates, counts)
    axis = _axis(places, chosen)
    interval = axis.interval_of(places.day)
    inside = np.flatnonzero((interval >= 0) & (counts > 0))
    order = np.repeat(inside, counts[inside])
    order = order[np.argsort(interval[order], kind="stable")]
    sizes = np.bincount(places.place[order], minlength=len(places.points)).astype(np.float64)
    model = Permutation(axis, sizes, places.place[order], interval[order])
    return _scan(places, model, sizes, order, chosen, executor)


def scan_space_time_poisson(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    dates: npt.ArrayLike,
    cases: npt.ArrayLike,
    population: npt.ArrayLike,
    *,
    area: npt.ArrayLike | None = None,
    expected: npt.ArrayLike | None = None,
    windows: Windows | None = None,
    executor: Executor | None = None,
) -> SpaceTimeScan:
    """Look for cylinders with more cases than their population and length of time give.

    Parameters
    ----------
    e, n, dates, cases
        As for :func:`scan_permutation`; rows without cases tell the population.
    population
        Population at risk of the row's area on its date, 0 or more, shape (rows,). Between the dates of an
        area it is taken to change evenly, before the first and after the last to be constant.
    area
        Number of the area that the population belongs to, shape (rows,); None: its coordinates. Areas at
        the same coordinates are added up.
    expected
        Expected cases of each row's area in the interval of its date, such as adjusted for age, scaled here
        to the number of cases; None: in proportion to the population and the days.
    windows, executor
        As for :func:`scan_permutation`.

    Raises
    ------
    ValueError
        As for :func:`scan_permutation`; if a population is negative, an area has two populations on the
        same date, or there are cases where none are expected.

    Notes
    -----
    Kulldorff, Athas, Feuer, Miller & Key 1998, American Journal of Public Health 88, 1377-1380; prospective:
    Kulldorff 2001, Journal of the Royal Statistical Society A 164, 61-72.

    Examples
    --------
    >>> days = [f"2024-01-{day:02}" for day in (1, 8, 9, 10, 30, 1)]
    >>> found = scan_space_time_poisson([0, 5, 5, 5, 9, 20], [0] * 6, days, [1, 2, 3, 2, 1, 0], [50] * 6)
    >>> best = found.clusters[0]
    >>> best.cases, round(best.expected, 3), best.start.isoformat(), best.end.isoformat()
    (7, 0.225, '2024-01-08', '2024-01-10')
    """
    chosen = windows or Windows()
    counts = _counts(cases, len(np.asarray(dates)))
    places = places_of(e, n, dates, counts)
    axis = _axis(places, chosen)
    interval = axis.interval_of(places.day)
    inside = np.flatnonzero((interval >= 0) & (counts > 0))
    order = np.repeat(inside, counts[inside])
    order = order[np.argsort(interval[order], kind="stable")]
    base = poisson_table(places, axis, population, area=area, expected=expected, cases=len(order))
    if (base.expected[places.place[inside], interval[inside]] <= 0).any():
        raise ValueError("there are cases where none are expected")
    model = SpaceTimePoisson(len(order), axis, base.sizes, base.table)
    return _scan(places, model, base.people, order, chosen, executor)


def _scan(
    places: Places,
    model: SpaceTimeModel,
    people: FloatArray,
    order: IntArray,
    windows: Windows,
    executor: Executor | None,
) -> SpaceTimeScan:
    zones: Sequence[Reach] = ()
    found: list[Best] = []
    highest = np.empty(0)
    if model.can_differ and (model.axis.last >= model.axis.first).any():
        zones = reaches(
            places.points, people, model.sizes, max_share=windows.max_share, max_radius=windows.max_radius
        )
        least = windows.least_cases
        if windows.permutations:
            highest = np.sort(
                highest_ratios(
                    zones, model, windows.permutations, windows.seed, least_cases=least, executor=executor
                )
            )
        # A cylinder that nearly every replicate surpasses says nothing.
        level = _WORTH * float(highest[0]) if len(highest) else None
        cases = Events(places.place[order][None, :], model.axis.interval_of(places.day[order])[None, :])
        found = cylinders_to_report(zones, model, cases, least_cases=least, level=level)
    clusters = [_described(best, places, zones, model) for best in _apart(found, zones)]
    edges = model.axis.edges
    return SpaceTimeScan(
        clusters=tuple(_with_p(cluster, highest, windows) for cluster in clusters),
        place=places.place,
        points=places.points,
        cases=model.cases,
        first=_date(edges[0]),
        last=_date(edges[-1] - 1),
        intervals=model.axis.intervals,
        permutations=windows.permutations,
        seed=windows.seed,
        critical_05=_critical(highest, 0.05),
    )


def _axis(places: Places, windows: Windows) -> TimeAxis:
    first = _day(windows.first) if windows.first else int(places.day.min(initial=2**40))
    last = _day(windows.last) if windows.last else int(places.day.max(initial=-(2**40)))
    if not len(places.day) and not (windows.first and windows.last):
        first = last = 0
    if last < first:
        raise ValueError("the study period ends before it begins")
    return time_axis(
        first, last, aggregate=windows.aggregate, max_days=windows.max_days, prospective=windows.prospective
    )


def _apart(found: list[Best], zones: Sequence[Reach]) -> list[Best]:
    """Keep the cylinders that share no place and day with a more likely one."""
    members = [zones[best.centre].members(best.size) for best in found]
    # Of equal ratios, the circle with fewer places comes first, then the centre that comes first.
    ranked = sorted(
        range(len(found)), key=lambda at: (-round(found[at].ratio, 9), len(members[at]), found[at].centre)
    )
    kept: list[int] = []
    taken: dict[int, set[int]] = {}
    for at in ranked:
        if len(kept) == _MOST_CLUSTERS:
            break
        places = members[at].tolist()
        same_time = (
            taken[one]
            for one in kept
            if found[one].start <= found[at].end and found[at].start <= found[one].end
        )
        if all(other.isdisjoint(places) for other in same_time):
            kept.append(at)
            taken[at] = set(places)
    return [found[at] for at in kept]


def _described(best: Best, places: Places, zones: Sequence[Reach], model: SpaceTimeModel) -> SpaceTimeCluster:
    members = zones[best.centre].members(best.size).astype(np.int64)
    outside, rest = model.cases - best.cases, model.cases - best.expected
    risk = float("nan")
    if isinstance(model, SpaceTimePoisson):
        risk = (best.cases / best.expected) / (outside / rest) if outside and rest > 0 else float("inf")
    return SpaceTimeCluster(
        members=members,
        centre=best.centre,
        radius=float(np.hypot(*(places.points[members[-1]] - places.points[best.centre]))),
        start=_date(model.axis.edges[best.start]),
        end=_date(model.axis.edges[best.end + 1] - 1),
        cases=best.cases,
        expected=best.expected,
        relative_risk=risk,
        log_likelihood_ratio=best.ratio,
        p_value=float("nan"),
        p_gumbel=float("nan"),
        recurrence_days=float("nan"),
    )


def _with_p(cluster: SpaceTimeCluster, highest: FloatArray, windows: Windows) -> SpaceTimeCluster:
    if not len(highest):
        return cluster
    ratio = cluster.log_likelihood_ratio
    # The same cylinder drawn again gives the same ratio up to rounding.
    reached = len(highest) - int(np.searchsorted(highest, ratio * (1 - 1e-10)))
    p = (reached + 1) / (len(highest) + 1)
    return replace(
        cluster,
        p_value=p,
        p_gumbel=gumbel_p_value(ratio, highest),
        recurrence_days=_length(windows.aggregate) / p if windows.prospective else float("nan"),
    )


def _length(aggregate: Aggregate) -> float:
    if isinstance(aggregate, int):
        return float(aggregate)
    return _DAYS_A_YEAR if aggregate == "year" else _DAYS_A_YEAR / 12


def _critical(highest: FloatArray, alpha: float) -> float:
    return float(highest[-max(int(alpha * (len(highest) + 1)), 1)]) if len(highest) else float("nan")


def _counts(cases: npt.ArrayLike | None, rows: int) -> IntArray:
    if cases is None:
        return np.ones(rows, dtype=np.int64)
    array = np.asarray(cases, dtype=np.float64)
    if not np.isfinite(array).all() or (array < 0).any() or (array != np.floor(array)).any():
        raise ValueError("cases must be whole numbers of 0 or more")
    return array.astype(np.int64)


def _day(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _date(day: np.int64) -> date:
    found: date = np.datetime64(int(day), "D").item()
    return found
