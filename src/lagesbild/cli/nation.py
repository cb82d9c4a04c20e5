"""`lagesbild nation`: every municipality and category, week by week."""

from pathlib import Path
from typing import Annotated

import typer

from lagesbild.cli.check import Files, MappingOption, SourceOption
from lagesbild.cli.places import ClusterOption, WorkersOption


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("nation")(nation)


def nation(
    files: Files,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Mapp som resultatet skrivs i.")],
    source: SourceOption = None,
    mapping: MappingOption = None,
    first: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="Första dag som bedöms; annars de senaste 52 veckorna."),
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Sista dag som bedöms.")] = None,
    level: Annotated[
        str, typer.Option(metavar="category|group", help="En serie per kategori eller per huvudgrupp.")
    ] = "category",
    algorithm: Annotated[
        str, typer.Option(metavar="NAME", help="farrington-flexible, ears-c1 eller ears-c2.")
    ] = "farrington-flexible",
    alpha: Annotated[float, typer.Option(help="Risk för falskt larm per serie och vecka.")] = 0.01,
    years_back: Annotated[
        int | None, typer.Option(help="Tidigare år att jämföra med; annars så många som finns, högst 4.")
    ] = None,
    least: Annotated[
        int, typer.Option(help="Minsta antal händelser på ett år för att en serie ska bedömas.")
    ] = 26,
    scans: Annotated[
        bool, typer.Option("--scans/--no-scans", help="Leta också efter kluster av kommuner.")
    ] = True,
    permutations: Annotated[int, typer.Option(help="Slumpade kartor per kluster.")] = 999,
    seed: Annotated[int, typer.Option(help="Startvärde för slumpen, så att svaret kan upprepas.")] = 1,
    null: Annotated[
        int | None,
        typer.Option(
            "--null",
            metavar="SEED",
            help="Byt alla antal mot slumpade, för att se hur många larm slumpen ger.",
        ),
    ] = None,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
) -> None:
    """Granska alla kommuner och kategorier vecka för vecka; kan avbrytas och fortsätta."""
    # Statistics take a second to import; other commands need not wait for them.
    from lagesbild.cli.nation_run import Wish, run

    run(
        Wish(
            files=tuple(files),
            out=out,
            source=source,
            mapping=mapping,
            first=first,
            last=last,
            level=level,
            algorithm=algorithm,
            alpha=alpha,
            years_back=years_back,
            least=least,
            scans=scans,
            permutations=permutations,
            seed=seed,
            null=null,
            workers=workers,
            cluster=cluster,
        )
    )
