"""A register extract as CSV counted by area, code and week."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from _job import Job, Program

FOLDER = Path(tempfile.gettempdir()) / "lagesbild-benchmark"
PIECE = 1_000_000


def extract(rows: int) -> Path:
    """Return a file with ten years of dates, 60 areas and 40 codes; written the first time."""
    import polars as pl

    file = FOLDER / f"extract-{rows}.csv"
    if file.exists():
        return file
    FOLDER.mkdir(exist_ok=True)
    rng = np.random.default_rng(1)
    unfinished = file.with_suffix(".part")
    with unfinished.open("wb") as out:
        for start in range(0, rows, PIECE):
            count = min(PIECE, rows - start)
            areas = np.array([f"1980C{1000 + 10 * area}" for area in range(60)])
            codes = np.array([f"{code:04d}" for code in range(300, 340)])
            frame = pl.DataFrame(
                {
                    "Ärendenr": np.arange(start, start + count),
                    "Datum": np.datetime64("2016-01-01") + rng.integers(0, 3650, count),
                    "Brottskod": codes[rng.integers(0, 40, count)],
                    "DeSO": areas[rng.integers(0, 60, count)],
                }
            )
            frame.write_csv(out, separator=";", include_header=not start)
    unfinished.rename(file)
    return file


def _summary(area: Any, code: Any, week: Any, count: Any) -> Any:
    """Return figures that differ when any group does: groups, rows, and counts weighed by their places."""
    order = np.lexsort([np.asarray(week).astype("datetime64[D]").astype(int), code, area])
    counts = np.asarray(count)[order].astype(float)
    return [len(counts), counts.sum(), counts @ np.arange(len(counts)) / len(counts)]


def with_lagesbild(file: Path) -> Any:
    """Every cell's form checked, every date read, rows without a date kept."""
    from lagesbild.readers.counting import count_rows

    found = count_rows(file, ["DeSO", "Brottskod"], date="Datum").frame
    return found.select("DeSO", "Brottskod", "date", "count")


def with_duckdb(file: Path) -> Any:
    """DuckDB, both cores."""
    import duckdb

    duckdb.sql("set enable_progress_bar = false")
    return duckdb.sql(
        f"select DeSO, Brottskod, date_trunc('week', Datum) as week, count(*) as n "  # noqa: S608  # our own file
        f"from read_csv('{file}', delim = ';', types = {{'Brottskod': 'VARCHAR'}}) group by all"
    ).fetchnumpy()


def with_polars(file: Path) -> Any:
    """polars, streaming."""
    import polars as pl

    rows = pl.scan_csv(file, separator=";", schema_overrides={"Brottskod": pl.String}, try_parse_dates=True)
    grouped = rows.group_by("DeSO", "Brottskod", week=pl.col("Datum").dt.truncate("1w")).len()
    return grouped.collect(engine="streaming").select("DeSO", "Brottskod", "week", "len")


def with_pandas(file: Path) -> Any:
    """pandas, with the columns that are needed."""
    import pandas as pd

    rows = pd.read_csv(
        file, sep=";", usecols=["Datum", "Brottskod", "DeSO"], dtype={"Brottskod": str}, parse_dates=["Datum"]
    )
    week = rows["Datum"] - pd.to_timedelta(rows["Datum"].dt.weekday, unit="D")
    return rows.groupby(["DeSO", "Brottskod", week.rename("week")]).size().reset_index()


def difference(ours: Any, theirs: Any) -> float:
    """Return the largest relative difference between the summaries of two tables."""
    mine, other = (np.array(_summary(*_columns(answer))) for answer in (ours, theirs))
    return float(np.max(np.abs(mine - other) / other))


def _columns(answer: Any) -> list[Any]:
    """Return the four columns of a table of any of the programs as arrays."""
    if isinstance(answer, dict):
        return [np.asarray(column) for column in answer.values()]
    return [np.asarray(answer[name]) for name in answer.columns]


JOB = Job(
    name="csv_counts",
    what="rows of CSV counted by area × code × week",
    sizes=(100_000, 1_000_000, 10_000_000),
    inputs=extract,
    ours=Program("lagesbild", with_lagesbild),
    peers=(
        Program("DuckDB", with_duckdb),
        Program("polars, streaming", with_polars),
        Program("pandas", with_pandas, largest=1_000_000),
    ),
    difference=difference,
    agreement="in the counts",
)
