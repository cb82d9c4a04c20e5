"""Regular series: dated counts added up to weeks or months, one column per period without gaps."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Days = npt.NDArray[np.datetime64]

_MONDAY = np.datetime64("1970-01-05", "D")


@dataclass(frozen=True, slots=True)
class RegularSeries:
    """Counts per period for each series, from the first period of the whole table to the last."""

    starts: Days
    """First day of each period, shape (periods,)."""
    counts: FloatArray
    """Shape (series, periods); 0 where the table had no row."""
    exposure: FloatArray | None
    """Mean exposure in each period, shape (series, periods), carried on where a period had none."""
    filled: IntArray
    """How many periods of each series had no row, shape (series,)."""
    first_row: IntArray
    """First period with a row, per series."""
    was_daily: bool
    """True when several days of a period occur, so that days have been added up."""
    last_day: np.datetime64
    """The latest date in the table."""


def regular_series(
    days: Days,
    counts: npt.ArrayLike,
    *,
    by: Literal["week", "month"] = "week",
    labels: IntArray | None = None,
    exposure: npt.ArrayLike | None = None,
) -> RegularSeries:
    """Add up dated counts to a series of weeks or months without gaps.

    Parameters
    ----------
    days
        Date of each row, shape (rows,), at least one.
    counts
        Count of each row, shape (rows,).
    by
        ``week``: ISO weeks from Monday, or from the weekday that every date of the table has when it is
        the same one (a table of weeks that start on Sundays stays so). ``month``: calendar months.
    labels
        Which series each row belongs to, 0, 1, …; None: one series.
    exposure
        Exposure (such as population) of each row.

    Raises
    ------
    ValueError
        If there is no row.
    """
    day = np.asarray(days, dtype="datetime64[D]")
    if not len(day):
        raise ValueError("a series needs at least one dated row")
    count = np.asarray(counts, dtype=np.float64)
    label = np.zeros(len(day), dtype=np.int64) if labels is None else np.asarray(labels, dtype=np.int64)
    period, starts = _periods(day, by)
    shape = (int(label.max()) + 1, len(starts))
    cell = label * shape[1] + period
    rows = np.bincount(cell, minlength=shape[0] * shape[1]).reshape(shape).astype(np.int64)
    totals = np.bincount(cell, weights=count, minlength=shape[0] * shape[1]).reshape(shape)
    mean_exposure = None
    if exposure is not None:
        sums = np.bincount(
            cell, weights=np.asarray(exposure, dtype=np.float64), minlength=shape[0] * shape[1]
        )
        mean_exposure = _carried(sums.reshape(shape).astype(np.float64), rows)
    inside = np.unique(np.stack([period, day.astype(np.int64)]), axis=1)
    return RegularSeries(
        starts=starts,
        counts=totals.astype(np.float64),
        exposure=mean_exposure,
        filled=np.asarray((rows == 0).sum(axis=1), dtype=np.int64),
        first_row=np.asarray((rows > 0).argmax(axis=1), dtype=np.int64),
        was_daily=inside.shape[1] > len(np.unique(period)),
        last_day=day.max(),
    )


def _periods(day: Days, by: Literal["week", "month"]) -> tuple[IntArray, Days]:
    """Return each row's period number from 0 and the first day of every period."""
    if by == "month":
        month = day.astype("datetime64[M]").astype(np.int64)
        first = int(month.min())
        starts = np.arange(first, int(month.max()) + 1).astype("datetime64[M]").astype("datetime64[D]")
        return month - first, starts
    weekday = (day - _MONDAY).astype(np.int64) % 7
    same = int(weekday[0]) if (weekday == weekday[0]).all() else 0
    week = ((day - _MONDAY).astype(np.int64) - same) // 7
    first = int(week.min())
    starts = _MONDAY + same + 7 * np.arange(first, int(week.max()) + 1)
    return week - first, starts


def _carried(sums: FloatArray, rows: IntArray) -> FloatArray:
    """Mean per cell; an empty cell takes the latest one before it, or the first one after it."""
    known = rows > 0
    mean = sums / np.where(known, rows, 1)
    columns = np.arange(rows.shape[1])
    latest = np.maximum.accumulate(np.where(known, columns, -1), axis=1)
    latest = np.where(latest < 0, known.argmax(axis=1)[:, None], latest)
    return np.asarray(np.take_along_axis(mean, latest, axis=1))
