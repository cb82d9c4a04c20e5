"""Each step is taken by those who may, kept, and can be taken back; nobody overwrites anybody."""

from dataclasses import replace

import pytest
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import IncidentFilter, State
from lagesbild_web.incidents.models import Incident, IncidentVersion
from lagesbild_web.incidents.queries import incident_for, incidents_table, next_waiting, state_counts


def state_of(incident_id: object) -> str:
    """The state in the database."""
    return Incident.objects.get(pk=incident_id).state


def test_the_second_of_two_reviewers_is_told_and_overwrites_nothing(
    home: Organisation, school: Actor, reviewer: Actor
) -> None:
    (line,) = make.a_report(school)
    other = builders.an_actor(home, Role.REVIEWER)
    actions.approve(reviewer, line.id, version=line.version)
    with pytest.raises(Invalid) as fault:
        actions.withdraw(other, line.id, version=line.version, reason="Dubblett.")
    assert set(fault.value.faults) == {"version"}
    assert state_of(line.id) == State.APPROVED


@pytest.mark.parametrize("step", ["approve", "return", "merge", "withdraw", "correct"])
def test_each_step_of_a_reviewer_can_be_undone(school: Actor, reviewer: Actor, step: str) -> None:
    line, other = make.a_report(school, make.a_draft(), make.a_draft(category="brak"))
    before = Incident.objects.filter(pk=line.id).values().get()
    taken = {
        "approve": lambda: actions.approve(reviewer, line.id, version=1),
        "return": lambda: actions.return_with_question(reviewer, line.id, version=1, question="Var?"),
        "merge": lambda: actions.merge(reviewer, line.id, other.id, version=1),
        "withdraw": lambda: actions.withdraw(reviewer, line.id, version=1, reason="Övning."),
        "correct": lambda: actions.correct(
            reviewer, line.id, make.a_draft(category="brand", seriousness=5), version=1
        ),
    }
    assert taken[step]() == 2
    assert incident_for(reviewer, line.id).can_undo
    assert actions.undo_last_step(reviewer, line.id, version=2) == 3
    after = Incident.objects.filter(pk=line.id).values().get()
    assert {**after, "version": 1} == before
    assert not incident_for(reviewer, line.id).can_undo


def test_a_question_goes_to_the_reporter_and_the_answer_back_to_the_queue(
    school: Actor, reviewer: Actor
) -> None:
    (line,) = make.a_report(school)
    actions.return_with_question(reviewer, line.id, version=1, question="Vilken sida av huset?")
    asked = incident_for(school, line.id)
    assert (asked.question, asked.can_answer, asked.row.state) == (
        "Vilken sida av huset?",
        True,
        State.RETURNED,
    )
    corrected = make.a_draft(text="Klotter på norra sidan.")
    actions.answer_question(school, line.id, version=2, answer="Norra.", draft=corrected)
    row = Incident.objects.get(pk=line.id)
    assert (row.state, row.answer, row.text) == (State.WAITING, "Norra.", "Klotter på norra sidan.")


def test_only_the_reporter_answers(home: Organisation, school: Actor, reviewer: Actor) -> None:
    (line,) = make.a_report(school)
    actions.return_with_question(reviewer, line.id, version=1, question="Var?")
    with pytest.raises(NotFound):
        actions.answer_question(reviewer, line.id, version=2, answer="Här.")
    with pytest.raises(NotAllowed):
        actions.answer_question(builders.an_actor(home, Role.REPORTER), line.id, version=2, answer="Här.")


def test_of_two_merged_incidents_one_counts(school: Actor, reviewer: Actor) -> None:
    one, same, third = make.an_approved(school, reviewer, make.a_draft(), make.a_draft(), make.a_draft())
    actions.merge(reviewer, same.id, one.id, version=2)
    assert incidents_table(reviewer, IncidentFilter()).incidents.frame["id"].is_in(
        [str(one.id), str(third.id)]
    ).to_list() == [True, True]
    everything = incidents_table(reviewer, IncidentFilter(states=tuple(State)))
    assert len(everything.incidents) == 3
    assert len(everything.incidents.counted()) == 2
    with pytest.raises(Invalid, match="åt andra hållet"):
        actions.merge(reviewer, one.id, third.id, version=2)
    with pytest.raises(Invalid, match="Ångra det först"):
        actions.withdraw(reviewer, one.id, version=2, reason="Fel.")


def test_an_incident_is_not_merged_with_itself_or_with_what_is_gone(school: Actor, reviewer: Actor) -> None:
    one, gone = make.a_report(school, make.a_draft(), make.a_draft())
    actions.withdraw(reviewer, gone.id, version=1, reason="Övning.")
    for into in (one.id, gone.id):
        with pytest.raises(Invalid) as fault:
            actions.merge(reviewer, one.id, into, version=1)
        assert set(fault.value.faults) == {"into"}


def test_what_counts_is_corrected_with_a_reason(school: Actor, reviewer: Actor) -> None:
    (line,) = make.an_approved(school, reviewer)
    draft = incident_for(reviewer, line.id).draft
    assert draft is not None
    with pytest.raises(Invalid) as fault:
        actions.correct(reviewer, line.id, replace(draft, seriousness=5), version=2)
    assert set(fault.value.faults) == {"reason"}
    actions.correct(
        reviewer, line.id, replace(draft, seriousness=5), version=2, reason="Fler rutor än vi trodde."
    )
    history = incident_for(reviewer, line.id).history
    assert history[-1].changes == ("allvaret",)
    assert history[-1].reason == "Fler rutor än vi trodde."
    assert Record.objects.filter(event="incident.corrected").get().facts["reason"] == (
        "Fler rutor än vi trodde."
    )


def test_what_a_reviewer_strips_away_is_gone_from_the_history_too(school: Actor, reviewer: Actor) -> None:
    draft = make.a_draft(text="Ring 070-123 45 67.", personal_data_motive="Står på skylten.")
    (line,) = make.a_report(school, draft)
    actions.correct(reviewer, line.id, replace(draft, text="Klotter.", personal_data_motive=""), version=1)
    kept = IncidentVersion.objects.get(incident_id=line.id)
    assert "070" not in str(kept.before)
    actions.undo_last_step(reviewer, line.id, version=2)
    assert Incident.objects.get(pk=line.id).text == "Ring [borttaget]."


def test_nothing_that_is_not_touched_changes_in_a_correction(school: Actor, reviewer: Actor) -> None:
    (line,) = make.a_report(school, make.a_draft(time_precision="day"))
    Incident.objects.filter(pk=line.id).update(time_precision="month", e=1.0, n=2.0)
    draft = incident_for(reviewer, line.id).draft
    assert draft is not None
    actions.correct(reviewer, line.id, replace(draft, text="Ny text."), version=1)
    row = Incident.objects.get(pk=line.id)
    assert (row.text, row.time_precision, row.e) == ("Ny text.", "month", 1.0)


@pytest.mark.parametrize("field", ["question", "reason", "answer"])
def test_personal_data_is_stopped_in_every_text(school: Actor, reviewer: Actor, field: str) -> None:
    (line,) = make.a_report(school)
    name = "Han heter Test Testsson."
    steps = {
        "question": lambda: actions.return_with_question(reviewer, line.id, version=1, question=name),
        "reason": lambda: actions.withdraw(reviewer, line.id, version=1, reason=name),
        "answer": lambda: actions.answer_question(school, line.id, version=2, answer=name),
    }
    if field == "answer":
        actions.return_with_question(reviewer, line.id, version=1, question="Vem?")
    with pytest.raises(Invalid) as fault:
        steps[field]()
    assert "Test Testsson" in fault.value.faults[field]


def test_a_reporter_takes_back_and_corrects_their_own_until_it_counts(school: Actor, reviewer: Actor) -> None:
    one, two = make.a_report(school, make.a_draft(), make.a_draft())
    actions.correct(school, one.id, make.a_draft(text="Rättat."), version=1)
    actions.approve(reviewer, one.id, version=2)
    with pytest.raises(NotAllowed):
        actions.correct(school, one.id, make.a_draft(text="Igen."), version=3)
    actions.withdraw(school, two.id, version=1, reason="Fel plats.")
    assert state_of(two.id) == State.WITHDRAWN


def test_counts_and_the_next_in_the_queue(school: Actor, reviewer: Actor) -> None:
    first, second = make.a_report(school, make.a_draft(), make.a_draft())
    (third,) = make.a_report(school)
    ids = sorted([first.id, second.id], key=str)
    assert next_waiting(reviewer, after=ids[0]) in {ids[1], third.id}
    actions.approve(reviewer, third.id, version=1)
    assert {c.state: c.count for c in state_counts(reviewer)} == {
        State.WAITING: 2,
        State.RETURNED: 0,
        State.APPROVED: 1,
        State.MERGED: 0,
        State.WITHDRAWN: 0,
    }


def test_every_actor_reads_in_lists_exactly_what_can_be_opened(
    home: Organisation, school: Actor, reviewer: Actor
) -> None:
    from lagesbild_web.incidents.reading import sees_exact_place, visible

    drafts = [make.a_draft(), make.a_draft(category="sexualbrott"), make.a_draft(own_circle=True)]
    lines = make.a_report(school, *drafts, *drafts)
    for line in lines[:2]:
        actions.approve(builders.SYSTEM, line.id, version=1)
    actions.approve(builders.SYSTEM, lines[2].id, version=1)
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    police = builders.a_partner(home)
    actors = [school, reviewer, stranger, builders.SYSTEM]
    actors += [
        builders.an_actor(place, role) for place in (home, police) for role in Role if role != "public"
    ]
    for actor in actors:
        listed = {row.id: row.is_exact for row in visible(actor)}  # type: ignore[attr-defined]  # annotated
        opened = {}
        for row in Incident.objects.select_related("report"):
            try:
                incident_for(actor, row.id)
            except (NotFound, NotAllowed):
                continue
            opened[row.id] = sees_exact_place(actor, row)
        assert listed == opened, actor.memberships


def test_a_place_is_told_exactly_only_to_those_with_the_right(
    home: Organisation, school: Actor, reviewer: Actor
) -> None:
    (line,) = make.an_approved(school, reviewer, make.a_draft(place_name="Storgatan 5"))
    exact = incident_for(reviewer, line.id).row.place
    coarse = incident_for(builders.an_actor(home, Role.MEASURE_OWNER), line.id).row.place
    assert exact.cell_m is None
    assert exact.name == "Storgatan 5"
    assert coarse.name == ""
    assert coarse.cell_m == 250
    assert (coarse.e, coarse.n) != (exact.e, exact.n)
    assert coarse.e is not None
    assert exact.e is not None
    assert coarse.e % 250 == 125
    assert abs(coarse.e - exact.e) <= 125
    assert coarse.area == exact.area == "Västra"


def test_only_reviewers_approve(home: Organisation, school: Actor) -> None:
    (line,) = make.a_report(school)
    for role in (Role.REPORTER, Role.MEASURE_OWNER, Role.STEERING, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            actions.approve(builders.an_actor(home, role), line.id, version=1)
