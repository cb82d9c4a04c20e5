"""Kolada and Statistics Sweden: fetched from a real server on this computer, read with their traps."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pytest
from tests.library.sources.replaying import Reply, Service, replaying

from lagesbild.sources.catalogue import source_by_id
from lagesbild.sources.fetch import FetchError, read_state
from lagesbild.sources.kolada import definitions_in, kpi_from
from lagesbild.sources.kolada_fetch import KoladaFetched
from lagesbild.sources.kolada_fetch import fetch as fetch_kolada
from lagesbild.sources.scb_fetch import ScbFetched
from lagesbild.sources.scb_fetch import fetch as fetch_scb

DATA = Path(__file__).parents[2] / "data/sources"
WHO = "Lagesbild-test (trygghet@example.se)"
KPI = (DATA / "kolada/kpi.json").read_bytes()
FIGURES = (DATA / "kolada/data.json").read_bytes()
TABLE = (DATA / "scb/jsonstat2_deso2025.json").read_bytes()
ONE_KPI = "/kpi/N07403"
ASKED = "/data/kpi/N07403/municipality/0139,1277,G124026/year/2023,2024"
POPULATION = "/tables/TAB638/data"


@dataclass
class Clock:
    """A clock that moves only when somebody sleeps."""

    at: datetime = datetime(2026, 8, 22, 18, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def service() -> Iterator[Service]:
    with replaying() as found:
        yield found


@pytest.fixture
def impatient() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=0.2) as client:
        yield client


def kolada(folder: Path, service: Service, clock: Clock | None = None, **more: Any) -> KoladaFetched:
    clock = clock or Clock()
    asked = {"kpis": ["N07403"], "places": ["0139", "1277", "G124026"], "years": [2023, 2024]} | more
    return fetch_kolada(
        folder, user_agent=WHO, address=service.url, now=clock.now, sleep=clock.sleep, **asked
    )


def scb(folder: Path, service: Service, clock: Clock | None = None, **more: Any) -> ScbFetched:
    clock = clock or Clock()
    asked = {"table": "TAB638", "selection": {"Region": ["0139"], "Tid": ["TOP(12)"]}} | more
    return fetch_scb(folder, user_agent=WHO, address=service.url, now=clock.now, sleep=clock.sleep, **asked)


def test_key_figures_come_with_their_definitions_and_are_read(tmp_path: Path, service: Service) -> None:
    service.reply(ONE_KPI, KPI)
    service.reply(ASKED, FIGURES)
    fetched = kolada(tmp_path, service)
    assert (fetched.values, fetched.closed) == (3, ())
    assert set(service.agents) == {WHO}
    read = source_by_id("kolada").read(fetched.path)
    assert read.faults == ()
    frame = read.measurements.frame
    assert frame["indicator"].unique().to_list() == ["Anmälda våldsbrott, antal/100 000 inv"]
    rows = frame.select("section", "area", "area_name", "period", "group", "value", "unit").rows()
    assert rows[0] == ("N07403", "0139", "Upplands-Bro", "2024", "alla", 1234.0, "per_100000")
    assert rows[1][1:3] == ("G124026", "G124026")
    assert rows[2][5] is None, "what is missing is never 0"
    assert any("saknar 1 värde" in note.text for note in read.notes)
    assert definitions_in(fetched.path)["N07403"].unit == "per_100000"


def test_all_pages_are_fetched_but_never_from_another_host(tmp_path: Path, service: Service) -> None:
    first = json.loads(FIGURES) | {"next_url": f"{service.url}/nasta?page=2"}
    service.reply(ONE_KPI, KPI)
    service.reply(ASKED, json.dumps(first).encode())
    service.reply("/nasta", FIGURES)
    assert kolada(tmp_path, service).values == 6
    elsewhere = json.loads(FIGURES) | {"next_url": "http://annan.example/data"}
    service.reply(ASKED, json.dumps(elsewhere).encode())
    before = (tmp_path / "kolada.json").read_bytes()
    with pytest.raises(FetchError, match="ny form"):
        kolada(tmp_path, service)
    assert (tmp_path / "kolada.json").read_bytes() == before


def test_at_most_twenty_five_of_each_are_asked_for_at_once(tmp_path: Path, service: Service) -> None:
    places = [f"{number:04}" for number in range(1, 61)]
    service.reply(ONE_KPI, KPI)
    for start in (0, 25, 50):
        few = ",".join(places[start : start + 25])
        service.reply(f"/data/kpi/N07403/municipality/{few}/year/2024", FIGURES)
    assert kolada(tmp_path, service, places=places, years=[2024]).values == 9
    assert len(service.asked) == 4


def test_a_key_figure_that_is_closed_is_told_and_the_others_are_fetched(
    tmp_path: Path, service: Service
) -> None:
    service.reply(ONE_KPI, KPI)
    service.reply(ASKED, FIGURES)
    assert kolada(tmp_path, service, kpis=["N00000", "N07403"]).closed == ("N00000",)
    with pytest.raises(FetchError, match="inget av nyckeltalen kvar"):
        kolada(tmp_path, service, kpis=["N00000"])


@pytest.mark.parametrize("fetch", [kolada, scb], ids=["kolada", "scb"])
@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(status=429, headers={"Retry-After": "7200"}), r"frågar för ofta \(429\).*vänta till"),
        (Reply(status=500), r"tillfälligt fel \(500\)"),
        (Reply(b"<html>Underhall</html>"), "något annat än"),
        (Reply(b'{"helt": "annat"}'), "ny form"),
        (Reply(b"[]"), "ny form"),
        (Reply(is_silent=True), "svarade inte i tid"),
        (Reply(b'{"values": [', is_cut=True), "gick inte att nå"),
    ],
)
def test_what_goes_wrong_is_said_and_nothing_stored_is_lost(
    tmp_path: Path, service: Service, impatient: httpx.Client, fetch: Any, reply: Reply, sentence: str
) -> None:
    for path in (ONE_KPI, ASKED, POPULATION):
        service.reply(path, KPI if path == ONE_KPI else FIGURES if path == ASKED else TABLE)
    stored = fetch(tmp_path, service).path
    before = stored.read_bytes()
    for path in (ONE_KPI, POPULATION):
        service.reply(path, reply)
    clock = Clock(at=Clock().at + timedelta(hours=1))
    with pytest.raises(FetchError, match=sentence) as failed:
        fetch(tmp_path, service, clock, client=impatient)
    assert stored.read_bytes() == before
    assert read_state(tmp_path).last_error == str(failed.value)


def test_an_overloaded_service_is_asked_again_after_the_pause_it_wants(
    tmp_path: Path, service: Service
) -> None:
    clock = Clock()
    service.reply(POPULATION, Reply(status=429, headers={"Retry-After": "20"}), Reply(status=503), TABLE)
    assert scb(tmp_path, service, clock).values == 4
    assert clock.slept[0] == 20.0
    assert read_state(tmp_path).last_error == ""


@pytest.mark.parametrize(("status", "sentence"), [(403, "så många uppgifter"), (400, "förstod inte frågan")])
def test_the_agencys_own_codes_are_said_in_words(
    tmp_path: Path, service: Service, status: int, sentence: str
) -> None:
    service.reply(POPULATION, Reply(status=status))
    with pytest.raises(FetchError, match=sentence):
        scb(tmp_path, service)


def test_the_selection_is_what_is_asked_for(tmp_path: Path, service: Service) -> None:
    service.reply(POPULATION, TABLE)
    scb(tmp_path, service)
    assert service.asked == [
        "/tables/TAB638/data?lang=sv&outputFormat=json-stat2&valueCodes[Region]=0139&valueCodes[Tid]=TOP(12)"
    ]
    with pytest.raises(ValueError, match="no id of a table"):
        scb(tmp_path, service, table="../TAB638")


def _scb(tmp_path: Path, **changes: Any) -> pl.DataFrame:
    path = tmp_path / "tabell.json"
    path.write_text(json.dumps(json.loads(TABLE) | changes), encoding="utf-8")
    read = source_by_id("scb").read(path)
    assert read.faults == ()
    return read.measurements.frame


def test_areas_of_2025_have_nothing_before_2025_where_the_table_says_0(tmp_path: Path) -> None:
    frame = _scb(tmp_path)
    assert frame["area"].to_list() == ["0139C1010", "0139C1010", "0139C1020", "0139C1020"]
    assert frame["value"].to_list() == [None, 1712.0, None, 1655.0]


def test_cells_that_are_left_out_are_missing(tmp_path: Path) -> None:
    assert _scb(tmp_path, value={"1": 1712})["value"].to_list() == [None, 1712.0, None, None]


def test_contents_units_and_further_axes_are_read(tmp_path: Path) -> None:
    def axis(labels: dict[str, str], **more: object) -> dict[str, object]:
        index = {code: number for number, code in enumerate(labels)}
        return {"category": {"index": index, "label": labels, **more}}

    frame = _scb(
        tmp_path,
        id=["Region", "Kon", "ContentsCode", "Tid"],
        size=[1, 2, 1, 2],
        dimension={
            "Region": axis({"0139": "Upplands-Bro"}),
            "Kon": axis({"1": "män", "2": "kvinnor"}),
            "ContentsCode": axis({"BE0101N1": "Folkmängd"}, unit={"BE0101N1": {"base": "antal"}}),
            "Tid": axis({"2024K1": "2024K1", "2024M06": "2024M06"}),
        },
        value=[1, 2, 3, None],
        role={"geo": ["Region"], "time": ["Tid"], "metric": ["ContentsCode"]},
    )
    rows = frame.select("indicator", "section", "group", "period", "value", "unit").rows()
    assert rows[0] == ("Folkmängd", "BE0101N1", "män", "2024-Q1", 1.0, "count")
    assert [row[2:5] for row in rows[1:]] == [
        ("män", "2024-06", 2.0),
        ("kvinnor", "2024-Q1", 3.0),
        ("kvinnor", "2024-06", None),
    ]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"size": [3, 2]}, "inte hel"),
        ({"value": [1]}, "inte hel"),
        ({"dimension": {}}, "inte hel"),
        (
            {"role": {"geo": ["Tid"]}, "dimension": json.loads(TABLE)["dimension"]},
            "ingen period|ingen region",
        ),
        ({"class": "collection"}, "ingen tabell"),
    ],
)
def test_a_table_that_is_not_whole_is_a_fault_and_not_half_a_table(
    tmp_path: Path, changes: dict[str, Any], what: str
) -> None:
    path = tmp_path / "trasig.json"
    path.write_text(json.dumps(json.loads(TABLE) | changes), encoding="utf-8")
    read = source_by_id("scb").read(path)
    assert len(read.measurements) == 0
    assert any(re.search(what, fault.what) for fault in read.faults)


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"values": 3}', b'{"values": [{"kpi": "N1"}]}', b'{"values": [7]}']
)
def test_a_strange_answer_from_kolada_is_a_fault(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kolada.json"
    path.write_bytes(content)
    read = source_by_id("kolada").read(path)
    assert read.faults
    assert len(read.measurements) == 0


def test_what_is_taken_away_is_told_and_sexes_are_groups(tmp_path: Path) -> None:
    values = [
        {"gender": "K", "value": 1.5, "isdeleted": False},
        {"gender": "M", "value": 2.5, "isdeleted": False},
        {"gender": "T", "value": 9.0, "isdeleted": True},
    ]
    datum = {"kpi": "N1", "municipality": "0000", "period": 2025, "values": values}
    kpi = {"id": "N1", "title": "Andel (%)", "publ_period": "2025", "publication_date": "2026-09-01"}
    content = {"retrieved_at": "2026-08-22T18:00:00+00:00", "values": [datum], "kpi": [kpi]}
    path = tmp_path / "kolada.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    read = source_by_id("kolada").read(path)
    rows = read.measurements.frame.select(
        "area", "area_name", "group", "value", "unit", "is_preliminary"
    ).rows()
    assert rows == [
        ("00", "Riket", "kvinnor", 1.5, "percent", True),
        ("00", "Riket", "män", 2.5, "percent", True),
    ]
    assert [note.kind for note in read.notes] == ["left_out", "assumed"]


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Anmälda våldsbrott, antal/100 000 inv", "per_100000"),
        ("Anmälda stöld- och tillgreppsbrott, antal/1000 inv", "per_1000"),
        ("Anmälda brott, antal/1\xa0000 inv", "per_1000"),
        ("Elever som känner sig trygga, andel (%)", "percent"),
        ("Invånare totalt, antal", "count"),
        ("Nettokostnad, kr/inv", "sek"),
        ("Något helt annat", "other"),
    ],
)
def test_the_unit_is_read_from_the_title(title: str, unit: str) -> None:
    assert kpi_from({"id": "N1", "title": title}).unit == unit
