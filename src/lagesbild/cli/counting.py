"""What `lagesbild count` does: count, say what could not be placed in time, and write the table."""

import sys
from pathlib import Path

import polars as pl
import typer

from lagesbild.cli.console import (
    FAULTS_IN_INPUT,
    WrongUseError,
    messages,
    no_such_file,
    progress_bar,
    show_faults,
)
from lagesbild.readers.counting import COUNT_PERIODS, CountPeriod, RowCounts, count_rows
from lagesbild.readers.mapping import DATE_ORDERS, DateOrder

_ENDINGS = (".csv", ".parquet")


def count_file(file: Path, *, by: str, date: str, period: str, date_order: str, out: Path | None) -> None:
    """Count the rows of a file and write the table.

    Raises
    ------
    FaultyFileError
        The file cannot be opened or lacks a column.
    WrongUseError
        An option cannot be understood.
    typer.Exit
        With code 1 when rows could not be read; the table is written all the same, with them in it.
    """
    kind, order = _period(period), _order(date_order)
    if not file.is_file():
        raise no_such_file(file)
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise WrongUseError(f"--out {out} ska sluta på .csv eller .parquet.")
    columns = [name.strip() for name in by.split(",") if name.strip()]
    with progress_bar() as report:
        counted = count_rows(file, columns, date=date, period=kind, date_order=order, progress=report)
    _write(counted.frame, out)
    _tell(counted)
    if counted.faults:
        raise typer.Exit(FAULTS_IN_INPUT)


def _period(text: str) -> CountPeriod:
    for known in COUNT_PERIODS:
        if text == known:
            return known
    raise WrongUseError(f"--period '{text}' finns inte. Välj bland {', '.join(COUNT_PERIODS)}.")


def _order(text: str) -> DateOrder:
    for known in DATE_ORDERS:
        if text == known:
            return known
    raise WrongUseError(
        f"--date-order '{text}' finns inte. Välj bland {', '.join(filter(None, DATE_ORDERS))}."
    )


def _write(frame: pl.DataFrame, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(frame.write_csv(separator=";"))
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.suffix.lower() == ".parquet":
        frame.write_parquet(out)
    else:
        # A spreadsheet shows å, ä and ö rightly only when the file begins with the mark of UTF-8.
        frame.write_csv(out, separator=";", include_bom=True)
    messages.print(f"Skrev {out}.", markup=False)


def _tell(counted: RowCounts) -> None:
    rows, groups = _number(counted.rows_read), _number(counted.frame.height)
    messages.print(
        f"{rows} rader räknade i {groups} grupper efter datum i '{counted.date_column}'.", markup=False
    )
    if counted.assumed_order:
        messages.print(
            "Obs: Datumen kan läsas på två sätt. Dagen antas stå före månaden. "
            "Skriv --date-order mdy om det är tvärtom.", markup=False,
        )  # fmt: skip
    for number, why in (
        (counted.without_date, "saknar datum"),
        (counted.too_coarse, "har ett datum som är för grovt för perioden, till exempel bara år"),
        (counted.wrong_dates, "har ett datum som inte går att läsa"),
    ):
        if number:
            have = "1 rad" if number == 1 else f"{_number(number)} rader"
            messages.print(f"Obs: {have} {why}. De räknas utan period.", markup=False)
    if counted.faults:
        show_faults(counted.faults)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", "\u00a0")
