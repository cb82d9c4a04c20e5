"""`lagesbild stats` and `lagesbild methods`: one method on one table, and what methods there are."""

from pathlib import Path
from typing import Annotated

import typer

from lagesbild.cli.places import ClusterOption, WorkersOption, place_of

OutFile = Annotated[
    Path | None, typer.Option("--out", help="Skriv svaret till en fil i stället för till skärmen.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    # Which options there are depends on the method, so they are read from the method's own description.
    any_options = {"allow_extra_args": True, "ignore_unknown_options": True}
    app.command("stats", context_settings=any_options)(stats)
    app.command("methods")(methods)


def stats(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="METHOD", help="Metodens namn; se lagesbild methods.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Tabell som CSV, XLSX eller Parquet.")],
    out: OutFile = None,
    seed: Annotated[int, typer.Option(help="Startvärde för slumpen, så att svaret kan upprepas.")] = 1,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
) -> None:
    """Kör en metod på en tabell och få svaret som JSON."""
    from lagesbild.cli.answering import answer

    answer(name, file, context.args, out=out, seed=seed, place=place_of(workers, cluster))


def methods(
    name: Annotated[
        str | None, typer.Argument(metavar="[METHOD]", help="Visa bara denna metod, i detalj.")
    ] = None,
    as_data: Annotated[bool, typer.Option("--json", help="Skriv som JSON.")] = False,
) -> None:
    """Visa vilka metoder som finns, med källa och kolumner."""
    from lagesbild.cli.answering import list_methods

    list_methods(name, as_data=as_data)
