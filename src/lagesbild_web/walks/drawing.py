"""The map of a walk: districts, the route, and each finding with its number; the same on page and paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
import shapely
from django.utils.translation import gettext as _

from lagesbild.document.svg import element, text
from lagesbild.tables.coordinates import to_sweref
from lagesbild_web.areas.queries import polygons_of
from lagesbild_web.walks.contracts import FindingLine, WayPoint

WIDTH: Final = 640.0
HEIGHT: Final = 440.0
_MARGIN: Final = 36.0
_LEAST_M: Final = 300.0
"""A walk at a single spot is shown with this much ground around it, metres."""
_INK, _MUTED, _GOOD, _BAD, _PAPER, _GROUND = "#1b2529", "#51606a", "#0e5560", "#a8431a", "#ffffff", "#eef4f4"


@dataclass(frozen=True, slots=True)
class WalkMap:
    """A drawing with what is needed to turn a tap on it into a place: its middle and metres per unit."""

    svg: str
    e: float
    n: float
    metres: float
    width: float = WIDTH
    height: float = HEIGHT


def tap_map_of(
    municipality_id: UUID,
    route: Sequence[tuple[float, float]],
    findings: Sequence[FindingLine],
    around: Sequence[tuple[float, float]],
) -> WalkMap | None:
    """Return the map of a walk wide enough for all of ``around`` (degrees); None when there is no ground."""
    ground = np.vstack([_in_metres(route), _in_metres(around), _placed(findings)])
    if not len(ground):
        return None
    frame = _Frame(ground)
    svg = _drawn(municipality_id, route, findings, frame)
    return WalkMap(svg, float(frame.middle[0]), float(frame.middle[1]), frame.metres)


def map_of(
    municipality_id: UUID, route: Sequence[tuple[float, float]], findings: Sequence[FindingLine]
) -> str:
    """Return the map, empty when nothing has a place. Good findings are squares, the others circles."""
    ground = np.vstack([_placed(findings), _in_metres(route)])
    return _drawn(municipality_id, route, findings, _Frame(ground)) if len(ground) else ""


def _placed(findings: Sequence[FindingLine]) -> np.ndarray:
    points = [[f.e, f.n] for f in findings if f.e is not None and f.n is not None]
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def _drawn(
    municipality_id: UUID,
    route: Sequence[tuple[float, float]],
    findings: Sequence[FindingLine],
    frame: "_Frame",
) -> str:
    line = _in_metres(route)
    parts = [element("rect", width=WIDTH, height=HEIGHT, fill=_GROUND)]
    pins = [frame.at((f.e, f.n)) for f in findings if f.e is not None and f.n is not None]
    parts += _districts(municipality_id, frame, [*pins, *map(frame.at, line)])
    if len(line) > 1:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(frame.at, line))
        parts.append(element("polyline", points=path, fill="none", stroke=_MUTED, stroke_width=3))
    parts += [_pin(frame, finding) for finding in findings if finding.e is not None]
    parts.append(_scale(frame))
    return element(
        "svg",
        "".join(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
        width=f"{WIDTH:g}",
        height=f"{HEIGHT:g}",
        role="img",
        aria_label=words_of(findings),
    )


def way_of(route: Sequence[tuple[float, float]]) -> tuple[WayPoint, ...]:
    """Return the points of the drawn way with how far each is from the start, along the way."""
    line = _in_metres(route)
    if len(line) < 2:
        return ()
    steps = np.hypot(*np.diff(line, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(steps)])
    return tuple(
        WayPoint(number, lon, lat, round(float(metres)))
        for number, ((lon, lat), metres) in enumerate(zip(route, along, strict=True), start=1)
    )


def words_of(findings: Sequence[FindingLine]) -> str:
    """Return what the map shows, in words."""
    placed = [f for f in findings if f.e is not None]
    if not placed:
        return _("Vägen för vandringen, utan fynd än.")
    good = sum(1 for f in placed if f.is_good)
    return _("%(all)s numrerade fynd: %(bad)s att åtgärda och %(good)s som fungerar bra.") % {
        "all": len(placed),
        "bad": len(placed) - good,
        "good": good,
    }


class _Frame:
    """Where on the drawing a place on the ground lies."""

    def __init__(self, ground: np.ndarray) -> None:
        low, high = ground.min(axis=0), ground.max(axis=0)
        self.middle = (low + high) / 2
        wide, tall = np.maximum(high - low, _LEAST_M)
        self.metres = float(max(wide / (WIDTH - 2 * _MARGIN), tall / (HEIGHT - 2 * _MARGIN)))

    def at(self, place: Sequence[float]) -> tuple[float, float]:
        x = WIDTH / 2 + (float(place[0]) - self.middle[0]) / self.metres
        return float(x), float(HEIGHT / 2 - (float(place[1]) - self.middle[1]) / self.metres)

    @property
    def seen(self) -> shapely.Polygon:
        half_e, half_n = WIDTH / 2 * self.metres, HEIGHT / 2 * self.metres
        e, n = self.middle
        return shapely.box(e - half_e, n - half_n, e + half_e, n + half_n)


def _in_metres(route: Sequence[tuple[float, float]]) -> np.ndarray:
    if not route:
        return np.empty((0, 2))
    lon, lat = np.array(route, dtype=np.float64).T
    metres = to_sweref(lon, lat)
    return np.column_stack([metres.e, metres.n])


def _districts(municipality_id: UUID, frame: _Frame, taken: Sequence[tuple[float, float]]) -> list[str]:
    """Return borders and names; a name stands where it is farthest from what is ``taken``."""
    areas = polygons_of(municipality_id)
    if not len(areas):
        return []
    parts = []
    for name, polygon in zip(areas.frame["name"], areas.plane_polygons(), strict=True):
        inside = shapely.intersection(polygon, frame.seen)
        if inside.is_empty or not inside.area:
            continue
        for edge in shapely.get_parts(shapely.intersection(shapely.boundary(polygon), frame.seen)):
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(frame.at, shapely.get_coordinates(edge)))
            parts.append(element("polyline", points=path, fill="none", stroke=_MUTED, stroke_dasharray="6 4"))
        x, y = _free_place(inside, frame, taken)
        parts.append(_text(x, y, name, _MUTED, size=15))
    return parts


def _free_place(
    inside: shapely.Geometry, frame: _Frame, taken: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """Return where in a district its name is best read: well inside, and away from pins and the route."""
    middle = shapely.point_on_surface(inside)
    east, north = np.meshgrid(*(np.linspace(low, high, 15)[2:-2] for low, high in _sides(inside)))
    places = [p for p in zip(east.ravel(), north.ravel(), strict=True) if inside.contains(shapely.Point(p))]
    drawn = np.array([frame.at(place) for place in places or [(middle.x, middle.y)]])
    if not taken:
        return frame.at((middle.x, middle.y))
    # A name is wider than it is high: what lies beside it is nearer than what lies above.
    apart = (drawn[:, None, :] - np.array(taken)[None, :, :]) / np.array([3.0, 1.0])
    best = drawn[int(np.hypot(apart[..., 0], apart[..., 1]).min(axis=1).argmax())]
    return float(best[0]), float(best[1])


def _sides(inside: shapely.Geometry) -> tuple[tuple[float, float], tuple[float, float]]:
    west, south, east, north = inside.bounds
    return (west, east), (south, north)


def _pin(frame: _Frame, finding: FindingLine) -> str:
    x, y = frame.at((finding.e or 0.0, finding.n or 0.0))
    colour = _GOOD if finding.is_good else _BAD
    look = {"fill": colour, "stroke": _PAPER, "stroke_width": 2}
    shape = (
        element("rect", x=f"{x - 12:.1f}", y=f"{y - 12:.1f}", width=24, height=24, **look)
        if finding.is_good
        else element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=13, **look)
    )
    return shape + _text(x, y + 5, str(finding.number), _PAPER, size=14, weight=600)


def _text(x: float, y: float, words: str, colour: str, *, size: int, weight: int = 400) -> str:
    return text(words, x=round(x, 1), y=round(y, 1), size=size, anchor="middle", fill=colour, weight=weight)


def _scale(frame: _Frame) -> str:
    most = WIDTH / 4 * frame.metres
    power = 10 ** int(np.floor(np.log10(most)))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most)
    length, y = metres / frame.metres, HEIGHT - 16
    bar = element(
        "path",
        d=f"M16 {y - 6:g}V{y:g}H{16 + length:.1f}V{y - 6:g}",
        fill="none",
        stroke=_INK,
        stroke_width=1.5,
    )
    label = f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:.0f} km"
    return bar + _text(16 + length / 2, y - 10, label, _INK, size=13)
