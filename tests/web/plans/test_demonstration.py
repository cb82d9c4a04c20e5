"""The invented municipality's plan is true to life: missing costs, late measures, motives."""

from datetime import date
from pathlib import Path

import pytest
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle
from lagesbild_web.plans.chain import declare_kinds
from lagesbild_web.plans.contracts import MeasureState
from lagesbild_web.plans.demonstration import lay_in_demo_plan
from lagesbild_web.plans.demonstration_data import MEASURES
from lagesbild_web.plans.queries import cards_of, indicators_of, measures_of, plans_of
from lagesbild_web.steering.demonstration import lay_in_demo_steering
from lagesbild_web.steering.queries import matrix_of

pytestmark = pytest.mark.django_db
S = builders.SYSTEM
TODAY = date(2026, 3, 20)


def test_the_plan_is_laid_in_once_with_everything_that_a_reader_looks_for(
    municipality: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare_kinds()
    monkeypatch.setattr("lagesbild_web.plans.demonstration._problems", lambda *_: (builders.some_id(),))
    for name in sorted({name for item in MEASURES for name in (item.organisation, *item.partners) if name}):
        builders.a_partner(municipality, name=name, kind="other")
    make.areas_and_categories(municipality)
    builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS)
    assert lay_in_demo_steering(S, municipality_id=municipality.id, today=TODAY) > 5
    assert lay_in_demo_plan(S, municipality_id=municipality.id, today=TODAY) == len(MEASURES) >= 25
    assert lay_in_demo_plan(S, municipality_id=municipality.id, today=TODAY) == 0
    plan = plans_of(S, municipality_id=municipality.id)[0]
    assert plan.decided_on is not None
    measures = measures_of(S, plan_id=plan.id)
    assert {MeasureState.ONGOING, MeasureState.DONE, MeasureState.NOT_STARTED} <= {m.state for m in measures}
    assert any(measure.is_late(TODAY) for measure in measures)
    assert sum(bool(measure.no_problem_motive) for measure in measures) == 10
    assert any(not card.costs for card in cards_of(S, plan.id))
    assert any(i.baseline is None for i in indicators_of(S, plan_id=plan.id))
    assert matrix_of(S, municipality.id).missing > 0
