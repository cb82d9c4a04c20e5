"""The sheet a map is drawn on: from metres to pixels, with scale bar, north arrow, legend and source."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from shapely.affinity import affine_transform
from shapely.geometry.base import BaseGeometry

from lagesbild.document import swedish
from lagesbild.document.charts.frame import WIDTH
from lagesbild.document.lettering import text_width, wrapped
from lagesbild.document.palette import INK, MUTED, PAPER, RULE
from lagesbild.document.svg import drawing, element, text

HIGHEST: Final = 520.0
"""Height of the map itself in pixels at most; a page must also hold the caption."""
MARGIN: Final = 8.0
LEGEND_WIDTH: Final = 190.0
TEXT: Final = 12.0
_FINEST_M: Final = 300.0
"""Shortest side of the ground shown, in metres, so that a map of one place still has surroundings."""


@dataclass(frozen=True, slots=True)
class Swatch:
    """A legend's line: how it looks and what it means."""

    label: str
    fill: str
    hatch: "Hatch | None" = None
    stroke: str = RULE


@dataclass(frozen=True, slots=True)
class Hatch:
    """Slanting lines over an area, a sign that needs no colour."""

    colour: str
    gap: float
    """Pixels between the lines."""
    is_crossed: bool = False
    width: float = 0.8


@dataclass(frozen=True, slots=True)
class NumberedPlace:
    """A place that the table beside the map names by its number; metres in SWEREF 99 TM."""

    number: int
    e: float
    n: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where metres in SWEREF 99 TM land on the sheet; pixels grow to the right and downwards."""

    min_e: float
    max_n: float
    scale: float
    """Pixels to a metre."""
    width: float
    height: float

    @classmethod
    def around(cls, geometries: Iterable[BaseGeometry], *, has_side_legend: bool = True) -> "Sheet":
        """Return the sheet that shows all of the geometries as large as there is room for.

        Raises
        ------
        ValueError
            If there is nothing to show.
        """
        bounds = [geometry.bounds for geometry in geometries if not geometry.is_empty]
        if not bounds:
            raise ValueError("a map needs at least one geometry that is not empty")
        low_e, low_n = min(b[0] for b in bounds), min(b[1] for b in bounds)
        high_e, high_n = max(b[2] for b in bounds), max(b[3] for b in bounds)
        wide, tall = max(high_e - low_e, _FINEST_M), max(high_n - low_n, _FINEST_M)
        low_e, high_n = (low_e + high_e - wide) / 2, (low_n + high_n + tall) / 2
        room = WIDTH - 2 * MARGIN - (LEGEND_WIDTH + 16 if has_side_legend else 0)
        scale = min(room / wide, (HIGHEST - 2 * MARGIN) / tall)
        return cls(low_e, high_n, scale, wide * scale + 2 * MARGIN, tall * scale + 2 * MARGIN)

    def place(self, e: float, n: float) -> tuple[float, float]:
        """Return the pixel of a point."""
        return MARGIN + (e - self.min_e) * self.scale, MARGIN + (self.max_n - n) * self.scale

    def drawn(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return the geometry in pixels, without detail that cannot be seen."""
        k = self.scale
        moved = affine_transform(geometry, [k, 0, 0, -k, MARGIN - self.min_e * k, MARGIN + self.max_n * k])
        return moved.simplify(0.35)


def shape(drawn: BaseGeometry, **attributes: object) -> str:
    """Return the path of a geometry in pixels; lines and polygons are drawn, points are not."""
    steps = "".join(_steps(drawn))
    return element("path", d=steps, fill_rule="evenodd", **attributes) if steps else ""


def _steps(geometry: BaseGeometry) -> Iterator[str]:
    if isinstance(geometry, shapely.Polygon):
        for ring in (geometry.exterior, *geometry.interiors):
            if not ring.is_empty:
                yield f"M{_points(ring)}Z"
    elif isinstance(geometry, shapely.LineString):
        if not geometry.is_empty:
            yield f"M{_points(geometry)}"
    elif hasattr(geometry, "geoms"):
        for part in geometry.geoms:
            yield from _steps(part)


def _points(line: BaseGeometry) -> str:
    return "L".join(f"{x:.1f},{y:.1f}" for x, y in shapely.get_coordinates(line))


def hatched(drawn: BaseGeometry, hatch: Hatch) -> str:
    """Return slanting lines cut to a geometry in pixels (real lines: not every reader knows patterns)."""
    if drawn.is_empty or drawn.area == 0:
        return ""
    lines = list(_slanted(drawn.bounds, hatch.gap, rising=True))
    if hatch.is_crossed:
        lines += _slanted(drawn.bounds, hatch.gap, rising=False)
    cut = shapely.MultiLineString(lines).intersection(drawn)
    return shape(cut, fill="none", stroke=hatch.colour, stroke_width=hatch.width)


def _slanted(
    bounds: tuple[float, float, float, float], gap: float, *, rising: bool
) -> Iterator[list[tuple[float, float]]]:
    low_x, low_y, high_x, high_y = bounds
    tall = high_y - low_y
    # The lines start on a grid of the whole sheet, so that neighbours with the same hatch run together.
    # 7 thousandths of a pixel aside, no line passes exactly through corners on whole pixels.
    step = gap * math.sqrt(2)
    at = math.floor((low_x - low_y if rising else low_x + low_y) / step) * step + 0.007
    for i in range(-math.ceil(tall / step) - 1, math.ceil((high_x - low_x + tall) / step) + 2):
        start = at + i * step
        if rising:
            yield [(start + low_y, low_y), (start + high_y, high_y)]
        else:
            yield [(start - low_y, low_y), (start - high_y, high_y)]


def finished(
    sheet: Sheet, content: Sequence[str], *, swatches: Sequence[Swatch], title: str, source: str = ""
) -> str:
    """Return the whole picture: the map, legend to its right, north arrow, scale bar and source.

    Parameters
    ----------
    sheet
        Where metres land.
    content
        What is drawn, lowest first.
    swatches
        The legend's lines, in order.
    title
        What the legend is about.
    source
        Where the borders come from; set under the legend.

    Returns
    -------
    str
        SVG.
    """
    x = sheet.width + 16
    legend, bottom = _legend(swatches, title, x=x)
    scale_bar, bar_end = _scale_bar(sheet, x=x, y=max(bottom + 46, min(sheet.height - 46, bottom + 70)))
    parts = [*content, *legend, _north(x + 8, bottom + 20), scale_bar]
    for line in wrapped(source, 10.5, width=LEGEND_WIDTH) if source else ():
        bar_end += 14
        parts.append(text(line, x=x, y=bar_end, size=10.5, fill=MUTED))
    return drawing("".join(parts), width=WIDTH, height=max(sheet.height, bar_end + 6))


def _legend(swatches: Sequence[Swatch], title: str, *, x: float) -> tuple[list[str], float]:
    parts, y = [], 4.0
    for line in wrapped(title, TEXT, width=LEGEND_WIDTH):
        y += 15
        parts.append(text(line, x=x, y=y, size=TEXT, weight=600))
    y += 10
    for swatch in swatches:
        box = shapely.box(x, y, x + 24, y + 15)
        parts.append(shape(box, fill=swatch.fill, stroke=swatch.stroke, stroke_width=0.75))
        if swatch.hatch:
            parts.append(hatched(box, swatch.hatch))
        for i, line in enumerate(wrapped(swatch.label, TEXT, width=LEGEND_WIDTH - 34)):
            parts.append(text(line, x=x + 33, y=y + 12 + 14 * i, size=TEXT))
            y += 14 if i else 0
        y += 21
    return parts, y


def _north(x: float, y: float) -> str:
    arrow = element("path", d=f"M{x:g},{y:g}l5,14l-5,-4l-5,4Z", fill=INK)
    return arrow + text("N", x=x + 10, y=y + 12, size=TEXT, weight=600)


def _scale_bar(sheet: Sheet, *, x: float, y: float) -> tuple[str, float]:
    metres = max(
        factor * 10.0**power
        for power in range(1, 6)
        for factor in (1, 2, 5)
        if factor * 10.0**power * sheet.scale <= 110 or factor * 10.0**power == 10
    )
    length = metres * sheet.scale
    label = f"{swedish.count(metres)} m" if metres < 1000 else f"{swedish.count(metres / 1000)} km"
    line = f"M{x:g},{y - 5:g}V{y:g}H{x + length:g}V{y - 5:g}M{x + length / 2:g},{y:g}v-3"
    bar = element("path", d=line, fill="none", stroke=INK, stroke_width=1.2)
    return bar + text(label, x=x + length + 7, y=y + 1, size=11), y + 4


def labels(
    sheet: Sheet, named: Sequence[tuple[str, BaseGeometry]], *, taken: Sequence[tuple[float, float]] = ()
) -> list[str]:
    """Return names set inside their areas, the largest area first; what would collide is left out.

    ``taken`` are pixels, such as those of numbered places, that must stay free.
    """
    boxes = [shapely.box(x - 10, y - 10, x + 10, y + 10) for x, y in taken]
    frame = shapely.box(0, 0, sheet.width, sheet.height)
    parts: list[str] = []
    for name, area in sorted(named, key=lambda item: (-item[1].area, item[0])):
        if not name or area.is_empty:
            continue
        point = sheet.drawn(area).buffer(0).representative_point()
        half = text_width(name, 11, semibold=True) / 2
        box = shapely.box(point.x - half - 2, point.y - 8, point.x + half + 2, point.y + 7)
        if frame.contains(box) and not any(box.intersects(other) for other in boxes):
            boxes.append(box)
            parts.append(
                text(name, x=point.x, y=point.y + 4, size=11, anchor="middle", weight=600, has_halo=True)
            )
    return parts


def numbered(sheet: Sheet, places: Sequence[NumberedPlace]) -> list[str]:
    """Return a disc with its number beside each place, number 1 on top; a line leads to the place itself."""
    parts: list[str] = []
    for place in sorted(places, key=lambda item: -item.number):
        x, y = sheet.place(place.e, place.n)
        disc_x, disc_y = disc_of(sheet, place)
        label = str(place.number)
        radius = 8.5 if len(label) < 3 else 10.5
        parts.append(element("line", x1=x, y1=y, x2=disc_x, y2=disc_y, stroke=INK, stroke_width=1.4))
        parts.append(element("circle", cx=x, cy=y, r=2, fill=INK, stroke=PAPER, stroke_width=0.8))
        parts.append(
            element("circle", cx=disc_x, cy=disc_y, r=radius, fill=INK, stroke=PAPER, stroke_width=1.5)
        )
        parts.append(text(label, x=disc_x, y=disc_y + 3.9, size=11, anchor="middle", fill=PAPER, weight=600))
    return parts


def disc_of(sheet: Sheet, place: NumberedPlace) -> tuple[float, float]:
    """Return the pixel of a place's disc: up to the right, or to the side where there is room."""
    x, y = sheet.place(place.e, place.n)
    is_far_right, is_at_top = x + 24 > sheet.width, y < 24
    return x + (-14 if is_far_right else 14), y + (14 if is_at_top else -14)
