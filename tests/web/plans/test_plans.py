"""A plan on its way from draft to replaced: what is decided never changes, and nothing loses its links."""

from datetime import date
from pathlib import Path

import pytest
from tests.web import builders
from tests.web import plan_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.plans import actions
from lagesbild_web.plans.contracts import GoalLevel, MeasureState, PlanSummary
from lagesbild_web.plans.drafts import GoalDraft
from lagesbild_web.plans.freezing import compared, sha256_of
from lagesbild_web.plans.queries import (
    frozen_version,
    goals_of,
    history_of,
    measure_for,
    measures_of,
    plan_for,
    plans_of,
    versions_of,
)

pytestmark = pytest.mark.django_db
S = builders.SYSTEM


@pytest.fixture
def plan(municipality: Organisation, tmp_path: Path) -> PlanSummary:
    """A plan that stands on a published picture."""
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS)
    return make.a_plan(municipality, picture_id=picture.id)


def _decided(plan: PlanSummary, on: date = date(2026, 2, 1)) -> PlanSummary:
    return actions.decide_plan(S, plan.id, body="Kommunstyrelsen", decided_on=on, section="§ 12")


def test_a_decided_version_stays_as_it_was_when_the_plan_goes_on(plan: PlanSummary) -> None:
    goal = make.a_goal(plan)
    measure = make.a_measure(plan, goal_ids=(goal.id,))
    _decided(plan)
    frozen = dict(frozen_version(S, plan.id, 1))
    assert frozen["measures"][str(measure.id)]["state"] == "decided"
    actions.open_version(S, plan.id, why="Ny lägesbild.")
    actions.change_goal(S, goal.id, GoalDraft("Halverad skadegörelse", GoalLevel.GOAL, goal.parent_id))
    make.a_measure(plan, title="Belysning i parken")
    _decided(plan, date(2026, 6, 1))
    assert frozen_version(S, plan.id, 1) == frozen
    assert versions_of(S, plan.id)[1].frozen_sha256 == sha256_of(frozen)
    assert [v.state for v in versions_of(S, plan.id)] == ["in_force", "replaced"]
    found = {(d.kind, d.how, d.title) for d in compared(frozen, frozen_version(S, plan.id, 2))}
    assert ("goals", "changed", "Halverad skadegörelse") in found
    assert ("measures", "added", "Belysning i parken") in found
    assert goal.id in measure_for(S, measure.id).goal_ids  # the same goal, under the same id


def test_a_plan_is_not_decided_before_the_law_and_the_house_are_satisfied(
    municipality: Organisation, tmp_path: Path
) -> None:
    plan = make.a_plan(municipality)
    make.a_measure(plan, no_problem_motive="")
    make.a_measure(plan, title="Kamera på torget", is_camera=True)
    with pytest.raises(Invalid) as error:
        _decided(plan)
    told = error.value.faults["plan"]
    assert "5 §" in told
    assert "Trygghetsvandring vid stationen" in told
    assert "intresseavvägning" in told
    assert plan_for(S, plan.id).state == "draft"
    assert [m.state for m in measures_of(S, plan_id=plan.id)] == [MeasureState.PLANNED] * 2


def test_a_decided_plan_is_closed_for_changes_until_a_version_is_opened(plan: PlanSummary) -> None:
    measure = make.a_measure(plan)
    _decided(plan)
    with pytest.raises(Invalid, match="Öppna en ny version"):
        actions.change_measure(S, measure.id, make.MEASURE)
    with pytest.raises(Invalid, match="Öppna en ny version"):
        make.a_goal(plan)
    actions.move_measure(S, measure.id, state=MeasureState.ONGOING)  # what happens may always be told
    actions.open_version(S, plan.id, why="Fler åtgärder.")
    actions.change_measure(S, measure.id, make.MEASURE)


def test_two_writers_do_not_overwrite_each_other(plan: PlanSummary) -> None:
    measure = make.a_measure(plan)
    actions.change_measure(S, measure.id, make.MEASURE, revision=measure.revision)
    with pytest.raises(Invalid) as error:
        actions.change_measure(S, measure.id, make.MEASURE, revision=measure.revision)
    assert "Det du skrev står kvar" in error.value.faults["revision"]


def test_what_was_not_done_says_why_and_the_history_tells_it(plan: PlanSummary) -> None:
    measure = make.a_measure(plan)
    with pytest.raises(Invalid) as error:
        actions.move_measure(S, measure.id, state=MeasureState.NOT_STARTED)
    assert "reason" in error.value.faults
    with pytest.raises(Invalid) as error:
        actions.move_measure(S, measure.id, state=MeasureState.DONE)  # never decided
    assert "state" in error.value.faults
    actions.move_measure(S, measure.id, state=MeasureState.NOT_STARTED, reason="Ingen ville delta.")
    latest = history_of(measure.id)[0]
    assert (latest.step, latest.reason) == ("Läge: Blev inte av", "Ingen ville delta.")
    assert "Läge" in latest.changes


def test_personal_data_never_comes_into_a_measure(plan: PlanSummary) -> None:
    with pytest.raises(Invalid) as error:
        make.a_measure(plan, description="Ring Anna Svensson på 070-123 45 67.")
    assert set(error.value.faults) == {"description"}


def test_the_responsible_function_may_tell_how_it_goes_and_nobody_else(
    plan: PlanSummary, municipality: Organisation
) -> None:
    police = builders.a_partner(municipality)
    owner = builders.an_actor(police, Role.MEASURE_OWNER)
    other = builders.an_actor(municipality, Role.MEASURE_OWNER)
    assert owner.home is not None
    measure = make.a_measure(plan, function_id=owner.home.function_id)
    _decided(plan)
    actions.move_measure(owner, measure.id, state=MeasureState.ONGOING)
    with pytest.raises(NotAllowed):
        actions.move_measure(other, measure.id, state=MeasureState.DONE)
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    with pytest.raises(NotFound):
        measure_for(stranger, measure.id)
    assert plans_of(stranger, municipality_id=municipality.id) == []


def test_striking_a_goal_keeps_it_for_the_auditor(plan: PlanSummary) -> None:
    goal = make.a_goal(plan)
    assert goal.parent_id is not None
    with pytest.raises(Invalid, match="Huvudområdet har mål"):
        actions.retire_goal(S, goal.parent_id, reason="Slås ihop.")
    actions.retire_goal(S, goal.id, reason="Slås ihop med ett annat.")
    assert goal.id not in {g.id for g in goals_of(S, plan_id=plan.id)}
    assert goal.id in {g.id for g in goals_of(S, plan_id=plan.id, with_retired=True)}
    assert history_of(goal.id)[0].reason == "Slås ihop med ett annat."
