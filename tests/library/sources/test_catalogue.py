"""The catalogue: which source knows a file, what is said when none does, and files that overlap."""

import json
from pathlib import Path
from typing import Any

import pytest

from lagesbild.readers.faults import FaultyFileError
from lagesbild.readers.mapping import Mapping
from lagesbild.sources.catalogue import UnknownSourceError, all_sources, read_any, recognise, source_by_id

DATA = Path(__file__).parents[2] / "data/sources"
IDS = (
    "polisen-events",
    "police-incidents",
    "compstat",
    "bra-year",
    "bra-sol",
    "kolada",
    "scb",
    "survey",
    "daily-report",
    "incidents",
    "measurements",
)
KNOWN = {
    "polisen/answer_2026-08-22.json": "polisen-events",
    "incident_export_brottskod_deso.csv": "police-incidents",
    "compstat_inklistrad.txt": "compstat",
    "compstat_upplands-bro_2017-2021_jan-sep.csv": "compstat",
    "bra/anmalda_brott_2024.csv": "bra-year",
    "bra/bra_seed_kommuner.csv": "bra-year",
    "bra/bra_sol_export_iso-8859-1.csv": "bra-sol",
    "enkat_upplands-bro.csv": "survey",
    "dagrapport_vaktare.csv": "daily-report",
    "kolada/data.json": "kolada",
    "scb/jsonstat2_deso2025.json": "scb",
}


def test_the_ids_are_stable() -> None:
    assert tuple(source.id for source in all_sources()) == IDS


@pytest.mark.parametrize("id", IDS)
def test_every_source_says_in_swedish_what_it_is_and_what_it_cannot_tell(id: str) -> None:
    source = source_by_id(id)
    assert source.name
    assert source.description.endswith(".")
    assert len(source.limits) >= 2
    assert all(limit.endswith(".") and limit[0].isupper() for limit in source.limits)


@pytest.mark.parametrize(("name", "id"), KNOWN.items())
def test_each_kind_of_file_is_recognised_by_its_own_source(name: str, id: str) -> None:
    found = recognise(DATA / name)
    assert found[0][0].id == id
    assert [seen.confidence for _, seen in found] == sorted((s.confidence for _, s in found), reverse=True)
    assert len(found) == len(IDS)


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02", b"PK\x03\x04trasig", b"%PDF-1.7", b"<html></html>", b"hej", b"[[", b"\x1f\x8b"],
)
def test_no_source_ever_raises_for_a_strange_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "konstig.csv"
    path.write_bytes(content)
    for source, seen in recognise(path):
        assert seen.confidence < 0.3
        assert seen.reason
        tables = source.read(path)
        assert tables.faults
        assert all(fault.what and fault.advice for fault in tables.faults)


def test_files_of_different_kinds_are_read_in_the_order_given() -> None:
    paths = [DATA / name for name in KNOWN]
    assert [tables.source for tables in read_any(paths)] == list(KNOWN.values())


def test_a_file_that_nobody_knows_is_told_with_what_was_tried(tmp_path: Path) -> None:
    path = tmp_path / "recept.csv"
    path.write_text("Ingrediens;Mängd\nMjöl;5 dl\nSalt;1 tsk\n", encoding="utf-8")
    with pytest.raises(FaultyFileError) as caught:
        read_any([path, tmp_path / "borta.csv", DATA / "enkat_upplands-bro.csv"])
    borta, recept = caught.value.faults
    assert borta.what == "Filen finns inte"
    assert recept.what.startswith("Ingen källa känner igen filen. Prövade: ")
    assert all(id in recept.what for id in IDS)
    assert "--source" in recept.advice


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "tom.csv").touch()
    with pytest.raises(FaultyFileError, match="Filen är tom"):
        read_any([tmp_path / "tom.csv"])


def test_a_named_source_is_used_whatever_the_file_looks_like(tmp_path: Path) -> None:
    path = DATA / "enkat_upplands-bro.csv"
    assert read_any([path], source="measurements")[0].source == "measurements"
    with pytest.raises(UnknownSourceError, match="Det finns ingen källa som heter 'brå'"):
        read_any([path], source="brå")


def test_a_mapping_names_the_source(tmp_path: Path) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("a;b\n" + "".join(f"2025-09-0{d};Klotter\n" for d in range(1, 6)), encoding="utf-8")
    mapping = Mapping(source="incidents", columns={"start": "a", "label": "b"})
    assert len(read_any([path], mapping=mapping)[0].incidents) == 5


def test_a_mapping_for_one_file_leaves_the_others_to_their_own_sources(tmp_path: Path) -> None:
    own, wrong = tmp_path / "lista.csv", tmp_path / "annan.csv"
    own.write_text("a;b\n" + "".join(f"2025-09-0{d};Klotter\n" for d in range(1, 6)), encoding="utf-8")
    wrong.write_text("När;Vad\n" + "".join(f"2025-09-0{d};Klotter\n" for d in range(1, 6)), encoding="utf-8")
    mapping = Mapping(source="incidents", columns={"start": "A", "label": "b"})
    first, second, third = read_any([own, DATA / "enkat_upplands-bro.csv", wrong], mapping=mapping)
    assert (len(first.incidents), first.faults) == (5, ())
    assert (second.source, second.faults) == ("survey", ())
    assert "Kolumnen 'A' finns inte i filen" in [fault.what for fault in third.faults]


def test_progress_is_told_for_each_file() -> None:
    seen: list[str] = []
    read_any([DATA / name for name in KNOWN], progress=lambda *told: seen.append(told[2]))
    for name in KNOWN:
        assert any(Path(name).name in text for text in seen)


def events(folder: Path, name: str, *found: dict[str, Any]) -> Path:
    path = folder / name
    base = {"datetime": "2025-05-14 9:48:12 +02:00", "type": "Stöld", "location": {"name": "Borås"}}
    path.write_text(
        json.dumps([base | {"name": "14 maj 08.15, Stöld, Borås"} | e for e in found]), encoding="utf-8"
    )
    return path


def test_an_event_in_two_files_counts_once_and_the_latest_text_wins(tmp_path: Path) -> None:
    later = {"datetime": "2025-05-14 19:48:12 +02:00", "type": "Rån"}
    first = events(tmp_path, "a.json", {"id": 1}, {"id": 2} | later, {"id": 3})
    second = events(tmp_path, "b.json", {"id": 1}, {"id": 2}, {"id": 4})
    a, b = read_any([first, second])
    assert a.incidents.frame["excluded"].to_list() == ["duplicate", None, None]
    assert b.incidents.frame["excluded"].to_list() == [None, "superseded", None]
    assert [n.rows for n in a.notes if "en annan av filerna" in n.text] == [1]


def guards(folder: Path, name: str, days: range, start_id: int) -> Path:
    path = folder / name
    rows = (f"{start_id + at};2025-09-{day:02d};Klotter;Bro\n" for at, day in enumerate(days))
    path.write_text("Id;Datum;Händelse;Plats\n" + "".join(rows), encoding="utf-8")
    return path


def test_extracts_that_overlap_count_each_row_once(tmp_path: Path) -> None:
    first, second = guards(tmp_path, "a.csv", range(1, 11), 1), guards(tmp_path, "b.csv", range(6, 16), 6)
    tables = read_any([first, second])
    assert sum(len(t.incidents.counted()) for t in tables) == 15


def test_running_numbers_that_begin_again_in_each_file_are_not_the_same_incident(tmp_path: Path) -> None:
    first, second = guards(tmp_path, "a.csv", range(1, 11), 1), guards(tmp_path, "b.csv", range(11, 21), 1)
    tables = read_any([first, second])
    assert sum(len(t.incidents.counted()) for t in tables) == 20
