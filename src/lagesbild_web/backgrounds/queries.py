"""Which background maps there are, and their pictures: kept, fetched, or our own when there is none."""

import logging
import threading
from pathlib import Path
from typing import Final

from django.conf import settings

from lagesbild.sources.tile_grid import Tile
from lagesbild.sources.tiles import TileError, fetch_tile, image_type
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.backgrounds import keeping
from lagesbild_web.backgrounds.contracts import Background, Picture
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.map_backgrounds import ConfiguredBackground

AT_ONCE: Final = 4
"""Fetched at the same time: a slow service may not take every thread that answers pages."""
PATIENCE_S: Final = 2.0

_turns: Final = threading.BoundedSemaphore(AT_ONCE)
_logger: Final = logging.getLogger(__name__)
_MISSING: Final = Picture(
    "image/svg+xml", (Path(__file__).parent / "static/backgrounds/missing.svg").read_bytes(), is_missing=True
)


def backgrounds_for(actor: Actor) -> tuple[Background, ...]:
    """Return the background maps that the actor may choose among; none unless the installation has some."""
    if not has_somewhere(actor, Right.READ_MAP):
        return ()
    return tuple(_contract(background) for background in settings.MAP_BACKGROUNDS.maps)


def tile_for(actor: Actor, background_id: str, tile: Tile) -> Picture:
    """Return the picture of a tile, or our own that says that there is none.

    Raises
    ------
    NotAllowed
        If no role of the actor reads maps.
    NotFound
        If there is no such map, or no such tile in it.
    """
    background = _background_for(actor, background_id)
    is_near = background.min_zoom <= tile.zoom <= background.max_zoom
    if not is_near or not background.source.grid.has(tile):
        raise NotFound
    found = keeping.kept(background, tile)
    if found is not None and found[1]:
        return _picture(found[0])
    if keeping.is_down(background):
        return _picture(found[0] if found else b"")
    with keeping.alone_with(background, tile):
        return _fetched(background, tile)


def is_down(actor: Actor, background_id: str) -> bool:
    """Return whether the service behind a map did not answer a moment ago.

    Raises
    ------
    NotAllowed
        If no role of the actor reads maps.
    NotFound
        If there is no such map.
    """
    return keeping.is_down(_background_for(actor, background_id))


def _fetched(background: ConfiguredBackground, tile: Tile) -> Picture:
    found = keeping.kept(background, tile)  # whoever had the turn before may have fetched it
    if (found is not None and found[1]) or keeping.is_down(background):
        return _picture(found[0] if found else b"")
    old = found[0] if found else b""
    if not _turns.acquire(timeout=PATIENCE_S):
        return _picture(old)
    try:
        image = fetch_tile(background.source, tile)
    except TileError as error:
        _logger.warning("bakgrundskartan %s: %s", background.id, error)
        if error.is_down:
            keeping.note_down(background, str(error))
        elif not old:
            keeping.keep(background, tile, b"")
        return _picture(old)  # an old map is better than none
    finally:
        _turns.release()
    keeping.note_up(background)
    keeping.keep(background, tile, image.content if image else b"")
    return _picture(image.content if image else b"")


def _picture(content: bytes) -> Picture:
    media_type = image_type(content)  # again: a file on the disk may have been broken off
    return Picture(media_type, content) if media_type else _MISSING


def _background_for(actor: Actor, background_id: str) -> ConfiguredBackground:
    if not has_somewhere(actor, Right.READ_MAP):
        raise NotAllowed
    for background in settings.MAP_BACKGROUNDS.maps:
        if background.id == background_id:
            return background
    raise NotFound


def _contract(background: ConfiguredBackground) -> Background:
    grid = background.source.grid
    return Background(
        id=background.id,
        name=background.name,
        attribution=background.attribution,
        crs=grid.crs,
        origin=(grid.west, grid.north),
        resolutions=grid.resolutions[: background.max_zoom + 1],
        min_zoom=background.min_zoom,
        tile_px=grid.tile_px,
    )
