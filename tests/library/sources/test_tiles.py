"""A tile is asked for as each kind of service wants it, and nothing but a whole picture comes in."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pyproj import Transformer

from lagesbild.sources.tile_grid import SWEREF_99_TM, WEB_MERCATOR, Tile
from lagesbild.sources.tiles import (
    LARGEST_BYTES,
    TileError,
    TileSource,
    fetch_tile,
    image_type,
    tile_url,
)

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\0" * 17 + b"\0\0\0\0IEND\xaeB`\x82"
TILE = Tile(9, 839, 820)


class _Service(BaseHTTPRequestHandler):
    """Answers as the path says."""

    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        what = urlsplit(self.path).path.strip("/").split("/")[0]
        status, kind, body = {
            "good": (200, "image/png", PNG),
            "garbage": (200, "image/png", "<html>Stängt</html>".encode()),
            "cut": (200, "image/png", PNG[:-8]),
            "page": (200, "text/html", b"<html></html>"),
            "broken": (500, "image/png", PNG),
            "refused": (401, "text/plain", b"nej"),
            "outside": (404, "text/plain", b""),
            "elsewhere": (302, "text/plain", b""),
            "large": (200, "image/png", PNG + b"\0" * LARGEST_BYTES),
            "packed": (200, "image/png", PNG),
        }[what]
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if what == "elsewhere":
            self.send_header("Location", f"http://localhost:{self.server.server_address[1]}/good")
        if what == "packed":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def service() -> Iterator[str]:
    """A real map service on this computer."""
    _Service.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def source(url: str) -> TileSource:
    return TileSource("xyz", f"{url}/{{z}}/{{x}}/{{y}}", SWEREF_99_TM)


def test_a_whole_picture_comes_in(service: str) -> None:
    found = fetch_tile(source(f"{service}/good"), TILE)
    assert found is not None
    assert (found.media_type, found.content) == ("image/png", PNG)
    assert _Service.seen == ["/good/9/839/820"]


@pytest.mark.parametrize(
    ("what", "words", "is_down"),
    [
        ("garbage", "inte är en hel bild", False),
        ("cut", "inte är en hel bild", False),
        ("page", "text/html i stället för en bild", False),
        ("large", "mer än 2000000 byte", False),
        ("packed", "packad", False),
        ("broken", "kod 500", True),
        ("refused", "nekade anropet", True),
        ("elsewhere", "följer inga hänvisningar", True),
    ],
)
def test_whatever_else_is_answered_is_told_and_kept_out(
    service: str, what: str, words: str, is_down: bool
) -> None:
    with pytest.raises(TileError, match=words) as raised:
        fetch_tile(source(f"{service}/{what}"), TILE)
    assert raised.value.is_down is is_down
    assert len(_Service.seen) == 1  # nobody was followed elsewhere, and nobody was asked twice


def test_a_key_is_not_carried_to_where_a_service_points(service: str) -> None:
    keyed = TileSource("xyz", f"{service}/elsewhere/{{z}}/{{x}}/{{y}}", SWEREF_99_TM, token="hemlig")
    with pytest.raises(TileError):
        fetch_tile(keyed, TILE)
    assert _Service.seen == ["/elsewhere/9/839/820"]


def test_ground_without_a_picture_is_no_fault(service: str) -> None:
    assert fetch_tile(source(f"{service}/outside"), TILE) is None


def test_a_service_that_is_not_there_is_down() -> None:
    with pytest.raises(TileError, match="gick inte att nå") as raised:
        fetch_tile(source("http://127.0.0.1:1"), TILE)
    assert raised.value.is_down


def test_a_picture_that_drips_is_given_up(service: str) -> None:
    ticks = iter([0.0, 9.0, 18.0, 27.0])
    with pytest.raises(TileError, match="för långsamt") as raised:
        fetch_tile(source(f"{service}/good"), TILE, clock=lambda: next(ticks))
    assert raised.value.is_down


def test_silence_is_down() -> None:
    def silent(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("", request=request)

    with (
        httpx.Client(transport=httpx.MockTransport(silent)) as client,
        pytest.raises(TileError, match="inte i tid"),
    ):
        fetch_tile(source("http://127.0.0.1:1"), TILE, client=client)


def asked(address: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}


def test_wms_is_asked_for_the_ground_in_the_order_of_its_version() -> None:
    west, south, east, north = SWEREF_99_TM.bounds(TILE)
    new = TileSource("wms", "https://karta.example/wms?nyckel=abc&request=x", SWEREF_99_TM, layer="bas")
    query = asked(tile_url(new, TILE))
    assert [float(n) for n in query["BBOX"].split(",")] == [south, west, north, east]
    assert query["CRS"] == "EPSG:3006"
    assert query["nyckel"] == "abc"
    assert query["REQUEST"] == "GetMap"
    assert "request" not in query
    old = TileSource("wms", "https://karta.example/wms", SWEREF_99_TM, layer="bas", version="1.1.1")
    query = asked(tile_url(old, TILE))
    assert [float(n) for n in query["BBOX"].split(",")] == [west, south, east, north]
    assert query["SRS"] == "EPSG:3006"


def test_wmts_is_asked_for_row_and_column() -> None:
    wmts = TileSource(
        "wmts", "https://karta.example/wmts", SWEREF_99_TM, layer="topowebb", matrix_set="3006", matrix="M{z}"
    )
    query = asked(tile_url(wmts, TILE))
    assert (query["TILEMATRIX"], query["TILEROW"], query["TILECOL"]) == ("M9", "820", "839")
    rest = TileSource("wmts", "https://karta.example/{z}/{y}/{x}.png", SWEREF_99_TM)
    assert tile_url(rest, TILE) == "https://karta.example/9/820/839.png"


def test_rows_counted_from_the_south() -> None:
    tms = TileSource("xyz", "https://karta.example/{z}/{x}/{-y}.png", WEB_MERCATOR)
    assert tile_url(tms, Tile(3, 4, 2)) == "https://karta.example/3/4/5.png"


@pytest.mark.parametrize("grid", [SWEREF_99_TM, WEB_MERCATOR])
@pytest.mark.parametrize("zoom", [0, 6, 12])
def test_a_place_lies_in_the_tile_that_is_worked_out_for_it(grid: object, zoom: int) -> None:
    """The centre of Västerås, by pyproj, lies on the ground of exactly one tile of each zoom."""
    assert grid in (SWEREF_99_TM, WEB_MERCATOR)
    known = SWEREF_99_TM if grid is SWEREF_99_TM else WEB_MERCATOR
    east, north = Transformer.from_crs("EPSG:4326", known.crs, always_xy=True).transform(16.5448, 59.6099)
    side = known.resolutions[zoom] * known.tile_px
    tile = Tile(zoom, int((east - known.west) // side), int((known.north - north) // side))
    bounds = known.bounds(tile)
    assert bounds[0] <= east < bounds[2]
    assert bounds[1] < north <= bounds[3]
    assert known.has(tile)


@pytest.mark.parametrize(
    "tile", [Tile(15, 0, 0), Tile(9, 0, 0), Tile(9, 10**9, 5), Tile(-1, 0, 0), Tile(9, -1, 0)]
)
def test_tiles_outside_sweden_and_the_grid_are_refused(tile: Tile) -> None:
    assert not SWEREF_99_TM.has(tile)


def test_what_is_a_picture() -> None:
    assert image_type(b"\xff\xd8\xff\xe0" + b"0" * 20 + b"\xff\xd9") == "image/jpeg"
    assert image_type(b"RIFF" + (12).to_bytes(4, "little") + b"WEBPVP8 " + b"0" * 8) == "image/webp"
    assert image_type(b"GIF89a" + b"0" * 30) == ""
    assert image_type(b'<svg xmlns="http://www.w3.org/2000/svg"/>') == ""
    assert image_type(b"") == ""
