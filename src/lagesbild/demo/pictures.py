"""The pictures of the invented municipality: the same that a coordinator would make in a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lagesbild.demo.files import DemoFiles, write_demo
from lagesbild.picture.assessment import load_assessment
from lagesbild.picture.options import PictureOptions, Population
from lagesbild.picture.picture import make_picture
from lagesbild.picture.write import write_picture
from lagesbild.readers.faults import FaultyFileError
from lagesbild.sources.base import Progress
from lagesbild.sources.catalogue import read_any
from lagesbild.tables.area_files import read_areas
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.periods import Period, comparison_periods


@dataclass(frozen=True, slots=True)
class DemoPicture:
    """A picture to make: the folder's name, which files, which period, and for whom."""

    folder: str
    files: tuple[Path, ...]
    period: str
    compare: str
    is_public: bool = False
    is_assessed: bool = True


def make_demo_pictures(folder: Path, *, progress: Progress) -> tuple[Path, ...]:
    """Write the invented municipality's files and its pictures in every format.

    Parameters
    ----------
    folder
        Gets ``filer`` with what the pictures are made from, and one folder for each picture.
    progress
        Called as the work goes on.

    Returns
    -------
    tuple of Path
        The pictures' folders: the year as a working version, the same for everybody, and the last tertial.
    """
    progress(0, None, "Hittar på en kommun")
    files = write_demo(folder / "filer")
    return tuple(_make(folder / wanted.folder, files, wanted, progress) for wanted in _pictures(files))


def _pictures(files: DemoFiles) -> Sequence[DemoPicture]:
    return (
        DemoPicture("lagesbild-2025", files.sources, "2025", "2022..2024"),
        DemoPicture("lagesbild-2025-oppen", files.sources, "2025", "2022..2024", is_public=True),
        DemoPicture(
            "lagesbild-2025-tertial-3",
            (files.reported_crimes, files.sightings),
            "2025-T3",
            "2022..2024",
            is_assessed=False,
        ),
    )


def _make(folder: Path, files: DemoFiles, wanted: DemoPicture, progress: Progress) -> Path:
    tables = read_any(wanted.files, progress=progress)
    if faults := [fault for table in tables for fault in table.faults]:
        raise FaultyFileError(faults)
    period = Period.parse(wanted.period)
    options = PictureOptions(
        municipality=files.options.municipality.code,
        period=period,
        compare=comparison_periods(wanted.compare, period),
        as_of=files.options.as_of,
        areas=read_areas(files.areas),
        population=Population.read(files.population),
        assessment=load_assessment(files.assessment) if wanted.is_assessed else None,
        public=wanted.is_public,
    )
    picture = make_picture(tables, options, taxonomy=Taxonomy.load(), progress=progress)
    write_picture(picture, folder, progress=progress)
    return folder
