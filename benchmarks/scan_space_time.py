"""Space-time permutation scan: 522 cases in a year by day, windows up to 28 days, 999 replicates."""

import sys

import numpy as np
from _measure import cost_of, show

_CASES, _DAYS, _LONGEST = 522, 364, 28
_MAPS_OF_PEER = 2  # of 999: the rest is extrapolated


def _town() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cases around forty centres, at 513 places or so."""
    rng = np.random.default_rng(1)
    centres = rng.uniform(0, 30_000, (40, 2))
    points = np.round(centres[rng.integers(0, 40, _CASES)] + rng.normal(0, 2_500, (_CASES, 2)), -1)
    return points[:, 0], points[:, 1], np.datetime64("2016-01-01") + rng.integers(0, _DAYS, _CASES)


def _run(radius: float, *, prospective: bool = False) -> object:
    from lagesbild.spatial.scan_space_time import Windows, scan_permutation

    windows = Windows(max_days=_LONGEST, max_radius=radius, prospective=prospective)
    return scan_permutation(*_town(), windows=windows)


def within_five_km() -> object:
    """Circles up to 5,280 m."""
    return _run(5280)


def half_of_all() -> object:
    """Circles up to half of all cases."""
    return _run(float("inf"))


def now() -> object:
    """Only what goes on now."""
    return _run(float("inf"), prospective=True)


def every_cylinder() -> object:
    """Plain numpy: two replicates within five kilometres, every cylinder, logarithms where cases exceed."""
    east, north, dates = _town()
    day = (dates - dates.min()).astype(int)
    points, place = np.unique(np.column_stack([east, north]), axis=0, return_inverse=True)
    place = place.ravel()
    sizes = np.bincount(place)
    by_day = np.bincount(day, minlength=_DAYS)
    rng, highest = np.random.default_rng(1), []
    for _ in range(_MAPS_OF_PEER):
        cases = np.zeros((len(points), _DAYS), dtype=np.int32)
        np.add.at(cases, (rng.permutation(place), day), 1)
        best = 0.0
        for centre in points:
            apart = np.hypot(*(points - centre).T)
            order = np.argsort(apart)[: int((apart <= 5280).sum())]
            inside = np.cumsum(np.cumsum(cases[order], axis=0), axis=1)
            inside = np.concatenate([np.zeros((len(order), 1), dtype=inside.dtype), inside], axis=1)
            size, below = np.cumsum(sizes[order]), np.concatenate([[0], np.cumsum(by_day)])
            for length in range(1, _LONGEST + 1):
                count = inside[:, length:] - inside[:, :-length]
                expected = size[:, None] * (below[length:] - below[:-length]) / _CASES
                over = (count >= 2) & (count > expected) & (size[:, None] <= _CASES / 2)
                c, mu = count[over], expected[over]
                if len(c):
                    ratio = c * np.log(c / mu) + (_CASES - c) * np.log((_CASES - c) / (_CASES - mu))
                    best = max(best, float(ratio.max()))
        highest.append(best)
    return highest


if __name__ == "__main__":
    # SaTScan cannot be had from PyPI; the peer is what one writes in plain numpy.
    costs = [
        cost_of("lagesbild, 5 km", within_five_km),
        cost_of("lagesbild, half of all", half_of_all),
        cost_of("lagesbild, now", now),
    ]
    if "--alone" not in sys.argv:
        costs.append(cost_of(f"numpy, 5 km, {_MAPS_OF_PEER} of 999 replicates", every_cylinder))
    show("scan-space-time, 522 cases, 28 days, 999 replicates", costs, base="lagesbild, 5 km")
