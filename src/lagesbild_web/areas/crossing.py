"""How districts of one division lie among those of others, so that moved boundaries can be counted over.

An incident keeps the district that it was given on its day. When boundaries have moved since, or before, what
was given then says only partly in which of another division's districts it lay: its place tells the rest.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt
import shapely
from django.db.models import Q

from lagesbild_web.areas.models import Area, Generation, Kind

SAME: Final = 0.999
"""A district of which so large a share lies in another lies in it: the same border is drawn twice with other
corners, and what lies in the sliver cannot be told from what lies on the line."""


@dataclass(frozen=True, slots=True)
class _Laid:
    """Boundaries as they were laid in; a municipality's are different when any of them has changed."""

    id: UUID
    name: str
    edition: int
    is_undone: bool
    valid_from: date
    valid_to: date | None


_Stamp = tuple[_Laid, ...]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Boundaries, and when they held: from ``valid_from`` (None: always) to the day before ``valid_to``."""

    name: str
    valid_from: date | None
    valid_to: date | None

    def held(self, first: date | None, last: date | None) -> bool:
        """Return whether they held on every day of a period; None is without end."""
        begins = self.valid_from is None or (first is not None and first >= self.valid_from)
        return begins and (self.valid_to is None or (last is not None and last < self.valid_to))


@dataclass(frozen=True, slots=True)
class Crossing:
    """How chosen districts of one division lie among the districts of all the others."""

    inside: tuple[UUID, ...]
    """The chosen ones, and others' districts that lie within them: what they were given to counts."""
    shared: tuple[UUID, ...]
    """Others' districts that lie partly within: there each place decides."""
    reaches_out: bool
    """Part of the chosen lay in no district of some other division, so that its incidents were given none."""
    outline: shapely.Geometry | None
    """The ground of the chosen in degrees; None where no place has to decide."""
    own: tuple[Boundaries, ...]
    """The chosen districts' own boundaries."""
    others: tuple[Boundaries, ...]
    """Boundaries that divided the same ground otherwise."""

    @property
    def is_moved(self) -> bool:
        """Some other boundaries cut through the chosen districts."""
        return bool(self.shared) or self.reaches_out


def crossing_of(municipality_id: UUID, districts: Sequence[UUID]) -> Crossing:
    """Return how districts lie among those of the municipality's other divisions."""
    return _crossing(municipality_id, tuple(sorted(set(districts))), _stamp(municipality_id))


def districts_on(municipality_id: UUID, day: date) -> tuple[UUID, ...]:
    """Return the districts in force on a day."""
    holds = Q(generation__valid_to__isnull=True) | Q(generation__valid_to__gt=day)
    rows = Area.objects.filter(
        holds,
        generation__valid_from__lte=day,
        generation__undone_at__isnull=True,
        municipality_id=municipality_id,
        kind=Kind.DISTRICT,
        retired_on__isnull=True,
    )
    return tuple(sorted(rows.values_list("id", flat=True)))


def division_of(municipality_id: UUID, districts: Sequence[UUID]) -> dict[UUID, Crossing]:
    """Return each of some districts with how it lies by itself among those of other divisions."""
    stamp = _stamp(municipality_id)
    return {key: _crossing(municipality_id, (key,), stamp) for key in districts}


def has_other_boundaries(municipality_id: UUID) -> bool:
    """Return whether more than one division into districts has been laid in and not been taken back."""
    return sum(not laid.is_undone for laid in _stamp(municipality_id)) > 1


def outlines_of(municipality_id: UUID, districts: Sequence[UUID]) -> dict[UUID, shapely.Geometry]:
    """Return the boundaries of districts in degrees, made ready to be asked about many points."""
    known = {district.id: district.shape for district in _districts(municipality_id, _stamp(municipality_id))}
    found = {key: known[key] for key in districts if key in known}
    for shape in found.values():
        shapely.prepare(shape)
    return found


def _stamp(municipality_id: UUID) -> _Stamp:
    """Return the boundaries that have been laid in, the earliest first: the key of what is kept in memory."""
    rows = Generation.objects.filter(municipality_id=municipality_id, kind=Kind.DISTRICT)
    return tuple(
        _Laid(row.id, row.name, row.edition, row.undone_at is not None, row.valid_from, row.valid_to)
        for row in rows.order_by("valid_from", "id")
    )


@dataclass(frozen=True, slots=True)
class _District:
    id: UUID
    generation_id: UUID
    is_standing: bool
    """It is not retired, and its boundaries were not taken back."""
    shape: shapely.Geometry


@lru_cache(maxsize=16)
def _districts(municipality_id: UUID, stamp: _Stamp) -> tuple[_District, ...]:
    del stamp  # only a key
    rows = Area.objects.filter(
        municipality_id=municipality_id, kind=Kind.DISTRICT, geometry__isnull=False
    ).select_related("generation")
    return tuple(
        _District(
            row.id,
            row.generation_id,
            row.retired_on is None and row.generation.undone_at is None,
            _whole(shapely.from_geojson(json.dumps(row.geometry))),
        )
        for row in rows.order_by("id")
    )


@lru_cache(maxsize=16)
def _covers(municipality_id: UUID, stamp: _Stamp) -> dict[UUID, shapely.Geometry]:
    """Return the whole ground of each division that stands."""
    known = [district for district in _districts(municipality_id, stamp) if district.is_standing]
    divisions = {district.generation_id for district in known}
    return {key: shapely.union_all([d.shape for d in known if d.generation_id == key]) for key in divisions}


@lru_cache(maxsize=2048)
def _crossing(municipality_id: UUID, chosen: tuple[UUID, ...], stamp: _Stamp) -> Crossing:
    known, covers = _districts(municipality_id, stamp), _covers(municipality_id, stamp)
    mine = [district for district in known if district.id in chosen]
    inside, shared, crossed = set(chosen), set[UUID](), set[UUID]()
    own = {district.generation_id for district in mine}
    is_open = False
    for key in own:
        ground = shapely.union_all([d.shape for d in mine if d.generation_id == key])
        # Neighbours in the same division share no ground with the chosen, whatever the corners say.
        others = [d for d in known if d.id not in chosen and not (d.generation_id == key and d.is_standing)]
        parts = _shares(np.array([d.shape for d in others], dtype=object), ground)
        inside |= {d.id for d, part in zip(others, parts, strict=True) if part >= SAME}
        cut = [d for d, part in zip(others, parts, strict=True) if 1 - SAME < part < SAME]
        shared |= {d.id for d in cut}
        outside = {other for other, cover in covers.items() if other != key and not _holds(cover, ground)}
        crossed |= {d.generation_id for d in cut} | outside
        is_open = is_open or bool(outside)
    shared -= inside
    outline = shapely.union_all([d.shape for d in mine]) if shared or is_open else None
    return Crossing(
        tuple(sorted(inside)),
        tuple(sorted(shared)),
        is_open,
        outline,
        _boundaries(stamp, own),
        _boundaries(stamp, crossed - own),
    )


def _boundaries(stamp: _Stamp, ids: set[UUID]) -> tuple[Boundaries, ...]:
    # What happened before the first boundaries were in force is given their districts.
    first = next((laid.id for laid in stamp if not laid.is_undone), None)
    return tuple(
        Boundaries(laid.name, None if laid.id == first else laid.valid_from, laid.valid_to)
        for laid in stamp
        if laid.id in ids
    )


def _shares(shapes: npt.NDArray[np.object_], ground: shapely.Geometry) -> npt.NDArray[np.float64]:
    """Return how large a share of each area lies on the ground, 0-1."""
    found = np.zeros(shapes.size)
    shapely.prepare(ground)
    near = np.flatnonzero(shapely.intersects(ground, shapes))
    found[near] = shapely.area(shapely.intersection(shapes[near], ground)) / shapely.area(shapes[near])
    return found


def _holds(cover: shapely.Geometry, ground: shapely.Geometry) -> bool:
    return float(shapely.intersection(cover, ground).area) >= SAME * float(ground.area)


def _whole(shape: shapely.Geometry) -> shapely.Geometry:
    return shape if shape.is_valid else shapely.make_valid(shape)
