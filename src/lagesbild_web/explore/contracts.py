"""What the pages for exploring show: an address's state, a finished layer or chart, and saved filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.incidents.contracts import IncidentFilter


class LayerKind(StrEnum):
    """What the map shows; the value is the word in the address."""

    HEXAGONS = "sexhorningar"
    POINTS = "punkter"
    DENSITY = "tathet"
    HOTSPOTS = "ansamlingar"
    CLUSTERS = "nya"
    CHAINS = "kedjor"
    SAFETY = "trygghet"


LAYER_LABELS: Final[Mapping[LayerKind, Promise]] = {
    LayerKind.HEXAGONS: _("Antal i sexhörningar"),
    LayerKind.POINTS: _("Punkter"),
    LayerKind.DENSITY: _("Täthet"),
    LayerKind.HOTSPOTS: _("Säkra ansamlingar"),
    LayerKind.CLUSTERS: _("Nya ansamlingar"),
    LayerKind.CHAINS: _("Upprepning i närheten"),
    LayerKind.SAFETY: _("Otrygga och trygga platser"),
}
LAYER_HELP: Final[Mapping[LayerKind, Promise]] = {
    LayerKind.HEXAGONS: _("Hur mycket som har hänt var."),
    LayerKind.POINTS: _("En prick för varje plats."),
    LayerKind.DENSITY: _("En mjuk bild, till för att titta på."),
    LayerKind.HOTSPOTS: _("Platser som säkert har fler händelser än resten."),
    LayerKind.CLUSTERS: _("Platser som säkert har fått en större andel än under perioden före."),
    LayerKind.CHAINS: _("Händelser som följer på varandra i både plats och tid."),
    LayerKind.SAFETY: _("Vad människor har berättat om platser."),
}


class View(StrEnum):
    """A page for exploring; the value is the word in the address."""

    MAP = "karta"
    HOURS = "tider"
    WEEKS = "utveckling"
    AREAS = "omraden"


@dataclass(frozen=True, slots=True)
class Exploration:
    """The state of a page, all of it in its address."""

    filter: IncidentFilter
    layer: str
    """A :class:`LayerKind`, or a layer that another feature has declared (``explore.layers``)."""
    by_month: bool
    """Months instead of weeks, where the page shows development."""

    @property
    def first_day(self) -> date:
        """The first day shown; pages always have one."""
        if self.filter.first_day is None:
            raise ValueError("an exploration has a period")
        return self.filter.first_day

    @property
    def last_day(self) -> date:
        """The last day shown, included."""
        if self.filter.last_day is None:
            raise ValueError("an exploration has a period")
        return self.filter.last_day


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter that somebody has given a name."""

    id: UUID
    name: str
    query: str
    """As in the address, without the question mark."""
    is_own: bool
    is_shared: bool
    """The whole organisation sees it."""
