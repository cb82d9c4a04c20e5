"""Builders for the files that readers are tested on; the files themselves are made in a temporary folder."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter

WriteText = Callable[..., Path]
WriteWorkbook = Callable[..., Path]


@pytest.fixture
def a_text_file(tmp_path: Path) -> WriteText:
    def write(text: str, *, encoding: str = "utf-8", name: str = "fil.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def a_workbook(tmp_path: Path) -> WriteWorkbook:
    """Write rows of plain values; ``sheets`` maps names to rows."""

    def write(sheets: dict[str, Sequence[Sequence[object]]], *, name: str = "fil.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
            for sheet_name, rows in sheets.items():
                sheet = book.add_worksheet(sheet_name)
                for index, row in enumerate(rows):
                    for column, cell in enumerate(row):
                        if cell is not None:
                            sheet.write(index, column, cell)
        return path

    return write
