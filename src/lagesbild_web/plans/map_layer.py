"""The measures of decided and written plans as a layer of the map."""

import json
from collections.abc import Sequence
from typing import Final
from uuid import UUID

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from lagesbild.document import swedish
from lagesbild.document.tree import Column, Table
from lagesbild.layers.layer import Feature, MapLayer
from lagesbild.tables.coordinates import to_sweref
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.explore.contracts import Exploration
from lagesbild_web.explore.layers import DeclaredLayer
from lagesbild_web.plans.contracts import MeasureOnMap, MeasureState
from lagesbild_web.plans.queries import measures_of, measures_on_map

_GROUPS: Final = {
    MeasureState.PLANNED: "planned",
    MeasureState.DECIDED: "planned",
    MeasureState.ONGOING: "ongoing",
    MeasureState.DONE: "closed",
    MeasureState.ENDED_EARLY: "closed",
    MeasureState.NOT_STARTED: "closed",
}


def measures_layer(actor: Actor, municipality_id: UUID, exploration: Exploration) -> MapLayer:
    """Return where the measures are that the actor may read; whatever incidents are chosen."""
    del exploration
    placed = measures_on_map(actor, municipality_id=municipality_id)
    everywhere = len(measures_of(actor, municipality_id=municipality_id)) - len(placed)
    told = _("%(n)s har ett område eller en plats.") % {
        "n": swedish.plural(len(placed), _("åtgärd"), _("åtgärder")).capitalize()
    }
    rest = _("%(n)s gäller hela kommunen eller saknar plats och syns inte på kartan.") % {
        "n": swedish.plural(everywhere, _("åtgärd"), _("åtgärder")).capitalize()
    }
    return MapLayer(
        kind="measures",
        heading=_("Åtgärder"),
        sentences=(told, rest) if everywhere else (told,),
        features=[_feature(item, row) for row, item in enumerate(placed)],
        legend={
            "planned": _("Planerad eller beslutad"),
            "ongoing": _("Pågår"),
            "closed": _("Genomförd eller avslutad"),
        },
        table=_table(placed),
        method=_("Områden, platser och ritade ytor i åtgärdsplanerna."),
        n=len(placed),
    )


def _feature(item: MeasureOnMap, row: int) -> Feature:
    words = f"{item.measure.title}: {item.measure.state_label.lower()}, {item.place}"
    return Feature(_in_metres(item), _GROUPS[item.measure.state], words, row)


def _in_metres(item: MeasureOnMap) -> BaseGeometry:
    def moved(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        plane = to_sweref(degrees[:, 0], degrees[:, 1])
        return np.column_stack([plane.e, plane.n])

    shape = shapely.from_geojson(json.dumps(item.geometry))
    if shape.geom_type == "GeometryCollection":
        shape = shapely.unary_union(list(shape.geoms))
    metres: BaseGeometry = shapely.transform(shape, moved)
    return metres


def _table(placed: Sequence[MeasureOnMap]) -> Table:
    columns = (
        Column("number", _("Nr"), "count"),
        Column("title", _("Åtgärd")),
        Column("place", _("Plats")),
        Column("state", _("Läge")),
        Column("function", _("Svarar för den")),
        Column("starts_on", _("Börjar"), "date"),
        Column("ends_on", _("Klar senast"), "date"),
    )
    rows = [
        (
            number,
            item.measure.title,
            item.place,
            item.measure.state_label,
            item.measure.function or None,
            item.measure.starts_on,
            item.measure.ends_on,
        )
        for number, item in enumerate(placed, start=1)
    ]
    return Table("measures", _("Åtgärder som har en plats"), columns, rows)


LAYER: Final = DeclaredLayer(
    "atgarder",
    gettext_lazy("Åtgärder"),
    gettext_lazy("Var planens åtgärder görs."),
    Right.READ_PLAN,
    measures_layer,
    "plans/map.css",
)
