"""Maps as SVG, drawn from geometries in metres (SWEREF 99 TM).

No background tiles: borders, areas and numbered places are enough to find one's way, and nothing is
fetched. Hatching and lightness say what colour says.
"""

from lagesbild.document.maps.areas import (
    HOTSPOT_CLASSES,
    Area,
    ClassedArea,
    choropleth,
    class_breaks,
    point_class_map,
)
from lagesbild.document.maps.density import DensityGrid, density_map
from lagesbild.document.maps.sheet import Hatch, NumberedPlace, Swatch

__all__ = [
    "HOTSPOT_CLASSES",
    "Area",
    "ClassedArea",
    "DensityGrid",
    "Hatch",
    "NumberedPlace",
    "Swatch",
    "choropleth",
    "class_breaks",
    "density_map",
    "point_class_map",
]
