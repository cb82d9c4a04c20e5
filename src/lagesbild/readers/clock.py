"""Local wall-clock time to UTC, also in the hours that daylight saving skips or repeats."""

from dataclasses import dataclass

import polars as pl

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
