"""The files of the invented municipality, as a coordinator would have them on the desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np

from lagesbild.demo.geography import areas_geojson, population_csv
from lagesbild.demo.published import compstat_csv, index_csv, survey_csv
from lagesbild.demo.register import register_rows, register_workbook
from lagesbild.demo.reported_crimes import AS_OF, export_csv, reported_crimes
from lagesbild.sources.base import Progress
from lagesbild.tables.municipalities import EXAMPLE, Municipality
from lagesbild.tables.periods import Period, comparison_periods

NOTICE = (
    f"{EXAMPLE.name} är en påhittad kommun. Platserna, händelserna och alla siffror i den här mappen är\n"
    "påhittade och gjorda av ett program. De säger ingenting om någon verklig kommun. På kartan ligger\n"
    "kommunen i öppet hav, så att ingen verklig plats pekas ut.\n"
)


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """How a picture of the invented municipality is best asked for."""

    municipality: Municipality
    period: Period
    compare: tuple[Period, ...]
    as_of: date


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Where the files are, and how a picture is best made from them."""

    folder: Path
    reported_crimes: Path
    """The police's export, one row for each reported crime from 2021 to January 2026."""
    sightings: Path
    """The municipality's own register of sightings, eighteen months."""
    compstat: Path
    survey: Path
    """Shares in per cent, two waves."""
    survey_index: Path
    """Problem index 0-6, two waves."""
    assessment: Path
    areas: Path
    population: Path
    notice: Path
    """Says that everything is invented."""
    options: DemoOptions

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that a picture is made from, in the order in which they are named in it."""
        return (self.reported_crimes, self.sightings, self.compstat, self.survey, self.survey_index)


def demo_options() -> DemoOptions:
    """Return how a picture of the invented municipality is best asked for: 2025 against 2022-2024."""
    period = Period.year(2025)
    return DemoOptions(EXAMPLE, period, comparison_periods("2022..2024", period), AS_OF)


def write_demo(folder: Path, *, seed: int = 1, progress: Progress | None = None) -> DemoFiles:
    """Write the invented municipality's files to ``folder``, which is made if it is missing.

    Parameters
    ----------
    folder
        Files of the same names in it are written over.
    seed
        The same seed gives the same bytes.
    progress
        Called after each file.

    Returns
    -------
    DemoFiles
        The paths, and the recommended period, comparison and day of knowledge.
    """
    folder.mkdir(parents=True, exist_ok=True)
    crimes = reported_crimes(_rng(seed, 4))
    makers: dict[str, Callable[[], str | bytes]] = {
        "polisanmalda.csv": lambda: export_csv(crimes),
        "handelser.xlsx": lambda: register_workbook(register_rows(_rng(seed, 2))),
        "compstat.csv": lambda: compstat_csv(crimes),
        "trygghetsmatning.csv": lambda: survey_csv(_rng(seed, 3)),
        "trygghetsindex.csv": lambda: index_csv(_rng(seed, 6)),
        "bedomning.md": _assessment,
        "omraden.geojson": areas_geojson,
        "befolkning.csv": lambda: population_csv(_rng(seed, 5)),
        "LASMIG.txt": lambda: NOTICE,
    }
    for done, (name, make) in enumerate(makers.items(), start=1):
        content = make()
        (folder / name).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        if progress:
            progress(done, len(makers), f"Skriver {name}")
    return _files_in(folder)


def _files_in(folder: Path) -> DemoFiles:
    return DemoFiles(
        folder=folder,
        reported_crimes=folder / "polisanmalda.csv",
        sightings=folder / "handelser.xlsx",
        compstat=folder / "compstat.csv",
        survey=folder / "trygghetsmatning.csv",
        survey_index=folder / "trygghetsindex.csv",
        assessment=folder / "bedomning.md",
        areas=folder / "omraden.geojson",
        population=folder / "befolkning.csv",
        notice=folder / "LASMIG.txt",
        options=demo_options(),
    )


def _assessment() -> str:
    return resources.files("lagesbild.demo").joinpath("data", "bedomning.md").read_text(encoding="utf-8")


def _rng(seed: int, file: int) -> np.random.Generator:
    # Each file has its own stream, so that a change in one leaves the others as they were.
    return np.random.default_rng([seed, file])
