"""Maps where areas are coloured by a value or by a class."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from lagesbild.document import swedish
from lagesbild.document.maps.sheet import (
    Hatch,
    NumberedPlace,
    Sheet,
    Swatch,
    disc_of,
    finished,
    hatched,
    labels,
    numbered,
    shape,
)
from lagesbild.document.palette import (
    ACCENT,
    ACCENT_LIGHT,
    FAINT,
    INK,
    MUTED,
    PAPER,
    RULE,
    SEQUENTIAL,
    SIGNAL,
)

_RAMP: Final = SEQUENTIAL[:5]
_RAMP_HATCH: Final = (None, None, None, Hatch(PAPER, 9.0, width=0.6), Hatch(PAPER, 5.0, width=0.6))
_MISSING: Final = Swatch("Uppgift saknas", PAPER, Hatch(RULE, 5.0))
_SMALLEST: Final = 9.0
"""An area smaller than this in pixels gets a ring around it, or it would not be found."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area with its value; geometry in metres, SWEREF 99 TM."""

    name: str
    geometry: BaseGeometry
    value: float | None
    label: str = ""
    """What is written in the area; nothing when empty."""


@dataclass(frozen=True, slots=True)
class ClassedArea:
    """An area, a cell or a place with its class, such as ``hot`` or ``none``."""

    geometry: BaseGeometry
    class_key: str
    label: str = ""


HOTSPOT_CLASSES: Final[Mapping[str, Swatch]] = {
    "hot_99": Swatch("Säkert fler än runt om (99 %)", SIGNAL, Hatch(PAPER, 4.0), INK),
    "hot_95": Swatch("Säkert fler än runt om (95 %)", "#dd9a7c", Hatch(SIGNAL, 6.0), INK),
    "none": Swatch("Ingen säker skillnad", "#f2f5f5"),
    "cold_95": Swatch("Säkert färre än runt om (95 %)", ACCENT_LIGHT),
    "cold_99": Swatch("Säkert färre än runt om (99 %)", ACCENT),
}
"""How cells of a hot-spot analysis are shown: warm and hatched where there are more."""


def class_breaks(values: Sequence[float], *, classes: int = 5) -> tuple[float, ...]:
    """Return upper limits of classes with about as many areas each, rounded to two figures.

    The last limit is at least the largest value; equal limits are merged, so that there may be fewer
    classes than asked for.

    Examples
    --------
    >>> class_breaks([1, 2, 3, 10, 20, 31, 44, 58, 77, 123])
    (2.0, 10.0, 31.0, 58.0, 130.0)
    """
    ordered = sorted(values)
    if not ordered:
        return ()
    limits: list[float] = []
    for i in range(1, classes + 1):
        value = ordered[min(len(ordered) - 1, math.ceil(len(ordered) * i / classes) - 1)]
        limit = _rounded_up(value)
        if not limits or limit > limits[-1]:
            limits.append(limit)
    return tuple(limits)


def choropleth(
    areas: Sequence[Area],
    *,
    title: str,
    decimals: int = 0,
    breaks: Sequence[float] = (),
    places: Sequence[NumberedPlace] = (),
    source: str = "",
) -> str:
    """Draw areas that darken with their value.

    Parameters
    ----------
    areas
        With their values; None is hatched and explained as missing.
    title
        What the values are, with unit; heads the legend.
    decimals
        Decimals of the legend's limits.
    breaks
        Upper limits of at most five classes, rising; by default :func:`class_breaks`.
    places
        Numbered places on top.
    source
        Where the borders come from.

    Returns
    -------
    str
        SVG. The ramp differs in lightness and its upper classes are hatched, so that it can be read grey.

    Raises
    ------
    ValueError
        If there is no area, or a value is above the last break.
    """
    values = [area.value for area in areas if area.value is not None and math.isfinite(area.value)]
    limits = tuple(breaks) or class_breaks(values)
    if values and max(values) > limits[-1]:
        raise ValueError(f"the value {max(values)} is above the last class limit {limits[-1]}")
    swatches = _ramp(values, limits, decimals)
    sheet = Sheet.around([area.geometry for area in areas])
    content: list[str] = []
    for area in areas:
        is_missing = area.value is None or not math.isfinite(area.value)
        content += _filled(
            sheet, area.geometry, _MISSING if is_missing else swatches[_step(area.value, limits)]
        )
    spots = [disc_of(sheet, place) for place in places]
    content += labels(sheet, [(area.label, area.geometry) for area in areas], taken=spots)
    legend = [*swatches, *([_MISSING] if len(values) < len(areas) else [])]
    return finished(sheet, [*content, *numbered(sheet, places)], swatches=legend, title=title, source=source)


def point_class_map(
    areas: Sequence[ClassedArea],
    *,
    title: str,
    classes: Mapping[str, Swatch] = HOTSPOT_CLASSES,
    boundary: BaseGeometry | None = None,
    background: Sequence[BaseGeometry] = (),
    places: Sequence[NumberedPlace] = (),
    source: str = "",
) -> str:
    """Draw cells, areas or places by their class, on a quiet ground.

    Parameters
    ----------
    areas
        With their class, which must be one of ``classes``; later ones are drawn on top.
    title
        Heads the legend.
    classes
        How each class looks and what it means; only those present are explained.
    boundary
        Border of what was examined, drawn under everything; decides the extent when given.
    background
        Other borders, such as districts, in light grey.
    places
        Numbered places on top.
    source
        Where the borders come from.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    ValueError
        If there is nothing to show or a class is not explained.
    """
    if unknown := sorted({area.class_key for area in areas} - set(classes)):
        raise ValueError(f"the class {', '.join(unknown)} has no line in the legend")
    extent = [boundary] if boundary is not None else [*background, *(area.geometry for area in areas)]
    sheet = Sheet.around(extent)
    content = _ground(sheet, boundary, background)
    for area in areas:
        swatch = classes[area.class_key]
        content += _filled(sheet, area.geometry, swatch, is_small_ringed=swatch.hatch is not None)
    spots = [disc_of(sheet, place) for place in places]
    content += labels(sheet, [(area.label, area.geometry) for area in areas], taken=spots)
    present = [swatch for key, swatch in classes.items() if any(area.class_key == key for area in areas)]
    return finished(sheet, [*content, *numbered(sheet, places)], swatches=present, title=title, source=source)


def _ground(sheet: Sheet, boundary: BaseGeometry | None, background: Sequence[BaseGeometry]) -> list[str]:
    parts: list[str] = []
    if boundary is not None:
        parts.append(shape(sheet.drawn(boundary), fill="#f7f9f9", stroke=MUTED, stroke_width=1.2))
    parts += [shape(sheet.drawn(each), fill="none", stroke=RULE, stroke_width=0.8) for each in background]
    return parts


def _filled(
    sheet: Sheet, geometry: BaseGeometry, swatch: Swatch, *, is_small_ringed: bool = False
) -> list[str]:
    drawn = sheet.drawn(geometry)
    if isinstance(drawn, shapely.Point):
        drawn = drawn.buffer(_SMALLEST / 2)
    low_x, low_y, high_x, high_y = drawn.bounds
    parts = [
        shape(
            drawn, fill=swatch.fill, stroke=PAPER if swatch.hatch is None else swatch.stroke, stroke_width=0.8
        )
    ]
    if swatch.hatch is not None:
        parts.append(hatched(drawn, swatch.hatch))
    if is_small_ringed and max(high_x - low_x, high_y - low_y) < _SMALLEST:
        ring = drawn.centroid.buffer(_SMALLEST * 0.8)
        parts.append(shape(ring, fill="none", stroke=swatch.stroke, stroke_width=1.4))
    return parts


def _ramp(values: Sequence[float], limits: Sequence[float], decimals: int) -> list[Swatch]:
    # Few classes use the ramp's ends as well, so that they stay far apart.
    n = len(limits)
    if n > len(_RAMP):
        raise ValueError(f"a map can show at most {len(_RAMP)} classes, got {n}")
    chosen = [round(i * (len(_RAMP) - 1) / (n - 1)) if n > 1 else 2 for i in range(n)]
    step = 10.0**-decimals
    found: list[Swatch] = []
    for i, limit in enumerate(limits):
        low = min(values) if i == 0 else limits[i - 1] + step
        text = swedish.number(limit, decimals)
        label = f"{swedish.number(low, decimals)}–{text}" if limit > low else text
        found.append(Swatch(label, _RAMP[chosen[i]], _RAMP_HATCH[chosen[i]], stroke=FAINT))
    return found


def _step(value: float | None, limits: Sequence[float]) -> int:
    return next(i for i, limit in enumerate(limits) if value is None or value <= limit)


def _rounded_up(value: float) -> float:
    if value == 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    # Whole numbers below 100 stay as they are; above, two figures are enough for a legend.
    return round(math.ceil(value / unit - 1e-9) * unit, 10)
