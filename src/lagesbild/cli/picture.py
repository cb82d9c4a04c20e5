"""`lagesbild picture`: from files to a situation picture in every format."""

from pathlib import Path
from typing import Annotated

import typer

from lagesbild.cli.check import Files, MappingOption, SourceOption


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
    kind: Annotated[
        str | None,
        typer.Option(
            metavar="SORT", help="week, month, tertial, year, area eller topic; utan den tas allt med."
        ),
    ] = None,
    area: Annotated[str | None, typer.Option(metavar="NAME|CODE", help="Ett enda område ur --areas.")] = None,
    category: Annotated[
        str | None, typer.Option(metavar="CODE", help="En enda kategori, med allt under den.")
    ] = None,
    sections: Annotated[
        str | None,
        typer.Option(metavar="LISTA", help="Vilka avsnitt som tas med, till exempel extent,places."),
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
    ] = "html,pdf,docx,xlsx,json",
    seed: Annotated[int, typer.Option(help="Startvärde för slumpen, så att svaret kan upprepas.")] = 1,
) -> None:
    """Gör en lägesbild av en eller flera filer."""
    # Statistics, charts and writers take a second to import; other commands need not wait for them.
    from lagesbild.cli.making import Wish, make

    make(
        Wish(
            files=tuple(files),
            out=out,
            source=source,
            mapping=mapping,
            municipality=municipality,
            areas=areas,
            population=population,
            period=period,
            compare=compare,
            as_of=as_of,
            assessment=assessment,
            reference=tuple(reference or ()),
            public=public,
            formats=formats,
            seed=seed,
            kind=kind,
            area=area,
            category=category,
            sections=sections,
        )
    )
