"""The squares that background maps are cut in: from zoom, column and row to the ground."""

from dataclasses import dataclass
from typing import Final

Bounds = tuple[float, float, float, float]
"""West, south, east and north in the units of the grid's reference system."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One square: its zoom, its column from the west and its row from the north, all from 0."""

    zoom: int
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class TileGrid:
    """How a map is cut: reference system, upper left corner, and metres per pixel at each zoom."""

    crs: str
    """As ``EPSG:3006``."""
    west: float
    north: float
    resolutions: tuple[float, ...]
    """Metres per pixel, from the widest zoom."""
    ground: Bounds
    """The ground that may be asked for: Sweden and a little more, so that nobody fetches the world."""
    tile_px: int = 256

    def bounds(self, tile: Tile) -> Bounds:
        """Return the ground of a tile, metres in the grid's reference system."""
        side = self.resolutions[tile.zoom] * self.tile_px
        west, north = self.west + tile.column * side, self.north - tile.row * side
        return west, north - side, west + side, north

    def has(self, tile: Tile) -> bool:
        """Return whether the tile is in the grid and touches the ground that may be asked for."""
        if not 0 <= tile.zoom < len(self.resolutions) or tile.column < 0 or tile.row < 0:
            return False
        west, south, east, north = self.bounds(tile)
        least_e, least_n, most_e, most_n = self.ground
        return west < most_e and least_e < east and south < most_n and least_n < north


_MERCATOR_HALF: Final = 20_037_508.342789244

SWEREF_99_TM: Final = TileGrid(
    crs="EPSG:3006",
    west=-1_200_000.0,
    north=8_500_000.0,
    resolutions=tuple(4096.0 / 2**zoom for zoom in range(15)),
    ground=(200_000.0, 6_050_000.0, 1_000_000.0, 7_750_000.0),
)
"""The grid of the Swedish national map services, 4 096 metres per pixel and down to 0.25."""

WEB_MERCATOR: Final = TileGrid(
    crs="EPSG:3857",
    west=-_MERCATOR_HALF,
    north=_MERCATOR_HALF,
    resolutions=tuple(2 * _MERCATOR_HALF / 256 / 2**zoom for zoom in range(20)),
    ground=(1_110_000.0, 7_360_000.0, 2_790_000.0, 11_070_000.0),
)
"""The grid of the world's web maps."""
