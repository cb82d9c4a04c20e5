import pytest

from lagesbild.readers.files import preview, read_sheets
from lagesbild.readers.suggest import best_sheet, suggest


def columns_of(path):
    return dict(suggest(read_sheets(path)[0]).mapping.columns)


def test_the_police_export_is_recognised_by_its_headings(a_text_file):
    path = a_text_file(
        '"","Id","Brottskod","Brottskod.klartext","Inskrivningsdatum","Brottsdatum","Kommun","Län","DeSO.område","Antal"\n'
        '"1",1,1211,"Skadegörelse","2025-01-01","2024-12-31","Upplands-Bro","Stockholms Län","0139B2030",1\n'
    )
    assert columns_of(path) == {
        "id": "Id", "code": "Brottskod", "label": "Brottskod.klartext", "start": "Brottsdatum",
        "reported_at": "Inskrivningsdatum", "area": "DeSO.område", "municipality": "Kommun", "county": "Län",
        "count": "Antal",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Fr.o.m.", "start"), ("T.o.m.", "end"), ("Från", "start"), ("Till", "end"), ("Datum", "start"),
        ("date_start", "start"), ("Inskrivningsdatum", "reported_at"), ("Rapporterad", "reported_at"),
        ("Startdatum (lokal tid)", "start"),
    ],
)  # fmt: skip
def test_headings_of_dates_are_known(a_text_file, heading, role):
    path = a_text_file(f"{heading};Antal\n2025-03-09;1\n2025-03-10;2\n")
    assert columns_of(path)[role] == heading


def test_the_same_letters_mean_degrees_or_metres_as_the_numbers_tell(a_text_file):
    degrees = columns_of(a_text_file("Datum;X;Y\n2025-03-09;17,64;59,51\n"))
    metres = columns_of(a_text_file("Datum;X;Y\n2025-03-09;6600000;650000\n"))
    assert (degrees.get("lon"), degrees.get("lat")) == ("X", "Y")
    assert (metres.get("e"), metres.get("n")) == ("X", "Y")


def test_a_heading_does_not_make_a_date_of_what_is_none(a_text_file):
    assert "start" not in columns_of(a_text_file("Datum;Antal\nhej;1\nhopp;2\n"))


def test_contents_tell_what_headings_do_not(a_text_file):
    rows = "".join(
        f"2025-03-{day:02d};59,5{day:02d};17,6{day:02d};{'Rån' if day % 2 else 'Stöld'}\n"
        for day in range(1, 21)
    )
    found = columns_of(a_text_file("k1;k2;k3;k4\n" + rows))
    assert found == {"start": "k1", "lat": "k2", "lon": "k3", "label": "k4"}


def test_every_choice_has_a_reason_and_unused_columns_are_told(a_text_file):
    found = suggest(read_sheets(a_text_file("Datum;Händelse;Färg\n2025-03-09;Rån;blå\n"))[0])
    assert all(choice.reason.endswith(".") and 0 < choice.confidence <= 1 for choice in found.choices)
    assert found.unused == ("Färg",)


def test_the_kind_of_a_place_is_neither_place_nor_event(a_text_file):
    rows = "".join(f"2025-03-{day:02d};street\n" for day in range(1, 11))
    assert columns_of(a_text_file("date_start;location_category\n" + rows)) == {"start": "date_start"}


def test_the_sheet_with_incidents_is_chosen_before_notes_and_hidden_sheets(a_workbook):
    rows = [["Datum", "Händelse"], ["2025-03-09", "Rån"], ["2025-03-10", "Stöld"]]
    path = a_workbook({"Läs mig": [["Frågor?", "Ring växeln"]], "Data": rows})
    assert best_sheet(preview(path)).name == "Data"


def test_the_order_of_dates_and_the_decimal_sign_are_part_of_the_mapping(a_text_file):
    found = suggest(read_sheets(a_text_file("Datum;Lat;Long\n25/03/2025;59,51;17,64\n"))[0]).mapping
    assert (found.date_order, found.decimal) == ("dmy", ",")
