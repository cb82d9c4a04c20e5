"""The police's export of reported crimes for the invented municipality, in the shape of a real one."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from lagesbild.demo.geography import AREAS
from lagesbild.demo.offences import LAG_DAYS, SEASONS, SERIES, WEEKS, Offence, area_weights, offences
from lagesbild.tables.municipalities import EXAMPLE

FIRST_YEAR, LAST_YEAR = 2021, 2025
"""The whole years; of the year after there are the weeks until the day of the export."""
AS_OF = date(2026, 1, 31)
"""The day of the export: what is registered later is not in it."""
DISPERSION = 1.4
"""Variance of one code's yearly counts over their mean: more than chance alone, as in real tables."""
LONG_TAIL_DAYS = 150.0

Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of one crime code."""

    code: str
    text: str
    days: Days
    areas: npt.NDArray[np.str_]
    registered: Days


def reported_crimes(rng: np.random.Generator) -> pl.DataFrame:
    """Return the export's rows: code, text, registered, day, area; in order of registration."""
    parts = [
        _year_of(rng, offence, year)
        for offence in offences()
        for year in range(FIRST_YEAR, AS_OF.year + 1)
        if offence.since is None or year >= offence.since
    ]
    parts.append(_series(rng))
    frame = pl.concat(
        pl.DataFrame(
            {
                "code": pl.repeat(part.code, len(part.days), eager=True),
                "text": pl.repeat(part.text, len(part.days), eager=True),
                "registered": part.registered,
                "day": part.days,
                "area": part.areas,
            }
        )
        for part in parts
    ).with_columns(pl.col("registered", "day").cast(pl.Date))
    return frame.filter(pl.col("registered") <= AS_OF).sort("registered", "day", "code", "area")


def export_csv(crimes: pl.DataFrame) -> str:
    """Return the rows as the police's statistics people write them: quoted, with a numbered first column."""
    number = pl.int_range(1, crimes.height + 1)
    return crimes.select(
        number.cast(pl.String).alias(""),
        number.alias("Id"),
        pl.col("code").cast(pl.Int64).alias("Brottskod"),  # the real export eats the leading zero too
        pl.col("text").alias("Brottskod.klartext"),
        pl.col("registered").cast(pl.String).alias("Inskrivningsdatum"),
        pl.col("day").cast(pl.String).alias("Brottsdatum"),
        pl.lit(EXAMPLE.name).alias("Kommun"),
        pl.lit(EXAMPLE.county.name).alias("Län"),
        pl.col("area").alias("DeSO.område"),
        pl.lit(1).alias("Antal"),
    ).write_csv(quote_style="non_numeric")


def _year_of(rng: np.random.Generator, offence: Offence, year: int) -> _Part:
    # A gamma-distributed mean makes the counts vary more than chance alone, as real ones do.
    mean = rng.gamma(offence.mean / (DISPERSION - 1), DISPERSION - 1)
    count = int(rng.poisson(mean))
    calendar = np.arange(np.datetime64(f"{year}-01-01"), np.datetime64(f"{year + 1}-01-01"))
    days = rng.choice(calendar, count, p=_day_weights(calendar, offence))
    codes = np.array([area.code for area in AREAS])
    areas = rng.choice(codes, count, p=area_weights(offence.where))
    areas = np.where(rng.random(count) < offence.no_area, "", areas)
    registered = (days + _lags(rng, offence, count)).astype("datetime64[D]")
    return _Part(offence.code, offence.text, days, areas, registered)


def _day_weights(calendar: Days, offence: Offence) -> npt.NDArray[np.float64]:
    month = calendar.astype("datetime64[M]").astype(int) % 12
    weekday = (calendar.astype("datetime64[D]").astype(int) + 3) % 7  # 1 January 1970 was a Thursday
    weight = np.array(SEASONS[offence.season])[month] * np.array(WEEKS[offence.week])[weekday]
    return np.asarray(weight / weight.sum())


def _lags(rng: np.random.Generator, offence: Offence, count: int) -> npt.NDArray[np.int64]:
    same_day, mean_days, tail = LAG_DAYS[offence.lag]
    lag = np.where(rng.random(count) < same_day, 0.0, 1 + rng.exponential(mean_days, count))
    lag = np.where(rng.random(count) < tail, rng.exponential(LONG_TAIL_DAYS, count), lag)
    return lag.astype(np.int64)


def _series(rng: np.random.Generator) -> _Part:
    day = np.datetime64(f"{SERIES.year}-{SERIES.month:02d}-{SERIES.day:02d}")
    before = day - rng.integers(1, SERIES.day - 1, SERIES.before)
    days = np.concatenate([np.repeat(day, SERIES.on_the_day), before])
    areas = rng.choice(np.array(SERIES.areas), len(days), p=(0.6, 0.25, 0.15))
    return _Part(SERIES.code, SERIES.text, days, areas, np.repeat(day + 6, len(days)))
