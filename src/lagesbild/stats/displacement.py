"""Did a measure at a place change the number of events there, and did they move next door?"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, hypot, nan, sqrt

from scipy import special


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """Events at one place before and after, each with what it must be divided by to be comparable.

    ``weight_before`` and ``weight_after`` are period length times area size, in any unit that is the same for
    all places (1 when both periods and all areas are equal).
    """

    before: int
    after: int
    weight_before: float = 1.0
    weight_after: float = 1.0

    def __post_init__(self) -> None:
        if self.before < 0 or self.after < 0:
            raise ValueError(f"counts must be 0 or more, got {self.before} and {self.after}")
        if self.weight_before <= 0 or self.weight_after <= 0:
            raise ValueError("weights must be positive")

    @property
    def change(self) -> float:
        """After minus before, per unit of weight."""
        return self.after / self.weight_after - self.before / self.weight_before

    @property
    def variance(self) -> float:
        """Variance of the change when events are independent (Poisson)."""
        return self.after / self.weight_after**2 + self.before / self.weight_before**2


@dataclass(frozen=True, slots=True)
class DisplacementDifference:
    """How many events fewer (negative) or more there were than the control areas lead one to expect."""

    estimate: float
    se: float
    """Standard error; NaN, with z and the limits, when there are no events at all."""
    z: float
    low: float
    high: float
    local: float
    """The part in the treated area."""
    displaced: float
    """The part around it: positive means that events moved there, negative that the effect spread."""
    wdq: float
    """Weighted displacement quotient: change around over change inside; NaN when it cannot be computed."""


def displacement_difference(
    treated: BeforeAfter,
    control: BeforeAfter,
    *,
    displaced: BeforeAfter | None = None,
    displaced_control: BeforeAfter | None = None,
    confidence: float = 0.95,
) -> DisplacementDifference:
    """Compare the change at a treated place, and around it, with the change at control places.

    Parameters
    ----------
    treated, control
        The place of the measure, and one like it without.
    displaced, displaced_control
        The area around the treated place where events may have moved, and one like that. Both or neither.
    confidence
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    ValueError
        If one of the displacement areas is given without the other.

    Notes
    -----
    Weighted displacement difference: Wheeler & Ratcliffe 2018, Crime Science 7:11. Quotient: Bowers &
    Johnson 2003, Journal of Quantitative Criminology 19, 275-301, against the control area. The variance
    is Poisson's, too small when counts vary more than chance. A place chosen because it was worst falls
    by itself.

    Examples
    --------
    >>> wdd = displacement_difference(
    ...     BeforeAfter(207, 110), BeforeAfter(308, 318),
    ...     displaced=BeforeAfter(178, 157), displaced_control=BeforeAfter(150, 140))
    >>> wdd.estimate, round(wdd.se, 1), round(wdd.z, 2), round(wdd.wdq, 3)
    (-118.0, 39.6, -2.98, 0.258)
    """
    local, variance, moved, wdq = (
        treated.change - control.change,
        treated.variance + control.variance,
        0.0,
        nan,
    )
    if (displaced is None) != (displaced_control is None):
        raise ValueError("displaced and displaced_control belong together: give both or neither")
    if displaced is not None and displaced_control is not None:
        moved = displaced.change - displaced_control.change
        variance += displaced.variance + displaced_control.variance
        wdq = _quotient(treated, control, displaced)
    estimate = local + moved
    if not variance:
        return DisplacementDifference(estimate, nan, nan, nan, nan, local, moved, nan)
    se = sqrt(variance)
    reach = float(special.ndtri(1 - (1 - confidence) / 2)) * se
    return DisplacementDifference(
        estimate, se, estimate / se, estimate - reach, estimate + reach, local, moved, wdq
    )


@dataclass(frozen=True, slots=True)
class SummedDifference:
    """The differences of several cases put together."""

    estimate: float
    se: float
    """NaN, with z and the limits, when no case has events."""
    z: float
    low: float
    high: float
    cases: int
    """Cases with events."""


def summed_difference(
    cases: Sequence[DisplacementDifference], weights: Sequence[float], *, confidence: float = 0.95
) -> SummedDifference:
    """Add up the differences of several kinds of crime or several places, each with its weight.

    Parameters
    ----------
    cases
        Cases that share no events.
    weights
        What one event of each case counts for, such as its harm (days of punishment); 1 for plain events.
    confidence
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    ValueError
        If there are not as many weights as cases.

    Notes
    -----
    Wheeler & Ratcliffe 2018, Crime Science 7:11: the sum of weight times difference, its variance the sum
    of squared weight times variance, as cases without common events are independent.

    Examples
    --------
    >>> case = displacement_difference(BeforeAfter(20, 10), BeforeAfter(20, 20))
    >>> total = summed_difference([case, case], [1, 3])
    >>> total.estimate, round(total.se / case.se, 4)
    (-40.0, 3.1623)
    """
    used = [(c, w) for c, w in zip(cases, weights, strict=True) if c.se > 0]
    if not used:
        return SummedDifference(0.0, nan, nan, nan, nan, 0)
    estimate = fsum(w * c.estimate for c, w in used)
    se = hypot(*(w * c.se for c, w in used))
    if not se:
        return SummedDifference(estimate, nan, nan, nan, nan, len(used))
    reach = float(special.ndtri(1 - (1 - confidence) / 2)) * se
    return SummedDifference(estimate, se, estimate / se, estimate - reach, estimate + reach, len(used))


def _quotient(treated: BeforeAfter, control: BeforeAfter, displaced: BeforeAfter) -> float:
    """Return the change around relative to control, over the same inside."""

    def against_control(place: BeforeAfter) -> float:
        if not control.before or not control.after:
            return nan
        before = place.before / place.weight_before / (control.before / control.weight_before)
        after = place.after / place.weight_after / (control.after / control.weight_after)
        return after - before

    inside = against_control(treated)
    return against_control(displaced) / inside if inside else nan
