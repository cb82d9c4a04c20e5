"""`lagesbild picture`: from files to a situation picture in every format."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from lagesbild.cli.check import Files, MappingOption, SourceOption
from lagesbild.cli.console import messages, progress_bar
from lagesbild.cli.inputs import read_files, stop_on_faults
from lagesbild.methods.description import OptionError
from lagesbild.picture.assessment import load_assessment
from lagesbild.picture.options import PictureError, PictureOptions, Population
from lagesbild.picture.picture import Picture, make_picture
from lagesbild.picture.write import FORMATS, write_picture
from lagesbild.sources.base import Progress, SourceTables
from lagesbild.tables.area_files import read_areas
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.periods import Period, comparison_periods


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("picture")(picture)


def picture(
    files: Files,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Mapp som lägesbilden skrivs i.")],
    source: SourceOption = None,
    mapping: MappingOption = None,
    municipality: Annotated[
        str | None, typer.Option(metavar="NAME|CODE", help="Kommunens namn eller kod; utan den tas allt med.")
    ] = None,
    areas: Annotated[Path | None, typer.Option(metavar="FILE.geojson", help="Områdesgränser.")] = None,
    population: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Folkmängd per område och år.")
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="P", help="2025, 2025-09, 2025-W36, 2025-T1, 2025-H1 eller dag..dag."),
    ] = None,
    compare: Annotated[
        str | None, typer.Option(metavar="P..P", help="Perioder att jämföra med, till exempel 2022..2024.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DATE", help="Räkna som om det vore den dagen.")
    ] = None,
    assessment: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Konsekvenser, annan information och analys.")
    ] = None,
    reference: Annotated[
        list[str] | None, typer.Option(help="Kommun, län eller riket att jämföra med; kan upprepas.")
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Version för alla: små tal och känsligt döljs.")
    ] = False,
    formats: Annotated[
        str, typer.Option("--format", metavar="LISTA", help="Vilka format som skrivs.")
    ] = ",".join(FORMATS),
    seed: Annotated[int, typer.Option(help="Startvärde för slumpen, så att svaret kan upprepas.")] = 1,
) -> None:
    """Gör en lägesbild av en eller flera filer."""
    wanted = _formats(formats)
    chosen_period = Period.parse(period) if period else None
    chosen_compare = _compare(compare, chosen_period)
    chosen_day = _day(as_of)
    with progress_bar() as report:
        chosen_areas = read_areas(_existing(areas)) if areas else None
        residents = Population.read(_existing(population)) if population else None
        text = load_assessment(_existing(assessment)) if assessment else None
        tables = read_files(files, source=source, mapping=mapping, progress=report)
        stop_on_faults(tables)
        options = PictureOptions(
            municipality=municipality,
            period=chosen_period,
            compare=chosen_compare,
            as_of=chosen_day,
            areas=chosen_areas,
            population=residents,
            reference=tuple(reference or ()),
            assessment=text,
            public=public,
            seed=seed,
        )
        made = _make(tables, options, report)
        written = write_picture(made, out, formats=wanted, progress=report)
    for warning in made.warnings:
        messages.print(f"Obs: {warning}", markup=False)
    messages.print(f"Lägesbilden finns i {out}: {', '.join(path.name for path in written)}.", markup=False)


def _make(tables: Sequence[SourceTables], options: PictureOptions, report: Progress) -> Picture:
    try:
        return make_picture(tables, options, taxonomy=Taxonomy.load(), progress=report)
    except PictureError as error:
        raise OptionError(str(error)) from error


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    if not wanted or (unknown := [name for name in wanted if name not in FORMATS]):
        wrong = ", ".join(unknown) if wanted else text
        raise OptionError(f"--format '{wrong}' finns inte. Välj bland {', '.join(FORMATS)}.")
    return wanted


def _compare(text: str | None, period: Period | None) -> tuple[Period, ...] | None:
    if text is None:
        return None
    if period is None:
        raise OptionError(
            "--compare behöver --period, så att det går att veta vilken del av åren som jämförs."
        )
    return comparison_periods(text, period)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise OptionError(f"--as-of '{text}' är inte ett datum. Skriv det som 2024-02-28.") from None


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise OptionError(f"Filen {path} finns inte.")
    return path
