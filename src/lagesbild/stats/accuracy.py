"""How well a map of expected hot spots did: how much of what happened, on how little ground."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HotSpotAccuracy:
    """Accuracy for each cut, shape (cuts,)."""

    places: NDArray[np.int64]
    """How many places were pointed out."""
    area_share: Floats
    """Their share of the area."""
    hit_rate: Floats
    """Share of the events that happened there; NaN without events."""
    pai: Floats
    """Hit rate over area share: 1 is no better than chance."""
    pei: Floats
    """PAI over the largest PAI that the same area could have given, 0 to 1."""


def hot_spot_accuracy(
    area: ArrayLike, predicted: ArrayLike, count: ArrayLike, *, cuts: Sequence[float] = (0.01, 0.05, 0.1)
) -> HotSpotAccuracy:
    """Measure how many events fell in the places that were predicted to be worst.

    Parameters
    ----------
    area
        Area (or street length) of each place, positive, any unit, shape (places,).
    predicted
        Expected events of each place, shape (places,). Places are pointed out by expected events per area.
    count
        Events that happened afterwards, 0 or more, shape (places,).
    cuts
        Shares of the area, above 0 up to 1. As many whole places are pointed out as fit, at least one.

    Raises
    ------
    ValueError
        If an area is not positive, a count negative, a cut outside 0 to 1 or the shapes differ.

    Notes
    -----
    Predictive accuracy index: Chainey, Tompson & Uhlig 2008 (Security Journal 21, 4-28); predictive
    efficiency index: Hunt 2016 (PhD, CUNY). For places of unequal size the best possible takes part of
    its last place.

    Examples
    --------
    >>> found = hot_spot_accuracy([1, 1, 1], [3, 2, 1], [6, 3, 0], cuts=[0.34])
    >>> found.pai.tolist(), found.pei.tolist()
    ([2.0], [1.0])
    """
    ground, expected, events = (np.asarray(v, dtype=np.float64) for v in (area, predicted, count))
    if ground.ndim != 1 or not ground.size or not ground.shape == expected.shape == events.shape:
        raise ValueError("area, predicted and count must be rows of equal length, at least one")
    if not (ground > 0).all() or (events < 0).any():
        raise ValueError("area must be positive and count 0 or more")
    shares = np.asarray(cuts, dtype=np.float64)
    if ((shares <= 0) | (shares > 1)).any():
        raise ValueError("cuts must be above 0 and at most 1")

    by_forecast = np.argsort(-expected / ground, kind="stable")
    used = np.cumsum(ground[by_forecast]) / ground.sum()
    # A hair of tolerance: 0.1 + 0.2 of the area is meant to fit in a cut of 0.3.
    places = np.maximum(np.searchsorted(used, shares * (1 + 1e-12), side="right"), 1)
    area_share = used[places - 1]
    total = events.sum()
    nothing = np.full(shares.shape, np.nan)
    if not total:
        return HotSpotAccuracy(places, area_share, nothing, nothing, nothing)
    hit_rate = np.cumsum(events[by_forecast])[places - 1] / total
    by_outcome = np.argsort(-events / ground, kind="stable")
    best = np.interp(
        area_share,
        np.concatenate([[0.0], np.cumsum(ground[by_outcome]) / ground.sum()]),
        np.concatenate([[0.0], np.cumsum(events[by_outcome]) / total]),
    )
    return HotSpotAccuracy(
        places, area_share, hit_rate, hit_rate / area_share, np.minimum(hit_rate / best, 1.0)
    )
