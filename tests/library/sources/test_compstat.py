"""Compstat: pasted text, CSV and workbook give the same figures, and printed sums are held to account."""

import csv
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from lagesbild.readers.mapping import Mapping
from lagesbild.sources.base import SourceTables
from lagesbild.sources.compstat import Compstat
from lagesbild.sources.compstat_table import span_of

DATA = Path(__file__).parents[2] / "data/sources"
PASTED = DATA / "compstat_inklistrad.txt"
LONG = DATA / "compstat_upplands-bro_2017-2021_jan-sep.csv"
HEAD = "Period: 1 jan – 30 sep;2020;2021;Utv 20-21;Utv 20-21\n"


def read(folder: Path, text: str, name: str = "tabell.csv", mapping: Mapping | None = None) -> SourceTables:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    assert Compstat().recognise(path).confidence > 0
    return Compstat().read(path, mapping=mapping)


def figures(tables: SourceTables) -> dict[tuple[str, str, str], float | None]:
    assert not tables.faults, [str(fault) for fault in tables.faults]
    frame = tables.measurements.frame.filter(~pl.col("is_total"))
    return {
        (section or "", indicator, period): value
        for section, indicator, period, value in frame.select(
            "section", "indicator", "period", "value"
        ).iter_rows()
    }


def expected() -> dict[tuple[str, str, str], float]:
    """Count independently of the library: plain csv."""
    with LONG.open(encoding="utf-8") as file:
        return {
            (row["tabell"], row["brottsfenomen"], f"{row['ar']}-01-01..{row['ar']}-09-30"): float(
                row["antal"]
            )
            for row in csv.DictReader(file)
        }


def mismatches(tables: SourceTables) -> list[str]:
    return [note.text for note in tables.notes if note.kind == "mismatch"]


def test_the_long_file_gives_every_figure() -> None:
    assert figures(Compstat().read(LONG)) == expected()


def test_text_pasted_out_of_a_document_gives_the_same_figures() -> None:
    assert Compstat().recognise(PASTED).confidence > 0.9
    tables = Compstat().read(PASTED)
    assert figures(tables) == expected()
    assert mismatches(tables) == []


@pytest.mark.parametrize("divider", [" ", " | ", ";"])
def test_other_dividers_than_tabs_give_the_same_figures(tmp_path: Path, divider: str) -> None:
    text = PASTED.read_text(encoding="utf-8").replace("\t", divider)
    assert figures(read(tmp_path, text, "inklistrad.txt")) == expected()


def test_sums_are_marked_and_never_given_a_category() -> None:
    totals = Compstat().read(PASTED).measurements.frame.filter(pl.col("is_total"))
    assert totals["indicator"].unique().to_list() == ["Summa"]
    assert sorted(totals["value"].to_list())[-1] == 369
    assert len(totals) == 10
    assert totals["category"].null_count() == 10


def test_every_phenomenon_has_a_category_and_the_area_is_left_open() -> None:
    frame = Compstat().read(LONG).measurements.frame
    assert "okand" not in frame["category"].to_list()
    assert dict(frame.select("indicator", "category").iter_rows())["Stöld ur fordon"] == "stold_ur_fordon"
    assert frame["area"].null_count() == frame.height
    assert frame["unit"].unique().to_list() == ["count"]
    assert any("vilken kommun" in note.text for note in Compstat().read(LONG).notes)


def workbook(path: Path, tables: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Upplands-Bro")
        sheet.write(0, 0, "Compstat oktober 2021")
        at = 2
        for name, rows in tables:
            sheet.write(at, 0, name)
            head = ["Period: 1 jan – 30 sep", 2020, 2021, "Utv 20-21", "Utv 20-21"]
            for offset, cells in enumerate([head, *rows]):
                sheet.write_row(at + 1 + offset, 0, cells)
            at += len(rows) + 3
    return path


def test_a_workbook_with_two_tables_below_each_other(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "compstat.xlsx",
        [
            ("Hushåll", [["Bilstöld", 29, 34, 5, 5 / 29], ["Summa", 29, 34, 5, 5 / 29]]),
            ("Person", [["Rån", 17, 15, -2, -2 / 17], ["Mord/dråp", 0, 3, 3, None]]),
        ],
    )
    assert Compstat().recognise(path).confidence > 0.9
    tables = Compstat().read(path)
    assert figures(tables) == {
        ("Hushåll", "Bilstöld", "2020-01-01..2020-09-30"): 29,
        ("Hushåll", "Bilstöld", "2021-01-01..2021-09-30"): 34,
        ("Person", "Rån", "2020-01-01..2020-09-30"): 17,
        ("Person", "Rån", "2021-01-01..2021-09-30"): 15,
        ("Person", "Mord/dråp", "2020-01-01..2020-09-30"): 0,
        ("Person", "Mord/dråp", "2021-01-01..2021-09-30"): 3,
    }
    assert mismatches(tables) == []
    assert tables.measurements.frame.filter(pl.col("indicator") == "Rån")["row"].to_list() == [10, 10]


def test_one_heading_serves_two_named_tables(tmp_path: Path) -> None:
    text = "Brottsfenomen;Period 1 jan – 30 sep;2020;2021\n"
    text = HEAD + "Bilstöld;29;34;5;17,2%\nSumma;29;34;5;17,2%\nPerson;;;;\nRån;17;15;-2;-11,8%\n"
    found = figures(read(tmp_path, "Hushåll\n" + text))
    assert {section for section, _, _ in found} == {"Hushåll", "Person"}


def test_a_phenomenon_without_counts_in_the_middle_loses_no_rows(tmp_path: Path) -> None:
    found = figures(
        read(tmp_path, "Person\n" + HEAD + "Rån;17;15;-2;-11,8%\nHot;;;;\nFickstöld;18;17;-1;-5,6%\n")
    )
    assert {label for _, label, _ in found} == {"Rån", "Hot", "Fickstöld"}
    assert found["Person", "Hot", "2021-01-01..2021-09-30"] is None


def test_a_column_for_the_table_and_one_for_the_period(tmp_path: Path) -> None:
    text = "tabell;brottsfenomen;period;2020;2021\nHushåll;Bilstöld;1 jan – 30 sep;29;34\n"
    assert figures(read(tmp_path, text)) == {
        ("Hushåll", "Bilstöld", "2020-01-01..2020-09-30"): 29,
        ("Hushåll", "Bilstöld", "2021-01-01..2021-09-30"): 34,
    }


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Bilstöld;29;34;6;17,2%", "Rad 2: Bilstöld, Utv 20-21 är 6, men antalen är 29 och 34"),
        ("Bilstöld;29;34;5;18,2%", "det är 17,2 procent"),
        ("Bilstöld;0;34;34;100%", "procent av 0 finns inte"),
        ("Bilstöld;29;34;fem;17,2%", "som inte är ett tal"),
    ],
)
def test_a_printed_change_that_the_counts_contradict_is_told(tmp_path: Path, row: str, words: str) -> None:
    found = mismatches(read(tmp_path, HEAD + row + "\n"))
    assert len(found) == 1
    assert words in found[0]


def test_a_change_right_to_its_last_printed_decimal_is_right(tmp_path: Path) -> None:
    assert mismatches(read(tmp_path, HEAD + "Bilstöld;29;34;5;17%\nRån;3;0;-3;-100,0%\nHot;0;0;0;\n")) == []


def test_a_sum_that_does_not_add_up_is_told_with_its_row(tmp_path: Path) -> None:
    found = mismatches(read(tmp_path, HEAD + "Bilstöld;29;34;5;17,2%\nRån;1;1;0;0%\nSumma;31;35;4;12,9%\n"))
    assert found == ["Rad 4: Summa 2020 är 31, men raderna blir 30 tillsammans."]


def test_a_table_that_does_not_say_its_period_is_a_fault_unless_it_is_told(tmp_path: Path) -> None:
    text = "Brottsfenomen;2020;2021\nBilstöld;29;34\n"
    faulty = read(tmp_path, text)
    assert "säger inte vilken del av året" in str(faulty.faults[0])
    told = Mapping(source="compstat", constants={"period": "1 jan – 30 sep"})
    assert len(figures(read(tmp_path, text, mapping=told))) == 2


def test_every_wrong_cell_is_told_with_row_and_column(tmp_path: Path) -> None:
    tables = read(tmp_path, HEAD + "Bilstöld;många;34;;\nRån;1,5;-2;;\nRån;1;2;;\n")
    assert [(f.row, f.column, f.value) for f in tables.faults] == [
        (2, "2020", "många"),
        (3, "2020", "1,5"),
        (3, "2021", "-2"),
        (4, "2020", "Rån"),
        (4, "2021", "Rån"),
    ]
    assert len(tables.measurements) == 0


def test_the_long_form_tells_its_faults(tmp_path: Path) -> None:
    good = "".join(f"Rån,01-01/09-30,{year},3\n" for year in range(2015, 2020))
    bad = "Rån,januari,2020,3\nRån,01-01/09-30,20,3\nRån,01-01/09-30,2020,x\n,01-01/09-30,2020,1\n"
    faults = read(tmp_path, "brottsfenomen,period,ar,antal\n" + good + bad).faults
    assert [(f.row, f.column) for f in faults] == [
        (7, "period"),
        (8, "ar"),
        (9, "antal"),
        (10, "brottsfenomen"),
    ]


def test_an_unknown_phenomenon_is_kept_and_told(tmp_path: Path) -> None:
    tables = read(tmp_path, HEAD + "Drönarflygning;1;2;1;100%\n")
    assert [n.rows for n in tables.notes if n.kind == "unmapped"] == [2]
    assert tables.measurements.frame["category"].to_list() == ["okand", "okand"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Period: 1 jan – 30 sep", "2024-01-01..2024-09-30"),
        ("januari till mars", "2024-Q1"),
        ("jan - feb", "2024-01-01..2024-02-29"),
        ("1 jan – 28 feb", "2024-01-01..2024-02-28"),
        ("01-01/09-30", "2024-01-01..2024-09-30"),
        ("helår", "2024"),
        ("1 jan–31 dec", "2024"),
    ],
)
def test_parts_of_a_year_are_read(text: str, period: str) -> None:
    span = span_of(text)
    assert span is not None
    assert str(span.in_year(2024)) == period


@pytest.mark.parametrize("text", ["", "Mord/dråp", "13-01/09-30", "32 jan – 30 sep", "sep – jan"])
def test_what_is_no_part_of_a_year_is_not_read(text: str) -> None:
    assert span_of(text) is None


def test_other_files_are_not_recognised(tmp_path: Path) -> None:
    path = tmp_path / "annat.csv"
    path.write_text("id;datum;typ\n1;2024-01-01;Stöld\n", encoding="utf-8")
    assert Compstat().recognise(path).confidence == 0
    assert Compstat().recognise(tmp_path / "borta.csv").confidence == 0
    assert "ingen Compstat-tabell" in str(Compstat().read(path).faults[0])
