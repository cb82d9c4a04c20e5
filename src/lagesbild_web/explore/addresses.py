"""The state of a page in its address: the filter, the layer, weeks or months."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from lagesbild_web.explore.contracts import Exploration, LayerKind
from lagesbild_web.explore.layers import is_layer
from lagesbild_web.incidents.filters import as_query, read_filter

DEFAULT_DAYS: Final = 365
"""The period shown until another is chosen; a whole year has every season in it."""
LAYER_KEY: Final = "lager"
STEP_KEY: Final = "steg"


@dataclass(frozen=True, slots=True)
class ReadAddress:
    """What an address says, and one sentence for each part that could not be read."""

    exploration: Exploration
    faults: Mapping[str, str]


def read_address(query: QueryDict, *, today: date) -> ReadAddress:
    """Return the state that an address asks for, with a period also when it names none."""
    read = read_filter(query)
    faults = dict(read.faults)
    last = read.filter.last_day or today
    first = read.filter.first_day or last - timedelta(days=DEFAULT_DAYS - 1)
    if first > last:
        first = last - timedelta(days=DEFAULT_DAYS - 1)
        faults.setdefault("fran", _("Den första dagen kommer efter den sista. Byt plats på dem."))
    wanted = replace(read.filter, first_day=first, last_day=last)
    layer = query.get(LAYER_KEY, LayerKind.HEXAGONS.value)
    if not is_layer(layer):
        layer = LayerKind.HEXAGONS.value
        faults[LAYER_KEY] = _("Kartan har inget sådant lager. Välj ett i listan.")
    return ReadAddress(Exploration(wanted, layer, query.get(STEP_KEY) == "manad"), faults)


def address_query(exploration: Exploration, **changes: str) -> str:
    """Return the state as an address's query; the same state always gives the same text."""
    own = {
        LAYER_KEY: exploration.layer if exploration.layer != LayerKind.HEXAGONS else "",
        STEP_KEY: "manad" if exploration.by_month else "",
    }
    extra = urlencode([(key, value) for key, value in (own | changes).items() if value])
    return "&".join(part for part in (as_query(exploration.filter), extra) if part)


def before(exploration: Exploration) -> Exploration:
    """Return the same filter for the period of the same length just before."""
    days = (exploration.last_day - exploration.first_day).days + 1
    wanted = replace(
        exploration.filter,
        first_day=exploration.first_day - timedelta(days=days),
        last_day=exploration.first_day - timedelta(days=1),
    )
    return replace(exploration, filter=wanted)
