"""Counts of units in periods: Poisson with a level for each unit and each period, both absorbed."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from lagesbild.series.count_models import NoFitError

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_STEPS = 50
_HALVINGS = 12
_CONVERGED = 1e-8  # of the largest score, relative to the number of events
_TOLD_APART = 1e-9  # least share of the regressor that the levels may leave
_FURTHEST = 500.0  # on the log scale


@dataclass(frozen=True, slots=True)
class TwoWayFit:
    """A fitted table; arrays have the shape (units, periods) unless said otherwise."""

    coefficient: float
    """Of the regressor, on the log scale; 0 when there was none."""
    fitted: FloatArray
    left: FloatArray
    """What the levels leave of the regressor (its weighted residual); 0 when there was none."""
    information: float
    """About the coefficient; its Poisson variance is 1 / ``information``."""


def fit_two_way(
    counts: FloatArray,
    observed: BoolArray,
    *,
    regressor: FloatArray | None = None,
    log_exposure: FloatArray | None = None,
) -> TwoWayFit:
    """Fit log mean = level of the unit + level of the period + coefficient × regressor + log exposure.

    Parameters
    ----------
    counts
        Shape (units, periods), 0 or more. Every unit and every period needs an event in an observed cell.
    observed
        False where there is no observation, same shape.
    regressor
        Same shape; None: the levels alone.
    log_exposure
        Offset, same shape.

    Raises
    ------
    NoFitError
        If the levels explain the regressor, or the estimates run away.

    Notes
    -----
    Maximum likelihood of a Poisson regression with dummies for all units and periods. The larger of the two
    sets of levels is eliminated (a multinomial conditional on its sums), the smaller one solved for by
    Newton's method with step halving. Chamberlain 1980, Review of Economic Studies 47, 225-238; Hausman,
    Hall & Griliches 1984, Econometrica 52, 909-938.
    """
    if counts.shape[1] > counts.shape[0]:
        turned = fit_two_way(
            counts.T,
            observed.T,
            regressor=None if regressor is None else regressor.T,
            log_exposure=None if log_exposure is None else log_exposure.T,
        )
        return replace(turned, fitted=turned.fitted.T, left=turned.left.T)
    work = _Work(counts, observed, regressor, log_exposure)
    work.run()
    _, left, information = work.direction()
    return TwoWayFit(work.coefficient, work.mean, left, information)


class _Work:
    """The state of the iteration; the levels of the rows are eliminated, those of the columns solved for."""

    def __init__(
        self,
        counts: FloatArray,
        observed: BoolArray,
        regressor: FloatArray | None,
        log_exposure: FloatArray | None,
    ) -> None:
        self.y, self.observed = np.where(observed, counts, 0.0), observed
        self.base = np.where(observed, 0.0 if log_exposure is None else log_exposure, -np.inf)
        self.regressor = np.zeros(counts.shape) if regressor is None else regressor
        self.has_regressor = regressor is not None
        self.row_sum, self.column_sum = self.y.sum(axis=1), self.y.sum(axis=0)
        if not (self.y.size and self.row_sum.all() and self.column_sum.all()):
            raise NoFitError("every unit and period needs an event")
        self.levels = np.log(self.column_sum / self.column_sum.mean())
        self.coefficient = 0.0
        self.mean, self.likelihood = self._at(self.levels, 0.0)

    def run(self) -> None:
        """Climb to the top of the likelihood."""
        for _ in range(_STEPS):
            score = self.column_sum - self.mean.sum(axis=0)
            pull = float((self.regressor * (self.y - self.mean)).sum())
            is_near = max(float(np.abs(score).max()), abs(pull)) <= _CONVERGED * self.row_sum.sum()
            self._step(score)  # from so near the top, one step more is exact to rounding
            if is_near:
                return
        raise NoFitError("the estimates do not settle")

    def direction(self, score: FloatArray | None = None) -> tuple[FloatArray, FloatArray, float]:
        """Return the way to go for the levels and for the regressor, and the information about the latter.

        The first array is shape (2, columns): the step of the levels alone, and how they answer to one unit
        of the coefficient; the second what the levels leave of the regressor, shape (rows, columns).
        """
        scaled = self.mean / np.sqrt(self.row_sum)[:, None]
        curvature = np.diag(self.mean.sum(axis=0)) - scaled.T @ scaled
        centred = self.regressor - self._row_means(self.regressor)
        answer = (self.mean * centred).sum(axis=0)
        targets = np.stack([np.zeros_like(answer) if score is None else score, answer])
        steps = np.zeros_like(targets)  # the first level is held: only differences between levels are known
        steps[:, 1:] = _solved(curvature[1:, 1:], targets[:, 1:].T).T
        taken = np.broadcast_to(steps[1], self.mean.shape)
        left = np.where(self.observed, centred - (taken - self._row_means(taken)), 0.0)
        if not self.has_regressor:
            return steps, left, np.inf
        information = float((self.mean * left**2).sum())
        if not information > _TOLD_APART * float((self.mean * self.regressor**2).sum()):
            raise NoFitError("the levels explain the regressor")
        return steps, left, information

    def _at(self, levels: FloatArray, coefficient: float) -> tuple[FloatArray, float]:
        eta = self.base + levels + coefficient * self.regressor
        eta -= eta.max(axis=1, keepdims=True)
        share = np.exp(eta)
        total = share.sum(axis=1, keepdims=True)
        likelihood = float((self.y * np.where(self.observed, eta - np.log(total), 0.0)).sum())
        return self.row_sum[:, None] * share / total, likelihood

    def _row_means(self, values: FloatArray) -> FloatArray:
        return np.asarray((self.mean * values).sum(axis=1, keepdims=True) / self.row_sum[:, None])

    def _step(self, score: FloatArray) -> None:
        """Take one Newton step, halved until it climbs."""
        steps, left, information = self.direction(score)
        turn = float((left * (self.y - self.mean)).sum()) / information
        direction = steps[0] - turn * steps[1]
        size = 1.0
        for _ in range(_HALVINGS):
            levels, coefficient = self.levels + size * direction, self.coefficient + size * turn
            if np.isfinite(levels).all() and abs(coefficient) < _FURTHEST:
                mean, likelihood = self._at(levels, coefficient)
                # The last steps stand still but for rounding.
                if likelihood >= self.likelihood - 1e-12 * abs(self.likelihood):
                    self.levels, self.coefficient = levels, coefficient
                    self.mean, self.likelihood = mean, likelihood
                    return
            size /= 2
        raise NoFitError("the estimates run away")


def _solved(curvature: FloatArray, targets: FloatArray) -> FloatArray:
    """Solve for the levels, shape (levels, targets); the shortest answer if parts have nothing in common."""
    try:
        found = np.linalg.solve(curvature, targets)
    except np.linalg.LinAlgError:
        found = np.full(targets.shape, np.nan)
    if not np.abs(found).max(initial=0.0) < _FURTHEST:
        found = np.linalg.lstsq(curvature, targets, rcond=None)[0]
    return np.asarray(found, dtype=np.float64)
