"""Background maps come from our own address, are kept for a while, and say when they are gone."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

import pytest
from pytest_django.fixtures import Settings
from tests.web import builders
from tests.web.pages import Pages

from lagesbild.sources.tile_grid import Tile
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.backgrounds import keeping, queries
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.map_backgrounds import Backgrounds, WrongBackgroundError, read_backgrounds

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 17 + b"\0\0\0\0IEND\xaeB`\x82"
TILE = Tile(9, 839, 820)
ADDRESS = "/karta/bakgrund/topo/9/839/820"


class _Service(BaseHTTPRequestHandler):
    """A map service that answers as it is told to."""

    asked: ClassVar[list[str]] = []
    answer: ClassVar[tuple[int, str, bytes]] = (200, "image/png", PNG)
    gate: ClassVar[Event] = Event()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.gate.wait(10)
        status, kind, body = self.answer
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service(settings: Settings, tmp_path: Path) -> Iterator[type[_Service]]:
    """The service, offered by the installation under the name topo."""
    _Service.asked.clear()
    _Service.answer = (200, "image/png", PNG)
    _Service.gate.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    written = _toml(f"http://127.0.0.1:{server.server_address[1]}/{{z}}/{{x}}/{{y}}")
    (tmp_path / "karta.toml").write_text(written, encoding="utf-8")
    settings.MAP_BACKGROUNDS = read_backgrounds(tmp_path)
    settings.BACKGROUND_TILES_DIR = tmp_path / "bakgrundskartor"
    yield _Service
    server.shutdown()
    thread.join()
    server.server_close()


def _toml(url: str, **more: object) -> str:
    part = {"id": "topo", "name": "Topografisk karta", "grid": "sweref99tm", "attribution": "© Kartverket"}
    lines = [f'{key} = "{value}"' for key, value in (part | {"url": url} | more).items()]
    return "\n".join(["[[xyz]]", *lines, "max_zoom = 13"])


@pytest.fixture
def reporter(municipality: Organisation) -> Actor:
    """Somebody who may see maps."""
    return builders.an_actor(municipality, Role.REPORTER)


def age(path: Path, seconds: float) -> None:
    """Make a file older."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def the_tile(settings: Settings) -> Path:
    return next(path for path in Path(settings.BACKGROUND_TILES_DIR).rglob("820"))


def test_a_tile_is_fetched_once_and_then_kept(service: type[_Service], reporter: Actor) -> None:
    first, second = (queries.tile_for(reporter, "topo", TILE) for _ in range(2))
    assert first == second
    assert (first.content, first.is_missing) == (PNG, False)
    assert service.asked == ["/9/839/820"]


def test_those_who_ask_at_once_share_what_one_fetches(service: type[_Service], reporter: Actor) -> None:
    service.gate.clear()
    with ThreadPoolExecutor(5) as several:
        waiting = [several.submit(queries.tile_for, reporter, "topo", TILE) for _ in range(5)]
        service.gate.set()
        assert {answer.result().content for answer in waiting} == {PNG}
    assert len(service.asked) == 1


def test_the_page_gets_a_picture_that_only_the_visitor_keeps(
    service: type[_Service], municipality: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.REPORTER)).client
    answer = browser.get(ADDRESS)
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", PNG)
    assert answer["Cache-Control"] == "private, max-age=86400"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert browser.get("/karta/bakgrund/topo/lage").json() == {"is_down": False, "sentence": ""}


def test_a_service_that_is_down_gives_our_own_tile_and_a_sentence_and_is_left_alone(
    service: type[_Service], municipality: Organisation, pages: Pages
) -> None:
    service.answer = (500, "text/plain", b"")
    browser = pages.log_in(builders.a_person(municipality, Role.REPORTER)).client
    answer = browser.get(ADDRESS)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert "Ingen bakgrund" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "inte att hämta just nu" in browser.get("/karta/bakgrund/topo/lage").json()["sentence"]
    browser.get("/karta/bakgrund/topo/9/839/821")
    assert len(service.asked) == 1


def test_after_a_while_a_service_that_was_down_is_asked_again(
    service: type[_Service], reporter: Actor, settings: Settings
) -> None:
    service.answer = (500, "text/plain", b"")
    assert queries.tile_for(reporter, "topo", TILE).is_missing
    service.answer = (200, "image/png", PNG)
    age(next(Path(settings.BACKGROUND_TILES_DIR).rglob("nere")), keeping.DOWN_S + 1)
    assert queries.tile_for(reporter, "topo", TILE).content == PNG
    assert not queries.is_down(reporter, "topo")


def test_an_old_map_is_better_than_none(service: type[_Service], reporter: Actor, settings: Settings) -> None:
    queries.tile_for(reporter, "topo", TILE)
    age(the_tile(settings), 31 * 86_400)
    service.answer = (500, "text/plain", b"")
    assert queries.tile_for(reporter, "topo", TILE).content == PNG
    assert len(service.asked) == 2


def test_a_tile_that_is_too_old_is_fetched_anew(
    service: type[_Service], reporter: Actor, settings: Settings
) -> None:
    queries.tile_for(reporter, "topo", TILE)
    age(the_tile(settings), 31 * 86_400)
    service.answer = (200, "image/png", PNG.replace(b"\0" * 17, b"\1" * 17))
    assert queries.tile_for(reporter, "topo", TILE).content == service.answer[2]


def test_rubbish_is_not_asked_for_again_and_does_not_stop_the_rest(
    service: type[_Service], reporter: Actor
) -> None:
    service.answer = (200, "image/png", b"<html>")
    assert queries.tile_for(reporter, "topo", TILE).is_missing
    assert queries.tile_for(reporter, "topo", TILE).is_missing
    service.answer = (200, "image/png", PNG)
    assert queries.tile_for(reporter, "topo", Tile(9, 839, 821)).content == PNG
    assert len(service.asked) == 2


def test_a_file_that_was_broken_off_on_the_disk_is_not_shown(
    service: type[_Service], reporter: Actor, settings: Settings
) -> None:
    queries.tile_for(reporter, "topo", TILE)
    the_tile(settings).write_bytes(PNG[:20])
    assert queries.tile_for(reporter, "topo", TILE).is_missing


def test_the_oldest_make_room(service: type[_Service], reporter: Actor, settings: Settings) -> None:
    for row in range(820, 830):
        queries.tile_for(reporter, "topo", Tile(9, 839, row))
        age(next(Path(settings.BACKGROUND_TILES_DIR).rglob(str(row))), 10_000 - row)
    keeping.make_room(5 * len(PNG))
    left = {int(path.name) for path in Path(settings.BACKGROUND_TILES_DIR).rglob("8[12]?") if path.is_file()}
    assert left == {826, 827, 828, 829}


@pytest.mark.parametrize(
    "place", ["14/839/820", "9/0/0", "9/99999999999/820", "9/839/820/1", "9/-1/820", "9/a/0"]
)
def test_other_tiles_than_those_of_the_map_do_not_exist(
    place: str, service: type[_Service], municipality: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.REPORTER)).client
    assert browser.get(f"/karta/bakgrund/topo/{place}").status_code == 404
    assert service.asked == []


def test_nobody_without_the_right_gets_a_tile(service: type[_Service], municipality: Organisation) -> None:
    with pytest.raises(NotAllowed):
        queries.tile_for(builders.an_actor(municipality, Role.STEERING), "topo", TILE)
    assert service.asked == []


def test_the_map_offers_what_is_configured_and_nothing_when_nothing_is(
    service: type[_Service], municipality: Organisation, pages: Pages, settings: Settings
) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    page = browser.get("/utforska/")
    assert "Topografisk karta" in page.text
    assert "127.0.0.1" not in page.html  # where it comes from is the installation's business
    settings.MAP_BACKGROUNDS = Backgrounds()
    assert "data-backgrounds" not in browser.get("/utforska/").html


def test_an_unknown_map_does_not_exist(service: type[_Service], reporter: Actor) -> None:
    with pytest.raises(NotFound):
        queries.tile_for(reporter, "finns-inte", TILE)


def test_without_a_file_there_are_no_backgrounds(tmp_path: Path) -> None:
    assert read_backgrounds(tmp_path).maps == ()


def test_every_fault_of_the_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "karta.toml").write_text(
        'dagar = 3\nmegabytes = 0\n[[wms]]\nid = "Stor Karta"\nurl = "ftp://karta.example"\nlagret = "x"\n'
        '[[wmts]]\nid = "a"\nname = "A"\nattribution = "A"\nurl = "http://karta.example/wmts"\n'
        'token = "hemlig"\ngrid = "rt90"\nmax_zoom = 99\n'
        '[[xyz]]\nid = "b"\nname = "B"\nattribution = "B"\nurl = "https://karta.example/{z}"\n'
        'grid = "webmercator"\n',
        encoding="utf-8",
    )
    with pytest.raises(WrongBackgroundError) as raised:
        read_backgrounds(tmp_path)
    told = str(raised.value)
    for words in (
        "”dagar” känns inte igen",
        "megabytes ska vara",
        "”lagret” känns inte igen",
        "layer saknas",
        "id ska ha små bokstäver",
        "börja med https",
        "bara över https",
        "matrix_set saknas",
        "grid ska vara sweref99tm eller webmercator",
        "max_zoom ska vara",
        "{x}",
    ):
        assert words in told
    assert "hemlig" not in told


def test_a_new_source_never_shows_what_the_old_one_kept(tmp_path: Path) -> None:
    def fingerprint(url: str, **more: object) -> str:
        (tmp_path / "karta.toml").write_text(_toml(url, **more), encoding="utf-8")
        return read_backgrounds(tmp_path).maps[0].fingerprint

    one = "https://karta.example/{z}/{x}/{y}"
    assert fingerprint(one) != fingerprint(one + ".png")
    assert fingerprint(one) == fingerprint(one, token="ny nyckel")  # the same map by a new key
