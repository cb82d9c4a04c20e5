"""Weekly alarms for a part of the series: each judged by its own past, where there is enough of it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from lagesbild.nation.counts import FloatArray, IntArray
from lagesbild.nation.options import MOST_YEARS_BACK, NationOptions
from lagesbild.series.alarms import Alarms
from lagesbild.series.control_charts import EarsKind, ears
from lagesbild.series.farrington import FarringtonSettings, farrington, reference_weeks
from lagesbild.stats.change import changes_in_counts
from lagesbild.tables.schema import Schema

YEAR = 52
HALF_YEAR = 26
"""The weeks that the alarms leave out of their history; a new level shows in them."""
LEAST_WEEKS = 8
_HALF_WINDOW = {1: 12, 2: 6, 3: 4}
_EARS: dict[str, EarsKind] = {"ears-c1": "c1", "ears-c2": "c2"}

JUDGEMENT_SCHEMA: Schema = {
    "series": pl.Int64,  # index in WeeklyCounts.series
    "week": pl.Int64,  # index in WeeklyCounts.starts
    "observed": pl.Int64,
    "expected": pl.Float64,  # NaN where no limit is set
    "upper": pl.Float64,
    "p_value": pl.Float64,
    "dispersion": pl.Float64,
    "score": pl.Float64,
    "status": pl.Int64,  # series.alarms.Status
    "alarm": pl.Boolean,
    "half_year": pl.Int64,  # events in the 26 weeks before the week
    "half_year_before": pl.Int64,  # and in the same weeks a year earlier; null without such weeks
    "level_p": pl.Float64,  # exact p-value of the difference between the two, where there is an alarm
}


@dataclass(frozen=True, slots=True)
class AlarmTask:
    """The series of one part, and the weeks to judge."""

    series: IntArray
    """Index of each series, shape (series,)."""
    counts: FloatArray
    """Shape (series, weeks)."""
    starts: npt.NDArray[np.datetime64]
    judged: IntArray
    options: NationOptions


def followed(counts: FloatArray, judged: IntArray, least_per_year: int) -> npt.NDArray[np.bool_]:
    """Tell which series have enough in the 52 weeks before each judged week, shape (series, judged weeks).

    Only what happened before the week decides, so that the choice does not depend on what is tested. A
    shorter history needs as many a week; with less than ``LEAST_WEEKS`` weeks no series is followed.
    """
    sums = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    before = sums[:, judged] - sums[:, np.maximum(judged - YEAR, 0)]
    weeks = np.minimum(judged, YEAR)
    return np.asarray((before * YEAR >= least_per_year * weeks) & (weeks >= LEAST_WEEKS))


def judge_part(task: AlarmTask) -> pl.DataFrame:
    """Judge every followed series and week of a part; columns as in ``JUDGEMENT_SCHEMA``.

    Notes
    -----
    Farrington's flexible method with a predictive limit: with two years of history the ordinary plug-in
    limit gives more alarms than alpha says. See docs/en/nation.md for the measurement.
    """
    follow = followed(task.counts, task.judged, task.options.least_per_year)
    parts = []
    for years, columns in _by_years_back(task):
        rows = np.flatnonzero(follow[:, columns].any(axis=1))
        if not len(rows):
            continue
        weeks = task.judged[columns]
        found = _judged(task.counts[rows], weeks, task, years)
        parts.append(_frame(task, rows, weeks, found, follow[np.ix_(rows, columns)]))
    empty = pl.DataFrame(schema=JUDGEMENT_SCHEMA)
    return pl.concat([empty, *parts]).sort("series", "week")


def years_back(starts: npt.NDArray[np.datetime64], week: int, options: NationOptions) -> int:
    """Return how many earlier years a week can be compared with; 0 when the history is too short."""
    if options.algorithm in _EARS:
        return 1
    for years in [options.years_back] if options.years_back else range(MOST_YEARS_BACK, 0, -1):
        settings = settings_for(years, options)
        if reference_weeks(week, starts, settings)[-1] >= settings.half_window:
            return years
    return 0


def settings_for(years: int, options: NationOptions) -> FarringtonSettings:
    """Return the method's settings; with fewer years the season's window is wider.

    Four years back the window of three weeks on each side gives 28 weeks of the same season to estimate the
    level from. With fewer years it is widened to give about as many: 4, 6 and 12 weeks on each side.
    """
    return FarringtonSettings(
        years_back=years,
        half_window=_HALF_WINDOW.get(years, 3),
        alpha=options.alpha,
        threshold="nb-predictive",
    )


def _by_years_back(task: AlarmTask) -> list[tuple[int, IntArray]]:
    years = np.array([years_back(task.starts, int(week), task.options) for week in task.judged])
    return [(int(n), np.flatnonzero(years == n)) for n in np.unique(years) if n > 0]


def _judged(counts: FloatArray, weeks: IntArray, task: AlarmTask, years: int) -> Alarms:
    options = task.options
    if options.algorithm in _EARS:
        return ears(counts, judged=weeks, kind=_EARS[options.algorithm], alpha=options.alpha)
    return farrington(counts, judged=weeks, dates=task.starts, settings=settings_for(years, options))


def _frame(
    task: AlarmTask, rows: IntArray, weeks: IntArray, found: Alarms, follow: npt.NDArray[np.bool_]
) -> pl.DataFrame:
    series, column = np.nonzero(follow)
    now, before, level_p = _levels(task.counts[rows], weeks, found.alarm)
    return pl.DataFrame(
        {
            "series": task.series[rows][series],
            "week": weeks[column],
            "observed": found.observed[follow].astype(np.int64),
            "expected": found.expected[follow],
            "upper": found.upper[follow],
            "p_value": found.p_value[follow],
            "dispersion": found.dispersion[follow],
            "score": found.score[follow],
            "status": found.status[follow],
            "alarm": found.alarm[follow],
            "half_year": now[follow].astype(np.int64),
            "half_year_before": pl.Series(before[follow]).fill_nan(None).cast(pl.Int64),
            "level_p": level_p[follow],
        },
        schema=JUDGEMENT_SCHEMA,
    )


def _levels(
    counts: FloatArray, weeks: IntArray, alarm: npt.NDArray[np.bool_]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return events in the half year before each week, a year earlier, and p where there is an alarm."""
    sums = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    now = sums[:, weeks] - sums[:, np.maximum(weeks - HALF_YEAR, 0)]
    has_before = weeks - YEAR - HALF_YEAR >= 0
    start = np.maximum(weeks - YEAR - HALF_YEAR, 0)
    before = np.where(has_before, sums[:, np.maximum(weeks - YEAR, 0)] - sums[:, start], np.nan)
    p_value = np.full(now.shape, np.nan)
    known = alarm & has_before & (now + before > 0)
    if known.any():
        changes = changes_in_counts(before[known].astype(np.int64), now[known].astype(np.int64))
        p_value[known] = changes.p_value
    return now, before, p_value
