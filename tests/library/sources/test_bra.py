"""Brå's yearly file, series made from it, and exports from its database."""

import csv
from pathlib import Path

import polars as pl
import pytest

from lagesbild.readers.mapping import Mapping
from lagesbild.sources.base import SourceTables
from lagesbild.sources.bra_sol import BraSol
from lagesbild.sources.bra_year import BraYear

DATA = Path(__file__).parents[2] / "data/sources/bra"
YEAR = DATA / "anmalda_brott_2024.csv"
SERIES = DATA / "bra_seed_kommuner.csv"
SOL = DATA / "bra_sol_export_iso-8859-1.csv"


def values(tables: SourceTables, unit: str) -> dict[tuple[str, str], float | None]:
    assert not tables.faults, [str(fault) for fault in tables.faults]
    frame = tables.measurements.frame.filter(pl.col("unit") == unit)
    return {(a, p): v for a, p, v in frame.select("area", "period", "value").iter_rows()}


def test_the_yearly_file_with_bom_and_spaced_thousands() -> None:
    assert YEAR.read_bytes().startswith(b"\xef\xbb\xbf")
    assert BraYear().recognise(YEAR).confidence > 0.9
    tables = BraYear().read(YEAR)
    assert values(tables, "count") == {
        ("0139", "2024"): 4273,
        ("1277", "2024"): 1927,
        ("1980", "2024"): 22777,
    }
    assert values(tables, "per_100000")["0139", "2024"] == 12909
    assert tables.measurements.frame["category"].unique().to_list() == ["alla_brott"]
    assert tables.measurements.frame["is_total"].all()


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f"])
def test_the_form_of_2021_without_heading_and_with_genitives(tmp_path: Path, space: str) -> None:
    path = tmp_path / "brott 2021.csv"
    text = f"Upplands-Bro kommun;4{space}273;12{space}909\r\nÅstorps kommun;1{space}927;11{space}700\r\n"
    path.write_bytes(b"\xef\xbb\xbf" + (text + "Bjurholms kommun;—;—\r\n").encode())
    assert BraYear().recognise(path).confidence > 0.8
    tables = BraYear().read(path)
    assert values(tables, "count") == {("0139", "2021"): 4273, ("1277", "2021"): 1927, ("2403", "2021"): None}
    assert tables.measurements.frame["area_name"].to_list()[:3] == ["Upplands-Bro", "Åstorp", "Bjurholm"]
    assert tables.measurements.frame["row"].to_list()[:3] == [1, 2, 3]


def test_a_file_that_does_not_say_its_year_is_a_fault_unless_it_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kommuner.csv"
    path.write_bytes(YEAR.read_bytes())
    assert "säger inte vilket år" in str(BraYear().read(path).faults[0])
    told = Mapping(source="bra-year", constants={"year": "2023"})
    assert values(BraYear().read(path, mapping=told), "count")["0139", "2023"] == 4273


def test_a_name_with_two_years_does_not_decide(tmp_path: Path) -> None:
    path = tmp_path / "brott_2023_uttag_2024.csv"
    path.write_bytes(YEAR.read_bytes())
    assert BraYear().read(path).faults


def test_the_series_agrees_with_an_independent_count() -> None:
    assert BraYear().recognise(SERIES).confidence > 0.9
    tables = BraYear().read(SERIES)
    frame = tables.measurements.frame
    with SERIES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    counts = frame.filter(pl.col("unit") == "count")
    assert counts["value"].to_list() == [float(row["antal"]) for row in rows]
    assert counts["area"].to_list() == [row["kommunkod"] for row in rows]
    rates = frame.filter(pl.col("unit") == "per_100000")
    assert rates["value"].to_list() == [float(row["per_100000"]) for row in rows]
    assert "okand" not in frame["category"].to_list()


def test_only_all_crimes_is_a_sum_and_the_other_rates_are_told_to_be_derived() -> None:
    tables = BraYear().read(SERIES)
    totals = tables.measurements.frame.filter(pl.col("is_total"))
    assert totals["indicator"].unique().to_list() == ["Samtliga brott"]
    assert [n.rows for n in tables.notes if "Brås eget bara" in n.text] == [400]


def test_unknown_areas_and_kinds_are_kept_and_told(tmp_path: Path) -> None:
    path = tmp_path / "serie.csv"
    rows = "".join(f"Upplands-Bro;{year};total;5\n" for year in range(2015, 2020))
    path.write_text(
        "kommun;ar;nyckel;antal\n" + rows + "Okänd kommun;2020;svartkonst;5\nHela landet;2020;total;9\n"
    )
    tables = BraYear().read(path)
    assert tables.measurements.frame["area"].to_list()[-2:] == ["Okänd kommun", "00"]
    assert tables.measurements.frame["category"].to_list()[-2] == "okand"
    assert [(n.kind, n.rows) for n in tables.notes] == [("assumed", 1), ("unmapped", 1)]


def test_wrong_cells_are_told(tmp_path: Path) -> None:
    path = tmp_path / "brott 2024.csv"
    rows = "Upplands-Bro;4 273;12 909\nÅstorp;1 927;11 700\n"
    path.write_text(
        f"Kommun;Antal;Per 100 000 inv.\n{rows}{rows}Borås;många;1\n;5;5\nVästerås;-1;3\n", encoding="utf-8"
    )
    assert [(f.row, f.column) for f in BraYear().read(path).faults] == [
        (6, "Antal"),
        (7, "Kommun"),
        (8, "Antal"),
    ]


def test_the_database_export_in_latin_1_with_missing_values() -> None:
    assert BraSol().recognise(SOL).confidence > 0.9
    assert BraYear().recognise(SOL).confidence == 0
    tables = BraSol().read(SOL)
    assert values(tables, "count") == {("0139", "2025"): 110, ("0139", "2026-01"): None}
    assert values(tables, "per_100000")["0139", "2025"] == 332
    assert tables.measurements.frame["category"].unique().to_list() == ["bostadsinbrott"]


def sol(folder: Path, *rows: str, head: str = "Region;Brott;År;Period;Antal;/100 000 inv") -> SourceTables:
    path = folder / "sol.csv"
    path.write_bytes("\r\n".join((head, *rows, "")).encode("iso-8859-1"))
    return BraSol().read(path)


def test_months_after_the_last_whole_year_are_preliminary() -> None:
    tables = BraSol().read(SOL)
    frame = tables.measurements.frame.filter(pl.col("unit") == "count")
    assert dict(frame.select("period", "is_preliminary").iter_rows()) == {"2025": False, "2026-01": True}
    assert [n.rows for n in tables.notes if "preliminära" in n.text] == [1]


def test_without_a_whole_year_nothing_is_said_about_preliminary(tmp_path: Path) -> None:
    tables = sol(tmp_path, "Borås kommun;Rån;2025;Jan;3;2", "Borås kommun;Rån;2025;Feb;4;3")
    assert tables.measurements.frame["is_preliminary"].null_count() == 4


@pytest.mark.parametrize(
    ("words", "period"),
    [
        ("Hela året", "2025"),
        ("Maj", "2025-05"),
        ("Oktober", "2025-10"),
        ("Kvartal 3", "2025-Q3"),
        ("Kv 1", "2025-Q1"),
        ("1:a halvåret", "2025-H1"),
        ("Tertial 2", "2025-T2"),
    ],
)
def test_the_words_for_periods(tmp_path: Path, words: str, period: str) -> None:
    tables = sol(tmp_path, *[f"Borås kommun;Rån;2025;{words};3;2", "Borås kommun;Hot;2024;Hela året;3;2"])
    assert tables.measurements.frame["period"].to_list()[0] == period


def test_regions_counties_and_the_country(tmp_path: Path) -> None:
    regions = ("Hela landet", "Stockholms län", "Region Stockholm", "Region Gotland", "Västerås kommun")
    tables = sol(tmp_path, *(f"{region};Rån;2025;Hela året;3;2" for region in regions))
    # A police region is not the municipality of that name.
    assert tables.measurements.frame["area"].to_list()[:5] == ["00", "01", "Region Stockholm", "0980", "1980"]


def test_faults_of_an_export(tmp_path: Path) -> None:
    good = [f"Borås kommun;Rån;{year};Hela året;3;2" for year in range(2015, 2020)]
    tables = sol(tmp_path, *good, "Borås kommun;Rån;2025;Vinter;x;2", ";Rån;tjugo;Jan;3;2")
    assert [(f.row, f.column) for f in tables.faults] == [
        (7, "Antal"),
        (7, "Period"),
        (8, "Region"),
        (8, "År"),
    ]


def test_both_sources_say_that_reported_is_not_all() -> None:
    for source in (BraYear(), BraSol()):
        assert any("inte alla brott" in limit for limit in source.limits)
