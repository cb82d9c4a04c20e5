"""Pictures of background maps on the disk: for a while, never more than the installation allows.

Everything here may be removed at any time; it is fetched again. Locks are files, so that two processes
share what one of them fetches.
"""

import fcntl
import os
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from lagesbild.sources.tile_grid import Tile
from lagesbild_web.map_backgrounds import ConfiguredBackground

DOWN_S: Final = 60.0
"""A service that does not answer is left alone for so long."""
NOTHING_S: Final = 3600.0
"""So long do we believe that there is no picture of a place."""
_LOCKS: Final = 64
_ROOM_LEFT: Final = 0.8
_DOWN: Final = "nere"
_DAY_S: Final = 86_400.0

_written = 0
_written_lock: Final = threading.Lock()


def kept(background: ConfiguredBackground, tile: Tile) -> tuple[bytes, bool] | None:
    """Return what is kept of a tile and whether it is still good; empty when there is no picture there."""
    path = _path(background, tile)
    try:
        content = path.read_bytes()
        age_s = time.time() - path.stat().st_mtime
    except OSError:
        return None
    return content, age_s < (settings.MAP_BACKGROUNDS.days * _DAY_S if content else NOTHING_S)


def keep(background: ConfiguredBackground, tile: Tile, content: bytes) -> None:
    """Keep a tile, and make room when the limit is passed."""
    path = _path(background, tile)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    draft.write_bytes(content)
    draft.replace(path)
    _count(len(content))


@contextmanager
def alone_with(background: ConfiguredBackground, tile: Tile) -> Iterator[None]:
    """Let one at a time fetch a tile; the others wait and find it kept."""
    locks = _folder(background) / "las"
    locks.mkdir(parents=True, exist_ok=True)
    number = hash((tile.zoom, tile.column, tile.row)) % _LOCKS
    with (locks / str(number)).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def note_down(background: ConfiguredBackground, sentence: str) -> None:
    """Remember that the service does not answer, and why."""
    folder = _folder(background)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _DOWN).write_text(sentence, encoding="utf-8")


def note_up(background: ConfiguredBackground) -> None:
    """Remember that the service answers."""
    (_folder(background) / _DOWN).unlink(missing_ok=True)


def is_down(background: ConfiguredBackground) -> bool:
    """Return whether the service did not answer a moment ago."""
    try:
        return time.time() - (_folder(background) / _DOWN).stat().st_mtime < DOWN_S
    except OSError:
        return False


def _count(size: int) -> None:
    """Look over the whole store now and then: each time a tenth of the limit has been written."""
    global _written
    most = settings.MAP_BACKGROUNDS.megabytes * 1_000_000
    with _written_lock:
        _written += size
        if _written < most / 10:
            return
        _written = 0
    make_room(most)


def make_room(most: int) -> None:
    """Remove the oldest pictures, of every map, when all of them take more than ``most`` bytes."""
    found = []
    for folder, _folders, names in os.walk(settings.BACKGROUND_TILES_DIR):
        for name in names:
            path = Path(folder) / name
            try:
                state = path.stat()
            except FileNotFoundError:  # somebody else made room too
                continue
            found.append((state.st_mtime, state.st_size, path))
    total = sum(size for _, size, _ in found)
    if total <= most:
        return
    for _, size, path in sorted(found):
        if total <= most * _ROOM_LEFT:
            return
        path.unlink(missing_ok=True)
        total -= size


def _folder(background: ConfiguredBackground) -> Path:
    return Path(settings.BACKGROUND_TILES_DIR) / f"{background.id}-{background.fingerprint}"


def _path(background: ConfiguredBackground, tile: Tile) -> Path:
    return _folder(background) / str(tile.zoom) / str(tile.column) / str(tile.row)
