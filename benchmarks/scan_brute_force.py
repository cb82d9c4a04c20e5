"""The Poisson scan beside its definition: every circle, in every drawn map (no peer can be installed)."""

from typing import Any

import numpy as np
from _job import Job, Program

DRAWN = 99


def places(count: int) -> Any:
    """Return places with population and cases, one of them a cluster: east, north, cases, population."""
    rng = np.random.default_rng(1)
    east, north = rng.uniform(0, 10_000, (2, count))
    people = rng.integers(500, 3000, count)
    risk = np.where(np.hypot(east - 5000, north - 5000) < 1500, 2.0, 1.0)
    return east, north, rng.poisson(people * risk / 500), people


def with_lagesbild(given: Any) -> Any:
    """The most likely cluster's ratio, expected cases and number of places."""
    from lagesbild.spatial.scan import scan_poisson

    best = scan_poisson(*given, permutations=DRAWN, secondary=False).clusters[0]
    return best.log_likelihood_ratio, best.expected, len(best.members)


def with_brute_force(given: Any) -> Any:
    """All circles as cumulative sums over places in order of distance, map by map."""
    east, north, cases, people = given
    order = np.argsort(np.hypot(east[:, None] - east, north[:, None] - north), axis=1)
    inside = np.cumsum(people[order], axis=1)
    total = int(cases.sum())
    expected = inside * total / people.sum()
    allowed = inside <= people.sum() / 2

    def ratios(drawn: Any) -> Any:
        seen = np.cumsum(drawn[order], axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            here = seen * np.log(seen / expected)
            there = (total - seen) * np.log((total - seen) / (total - expected))
        return np.where(allowed & (seen > expected), here + np.where(seen < total, there, 0.0), 0.0)

    rng = np.random.default_rng(1)
    observed = ratios(cases)
    chance = people / people.sum()
    highest = [ratios(rng.multinomial(total, chance)).max() for _ in range(DRAWN)]
    centre, size = np.unravel_index(observed.argmax(), observed.shape)
    assert len(highest) == DRAWN
    return observed.max(), expected[centre, size], size + 1


JOB = Job(
    name="scan_brute_force",
    what=f"places, Poisson, half the population, {DRAWN} maps",
    sizes=(200, 500, 1_000),
    inputs=places,
    ours=Program("lagesbild", with_lagesbild),
    peers=(Program("numpy, every circle", with_brute_force),),
    agreement="in ratio, expected and places",
)
