"""Tables to take along: CSV that a Swedish spreadsheet opens as it is, and XLSX."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

import xlsxwriter

from lagesbild_web.base.file_response import OutgoingFile

TABLE_FILES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def as_table(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[str | int]], *, filetype: str
) -> OutgoingFile:
    """Return the rows as a file called ``name``; ``filetype`` is ``csv`` or ``xlsx``.

    In CSV a text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    content = _csv(headings, rows) if filetype == "csv" else _xlsx(headings, rows)
    return OutgoingFile(f"{name}.{filetype}", TABLE_FILES[filetype], content)


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def _xlsx(headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, headings, book.add_format({"bold": True}))
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write_number(number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit(400)
    return out.getvalue()
