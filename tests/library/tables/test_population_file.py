"""Population by area and year, as SCB and municipalities write it."""

from pathlib import Path

import pytest

from lagesbild.tables.faults import FaultyFileError
from lagesbild.tables.population_file import read_population


def a_file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "befolkning.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    "text",
    [
        "area,year,population\n0139A0010,2024,1456\n0139A0010,2025,1500\n",
        "\ufeffOmråde;År;Folkmängd\r\n0139A0010;2025;1 500\r\n0139A0010;2024;1\u00a0456\r\n\r\n",
        "region;2024;2025\n0139A0010;1456;1500\n",
        "Kod,Namn,2024,2025\n0139A0010_DeSO2018,Bro,1456,1500.0\n",
    ],
)
def test_long_and_wide_swedish_and_english_files_say_the_same(tmp_path: Path, text: str) -> None:
    assert read_population(a_file(tmp_path, text)).rows() == [
        ("0139A0010", 2024, 1456),
        ("0139A0010", 2025, 1500),
    ]


def test_files_in_the_older_encoding_are_read(tmp_path: Path) -> None:
    path = a_file(tmp_path, "område;år;folkmängd\nÅby;2025;10\n", "cp1252")
    assert read_population(path).rows() == [("Åby", 2025, 10)]


def test_cells_without_a_figure_are_left_out(tmp_path: Path) -> None:
    path = a_file(tmp_path, "area,year,population\na,2024,..\na,2025,0\nb,2025,\n")
    assert read_population(path).rows() == [("a", 2025, 0)]


def test_nobody_lives_in_an_area_before_it_is_drawn(tmp_path: Path) -> None:
    path = a_file(tmp_path, "area;2024;2025\n0139C1010_DeSO2025;0;1712\n0139C1020;0;5\n")
    assert read_population(path).rows() == [
        ("0139C1010", 2025, 1712),
        ("0139C1020", 2024, 0),
        ("0139C1020", 2025, 5),
    ]


def test_every_fault_is_listed_with_its_row(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, "area,year,population\na,2025,1\na,2025,2\nb,25,3\nc,2025,många\n,2025,4\nd,2025,-5\n"
    )
    with pytest.raises(FaultyFileError) as caught:
        read_population(path)
    assert [fault.row for fault in caught.value.faults] == [3, 4, 5, 6, 7]
    assert "'många' är ingen folkmängd" in str(caught.value)


@pytest.mark.parametrize("text", ["", "area,year\na,2025\n", "namn;antal\na;5\n"])
def test_a_file_without_the_headings_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FaultyFileError, match="Skriv rubrikerna area, year och population"):
        read_population(a_file(tmp_path, text))
