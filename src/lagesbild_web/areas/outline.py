"""A plain map of areas as SVG: borders and names, nothing underneath."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

import numpy as np
import shapely
from django.utils.safestring import SafeString, mark_safe

from lagesbild.tables.areas import Areas

WIDTH: Final = 720
_PAD: Final = 12
_INK, _MUTED, _ACCENT, _TINT, _LIGHT = "#1b2529", "#51606a", "#0e5560", "#eef4f4", "#c3dcdf"


def outline_of(areas: Areas, description: str, *, highlighted: Iterable[str] = ()) -> SafeString:
    """Return the areas drawn to fit, with the names of those where there is room.

    Parameters
    ----------
    description
        What the map shows; read aloud instead of it.
    highlighted
        Codes of areas that are filled.
    """
    if not len(areas):
        return mark_safe("")  # empty
    polygons = areas.plane_polygons()
    west, south, east, north = shapely.total_bounds(polygons)
    metres = max((east - west) / (WIDTH - 2 * _PAD), (north - south) / (WIDTH - 2 * _PAD), 0.001)
    height = max(120, round((north - south) / metres) + 2 * _PAD)

    def on_page(points: np.ndarray) -> np.ndarray:
        return np.column_stack(
            [_PAD + (points[:, 0] - west) / metres, _PAD + (north - points[:, 1]) / metres]
        )

    drawn = shapely.simplify(shapely.transform(polygons, on_page), 0.4)
    filled = set(highlighted)
    parts = [
        f'<path d="{_path(shape)}" fill="{_LIGHT if code in filled else _TINT}" stroke="{_ACCENT}" '
        'stroke-width="1.2" fill-rule="evenodd"/>'
        for code, shape in zip(areas.frame["code"], drawn, strict=True)
    ]
    parts += _labels(areas.frame["name"], drawn)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
        f'height="{height}" role="img" aria-label="{escape(description)}">{"".join(parts)}</svg>'
    )
    return mark_safe(svg)  # noqa: S308  # numbers and escaped texts


def _path(shape: shapely.Geometry) -> str:
    found = []
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = shapely.get_coordinates(ring)
            found.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    return "".join(found)


def _labels(names: Iterable[str], drawn: np.ndarray) -> Iterator[str]:
    """Names that fit in their area and do not lie on one already written, the largest areas first."""
    taken: list[shapely.Geometry] = []
    pairs = sorted(zip(names, drawn, strict=True), key=lambda pair: -pair[1].area)
    for name, shape in pairs:
        if shape.is_empty:
            continue
        point = shapely.point_on_surface(shape)
        half = 3.9 * len(name)
        box = shapely.box(point.x - half, point.y - 9, point.x + half, point.y + 9)
        width = shape.bounds[2] - shape.bounds[0]
        if 2 * half > max(width * 1.3, 40) or any(shapely.intersects(box, other) for other in taken):
            continue
        taken.append(box)
        x = min(max(point.x, half + 2), WIDTH - half - 2)
        yield (
            f'<text x="{x:.0f}" y="{point.y + 5:.0f}" font-size="15" text-anchor="middle" fill="{_INK}">'
            f"{escape(name)}</text>"
        )
