"""The installation's own background maps, read from ``karta.toml`` in the data directory.

The file is described in docs/sv/drift.md. Without it, maps show the municipality's own boundaries only.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from lagesbild.sources.tile_grid import SWEREF_99_TM, WEB_MERCATOR, TileGrid
from lagesbild.sources.tiles import TileSource

BACKGROUNDS_FILE: Final = "karta.toml"
GRIDS: Final[Mapping[str, TileGrid]] = {"sweref99tm": SWEREF_99_TM, "webmercator": WEB_MERCATOR}
FORMATS: Final = ("image/png", "image/jpeg", "image/webp", "image/png8")
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LOCAL: Final = ("localhost", "127.0.0.1", "::1")

Kind = Literal["wms", "wmts", "xyz"]
_TEXTS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "wms": ("layer", "style", "version", "format"),
    "wmts": ("layer", "style", "matrix_set", "matrix", "format"),
    "xyz": (),
}
_EVERY: Final = (
    "id", "name", "url", "attribution", "grid", "min_zoom", "max_zoom", "user", "password", "token",
    "origin", "resolutions", "tile_px",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ConfiguredBackground:
    """A background map that the installation offers."""

    id: str
    """Stands in addresses."""
    name: str
    """What its choice says."""
    attribution: str
    """Who made the map; always shown beside it."""
    source: TileSource
    min_zoom: int
    max_zoom: int

    @property
    def fingerprint(self) -> str:
        """Changes when the source does, so that a kept picture is never another map's."""
        asked = replace(self.source, user="", password="", token="")
        return hashlib.sha256(repr(asked).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Backgrounds:
    """Every background map, and how much of them is kept."""

    maps: tuple[ConfiguredBackground, ...] = ()
    megabytes: int = 500
    days: int = 30


class WrongBackgroundError(Exception):
    """The file with background maps cannot be used as it is written."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        super().__init__("\n".join(f"{path}: {fault}" for fault in faults))


def read_backgrounds(data_dir: Path) -> Backgrounds:
    """Return the background maps of the installation; none when there is no file.

    Raises
    ------
    WrongBackgroundError
        If something is missing or cannot be used; one line for each fault.
    """
    path = data_dir / BACKGROUNDS_FILE
    if not path.is_file():
        return Backgrounds()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongBackgroundError(path, [f"filen går inte att läsa som TOML. {error}"]) from error
    faults: list[str] = []
    unknown = set(content) - {"megabytes", "days", *_TEXTS}
    faults += [f"”{name}” känns inte igen. Se docs/sv/drift.md." for name in sorted(unknown)]
    limits = {name: _limit(content, name, faults) for name in ("megabytes", "days")}
    maps = [
        _background(kind, part, f"{kind} nummer {number}", faults)
        for kind in _TEXTS
        for number, part in enumerate(content.get(kind, []), start=1)
    ]
    ids = [background.id for background in maps if background]
    if len(set(ids)) < len(ids):
        faults.append("två kartor har samma id. Ge dem var sitt.")
    if faults:
        raise WrongBackgroundError(path, faults)
    return Backgrounds(tuple(background for background in maps if background), **limits)


def _limit(content: Mapping[str, Any], name: str, faults: list[str]) -> int:
    written = content.get(name, getattr(Backgrounds(), name))
    if type(written) is int and 1 <= written <= 1_000_000:
        return written
    faults.append(f"{name} ska vara ett heltal, 1 eller mer.")
    return 1


def _background(
    kind: Kind, part: Mapping[str, Any], where: str, faults: list[str]
) -> ConfiguredBackground | None:
    before = len(faults)
    unknown = set(part) - {*_EVERY, *_TEXTS[kind]}
    faults += [f"{where}: ”{name}” känns inte igen." for name in sorted(unknown)]
    for name in _needed(kind, part):
        if not isinstance(part.get(name), str) or not part[name].strip():
            faults.append(f"{where}: {name} saknas.")
    if not _ID.fullmatch(str(part.get("id", ""))):
        faults.append(f"{where}: id ska ha små bokstäver a–z, siffror och bindestreck.")
    _check_texts(kind, part, where, faults)
    grid = _grid(part, where, faults)
    zooms = _zooms(part, grid, where, faults)
    if len(faults) > before:
        return None
    texts = {name: str(part[name]) for name in (*_TEXTS[kind], "user", "password", "token") if name in part}
    return ConfiguredBackground(
        id=part["id"],
        name=part["name"].strip(),
        attribution=part["attribution"].strip(),
        source=TileSource(kind=kind, url=part["url"].strip(), grid=grid, **texts),
        min_zoom=zooms[0],
        max_zoom=zooms[1],
    )


def _needed(kind: Kind, part: Mapping[str, Any]) -> tuple[str, ...]:
    every = ("name", "url", "attribution")
    if kind == "wms":
        return (*every, "layer")
    if kind == "wmts" and "{" not in str(part.get("url", "")):
        return (*every, "layer", "matrix_set")
    return every


def _check_texts(kind: Kind, part: Mapping[str, Any], where: str, faults: list[str]) -> None:
    url = str(part.get("url", ""))
    parts = urlsplit(url)
    if url and (parts.scheme not in {"https", "http"} or not parts.hostname):
        faults.append(f"{where}: url ska börja med https://.")
    has_secret = any(part.get(name) for name in ("user", "password", "token"))
    if has_secret and parts.scheme == "http" and parts.hostname not in _LOCAL:
        faults.append(f"{where}: lösenord och nycklar skickas bara över https.")
    if parts.username or parts.password:
        faults.append(f"{where}: skriv user och password för sig, inte i url.")
    is_template = all(name in url for name in ("{z}", "{x}")) and ("{y}" in url or "{-y}" in url)
    if url and not is_template and (kind == "xyz" or "{" in url):
        faults.append(f"{where}: url ska innehålla {{z}}, {{x}} och {{y}} (eller {{-y}}).")
    if "{-y}" in url and part.get("grid") == "sweref99tm":
        faults.append(f"{where}: {{-y}} går bara med rutnätet webmercator.")
    if str(part.get("format", FORMATS[0])) not in FORMATS:
        faults.append(f"{where}: format ska vara något av {', '.join(FORMATS)}.")
    if str(part.get("version", "1.3.0")) not in {"1.3.0", "1.1.1"}:
        faults.append(f"{where}: version ska vara 1.3.0 eller 1.1.1.")


def _grid(part: Mapping[str, Any], where: str, faults: list[str]) -> TileGrid:
    grid = GRIDS.get(str(part.get("grid", "")))
    if grid is None:
        faults.append(f"{where}: grid ska vara {' eller '.join(GRIDS)}.")
        return SWEREF_99_TM
    origin, steps, size = part.get("origin"), part.get("resolutions"), part.get("tile_px", 256)
    if origin is not None and _are_numbers(origin) and len(origin) == 2:
        grid = replace(grid, west=float(origin[0]), north=float(origin[1]))
    elif origin is not None:
        faults.append(f"{where}: origin ska vara två tal, öst och nord: [-1200000, 8500000].")
    if steps is not None and _are_numbers(steps) and list(steps) == sorted(set(steps), reverse=True):
        grid = replace(grid, resolutions=tuple(float(step) for step in steps))
    elif steps is not None:
        faults.append(f"{where}: resolutions ska vara meter per bildpunkt, störst först.")
    if size not in {256, 512}:
        faults.append(f"{where}: tile_px ska vara 256 eller 512.")
        return grid
    return replace(grid, tile_px=size)


def _are_numbers(written: object) -> bool:
    return (
        isinstance(written, list)
        and bool(written)
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in written)
    )


def _zooms(part: Mapping[str, Any], grid: TileGrid, where: str, faults: list[str]) -> tuple[int, int]:
    last = len(grid.resolutions) - 1
    least, most = part.get("min_zoom", 0), part.get("max_zoom", last)
    if type(least) is int and type(most) is int and 0 <= least <= most <= last:
        return least, most
    faults.append(f"{where}: min_zoom och max_zoom ska vara heltal mellan 0 och {last}, minst först.")
    return 0, last
