"""There is one way to write CSV, and what it holds is only read and never run."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import lagesbild_web
from lagesbild_web.base.table_files import csv_table


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_no_text_and_no_heading_is_a_formula(text: str) -> None:
    told = csv_table([text], [[text]]).decode("utf-8-sig")
    assert told.count("'" + text) == 2


def test_every_kind_of_cell_is_told_as_a_swedish_spreadsheet_reads_it() -> None:
    row = ["Bråk; ”torget”", -3, -1.5, 2.0, None, date(2025, 3, 8), datetime(2025, 3, 8, 1, 30, tzinfo=UTC)]
    told = csv_table([str(n) for n in range(7)], [row])
    assert told.startswith(b"\xef\xbb\xbf")
    assert told.decode("utf-8-sig").split("\r\n")[1] == (
        '"Bråk; ”torget”";-3;-1,5;2;;2025-03-08;2025-03-08 01:30'
    )


def test_nobody_else_writes_csv() -> None:
    rooms = Path(lagesbild_web.__file__).parent.rglob("*.py")
    writers = [path.name for path in rooms if re.search(r"csv\.writer|write_csv", path.read_text("utf-8"))]
    assert writers == ["table_files.py"]
