"""What `lagesbild picture` does: read what was asked for, make the picture, write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lagesbild.cli.console import WrongUseError, messages, no_such_file, progress_bar
from lagesbild.cli.inputs import read_files, stop_on_faults
from lagesbild.picture.assessment import load_assessment
from lagesbild.picture.options import PictureError, PictureOptions, Population
from lagesbild.picture.picture import Picture, make_picture
from lagesbild.picture.write import FORMATS, write_picture
from lagesbild.sources.base import Progress, SourceTables
from lagesbild.tables.area_files import read_areas
from lagesbild.tables.periods import Period, comparison_periods


@dataclass(frozen=True, slots=True)
class Wish:
    """The options of the command, as written."""

    files: tuple[Path, ...]
    out: Path
    source: str | None
    mapping: Path | None
    municipality: str | None
    areas: Path | None
    population: Path | None
    period: str | None
    compare: str | None
    as_of: str | None
    assessment: Path | None
    reference: tuple[str, ...]
    public: bool
    formats: str
    seed: int
    kind: str | None = None
    area: str | None = None
    category: str | None = None
    sections: str | None = None


def make(wish: Wish) -> None:
    """Make the picture and say where it is.

    Raises
    ------
    FaultyFileError
        With every fault of every file; nothing is written.
    WrongUseError, PeriodError
        An option cannot be understood.
    """
    formats = _formats(wish.formats)
    if wish.out.exists() and not wish.out.is_dir():
        raise WrongUseError(f"--out {wish.out} är en fil. Ange en mapp, till exempel out/{wish.out.stem}.")
    with progress_bar() as report:
        options = _options(wish)
        tables = read_files(wish.files, source=wish.source, mapping=wish.mapping, progress=report)
        stop_on_faults(tables)
        made = _make(tables, options, report)
        written = write_picture(made, wish.out, formats=formats, progress=report)
    for warning in made.warnings:
        messages.print(f"Obs: {warning}", markup=False)
    names = ", ".join(path.name for path in written)
    messages.print(f"Lägesbilden finns i {wish.out}: {names}.", markup=False)


def _options(wish: Wish) -> PictureOptions:
    period = Period.parse(wish.period) if wish.period else None
    return PictureOptions(
        municipality=wish.municipality,
        period=period,
        compare=_compare(wish.compare, period),
        as_of=_day(wish.as_of),
        areas=read_areas(_existing(wish.areas)) if wish.areas else None,
        population=Population.read(_existing(wish.population)) if wish.population else None,
        reference=wish.reference,
        assessment=load_assessment(_existing(wish.assessment)) if wish.assessment else None,
        public=wish.public,
        seed=wish.seed,
        kind=wish.kind or "",
        area=wish.area or "",
        category=wish.category or "",
        sections=tuple(part.strip() for part in (wish.sections or "").split(",") if part.strip()),
    )


def _make(tables: Sequence[SourceTables], options: PictureOptions, report: Progress) -> Picture:
    try:
        return make_picture(tables, options, progress=report)
    except PictureError as error:
        raise WrongUseError(str(error)) from error


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    if not wanted or (unknown := [name for name in wanted if name not in FORMATS]):
        wrong = ", ".join(unknown) if wanted else text
        raise WrongUseError(f"--format '{wrong}' finns inte. Välj bland {', '.join(FORMATS)}.")
    return wanted


def _compare(text: str | None, period: Period | None) -> tuple[Period, ...] | None:
    if text is None:
        return None
    if period is None:
        raise WrongUseError(
            "--compare behöver --period, så att det går att veta vilken del av åren som jämförs."
        )
    return comparison_periods(text, period)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUseError(f"--as-of '{text}' är inte ett datum. Skriv det som 2024-02-28.") from None


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise no_such_file(path)
    return path
