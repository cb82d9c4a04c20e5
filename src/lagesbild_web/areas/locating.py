"""Which district a point lies in: polygons in a tree, kept in memory for each edition of the boundaries."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

import numpy as np
import numpy.typing as npt
import shapely

from lagesbild_web.areas.contracts import LocatedArea
from lagesbild_web.areas.models import Area, Generation, Kind


@dataclass(frozen=True, slots=True)
class _Index:
    """The districts of one edition, in the order of their codes; the first that holds a point gets it."""

    tree: shapely.STRtree
    areas: tuple[LocatedArea, ...]


def located_at(
    municipality_id: UUID, lon: npt.ArrayLike, lat: npt.ArrayLike, days: Sequence[date]
) -> list[LocatedArea | None]:
    """Return the district that each point lay in on its day, None where it lay in none.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,). NaN gives None.
    days
        The local day of each point, n of them. Before the first boundaries were in force, the first are used.
    """
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    found: list[LocatedArea | None] = [None] * x.size
    generations = list(
        Generation.objects.filter(
            municipality_id=municipality_id, kind=Kind.DISTRICT, undone_at__isnull=True
        ).order_by("valid_from")
    )
    if not generations:
        return found
    starts = np.array([generation.valid_from.toordinal() for generation in generations])
    ends = np.array([g.valid_to.toordinal() if g.valid_to else np.iinfo(np.int64).max for g in generations])
    ordinals = np.array([day.toordinal() for day in days])
    which = np.maximum(np.searchsorted(starts, ordinals, side="right") - 1, 0)
    in_force = (ordinals < ends[which]) & ~np.isnan(x) & ~np.isnan(y)
    for number, generation in enumerate(generations):
        rows = np.flatnonzero(in_force & (which == number))
        if rows.size:
            index = _index(generation.id, generation.edition)
            points, areas = index.tree.query(shapely.points(x[rows], y[rows]), predicate="intersects")
            for point, area in sorted(zip(points.tolist(), areas.tolist(), strict=True), reverse=True):
                found[int(rows[point])] = index.areas[area]
    return found


@lru_cache(maxsize=64)
def _index(generation_id: UUID, edition: int) -> _Index:
    """``edition`` is part of the key: a changed boundary makes a new one, so what is kept never grows old."""
    del edition
    rows = Area.objects.filter(generation_id=generation_id, retired_on__isnull=True, geometry__isnull=False)
    rows = rows.select_related("generation").order_by("code")
    polygons = [shapely.from_geojson(json.dumps(row.geometry)) for row in rows]
    areas = tuple(LocatedArea(row.id, row.code, row.name, row.generation.name) for row in rows)
    return _Index(shapely.STRtree(polygons), areas)
