"""`lagesbild check`: what is in a file, how it was understood, and every fault in it."""

from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="En eller flera filer (CSV, XLSX, JSON, text).")
]
SourceOption = Annotated[
    str | None,
    typer.Option("--source", metavar="NAME", help="Källa; annars känns filen igen. Se lagesbild sources."),
]
MappingOption = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE.toml", help="Kolumnkarta: vilken kolumn som betyder vad."),
]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("check")(check)


def check(
    files: Files,
    source: SourceOption = None,
    mapping: MappingOption = None,
    as_data: Annotated[bool, typer.Option("--json", help="Skriv som JSON.")] = False,
) -> None:
    """Läs filer utan att spara något: visa hur de förstås och alla fel på en gång."""
    from lagesbild.cli.checking import check_files

    check_files(files, source=source, mapping=mapping, as_data=as_data)
