"""Sources outside: nothing is asked before somebody has said so; what goes wrong is told and tried again."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.library.sources.replaying import Reply, Service, replaying
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages
from tests.web.source_builders import a_feed

from lagesbild.tables.periods import Period
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.actions import remove_old
from lagesbild_web.audit.models import Record
from lagesbild_web.base import schedule
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.incidents.models import Incident
from lagesbild_web.indicators.demonstration import lay_in_demo_indicators
from lagesbild_web.indicators.queries import indicators_for, values_for
from lagesbild_web.sources import actions, fetching, jobs
from lagesbild_web.sources.demonstration import lay_in_demo_feeds
from lagesbild_web.sources.models import Feed, FeedRun

DATA = Path(__file__).parents[2] / "data/sources"
EVENTS = (DATA / "polisen/answer_2026-08-22.json").read_bytes()
HERE = {"municipality_code": "Upplands-Bro", "contact": "trygghet@exempelkoping.example"}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[Service]:
    """Every source is a server on this computer."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(fetching, "sleep", lambda _seconds: None)
    with replaying() as found:
        monkeypatch.setattr(
            fetching, "ADDRESSES", {name: f"{found.url}/{name}" for name in ("polisen", "kolada", "scb")}
        )
        yield found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What time it is; the test moves it."""
    now = [datetime(2026, 8, 22, 18, 0, tzinfo=UTC)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    return now


@pytest.fixture
def administrator(municipality: Organisation) -> Actor:
    """Somebody who may switch sources on."""
    make.areas_and_categories(municipality)
    return builders.an_actor(municipality, Role.ADMINISTRATOR)


def _kolada(service: Service, *values: float | None, status: int = 200) -> None:
    kpi = {"id": "N07403", "title": "Anmälda våldsbrott, antal/100 000 inv", "description": "Definition."}
    data = [
        {
            "kpi": "N07403",
            "municipality": code,
            "period": 2022 + i,
            "values": [{"gender": "T", "value": value}],
        }
        for code in ("0139", "0000")
        for i, value in enumerate(values)
    ]
    years = ",".join(str(year) for year in range(2015, 2027))
    service.reply("/kolada/kpi/N07403", Reply(json.dumps({"values": [kpi]}).encode(), status=status))
    service.reply(
        f"/kolada/data/kpi/N07403/municipality/0139,0000/year/{years}",
        json.dumps({"values": data}).encode(),
    )


def _scb(service: Service) -> None:
    def axis(*codes: str) -> dict[str, Any]:
        return {"category": {"index": {c: i for i, c in enumerate(codes)}, "label": {c: c for c in codes}}}

    table = {
        "class": "dataset",
        "id": ["Region", "ContentsCode", "Tid"],
        "size": [1, 1, 2],
        "dimension": {"Region": axis("0139"), "ContentsCode": axis("BE0101N1"), "Tid": axis("2022", "2023")},
        "value": [30_000, 31_000],
        "role": {"geo": ["Region"], "time": ["Tid"], "metric": ["ContentsCode"]},
    }
    service.reply("/scb/tables/TAB638/data", json.dumps(table).encode())


def test_nothing_is_asked_before_an_administrator_has_said_so(
    service: Service, municipality: Organisation
) -> None:
    jobs.fetch_due()
    a_feed(municipality.id, is_on=False, next_at=timezone.now())
    jobs.fetch_due()
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    with pytest.raises(NotAllowed):
        actions.switch_on(coordinator, "kolada", every_minutes=1440, **HERE)
    with pytest.raises(Invalid, match="avstängd"):
        actions.ask_for(coordinator, "kolada")
    assert service.asked == []
    assert not FeedRun.objects.exists()


def test_whoever_runs_the_server_can_stop_all_of_it(
    service: Service, municipality: Organisation, settings: Settings, administrator: Actor
) -> None:
    a_feed(municipality.id, next_at=timezone.now())
    settings.FETCHING = False
    jobs.fetch_due()
    with pytest.raises(Invalid, match="har stängt av"):
        actions.ask_for(administrator, "kolada")
    assert service.asked == []


def test_an_invented_municipality_never_asks_anybody(service: Service, municipality: Organisation) -> None:
    OrganisationRow.objects.filter(pk=municipality.id).update(is_demo=True)
    a_feed(municipality.id, next_at=timezone.now())
    jobs.fetch_due()
    assert service.asked == []


def test_key_figures_become_indicators_with_the_country_and_residents_behind(
    service: Service, administrator: Actor, municipality: Organisation, clock: list[datetime]
) -> None:
    _scb(service)
    _kolada(service, 900.0, 1000.0, None)
    actions.switch_on(administrator, "scb", every_minutes=40_320, **HERE)
    clock[0] += timedelta(seconds=1)
    actions.switch_on(administrator, "kolada", every_minutes=10_080, asks_for=["n07403"], **HERE)
    assert [s.name for s in schedule.statuses() if s.is_asked] == ["sources.fetch"]
    assert jobs.fetch_due() == "Hämtade från 2 källor. 0 gick inte att hämta."
    assert all("Exempelk?ping; trygghet@exempelkoping.example" in agent for agent in service.agents)
    values = values_for(administrator_reads(municipality), municipality.id, "kolada-n07403")
    assert [(v.period, v.value, v.n) for v in values] == [
        ("2022", 900.0, 30_000),
        ("2023", 1000.0, 31_000),
        ("2024", None, None),
    ]
    assert values[0].interval == "computed"
    country = values_for(
        administrator_reads(municipality),
        municipality.id,
        "kolada-n07403",
        area="00",
        period=Period.year(2022),
    )
    assert [(v.area_name, v.value, v.interval) for v in country] == [("Riket", 900.0, "")]
    feed = Feed.objects.get(source="kolada")
    assert (feed.new, feed.changed, feed.rows, feed.failures) == (6, 0, 6, 0)
    assert feed.next_at == clock[0] + timedelta(days=7)
    again = indicators_for(administrator_reads(municipality))
    clock[0] += timedelta(days=7)
    jobs.fetch_due()
    feed.refresh_from_db()
    assert (feed.new, feed.changed, feed.rows) == (0, 0, 6)
    assert [s.values for s in indicators_for(administrator_reads(municipality))] == [s.values for s in again]


def administrator_reads(municipality: Organisation) -> Actor:
    """Somebody who reads indicators."""
    return builders.an_actor(municipality, Role.COORDINATOR)


def test_police_news_become_context_once_and_only_for_this_municipality(
    service: Service, administrator: Actor, municipality: Organisation, clock: list[datetime]
) -> None:
    events = json.loads(EVENTS)
    here = [e | {"location": {"name": "Upplands-bro", "gps": "59.5,17.6"}} for e in events[:3]]
    elsewhere = [e | {"location": {"name": "Malmö", "gps": "55.6,13.0"}} for e in events[3:]]
    service.reply("/polisen", json.dumps([*here, *elsewhere]).encode())
    actions.switch_on(administrator, "polisen", every_minutes=60, **HERE)
    jobs.fetch_due()
    rows = Incident.objects.select_related("category")
    assert rows.count() == Feed.objects.get().new > 0
    assert {row.category.library_code for row in rows} == {"omvarld"}
    assert all(row.lon is None for row in rows), "the point of the feed is the middle of the municipality"
    clock[0] += timedelta(hours=1)
    before = rows.count()
    jobs.fetch_due()
    feed = Feed.objects.get()
    assert (rows.count(), feed.new, feed.changed) == (before, 0, 0)
    assert FeedRun.objects.filter(is_well=True).count() == 2


def test_a_fetch_is_taken_back_with_a_reason_and_not_fetched_again_by_itself(
    service: Service,
    administrator: Actor,
    municipality: Organisation,
    clock: list[datetime],
    pages: Pages,
) -> None:
    events = json.loads(EVENTS)
    here = [e | {"location": {"name": "Upplands-bro", "gps": "59.5,17.6"}} for e in events[:3]]
    service.reply("/polisen", json.dumps(here).encode())
    actions.switch_on(administrator, "polisen", every_minutes=60, **HERE)
    jobs.fetch_due()
    run = FeedRun.objects.get()
    coordinator = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    address = f"/importera/kallor/polisen/hamtningar/{run.id}/ta-tillbaka/"
    assert address in coordinator.get("/importera/kallor/polisen/").html
    assert "Skriv varför." in coordinator.post(address, {"reason": ""}).text
    page = coordinator.send(address, {"reason": "Notiserna gällde en annan kommun."})
    assert "Vilar" in page.text
    assert "Notiserna gällde en annan kommun." in page.text
    assert address not in page.html
    assert set(Incident.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert Record.objects.get(event="feed.undone").facts["reason"] == "Notiserna gällde en annan kommun."
    clock[0] += timedelta(hours=3)
    assert jobs.fetch_due() == "Ingen källa stod på tur."
    with pytest.raises(Invalid, match="inget att ta tillbaka"):
        actions.undo_run(administrator_reads(municipality), "polisen", run.id, reason="En gång till")
    coordinator.send("/importera/kallor/polisen/hamta-nu/")
    clock[0] += timedelta(seconds=1)
    jobs.fetch_due()
    assert Incident.objects.filter(state="approved").count() == run.new
    feed = Feed.objects.get()
    assert feed.next_at == clock[0] + timedelta(hours=1)


@pytest.mark.parametrize("order", [(1, 0), (0, 1)])
def test_the_value_that_a_fetch_replaced_stands_again(
    service: Service,
    administrator: Actor,
    municipality: Organisation,
    clock: list[datetime],
    order: tuple[int, int],
) -> None:
    coordinator = administrator_reads(municipality)
    feed = a_feed(municipality.id, next_at=clock[0])

    def standing() -> list[float | None]:
        return [v.value for v in values_for(coordinator, municipality.id, "kolada-n07403")]

    for value in (900.0, 950.0):
        _kolada(service, value)
        Feed.objects.update(next_at=clock[0])
        jobs.fetch_due()
        clock[0] += timedelta(days=7)
    assert standing() == [950.0]
    runs = list(FeedRun.objects.filter(feed=feed).order_by("started_at"))
    actions.undo_run(coordinator, "kolada", runs[order[0]].id, reason="Fel")
    assert standing() == ([900.0] if order[0] else [950.0])
    clock[0] += timedelta(hours=1)
    actions.undo_run(coordinator, "kolada", runs[order[1]].id, reason="Fel")
    assert standing() == []


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply(status=429, headers={"Retry-After": "7200"}), "frågar för ofta"),
        (Reply(status=500), "tillfälligt fel"),
        (Reply(b"<html>"), "något annat än nyckeltal"),
        (Reply(b'{"values": [{"id": "N07403"}], "next_url": "http://annan.example"}'), "ny form"),
    ],
)
def test_what_goes_wrong_is_told_and_tried_again_with_growing_waits(
    service: Service,
    administrator: Actor,
    municipality: Organisation,
    clock: list[datetime],
    reply: Reply,
    sentence: str,
) -> None:
    _kolada(service, 900.0)
    service.reply("/kolada/kpi/N07403", reply)
    feed = a_feed(municipality.id, next_at=clock[0])
    waits = []
    for _ in range(3):
        assert jobs.fetch_due() == "Hämtade från 0 källor. 1 gick inte att hämta."
        feed.refresh_from_db()
        assert feed.next_at is not None
        waits.append((feed.next_at - clock[0]).total_seconds() / 60)
        clock[0] = feed.next_at
    assert waits == [5, 30, 120]
    run = FeedRun.objects.order_by("started_at").first()
    assert run is not None
    assert sentence in run.sentence
    assert Record.objects.filter(event="feed.failed").count() == 3
    assert indicators_for(administrator_reads(municipality)) == []


def test_after_a_failure_all_is_well_again(
    service: Service, administrator: Actor, municipality: Organisation, clock: list[datetime]
) -> None:
    _kolada(service, 900.0, status=404)
    feed = a_feed(municipality.id, next_at=clock[0])
    jobs.fetch_due()
    feed.refresh_from_db()
    assert "inget av nyckeltalen kvar" in feed.failure
    _kolada(service, 900.0)
    clock[0] += timedelta(minutes=5)
    jobs.fetch_due()
    feed.refresh_from_db()
    assert (feed.failures, feed.rows) == (0, 2)
    assert feed.failed_at is not None


def test_a_fault_of_ours_stops_no_other_source(
    service: Service,
    administrator: Actor,
    municipality: Organisation,
    clock: list[datetime],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("hemligt")

    _scb(service)
    monkeypatch.setattr(fetching, "_kolada", breaks)
    kolada = a_feed(municipality.id, next_at=clock[0] - timedelta(hours=1))
    scb = a_feed(municipality.id, "scb", next_at=clock[0])
    jobs.fetch_due()
    kolada.refresh_from_db()
    scb.refresh_from_db()
    assert "driftloggen, nummer" in kolada.failure
    assert "hemligt" not in kolada.failure
    assert scb.rows == 2


def test_a_municipality_without_categories_is_told_what_to_do(
    service: Service, municipality: Organisation, clock: list[datetime]
) -> None:
    service.reply("/polisen", EVENTS)
    feed = a_feed(municipality.id, "polisen", next_at=clock[0])
    jobs.fetch_due()
    feed.refresh_from_db()
    assert "Lägg in dem under Områden" in feed.failure
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"municipality_code": "Atlantis"}, "municipality_code", "ingen kommun som heter"),
        ({"contact": "växeln"}, "contact", "e-postadress"),
        ({"every_minutes": 1}, "every_minutes", "Välj hur ofta"),
        ({"asks_for": ["N07403", "../x"]}, "asks_for", "inget nyckeltal"),
        ({"asks_for": [f"N{n:05}" for n in range(26)]}, "asks_for", "högst 25"),
    ],
)
def test_a_source_is_not_switched_on_with_something_that_cannot_be(
    administrator: Actor, changes: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.switch_on(administrator, "kolada", **({"every_minutes": 1440} | HERE | changes))
    assert sentence in refused.value.faults[field]
    assert not Feed.objects.exists()


def test_the_administrator_switches_on_sees_how_it_goes_and_switches_off(
    service: Service, municipality: Organisation, administrator: Actor, pages: Pages
) -> None:
    admin = pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))
    page = admin.get("/importera/kallor/")
    assert "Slå på" in page.text
    page = admin.get("/importera/kallor/kolada/sla-pa/")
    assert "Inget annat lämnar kommunen." in page.text
    form = HERE | {"every_minutes": "10080", "asks_for": "N07403"}
    assert (
        "är inget nyckeltal" in admin.post("/importera/kallor/kolada/sla-pa/", form | {"asks_for": "x"}).text
    )
    page = admin.send("/importera/kallor/kolada/sla-pa/", form)
    assert "Upplands-Bro (0139), varje vecka" in page.text
    _kolada(service, 900.0, 950.0)
    jobs.fetch_due()
    page = admin.get("/importera/kallor/kolada/")
    assert "4 rader, 4 nya, 0 ändrade" in page.text
    coordinator = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    page = coordinator.send("/importera/kallor/kolada/hamta-nu/")
    assert "Hämtas strax" in page.text
    assert "Stäng av" not in page.text
    page = admin.send("/importera/kallor/kolada/stang-av/")
    assert "Avstängd" in page.text
    assert admin.client.get("/importera/kallor/okand/").status_code == 404


def test_old_runs_go_and_the_feed_stays(municipality: Organisation) -> None:
    feed = a_feed(municipality.id)
    for days in (400, 10):
        FeedRun.objects.create(feed=feed, started_at=timezone.now() - timedelta(days=days))
    assert remove_old(builders.SYSTEM, municipality.id, "sources.runs") == 1
    assert FeedRun.objects.count() == 1


def test_the_demonstrations_sources_look_used_and_ask_nobody(
    service: Service, municipality: Organisation, pages: Pages
) -> None:
    OrganisationRow.objects.filter(pk=municipality.id).update(is_demo=True)
    for _time in range(2):
        lay_in_demo_feeds(builders.SYSTEM, municipality_id=municipality.id, now=timezone.now())
        lay_in_demo_indicators(builders.SYSTEM, municipality_id=municipality.id, today=timezone.localdate())
    Feed.objects.update(next_at=timezone.now())
    jobs.fetch_due()
    assert service.asked == []
    coordinator = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    page = coordinator.get("/importera/kallor/")
    assert "Det här är en påhittad kommun" in page.text
    assert "tillfälligt fel (503)" in page.text
    assert "Hämta nu" not in page.text
    assert len(indicators_for(builders.SYSTEM)) == 3
