"""Fetch one tile of a background map from a WMS, WMTS or XYZ service, and trust nothing that it answers."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx

from lagesbild.sources.tile_grid import Tile, TileGrid

CONNECT_S: Final = 3.0
SILENCE_S: Final = 5.0
WHOLE_S: Final = 8.0
"""The longest time for a whole tile, however slowly it drips."""
LARGEST_BYTES: Final = 2_000_000

_NOTHING_THERE: Final = (HTTPStatus.NO_CONTENT, HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND)
"""What services answer for ground that they have no picture of."""


@dataclass(frozen=True, slots=True)
class TileSource:
    """A service and how it is asked."""

    kind: Literal["wms", "wmts", "xyz"]
    url: str
    """With ``{z}``, ``{x}`` and ``{y}`` for XYZ and WMTS by path; ``{-y}`` counts from the south."""
    grid: TileGrid
    layer: str = ""
    style: str = ""
    matrix_set: str = ""
    matrix: str = "{z}"
    """What the service calls a zoom."""
    format: str = "image/png"
    version: str = "1.3.0"
    """Of WMS; decides the order of the axes."""
    user: str = ""
    password: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class TileImage:
    """A picture that is whole, and what it is."""

    media_type: str
    content: bytes


class TileError(Exception):
    """No picture; the message is a Swedish sentence for whoever runs the service.

    ``is_down`` tells whether other tiles are worth asking for.
    """

    def __init__(self, sentence: str, *, is_down: bool) -> None:
        super().__init__(sentence)
        self.is_down = is_down


def tile_url(source: TileSource, tile: Tile) -> str:
    """Return the address of a tile."""
    if "{" in source.url:
        return _filled(source, tile)
    if source.kind == "wms":
        return _with_query(source.url, _wms(source, tile))
    return _with_query(source.url, _wmts(source, tile))


def fetch_tile(
    source: TileSource,
    tile: Tile,
    *,
    client: httpx.Client | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> TileImage | None:
    """Ask for a tile once; None when the service has no picture of that ground.

    Parameters
    ----------
    client
        A client to use instead of one of our own; it is not closed.
    clock
        Seconds that only go forwards.

    Raises
    ------
    TileError
        If the service cannot be reached, refuses, leads elsewhere, is too slow, or answers with something
        that is not a whole picture of reasonable size.
    """
    if client is not None:
        return _fetch(source, tile, client, clock)
    with new_client() as own:
        return _fetch(source, tile, own, clock)


def new_client() -> httpx.Client:
    """Return a client that follows nobody elsewhere and waits for nobody long."""
    return httpx.Client(timeout=httpx.Timeout(SILENCE_S, connect=CONNECT_S), follow_redirects=False)


def image_type(content: bytes) -> str:
    """Return the media type of a whole PNG, JPEG or WebP, empty for everything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-12:]:
        return "image/png"
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\x00").endswith(b"\xff\xd9"):
        return "image/jpeg"
    is_webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    if is_webp and int.from_bytes(content[4:8], "little") + 8 <= len(content):
        return "image/webp"
    return ""


def _fetch(
    source: TileSource, tile: Tile, client: httpx.Client, clock: Callable[[], float]
) -> TileImage | None:
    host = urlsplit(source.url).hostname or source.url
    # Unpacked, a small answer can be endless: we ask for it as it is, and take nothing else.
    headers = {"Accept": "image/png, image/jpeg, image/webp", "Accept-Encoding": "identity"}
    if source.token:
        headers["Authorization"] = f"Bearer {source.token}"
    auth = httpx.BasicAuth(source.user, source.password) if source.user else None
    try:
        with client.stream("GET", tile_url(source, tile), headers=headers, auth=auth) as response:
            if response.status_code in _NOTHING_THERE:
                return None
            _check_head(response, host)
            content = _read(response, host, clock)
    except httpx.TimeoutException as error:
        raise TileError(f"{host} svarade inte i tid.", is_down=True) from error
    except httpx.HTTPError as error:
        raise TileError(f"{host} gick inte att nå: {type(error).__name__}.", is_down=True) from error
    found = image_type(content)
    if not found:
        raise TileError(f"{host} svarade med något som inte är en hel bild.", is_down=False)
    return TileImage(found, content)


def _check_head(response: httpx.Response, host: str) -> None:
    status = response.status_code
    if response.is_redirect:
        raise TileError(
            f"{host} hänvisar till en annan adress. Vi följer inga hänvisningar: rätta url i karta.toml.",
            is_down=True,
        )
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        raise TileError(f"{host} nekade anropet ({status}). Kontrollera nyckeln i karta.toml.", is_down=True)
    if status != HTTPStatus.OK:
        raise TileError(f"{host} svarade med kod {status}.", is_down=True)
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if not kind.startswith("image/"):
        raise TileError(f"{host} svarade med {kind or 'okänt slag'} i stället för en bild.", is_down=False)
    if response.headers.get("content-encoding", "identity") != "identity":
        raise TileError(f"{host} skickade bilden packad.", is_down=False)


def _read(response: httpx.Response, host: str, clock: Callable[[], float]) -> bytes:
    until, parts, size = clock() + WHOLE_S, [], 0
    for part in response.iter_raw():
        size += len(part)
        if size > LARGEST_BYTES:
            raise TileError(f"{host} skickade mer än {LARGEST_BYTES} byte för en ruta.", is_down=False)
        if clock() > until:
            raise TileError(f"{host} skickade bilden för långsamt.", is_down=True)
        parts.append(part)
    return b"".join(parts)


def _filled(source: TileSource, tile: Tile) -> str:
    side = source.grid.resolutions[tile.zoom] * source.grid.tile_px
    rows = round((source.grid.north + abs(source.grid.west)) / side) if source.grid.crs == "EPSG:3857" else 0
    values = {
        "{z}": source.matrix.replace("{z}", str(tile.zoom)),
        "{x}": str(tile.column),
        "{y}": str(tile.row),
        "{-y}": str(rows - 1 - tile.row),
    }
    url = source.url
    for name, value in values.items():
        url = url.replace(name, value)
    return url


def _wms(source: TileSource, tile: Tile) -> dict[str, str]:
    west, south, east, north = source.grid.bounds(tile)
    is_new = source.version.startswith("1.3")
    # WMS 1.3 keeps the order of the reference system itself: north before east in SWEREF 99 TM.
    is_north_first = is_new and source.grid.crs == "EPSG:3006"
    box = (south, west, north, east) if is_north_first else (west, south, east, north)
    size = str(source.grid.tile_px)
    return {
        "SERVICE": "WMS",
        "REQUEST": "GetMap",
        "VERSION": source.version,
        "LAYERS": source.layer,
        "STYLES": source.style,
        "CRS" if is_new else "SRS": source.grid.crs,
        "BBOX": ",".join(f"{number:.6f}".rstrip("0").rstrip(".") for number in box),
        "WIDTH": size,
        "HEIGHT": size,
        "FORMAT": source.format,
    }


def _wmts(source: TileSource, tile: Tile) -> dict[str, str]:
    return {
        "SERVICE": "WMTS",
        "REQUEST": "GetTile",
        "VERSION": "1.0.0",
        "LAYER": source.layer,
        "STYLE": source.style or "default",
        "TILEMATRIXSET": source.matrix_set,
        "TILEMATRIX": source.matrix.replace("{z}", str(tile.zoom)),
        "TILEROW": str(tile.row),
        "TILECOL": str(tile.column),
        "FORMAT": source.format,
    }


def _with_query(url: str, ours: Mapping[str, str]) -> str:
    """Put our parameters in the address; others that it has, such as a key, are kept."""
    parts = urlsplit(url)
    kept = [(key, value) for key, value in parse_qsl(parts.query) if key.upper() not in ours]
    return urlunsplit(parts._replace(query=urlencode([*kept, *ours.items()], safe=":,/")))
