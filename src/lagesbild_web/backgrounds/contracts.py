"""What pages know of background maps."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Background:
    """A background map as the page offers it; where it comes from is not told."""

    id: str
    name: str
    attribution: str
    crs: str
    origin: tuple[float, float]
    """West and north of the grid, metres."""
    resolutions: tuple[float, ...]
    """Metres per pixel, as far in as there are pictures."""
    min_zoom: int
    tile_px: int

    @property
    def grid(self) -> str:
        """The grid as JSON, for the script that shows the map."""
        return json.dumps(
            {
                "crs": self.crs,
                "origin": self.origin,
                "resolutions": self.resolutions,
                "minZoom": self.min_zoom,
                "tileSize": self.tile_px,
            }
        )


@dataclass(frozen=True, slots=True)
class Picture:
    """A tile to show. ``is_missing`` when it is our own, which says that there is no background."""

    media_type: str
    content: bytes
    is_missing: bool = False
