from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.readers.delimited import read_batches
from lagesbild.readers.incident_file import read_incidents, suggest_mapping
from lagesbild.readers.mapping import Mapping

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def read(path, **options):
    return read_incidents(path, now=NOW, **options)


def rows_of(read):
    assert read.faults == ()
    return read.incidents.frame


def notes_of(read, kind):
    return [note.text for note in read.notes if note.kind == kind]


def test_the_real_shape_of_the_police_export_becomes_incidents(a_text_file):
    path = a_text_file(
        '"","Id","Brottskod","Brottskod.klartext","Inskrivningsdatum","Brottsdatum","Kommun","Län","DeSO.område","Antal"\n'
        '"1",1,1211,"Skadegörelse, bilbrand (ej mordbrand, 1301)","2025-01-01","2024-12-31","Upplands-Bro",'
        '"Stockholms Län","0139B2030",1\n'
        '"2",2,1210,"Skadegörelse, genom brand","2025-01-03","2025-01-03","Upplands-Bro",'
        '"Stockholms Län","",1\n'
    )
    first, second = rows_of(read(path)).to_dicts()
    assert first["category"] == "fordonsbrand"
    assert first["start"] == datetime(2024, 12, 30, 23, tzinfo=UTC)
    assert first["end"] == datetime(2024, 12, 31, 23, tzinfo=UTC)
    assert (first["time_precision"], first["location_precision"]) == ("day", "area")
    assert (first["area"], first["municipality"], first["county"]) == ("0139B2030", "0139", "01")
    assert (second["location_precision"], second["row"]) == ("municipality", 3)


def test_date_and_clock_in_two_columns_are_one_moment(a_text_file):
    path = a_text_file("Datum;Klockslag;Händelse\n2025-07-01;14.05;Rån\n2025-07-01;;Rån\n")
    frame = rows_of(read(path))
    assert frame["start"].to_list() == [
        datetime(2025, 7, 1, 12, 5, tzinfo=UTC), datetime(2025, 6, 30, 22, tzinfo=UTC),
    ]  # fmt: skip
    assert frame["time_precision"].to_list() == ["minute", "day"]


def test_two_dates_are_the_first_and_last_possible_moment(a_text_file):
    path = a_text_file(
        "Från;Till;Händelse\n2025-07-01 20:00;2025-07-02 07:00;Inbrott\n2025-07-01;2025-07-02;Inbrott\n"
        "2025-07-01;2025-07-01;Inbrott\n2025-07-01 20:00;;Inbrott\n"
    )
    frame = rows_of(read(path))
    assert frame["time_precision"].to_list() == ["span", "span", "day", "minute"]
    assert frame["end"].to_list() == [
        datetime(2025, 7, 2, 5, tzinfo=UTC), datetime(2025, 7, 2, 22, tzinfo=UTC),
        datetime(2025, 7, 1, 22, tzinfo=UTC), datetime(2025, 7, 1, 18, tzinfo=UTC),
    ]  # fmt: skip


def test_an_end_with_only_a_clock_time_may_be_past_midnight(a_text_file):
    path = a_text_file(
        "Datum;Starttid;Sluttid;Händelse\n2025-07-01;23:30;01:15;Rån\n2025-07-01;20:00;21:00;Rån\n"
    )
    frame = rows_of(read(path))
    assert frame["end"].to_list() == [
        datetime(2025, 7, 1, 23, 15, tzinfo=UTC), datetime(2025, 7, 1, 19, tzinfo=UTC),
    ]  # fmt: skip


def test_ambiguous_dates_follow_the_one_date_that_is_certain_far_down(a_text_file):
    lines = "".join("03/04/2025;Rån\n" for _ in range(500)) + "04/25/2025;Rån\n"
    frame = rows_of(read(a_text_file("Datum;Händelse\n" + lines)))
    assert frame["start"].dt.convert_time_zone("Europe/Stockholm").dt.month().unique().sort().to_list() == [
        3,
        4,
    ]


def test_dates_that_nothing_decides_are_read_day_first_and_the_user_is_told(a_text_file):
    got = read(a_text_file("Datum;Händelse\n03/04/2025;Rån\n"))
    assert got.incidents.local_start() is not None
    assert rows_of(got).select(got.incidents.local_start().dt.month()).item() == 4
    assert any("kan läsas på två sätt" in text for text in notes_of(got, "assumed"))


def test_midnight_in_every_row_means_that_the_clock_was_never_noted(a_text_file):
    same = "".join(f"2025-03-{day:02d} 00:00;Rån\n" for day in range(1, 10))
    assert rows_of(read(a_text_file("Datum;Händelse\n" + same)))["time_precision"].unique().to_list() == [
        "day"
    ]
    other = same + "2025-03-20 14:05;Rån\n"
    assert rows_of(read(a_text_file("Datum;Händelse\n" + other)))["time_precision"].unique().to_list() == [
        "minute"
    ]


def test_a_date_said_to_be_unknown_is_counted_without_a_period(a_text_file):
    got = read(a_text_file("Datum;Händelse\n..;Rån\n2025-03-09;Rån\n"))
    assert rows_of(got)["time_precision"].to_list() == ["unknown", "day"]
    assert any("datumet är okänt" in text for text in notes_of(got, "assumed"))


def test_sum_rows_are_kept_but_not_counted_and_agree_with_their_rows(a_text_file):
    text = (
        "Datum;Område;Händelse;Antal\n2025-03-01;Kungsängen;Rån;2\n2025-03-01;Brunna;Rån;3\n"
        "2025-03-01;Hela kommunen;Rån;5\nTotalt;;;5\n"
    )
    got = read(a_text_file(text))
    assert rows_of(got)["excluded"].to_list() == [None, None, "sum_row", "sum_row"]
    assert got.incidents.counted().frame["count"].sum() == 5
    assert notes_of(got, "mismatch") == []


def test_a_sum_that_disagrees_with_its_rows_is_told(a_text_file):
    got = read(a_text_file("Datum;Händelse;Antal\n2025-03-01;Rån;2\n2025-03-02;Rån;3\nSumma;;6\n"))
    assert notes_of(got, "mismatch") == ["Rad 4 säger att summan är 6, men raderna ger 5."]


def test_text_below_the_table_and_repeated_headings_are_left_out_and_told(a_text_file):
    got = read(
        a_text_file(
            "Datum;Händelse;Antal\n2025-03-01;Rån;2\nDatum;Händelse;Antal\n2025-03-02;Rån;3\n\nKälla: Brå;;\n"
        )
    )
    assert rows_of(got)["row"].to_list() == [2, 4]
    assert len(notes_of(got, "left_out")) == 2


def test_the_same_id_and_words_again_is_a_duplicate_but_two_crimes_in_one_case_are_two(a_text_file):
    text = "Id;Datum;Händelse\nK1;2025-03-01;Rån\nK1;2025-03-01;Rån\nK1;2025-03-01;Misshandel\n"
    got = read(a_text_file(text + "K2;2025-03-01;Rån\nK3;2025-03-01;Rån\n"))
    assert rows_of(got)["excluded"].to_list() == [None, "duplicate", None, None, None]
    assert any("delar löpnummer" in text for text in notes_of(got, "assumed"))


def test_equal_rows_without_ids_are_duplicates_only_when_they_are_exact(a_text_file):
    exact = read(
        a_text_file("Datum;Händelse;Plats\n2025-03-01 14:05;Rån;Torget\n2025-03-01 14:05;Rån;Torget\n")
    )
    rough = read(a_text_file("Datum;Händelse;Område\n2025-03-01;Rån;Centrum\n2025-03-01;Rån;Centrum\n"))
    assert rows_of(exact)["excluded"].to_list() == [None, "duplicate"]
    assert rows_of(rough)["excluded"].to_list() == [None, None]
    assert any("kan vara olika händelser" in text for text in notes_of(rough, "assumed"))
    assert rough.incidents.frame["id"].n_unique() == 2


def test_ids_made_from_content_are_the_same_each_time(a_text_file):
    path = a_text_file("Datum;Händelse\n2025-03-01;Rån\n2025-03-02;Stöld\n")
    assert rows_of(read(path))["id"].to_list() == rows_of(read(path))["id"].to_list()


@pytest.mark.parametrize(
    ("headings", "first", "second"),
    [("Lat;Long", "59,5136", "17,6419"), ("E;N", "649477", "6600345"), ("N;E", "6600345", "649477"),
     ("X;Y", "6600345", "649477"), ("X;Y", "17,6419", "59,5136")],
)  # fmt: skip
def test_places_are_the_same_in_degrees_and_metres_and_in_either_order(a_text_file, headings, first, second):
    frame = rows_of(read(a_text_file(f"Datum;Händelse;{headings}\n2025-03-01;Rån;{first};{second}\n")))
    row = frame.row(0, named=True)
    assert row["lon"] == pytest.approx(17.6419, abs=0.02)
    assert row["lat"] == pytest.approx(59.5136, abs=0.02)
    assert row["e"] == pytest.approx(649_477, abs=1000)
    assert row["n"] == pytest.approx(6_600_345, abs=1000)
    assert row["location_precision"] == "point"


def test_nought_nought_is_no_place_and_is_told(a_text_file):
    got = read(a_text_file("Datum;Händelse;Lat;Long\n2025-03-01;Rån;0;0\n2025-03-01;Rån;59,51;17,64\n"))
    assert rows_of(got)["lon"].to_list() == [None, 17.64]
    assert any("0, 0" in text for text in notes_of(got, "assumed"))


def test_columns_whose_headings_have_changed_places_are_one_fault_for_the_file(a_text_file):
    rows = "".join(f"2025-03-{day:02d};Rån;17,64;59,51\n" for day in range(1, 9))
    faults = read(a_text_file("Datum;Händelse;Lat;Long\n" + rows)).faults
    assert len(faults) == 1
    assert "har bytt plats" in faults[0].what


def test_negative_counts_are_corrections_and_are_told(a_text_file):
    got = read(a_text_file("Datum;Händelse;Antal\n2025-03-01;Rån;5\n2025-03-02;Rån;-2\n"))
    assert rows_of(got)["count"].to_list() == [5, -2]
    assert any("negativt antal" in text for text in notes_of(got, "assumed"))


def test_spaced_thousands_are_counts(a_text_file):
    assert rows_of(read(a_text_file("Datum;Händelse;Antal\n2025;Stöld;4\u00a0273\n")))["count"].to_list() == [
        4273
    ]


def test_a_saved_mapping_reads_the_next_file_in_the_same_way(a_text_file):
    path = a_text_file("När;Vad;Var\n25/3 2025;Rån;Torget\n26/3 2025;Buset;Skolan\n")
    mapping = Mapping(
        columns={"start": "när", "label": "Vad", "place": "Var"},
        constants={"municipality": "0139"},
        categories={"buset": "skadegorelse"},
    )
    frame = rows_of(read(path, mapping=Mapping.from_toml(mapping.to_toml())))
    assert frame["place"].to_list() == ["Torget", "Skolan"]
    assert frame["municipality"].unique().to_list() == ["0139"]
    assert frame["category"].to_list()[1] == "skadegorelse"


def test_a_mapping_that_does_not_fit_lists_what_the_file_has(a_text_file):
    path = a_text_file("Datum;Händelse\n2025-03-09;Rån\n")
    faults = read(path, mapping=Mapping(columns={"start": "Brottsdag", "label": "Händelse"})).faults
    assert [fault.column for fault in faults] == ["Brottsdag"]
    assert "'Datum', 'Händelse'" in faults[0].advice


def test_half_a_coordinate_is_left_alone_but_a_mapping_with_half_is_a_fault(a_text_file):
    path = a_text_file("Datum;Händelse;Lat\n2025-03-09;Rån;59,51\n")
    assert any("'Lat'" in text for text in notes_of(read(path), "ignored_column"))
    columns = {"start": "Datum", "label": "Händelse", "lat": "Lat"}
    assert [fault.column for fault in read(path, mapping=Mapping(columns=columns)).faults] == ["Lat"]


def test_a_file_that_does_not_say_when_lists_what_it_has(a_text_file):
    faults = read(a_text_file("Plats;Händelse\nTorget;Rån\n")).faults
    assert len(faults) == 1
    assert "när det hände" in faults[0].what
    assert "'Plats', 'Händelse'" in faults[0].advice


def test_unknown_categories_in_the_mapping_are_faults(a_text_file):
    path = a_text_file("Datum;Händelse\n2025-03-09;Rån\n")
    mapping = Mapping(
        columns={"start": "Datum", "label": "Händelse"}, scheme="finns inte", categories={"Rån": "raan"}
    )
    assert {fault.value for fault in read(path, mapping=mapping).faults} == {"raan", "finns inte"}


def test_words_that_no_category_knows_are_counted_as_unknown_and_told(a_text_file):
    got = read(a_text_file("Datum;Händelse\n2025-03-09;Blurp\n2025-03-09;Rån\n"))
    assert rows_of(got)["category"].to_list()[0] == "okand"
    assert any("'Blurp' (1)" in text for text in notes_of(got, "unmapped"))


def test_hidden_rows_of_a_workbook_count_and_are_told(tmp_path):
    import xlsxwriter

    path = tmp_path / "dolda.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for index, row in enumerate([["Datum", "Händelse"], ["2025-03-09", "Rån"], ["2025-03-10", "Stöld"]]):
            sheet.write_row(index, 0, row)
        sheet.set_row(2, None, None, {"hidden": True})
    got = read(path)
    assert len(rows_of(got)) == 2
    assert any("rad 3" in text and "räknas med" in text for text in notes_of(got, "assumed"))


def test_the_sheet_that_fits_the_mapping_is_read_and_the_others_are_told(a_workbook):
    path = a_workbook(
        {"Info": [["a", "b"], ["c", "d"]], "Data": [["Datum", "Händelse"], ["2025-03-09", "Rån"]]}
    )
    got = read(path, mapping=Mapping(columns={"start": "Datum", "label": "Händelse"}))
    assert len(rows_of(got)) == 1
    assert got.mapping.sheet == "Data"
    assert any("'Info'" in text for text in notes_of(got, "left_out"))
    assert suggest_mapping(path).mapping.sheet == "Data"


def test_a_file_of_only_a_heading_is_an_empty_table(a_text_file):
    got = read(a_text_file("Datum;Händelse\n"))
    assert got.faults == ()
    assert len(got.incidents) == 0


def test_an_empty_file_is_a_fault(a_text_file):
    assert read(a_text_file("")).faults[0].what == "Filen är tom"


def test_parquet_is_read_with_its_types(tmp_path):
    path = tmp_path / "fil.parquet"
    pl.DataFrame(
        {"Datum": [datetime(2025, 3, 9, 14, 5, tzinfo=UTC)], "Händelse": ["Rån"], "Antal": [3]}
    ).write_parquet(path)
    frame = rows_of(read(path))
    assert frame["count"].to_list() == [3]
    assert frame["start"].to_list() == [datetime(2025, 3, 9, 14, 5, tzinfo=UTC)]
    assert frame["row"].to_list() == [2]


def test_batches_do_not_change_the_answer_and_progress_is_told(a_text_file, monkeypatch):
    lines = "".join(f"{n};{1 + n % 28}/{1 + n % 12} 2025;Rån;59,{n:05d};17,64\n" for n in range(40_000))
    path = a_text_file("Id;Datum;Händelse;Lat;Long\n" + lines)
    whole = rows_of(read(path))
    seen = []
    monkeypatch.setattr("lagesbild.readers.encoding.CHUNK_BYTES", 1 << 15)
    monkeypatch.setattr("lagesbild.readers.files.read_batches", partial(read_batches, batch_bytes=1))
    many = rows_of(read(path, progress=lambda done, total, what: seen.append((done, total, what))))
    assert many.equals(whole)
    assert len(seen) > 20
    assert seen[-1][0] == 40_000
    assert "fil.csv" in seen[-1][2]


SHARED = Path(__file__).parents[4] / "shared" / "data" / "crime"


@pytest.mark.skipif(not SHARED.exists(), reason="the large real files are not in the repository")
@pytest.mark.parametrize(
    ("name", "rows", "spans"),
    [
        ("memphis_robberies.csv", 2245, 0),
        ("crimedata_nycvehiclethefts.csv", 35_746, 24_000),
        ("dc_burglaries_timespans.csv", 1025, 900),
    ],
)  # fmt: skip
def test_real_files_from_other_countries_are_read_whole(name, rows, spans):
    frame = rows_of(read(SHARED / name))
    assert len(frame) == rows
    assert (frame["time_precision"] == "span").sum() >= spans
    assert frame["e"].null_count() < 0.02 * rows


JUNK = st.sampled_from(
    [
        "\n", ";", ",", '"', '""', "..", "–", "\x00", "\r", "Summa", "0", "9" * 400, "31/2 2025",
        "2025-03-30 02:30", "Källa:", "NaN",
        "inf", '="1"', "sep=,\n", "\n\n", "Datum", "Lat", "kl 9", "\u2028",
    ]
)  # fmt: skip
GOOD = "Id;Datum;Klockslag;Händelse;Lat;Long;Antal\n" + "".join(
    f"{n};{n}/3 2025;{n % 24}:05;Rån;59,5{n};17,6{n};{n}\n" for n in range(10, 20)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), JUNK), min_size=1, max_size=6))
def test_a_damaged_file_gives_faults_or_a_table_and_never_both(a_text_file, damage):
    text = GOOD
    for at, junk in damage:
        text = text[:at] + junk + text[at:]
    got = read(a_text_file(text))
    assert not (got.faults and len(got.incidents))
    assert all(str(fault) and fault.advice for fault in got.faults)
