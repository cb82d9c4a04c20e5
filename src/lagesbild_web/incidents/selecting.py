"""Turn a filter into rows: what the database can answer, and what only geometry can."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt
import shapely
from django.db.models import Q, QuerySet

from lagesbild.tables.coordinates import to_sweref
from lagesbild_web.access.roles import Sensitivity
from lagesbild_web.areas.crossing import Crossing, crossing_of
from lagesbild_web.areas.queries import areas_by_id, categories_of, category_with_descendants, geometry_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.contracts import IncidentFilter, Mark
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.reading import CELL_M, CELL_PROTECTED_M, coarse, visible

PLACE_REACH_M: Final = 100
"""What lies this near a named place is at the place, also when nobody chose it in the list."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the incidents must have been: in one of the districts, places or drawn areas, and in the ring.

    ``drawn``, ``ring`` and ``outline`` are in metres (SWEREF 99 TM); None asks for nothing.
    """

    districts: tuple[UUID, ...]
    """Incidents that were given one of these lie on the ground: the chosen, and others' that lie within."""
    places: tuple[UUID, ...]
    drawn: shapely.Geometry | None
    ring: shapely.Geometry | None
    crossing: Crossing | None = None
    """How the chosen districts lie among those of other boundaries."""
    outline: shapely.Geometry | None = None
    """The ground of the chosen districts, where places decide."""

    @property
    def shared(self) -> tuple[UUID, ...]:
        """Districts of other boundaries that lie partly on the ground: there each place decides."""
        return self.crossing.shared if self.crossing else ()

    @property
    def with_none(self) -> bool:
        """Each place decides also for incidents that were given no district."""
        return self.crossing is not None and self.crossing.reaches_out

    @property
    def needs_geometry(self) -> bool:
        """The database alone cannot answer."""
        return self.drawn is not None or self.ring is not None or self.outline is not None

    @property
    def asks_for_areas(self) -> bool:
        """Only some districts, places or drawn areas are asked for."""
        return bool(self.districts or self.places or self.drawn is not None)

    def may_hold(self) -> Q:
        """Return what the database can say: every row that lies on the ground, and some more."""
        if not self.asks_for_areas:
            return _in_box(self.ring)
        areas = Q(area_id__in=self.districts) | Q(place_id__in=self.places) | _in_box(self.drawn, empty=True)
        undecided = Q(area_id__in=self.shared)
        if self.with_none:
            undecided |= Q(area_id__isnull=True)
        return (areas | (undecided & _in_box(self.outline, empty=True))) & _in_box(self.ring)


def ground_of(municipality_id: UUID, wanted: IncidentFilter) -> Ground:
    """Return the ground that a filter asks for."""
    areas = areas_by_id(municipality_id, set(wanted.areas)) if wanted.areas else {}
    places = [area for area in areas.values() if area.is_place]
    own = [a for a in areas.values() if not a.is_place and a.kind != "district"]
    drawn = [_in_metres(geometry_of(municipality_id, area.id)) for area in own]
    drawn += [
        shapely.buffer(_in_metres(geometry_of(municipality_id, area.id)), PLACE_REACH_M) for area in places
    ]
    ring = None
    if wanted.polygon:
        drawn_ring = shapely.Polygon([(corner.lon, corner.lat) for corner in wanted.polygon])
        ring = _in_metres(drawn_ring if drawn_ring.is_valid else shapely.make_valid(drawn_ring))
    districts = tuple(area.id for area in areas.values() if area.kind == "district")
    if wanted.areas and not areas:
        districts = wanted.areas  # none of them exists here: nothing matches
    crossing = crossing_of(municipality_id, districts) if districts else None
    return Ground(
        crossing.inside if crossing else (),
        tuple(p.id for p in places),
        _prepared(shapely.union_all(drawn) if drawn else None),
        _prepared(ring),
        crossing,
        _prepared(_in_metres(crossing.outline) if crossing and crossing.outline is not None else None),
    )


def _prepared(ground: shapely.Geometry | None) -> shapely.Geometry | None:
    """Return the ground made ready to be asked about many points."""
    if ground is not None:
        shapely.prepare(ground)
    return ground


def matching(
    actor: Actor, municipality_id: UUID, wanted: IncidentFilter, ground: Ground, *, after: Mark | None = None
) -> QuerySet[Incident]:
    """Return the rows that the actor may read and that match, the latest first, those ``after`` a place.

    Where the ground needs geometry these are too many: keep those for which :func:`lies_on` is true.
    """
    rows = visible(actor).filter(
        ground.may_hold(),
        _plain(wanted),
        _categories(municipality_id, wanted),
        municipality_id=municipality_id,
    )
    if after is not None:
        rows = rows.filter(
            Q(starts_at__lt=after.starts_at) | Q(starts_at=after.starts_at, id__gt=after.incident_id)
        )
    for word in wanted.text.split():
        rows = rows.filter(_has_word(word))
    return rows.order_by("-starts_at", "id")


@dataclass(frozen=True, slots=True)
class Positions:
    """Where rows are, as the reader may know it: metres, degrees, and the square's side (0 is exact)."""

    e: npt.NDArray[np.float64]
    n: npt.NDArray[np.float64]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    cell_m: npt.NDArray[np.int64]


def known_positions(
    e: npt.NDArray[np.float64],
    n: npt.NDArray[np.float64],
    lon: npt.NDArray[np.float64],
    lat: npt.NDArray[np.float64],
    *,
    is_exact: npt.NDArray[np.bool_],
    is_protected: npt.NDArray[np.bool_],
) -> Positions:
    """Return the positions that a reader may know; those that may not be seen are coarse. NaN stays NaN."""
    hidden = np.flatnonzero(~is_exact & ~np.isnan(e))
    cell_m = np.zeros(e.size, dtype=np.int64)
    cell_m[hidden] = np.where(is_protected[hidden], CELL_PROTECTED_M, CELL_M)
    if not hidden.size:
        return Positions(e, n, lon, lat, cell_m)
    square = coarse(e[hidden], n[hidden], cell_m[hidden])
    e, n, lon, lat = e.copy(), n.copy(), lon.copy(), lat.copy()
    e[hidden], n[hidden] = square.e, square.n
    lon[hidden], lat[hidden] = np.round(square.lon, 5), np.round(square.lat, 5)
    return Positions(e, n, lon, lat, cell_m)


def lies_on(
    ground: Ground,
    positions: Positions,
    *,
    in_district: npt.NDArray[np.bool_],
    undecided: npt.NDArray[np.bool_],
    at_place: npt.NDArray[np.bool_],
) -> npt.NDArray[np.bool_]:
    """Return which rows lie on the ground, judged by what the reader may know of where they are.

    ``undecided`` are rows whose district says only partly whether they do: see ``Ground.shared``.
    """
    inside = np.ones(positions.e.size, dtype=np.bool_)
    if ground.asks_for_areas:
        inside = in_district | at_place
        if ground.outline is not None:
            rows = np.flatnonzero(undecided)
            inside[rows] |= shapely.contains_xy(ground.outline, positions.e[rows], positions.n[rows])
        if ground.drawn is not None:
            inside = inside | shapely.contains_xy(ground.drawn, positions.e, positions.n)
    if ground.ring is not None:
        inside = inside & shapely.contains_xy(ground.ring, positions.e, positions.n)
    return inside


def matching_ids(
    actor: Actor, municipality_id: UUID, wanted: IncidentFilter, ground: Ground, *, after: Mark | None = None
) -> list[UUID]:
    """Return the ids of everything that matches, the latest first, geometry included."""
    rows = matching(actor, municipality_id, wanted, ground, after=after)
    columns = ("id", "e", "n", "area_id", "place_id", "sensitivity", "is_exact")
    found = list(rows.values_list(*columns))
    if not found:
        return []
    ids, e, n, areas, places, sensitivity, exact = zip(*found, strict=True)
    metres_e, metres_n = np.array(e, dtype=np.float64), np.array(n, dtype=np.float64)
    unused = np.full(len(ids), np.nan)
    positions = known_positions(
        metres_e,
        metres_n,
        unused,
        unused,
        is_exact=np.array(exact, dtype=np.bool_),
        is_protected=np.array([s == Sensitivity.PROTECTED for s in sensitivity]),
    )
    kept = lies_on(
        ground,
        positions,
        in_district=np.array([area in ground.districts for area in areas]),
        undecided=np.array([area in ground.shared or (ground.with_none and area is None) for area in areas]),
        at_place=np.array([place in ground.places for place in places]),
    )
    return [ids[row] for row in np.flatnonzero(kept)]


def _plain(wanted: IncidentFilter) -> Q:
    """Everything that is asked of the row's own columns."""
    asked: dict[str, object] = {
        "state__in": [state.value for state in wanted.states],
        "source__in": wanted.sources,
        "organisation_id__in": wanted.organisations,
        "starts_on__gte": wanted.first_day,
        "starts_on__lte": wanted.last_day,
        "hour__in": wanted.hours,
        "weekday__in": wanted.weekdays,
        "seriousness__in": wanted.seriousness,
    }
    return Q(**{column: value for column, value in asked.items() if value not in ((), None)})


def _categories(municipality_id: UUID, wanted: IncidentFilter) -> Q:
    if not wanted.categories:
        return Q()
    known = categories_of(municipality_id, with_retired=True)
    codes = {code for asked in wanted.categories for code in category_with_descendants(known, asked)}
    return Q(category_id__in=[category.id for category in known if category.code in codes])


def _has_word(word: str) -> Q:
    """Rows with the word in the text or the place. SQLite knows capital letters only from A to Z."""
    found = Q()
    for form in {word, word.lower(), word.upper(), word.capitalize()}:
        found |= Q(text__icontains=form) | (Q(place_name__icontains=form) & _PLACE_IS_KNOWN)
    return found


_PLACE_IS_KNOWN: Final = Q(is_exact=True) | Q(place_id__isnull=False)
"""Who may not see the exact place cannot search for what somebody called it either."""


def _in_box(ground: shapely.Geometry | None, *, empty: bool = False) -> Q:
    """Rows near the ground: a coarse place may lie inside although the exact one does not."""
    if ground is None:
        return Q(pk__in=[]) if empty else Q()
    west, south, east, north = shapely.bounds(ground).tolist()
    edge = CELL_PROTECTED_M
    return Q(e__gte=west - edge, e__lte=east + edge, n__gte=south - edge, n__lte=north + edge)


def _in_metres(geometry: shapely.Geometry) -> shapely.Geometry:
    def plane(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        metres = to_sweref(degrees[:, 0], degrees[:, 1])
        return np.column_stack([metres.e, metres.n])

    return shapely.transform(geometry, plane)
