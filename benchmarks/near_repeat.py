"""Near repeats: 4 × 4 bands, 999 permutations, 10,000 and 50,000 events in the same square."""

import sys

import numpy as np
from _measure import cost_of, show

SIDE = 9_700  # metres: 10,000 events then have about 260,000 pairs within 400 m


def events(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return evenly spread events over a year."""
    rng = np.random.default_rng(1)
    east, north = rng.uniform(0, SIDE, (2, count))
    return east, north, rng.integers(0, 365, count)


def _run(count: int) -> object:
    from lagesbild.spatial.near_repeat import near_repeats

    return near_repeats(*events(count), distances=(0, 100, 200, 300, 400), day_bands=(0, 7, 14, 21, 28))


def with_ten_thousand() -> object:
    """Ten thousand events."""
    return _run(10_000)


def with_fifty_thousand() -> object:
    """Fifty thousand events: 25 times as many pairs."""
    return _run(50_000)


def with_plain_numpy() -> object:
    """Ten thousand events: a k-d tree and one permutation after the other."""
    from scipy.spatial import cKDTree

    east, north, day = events(10_000)
    pairs = cKDTree(np.column_stack([east, north])).query_pairs(400, output_type="ndarray")
    distance = np.hypot(
        *(np.column_stack([east, north])[pairs[:, 0]] - np.column_stack([east, north])[pairs[:, 1]]).T
    )
    band = (distance // 100).astype(int) * 5
    rng, tables = np.random.default_rng(1), []
    for _ in range(999):
        order = rng.permutation(day)
        apart = np.minimum(np.abs(order[pairs[:, 0]] - order[pairs[:, 1]]) // 7, 4)
        tables.append(np.bincount(band + apart, minlength=20))
    return tables


if __name__ == "__main__":
    costs = [cost_of("lagesbild, 10,000", with_ten_thousand, repeats=2)]
    if "--all" in sys.argv:
        costs.append(cost_of("k-d tree and numpy, 10,000", with_plain_numpy))
        costs.append(cost_of("lagesbild, 50,000", with_fifty_thousand))
    show("near repeats, 999 permutations", costs, base="lagesbild, 10,000")
