"""The police's extract per crime code, and lists of incidents of any other kind."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from lagesbild.readers.mapping import Mapping
from lagesbild.sources.base import SourceTables
from lagesbild.sources.catalogue import source_by_id
from lagesbild.sources.incidents import IncidentTable
from lagesbild.sources.police_incidents import PoliceIncidents

DATA = Path(__file__).parents[2] / "data/sources"
EXTRACT = DATA / "incident_export_brottskod_deso.csv"
CRIME = Path(__file__).parents[3] / "../shared/data/crime"
HEAD = EXTRACT.read_text(encoding="utf-8").splitlines()[0]


def extract(folder: Path, *rows: str, head: str = HEAD) -> SourceTables:
    path = folder / "uttag.csv"
    path.write_text("\n".join((head, *rows, "")), encoding="utf-8")
    assert PoliceIncidents().recognise(path).confidence > 0.9
    return PoliceIncidents().read(path)


def a_crime(number: int = 1, **changes: str) -> str:
    cells = {
        "code": "1211",
        "reported": "2025-01-03",
        "happened": "2025-01-01",
        "municipality": "Upplands-Bro",
        "area": "0139C1010",
        "count": "1",
    } | changes
    return (
        f'"{number}",{number},{cells["code"]},"Skadegörelse",{cells["reported"]},{cells["happened"]},'
        f"{cells['municipality']},Stockholms Län,{cells['area']},{cells['count']}"
    )


def texts(tables: SourceTables, kind: str) -> list[str]:
    return [note.text for note in tables.notes if note.kind == kind]


def test_the_extract_in_its_own_shape() -> None:
    assert PoliceIncidents().recognise(EXTRACT).confidence > 0.9
    tables = PoliceIncidents().read(EXTRACT)
    assert not tables.faults
    row = tables.incidents.frame.row(0, named=True)
    assert (row["code"], row["category"]) == ("1211", "fordonsbrand")
    assert (row["municipality"], row["county"], row["area"]) == ("0139", "01", "0139B2030")
    # The day is known and not the hour: from midnight to midnight on the Swedish clock.
    assert row["time_precision"] == "day"
    assert row["start"] == datetime(2024, 12, 30, 23, tzinfo=UTC)
    assert row["end"] == datetime(2024, 12, 31, 23, tzinfo=UTC)
    assert row["reported_at"] == datetime(2024, 12, 31, 23, tzinfo=UTC)
    assert row["source"] == "police-incidents"


def test_a_missing_area_is_counted_in_the_municipality_and_told() -> None:
    tables = PoliceIncidents().read(EXTRACT)
    row = tables.incidents.frame.row(1, named=True)
    assert (row["area"], row["location_precision"]) == (None, "municipality")
    assert any(
        text.startswith("1 rad av 2 saknar DeSO-område (50 procent)") for text in texts(tables, "limit")
    )


def test_every_code_in_the_taxonomy_gets_its_category_also_without_its_leading_zero(tmp_path: Path) -> None:
    tables = extract(tmp_path, a_crime(1, code="0355"), a_crime(2, code="355"), a_crime(3, code="9903"))
    assert tables.incidents.frame["category"].to_list()[:2] == ["misshandel_utomhus_15"] * 2


def test_the_lag_between_crime_and_entry_is_told(tmp_path: Path) -> None:
    quick = [a_crime(n, reported="2025-01-01") for n in range(90)]
    slow = [a_crime(100 + n, reported="2025-03-01") for n in range(10)]
    found = [text for text in texts(extract(tmp_path, *quick, *slow), "limit") if "skrevs in" in text]
    assert found == [
        "90 procent skrevs in samma dag som brottet, och 95 procent inom 59 dagar. "
        "De senaste dagarna i uttaget är därför för låga."
    ]


def test_a_few_rows_say_nothing_about_the_lag(tmp_path: Path) -> None:
    assert not [text for text in texts(extract(tmp_path, a_crime()), "limit") if "skrevs in" in text]


def test_an_entry_before_the_crime_is_told(tmp_path: Path) -> None:
    tables = extract(tmp_path, a_crime(1, reported="2024-12-01"), a_crime(2))
    assert texts(tables, "mismatch") == [
        "1 rad har inskrivningsdatum före brottsdatum. Ett av datumen är fel."
    ]


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        (("0139C1010", "0139C1020"), "säger inte om de är av 2018 eller 2025"),
        (("0139C1010_DeSO2025", "0139C1020_DeSO2025"), "är av 2025 års indelning"),
        (("0139C1010_DeSO2025", "0139C1020"), "är blandade med andra"),
    ],
)
def test_the_division_into_deso_is_told(tmp_path: Path, areas: tuple[str, str], words: str) -> None:
    tables = extract(tmp_path, a_crime(1, area=areas[0]), a_crime(2, area=areas[1]))
    assert tables.incidents.frame["area"].to_list() == ["0139C1010", "0139C1020"]
    assert any(words in note.text for note in tables.notes)


def test_a_row_may_stand_for_several_crimes_and_corrections_are_negative(tmp_path: Path) -> None:
    tables = extract(tmp_path, a_crime(1, count="3"), a_crime(2, count="-1"))
    assert tables.incidents.frame["count"].sum() == 2


def test_a_count_without_the_other_columns(tmp_path: Path) -> None:
    head = "Brottskod;Brottsdatum;Inskrivningsdatum\n"
    rows = "".join(f"1211;2025-01-0{d};2025-01-0{d}\n" for d in range(1, 6))
    path = tmp_path / "litet.csv"
    path.write_text(head + rows, encoding="utf-8")
    tables = PoliceIncidents().read(path)
    assert not tables.faults
    assert len(tables.incidents) == 5


def test_faults_have_row_and_column(tmp_path: Path) -> None:
    tables = extract(tmp_path, a_crime(1), a_crime(2, happened="2025-02-31"), a_crime(3, count="två"))
    assert [(f.row, f.column) for f in tables.faults] == [(3, "Brottsdatum"), (4, "Antal")]
    assert len(tables.incidents) == 0


def guards(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Vecka 36")
        sheet.write(0, 0, "Väktarrapport vecka 36")
        sheet.write_row(2, 0, ["Datum", "Klockslag från", "Klockslag till", "Händelse", "Plats", "Åtgärd"])
        for at in range(8):
            row = [f"2025-09-0{at + 1}", "22:00", "23:30", "Klotter", "Bro centrum", "Polisanmält"]
            sheet.write_row(3 + at, 0, row)
    return path


def test_a_guards_workbook_is_understood_by_its_headings(tmp_path: Path) -> None:
    path = guards(tmp_path / "vakter.xlsx")
    assert 0.3 < IncidentTable().recognise(path).confidence <= 0.8
    tables = IncidentTable().read(path)
    assert not tables.faults
    row = tables.incidents.frame.row(0, named=True)
    assert (row["category"], row["label"], row["place"]) == ("klotter", "Klotter", "Bro centrum")
    assert (row["start"], row["end"]) == (
        datetime(2025, 9, 1, 20, 0, tzinfo=UTC),
        datetime(2025, 9, 1, 21, 30, tzinfo=UTC),
    )
    assert row["time_precision"] == "span"
    assert row["location_precision"] == "place"


def test_a_mapping_decides_and_gives_the_words_their_categories(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("a;b\n" + "".join(f"2025-09-0{d};Tjafs\n" for d in range(1, 6)), encoding="utf-8")
    mapping = Mapping(columns={"start": "a", "label": "b"}, categories={"Tjafs": "brak"})
    tables = IncidentTable().read(path, mapping=mapping)
    assert tables.incidents.frame["category"].unique().to_list() == ["brak"]


def test_unknown_words_are_counted_and_told(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    rows = "".join(f"2025-09-0{d};Drakflygning;Bro\n" for d in range(1, 6))
    path.write_text("Datum;Händelse;Plats\n" + rows, encoding="utf-8")
    tables = IncidentTable().read(path)
    assert len(tables.incidents.counted()) == 5
    assert [n.rows for n in tables.notes if n.kind == "unmapped"] == [5]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    for source in (IncidentTable(), PoliceIncidents()):
        assert [fault.what for fault in source.read(tmp_path / "borta.csv").faults] == ["Filen finns inte"]
        assert source.recognise(tmp_path / "borta.csv").confidence == 0


@pytest.mark.skipif(not CRIME.exists(), reason="the foreign files are not shipped")
@pytest.mark.parametrize(
    ("name", "precision"),
    [
        ("memphis_robberies.csv", "minute"),
        ("dc_burglaries_timespans.csv", "span"),
    ],
)
def test_open_data_from_other_countries(name: str, precision: str) -> None:
    with (CRIME / name).open(encoding="utf-8") as file:
        expected = sum(1 for _ in csv.DictReader(file))
    assert IncidentTable().recognise(CRIME / name).confidence > 0.3
    tables = IncidentTable().read(CRIME / name)
    assert not tables.faults
    assert len(tables.incidents) == expected
    commonest = tables.incidents.frame["time_precision"].cast(pl.String).mode().to_list()
    assert commonest == [precision]


def test_a_daily_report_is_sorted_by_its_words_and_what_was_done_is_left_out() -> None:
    read = source_by_id("daily-report").read(DATA / "dagrapport_vaktare.csv")
    assert read.faults == ()
    frame = read.incidents.frame
    assert frame["category"].to_list()[:4] == ["klotter", "brak", "skadegorelse", "skalskydd"]
    assert frame["category"].to_list()[4] == "okand"
    assert set(frame["source"]) == {"daily-report"}
    assert frame["place"].to_list()[0] == "Stationstorget"
    assert "underrättad" not in str(frame.rows())
    assert any("fått sin kategori av ett ord" in note.text for note in read.notes)
