"""Dates that lie decades from all others: slips of the pen that would make a series of empty years."""

import polars as pl

from lagesbild.methods.description import ROW
from lagesbild.readers.faults import Fault, FaultyFileError

_LONGEST_GAP_DAYS = 20 * 365


def check_dates(frame: pl.DataFrame, column: str) -> None:
    """Refuse a table whose dates fall apart in two groups with more than twenty years between them.

    Raises
    ------
    FaultyFileError
        With every row of the smaller groups.
    """
    days = frame[column].sort()
    gap = days.diff().dt.total_days() > _LONGEST_GAP_DAYS
    if not gap.any():
        return
    starts = days.filter(gap.fill_null(value=False))
    group = starts.search_sorted(frame[column], side="right")
    largest = group.value_counts(sort=True)[group.name][0]
    numbered = frame if ROW in frame.columns else frame.with_row_index(ROW, offset=2)
    far = numbered.filter(group != largest)
    raise FaultyFileError(
        Fault(
            "",
            int(row),
            column,
            f"'{day}' ligger mer än tjugo år från de andra datumen",
            "Rätta datumet, eller dela upp tabellen",
            str(day),
        )
        for row, day in far.select(ROW, column).iter_rows()
    )
