"""`lagesbild count`: how many rows of each kind in each period, in a file of any length."""

from pathlib import Path
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("count")(count)


def count(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Fil med en rad per händelse (CSV, XLSX, Parquet).")
    ],
    by: Annotated[
        str,
        typer.Option("--by", metavar="COL,COL", help="Kolumner att räkna efter, med filens egna rubriker."),
    ] = "",
    date: Annotated[
        str, typer.Option("--date", metavar="COL", help="Kolumn med datum; annars den troligaste.")
    ] = "",
    period: Annotated[
        str, typer.Option("--period", metavar="P", help="day, week, month, quarter eller year.")
    ] = "week",
    date_order: Annotated[
        str,
        typer.Option(
            "--date-order", metavar="ORDNING", help="dmy eller mdy, när datum som 03/04/2025 är tvetydiga."
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Skriv tabellen som .csv eller .parquet.")
    ] = None,
) -> None:
    """Räkna rader efter kolumner och period, även i filer med många miljoner rader."""
    from lagesbild.cli.counting import count_file

    count_file(file, by=by, date=date, period=period, date_order=date_order, out=out)
