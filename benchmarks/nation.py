"""A national run on an invented country, in one process and in as many as the machine has cores."""

import tempfile
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from _measure import cost_of, show

from lagesbild.engine.place import Place
from lagesbild.tables.municipalities import municipalities

START, WEEKS = date(2023, 1, 2), 156
CATEGORIES = ("brand", "misshandel", "ran", "rattfylleri", "stold", "trafikolycka")


def rows() -> pl.DataFrame:
    """Return incidents: one in ten municipalities is large, as in Sweden."""
    rng = np.random.default_rng(1)
    codes = np.array([place.code for place in municipalities()])
    level = rng.gamma(0.35, 0.6, (len(codes), len(CATEGORIES), 1))
    counts = rng.poisson(np.broadcast_to(level, (*level.shape[:2], WEEKS)))
    place, kind, week = (np.repeat(index, counts[counts > 0]) for index in np.nonzero(counts))
    day = np.datetime64(START) + 7 * week + rng.integers(0, 7, len(week))
    return pl.DataFrame({"Datum": day, "Händelse": np.array(CATEGORIES)[kind], "Kommun": codes[place]}).sort(
        "Datum"
    )


def run(workers: int) -> None:
    """Judge the latest half year."""
    from lagesbild.nation.options import NationOptions
    from lagesbild.nation.run import run_nation
    from lagesbild.sources.catalogue import read_any

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "handelser.csv"
        rows().write_csv(file)
        options = NationOptions(first=START + timedelta(days=7 * (WEEKS - 26)))
        run_nation(
            read_any([file]),
            Path(folder) / "ut",
            options,
            place=Place(workers=workers),
            progress=lambda *_: None,
            say=print,
        )


def in_one_process() -> None:
    """Do everything here."""
    run(1)


def in_processes() -> None:
    """Do it in as many processes as there are cores."""
    run(Place().processes)


if __name__ == "__main__":
    show(
        f"nation: {rows().height} incidents, 26 weeks, alarms and clusters",
        [cost_of("one process", in_one_process), cost_of(f"{Place().processes} processes", in_processes)],
        base="one process",
    )
