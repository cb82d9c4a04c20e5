"""How concentrated events are to few places, also when there are fewer events than places."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Concentration:
    """How events are spread over places. Shares are 0 to 1; everything is NaN when there are no events."""

    places: int
    events: int
    gini: float
    """0 when all places have the same, towards 1 when one has all; too high when events are few."""
    gini_corrected: float
    """Bernasco and Steenbeek's: 0 when the events are as evenly spread as their number allows."""
    gini_unbiased: float
    """``gini`` scaled so that one place with everything gives exactly 1."""
    gini_corrected_unbiased: float
    """``gini_corrected`` scaled in the same way."""
    share_top_1: float
    """Share of the events in the 1 % of places that have the most (part of a place counts in part)."""
    share_top_5: float
    places_for_25: float
    """Smallest share of places that together hold at least 25 % of the events."""
    places_for_50: float
    place_share: Floats
    """Lorenz curve, from the emptiest place up: share of places so far, shape (places + 1,), 0 first."""
    event_share: Floats
    """Lorenz curve: share of events so far, shape (places + 1,), 0 first."""


def concentration(counts: ArrayLike) -> Concentration:
    """Measure how concentrated events are, corrected for having fewer events than places.

    Parameters
    ----------
    counts
        Events at each place, whole numbers 0 or more, shape (places,). Places without events belong
        here too: without them the answer is another one.

    Raises
    ------
    ValueError
        If a count is negative or not whole, or there is no place.

    Notes
    -----
    Bernasco & Steenbeek 2017, Journal of Quantitative Criminology 33, 451-467 (generalised Gini);
    Weisburd 2015, Criminology 53, 133-157 (share of places for 25 and 50 %).

    Examples
    --------
    The paper's example of eight events at ten places:

    >>> c = concentration([5, 2, 1, 0, 0, 0, 0, 0, 0, 0])
    >>> c.gini, c.gini_corrected, c.places_for_50
    (0.8, 0.75, 0.1)
    """
    ascending = np.sort(np.asarray(counts))
    if ascending.ndim != 1 or not ascending.size:
        raise ValueError(f"counts must be one row of numbers, got shape {ascending.shape}")
    if (ascending < 0).any() or (ascending != np.floor(ascending)).any():
        raise ValueError("counts must be whole numbers, 0 or more")
    whole = ascending.astype(np.int64)
    places, events = whole.size, int(whole.sum())
    place_share = np.arange(places + 1) / places
    if not events:
        nan = float("nan")
        empty = np.full(places + 1, nan)
        return Concentration(places, 0, nan, nan, nan, nan, nan, nan, nan, nan, place_share, empty)

    gini, corrected = _ginis(whole, events)
    from_the_top = np.cumsum(whole[::-1])
    fewest = min(places, events)
    return Concentration(
        places=places,
        events=events,
        gini=gini,
        gini_corrected=corrected,
        gini_unbiased=_unbiased(gini, places),
        gini_corrected_unbiased=_unbiased(corrected, fewest),
        share_top_1=_top_share(from_the_top, 0.01),
        share_top_5=_top_share(from_the_top, 0.05),
        # Whole-number comparison: 0.1 + 0.15 is not 0.25 for a computer.
        places_for_25=(int(np.argmax(4 * from_the_top >= events)) + 1) / places,
        places_for_50=(int(np.argmax(2 * from_the_top >= events)) + 1) / places,
        place_share=place_share,
        event_share=np.concatenate([[0.0], np.cumsum(whole) / events]),
    )


def _ginis(ascending: NDArray[np.int64], events: int) -> tuple[float, float]:
    """Return the ordinary Gini coefficient and the one generalised to fewer events than places."""
    places = ascending.size
    ranked = int(np.dot(np.arange(1, places + 1), ascending))
    # Whole numbers until the last division, so that evenly spread events give exactly 0.
    twice_area = 2 * ranked - (places + 1) * events
    fewest = min(places, events)
    gini = twice_area / (places * events)
    corrected = (twice_area - (places - fewest) * events) / (fewest * events)
    return gini, corrected


def _unbiased(gini: float, size: int) -> float:
    return gini * size / (size - 1) if size > 1 else float("nan")


def _top_share(from_the_top: NDArray[np.int64], share: float) -> float:
    places = np.arange(from_the_top.size + 1)
    events = np.concatenate([[0], from_the_top])
    return float(np.interp(share * from_the_top.size, places, events) / from_the_top[-1])
