"""Polite fetching: limits kept across runs, pauses honoured, answers asked for once. Never a real call."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import respx

from lagesbild.sources.fetch import FetchError, Limits, fetch_politely, read_state
from lagesbild.sources.polisen_fetch import ADDRESS, fetch

ANSWER = Path(__file__).parents[2] / "data/sources/polisen/answer_2026-08-22.json"
WHO = "Lagesbild-test (trygghet@example.se)"


@dataclass
class Clock:
    """A clock that moves only when somebody sleeps or a test says so."""

    at: datetime = datetime(2026, 8, 22, 18, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service() -> Iterator[respx.Route]:
    with respx.mock() as router:
        yield router.get(ADDRESS)


def ask(folder: Path, clock: Clock, **options: object) -> bytes:
    arguments = {"user_agent": WHO, "now": clock.now, "sleep": clock.sleep} | options
    return fetch_politely(ADDRESS, folder, **arguments).content  # type: ignore[arg-type]  # built by name


def fetched(folder: Path, clock: Clock):  # type: ignore[no-untyped-def]  # the type is that of fetch
    return fetch(folder, user_agent=WHO, now=clock.now, sleep=clock.sleep)


def test_the_service_is_told_who_asks(tmp_path: Path, clock: Clock, service: respx.Route) -> None:
    service.respond(200, content=b"[]")
    ask(tmp_path, clock)
    assert service.calls.last.request.headers["user-agent"] == WHO


def test_an_anonymous_call_is_never_made(tmp_path: Path, clock: Clock) -> None:
    with respx.mock(), pytest.raises(FetchError, match="Ange vem som hämtar"):
        ask(tmp_path, clock, user_agent=" ")


def test_two_calls_are_at_least_ten_seconds_apart_also_in_another_run(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.respond(200, content=b"[]")
    ask(tmp_path, clock)
    clock.at += timedelta(seconds=3)
    ask(tmp_path, clock)
    assert clock.slept == [7.0]


def test_the_hourly_limit_stops_the_call_and_says_when_it_may_be_made(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.respond(200, content=b"[]")
    for _ in range(3):
        ask(tmp_path, clock, limits=Limits(per_hour=3))
    with pytest.raises(FetchError, match=r"3 anrop per timme till polisen\.se är nådd.*2026-08-22 21:00"):
        ask(tmp_path, clock, limits=Limits(per_hour=3))
    assert service.call_count == 3
    clock.at += timedelta(hours=1)
    ask(tmp_path, clock, limits=Limits(per_hour=3))
    assert service.call_count == 4


def test_the_daily_limit_stops_the_call(tmp_path: Path, clock: Clock, service: respx.Route) -> None:
    service.respond(200, content=b"[]")
    for _ in range(4):
        ask(tmp_path, clock, limits=Limits(per_day=4))
        clock.at += timedelta(hours=2)
    with pytest.raises(FetchError, match="4 anrop per dygn"):
        ask(tmp_path, clock, limits=Limits(per_day=4))
    clock.at += timedelta(hours=17)
    ask(tmp_path, clock, limits=Limits(per_day=4))
    assert service.call_count == 5


def test_too_often_is_met_with_the_pause_the_service_asks_for(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.side_effect = [
        httpx.Response(429, headers={"Retry-After": "45"}),
        httpx.Response(200, content=b"[]"),
    ]
    assert ask(tmp_path, clock) == b"[]"
    assert clock.slept == [45.0]


def test_a_retry_after_written_as_a_date_is_honoured(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    later = {"Retry-After": "Sat, 22 Aug 2026 18:00:30 GMT"}
    service.side_effect = [httpx.Response(503, headers=later), httpx.Response(200, content=b"[]")]
    ask(tmp_path, clock)
    assert clock.slept == [30.0]


def test_a_long_pause_is_left_to_the_next_run_which_keeps_it(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.respond(429, headers={"Retry-After": "3600"})
    with pytest.raises(FetchError, match="ber oss vänta till 2026-08-22 21:00"):
        ask(tmp_path, clock)
    with pytest.raises(FetchError, match=r"bett oss vänta\. Försök igen efter 2026-08-22 21:00"):
        ask(tmp_path, clock)
    assert service.call_count == 1
    assert clock.slept == []


def test_a_server_that_stays_down_is_asked_four_times_with_growing_pauses(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.respond(502)
    with pytest.raises(FetchError, match=r"tillfälligt fel \(502\)"):
        ask(tmp_path, clock)
    assert service.call_count == 4
    assert clock.slept == [10.0, 20.0, 40.0]
    assert len(read_state(tmp_path).calls) == 4


def test_no_network_gives_a_sentence_and_is_remembered(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.side_effect = httpx.ConnectError("no route")
    with pytest.raises(FetchError, match=r"polisen\.se gick inte att nå"):
        ask(tmp_path, clock)
    state = read_state(tmp_path)
    assert "gick inte att nå" in state.last_error
    assert state.last_error_at == clock.at
    assert state.last_success is None


@pytest.mark.parametrize(
    ("status", "words"), [(403, "nekade anropet"), (404, "finns inte"), (400, "kod 400")]
)
def test_a_refusal_is_not_repeated(
    tmp_path: Path, clock: Clock, service: respx.Route, status: int, words: str
) -> None:
    service.respond(status)
    with pytest.raises(FetchError, match=words):
        ask(tmp_path, clock)
    assert service.call_count == 1


def test_an_answer_without_end_is_not_read_to_its_end(
    tmp_path: Path, clock: Clock, service: respx.Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lagesbild.sources.fetch.LARGEST_BYTES", 2_000_000)
    packed = gzip.compress(bytes(50_000_000))
    service.respond(200, content=packed, headers={"content-encoding": "gzip"})
    with pytest.raises(FetchError, match="mer än 2 megabyte"):
        ask(tmp_path, clock)
    assert not (tmp_path / "last-answer.bin").exists()
    assert "megabyte" in read_state(tmp_path).last_error


def test_an_unchanged_answer_is_taken_from_disk(tmp_path: Path, clock: Clock, service: respx.Route) -> None:
    service.side_effect = [
        httpx.Response(
            200, content=b"[]", headers={"ETag": '"a1"', "Last-Modified": "Sat, 22 Aug 2026 17:00:00 GMT"}
        ),
        httpx.Response(304),
    ]
    ask(tmp_path, clock)
    assert ask(tmp_path, clock) == b"[]"
    headers = service.calls.last.request.headers
    assert headers["if-none-match"] == '"a1"'
    assert headers["if-modified-since"] == "Sat, 22 Aug 2026 17:00:00 GMT"


def test_an_unreadable_state_file_does_not_stop_the_fetch(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.respond(200, content=b"[]")
    (tmp_path / "state.json").write_text("{")
    assert ask(tmp_path, clock) == b"[]"
    assert read_state(tmp_path).last_success == clock.at


def test_events_are_stored_as_the_service_writes_them(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.respond(200, content=ANSWER.read_bytes())
    result = fetched(tmp_path, clock)
    answered = json.loads(ANSWER.read_text(encoding="utf-8"))
    assert (result.new, result.updated, result.stored) == (8, 0, 8)
    assert sorted(json.loads(result.path.read_text(encoding="utf-8")), key=lambda e: -e["id"]) == answered


def test_a_second_fetch_adds_only_what_is_new_and_keeps_both_texts_of_an_update(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    events = json.loads(ANSWER.read_text(encoding="utf-8"))
    updated = [events[0] | {"id": 650299}, events[1] | {"summary": "Rättad uppgift."}, *events[2:]]
    service.side_effect = [httpx.Response(200, json=events), httpx.Response(200, json=updated)] * 2
    fetched(tmp_path, clock)
    result = fetched(tmp_path, clock)
    assert (result.new, result.updated, result.stored) == (1, 1, 10)
    texts = [e["summary"] for e in json.loads(result.path.read_bytes()) if e["id"] == events[1]["id"]]
    assert texts == [events[1]["summary"], "Rättad uppgift."]


def test_fetching_the_same_answer_twice_changes_nothing(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.respond(200, content=ANSWER.read_bytes())
    before = fetched(tmp_path, clock).path.read_bytes()
    result = fetched(tmp_path, clock)
    assert (result.new, result.updated) == (0, 0)
    assert result.path.read_bytes() == before


@pytest.mark.parametrize("body", [b"<html><body>Tekniskt fel</body></html>", b'{"error": 1}', b"[1]", b""])
def test_an_error_page_leaves_what_is_stored_and_is_asked_for_again(
    tmp_path: Path, clock: Clock, service: respx.Route, body: bytes
) -> None:
    service.side_effect = [
        httpx.Response(200, content=ANSWER.read_bytes()),
        httpx.Response(200, content=body, headers={"ETag": '"page"'}),
        httpx.Response(200, content=ANSWER.read_bytes()),
    ]
    before = fetched(tmp_path, clock).path.read_bytes()
    with pytest.raises(FetchError, match=r"Polisen"):
        fetched(tmp_path, clock)
    assert (tmp_path / "events.json").read_bytes() == before
    assert read_state(tmp_path).last_error
    fetched(tmp_path, clock)
    assert "if-none-match" not in service.calls.last.request.headers
    assert read_state(tmp_path).last_error == ""


def test_a_damaged_store_is_never_overwritten(tmp_path: Path, clock: Clock, service: respx.Route) -> None:
    service.respond(200, content=ANSWER.read_bytes())
    (tmp_path / "events.json").write_bytes(b"[{")
    with pytest.raises(FetchError, match=r"events\.json går inte att läsa"):
        fetched(tmp_path, clock)
    assert (tmp_path / "events.json").read_bytes() == b"[{"


def test_whoever_keeps_the_events_elsewhere_stores_only_the_newest(
    tmp_path: Path, clock: Clock, service: respx.Route
) -> None:
    service.respond(200, content=ANSWER.read_bytes())
    result = fetch(tmp_path, user_agent=WHO, keep=3, now=clock.now, sleep=clock.sleep)
    newest = sorted((event["id"] for event in json.loads(ANSWER.read_bytes())), reverse=True)[:3]
    assert (result.new, result.stored) == (8, 3)
    assert sorted((event["id"] for event in json.loads(result.path.read_bytes())), reverse=True) == newest
