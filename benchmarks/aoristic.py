"""Aoristic hours: each event's time span shared out over the hours of the week."""

from typing import Any

import numpy as np
from _job import Job, Program


def spans(count: int) -> Any:
    """Return starts and ends in UTC, to the minute over five years, six hours long on average."""
    rng = np.random.default_rng(1)
    start = np.datetime64("2020-01-01T00:00", "m") + rng.integers(0, 5 * 365 * 1440, count)
    end = start + np.clip(rng.exponential(360, count), 1, 7200).astype(int)
    return start.astype("datetime64[us]"), end.astype("datetime64[us]")


def with_lagesbild(given: Any) -> Any:
    """The exact share of each hour."""
    from lagesbild.series.aoristic import weekday_hour_table

    return weekday_hour_table(*given)


def with_pandas(given: Any) -> Any:
    """Minute by minute, as it is usually written."""
    import pandas as pd

    table = np.zeros((7, 24))
    for start, end in zip(*(pd.DatetimeIndex(side) for side in given), strict=True):
        minutes = pd.date_range(start, end, freq="min", inclusive="left", tz="UTC").tz_convert(
            "Europe/Stockholm"
        )
        np.add.at(table, (minutes.weekday, minutes.hour), 1 / len(minutes))
    return table


JOB = Job(
    name="aoristic",
    what="time spans to a table of weekday and hour",
    sizes=(2_000, 20_000, 200_000),
    inputs=spans,
    ours=Program("lagesbild", with_lagesbild),
    peers=(Program("pandas, minute by minute", with_pandas, largest=20_000),),
)
