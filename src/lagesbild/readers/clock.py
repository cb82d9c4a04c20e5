"""Times of day, and local wall-clock time to UTC, also in the hours that daylight saving skips or repeats."""

from dataclasses import dataclass

import polars as pl

from lagesbild.readers.numbers import is_missing

_WITH_SIGN = r"^(?:kl(?:ockan)?\.?\s*)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]m)?$"
_BARE = r"^(?:kl(?:ockan)?\.?\s*)?(\d{1,2}?)(\d{2})?$"
_FRACTION = r"^0[.,]\d{3,}$"  # 0,58681: a time that a spreadsheet has shown as part of a day

UTC = pl.Datetime("us", "UTC")


@dataclass(frozen=True, slots=True)
class Instants:
    """Moments in UTC, shape (n,), and how many of them the change to or from summer time concerned.

    ``skipped`` clock times do not exist (02:30 when the clock goes from 2 to 3) and are moved one hour
    forward; ``repeated`` ones come twice and are read as the first.
    """

    values: pl.Series
    skipped: int
    repeated: int


@dataclass(frozen=True, slots=True)
class ClockTimes:
    """Times of day, shape (n,) each: seconds after midnight (0 to 86 400), null where missing or wrong."""

    seconds: pl.Series
    is_missing: pl.Series
    is_wrong: pl.Series


def parse_clock_times(text: pl.Series) -> ClockTimes:
    """Read a column of times of day: ``14:05``, ``14.05``, ``1405``, ``kl 14``, ``2:05 PM``, ``24:00``.

    Examples
    --------
    >>> parse_clock_times(pl.Series(["14.05", "kl 9", "25:00"])).seconds.to_list()
    [50700, 32400, None]
    """
    cells = text.cast(pl.String).str.strip_chars().alias("cell")
    missing = is_missing(cells)
    different = cells.unique().drop_nulls().to_frame("cell")
    found = different.with_columns(low=pl.col("cell").str.to_lowercase()).with_columns(
        seconds=pl.coalesce(_signed_seconds(), _bare_seconds(), _fraction_seconds())
    )
    seconds = cells.to_frame("cell").join(found, on="cell", how="left", maintain_order="left")["seconds"]
    return ClockTimes(seconds, missing, seconds.is_null() & ~missing)


def _signed_seconds() -> pl.Expr:
    parts = pl.col("low").str.extract_groups(_WITH_SIGN)
    hour, minute, second = (parts.struct[i].cast(pl.Int64, strict=False) for i in range(3))
    half = parts.struct[3]
    hour = (
        pl.when((half == "pm") & (hour < 12)).then(hour + 12)
        .when((half == "am") & (hour == 12)).then(0)
        .otherwise(hour)
    )  # fmt: skip
    return _within_a_day(hour, minute, second.fill_null(0))


def _bare_seconds() -> pl.Expr:
    parts = pl.col("low").str.extract_groups(_BARE)
    hour, minute = (parts.struct[i].cast(pl.Int64, strict=False) for i in range(2))
    return _within_a_day(hour, minute.fill_null(0), pl.lit(0))


def _fraction_seconds() -> pl.Expr:
    fraction = pl.col("low").str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return pl.when(pl.col("low").str.contains(_FRACTION)).then((fraction * 86_400).round().cast(pl.Int64))


def _within_a_day(hour: pl.Expr, minute: pl.Expr, second: pl.Expr) -> pl.Expr:
    seconds = hour * 3600 + minute * 60 + second
    return pl.when((minute <= 59) & (second <= 59) & (seconds <= 86_400)).then(seconds)


def to_utc(wall: pl.Series, timezone: str) -> Instants:
    """Return the moments at which the clock on the wall showed ``wall`` in ``timezone``.

    Examples
    --------
    >>> from datetime import datetime
    >>> to_utc(pl.Series([datetime(2025, 3, 30, 2, 30)]), "Europe/Stockholm").values.to_list()
    [datetime.datetime(2025, 3, 30, 1, 30, tzinfo=zoneinfo.ZoneInfo(key='UTC'))]
    """
    naive = wall.cast(pl.Datetime("us"))
    local = naive.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    gap = local.is_null() & naive.is_not_null()
    skipped = int(gap.sum())
    if skipped:
        moved = naive.dt.offset_by("1h").dt.replace_time_zone(
            timezone, ambiguous="earliest", non_existent="null"
        )
        local = local.zip_with(~gap, moved)
    # Clocks are changed at night: only those hours need the second look.
    night = naive.filter(naive.dt.hour() <= 3)
    first = night.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    last = night.dt.replace_time_zone(timezone, ambiguous="latest", non_existent="null")
    repeated = int((first != last).sum())
    return Instants(local.dt.convert_time_zone("UTC"), skipped, repeated)
