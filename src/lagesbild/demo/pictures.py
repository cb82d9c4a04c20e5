"""The invented municipality's situation pictures: the one for the partners and the one for everybody."""

from pathlib import Path

from lagesbild.demo.files import DemoFiles, write_demo
from lagesbild.picture.assessment import load_assessment
from lagesbild.picture.options import PictureOptions, Population
from lagesbild.picture.picture import make_picture
from lagesbild.picture.write import write_picture
from lagesbild.sources.base import Progress
from lagesbild.sources.catalogue import read_any
from lagesbild.tables.area_files import read_areas

SOURCES = "underlag"
PARTNERS = "lagesbild"
PUBLIC = "lagesbild-oppen"


def make_demo_pictures(folder: Path, *, seed: int = 1, progress: Progress | None = None) -> tuple[Path, ...]:
    """Write the invented municipality's files and make its pictures in every format.

    Parameters
    ----------
    folder
        Gets three folders: the files, the picture for the partners, and the public one.
    seed
        The same seed gives the same pictures.
    progress
        Told what is being done.

    Returns
    -------
    tuple of Path
        The folders of the pictures, the partners' first.

    Raises
    ------
    PictureError
        If a picture cannot be made.
    """
    files = write_demo(folder / SOURCES, seed=seed, progress=progress)
    tables = read_any(files.sources, progress=progress)
    made: list[Path] = []
    for name, is_public in ((PARTNERS, False), (PUBLIC, True)):
        picture = make_picture(tables, picture_options(files, public=is_public, seed=seed), progress=progress)
        write_picture(picture, folder / name, progress=progress)
        made.append(folder / name)
    return tuple(made)


def picture_options(files: DemoFiles, *, public: bool, seed: int = 1) -> PictureOptions:
    """Return how a picture of the invented municipality is made from its files."""
    return PictureOptions(
        municipality=files.options.municipality,
        period=files.options.period,
        compare=files.options.compare,
        as_of=files.options.as_of,
        areas=read_areas(files.areas),
        population=Population.read(files.population),
        assessment=load_assessment(files.assessment),
        public=public,
        seed=seed,
    )
