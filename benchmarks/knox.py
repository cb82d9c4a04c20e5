"""Near repeats in one band (100 m, 7 days) beside what can be installed."""

from typing import Any

import numpy as np
from _job import Job, Program

DENSITY = 10_000 / 9_700**2  # events per square metre: 10,000 have about 260,000 pairs within 400 m
METRES, DAYS, PERMUTATIONS = 100, 7, 99


def events(count: int) -> Any:
    """Return evenly spread events over a year, equally close at every size: east, north, day."""
    rng = np.random.default_rng(1)
    side = (count / DENSITY) ** 0.5
    return rng.uniform(0, side, count), rng.uniform(0, side, count), rng.integers(0, 365, count)


def with_lagesbild(given: Any) -> Any:
    """Pairs closer than the band's outer limits."""
    from lagesbild.spatial.near_repeat import near_repeats

    found = near_repeats(*given, distances=(0, METRES), day_bands=(0, DAYS + 1), permutations=PERMUTATIONS)
    return found.observed[0, 0]


def with_pointpats(given: Any) -> Any:
    """pointpats' Knox test."""
    from pointpats import Knox

    east, north, day = given
    found = Knox(np.column_stack([east, north]), day.reshape(-1, 1), METRES, DAYS, permutations=PERMUTATIONS)
    return found.statistic_


def with_numpy(given: Any) -> Any:
    """A k-d tree, and one permutation after the other in numpy."""
    from scipy.spatial import cKDTree

    east, north, day = given
    pairs = cKDTree(np.column_stack([east, north])).query_pairs(METRES, output_type="ndarray")
    rng, counts = np.random.default_rng(1), []
    for turn in range(PERMUTATIONS + 1):
        order = rng.permutation(day) if turn else day
        counts.append(int((np.abs(order[pairs[:, 0]] - order[pairs[:, 1]]) <= DAYS).sum()))
    return counts[0]


JOB = Job(
    name="knox",
    what=f"events, pairs within {METRES} m and {DAYS} days, {PERMUTATIONS} permutations",
    sizes=(2_000, 10_000, 50_000),
    inputs=events,
    ours=Program("lagesbild", with_lagesbild),
    peers=(
        Program("pointpats", with_pointpats, largest=2_000),
        Program("scipy k-d tree + numpy", with_numpy),
    ),
    agreement="of the pairs observed",
)
