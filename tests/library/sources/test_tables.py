"""Survey tables and other tables of figures."""

import csv
from pathlib import Path

import polars as pl
import pytest

from lagesbild.readers.mapping import Mapping
from lagesbild.sources.base import SourceTables
from lagesbild.sources.measurements import MeasurementTable
from lagesbild.sources.survey import Survey

DATA = Path(__file__).parents[2] / "data/sources"
SHARES = DATA / "enkat_upplands-bro.csv"
BERLIN = Path(__file__).parents[3] / "../shared/data/crime/Berlin_crimes.csv"


def survey(folder: Path, text: str, name: str = "enkat.csv") -> SourceTables:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return Survey().read(path)


def table(folder: Path, text: str, mapping: Mapping | None = None) -> SourceTables:
    path = folder / "tabell.csv"
    path.write_text(text, encoding="utf-8")
    return MeasurementTable().read(path, mapping=mapping)


def test_shares_agree_with_an_independent_reading() -> None:
    assert Survey().recognise(SHARES).confidence > 0.9
    tables = Survey().read(SHARES)
    assert not tables.faults
    with SHARES.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    frame = tables.measurements.frame
    assert frame["value"].to_list() == [float(row["andel_procent"]) for row in rows]
    assert frame["base_size"].to_list() == [int(row["n"]) if row["n"] else None for row in rows]
    assert frame["unit"].unique().to_list() == ["percent"]
    assert frame["area"].unique().sort().to_list() == ["01", "0139"]
    assert frame["section"].unique().sort().to_list() == ["Polisens trygghetsmätning", "Stockholmsenkäten"]


def test_the_response_rate_is_a_share_of_one() -> None:
    frame = Survey().read(SHARES).measurements.frame
    assert frame["response_rate"].drop_nulls().unique().to_list() == [0.56]


def test_values_without_a_number_of_answers_are_told() -> None:
    notes = Survey().read(SHARES).notes
    assert [n.rows for n in notes if "saknar antal svar" in n.text] == [41]


def test_an_index_in_long_form(tmp_path: Path) -> None:
    text = "Mätområde;Område;År;Index;n\n" + "".join(
        f"Nedskräpning;{area};{year};1,{year % 10}5;300\n"
        for area in ("Åstorp", "Kvidinge")
        for year in (2020, 2021)
    )
    frame = survey(tmp_path, text).measurements.frame
    assert frame["unit"].unique().to_list() == ["index_0_6"]
    assert frame.select("area", "area_name", "period", "value", "base_size").rows()[0] == (
        "1277", "Åstorp", "2020", 1.05, 300,
    )  # fmt: skip
    assert frame["area"].to_list()[-1] == "Kvidinge"


def test_an_index_with_a_column_for_each_year(tmp_path: Path) -> None:
    text = "Mätområde;Område;2019;2020\nNedskräpning;Åstorp;1,45;1,52\nKlotter;Åstorp;0,9;..\n"
    tables = survey(tmp_path, text)
    frame = tables.measurements.frame
    assert frame.select("indicator", "period", "value").rows() == [
        ("Nedskräpning", "2019", 1.45),
        ("Klotter", "2019", 0.9),
        ("Nedskräpning", "2020", 1.52),
        ("Klotter", "2020", None),
    ]
    assert frame["unit"].unique().to_list() == ["index_0_6"]
    assert any("läses som index 0–6" in n.text for n in tables.notes)


def test_an_index_with_a_column_for_each_area_takes_the_year_from_its_title(tmp_path: Path) -> None:
    rows = "Nedskräpning;1,45;2,1\nKlotter;0,9;1,2\nSkadegörelse;1,1;1,3\n"
    tables = survey(tmp_path, f"Trygghetsmätning 2021\n\nMätområde;Åstorp;Kvidinge\n{rows}")
    assert not tables.faults
    frame = tables.measurements.frame
    assert frame.select("indicator", "area", "period", "value", "unit").rows()[3] == (
        "Nedskräpning", "Kvidinge", "2021", 2.1, "index_0_6",
    )  # fmt: skip
    assert frame["area"].to_list()[0] == "1277"
    assert Survey().recognise(tmp_path / "enkat.csv").confidence == 0.7


def test_columns_that_are_not_used_are_told(tmp_path: Path) -> None:
    rows = "".join(f"Otrygg ute;{year};25;Anm\n" for year in range(2015, 2021))
    tables = survey(tmp_path, f"fraga;ar;andel_procent;Kommentar\n{rows}")
    assert [n.text for n in tables.notes if n.kind == "ignored_column"] == [
        "Kolumner som inte används: Kommentar."
    ]


def test_a_title_decides_what_the_values_are(tmp_path: Path) -> None:
    rows = "Klotter;Åstorp;1;2\nNedskräpning;Åstorp;2;3\n"
    tables = survey(tmp_path, f"Polisens trygghetsmätning, index\n\nMätområde;Område;2019;2020\n{rows}")
    assert tables.measurements.frame["unit"].unique().to_list() == ["index_0_6"]
    assert not any(n.kind == "assumed" for n in tables.notes)


def test_per_cent_signs_decide_too(tmp_path: Path) -> None:
    tables = survey(tmp_path, "Fråga;Område;2019;2020\nOtrygg ute;Åstorp;3 %;4,5 %\nOro;Åstorp;1 %;2 %\n")
    frame = tables.measurements.frame
    assert frame["unit"].unique().to_list() == ["percent"]
    assert frame["value"].to_list() == [3.0, 1.0, 4.5, 2.0]


@pytest.mark.parametrize(
    ("head", "value", "words"),
    [
        ("andel_procent", "101", "större än 100"),
        ("andel_procent", "-1", "mindre än 0"),
        ("index", "6,1", "större än 6"),
        ("index", "lågt", "är inget tal"),
    ],
)
def test_a_value_outside_its_scale_is_a_fault(tmp_path: Path, head: str, value: str, words: str) -> None:
    good = "".join(f"Otrygg ute;{year};2,5\n" for year in range(2015, 2021))
    tables = survey(tmp_path, f"fraga;ar;{head}\n{good}Otrygg ute;2021;{value}\n")
    assert [(f.row, f.column) for f in tables.faults] == [(8, head)]
    assert words in str(tables.faults[0])


def test_one_wrong_value_does_not_change_what_the_others_mean(tmp_path: Path) -> None:
    tables = survey(
        tmp_path, "Mätområde;Område;2019;2020\nNedskräpning;Åstorp;1,45;1,52\nKlotter;Åstorp;0,9;7,2\n"
    )
    assert [(f.row, f.column, f.value) for f in tables.faults] == [(3, "2020", "7,2")]


def test_the_survey_says_that_small_changes_tell_nothing() -> None:
    assert any("felmarginal" in limit for limit in Survey.limits)


def test_a_long_table_of_figures(tmp_path: Path) -> None:
    text = "indikator;kommun;period;värde;enhet\n" + "".join(
        f"Klottersanering;Upplands-Bro;2025-0{m};{m}5;antal\n" for m in range(1, 6)
    )
    tables = table(tmp_path, text + "Kostnad;Upplands-Bro;2025-H1;12 500,50;kr\n")
    assert not tables.faults
    frame = tables.measurements.frame
    assert frame.select("indicator", "area", "period", "value", "unit").rows()[-1] == (
        "Kostnad", "0139", "2025-H1", 12500.5, "sek",
    )  # fmt: skip
    assert frame["unit"].to_list()[0] == "count"


def test_an_unknown_unit_is_told(tmp_path: Path) -> None:
    text = "indikator;period;värde;enhet\n" + "".join(f"Lampor;202{y};5;lux\n" for y in range(4))
    tables = table(tmp_path, text)
    assert tables.measurements.frame["unit"].unique().to_list() == ["other"]
    assert [n.rows for n in tables.notes if "Enheten 'lux' är okänd" in n.text] == [4]


def test_faults_in_periods_and_values(tmp_path: Path) -> None:
    good = "".join(f"Lampor;202{y};5\n" for y in range(5))
    tables = table(tmp_path, f"indikator;period;antal\n{good}Lampor;i fjol;5\nLampor;2025;fem\n")
    assert [(f.row, f.column) for f in tables.faults] == [(7, "period"), (8, "antal")]
    assert "2025-W36" in tables.faults[0].advice


def test_a_mapping_names_the_columns(tmp_path: Path) -> None:
    text = "vad;när;hur mycket\n" + "".join(f"Lampor;202{y};5\n" for y in range(5))
    assert table(tmp_path, text).faults
    mapping = Mapping(
        source="measurements", columns={"indicator": "vad", "period": "när", "value": "hur mycket"}
    )
    assert len(table(tmp_path, text, mapping).measurements) == 5


def test_a_wide_table_with_a_column_for_each_kind_of_crime(tmp_path: Path) -> None:
    text = "År;Område;Stöld;Rån;Trolleri\n" + "".join(f"202{y};Bro;{y}5;{y};1\n" for y in range(1, 5))
    tables = table(tmp_path, text)
    frame = tables.measurements.frame
    assert len(frame) == 12
    assert frame.filter(pl.col("indicator") == "Rån")["value"].to_list() == [1.0, 2.0, 3.0, 4.0]
    assert frame.filter(pl.col("indicator") == "Stöld")["category"].unique().to_list() == ["stold"]
    assert [(n.kind, n.rows) for n in tables.notes] == [("unmapped", 4)]
    assert "Trolleri" in tables.notes[0].text


def test_a_table_without_periods_is_refused_in_a_sentence(tmp_path: Path) -> None:
    tables = table(tmp_path, "namn;färg\nBro;röd\nBro;blå\n")
    assert "ingen period" in str(tables.faults[0])


@pytest.mark.skipif(not BERLIN.exists(), reason="the Berlin table is not shipped")
def test_the_berlin_table_has_every_cell_and_its_sums_agree() -> None:
    assert MeasurementTable().recognise(BERLIN).confidence >= 0.45
    frame = MeasurementTable().read(BERLIN).measurements.frame
    with BERLIN.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    kinds = [name for name in rows[0] if name not in ("Year", "District", "Code", "Location")]
    assert len(frame) == len(rows) * len(kinds)
    assert frame["value"].sum() == sum(int(row[kind]) for row in rows for kind in kinds)
