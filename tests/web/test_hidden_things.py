"""What somebody may not read is not told by its name somewhere else either."""

from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import agreement_builders as agreements
from tests.web import builders
from tests.web import incident_builders as make
from tests.web import meeting_builders as meetings
from tests.web import plan_builders as plans
from tests.web import problem_builders as problems
from tests.web import walk_builders as walks
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.agreements import actions as agree
from lagesbild_web.agreements.queries import agreement_for, comparison_for
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Ref
from lagesbild_web.meetings import actions as meet
from lagesbild_web.plans.actions import decide_plan
from lagesbild_web.problems.actions import prioritise_problems
from lagesbild_web.walks import actions as walk
from lagesbild_web.walks.models import Walk

KEPT = "Sabotage mot larmet i Björkskolan"


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    """Somebody who sees everything of the municipality's own."""
    make.areas_and_categories(municipality)
    return builders.an_actor(municipality, Role.COORDINATOR)


@pytest.fixture
def hidden(coordinator: Actor) -> UUID:
    """A problem that the municipality keeps to itself."""
    return problems.a_problem(coordinator, circle=Circle.OWN.value, title=KEPT).id


@pytest.fixture
def partner(municipality: Organisation) -> Pages:
    """A coordinator of the police."""
    return Pages().log_in(builders.a_person(builders.a_partner(municipality), Role.COORDINATOR))


def test_a_decision_of_a_shared_meeting_does_not_tell_what_hidden_problem_it_is_about(
    municipality: Organisation, coordinator: Actor, hidden: UUID, partner: Pages
) -> None:
    meeting = meetings.a_meeting(coordinator, meetings.a_group(coordinator, municipality))
    decision = meetings.a_decision(coordinator, meeting, municipality)
    meet.link_decision(coordinator, decision, ref=Ref("problem", hidden))

    shown = partner.get(reverse("meetings:decision", args=[decision]))

    assert "Visas inte för dig" in shown.text
    assert KEPT not in shown.text


def test_the_agenda_of_a_shared_meeting_leaves_out_problems_that_the_municipality_keeps_to_itself(
    municipality: Organisation, coordinator: Actor, hidden: UUID, partner: Pages
) -> None:
    problems.a_problem(coordinator, title="Mopeder på gångvägarna")
    meeting = meetings.a_meeting(coordinator, meetings.a_group(coordinator, municipality))
    meet.compute_picture(coordinator, meeting)

    shown = partner.get(reverse("meetings:meeting", args=[meeting]))

    assert "Mopeder på gångvägarna" in shown.text
    assert KEPT not in shown.text


def test_a_decision_about_priorities_keeps_the_place_of_a_hidden_problem_and_not_its_name(
    municipality: Organisation, coordinator: Actor, hidden: UUID, partner: Pages
) -> None:
    shared = problems.a_problem(coordinator, title="Mopeder på gångvägarna")
    decision = prioritise_problems(
        coordinator,
        [shared.id, hidden],
        municipality_id=municipality.id,
        body="Styrgruppen",
        decided_on=timezone.localdate(),
    )

    shown = partner.get(reverse("problems:decision", args=[decision.id])).text

    assert "Mopeder på gångvägarna" in shown
    assert "Visas inte för dig" in shown
    assert KEPT not in shown


def test_the_kept_documents_of_a_shared_plan_name_no_problem_that_the_municipality_keeps_to_itself(
    municipality: Organisation, coordinator: Actor, hidden: UUID, partner: Pages, tmp_path: Path
) -> None:
    shared = problems.a_problem(coordinator, title="Mopeder på gångvägarna")
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS)
    plan = plans.a_plan(municipality, by=coordinator, picture_id=picture.id)
    goal = plans.a_goal(plan, by=coordinator)
    plans.an_indicator(goal.id, by=coordinator)
    asked = (shared.id, hidden)
    plans.a_measure(plan, by=coordinator, goal_ids=(goal.id,), problem_ids=asked, no_problem_motive="")
    decide_plan(coordinator, plan.id, body="Kommunstyrelsen", decided_on=timezone.localdate())

    kept = partner.client.get(reverse("plans:download_version", args=[plan.id, 1, "html"])).content.decode()

    assert "Mopeder på gångvägarna" in kept
    assert KEPT not in kept


def test_a_finding_of_a_shared_walk_does_not_tell_what_hidden_problem_it_belongs_to(
    municipality: Organisation, coordinator: Actor, hidden: UUID, partner: Pages
) -> None:
    finding = walks.a_finding(coordinator, walks.a_walk(coordinator, municipality))
    walk.link_finding(coordinator, finding, ref=Ref("problem", hidden))

    shown = partner.get(reverse("walks:finding", args=[finding]))

    assert "Visas inte för dig" in shown.text
    assert KEPT not in shown.text


def test_a_walk_is_not_compared_with_one_that_the_reader_may_not_see(
    municipality: Organisation, coordinator: Actor, partner: Pages
) -> None:
    before = walks.a_walk(coordinator, municipality, title=KEPT)
    walks.a_finding(coordinator, before, text="Larmet är avstängt.")
    after = walks.a_walk(coordinator, municipality, previous_id=before)
    Walk.objects.filter(pk=before).update(circle=Circle.OWN)

    shown = partner.get(reverse("walks:walk", args=[after]))

    assert KEPT not in shown.text
    assert "Larmet" not in shown.text


def test_a_draft_does_not_tell_partners_what_hidden_problem_it_stands_on_until_it_is_signed(
    municipality: Organisation, coordinator: Actor, hidden: UUID, partner: Pages
) -> None:
    draft = agreements.a_shared_draft(coordinator, municipality)
    agree.link_thing(coordinator, draft, ref=Ref("problem", hidden))
    page = reverse("agreements:agreement", args=[draft])

    assert KEPT not in partner.get(page).text
    assert (
        KEPT.encode() not in partner.client.get(reverse("agreements:download", args=[draft, "html"])).content
    )

    agreements.sign(coordinator, draft)
    # Now it is a part of what the police have put their name to.
    assert KEPT in partner.get(page).text


def test_a_public_promise_tells_another_municipality_no_more_than_the_open_page(
    municipality: Organisation, coordinator: Actor, hidden: UUID
) -> None:
    promise = agreements.a_draft(coordinator, municipality, agreements.Kind.PROMISE)
    agree.link_thing(coordinator, promise, ref=Ref("problem", hidden))
    agreements.sign(coordinator, promise)
    agree.share_agreement(coordinator, promise, circle=Circle.PUBLIC)
    agree.attach_file(coordinator, promise, filename="protokoll.pdf", content=b"%PDF-1.7 inte klart")
    agree.register_consultation(
        coordinator, promise, held_on=timezone.localdate(), with_whom="Polisen", result="Polisen tvekar."
    )
    (file,) = agreement_for(coordinator, promise).files
    stranger = builders.a_person(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    pages = Pages().log_in(stranger)

    shown = pages.get(reverse("agreements:agreement", args=[promise])).text
    written = pages.client.get(reverse("agreements:download", args=[promise, "html"])).content.decode()

    assert "Vi ska synas vid stationen" in shown
    for told in (KEPT, "protokoll", "Polisen tvekar."):
        assert told not in shown + written
    pages.get(reverse("agreements:file", args=[promise, file.id]), status=404)


def test_a_new_text_of_a_public_promise_is_not_shown_before_it_is_signed(
    municipality: Organisation, coordinator: Actor
) -> None:
    promise = agreements.a_public_promise(coordinator, municipality)
    agree.begin_revision(coordinator, promise, reason="Nya kvällar")
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)

    agree.change_agreement(
        coordinator,
        promise,
        version=agreement_for(coordinator, promise).version,
        written=agreements.written(title=KEPT, texts=agreements.PROMISE | {"promise": "Vi slutar."}),
    )

    assert comparison_for(coordinator, promise, 1, None) != ()
    assert comparison_for(stranger, promise, 1, None) == ()
    assert KEPT not in Pages().get(reverse("public:promises")).text
