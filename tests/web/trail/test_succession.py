"""The work stays with the function: it is told of while vacant, and goes to whoever comes next."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core import mail
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.web import agreement_builders as agreements
from tests.web import builders, plan_builders
from tests.web import incident_builders as make
from tests.web import meeting_builders as meetings
from tests.web import problem_builders as problems
from tests.web import walk_builders as walks
from tests.web.pages import Pages
from tests.web.town_builders import TODAY, S, Town, a_town, everything_opens, links_of

from lagesbild_web.access.actions import close_account, end_holding, give_function
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Holding, User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.answering import everything_answered
from lagesbild_web.base.due import everything_due, mine
from lagesbild_web.duties.actions import add_entry, write_note
from lagesbild_web.explore.actions import remove_filter, save_filter
from lagesbild_web.explore.queries import saved_filters
from lagesbild_web.follow_up.actions import tell_status
from lagesbild_web.follow_up.contracts import Progress
from lagesbild_web.follow_up.queries import statuses_of
from lagesbild_web.follow_up.reminding import send_reminders
from lagesbild_web.incidents.actions import return_with_question
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.queries import my_reports
from lagesbild_web.plans import actions as planning
from lagesbild_web.trail.queries import vacancies_for
from lagesbild_web.walks.actions import assign_finding

MONDAY = TODAY - timedelta(days=TODAY.weekday())
VACANCIES = "/kedjan/vakanser/"


@pytest.fixture
def town(municipality: Organisation, tmp_path: Path) -> Town:
    """A municipality with a whole chain."""
    return a_town(municipality, tmp_path)


@pytest.fixture
def leader(municipality: Organisation) -> User:
    """Somebody who answers for one of everything, as one function."""
    make.areas_and_categories(municipality)
    return builders.a_person(municipality, Role.COORDINATOR)


def _actor(user: User) -> Actor:
    return actor_for(user.id, user.full_name)


def _function(user: User) -> UUID:
    return user.holdings.get().function_id


def one_of_everything(home: Organisation, leader: User) -> set[str]:
    """Let the leader's function answer for a thing of every sort; returns the sorts."""
    actor, function, soon = _actor(leader), _function(leader), TODAY + timedelta(days=5)
    problems.a_problem(actor, function_id=function)
    plan = plan_builders.a_plan(home, function_id=function)
    goal = plan_builders.a_goal(plan, function_id=function)
    plan_builders.an_indicator(goal.id)
    measure = plan_builders.a_measure(
        plan, function_id=function, starts_on=TODAY - timedelta(days=30), ends_on=soon
    )
    planning.add_milestone(S, measure.id, title="Rutt vald", due_on=soon)
    agreements.a_draft(actor, home, function_id=function)
    meeting = meetings.a_meeting(actor, meetings.a_group(actor, home, convener_id=function))
    meetings.a_decision(actor, meeting, home, function_id=function)
    walk = walks.a_walk(actor, home, function_id=function)
    assign_finding(
        actor, walks.a_finding(actor, walk), version=1, function_id=function, due_on=soon, proposal=""
    )
    entry = {"text": "Stärk uppföljningen", "function": str(function), "due_on": soon, "state": "open"}
    add_entry(actor, "revision", entry | {"source": "Revisorerna", "given_on": TODAY})
    write_note(actor, 8, judgement="", motive="", function_id=function, due_on=soon, version=0)
    return {
        "Problem", "Åtgärdsplan", "Mål", "Indikator", "Åtgärd", "Samverkansöverenskommelse",
        "Plats i en grupp", "Mötesbeslut", "Trygghetsvandring", "Fynd från vandring",
        "Lagkrav", "rekommendation",
    }  # fmt: skip


def test_what_a_function_answers_for_waits_while_it_is_vacant_and_goes_to_the_next(
    municipality: Organisation, leader: User, pages: Pages
) -> None:
    kinds = one_of_everything(municipality, leader)
    function, before = _function(leader), mine(_actor(leader), everything_due(_actor(leader), TODAY))
    work = [a for a in everything_answered(_actor(leader), municipality.id) if a.function_id == function]
    assert {item.kind_label.lower() for item in work} == {kind.lower() for kind in kinds}
    assert len(before) >= 6
    reader = builders.a_person(municipality, Role.AUDITOR)
    assert function not in {v.function_id for v in vacancies_for(_actor(reader))}

    end_holding(S, leader.holdings.get().id, ends_on=TODAY)
    (vacancy,) = [v for v in vacancies_for(_actor(reader)) if v.function_id == function]
    assert vacancy.since == TODAY
    assert set(vacancy.work) <= set(work)
    assert {due.text for due in vacancy.waiting} <= {due.text for due in before}
    shown = pages.log_in(reader).get(VACANCIES)
    assert f"Vakant sedan {TODAY}" in shown.text
    for item in vacancy.work:
        assert item.label in shown.text

    heir = builders.a_user(full_name="Test efterträdare")
    give_function(S, function, heir.id, starts_on=TODAY)
    assert mine(_actor(heir), everything_due(_actor(heir), TODAY)) == before
    assert not [v for v in vacancies_for(_actor(heir)) if v.function_id == function]
    browser = pages.log_in(heir)
    assert not [item for item in work if browser.client.get(item.url).status_code != 200]
    assert not [item for item in work if browser.client.get(item.mend_url).status_code != 200]


def test_the_list_of_vacancies_is_taken_along_and_the_start_page_tells(town: Town, pages: Pages) -> None:
    function = town.measure.function_id
    close_account(S, town.owner.id, municipality_id=town.home.id)
    browser = pages.log_in(town.reader)
    assert "väntar på en funktion som ingen har" in browser.get("/").text
    taken = browser.client.get(reverse("trail:download_vacancies", args=["csv"])).content.decode("utf-8-sig")
    lines = [line for line in taken.splitlines() if line.startswith('"Åtgärdsansvarig, Gata')]
    lines = lines or [line for line in taken.splitlines() if line.startswith("Åtgärdsansvarig, Gata")]
    assert any(town.measure.title in line and str(TODAY) in line for line in lines)
    assert any("Mötesbeslut" in line for line in lines)
    page = browser.get(reverse("trail:vacancies"))
    assert reverse("plans:change_measure", args=[town.measure.id]) in page.links
    assert "Be administratören" in page.text
    administrator = builders.a_person(town.home, Role.ADMINISTRATOR)
    assert reverse("administration:function", args=[function]) not in page.links
    assert pages.log_in(administrator).client.get(reverse("trail:vacancies")).status_code == 403


def test_whoever_comes_after_takes_over_the_work_and_history_tells_the_function(
    town: Town, pages: Pages
) -> None:
    before, function = links_of(town), town.measure.function_id
    assert function is not None
    waiting = mine(_actor(town.owner), everything_due(_actor(town.owner), TODAY))
    assert waiting
    close_account(S, town.owner.id, municipality_id=town.home.id)
    everything_opens(town, before, pages)
    heir = builders.a_user(full_name="Test efterträdare")
    give_function(S, function, heir.id, starts_on=TODAY)

    everything_opens(town, before, pages)
    town.owner.refresh_from_db()
    assert not town.owner.is_active
    after = _actor(heir)
    assert mine(after, everything_due(after, TODAY)) == waiting
    tell_status(after, town.measure.id, progress=Progress.LATE, obstacle="Lamporna är slut.")
    told = statuses_of(town.coordinator, town.measure.id)
    assert {status.function for status in told} == {"Åtgärdsansvarig, Gata och anläggning"}
    assert len(told) == 2


def test_letters_reach_the_coordinator_while_nobody_holds_the_function_and_then_the_next(
    municipality: Organisation,
    leader: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    other = builders.a_function(municipality, Role.MEASURE_OWNER, name="Fastighetsansvarig")
    problem_of_other = problems.a_problem(_actor(leader), function_id=other.id)
    assert problem_of_other
    meeting = meetings.a_meeting(_actor(leader), meetings.a_group(_actor(leader), municipality))
    meetings.a_decision(_actor(leader), meeting, municipality, function_id=other.id, text="Laga staketet")

    def letters(day: date) -> dict[str, str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            send_reminders(day)
        return {letter.to[0]: str(letter.body) for letter in mail.outbox}

    assert "Laga staketet (ingen har funktionen)" in letters(MONDAY)[leader.email]
    heir = builders.a_user(full_name="Test efterträdare")
    give_function(S, other.id, heir.id, starts_on=MONDAY)
    sent = letters(MONDAY + timedelta(days=7))
    assert "Laga staketet" in sent[heir.email]
    assert "Laga staketet" not in sent.get(leader.email, "")


def test_saved_filters_and_questions_about_reports_go_to_the_next_in_the_function(
    municipality: Organisation, leader: User, pages: Pages
) -> None:
    saved = save_filter(_actor(leader), name="Klotter vid skolan", query="kategori=klotter", is_shared=False)
    reporter = builders.a_person(municipality, Role.REPORTER)
    make.a_report(_actor(reporter), make.a_draft())
    incident = Incident.objects.get()
    return_with_question(_actor(leader), incident.id, version=incident.version, question="Vilken sida?")
    heirs = {}
    for left in (leader, reporter):
        function = _function(left)
        Holding.objects.filter(user=left).update(ends_on=TODAY)
        heirs[left] = builders.a_user(full_name="Test efterträdare")
        give_function(S, function, heirs[left].id, starts_on=TODAY)
    after = _actor(heirs[leader])
    assert [found.id for found in saved_filters(after) if found.is_own] == [saved.id]
    assert "Klotter vid skolan" in pages.log_in(heirs[leader]).get("/utforska/").text
    remove_filter(after, saved.id)
    (receipt,) = my_reports(_actor(heirs[reporter]), number=1).rows
    assert receipt.lines[0].id == incident.id
    assert "Svara på granskarens fråga" in pages.log_in(heirs[reporter]).get("/").text
