"""Tables to take along: CSV that a Swedish spreadsheet opens as it is, and XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter
from django.utils.translation import gettext as _

from lagesbild_web.base.file_response import OutgoingFile

TABLE_FILES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Cell = str | int | float | None
"""What a cell can hold; None is empty."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that begins so is read as a formula by a spreadsheet; the last four are the wide forms."""


def as_table(
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    filetype: str,
    guide: Sequence[str] = (),
) -> OutgoingFile:
    """Return the rows as a file called ``name``; ``filetype`` is ``csv`` or ``xlsx``.

    In CSV a text that a spreadsheet would take for a formula gets an apostrophe before it, and decimals have
    a comma.

    Parameters
    ----------
    guide
        What each column says, in the order of the headings; XLSX has it on a sheet of its own.
    """
    content = csv_table(headings, rows) if filetype == "csv" else _xlsx(headings, rows, guide)
    return OutgoingFile(f"{name}.{filetype}", TABLE_FILES[filetype], content)


def csv_table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a table as CSV, the only way that it is written: nothing in it is run when it is opened.

    Semicolons, decimal commas and local clocks, as a Swedish spreadsheet opens them; the mark in front says
    UTF-8. Texts, numbers, days, times and None are told apart by their type.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_told(heading) for heading in headings])
    writer.writerows([_told(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _told(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float):
        return (str(int(cell)) if cell.is_integer() else f"{cell:.10g}").replace(".", ",")
    # Only a text can be a formula: -3 is a number, and "-3+cmd" is not.
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA) else str(cell)


def _xlsx(headings: Sequence[str], rows: Iterable[Sequence[Cell]], guide: Sequence[str]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "valign": "top"})
        # A long text is read on several lines instead of being cut at the next column.
        words = book.add_format({"text_wrap": True, "valign": "top"})
        other = book.add_format({"valign": "top"})
        looks = (bold, words, other)
        _write_sheet(book.add_worksheet(_("Uppgifter")), headings, rows, looks)
        if guide:
            told = zip(headings, guide, strict=True)
            _write_sheet(book.add_worksheet(_("Kolumner")), (_("Kolumn"), _("Vad den säger")), told, looks)
    return out.getvalue()


def _write_sheet(
    sheet: Any, headings: Sequence[str], rows: Iterable[Sequence[Cell]], looks: tuple[Any, Any, Any]
) -> None:
    bold, words, other = looks
    sheet.write_row(0, 0, headings, bold)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, words)
            elif cell is not None:
                sheet.write_number(number, column, cell, other)
    sheet.freeze_panes(1, 0)
    sheet.autofit(400)
