"""How many events there really are in the latest days, when some have not been registered yet."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_DRAWS = 4000
_LEAST_DAYS = 14  # complete days needed to know the usual level
_STEADIEST = 1e4  # shape of the prior when the days vary no more than Poisson


@dataclass(frozen=True, slots=True)
class Nowcast:
    """Registered and estimated events for each of the latest days; arrays have shape (days,)."""

    reported: IntArray
    estimate: FloatArray
    """Mean of the events that will have been registered within the longest delay."""
    low: FloatArray
    high: FloatArray
    completeness: FloatArray
    """Share (0-1) expected to have been registered by now."""
    draws: IntArray
    """Totals drawn from their distribution, shape (draws, days), for sums over several days."""
    median_delay: float
    """Days within which half of the events are registered."""
    seed: int


class NoNowcastError(ValueError):
    """There is too little to tell the delays or the usual level from."""


def nowcast(
    event_days: npt.ArrayLike,
    report_days: npt.ArrayLike,
    *,
    as_of: int,
    max_delay: int = 60,
    confidence: float = 0.95,
    seed: int = 1,
) -> Nowcast:
    """Estimate the events of the latest ``max_delay`` + 1 days, as seen on the day ``as_of``.

    Parameters
    ----------
    event_days, report_days
        Day number of each event and of its registration, shape (events,). Registrations after ``as_of`` are
        disregarded, so that an earlier day's nowcast can be made again.
    as_of
        Day number of the latest day for which registrations are complete.
    max_delay
        Days after which an event is not waited for: the estimate is of what is registered within them.
    confidence
        Coverage of the interval for each day.
    seed
        Makes the draws repeatable.

    Raises
    ------
    NoNowcastError
        If there are fewer than two weeks of days older than the longest delay, or no event in them.

    Notes
    -----
    Delays from their reverse-time hazards, which use the incomplete days rightly (Lawless 1994, Canadian
    Journal of Statistics 22, 15-31); given them, a gamma-Poisson model of the daily level learnt from the
    complete days (Höhle & an der Heiden 2014, Biometrics 70, 993-1002). Uncertainty in the delays is drawn
    from beta distributions of the hazards. It assumes that the way of registering has not changed.
    """
    event, report = np.asarray(event_days, dtype=np.int64), np.asarray(report_days, dtype=np.int64)
    delay = report - event
    used = (delay >= 0) & (delay <= max_delay) & (report <= as_of) & (event <= as_of)
    event, delay = event[used], delay[used]
    first = int(event.min()) if len(event) else as_of
    days = as_of - first + 1
    complete = days - max_delay
    if complete < _LEAST_DAYS:
        raise NoNowcastError("too few complete days")
    table = np.zeros((days, max_delay + 1), dtype=np.int64)
    np.add.at(table, (event - first, delay), 1)
    reported = table.sum(axis=1)
    usual = reported[:complete]
    if not usual.any():
        raise NoNowcastError("no event in the complete days")
    rng = np.random.default_rng(seed)
    hits, at_risk = _hazards(table)
    hazard = np.divide(hits, at_risk, out=np.zeros(len(hits)), where=at_risk > 0)
    drawn = rng.beta(hits + 0.5, at_risk - hits + 0.5, size=(_DRAWS, len(hits)))
    drawn[:, 0] = 1.0
    shape, rate = _prior(usual)
    latest = np.arange(max(days - max_delay - 1, 0), days)
    age = days - 1 - latest
    share, shares = _registered(hazard[None])[0][age], _registered(drawn)[:, age]
    seen = reported[latest]
    level = rng.gamma(shape + seen, 1 / (rate + shares))
    totals = seen + rng.poisson(level * (1 - shares))
    tail = (1 - confidence) / 2
    low, high = np.quantile(totals, [tail, 1 - tail], axis=0, method="inverted_cdf")
    return Nowcast(
        reported=seen,
        estimate=seen + (shape + seen) / (rate + share) * (1 - share),
        low=low.astype(np.float64),
        high=high.astype(np.float64),
        completeness=share,
        draws=totals.astype(np.int64),
        median_delay=float(np.argmax(_registered(hazard[None])[0] >= 0.5)),
        seed=seed,
    )


def _hazards(table: IntArray) -> tuple[FloatArray, FloatArray]:
    """For each delay: events with it, and with it or a shorter one, among days old enough to have seen it."""
    days, delays = table.shape
    up_to = np.cumsum(table, axis=1)
    rows = [slice(0, max(days - delay, 0)) for delay in range(delays)]
    hits = [int(table[rows[delay], delay].sum()) for delay in range(delays)]
    at_risk = [int(up_to[rows[delay], delay].sum()) for delay in range(delays)]
    return np.array(hits, dtype=np.float64), np.array(at_risk, dtype=np.float64)


def _registered(hazard: FloatArray) -> FloatArray:
    """Share registered within 0, 1, … days: not delayed by any longer time."""
    not_longer = np.cumprod((1 - hazard[:, :0:-1]), axis=1)[:, ::-1]
    return np.concatenate([not_longer, np.ones((len(hazard), 1))], axis=1)


def _prior(usual: IntArray) -> tuple[float, float]:
    """Shape and rate of the daily level, by moments from complete days."""
    mean, variance = float(usual.mean()), float(usual.var(ddof=1))
    extra = variance - mean
    shape = min(mean**2 / extra, _STEADIEST) if extra > 0 else _STEADIEST
    return shape, shape / mean
