"""A small map around an incident: the districts' borders, the incident, and what may be the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final
from uuid import UUID

import numpy as np
import shapely
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lagesbild_web.areas.queries import polygons_of
from lagesbild_web.incidents.contracts import DuplicateHint, Incident

WIDTH, HEIGHT = 480, 320
SMALLEST_M: Final = 150.0
"""Half the height of the ground shown, when nothing else lies near."""
_INK, _MUTED, _ACCENT, _SIGNAL, _PAPER, _GROUND = (
    "#1b2529",
    "#51606a",
    "#0e5560",
    "#a8431a",
    "#fff",
    "#eef4f4",
)


@dataclass(frozen=True, slots=True)
class MiniMap:
    """The drawing, and the same in words."""

    svg: SafeString
    words: str


@dataclass(frozen=True, slots=True)
class _Window:
    """The ground that is shown: its middle in metres and how many metres a unit of the drawing is."""

    e: float
    n: float
    metres: float

    def at(self, e: float, n: float) -> tuple[float, float]:
        return WIDTH / 2 + (e - self.e) / self.metres, HEIGHT / 2 - (n - self.n) / self.metres


def drawn_around(incident: Incident, hints: Sequence[DuplicateHint]) -> MiniMap | None:
    """Return the map around an incident, None when it has no point."""
    place = incident.row.place
    if place.e is None or place.n is None:
        return None
    others = [(i, h) for i, h in enumerate(hints, start=1) if h.row.place.e is not None]
    far = [
        max(abs((h.row.place.e or 0.0) - place.e) * HEIGHT / WIDTH, abs((h.row.place.n or 0.0) - place.n))
        for _i, h in others
    ]
    reach = max([SMALLEST_M, (place.uncertainty_m or 0) * 1.2, *(metres * 1.25 for metres in far)])
    window = _Window(place.e, place.n, 2 * reach / HEIGHT)
    words = _words(incident, others)
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_GROUND}"/>',
        *_borders(incident.municipality_id, window),
        *_uncertainty(incident, window),
        *(_pin(window, h.row.place.e or 0.0, h.row.place.n or 0.0, str(i), _MUTED) for i, h in others),
        _pin(window, place.e, place.n, "", _SIGNAL),
        _scale(window),
    ]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-label="{escape(words)}">{"".join(parts)}</svg>'
    )
    return MiniMap(mark_safe(svg), words)  # noqa: S308  # numbers and escaped texts


def _words(incident: Incident, others: Sequence[tuple[int, DuplicateHint]]) -> str:
    place = incident.row.place
    told = [
        _("Karta över platsen: %(n)s nord, %(e)s öst i SWEREF 99 TM.")
        % {"n": f"{place.n:.0f}", "e": f"{place.e:.0f}"}
    ]
    told += [
        _("Nummer %(number)s ligger %(metres)s meter bort.") % {"number": number, "metres": hint.distance_m}
        for number, hint in others
    ]
    return " ".join(told)


def _borders(municipality_id: UUID, window: _Window) -> Iterator[str]:
    """The borders of the districts, clipped to the window, and each one's name where it is widest."""
    areas = polygons_of(municipality_id)
    if not len(areas):
        return
    half_e, half_n = WIDTH / 2 * window.metres, HEIGHT / 2 * window.metres
    seen = shapely.box(window.e - half_e, window.n - half_n, window.e + half_e, window.n + half_n)
    for name, polygon in zip(areas.frame["name"], areas.plane_polygons(), strict=True):
        inside = shapely.intersection(polygon, seen)
        if inside.is_empty or not inside.area:
            continue
        line = shapely.intersection(shapely.boundary(polygon), seen)
        for part in shapely.get_parts(line):
            points = [window.at(float(e), float(n)) for e, n in shapely.get_coordinates(part)]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            yield f'<polyline points="{path}" fill="none" stroke="{_MUTED}" stroke-dasharray="6 4"/>'
        middle = shapely.point_on_surface(inside)
        x, y = window.at(middle.x, middle.y)
        # Not under the pin, which is always in the middle.
        y = y if abs(y - HEIGHT / 2) > 40 or abs(x - WIDTH / 2) > 90 else y + 60
        yield (
            f'<text x="{x:.0f}" y="{y:.0f}" font-size="16" text-anchor="middle" fill="{_MUTED}">'
            f"{escape(name)}</text>"
        )


def _uncertainty(incident: Incident, window: _Window) -> Iterator[str]:
    place = incident.row.place
    if place.uncertainty_m:
        radius = place.uncertainty_m / window.metres
        yield (
            f'<circle cx="{WIDTH / 2}" cy="{HEIGHT / 2}" r="{radius:.1f}" fill="{_SIGNAL}" '
            f'fill-opacity="0.12" stroke="{_SIGNAL}" stroke-dasharray="3 3"/>'
        )


def _pin(window: _Window, e: float, n: float, text: str, colour: str) -> str:
    x, y = window.at(e, n)
    pin = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="{colour}" stroke="{_PAPER}" stroke-width="2"/>'
    if text:
        pin += (
            f'<text x="{x:.1f}" y="{y + 5:.1f}" font-size="14" font-weight="600" text-anchor="middle" '
            f'fill="{_PAPER}">{text}</text>'
        )
    return pin


def _scale(window: _Window) -> str:
    """A bar of a round length, at most a third of the width."""
    most = WIDTH / 3 * window.metres
    power = 10 ** int(np.floor(np.log10(most)))
    metres = max(step * power for step in (1, 2, 5) if step * power <= most)
    length = metres / window.metres
    label = f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:.0f} km"
    x, y = 16, HEIGHT - 16
    return (
        f'<path d="M{x} {y - 6}V{y}H{x + length:.1f}V{y - 6}" fill="none" stroke="{_INK}" '
        'stroke-width="1.5"/>'
        f'<text x="{x + length + 8:.1f}" y="{y}" font-size="14" fill="{_INK}">{label}</text>'
    )
