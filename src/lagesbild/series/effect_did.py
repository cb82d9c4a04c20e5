"""The effect of what began on a date in some units and not in others (difference in differences)."""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import numpy.typing as npt
from scipy import special

from lagesbild.series.count_models import NoFitError
from lagesbild.series.two_way_counts import BoolArray, FloatArray, TwoWayFit, fit_two_way

IntArray = npt.NDArray[np.int64]

_NO_SPREAD = 1e-9  # a standard error below this is rounding
_EQUAL = 1e-9  # statistics this close are tied


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts of units in periods, some of the units treated.

    ``counts``, ``observed`` (False: no observation) and ``exposure`` have the shape (units, periods);
    ``treated`` has the shape (units,).
    """

    counts: FloatArray
    observed: BoolArray
    treated: BoolArray
    exposure: FloatArray | None = None

    def only(self, periods: BoolArray) -> "Panel":
        """Return the panel of some of the periods, shape (periods,)."""
        return Panel(
            self.counts[:, periods],
            self.observed[:, periods],
            self.treated,
            None if self.exposure is None else self.exposure[:, periods],
        )


@dataclass(frozen=True, slots=True)
class RatioOfRatios:
    """How much more (or less) the treated units changed than the others, as a ratio (1.0 = no difference)."""

    ratio: float
    low: float
    """NaN, with ``high``, ``p_value`` and ``se``, when no variance between units can be estimated."""
    high: float
    p_value: float
    se: float
    """Standard error of the logarithm, robust to anything that the periods of one unit have in common."""
    degrees: float
    """Degrees of freedom of the t distribution behind interval and p-value."""
    is_pooled: bool
    """One arm has a single unit, whose variation is taken to be that of the other arm."""
    treated_units: int
    """With at least one event in the periods used."""
    control_units: int
    dispersion: float
    """Pearson statistic over its degrees of freedom."""
    fitted: FloatArray
    """Shape (units, periods); NaN where a unit or period without events was left out."""
    scores: FloatArray
    """Each unit's part of the estimating equation, shape (units used,); sums to 0."""
    information: float
    observations: int
    parameters: int


@dataclass(frozen=True, slots=True)
class UnitPlacebo:
    """The same comparison with the treatment dealt out to other units."""

    draws: int
    as_large: int
    """Draws with a difference at least as large in either direction."""
    p_value: float
    """(as_large + 1) / (draws + 1)."""
    is_complete: bool
    """Every other way to choose as many units was tried; then ``p_value`` is exact."""


def ratio_of_ratios(panel: Panel, contrast: npt.ArrayLike, *, confidence: float = 0.95) -> RatioOfRatios:
    """Compare the treated units' change over time with that of the others.

    Parameters
    ----------
    panel
        Counts of units in periods.
    contrast
        What the treated get, by period, shape (periods,): 0 before and 1 from the start on. From 0 to 1 in
        a straight line through the periods before the start it measures whether the units went apart then.
    confidence
        Coverage of the interval.

    Raises
    ------
    NoFitError
        If there are no events on one of the sides, or the units' levels explain the contrast.

    Notes
    -----
    Poisson regression with a level for each unit and each period (:func:`fit_two_way`): right for any
    distribution as long as the means are (Wooldridge 2023, Econometrics Journal 26, C31-C66). With a full
    table and no exposure the ratio is that of the 2 by 2 table of sums, (T1/T0) / (C1/C0). Variance between
    units as in Bell & McCaffrey 2002, Survey Methodology 28, 169-181 (CR2, each unit's leverage being its
    share of its arm's information) and t with their degrees of freedom, so that few units get the width they
    deserve; the usual sandwich is too narrow with few treated units. With one unit in an arm the other arm's
    variation per event is used (Donald & Lang 2007, Review of Economics and Statistics 89, 221-233). All
    assume that the arms would have gone side by side without the treatment.
    """
    used = _used(panel)
    change = np.asarray(contrast, dtype=np.float64)[used.periods]
    _check_sides(used.panel, change)
    fit = _fit(used.panel, change, treated=used.panel.treated)
    residuals = np.where(used.panel.observed, used.panel.counts - fit.fitted, 0.0)
    scores = (fit.left * residuals).sum(axis=1)
    weights = _weights(fit.fitted * used.panel.observed, change)
    variance, degrees, is_pooled = _variance(scores, weights, used.panel.treated, fit.information)
    observations = int(used.panel.observed.sum())
    parameters = sum(used.panel.counts.shape)
    pearson = float((residuals**2 / np.where(fit.fitted > 0, fit.fitted, 1.0)).sum())
    treated = int(used.panel.treated.sum())
    return RatioOfRatios(
        **_interval(fit.coefficient, variance, degrees, confidence),
        degrees=degrees,
        is_pooled=is_pooled,
        treated_units=treated,
        control_units=len(scores) - treated,
        dispersion=pearson / (observations - parameters) if observations > parameters else float("nan"),
        fitted=used.spread(fit.fitted),
        scores=scores,
        information=fit.information,
        observations=observations,
        parameters=parameters,
    )


def placebo_units(
    panel: Panel, contrast: npt.ArrayLike, *, permutations: int = 999, seed: int | np.random.Generator = 1
) -> UnitPlacebo:
    """Deal the treatment out to other units and see how often the difference is as large.

    Parameters
    ----------
    panel, contrast
        As in :func:`ratio_of_ratios`.
    permutations
        Draws; when there are no more ways than that to choose the units, all of them are taken.
    seed
        Of the draws.

    Raises
    ------
    NoFitError
        As in :func:`ratio_of_ratios`.

    Notes
    -----
    Randomisation inference (Fisher 1935; Rosenbaum 2002, Statistical Science 17, 286-327; MacKinnon & Webb
    2020, Journal of Econometrics 218, 435-450). The statistic is the score of the treated units under no
    effect over its Poisson standard error, so that large and small units can change places.
    """
    used = _used(panel)
    change = np.asarray(contrast, dtype=np.float64)[used.periods]
    _check_sides(used.panel, change)
    fit = _fit(used.panel, change, treated=None)
    mean = fit.fitted * used.panel.observed
    score = ((np.where(used.panel.observed, used.panel.counts, 0.0) - mean) * change).sum(axis=1)
    weight = _weights(mean, change)
    treated = np.flatnonzero(used.panel.treated)
    ways = comb(len(score), len(treated)) - 1
    is_complete = ways <= permutations
    rng = np.random.default_rng(seed)
    chosen = (
        _all_others(len(score), treated) if is_complete else _drawn(len(score), treated, permutations, rng)
    )
    actual = _statistic(score, weight, treated[None, :])[0]
    as_large = int((_statistic(score, weight, chosen) >= actual * (1 - _EQUAL) - _EQUAL).sum())
    return UnitPlacebo(len(chosen), as_large, (as_large + 1) / (len(chosen) + 1), is_complete)


@dataclass(frozen=True, slots=True)
class _Used:
    """The part of a panel that says anything: units and periods with an event."""

    panel: Panel
    units: BoolArray
    periods: BoolArray

    def spread(self, values: FloatArray) -> FloatArray:
        """Return values of the part in the shape of the whole."""
        whole = np.full((len(self.units), len(self.periods)), np.nan)
        whole[np.ix_(self.units, self.periods)] = values
        return whole


def _used(panel: Panel) -> _Used:
    counts = np.where(panel.observed, panel.counts, 0.0)
    units, periods = counts.sum(axis=1) > 0, counts.sum(axis=0) > 0
    exposure = None if panel.exposure is None else panel.exposure[units][:, periods]
    part = Panel(
        panel.counts[units][:, periods],
        panel.observed[units][:, periods],
        panel.treated[units],
        exposure,
    )
    return _Used(part, units, periods)


def _check_sides(panel: Panel, change: FloatArray) -> None:
    """Refuse a comparison whose ratio would be 0, infinite or nothing."""
    counts = np.where(panel.observed, panel.counts, 0.0)
    for arm in (panel.treated, ~panel.treated):
        for side in (change > 0, change < change.max(initial=0.0)):
            if not counts[np.ix_(arm, side)].any():
                raise NoFitError("one side has no events")


def _fit(panel: Panel, change: FloatArray, *, treated: BoolArray | None) -> TwoWayFit:
    """Fit the panel, with the contrast for the ``treated`` or, when None, without it."""
    regressor = None if treated is None else np.outer(treated, change)
    steady = panel.exposure is None or bool((panel.exposure == panel.exposure[:, :1]).all())
    values, side = np.unique(change, return_inverse=True)
    if not (steady and panel.observed.all() and len(values) < len(change)):
        exposure = None if panel.exposure is None else np.log(panel.exposure)
        return fit_two_way(panel.counts, panel.observed, regressor=regressor, log_exposure=exposure)
    # In a full table the sums by value of the contrast say it all: the 2 by 2 table, unit by unit.
    sums = np.zeros((len(panel.counts), len(values)))
    np.add.at(sums.T, side, panel.counts.T)
    fit = fit_two_way(
        sums,
        np.ones(sums.shape, dtype=np.bool_),
        regressor=None if treated is None else np.outer(treated, values),
    )
    share = panel.counts.sum(axis=0) / sums.sum(axis=0)[side]
    return TwoWayFit(fit.coefficient, fit.fitted[:, side] * share, fit.left[:, side], fit.information)


def _weights(mean: FloatArray, change: FloatArray) -> FloatArray:
    """Return how much each unit tells about the change, shape (units,): its Poisson information."""
    total = mean.sum(axis=1)
    centre = (mean * change).sum(axis=1) / total
    return np.asarray((mean * (change - centre[:, None]) ** 2).sum(axis=1))


def _variance(
    scores: FloatArray, weights: FloatArray, treated: BoolArray, information: float
) -> tuple[float, float, bool]:
    """Return the variance of the coefficient, its degrees of freedom and whether it is pooled."""
    arms = []
    for arm in (treated, ~treated):
        share = weights[arm] / weights[arm].sum()
        free = 1.0 - share
        if arm.sum() < 2 or free.min() <= _EQUAL:
            arms.append((float("nan"), float("nan"), 1.0 / weights[arm].sum()))
            continue
        variance = float((scores[arm] ** 2 / free).sum()) / information**2
        crossed = share**2 / free
        degrees = 1.0 / float((share**2).sum() + crossed.sum() ** 2 - (crossed**2).sum())
        arms.append((variance, degrees, 1.0 / weights[arm].sum()))
    (v1, d1, a1), (v2, d2, a2) = arms
    if np.isnan(v1) and np.isnan(v2):
        return float("nan"), float("nan"), False
    if np.isnan(v1) or np.isnan(v2):
        variance, degrees, own = (v2, d2, a2) if np.isnan(v1) else (v1, d1, a1)
        return variance / own * (a1 + a2), degrees, True
    return v1 + v2, (a1 + a2) ** 2 / (a1**2 / d1 + a2**2 / d2), False


def _interval(estimate: float, variance: float, degrees: float, confidence: float) -> dict[str, float]:
    nothing = float("nan")
    ratio = float(np.exp(estimate))
    se = float(np.sqrt(variance))
    if not se > _NO_SPREAD:
        return {"ratio": ratio, "low": nothing, "high": nothing, "p_value": nothing, "se": nothing}
    reach = -float(special.stdtrit(degrees, (1 - confidence) / 2)) * se
    low, high = np.exp(np.clip([estimate - reach, estimate + reach], -700, 700))
    p_value = 2 * float(special.stdtr(degrees, -abs(estimate) / se))
    return {"ratio": ratio, "low": float(low), "high": float(high), "p_value": p_value, "se": se}


def _statistic(score: FloatArray, weight: FloatArray, chosen: IntArray) -> FloatArray:
    """Return the size of the standardised score of each choice of units, shape (choices,)."""
    inside = weight[chosen].sum(axis=1)
    spread = inside * (weight.sum() - inside) / weight.sum()
    return np.asarray(np.abs(score[chosen].sum(axis=1)) / np.sqrt(np.maximum(spread, 1e-300)))


def _all_others(units: int, treated: IntArray) -> IntArray:
    own = tuple(treated.tolist())
    ways = [way for way in combinations(range(units), len(own)) if way != own]
    return np.asarray(ways, dtype=np.int64).reshape(len(ways), len(own))


def _drawn(units: int, treated: IntArray, permutations: int, rng: np.random.Generator) -> IntArray:
    order = rng.random((permutations, units)).argsort(axis=1)
    return np.asarray(order[:, : len(treated)], dtype=np.int64)
