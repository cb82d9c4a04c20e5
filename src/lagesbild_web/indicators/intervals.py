"""How certain a value is: the limits that were published, or those that the number behind it gives."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from lagesbild.stats.rates import rate_limits
from lagesbild.stats.survey import wilson_limits

_PER: Final = {"per_1000": 1_000.0, "per_100000": 100_000.0}
METHOD: Final = (
    "Intervallen är 95 procent. Andelar: Wilson 1927. Antal per invånare: exakt Poisson, Garwood 1936. "
    "De säger hur mycket slumpen kan flytta värdet, inget om bortfall eller om vilka som anmäler."
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a value in its own unit, and how they are known."""

    low: float | None = None
    high: float | None = None
    kind: str = ""
    """``published``, ``computed`` or empty."""


def limits_of(
    value: float | None, unit: str, n: int | None, *, low: float | None = None, high: float | None = None
) -> Limits:
    """Return the published limits, or those that follow from the number of answers or residents.

    Notes
    -----
    A rate comes from a whole number of events: it is rounded to the nearest one before the limits are made.

    Examples
    --------
    >>> found = limits_of(36.0, "percent", 500)
    >>> round(found.low, 1), round(found.high, 1), found.kind
    (31.9, 40.3, 'computed')
    >>> limits_of(12.0, "count", None)
    Limits(low=None, high=None, kind='')
    """
    if value is None:
        return Limits()
    if low is not None and high is not None:
        return Limits(low, high, "published")
    if not n:
        return Limits()
    if unit == "percent" and 0 <= value <= 100:
        share, size = np.array([value / 100]), np.array([float(n)])
        lower, upper = wilson_limits(share, size)
        return Limits(float(lower[0]) * 100, float(upper[0]) * 100, "computed")
    if unit in _PER and value >= 0:
        cases = round(value * n / _PER[unit])
        found = rate_limits([cases], [n], per=_PER[unit])
        return Limits(float(found.low[0]), float(found.high[0]), "computed")
    return Limits()
