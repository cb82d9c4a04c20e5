"""Reading and picture of 1,000,000 incidents, beside a plain pandas script that does the same counting."""

import sys
import tempfile
from pathlib import Path

import numpy as np
import polars as pl
from _measure import cost_of, show

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 1_000_000
FOLDER = Path(tempfile.gettempdir()) / "lagesbild-benchmark"
FILE = FOLDER / f"incidents-{ROWS}.csv"

LABELS = [
    "Misshandel", "Skadegörelse", "Klotter", "Stöld ur fordon", "Cykelstöld", "Bilstöld", "Inbrott i bostad",
    "Fickstöld", "Rån", "Olaga hot", "Narkotikabrott", "Bedrägeri", "Snatteri", "Ofredande", "Nedskräpning",
]  # fmt: skip


def write_incidents() -> None:
    """Write a file as a large municipality could export it: five years, 15 kinds, 60 areas, some doubles.

    Times lean to evenings and weekends, places to twelve hot spots; 3 % have no area and 1 % come twice.
    """
    rng = np.random.default_rng(1)
    start = np.datetime64("2021-01-01T00:00")
    minutes = rng.integers(0, 5 * 365 * 24 * 60, ROWS)
    hour_shift = (rng.normal(18, 5, ROWS) % 24 * 60).astype(int)
    moment = start + (minutes // 1440 * 1440 + hour_shift).astype("timedelta64[m]")
    kind = rng.choice(
        len(LABELS), ROWS, p=np.linspace(2, 0.5, len(LABELS)) / np.linspace(2, 0.5, len(LABELS)).sum()
    )
    centre = rng.integers(0, 12, ROWS)
    east = 585_000 + centre * 800 + rng.normal(0, 250, ROWS)
    north = 6_610_000 + (centre % 4) * 900 + rng.normal(0, 250, ROWS)
    area = np.char.add("1980C", np.char.zfill((1000 + rng.integers(0, 60, ROWS) * 10).astype(str), 4))
    frame = pl.DataFrame(
        {
            "Ärendenr": np.arange(ROWS),
            "Händelse": np.array(LABELS)[kind],
            "Datum": moment.astype("datetime64[ms]"),
            "E": east.round(1),
            "N": north.round(1),
            "DeSO": np.where(rng.random(ROWS) < 0.03, "", area),
            "Anmäld": (moment + rng.exponential(2 * 1440, ROWS).astype("timedelta64[m]")).astype(
                "datetime64[ms]"
            ),
        }
    ).with_columns(pl.col("Datum", "Anmäld").dt.strftime("%Y-%m-%d %H:%M"))
    frame = pl.concat([frame, frame.head(ROWS // 100)]).sort("Datum").head(ROWS)
    FOLDER.mkdir(exist_ok=True)
    frame.write_csv(FILE, separator=";")


def with_lagesbild_read() -> int:
    """Read, check every cell, map categories, find duplicates."""
    from lagesbild.sources.catalogue import read_any

    return sum(len(tables.incidents) for tables in read_any([FILE]))


def with_lagesbild() -> int:
    """The same, and the whole picture with findings, charts and maps as a document and JSON."""
    from lagesbild.picture.options import PictureOptions
    from lagesbild.picture.picture import make_picture
    from lagesbild.sources.catalogue import read_any
    from lagesbild.tables.categories import Taxonomy
    from lagesbild.tables.periods import Period, comparison_periods

    period = Period.parse("2025")
    options = PictureOptions(period=period, compare=comparison_periods("2021..2024", period))
    return len(make_picture(read_any([FILE]), options, taxonomy=Taxonomy.load()).to_json())


def with_pandas() -> int:
    """What an analyst writes in an afternoon: read, drop doubles, count, change in per cent."""
    import pandas as pd

    rows = pd.read_csv(FILE, sep=";", parse_dates=["Datum", "Anmäld"]).drop_duplicates("Ärendenr")
    rows["år"] = rows["Datum"].dt.year
    rows["månad"] = rows["Datum"].dt.to_period("M")
    by_year = rows.pivot_table(index="Händelse", columns="år", values="Ärendenr", aggfunc="count")
    change = (by_year[2025] / by_year[2024] - 1) * 100
    by_area = rows[rows["år"] == 2025].groupby(["DeSO", "Händelse"]).size().unstack(fill_value=0)
    by_month = rows.groupby(["månad", "Händelse"]).size().unstack(fill_value=0)
    by_week = rows.groupby([rows["Datum"].dt.to_period("W"), "Händelse"]).size().unstack(fill_value=0)
    hours = (
        rows[rows["år"] == 2025].groupby([rows["Datum"].dt.weekday, rows["Datum"].dt.hour]).size().unstack()
    )
    lag = (rows["Anmäld"] - rows["Datum"]).dt.days.quantile([0.5, 0.9])
    grid = np.histogram2d(rows["E"], rows["N"], bins=100)[0]
    answers = (change, by_area, by_month, by_week, hours, lag, grid)
    return sum(len(answer) for answer in answers)


if __name__ == "__main__":
    if not FILE.exists():
        print(f"Writes {ROWS:,} incidents …", file=sys.stderr)
        write_incidents()
    costs = [
        cost_of("pandas, counting only", with_pandas),
        cost_of("lagesbild, read and checked", with_lagesbild_read),
        cost_of("lagesbild, read and picture", with_lagesbild),
    ]
    show(f"{ROWS:,} incidents from CSV", costs, base="pandas, counting only")
