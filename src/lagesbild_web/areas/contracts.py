"""What may leave the feature: areas, places and categories as others see them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in degrees, WGS 84."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner of a boundary, degrees, WGS 84."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Area:
    """An area or a named place. ``kind`` is a code (``areas.models.Kind``); ``kind_label`` is Swedish."""

    id: UUID
    code: str
    name: str
    kind: str
    kind_label: str
    generation: str
    valid_from: date
    valid_to: date | None
    """The first day when it no longer holds."""
    box: Box
    is_place: bool
    lon: float | None
    lat: float | None
    """A place's own point, degrees."""
    is_retired: bool
    is_former: bool = False
    """It no longer holds: it was retired, its boundaries were replaced, or they were taken back."""

    @property
    def label(self) -> str:
        """What it is called in lists, with its code when the name does not say it; a former one says so."""
        called = self.name if self.is_place or self.code == self.name else f"{self.name} ({self.code})"
        if not self.is_former:
            return called
        if self.valid_to is None:
            return _("%(area)s, %(boundaries)s som togs tillbaka") % {
                "area": called,
                "boundaries": self.generation,
            }
        told = {"area": called, "boundaries": self.generation, "day": self.valid_to.isoformat()}
        return _("%(area)s, %(boundaries)s som gällde före %(day)s") % told


@dataclass(frozen=True, slots=True)
class AreaShape:
    """An area with its boundary, as GeoJSON in WGS 84; a place's is its point."""

    area: Area
    geometry: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class GenerationSummary:
    """Boundaries that came together."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    valid_from: date
    valid_to: date | None
    areas: int
    is_undone: bool = False
    """It was taken back, and has never held."""
    can_undo: bool = False


@dataclass(frozen=True, slots=True)
class LocatedArea:
    """The district that a point lies in, as it is frozen on an incident."""

    id: UUID
    code: str
    name: str
    generation: str


@dataclass(frozen=True, slots=True)
class PopulationFigure:
    """How many lived in an area at the end of a year."""

    area_id: UUID
    code: str
    name: str
    year: int
    residents: int


@dataclass(frozen=True, slots=True)
class Category:
    """A category in a municipality's own words."""

    id: UUID
    code: str
    parent: str | None
    name: str
    help: str
    library_code: str
    seriousness: int
    is_sensitive: bool
    is_reportable: bool
    is_retired: bool
    depth: int
    """0 for a group at the top."""
    has_children: bool


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """One line of a category's history."""

    at: datetime
    text: str
