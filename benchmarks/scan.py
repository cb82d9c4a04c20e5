"""Poisson scan with 999 maps: 1,000 places and 50 % of the population; `--all` also 4,979 places."""

import sys

import numpy as np
from _measure import cost_of, show


def _run(places: int) -> object:
    from lagesbild.spatial.scan import scan_poisson

    rng = np.random.default_rng(1)
    east, north = rng.uniform(0, 10_000, (2, places))
    people = rng.integers(500, 3000, places)
    return scan_poisson(east, north, rng.poisson(people / 1000), people)


def with_thousand() -> object:
    """One thousand places, about half a million circles."""
    return _run(1000)


def with_five_thousand() -> object:
    """4,979 places, about twelve million circles."""
    return _run(4979)


if __name__ == "__main__":
    # SaTScan and smerc cannot be had from PyPI: 3.0 and 14 s for the smaller job on a machine like this.
    costs = [cost_of("lagesbild, 1,000", with_thousand, repeats=2)]
    if "--all" in sys.argv:
        costs.append(cost_of("lagesbild, 4,979", with_five_thousand))
    show("scan, 999 maps", costs, base="lagesbild, 1,000")
