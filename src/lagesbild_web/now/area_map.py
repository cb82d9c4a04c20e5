"""A small map of the latest four weeks, with a number where something stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lagesbild.document.maps import Area, NumberedPlace, choropleth
from lagesbild_web.areas.queries import areas_of, polygons_of
from lagesbild_web.incidents.weekly import WeeklyCounts
from lagesbild_web.now.contracts import AreaCount, Finding

WEEKS: Final = 4
_MOST_NAMES: Final = 25


@dataclass(frozen=True, slots=True)
class AreaMap:
    """The map as SVG, the same in words, and the same as figures."""

    svg: SafeString
    alt: str
    areas: tuple[AreaCount, ...]


def area_map(municipality_id: UUID, weekly: WeeklyCounts, findings: Sequence[Finding]) -> AreaMap:
    """Draw the districts in force, darker where more has happened; empty when there are none."""
    polygons = polygons_of(municipality_id)
    if not len(polygons):
        return AreaMap(SafeString(""), "", ())
    ids = {area.code: area.id for area in areas_of(municipality_id, kind="district")}
    sums: dict[UUID | None, int] = {}
    for area, counts in zip(weekly.areas, weekly.counts, strict=True):
        sums[area] = sums.get(area, 0) + max(0, int(counts[-WEEKS:].sum()))
    codes, names = polygons.frame["code"].to_list(), polygons.frame["name"].to_list()
    shapes = list(polygons.plane_polygons())
    figures = [sums.get(ids[code], 0) for code in codes]
    first = {finding.area_id: finding.rank for finding in reversed(findings) if finding.area_id}
    places = [
        NumberedPlace(first[ids[code]], point.x, point.y)
        for code, shape in zip(codes, shapes, strict=True)
        if ids[code] in first
        for point in [shape.representative_point()]
    ]
    svg = choropleth(
        [
            Area(name, shape, float(n), name if len(names) <= _MOST_NAMES else "")
            for name, shape, n in zip(names, shapes, figures, strict=True)
        ],
        title=_("Händelser de fyra senaste veckorna"),
        places=places,
    )
    counted = sorted(
        (AreaCount(name, n) for name, n in zip(names, figures, strict=True)), key=lambda a: (-a.count, a.name)
    )
    most = counted[0]
    alt = _("Karta över distrikten. Flest händelser de fyra senaste veckorna: %(name)s, %(count)s.") % {
        "name": most.name,
        "count": most.count,
    }
    return AreaMap(mark_safe(svg), alt, tuple(counted))  # noqa: S308  # drawn by the library, which escapes names
