"""Clusters of unknown place and size: the circle that stands out most, with chance taken into account."""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_models import Bernoulli, Poisson, ScanModel
from lagesbild.spatial.scan_replicates import gumbel_p_value, highest_ratios
from lagesbild.spatial.scan_runs import side_by_side
from lagesbild.spatial.scan_zones import Zones, circles

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_MOST_CLUSTERS = 50
_SIDE_BY_SIDE = 64  # centres at a time


@dataclass(frozen=True, slots=True)
class Cluster:
    """A circle with more cases than expected."""

    members: IntArray
    """Indices of its places, nearest to the centre first."""
    centre: int
    """Index of the place at its centre."""
    radius: float
    """Distance from the centre to the farthest member."""
    cases: int
    expected: float
    relative_risk: float
    """Risk inside over risk outside; infinite when all cases lie inside."""
    log_likelihood_ratio: float
    p_value: float
    """(r + 1) / (permutations + 1), r the replicates with a ratio as high anywhere on the map."""
    p_gumbel: float
    """The same from a Gumbel distribution fitted to the replicates: tells small p-values apart."""


@dataclass(frozen=True, slots=True)
class Scan:
    """The clusters found, the most likely first."""

    clusters: tuple[Cluster, ...]
    places: int
    cases: int
    zones: int
    """Circles that were looked at."""
    permutations: int
    seed: int
    critical_05: float
    """Ratio that 5 % of maps without clusters reach; NaN without permutations."""


def scan_poisson(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    cases: npt.ArrayLike,
    population: npt.ArrayLike,
    *,
    expected: npt.ArrayLike | None = None,
    max_share: float = 0.5,
    permutations: int = 999,
    seed: int = 1,
    secondary: bool = True,
    executor: Executor | None = None,
) -> Scan:
    """Look for circles with more cases than their population gives.

    Parameters
    ----------
    e, n
        Coordinates of each place in metres (or any plane unit), shape (places,).
    cases
        Whole numbers, shape (places,).
    population
        Population at risk, 0 or more, shape (places,).
    expected
        Expected cases, such as adjusted for age, scaled here to the number of cases; None: in proportion to
        the population.
    max_share
        Largest share (0-1) of the population in a circle. Half the population is customary; 0.05 to 0.1
        gives clusters that one can act on.
    permutations
        Maps drawn under no clustering.
    seed
        Makes them repeatable.
    secondary
        Also return further clusters that share no place with a more likely one.
    executor
        Where blocks of maps are worked on; None: here. The answer does not depend on it.

    Raises
    ------
    ValueError
        If a number is negative or not finite, or cases are found where none are expected.

    Notes
    -----
    Kulldorff 1997, Communications in Statistics 26, 1481-1496; Kulldorff & Nagarwalla 1995, Statistics in
    Medicine 14, 799-810. Places at the same distance from a centre enter together. Over-dispersion gives
    false clusters. Gumbel: Abrams, Kulldorff & Kleinman 2010, International Journal of Health
    Geographics 9, 61.

    Examples
    --------
    >>> found = scan_poisson([0, 1, 2, 9, 10, 11], [0] * 6, [9, 8, 9, 1, 2, 1], [50] * 6, permutations=99)
    >>> found.clusters[0].members.tolist(), found.clusters[0].cases, found.clusters[0].expected
    ([0, 1, 2], 26, 15.0)
    """
    count, people = _counts(cases, "cases"), _amounts(population, "population")
    share = people if expected is None else _amounts(expected, "expected")
    if ((share == 0) & (count > 0)).any():
        raise ValueError("there are cases where none are expected")
    total = float(share.sum())
    sizes = share * (count.sum() / total) if total > 0 else share
    model = Poisson(int(count.sum()), sizes)
    return _scan(
        _points(e, n), count, people, model, max_share, permutations, seed, executor, secondary=secondary
    )


def scan_bernoulli(
    e: npt.ArrayLike,
    n: npt.ArrayLike,
    cases: npt.ArrayLike,
    controls: npt.ArrayLike,
    *,
    max_share: float = 0.5,
    permutations: int = 999,
    seed: int = 1,
    secondary: bool = True,
    executor: Executor | None = None,
) -> Scan:
    """Look for circles with a larger share of cases among cases and controls. Otherwise as the Poisson scan.

    Raises
    ------
    ValueError
        If a number is negative or not whole.

    Notes
    -----
    Kulldorff 1997; replicates exchange the labels case and control.
    """
    count, others = _counts(cases, "cases"), _counts(controls, "controls")
    model = Bernoulli(int(count.sum()), (count + others).astype(np.float64))
    people = (count + others).astype(np.float64)
    return _scan(
        _points(e, n), count, people, model, max_share, permutations, seed, executor, secondary=secondary
    )


def _scan(
    points: FloatArray,
    count: IntArray,
    people: FloatArray,
    model: ScanModel,
    max_share: float,
    permutations: int,
    seed: int,
    executor: Executor | None,
    *,
    secondary: bool,
) -> Scan:
    if len(count) != len(points) or len(people) != len(points):
        raise ValueError("coordinates, cases and population must be equally many")
    if not 0 < max_share <= 1:
        raise ValueError(f"max_share must be above 0 and at most 1, got {max_share}")
    zones = circles(points, people, max_share)
    found = list(_clusters(points, count, model, zones, secondary=secondary)) if model.can_differ else []
    highest = np.empty(0)
    if permutations and found:
        highest = np.sort(highest_ratios(zones, model, permutations, seed, executor))
    return Scan(
        clusters=tuple(_with_p(cluster, highest) for cluster in found),
        places=len(count),
        cases=int(count.sum()),
        zones=sum(int(circle.ends.sum()) for circle in zones),
        permutations=permutations,
        seed=seed,
        critical_05=float(highest[-max(int(0.05 * (permutations + 1)), 1)]) if len(highest) else float("nan"),
    )


def _clusters(
    points: FloatArray, count: IntArray, model: ScanModel, zones: Zones, *, secondary: bool
) -> Iterator[Cluster]:
    """Yield the best circle, then the best of those that share no place with earlier ones."""
    best, rank = _best_of_each(count, model, zones)
    taken = np.zeros(len(count), dtype=np.bool_)
    found = 0
    while found < (_MOST_CLUSTERS if secondary else 1):
        centre = int(np.argmax(best))
        if best[centre] <= 0:
            return
        members = zones[centre].order[: rank[centre] + 1]
        if taken[members].any():
            # What a centre can reach only falls as places are taken: look again when its turn comes.
            best[centre], rank[centre] = _best_free(count, model, zones, centre, taken)
            continue
        yield _described(points, count, model, members.astype(np.int64), centre, float(best[centre]))
        taken[members] = True
        found += 1


def _best_of_each(count: IntArray, model: ScanModel, zones: Zones) -> tuple[FloatArray, IntArray]:
    steps = max(len(circle.order) for circle in zones)
    counts, sizes = np.append(count, 0), np.append(model.sizes, 0.0)  # and of no place
    best, rank = np.zeros(len(zones)), np.zeros(len(zones), dtype=np.int64)
    for at in range(0, len(zones), _SIDE_BY_SIDE):
        part = slice(at, at + _SIDE_BY_SIDE)
        places, ends = side_by_side(zones[part], steps, len(count))
        inside, size = np.cumsum(counts[places], axis=1), np.cumsum(sizes[places], axis=1)
        ratio = np.where(ends, model.ratio(inside, size), 0.0)
        best[part], rank[part] = ratio.max(axis=1), ratio.argmax(axis=1)
    return best, rank


def _best_free(
    count: IntArray, model: ScanModel, zones: Zones, centre: int, taken: npt.NDArray[np.bool_]
) -> tuple[float, int]:
    """The best circle around a centre before it reaches a place that is taken."""
    circle = zones[centre]
    inside = np.cumsum(count[circle.order])
    allowed = circle.ends & ~np.logical_or.accumulate(taken[circle.order])
    if not allowed.any():
        return 0.0, 0
    ratio = np.where(allowed, model.ratio(inside, np.cumsum(model.sizes[circle.order])), 0.0)
    rank = int(np.argmax(ratio))
    return float(ratio[rank]), rank


def _described(
    points: FloatArray, count: IntArray, model: ScanModel, members: IntArray, centre: int, ratio: float
) -> Cluster:
    cases, expected = int(count[members].sum()), model.expected(float(model.sizes[members].sum()))
    outside = model.cases - cases
    rest = model.cases - expected
    risk = (cases / expected) / (outside / rest) if outside and rest > 0 else float("inf")
    radius = float(np.hypot(*(points[members[-1]] - points[centre])))
    return Cluster(members, centre, radius, cases, expected, risk, ratio, float("nan"), float("nan"))


def _with_p(cluster: Cluster, highest: FloatArray) -> Cluster:
    if not len(highest):
        return cluster
    # The same circle drawn again gives the same ratio up to rounding.
    reached = len(highest) - int(np.searchsorted(highest, cluster.log_likelihood_ratio * (1 - 1e-10)))
    return Cluster(
        members=cluster.members,
        centre=cluster.centre,
        radius=cluster.radius,
        cases=cluster.cases,
        expected=cluster.expected,
        relative_risk=cluster.relative_risk,
        log_likelihood_ratio=cluster.log_likelihood_ratio,
        p_value=(reached + 1) / (len(highest) + 1),
        p_gumbel=gumbel_p_value(cluster.log_likelihood_ratio, highest),
    )


def _points(e: npt.ArrayLike, n: npt.ArrayLike) -> FloatArray:
    points = np.column_stack([np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)])
    if not np.isfinite(points).all():
        raise ValueError("every coordinate must be a finite number")
    return points


def _counts(values: npt.ArrayLike, name: str) -> IntArray:
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all() or (array < 0).any() or (array != np.floor(array)).any():
        raise ValueError(f"{name} must be whole numbers of 0 or more")
    return array.astype(np.int64)


def _amounts(values: npt.ArrayLike, name: str) -> FloatArray:
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all() or (array < 0).any():
        raise ValueError(f"{name} must be 0 or more")
    return array
