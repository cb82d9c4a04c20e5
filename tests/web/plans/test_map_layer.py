"""The measures that have a place are on the map, with their table, for those who may read the plan."""

import pytest
from tests.web import builders, plan_builders
from tests.web import incident_builders as incidents
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.explore.contracts import Exploration, LayerKind
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.plans.map_layer import measures_layer

CHOSEN = Exploration(IncidentFilter(), LayerKind.POINTS, by_month=False)


@pytest.fixture
def placed(municipality: Organisation) -> Organisation:
    """A plan with a measure in a district, and one that is everywhere."""
    incidents.areas_and_categories(municipality)
    plan = plan_builders.a_plan(municipality)
    district = areas_of(municipality.id, kind="district")[0]
    plan_builders.a_measure(plan, title="Ny belysning", area_ids=(district.id,))
    plan_builders.a_measure(plan, title="Föreläsning för föräldrar")
    return municipality


def test_a_measure_with_a_place_is_drawn_and_the_others_are_counted(placed: Organisation) -> None:
    layer = measures_layer(builders.SYSTEM, placed.id, CHOSEN)
    assert [feature.look for feature in layer.features] == ["planned"]
    assert layer.features[0].shape.area > 1e6
    assert [row[1] for row in layer.table.rows] == ["Ny belysning"]
    assert layer.sentences[1].startswith("1 åtgärd gäller hela kommunen")


def test_the_map_offers_the_layer_to_those_who_may_read_plans(placed: Organisation, pages: Pages) -> None:
    reader = pages.log_in(builders.a_person(placed, Role.AUDITOR))
    assert "Ny belysning" in reader.get("/utforska/?lager=atgarder").text
    reporter = pages.log_in(builders.a_person(placed, Role.REPORTER))
    assert "lager=atgarder" not in reporter.get("/utforska/").html
    reporter.get("/utforska/?lager=atgarder", status=403)


def test_a_municipality_without_measures_has_an_empty_layer(municipality: Organisation) -> None:
    layer = measures_layer(builders.SYSTEM, municipality.id, CHOSEN)
    assert layer.features == []
    assert layer.n == 0
