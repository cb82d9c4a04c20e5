"""Not speed: how often p-values of scan, Gi*, local Moran and near repeats are small by chance."""

import numpy as np
from _calibration import Found, show, turns

from lagesbild.spatial.hotspots import getis_ord
from lagesbild.spatial.local_moran import local_moran
from lagesbild.spatial.near_repeat import near_repeats
from lagesbild.spatial.neighbours import within_distance
from lagesbild.spatial.scan import scan_bernoulli, scan_poisson

MAPS = turns(300, 40)
PERMUTATIONS = 99
"""(r + 1) / (99 + 1) can be exactly 0.05 and 0.01."""
LEVELS = (0.05, 0.01)


def scans(rng: np.random.Generator) -> list[Found]:
    """The most likely cluster's p-value on maps without any."""
    east, north = rng.uniform(0, 10_000, (2, 60))
    people = rng.integers(500, 3000, 60)
    poisson, bernoulli = [], []
    for turn in range(MAPS):
        cases = rng.poisson(people / 300)
        scan = scan_poisson(east, north, cases, people, permutations=PERMUTATIONS, seed=turn, secondary=False)
        poisson.append(scan.clusters[0].p_value if scan.clusters else 1.0)
        tested = rng.poisson(people / 100)
        hit = rng.binomial(tested, 0.3)
        scan = scan_bernoulli(
            east, north, hit, tested - hit, permutations=PERMUTATIONS, seed=turn, secondary=False
        )
        bernoulli.append(scan.clusters[0].p_value if scan.clusters else 1.0)
    return [
        Found(f"scan, {name}", f"60 places, p ≤ {level}", level, (np.array(p) <= level).astype(float))
        for name, p in (("Poisson", poisson), ("Bernoulli", bernoulli))
        for level in LEVELS
    ]


def cells(rng: np.random.Generator) -> list[Found]:
    """Every cell's p-value on squares of unrelated values: normal, and the rare counts of real grids."""
    side = 20
    north, east = np.divmod(np.arange(side * side), side)
    near = within_distance(east, north, 1.5)
    found = []
    for name, draw in (
        ("normal values", lambda: rng.normal(size=side * side)),
        ("counts, mean 0.5", lambda: rng.poisson(0.5, side * side).astype(float)),
    ):
        permuted, moran, hot = [], [], []
        for turn in range(MAPS):
            values = draw()
            local = local_moran(values, near, permutations=999, seed=turn)
            permuted.append(local.p_permutation)
            moran.append(local.p_value)
            hot.append(getis_ord(values, near).p_value)
        for method, p in (
            ("local-moran, permutation", permuted), ("local-moran, analytic", moran), ("hotspots", hot)
        ):  # fmt: skip
            for level in LEVELS:
                shares = (np.array(p) <= level).mean(axis=1)
                found.append(Found(method, f"{name}, p ≤ {level}", level, shares, side * side))
    return found


def repeats(rng: np.random.Generator) -> list[Found]:
    """The nearest band's p-value when place and time have nothing to do with each other."""
    found = []
    for name, is_town in (("evenly spread", False), ("in ten clusters, more in summer", True)):
        p = []
        for turn in range(MAPS):
            east, north = rng.uniform(0, 3000, (2, 300))
            day = rng.integers(0, 365, 300)
            if is_town:
                centre = rng.integers(0, 10, 300)
                east, north = centre * 600 + rng.normal(0, 100, 300), rng.normal(0, 100, 300)
                day = np.clip(rng.normal(190, 60, 300), 0, 364).astype(int)
            near = near_repeats(
                east,
                north,
                day,
                distances=(0, 100, 200),
                day_bands=(0, 7, 14),
                permutations=PERMUTATIONS,
                seed=turn,
            )
            p.append(near.p_value[0, 0])
        for level in LEVELS:
            setting = f"300 events {name}, p ≤ {level}"
            found.append(Found("near-repeat", setting, level, (np.array(p) <= level).astype(float)))
    return found


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    show("Share of small p-values when nothing is there", [*scans(rng), *cells(rng), *repeats(rng)])
