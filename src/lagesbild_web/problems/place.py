"""Where a problem is: its areas, places and drawn surface as a map, and as the table that says the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
import shapely
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from lagesbild.document import swedish
from lagesbild.document.svg import element, text
from lagesbild.tables.coordinates import to_sweref
from lagesbild_web.areas.queries import areas_by_id, geometry_of, polygons_of
from lagesbild_web.incidents.contracts import Corner, IncidentFilter

_WIDTH: Final = 640.0
_HEIGHT: Final = 380.0
_LEAST_M: Final = 600.0
"""A single spot is shown with this much ground around it, metres."""
_AIR: Final = 1.35
"""How much more ground is shown than the place itself has."""
_MUTED, _LINE, _FILL, _PAPER, _GROUND = "#51606a", "#0e5560", "#c3dcdf", "#ffffff", "#eef4f4"
_NAME_PX: Final = 7.5
"""About how wide a letter of a district's name is."""
_SQUARE_METRES_PER_KM2: Final = 1e6


@dataclass(frozen=True, slots=True)
class PlacePart:
    """A part of where a problem is. ``lat`` and ``lon`` are a point inside it, in degrees."""

    name: str
    kind: str
    size: str
    """Its surface in words; empty for a point."""
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class ProblemPlace:
    """Where a problem is, drawn and in rows."""

    svg: SafeString
    parts: tuple[PlacePart, ...]
    corners: tuple[Corner, ...]
    """Of the drawn surface; empty without one."""


@dataclass(frozen=True, slots=True)
class _Shape:
    name: str
    kind: str
    degrees: shapely.Geometry
    plane: shapely.Geometry


def place_of(wanted: IncidentFilter, municipality_id: UUID) -> ProblemPlace | None:
    """Return where a selection is; None when it says nothing about a place."""
    shapes = list(_shapes(wanted, municipality_id))
    if not shapes:
        return None
    return ProblemPlace(
        svg=mark_safe(_drawn(shapes, municipality_id)),  # noqa: S308  # numbers, and words that are escaped
        parts=tuple(_part(shape) for shape in shapes),
        corners=wanted.polygon,
    )


def _shapes(wanted: IncidentFilter, municipality_id: UUID) -> Iterator[_Shape]:
    found = areas_by_id(municipality_id, set(wanted.areas)) if wanted.areas else {}
    for area_id in wanted.areas:
        if area_id in found:
            degrees = geometry_of(municipality_id, area_id)
            yield _Shape(found[area_id].name, found[area_id].kind_label, degrees, _in_metres(degrees))
    if wanted.polygon:
        degrees = shapely.Polygon([(corner.lon, corner.lat) for corner in wanted.polygon])
        yield _Shape(_("Ritad yta"), _("ritad för problemet"), degrees, _in_metres(degrees))


def _part(shape: _Shape) -> PlacePart:
    inside = shapely.point_on_surface(shape.degrees)
    return PlacePart(shape.name, shape.kind, _size(float(shape.plane.area)), inside.y, inside.x)


def _size(square_metres: float) -> str:
    """Return a surface in words: right to a few parts in a thousand anywhere in Sweden."""
    if not square_metres:
        return ""
    if square_metres < _SQUARE_METRES_PER_KM2 / 10:
        return f"{swedish.count(round(square_metres))} m²"
    return f"{swedish.number(square_metres / _SQUARE_METRES_PER_KM2, 2)} km²"


def _drawn(shapes: Sequence[_Shape], municipality_id: UUID) -> str:
    west, south, east, north = shapely.total_bounds([shape.plane for shape in shapes])
    middle = np.array([(west + east) / 2, (south + north) / 2])
    metres = max(max(east - west, _LEAST_M) / _WIDTH, max(north - south, _LEAST_M) / _HEIGHT) * _AIR

    def on_page(points: NDArray[np.float64]) -> NDArray[np.float64]:
        moved: NDArray[np.float64] = (points - middle) / (metres, -metres) + (_WIDTH / 2, _HEIGHT / 2)
        return moved

    parts = [element("rect", width=_WIDTH, height=_HEIGHT, fill=_GROUND)]
    parts += [_mark(shapely.transform(shape.plane, on_page)) for shape in shapes]
    districts = polygons_of(municipality_id)
    if len(districts):
        drawn = shapely.transform(districts.plane_polygons(), on_page)
        parts += _districts(districts.frame["name"].to_list(), drawn)
    parts.append(_scale(metres))
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}",
        role="img",
        aria_label=_("Karta: %(names)s") % {"names": ", ".join(shape.name for shape in shapes)},
    )


def _mark(drawn: shapely.Geometry) -> str:
    if drawn.geom_type == "Point":
        return element(
            "circle", cx=f"{drawn.x:.1f}", cy=f"{drawn.y:.1f}", r=9, fill=_LINE, stroke=_PAPER, stroke_width=2
        )
    return element("path", d=_path(drawn), fill=_FILL, stroke=_LINE, stroke_width=2.5, fill_rule="evenodd")


def _path(drawn: shapely.Geometry) -> str:
    rings = [
        ring
        for part in shapely.get_parts(drawn)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]
    return "".join(
        "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(ring)) + "Z" for ring in rings
    )


def _districts(names: Sequence[str], drawn: Sequence[shapely.Geometry]) -> Iterator[str]:
    """Return every border in view, and the names that there is room for, the largest districts first."""
    seen = shapely.box(0, 0, _WIDTH, _HEIGHT)
    inside = [(name, shapely.intersection(shape, seen)) for name, shape in zip(names, drawn, strict=True)]
    taken: list[shapely.Geometry] = []
    for name, shape in sorted(inside, key=lambda item: (-item[1].area, item[0])):
        if not shape.area:
            continue
        yield element("path", d=_path(shape), fill="none", stroke=_MUTED, stroke_dasharray="6 4")
        middle = shapely.point_on_surface(shape)
        half = len(name) * _NAME_PX / 2
        words = shapely.box(middle.x - half, middle.y - _NAME_PX * 2, middle.x + half, middle.y + _NAME_PX)
        if seen.contains(words) and not any(words.intersects(other) for other in taken):
            taken.append(words)
            where = {"x": round(middle.x, 1), "y": round(middle.y, 1)}
            yield text(name, size=15, anchor="middle", fill=_MUTED, has_halo=True, **where)


def _scale(metres: float) -> str:
    most = _WIDTH / 4 * metres
    power = 10 ** int(np.floor(np.log10(most)))
    length_m = max(step * power for step in (1, 2, 5) if step * power <= most)
    length, y = length_m / metres, _HEIGHT - 16
    bar = element(
        "path",
        d=f"M16 {y - 6:g}V{y:g}H{16 + length:.1f}V{y - 6:g}",
        fill="none",
        stroke=_MUTED,
        stroke_width=1.5,
    )
    label = f"{length_m:.0f} m" if length_m < 1000 else f"{length_m / 1000:.0f} km"
    return bar + text(label, x=round(16 + length / 2, 1), y=y - 10, size=13, anchor="middle", fill=_MUTED)


def _in_metres(degrees: shapely.Geometry) -> shapely.Geometry:
    def moved(points: NDArray[np.float64]) -> NDArray[np.float64]:
        plane = to_sweref(points[:, 0], points[:, 1])
        return np.column_stack([plane.e, plane.n])

    return shapely.transform(degrees, moved)
