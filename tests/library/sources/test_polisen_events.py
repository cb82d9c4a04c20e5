"""The police news feed: every trap found in the real feed, one test each."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lagesbild.readers.mapping import Mapping
from lagesbild.sources.base import SourceTables
from lagesbild.sources.polisen_events import PolisenEvents

DATA = Path(__file__).parents[2] / "data/sources/polisen"
TRAPS = DATA / "events_traps.json"
ANSWER = DATA / "answer_2026-08-22.json"
SHARED = Path(__file__).parents[3] / "../shared/data/sweden/polisen"
needs_archive = pytest.mark.skipif(not SHARED.exists(), reason="the big archive is not shipped")


def an_event(**changes: Any) -> dict[str, Any]:
    event = {
        "id": 1,
        "datetime": "2025-05-14 9:48:12 +02:00",
        "name": "14 maj 08.15, Stöld, Borås",
        "summary": "",
        "url": "/aktuellt/",
        "type": "Stöld",
        "location": {"name": "Borås", "gps": "57.721035,12.939819"},
    }
    return event | changes


def read(folder: Path, *events: Any, mapping: Mapping | None = None) -> SourceTables:
    path = folder / "events.json"
    path.write_text(json.dumps(events, ensure_ascii=False), encoding="utf-8")
    return PolisenEvents().read(path, mapping=mapping)


def only_row(tables: SourceTables) -> dict[str, Any]:
    assert not tables.faults
    return tables.incidents.frame.row(0, named=True)


def note(tables: SourceTables, words: str) -> int:
    found = [n for n in tables.notes if words in n.text]
    assert len(found) == 1, [n.text for n in tables.notes]
    return found[0].rows


def by_id(path: Path) -> dict[str, dict[str, Any]]:
    tables = PolisenEvents().read(path)
    assert not tables.faults
    return {row["id"]: row for row in tables.incidents.frame.iter_rows(named=True)}


def test_an_hour_without_leading_zero_is_read(tmp_path: Path) -> None:
    tables = read(tmp_path, an_event())
    assert only_row(tables)["reported_at"] == datetime(2025, 5, 14, 7, 48, 12, tzinfo=UTC)
    assert note(tables, "saknar nolla före timmen") == 1


@pytest.mark.parametrize("clock", ["08:15", "08.15", "8.15", "kl. 08.15"])
def test_both_separators_of_the_clock_are_read(tmp_path: Path, clock: str) -> None:
    row = only_row(read(tmp_path, an_event(name=f"14 maj {clock}, Stöld, Borås")))
    assert row["start"] == row["end"] == datetime(2025, 5, 14, 6, 15, tzinfo=UTC)
    assert row["time_precision"] == "minute"


def test_the_event_has_its_own_time_and_the_publication_another() -> None:
    row = by_id(TRAPS)["410793"]
    assert row["start"] == datetime(2023, 3, 21, 17, 32, tzinfo=UTC)
    assert row["reported_at"] == datetime(2023, 3, 21, 17, 57, 21, tzinfo=UTC)


def test_31_december_published_on_1_january_belongs_to_the_year_before(tmp_path: Path) -> None:
    row = only_row(
        read(tmp_path, an_event(datetime="2024-01-01 0:40:16 +01:00", name="31 december 23.40, Rån, Borås"))
    )
    assert row["start"] == datetime(2023, 12, 31, 22, 40, tzinfo=UTC)


def test_29_february_is_read_in_a_leap_year() -> None:
    assert by_id(TRAPS)["507636"]["start"] == datetime(2024, 2, 29, 5, 0, tzinfo=UTC)


def test_an_evening_clock_published_the_same_morning_is_the_evening_before() -> None:
    row = by_id(TRAPS)["572580"]  # published 25 February 00.49, headline "25 februari 23.24"
    assert row["start"] == datetime(2025, 2, 24, 22, 24, tzinfo=UTC)


def test_a_time_after_its_own_publication_keeps_only_the_day() -> None:
    row = by_id(TRAPS)["598797"]  # published 26 August, headline "18 september 12.27"
    assert row["time_precision"] == "day"
    assert row["start"] == datetime(2025, 8, 25, 22, 0, tzinfo=UTC)
    assert row["end"] == datetime(2025, 8, 26, 22, 0, tzinfo=UTC)


def test_a_clock_rounded_a_minute_ahead_is_believed(tmp_path: Path) -> None:
    row = only_row(
        read(tmp_path, an_event(datetime="2025-05-14 17:28:20 +02:00", name="14 maj 17.30, Stöld, Borås"))
    )
    assert row["time_precision"] == "minute"


@pytest.mark.parametrize(
    ("headline", "words"), [("14 maj, Stöld, Borås", "saknar klockslag"), ("Stöld, Borås", "saknar datum")]
)
def test_a_headline_without_a_clock_gives_a_day(tmp_path: Path, headline: str, words: str) -> None:
    tables = read(tmp_path, an_event(name=headline))
    row = only_row(tables)
    assert row["time_precision"] == "day"
    assert (row["start"], row["end"]) == (
        datetime(2025, 5, 13, 22, tzinfo=UTC),
        datetime(2025, 5, 14, 22, tzinfo=UTC),
    )
    assert note(tables, words) == 1


def test_the_hour_that_does_not_exist_in_march_gives_a_day(tmp_path: Path) -> None:
    changes = {"datetime": "2025-03-30 4:10:00 +02:00", "name": "30 mars 02.30, Stöld, Borås"}
    row = only_row(read(tmp_path, an_event(**changes)))
    assert row["time_precision"] == "day"
    assert (row["end"] - row["start"]).total_seconds() == 23 * 3600


def test_centroids_are_never_used_as_points() -> None:
    frame = PolisenEvents().read(TRAPS).incidents.frame
    assert frame.select("lon", "lat", "e", "n").null_count().row(0) == (frame.height,) * 4
    assert set(frame["location_precision"]) <= {"municipality", "county", "unknown"}


@pytest.mark.parametrize(("id_", "code"), [("411338", "0139"), ("409620", "0114")])
def test_oddly_capitalised_names_find_their_municipality(id_: str, code: str) -> None:
    row = by_id(TRAPS)[id_]
    assert (row["municipality"], row["location_precision"]) == (code, "municipality")


def test_a_county_is_not_given_to_any_municipality() -> None:
    tables = PolisenEvents().read(TRAPS)
    row = by_id(TRAPS)["413370"]
    assert (row["municipality"], row["county"], row["location_precision"]) == (None, "01", "county")
    assert note(tables, "nämner bara län") == 5


def test_the_municipality_in_the_headline_is_used_when_the_location_is_its_county() -> None:
    tables = PolisenEvents().read(ANSWER)
    row = by_id(ANSWER)["650290"]
    assert (row["municipality"], row["county"], row["place"]) == ("1497", "14", "Hjo")
    assert note(tables, "en kommun i samma län i rubriken") == 8


def test_a_municipality_of_another_county_in_the_headline_is_not_believed(tmp_path: Path) -> None:
    tables = read(tmp_path, an_event(location={"name": "Skåne län"}))
    row = only_row(tables)
    assert (row["municipality"], row["county"]) == (None, "12")


def test_two_different_municipalities_are_told_and_the_location_wins() -> None:
    tables = PolisenEvents().read(TRAPS)
    assert by_id(TRAPS)["472285"]["municipality"] == "0123"
    assert note(tables, "en annan kommun i rubriken") == 1


def test_an_unknown_place_is_kept_and_told(tmp_path: Path) -> None:
    tables = read(tmp_path, an_event(location={"name": "Nordsjön"}), an_event(id=2, location=None))
    assert set(tables.incidents.frame["location_precision"]) == {"unknown"}
    assert note(tables, "(tom), Nordsjön") == 2


def test_summaries_and_notices_are_kept_but_not_counted() -> None:
    tables = PolisenEvents().read(TRAPS)
    excluded = dict(tables.incidents.frame["excluded"].drop_nulls().value_counts().iter_rows())
    assert excluded == {"summary": 2, "information": 3}
    assert len(tables.incidents.counted()) == len(tables.incidents) - 5
    assert note(tables, "är sammanfattningar") == 2


def test_a_new_kind_of_summary_is_not_counted_either(tmp_path: Path) -> None:
    assert only_row(read(tmp_path, an_event(type="Sammanfattning förmiddag")))["excluded"] == "summary"


def test_a_type_with_a_trailing_blank_is_the_same_type() -> None:
    tables = PolisenEvents().read(TRAPS)
    row = by_id(TRAPS)["443120"]
    assert row["label"] == "Lagen om hundar och katter"
    assert row["category"] != "okand"
    assert note(tables, "mellanslag") == 1


def test_the_field_type_wins_over_the_headline_and_the_difference_is_told() -> None:
    tables = PolisenEvents().read(TRAPS)
    assert by_id(TRAPS)["546807"]["label"] == "Explosion"
    assert note(tables, "Detonation i rubriken men Explosion som typ (1)") == 1


def test_a_type_with_a_comma_is_one_type() -> None:
    assert by_id(TRAPS)["410744"]["label"] == "Stöld, försök"


def test_an_update_replaces_the_earlier_text_of_the_same_event(tmp_path: Path) -> None:
    first = an_event(datetime="2025-05-14 22:00:00 +02:00")
    later = an_event(datetime="2025-05-15 9:00:00 +02:00", type="Rån", name="14 maj 08.15, Rån, Borås")
    tables = read(tmp_path, later, first)  # the order in the file must not matter
    assert tables.incidents.frame["excluded"].to_list() == [None, "superseded"]
    assert tables.incidents.counted().frame["label"].to_list() == ["Rån"]
    assert note(tables, "ersatts av en senare uppdatering") == 1


def test_the_same_text_twice_counts_once(tmp_path: Path) -> None:
    tables = read(tmp_path, an_event(), an_event(), an_event(id=2))
    assert tables.incidents.frame["excluded"].to_list() == ["duplicate", None, None]


def test_an_unknown_type_is_kept_and_told(tmp_path: Path) -> None:
    tables = read(tmp_path, an_event(type="Drönare", name="14 maj 08.15, Drönare, Borås"))
    assert only_row(tables)["category"] == "okand"
    assert note(tables, "Drönare (1)") == 1
    own = Mapping(source="polisen-events", categories={"drönare": "stold"})
    again = read(tmp_path, an_event(type="Drönare"), mapping=own)
    assert only_row(again)["category"] == "stold"


def test_the_limits_say_that_it_is_news_and_not_statistics() -> None:
    assert any("inte statistik" in limit for limit in PolisenEvents.limits)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "Filen är tom"),
        (b"<!DOCTYPE html><html><body>Fel</body></html>", "Filen är en webbsida"),
        (b'[{"id": 1, "datetime"', "Filen är ingen hel JSON-lista"),
        (b'{"events": []}', "Filen är JSON men ingen lista"),
        (b"[1, 2]", "Post i listan är ingen händelse utan '1'"),
        (b'[{"id": 1, "location": "Bor\xc3\xa5s"}]', "Fältet location ska ha fälten name och gps"),
        (b'[{"id": 1, "type": "Bor\xe5s"}]', "Filen är inte skriven i UTF-8"),
        (gzip.compress(b"[]" * 5000, mtime=0)[:-20], "Den packade filen är avbruten"),
    ],
)
def test_a_file_that_is_not_events_is_told_in_a_sentence(tmp_path: Path, content: bytes, what: str) -> None:
    path = tmp_path / "events.json"
    path.write_bytes(content)
    tables = PolisenEvents().read(path)
    assert what in str(tables.faults[0])
    assert tables.faults[0].advice
    assert len(tables.incidents) == 0


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    tables = PolisenEvents().read(tmp_path / "borta.json")
    assert [fault.what for fault in tables.faults] == ["Filen finns inte"]


def test_every_faulty_event_is_listed_with_its_place_and_nothing_is_half_loaded(tmp_path: Path) -> None:
    tables = read(tmp_path, an_event(), an_event(datetime="igår"), an_event(id="x"), an_event(type=" "))
    assert [(f.row, f.column) for f in tables.faults] == [(2, "datetime"), (3, "id"), (4, "type")]
    assert "'igår' är ingen tid" in str(tables.faults[0])
    assert len(tables.incidents) == 0


def test_an_empty_list_is_a_file_without_events(tmp_path: Path) -> None:
    tables = read(tmp_path)
    assert (len(tables.incidents), tables.faults, tables.rows_read) == (0, (), 0)


def test_packed_and_plain_give_the_same_events(tmp_path: Path) -> None:
    packed = tmp_path / "events.json.gz"
    packed.write_bytes(gzip.compress(TRAPS.read_bytes()))
    assert PolisenEvents().recognise(packed).confidence > 0.9
    assert PolisenEvents().read(packed).incidents.frame.equals(PolisenEvents().read(TRAPS).incidents.frame)


def test_other_files_are_not_recognised(tmp_path: Path) -> None:
    for name, content in (
        ("a.json", b'{"values": []}'),
        ("b.csv", b"id;typ\n1;2\n"),
        ("c.gz", b"\x1f\x8b\x00"),
    ):
        (tmp_path / name).write_bytes(content)
        assert PolisenEvents().recognise(tmp_path / name).confidence == 0
    assert PolisenEvents().recognise(tmp_path / "borta").confidence == 0


@needs_archive
def test_the_archive_has_as_many_events_as_an_independent_count() -> None:
    path = SHARED / "events_2023-03_2025-12.json.gz"
    tables = PolisenEvents().read(path)
    assert tables.rows_read == len(tables.incidents) == 69_886
    expected = {"0139": 78, "1277": 121, "1980": 1084, "1490": 301, "1489": 103}
    raw = json.loads(gzip.decompress(path.read_bytes()))
    names = [event["location"]["name"].casefold() for event in raw]
    assert [names.count(n) for n in ("upplands-bro", "åstorp", "västerås", "borås", "alingsås")] == list(
        expected.values()
    )
    frame = tables.incidents.frame.filter(pl.col("municipality").is_in(list(expected)))
    assert dict(frame["municipality"].value_counts().iter_rows()) == expected
    assert not any(n.kind == "unmapped" for n in tables.notes)
    assert note(tables, "har en annan typ i rubriken") == 12
