"""Log-linear counts with season groups and a straight trend, fitted for many series at once.

The model is ``log E(y) = a[group] + b t + log(population)`` with variance ``phi`` times the mean. In each
step of the usual weighted least squares the group levels have a closed form given the trend, so thousands
of series cost a few passes over one array and no matrix has to be solved.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Rows = slice | IntArray

_START = 0.1  # added to the counts as first guess of the means, as R's glm does
_CONVERGED = 1e-8  # relative change of the deviance: R's rule, so that figures agree to the digits it prints
_FULLY_CONVERGED = 1e-13
_EMPTY = 1e-11  # first guess in a group without cases: where R's iteration would end after some twenty steps
_STEPS = 25
_SATURATED = 1e-10  # a row that decides its own fitted value has no residual to judge
_TINY = 1e-300
_HIGHEST_LOG = 700.0


@dataclass(frozen=True, slots=True)
class TrendDesign:
    """What all series share: the reference weeks' times and season groups, seen from the judged week."""

    time: FloatArray
    """Time of each reference week, shape (n,): 0 is the judged week, -1 the first reference week."""
    group: IntArray
    """Season group of each reference week, shape (n,), 0 to ``groups`` - 1, in ascending order."""
    groups: int
    group_now: int
    """The season group of the judged week."""


@dataclass(frozen=True, slots=True)
class TrendFit:
    """The fitted model of each series; arrays have one value per series unless said otherwise."""

    expected: FloatArray
    """Mean of the judged week."""
    log_variance: FloatArray
    """Variance of log ``expected`` for a dispersion of 1."""
    slope: FloatArray
    slope_variance: FloatArray
    """Variance of ``slope`` for a dispersion of 1; infinite without a trend."""
    dispersion: FloatArray
    """Pearson statistic over its degrees of freedom, not rounded up to 1."""
    relative_dispersion: FloatArray
    """The same with squared relative residuals, ((y - m) / m)², in place of Pearson's (y - m)² / m."""
    degrees: int
    converged: BoolArray
    fitted: FloatArray
    """Shape (series, n)."""
    leverage: FloatArray
    """Shape (series, n)."""


def fit_trend(
    counts: FloatArray,
    design: TrendDesign,
    *,
    weights: FloatArray,
    exposure: FloatArray,
    exposure_now: FloatArray,
    with_trend: bool,
) -> TrendFit:
    """Fit every series by maximum quasi-likelihood (iteratively reweighted least squares).

    Parameters
    ----------
    counts, weights, exposure
        Shape (series, n): the reference weeks' counts, prior weights and population.
    design
        The shared part.
    exposure_now
        Population in the judged week, shape (series,).
    with_trend
        False fixes the slope at 0.

    Notes
    -----
    McCullagh & Nelder 1989, Generalized Linear Models, ch. 2, 6 and 9. A group without a single case gets a
    fitted value that is 0 for all practical purposes.
    """
    work = _Work(counts, design, weights, exposure, with_trend=with_trend)
    converged = work.run()

    now = design.group_now
    safe = np.maximum(work.sum0, _TINY)
    slope_variance = np.divide(1.0, work.spread, out=np.full(len(counts), np.inf), where=work.spread > 0)
    leverage = work.weight / safe[:, design.group]
    log_variance = 1.0 / safe[:, now]
    if with_trend:
        distance = design.time - work.centre[:, design.group]
        leverage += work.weight * distance**2 * slope_variance[:, None]
        log_variance = log_variance + work.centre[:, now] ** 2 * slope_variance

    degrees = counts.shape[1] - design.groups - int(with_trend)
    mean = np.maximum(work.mean, _TINY)
    with np.errstate(over="ignore"):  # a runaway series is caught as not converged
        relative = ((counts - mean) / mean) ** 2
    return TrendFit(
        expected=np.exp(np.minimum(work.level[:, now], _HIGHEST_LOG)) * exposure_now,
        log_variance=log_variance,
        slope=work.slope,
        slope_variance=slope_variance,
        dispersion=np.einsum("ij,ij->i", work.weight, relative) / max(degrees, 1),
        relative_dispersion=np.einsum("ij,ij->i", weights, relative) / max(degrees, 1),
        degrees=degrees,
        converged=converged,
        fitted=mean,
        leverage=leverage,
    )


class _Work:
    """The state of the iteration; every array keeps its last step's value for each series.

    ``eta`` is the linear predictor without the offset; ``weight`` the working weights of the last step, from
    the means before it, and ``next_weight`` those of the next.
    """

    def __init__(
        self,
        counts: FloatArray,
        design: TrendDesign,
        prior: FloatArray,
        exposure: FloatArray,
        *,
        with_trend: bool,
    ) -> None:
        series, self.with_trend = len(counts), with_trend
        self.t, self.group = design.time, design.group
        self.starts = np.flatnonzero(np.diff(design.group, prepend=-1))
        self.prior, self.exposure = prior, exposure
        self.cases = prior * counts
        empty = self._per_group(counts) == 0
        # R needs so many steps to empty a group that everything else has then converged completely.
        self.tolerance = np.where(empty.any(axis=1), _FULLY_CONVERGED, _CONVERGED)
        self.mean = np.where(empty[:, design.group], _EMPTY, counts + _START)
        self.eta = np.log(self.mean / exposure)
        self.next_weight = prior * self.mean
        self.weight = self.next_weight.copy()
        self.level, self.slope = np.zeros((series, design.groups)), np.zeros(series)
        self.sum0, self.centre = np.zeros((series, design.groups)), np.zeros((series, design.groups))
        self.spread = np.zeros(series)
        # The part of half the deviance that does not change.
        constant = counts * (np.log(np.maximum(counts, _TINY) / exposure) - 1)
        self.fixed = np.einsum("ij,ij->i", prior, constant)

    def run(self) -> BoolArray:
        """Iterate each series until its deviance stands still; return which ones did."""
        running = np.ones(len(self.cases), dtype=np.bool_)
        old = self._deviance(slice(None))
        with np.errstate(over="ignore", invalid="ignore"):  # a runaway series is caught as not converged
            for _ in range(_STEPS):
                rows = slice(None) if running.all() else np.flatnonzero(running)  # a slice copies nothing
                self._step(rows)
                new = self._deviance(rows)
                running[rows] = ~(np.abs(new - old[rows]) < self.tolerance[rows] * (np.abs(new) + 0.1))
                old[rows] = new
                if not running.any():
                    break
        return ~running

    def _deviance(self, rows: Rows) -> FloatArray:
        fitted = np.einsum("ij,ij->i", self.cases[rows], self.eta[rows])
        return np.asarray(2 * (self.fixed[rows] + self.next_weight[rows].sum(axis=1) - fitted))

    def _per_group(self, values: FloatArray) -> FloatArray:
        """Sum over the rows of each group, shape (series, groups); as fast as BLAS without its threads."""
        return np.asarray(np.add.reduceat(values, self.starts, axis=1))

    def _step(self, rows: Rows) -> None:
        weight = self.next_weight[rows]
        wanted = self.eta[rows] - 1.0
        wanted *= weight
        wanted += self.cases[rows]  # weight times (eta + (y - mean) / mean), without a division
        sum0 = np.maximum(self._per_group(weight), _TINY)
        level = self._per_group(wanted) / sum0
        if self.with_trend:
            slope = self._trend(rows, weight, wanted, sum0, level)
            level = level - slope[:, None] * self.centre[rows]
            eta = np.multiply.outer(slope, self.t)
            eta += level[:, self.group]
            self.slope[rows] = slope
        else:
            eta = level[:, self.group]
        mean = np.exp(eta)
        mean *= self.exposure[rows]
        self.weight[rows] = weight
        self.level[rows], self.sum0[rows] = level, sum0
        self.eta[rows], self.mean[rows] = eta, mean
        self.next_weight[rows] = self.prior[rows] * mean

    def _trend(
        self, rows: Rows, weight: FloatArray, wanted: FloatArray, sum0: FloatArray, level: FloatArray
    ) -> FloatArray:
        timed = weight * self.t
        sum1 = self._per_group(timed)
        centre = sum1 / sum0
        spread = np.einsum("ij,j->i", timed, self.t) - np.einsum("ij,ij->i", centre, sum1)
        pull = np.einsum("ij,j->i", wanted, self.t) - np.einsum("ij,ij->i", sum1, level)
        self.spread[rows], self.centre[rows] = spread, centre
        return np.asarray(np.divide(pull, spread, out=np.zeros_like(pull), where=spread > 0))


def outlier_weights(counts: FloatArray, fit: TrendFit, *, threshold: float) -> FloatArray:
    """Return weights that keep old outbreaks from hiding new ones, shape (series, n), mean 1 per series.

    Notes
    -----
    Farrington et al. 1996, JRSS A 159, 547-563: standardised Anscombe residuals s above the threshold get
    the weight s⁻², the others 1, and all are scaled to sum to n. Noufaily et al. 2013 raised the threshold
    from 1 to 2.58.
    """
    phi = np.maximum(fit.dispersion, 1.0)[:, None]
    free = 1.0 - fit.leverage
    usable = free > _SATURATED
    root = np.sqrt(fit.fitted)
    raw = 1.5 * (np.cbrt(counts) ** 2 / np.cbrt(root) - root)
    s = np.where(usable, raw / np.sqrt(phi * np.where(usable, free, 1.0)), 0.0)
    weights = np.ones_like(s)
    outlying = s > threshold
    weights[outlying] = s[outlying] ** -2.0
    return np.asarray(weights * (weights.shape[1] / weights.sum(axis=1))[:, None])
