"""A map layer drawn on the server: seen without JavaScript, on paper, and until the moving map is there."""

from collections.abc import Iterator, Sequence
from typing import Final

import shapely
from django.utils.safestring import SafeString, mark_safe
from shapely.geometry.base import BaseGeometry

from lagesbild.document.svg import element
from lagesbild.layers.layer import MapLayer

WIDTH: Final = 800.0
HIGHEST: Final = 640.0
_MARGIN: Final = 8.0
_RADII: Final = {
    "size-1": 3.5,
    "size-2": 5.0,
    "size-3": 7.0,
    "size-4": 10.0,
    "unsafe": 5.5,
    "safe": 5.5,
    "both": 5.5,
}
_CALM_M: Final = 2.0
_CALM_PX: Final = 0.3
"""Outlines are simplified by less than can be seen."""

Bounds = tuple[float, float, float, float]


def map_svg(layer: MapLayer, outlines: Sequence[BaseGeometry], bounds: Bounds | None) -> SafeString:
    """Return the layer over the outlines as SVG; looks are classes, so that no style is written in the page.

    Parameters
    ----------
    layer
        What to draw.
    outlines
        Borders behind it, metres SWEREF 99 TM.
    bounds
        West, south, east and north of the ground to show, metres; None draws nothing but the frame.
    """
    if bounds is None:
        return mark_safe("")
    frame = _Frame(bounds)
    parts = [_path(frame.drawn(outline), "outline") for outline in outlines]
    parts += [_feature(frame, feature.shape, feature.look) for feature in layer.features]
    svg = element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:g} {frame.height:g}",
        class_="map-drawing",
        role="img",
        aria_label=layer.heading,
    )
    return mark_safe(svg)  # noqa: S308  # shapes of numbers, and words that element() has escaped


def radius_of(look: str) -> float | None:
    """Return how large a point with this look is drawn; None for what is no point."""
    return _RADII.get(look)


def bounds_of(shapes: Sequence[BaseGeometry]) -> Bounds | None:
    """Return the ground that holds everything, None when there is nothing."""
    filled = [shape for shape in shapes if not shape.is_empty]
    if not filled:
        return None
    west, south, east, north = (float(value) for value in shapely.total_bounds(filled))
    # A single point has no extent of its own: show a kilometre around it.
    least = max(1000.0 - max(east - west, north - south), 0.0) / 2
    return west - least, south - least, east + least, north + least


class _Frame:
    """Where on the drawing a place on the ground lies."""

    def __init__(self, bounds: Bounds) -> None:
        west, south, east, north = bounds
        wide, high = max(east - west, 1.0), max(north - south, 1.0)
        self.scale = min((WIDTH - 2 * _MARGIN) / wide, (HIGHEST - 2 * _MARGIN) / high)
        self.height = round(high * self.scale + 2 * _MARGIN, 1)
        self._left = (WIDTH - wide * self.scale) / 2 - west * self.scale
        self._top = _MARGIN + north * self.scale

    def drawn(self, shape: BaseGeometry) -> BaseGeometry:
        moved = shapely.transform(shape, lambda xy: xy * (self.scale, -self.scale) + (self._left, self._top))
        return moved.simplify(_CALM_PX)


def _feature(frame: _Frame, shape: BaseGeometry, look: str) -> str:
    drawn = frame.drawn(shape)
    if isinstance(drawn, shapely.Point):
        radius = _RADII.get(look, _RADII["size-1"])
        return element("circle", cx=f"{drawn.x:.1f}", cy=f"{drawn.y:.1f}", r=radius, class_=f"look {look}")
    return _path(drawn, f"look {look}")


def _path(drawn: BaseGeometry, look: str) -> str:
    steps = "".join(_steps(drawn))
    return element("path", d=steps, fill_rule="evenodd", class_=look) if steps else ""


def _steps(shape: BaseGeometry) -> Iterator[str]:
    if isinstance(shape, shapely.Polygon):
        for ring in (shape.exterior, *shape.interiors):
            if not ring.is_empty:
                yield f"M{_points(ring)}Z"
    elif hasattr(shape, "geoms"):
        for part in shape.geoms:
            yield from _steps(part)


def _points(line: BaseGeometry) -> str:
    return "L".join(f"{x:.1f},{y:.1f}" for x, y in shapely.get_coordinates(line))


def outline_geojson(outlines: Sequence[BaseGeometry]) -> dict[str, object]:
    """Return the borders in metres, SWEREF 99 TM, for the moving map."""
    features = [
        {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(shape.simplify(_CALM_M))}
        for shape in outlines
    ]
    return {"type": "FeatureCollection", "features": features}
