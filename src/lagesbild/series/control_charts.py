"""Simple alarms for short histories: EARS C1, C2, C3 and the CUSUM of Rossi."""

from typing import Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import special

from lagesbild.series.alarms import Alarms, FloatArray, Status
from lagesbild.series.quasi_poisson import IntArray

EarsKind = Literal["c1", "c2", "c3"]

BASELINE_WEEKS = 7
_GAP: dict[EarsKind, int] = {"c1": 0, "c2": 2, "c3": 2}
_MEMORY = 2  # C3 adds what the two weeks before were more than one deviation above their own baseline


def ears(
    counts: FloatArray,
    *,
    judged: IntArray,
    kind: EarsKind = "c1",
    alpha: float = 0.001,
    baseline: int = BASELINE_WEEKS,
) -> Alarms:
    """Judge each week against the mean and spread of the weeks just before it.

    Parameters
    ----------
    counts
        Cases per week, shape (series, weeks), no gaps.
    judged
        Indices of the weeks to judge, shape (k,).
    kind
        ``c1``: the ``baseline`` weeks just before. ``c2``: the same with a gap of two weeks, so that a slow
        rise does not hide itself. ``c3``: what the two weeks before were above C2's baseline, added up.
    alpha
        Tail of the normal distribution: 0.001 is the customary three standard deviations.
    baseline
        Number of weeks in the baseline, at least 2.

    Returns
    -------
    Alarms
        NaN and ``NO_VARIATION`` where the baseline weeks all have the same count.

    Raises
    ------
    ValueError
        If ``alpha`` or ``baseline`` is out of range.

    Notes
    -----
    Fricker, Hegler & Dunfee 2008, Statistics in Medicine 27, 3407-3429. No season and no trend: meant for
    series that are too short for Farrington's method. C3 is that of ``earsC`` in R surveillance, so that it
    agrees with what public-health institutes publish: the week's own count stands where the baseline's mean
    stands in C2, and a week with events has an alarm when the two weeks before carry more than the limit.
    The paper adds the week itself too, and so says more, sooner.

    Examples
    --------
    >>> found = ears(np.array([[2.0, 4, 3, 2, 5, 3, 2, 11]]), judged=np.array([7]))
    >>> bool(found.alarm[0, 0]), round(float(found.upper[0, 0]), 2)
    (True, 6.57)
    """
    if not 0 < alpha < 1 or baseline < 2:
        raise ValueError(f"alpha must be between 0 and 1 and baseline at least 2, got {alpha} and {baseline}")
    y = np.asarray(counts, dtype=np.float64)
    gap, memory = _GAP[kind], _MEMORY if kind == "c3" else 0
    mean, spread = _baseline(y, baseline, gap)
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = (y - mean) / spread
        carried = np.zeros_like(y)
        for lag in range(1, memory + 1):
            carried[:, lag:] += np.maximum(distance[:, :-lag] - 1, 0)
        # C3's room is laid on the week's own count, so that only what the weeks before carry decides.
        limit = (y if memory else mean) + spread * (special.ndtri(1 - alpha) - carried)
    if memory:
        limit = np.maximum(limit, 0)
    short = np.broadcast_to(np.arange(y.shape[1]) < baseline + gap + memory, y.shape)
    flat = ~np.isfinite(limit) | (spread == 0)
    status = np.where(short, Status.TOO_SHORT, np.where(flat, Status.NO_VARIATION, Status.OK))[:, judged]
    ok = status == Status.OK
    p_value = special.ndtr(-distance) if kind != "c3" else np.full_like(y, np.nan)
    return _result(
        y, judged, status, mean[:, judged], limit[:, judged], np.where(ok, p_value[:, judged], np.nan)
    )


def _baseline(y: FloatArray, weeks: int, gap: int) -> tuple[FloatArray, FloatArray]:
    """Mean and standard deviation of the weeks before each week, NaN where there are too few."""
    mean, spread = np.full_like(y, np.nan), np.full_like(y, np.nan)
    first = weeks + gap
    if y.shape[1] > first:
        windows = sliding_window_view(y, weeks, axis=1)[:, : y.shape[1] - first]
        mean[:, first:] = windows.mean(axis=2)
        spread[:, first:] = windows.std(axis=2, ddof=1)
    return mean, spread


def cusum(
    counts: FloatArray,
    *,
    judged: IntArray,
    reference: float = 1.04,
    decision: float = 2.26,
) -> Alarms:
    """Add up small excesses over the mean of the past until they are too many to be chance.

    Parameters
    ----------
    counts
        Cases per week, shape (series, weeks), no gaps.
    judged
        Indices of the weeks to judge, shape (k,), following upon each other. The weeks before the first are
        the history that gives the in-control mean; the sum starts at 0 in the first judged week.
    reference, decision
        k and h in standard deviations. The defaults give a false alarm about once in 500 weeks.

    Returns
    -------
    Alarms
        ``upper`` is the smallest count, not always whole, that gives an alarm in that week; an alarm lasts
        until the sum has fallen below ``decision`` again. No p-value.

    Raises
    ------
    ValueError
        If the judged weeks do not follow upon each other.

    Notes
    -----
    Rossi, Lampugnani & Marchi 1999, Statistics in Medicine 18, 2111-2122: the counts are made nearly normal
    by (y - 3m + 2 sqrt(y m)) / (2 sqrt(m)). No season and no trend.

    Examples
    --------
    >>> y = np.array([[2.0, 4, 3, 2, 5, 3, 2, 3, 6, 10, 9]])
    >>> cusum(y, judged=np.array([8, 9, 10])).alarm[0].tolist()
    [False, True, True]
    """
    if len(judged) > 1 and (np.diff(judged) != 1).any():
        raise ValueError("the judged weeks must follow upon each other without gaps")
    y = np.asarray(counts, dtype=np.float64)
    shape = (len(y), len(judged))
    first = int(judged[0]) if len(judged) else 0
    if first == 0:
        empty = np.full(shape, np.nan)
        return _result(y, judged, np.full(shape, Status.TOO_SHORT), empty, empty, empty)
    mean = y[:, :first].mean(axis=1)
    root = np.sqrt(np.where(mean > 0, mean, 1.0))
    total = np.zeros(len(y))
    limit, alarm = np.full(shape, np.nan), np.zeros(shape, dtype=np.bool_)
    for column, week in enumerate(judged):
        room = reference + decision - total
        # Squared without asking for the sign, as in R surveillance: once the sum alone is above the limit
        # the figure is near 0 and any count gives an alarm.
        reach = 4 * root**2 + 2 * root * room
        limit[:, column] = np.where(reach > 0, (np.sqrt(np.maximum(reach, 0)) - root) ** 2, 0)
        normal = (y[:, week] - 3 * root**2 + 2 * np.sqrt(y[:, week]) * root) / (2 * root)
        total = np.maximum(total + normal - reference, 0)
        alarm[:, column] = total >= decision
    status = np.where(np.broadcast_to(mean[:, None] > 0, shape), Status.OK, Status.NO_CASES)
    expected = np.broadcast_to(mean[:, None], shape)
    return _result(y, judged, status, expected, limit, np.full(shape, np.nan), alarm=alarm)


def _result(
    y: FloatArray,
    judged: IntArray,
    status: IntArray,
    expected: FloatArray,
    upper: FloatArray,
    p_value: FloatArray,
    *,
    alarm: np.typing.NDArray[np.bool_] | None = None,
) -> Alarms:
    ok, observed = status == Status.OK, y[:, judged]
    expected, upper = np.where(ok, expected, np.nan), np.where(ok, upper, np.nan)
    if alarm is None:
        with np.errstate(invalid="ignore"):
            alarm = observed > upper
    room = upper - expected
    score = np.divide(observed - expected, room, out=np.full_like(expected, np.nan), where=room > 0)
    dispersion = np.full_like(expected, np.nan)
    return Alarms(judged, observed, expected, upper, alarm & ok, p_value, dispersion, score, status)
