"""Clusters of neighbouring municipalities, one category and week at a time."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from lagesbild.nation.counts import IntArray
from lagesbild.spatial.scan_space_time import SpaceTimeCluster, SpaceTimeScan, Windows, scan_permutation
from lagesbild.tables.schema import Schema

STUDY_WEEKS = 26
"""Weeks that a scan looks at, the judged one last: a level that changed before is not a cluster."""
LONGEST_WEEKS = 4
MAX_RADIUS_M = 100_000.0
MAX_SHARE = 0.1
"""Largest share of the category's events in a circle: half the country is nothing that anyone can act on."""
LEAST_CASES = 5
"""Fewer than this in a cluster are too few, as everywhere else."""
PILOT = 99
"""Maps drawn first; only where the p-value is then at most ``PILOT_P`` are all of them drawn."""
PILOT_P = 0.1
_WEEK = 7

CLUSTER_SCHEMA: Schema = {
    "week": pl.Int64,  # index of the judged week
    "category": pl.String,
    "p_value": pl.Float64,  # of the most likely cluster that lasts into the week; 1 where there is none
    "start": pl.Int64,  # index of the first week of the cluster
    "municipality": pl.String,  # in the centre
    "areas": pl.String,  # codes of all its municipalities, with commas between
    "observed": pl.Int64,
    "expected": pl.Float64,
    "score": pl.Float64,  # log likelihood ratio
    "radius_km": pl.Float64,
    "recurrence_days": pl.Float64,
}


@dataclass(frozen=True, slots=True)
class ScanTask:
    """One category over some weeks: the weekly counts of the municipalities that have any."""

    category: str
    municipalities: tuple[str, ...]
    e: npt.NDArray[np.float64]
    """Centre of each municipality in metres SWEREF 99 TM, shape (municipalities,)."""
    n: npt.NDArray[np.float64]
    events: IntArray
    """Shape (municipalities, weeks); column 0 is week ``first``."""
    clumps: IntArray
    """The same with events that come several at a time counted as one; see ``nation.clumps``."""
    first: int
    """Index of the first week among all weeks."""
    starts: npt.NDArray[np.datetime64]
    """Monday of each week, shape (weeks,)."""
    judged: tuple[int, ...]
    """Index of each judged week among all weeks."""
    permutations: int
    seeds: tuple[int, ...]
    """One for each judged week."""


def scan_part(task: ScanTask) -> pl.DataFrame:
    """Return the most likely cluster of each judged week, one row per week; as ``CLUSTER_SCHEMA``.

    Notes
    -----
    Prospective space-time permutation scan (Kulldorff et al. 2005, PLoS Medicine 2, e59) over the latest 26
    weeks. It takes the number of events of each municipality and of each week as given and asks whether the
    latest weeks have more of them in neighbouring municipalities than their shares give. So a municipality
    whose police write more notices than others, and a week with much of everything, are no clusters. It also
    takes cases for independent; they are not, so it is given clumps. What is told is the events.

    Nine scans in ten show nothing. They are told after 99 maps; the others are drawn anew with all of the
    maps. A p-value below 0.1 is thus always that of the full number, and chance gives it no more often than
    it says: both draws must agree (in the spirit of Besag & Clifford 1991, Biometrika 78, 301-304).
    """
    rows = [_most_likely(task, week, seed) for week, seed in zip(task.judged, task.seeds, strict=True)]
    return pl.DataFrame(rows, schema=CLUSTER_SCHEMA, orient="row")


def _most_likely(task: ScanTask, week: int, seed: int) -> tuple[object, ...]:
    found = _scanned(task, week, seed, min(PILOT, task.permutations))
    if found.clusters and found.clusters[0].p_value <= PILOT_P and task.permutations > PILOT:
        found = _scanned(task, week, seed + 1, task.permutations)
    if not found.clusters:
        return (week, task.category, 1.0, *[None] * 8)
    best = found.clusters[0]
    names = _names(task, found.points, best)
    start = week - (task.starts[week - task.first].item() - best.start).days // _WEEK
    observed, expected = _events_in(task, names, start, week)
    return (
        week,
        task.category,
        best.p_value,
        start,
        names[0],
        ",".join(sorted(names)),
        observed,
        expected,
        best.log_likelihood_ratio,
        best.radius / 1000,
        best.recurrence_days,
    )


def _events_in(task: ScanTask, names: list[str], start: int, week: int) -> tuple[int, float]:
    """Return the events of a cluster, and those that its places' and weeks' shares of the half year give."""
    last = week - task.first
    study = task.events[:, max(last - STUDY_WEEKS + 1, 0) : last + 1]
    inside = np.isin(task.municipalities, names)
    weeks = week - start + 1
    expected = study[inside].sum() * study[:, -weeks:].sum() / study.sum()
    return int(study[inside, -weeks:].sum()), float(expected)


def _scanned(task: ScanTask, week: int, seed: int, permutations: int) -> SpaceTimeScan:
    last = week - task.first
    weeks = np.arange(max(last - STUDY_WEEKS + 1, 0), last + 1)
    place, column = np.nonzero(task.clumps[:, weeks])
    windows = Windows(
        max_share=MAX_SHARE,
        max_radius=MAX_RADIUS_M,
        max_days=LONGEST_WEEKS * _WEEK,
        prospective=True,
        first=task.starts[weeks[0]].item(),
        last=task.starts[last].item() + timedelta(days=_WEEK - 1),
        aggregate=_WEEK,
        least_cases=LEAST_CASES,
        permutations=permutations,
        seed=seed,
    )
    return scan_permutation(
        task.e[place],
        task.n[place],
        task.starts[weeks[column]],
        cases=task.clumps[place, weeks[column]],
        windows=windows,
    )


def _names(task: ScanTask, points: npt.NDArray[np.float64], cluster: SpaceTimeCluster) -> list[str]:
    """Return the codes of a cluster's municipalities, the one in its centre first."""
    code = dict(zip(zip(task.e.tolist(), task.n.tolist(), strict=True), task.municipalities, strict=True))
    members = [cluster.centre, *(m for m in cluster.members.tolist() if m != cluster.centre)]
    return [code[(float(points[m][0]), float(points[m][1]))] for m in members]
