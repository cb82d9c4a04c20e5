"""Did treated and untreated units go side by side before the start? A made-up start then shows no effect."""

from dataclasses import dataclass

import numpy as np

from lagesbild.series.count_models import NoFitError
from lagesbild.series.effect_did import Panel, RatioOfRatios, ratio_of_ratios

_MOST_STARTS = 9
_LEAST_SIDE = 2  # periods before and after a made-up start
_LEAST_SHARE = 0.2  # of the time before, on each side of a made-up start


@dataclass(frozen=True, slots=True)
class PlaceboStart:
    """The comparison with a start at which nothing began."""

    period: int
    """Number of the first period after the made-up start."""
    found: RatioOfRatios
    is_middle: bool
    """The one nearest to the middle of the time before: it has the best chance of seeing anything."""


def placebo_starts(before: Panel, *, confidence: float = 0.95) -> tuple[PlaceboStart, ...]:
    """Compare the units at up to nine made-up starts, spread over the time before the real one.

    Parameters
    ----------
    before
        The panel of the periods before the start, in time order.
    confidence
        Coverage of the intervals.

    Notes
    -----
    Starts with fewer than two periods, or a fifth of the time, on a side are not tried, nor those without
    events on a side. The comparisons overlap: one check seen from several angles, not nine independent ones.
    """
    periods = before.counts.shape[1]
    margin = max(_LEAST_SIDE, int(np.ceil(periods * _LEAST_SHARE)))
    possible = np.arange(margin, periods - margin + 1)
    if not len(possible):
        return ()
    middle = int(possible[np.argmin(np.abs(possible - periods / 2))])
    spread = possible[np.linspace(0, len(possible) - 1, min(_MOST_STARTS, len(possible))).round().astype(int)]
    # The middle one takes the place of its nearest neighbour.
    spread[np.argmin(np.abs(spread - middle))] = middle
    found = []
    for period in np.unique(spread).tolist():
        try:
            after = (np.arange(periods) >= period).astype(np.float64)
            found.append(
                PlaceboStart(period, ratio_of_ratios(before, after, confidence=confidence), period == middle)
            )
        except NoFitError:
            continue
    return tuple(found)


def trend_before(before: Panel, *, confidence: float = 0.95) -> RatioOfRatios | None:
    """Return how much the treated units gained on the others from the first period before the start on.

    Parameters
    ----------
    before
        The panel of the periods before the start, in time order, evenly spaced.
    confidence
        Coverage of the interval.

    Returns
    -------
    The change from the first to the last period along a straight line on the log scale; 1.0 when they went
    side by side. None when there are fewer than three periods or it cannot be estimated.
    """
    periods = before.counts.shape[1]
    if periods < _LEAST_SIDE + 1:
        return None
    try:
        return ratio_of_ratios(before, np.linspace(0, 1, periods), confidence=confidence)
    except NoFitError:
        return None
