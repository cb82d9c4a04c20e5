"""The document's tables as a workbook: numbers as numbers, a sheet for each table and one on the columns."""

import io
import math
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from lagesbild.document import swedish
from lagesbild.document.outline import Outline, facts_of, outline_of
from lagesbild.document.palette import ACCENT, INK, MUTED, RULE, TINT
from lagesbild.document.tree import Cell, Column, Document, Kind, Table
from lagesbild.document.words import without_markup

CONTENTS: Final = "Innehåll"
COLUMNS: Final = "Kolumner"
HEADER_ROW: Final = 2
"""The row (from 0) of a table sheet that holds the headings; the caption is above."""
_LONGEST_NAME: Final = 31
_UNITS: Final[Mapping[Kind, str]] = {
    "text": "text",
    "count": "antal",
    "number": "tal",
    "percent": "andel (0–1, visas som procent)",
    "change": "förändring (0,57 visas som +57 %)",
    "date": "datum",
    "datetime": "datum och klockslag",
    "verdict": "bedömning i ord",
}
_NUMBER_FORMATS: Final[Mapping[Kind, str]] = {
    "count": "#,##0",
    "percent": "0\u00a0%",
    "change": '+0\u00a0%;"\u2212"0\u00a0%;0\u00a0%',
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}


def write_xlsx(document: Document) -> bytes:
    """Return every table of the document as a workbook.

    Parameters
    ----------
    document
        The tree; figures are in it by their tables.

    Returns
    -------
    bytes
        XLSX: contents with links, a sheet for each table in reading order, and a sheet that says what
        each column means. Text is never read as a formula. The same bytes for the same document.

    Raises
    ------
    DocumentError
        If the tree contradicts itself (see :func:`lagesbild.document.outline.outline_of`).
    """
    outline = outline_of(document)
    tables = document.tables()
    names = sheet_names(tables, outline)
    stream = io.BytesIO()
    made = document.made_on
    with xlsxwriter.Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    ) as workbook:
        workbook.set_properties(
            {
                "title": document.title,
                "subject": document.subtitle,
                "author": document.organisation,
                "keywords": ", ".join(document.keywords),
                "comments": document.status,
                "created": datetime(made.year, made.month, made.day, tzinfo=UTC),
            }
        )
        looks = _Looks(workbook)
        _write_contents(workbook.add_worksheet(CONTENTS), document, names, outline, looks)
        for table in tables:
            _write_table(workbook.add_worksheet(names[table.id]), table, document, outline, looks)
        _write_columns(workbook.add_worksheet(COLUMNS), tables, outline, looks)
    return stream.getvalue()


def sheet_names(tables: Sequence[Table], outline: Outline) -> Mapping[str, str]:
    """Return the sheet of each table: its number and the beginning of its caption, at most 31 signs."""
    found: dict[str, str] = {}
    for table in tables:
        words = re.sub(r"[\[\]:*?/\\']", " ", f"{outline.tables[table.id]} {table.caption}").split()
        name = words[0]
        for word in words[1:]:
            if len(name) + 1 + len(word) > _LONGEST_NAME:
                break
            name = f"{name} {word}"
        found[table.id] = name.rstrip(" ,;–-")
    return found


class _Looks:
    """The cell formats of the workbook, made once each."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, bool, bool, bool, bool], Format] = {}
        self.title = workbook.add_format({"bold": True, "font_size": 16, "font_color": ACCENT})
        self.caption = workbook.add_format({"bold": True, "font_size": 12, "font_color": ACCENT})
        self.strong = workbook.add_format({"bold": True})
        self.muted = workbook.add_format({"font_color": MUTED})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.link = workbook.add_format({"font_color": ACCENT, "underline": 1})
        self.heading = self._heading("left")
        self.later_heading = self._heading("left", indent=1)
        self.number_heading = self._heading("right")

    def _heading(self, side: str, *, indent: int = 0) -> Format:
        return self._workbook.add_format(
            {
                "bold": True,
                "text_wrap": True,
                "valign": "bottom",
                "align": side,
                "indent": indent,
                "bottom": 2,
                "bottom_color": INK,
                "bg_color": TINT,
            }
        )

    def cell(self, column: Column, *, is_first: bool, is_total: bool) -> Format:
        """Return the format of a column's cells."""
        code = _number_format(column)
        is_right = column.kind in swedish.RIGHT_ALIGNED
        key = (code, column.kind == "text", is_first, is_total, is_right)
        if key not in self._made:
            properties: dict[str, object] = {"bottom": 1, "bottom_color": RULE, "valign": "top"}
            if code:
                properties["num_format"] = code
            properties["align"] = "right" if is_right else "left"
            properties["text_wrap"] = column.kind == "text"
            # Words would otherwise run together with the number in the column before.
            properties["indent"] = 0 if is_right or is_first else 1
            if is_total:
                properties |= {"bold": True, "top": 1, "top_color": INK}
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]


def _number_format(column: Column) -> str:
    if column.kind == "number":
        return "#,##0." + "0" * column.decimals if column.decimals else "#,##0"
    return _NUMBER_FORMATS.get(column.kind, "")


def _write_contents(
    sheet: Worksheet, document: Document, names: Mapping[str, str], outline: Outline, looks: _Looks
) -> None:
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, document.title, looks.title)
    sheet.write_string(1, 0, document.subtitle, looks.muted)
    facts = [
        ("Organisation", document.organisation),
        *facts_of(document),
    ]
    if document.status:
        facts.append(("Status", document.status))
    row = 3
    for label, value in facts:
        sheet.write_string(row, 0, label, looks.muted)
        sheet.write_string(row, 1, value)
        row += 1
    row += 1
    sheet.write_string(row, 0, "Tabell", looks.heading)
    sheet.write_string(row, 1, "Innehåll", looks.heading)
    for table in document.tables():
        row += 1
        target = f"internal:'{names[table.id]}'!A1"
        sheet.write_url(row, 0, target, looks.link, outline.table_label(table.id))
        sheet.write_string(row, 1, table.caption)
    row += 1
    sheet.write_url(row, 0, f"internal:'{COLUMNS}'!A1", looks.link, COLUMNS)
    sheet.write_string(row, 1, "Vad varje kolumn betyder")
    _set_page(sheet, document)


def _write_table(sheet: Worksheet, table: Table, document: Document, outline: Outline, looks: _Looks) -> None:
    sheet.write_string(0, 0, f"{outline.table_label(table.id)}. {table.caption}", looks.caption)
    if table.note:
        sheet.write_string(1, 0, without_markup(table.note), looks.muted)
    lines = 1
    widths = [_width(table, i) for i in range(len(table.columns))]
    for i, column in enumerate(table.columns):
        is_right = column.kind in swedish.RIGHT_ALIGNED
        look = looks.number_heading if is_right else looks.heading if i == 0 else looks.later_heading
        sheet.write_string(HEADER_ROW, i, column.heading, look)
        sheet.set_column(i, i, widths[i])
        lines = max(lines, _lines(column.heading, widths[i]))
    # A workbook that is written, not saved by a person, has no row heights of its own.
    sheet.set_row(HEADER_ROW, 15 * lines + 4)
    for index, row in enumerate(table.rows):
        words = zip(row, table.columns, widths, strict=True)
        high = max(
            (_lines(str(v), wide) for v, column, wide in words if v and column.kind == "text"), default=1
        )
        if high > 1:
            sheet.set_row(HEADER_ROW + 1 + index, 15 * high)
        for i, (value, column) in enumerate(zip(row, table.columns, strict=True)):
            look = looks.cell(column, is_first=i == 0, is_total=index in table.total_rows)
            _write_cell(sheet, HEADER_ROW + 1 + index, i, value, column, look)
    last = HEADER_ROW + max(1, len(table.rows))
    sheet.autofilter(HEADER_ROW, 0, last, len(table.columns) - 1)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)
    _set_page(sheet, document)


def _write_cell(sheet: Worksheet, row: int, at: int, value: Cell, column: Column, look: Format) -> None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        sheet.write_blank(row, at, None, look)
    elif isinstance(value, str):
        words = str(swedish.verdict(value)) if column.kind == "verdict" else without_markup(value)
        sheet.write_string(row, at, words, look)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, at, value, look)
    elif math.isinf(value):
        sheet.write_string(row, at, swedish.CANNOT, look)
    else:
        sheet.write_number(row, at, change_share(value) if column.kind == "change" else value, look)


def change_share(ratio: float) -> float:
    """Return a ratio as the share it changed by, without the binary dust of a plain subtraction.

    Examples
    --------
    >>> change_share(1.1)
    0.1
    """
    return round(ratio - 1, 12)


def _write_columns(sheet: Worksheet, tables: Sequence[Table], outline: Outline, looks: _Looks) -> None:
    for i, (heading, width) in enumerate(
        (("Tabell", 12), ("Kolumn", 30), ("Nyckel", 18), ("Betydelse", 70), ("Enhet", 34))
    ):
        sheet.write_string(0, i, heading, looks.heading)
        sheet.set_column(i, i, width)
    row = 0
    for table in tables:
        for column in table.columns:
            row += 1
            for i, words in enumerate(
                (
                    outline.table_label(table.id),
                    column.heading,
                    column.key,
                    column.description or column.heading,
                    _UNITS[column.kind],
                )
            ):
                sheet.write_string(row, i, words, looks.wrapped)
    sheet.autofilter(0, 0, max(1, row), 4)
    sheet.freeze_panes(1, 0)


def _lines(words: str, width: float) -> int:
    """Return how many lines the words take in a column."""
    return max(1, len(textwrap.wrap(words, int(width) - 1)))


def _width(table: Table, index: int) -> float:
    column = table.columns[index]
    cells = [len(swedish.cell_text(row[index], column)) for row in table.rows[:400]]
    longest_word = max((len(word) for word in column.heading.split()), default=0)
    return min(60.0, max([9, longest_word + 3, *(length + 2 for length in cells)]))


def _set_page(sheet: Worksheet, document: Document) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{document.title.replace('&', '&&')}&R&P (&N)")
    sheet.hide_gridlines(2)
