"""What came of what one reported: its state, the reviewer's question, and putting things right."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages
from tests.web.reporting.test_plain import values

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import ReportLine, State
from lagesbild_web.incidents.models import Incident

MINE = "/rapportera/mina/"


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with areas and categories."""
    make.areas_and_categories(municipality)
    return municipality


@pytest.fixture
def person(home: Organisation) -> User:
    """Somebody at a school."""
    return builders.a_person(builders.a_partner(home, name="Björkskolan", kind="school"), Role.REPORTER)


@pytest.fixture
def school(person: User, pages: Pages) -> Pages:
    """The person's browser."""
    return pages.log_in(person)


@pytest.fixture
def line(person: User) -> ReportLine:
    """An incident that the person has reported."""
    return make.a_report(actor_for(person.id, person.full_name))[0]


@pytest.fixture
def reviewer(home: Organisation) -> Actor:
    """A reviewer."""
    return builders.an_actor(home, Role.REVIEWER)


def url(name: str, line: ReportLine) -> str:
    """The address of a page about the incident."""
    return reverse(f"reporting:{name}", args=[line.id])


def filled(page: Any, **changes: str) -> dict[str, str]:
    """A form as it stands on the page, with some fields changed."""
    form: dict[str, str] = {}
    select = ""
    for tag, a in page.tags:
        if tag == "select":
            select = a["name"]
        elif tag == "option" and "selected" in a:
            form[select] = a["value"]
        elif tag == "input" and (a.get("type") != "radio" or "checked" in a) and a.get("type") != "checkbox":
            form[a["name"]] = a.get("value", "")
    return form | changes


def test_somebody_who_has_sent_nothing_is_told_what_to_do(school: Pages) -> None:
    page = school.get(MINE)
    assert "Du har inte skickat någon rapport ännu" in page.text
    assert reverse("reporting:start") in page.links


def test_each_report_shows_the_state_of_its_incidents(
    school: Pages, line: ReportLine, reviewer: Actor
) -> None:
    assert "Väntar på granskning" in school.get(MINE).text
    actions.approve(reviewer, line.id, version=line.version)
    assert "Godkänd" in school.get(MINE).text
    assert "Godkänd" in school.get(url("incident", line)).text


def test_a_question_is_shown_and_can_be_answered(school: Pages, line: ReportLine, reviewer: Actor) -> None:
    version = actions.return_with_question(
        reviewer, line.id, version=line.version, question="Vilken sida av huset?"
    )
    page = school.get(MINE)
    assert "Vilken sida av huset?" in page.text
    assert url("answer", line) in page.links
    empty = school.post(url("answer", line), {"answer": "", "version": version})
    assert "Skriv ett svar till granskaren." in empty.text
    personal = school.post(url("answer", line), {"answer": "Ring 070-123 45 67", "version": version})
    assert "Ser ut som ett telefonnummer" in personal.text
    assert "Ring 070-123 45 67" in personal.html
    answered = school.send(url("answer", line), {"answer": "Den norra.", "version": version})
    assert "Den norra." in answered.text
    assert Incident.objects.get().state == State.WAITING


def test_a_correction_starts_from_what_was_said_and_keeps_what_is_not_changed(
    school: Pages, line: ReportLine
) -> None:
    before = Incident.objects.get()
    page = school.get(url("correct", line))
    school.send(url("correct", line), filled(page, category="skadegorelse", text="Rutan är krossad."))
    after = Incident.objects.get()
    assert after.category.code == "skadegorelse"
    assert after.text == "Rutan är krossad."
    kept = (
        "starts_at",
        "ends_at",
        "time_precision",
        "lon",
        "lat",
        "location_precision",
        "seriousness",
        "area_id",
    )
    assert {name: getattr(after, name) for name in kept} == {name: getattr(before, name) for name in kept}


def test_a_span_and_a_place_are_kept_too(school: Pages, person: User, home: Organisation) -> None:
    place = make.a_place(home)
    start = make.yesterday(20)
    draft = make.a_draft(
        lon=None,
        lat=None,
        place_id=place.id,
        starts_at=start,
        ends_at=make.yesterday(23),
        time_precision="span",
    )
    (sent,) = make.a_report(actor_for(person.id, person.full_name), draft)
    page = school.get(url("correct", sent))
    assert "Som förut:" in page.text
    chosen = {"place": str(place.id), "category": "klotter"}
    school.send(url("correct", sent), filled(page, **chosen, text="Nytt"))
    after = Incident.objects.get()
    assert (after.place_id, after.starts_at, after.ends_at) == (place.id, start, make.yesterday(23))
    assert after.text == "Nytt"


def test_a_correction_that_crosses_with_a_reviewers_is_told_and_nothing_typed_is_lost(
    school: Pages, line: ReportLine, reviewer: Actor
) -> None:
    form = filled(school.get(url("correct", line)), category="klotter", text="Min text")
    actions.correct(reviewer, line.id, make.a_draft(text="Granskarens text"), version=line.version)
    page = school.post(url("correct", line), form)
    assert "Någon annan har ändrat händelsen" in page.text
    assert "Min text" in page.html
    assert Incident.objects.get().text == "Granskarens text"


def test_an_incident_can_be_withdrawn_with_a_reason(school: Pages, line: ReportLine) -> None:
    assert "Skriv varför" in school.post(url("withdraw", line), {"reason": "", "version": line.version}).text
    form = values(school.get(url("withdraw", line))) | {"reason": "Jag tog fel på plats."}
    assert "räknas inte" in school.send(url("withdraw", line), form).text
    assert Incident.objects.get().state == State.WITHDRAWN


def test_what_is_approved_is_no_longer_the_reporters_to_change(
    school: Pages, line: ReportLine, reviewer: Actor
) -> None:
    actions.approve(reviewer, line.id, version=line.version)
    assert url("correct", line) not in school.get(url("incident", line)).links
    school.get(url("correct", line), status=403)
    school.get(url("withdraw", line), status=403)
    school.get(url("answer", line), status=403)


def test_another_reporters_reports_are_not_mine(school: Pages, home: Organisation, line: ReportLine) -> None:
    other = make.a_reporter(home, name="En annan skola")
    make.a_report(other, make.a_draft(text="Det andra"))
    assert school.get(MINE).text.count("Ärende") == 1


def test_the_list_asks_no_oftener_when_it_is_long(school: Pages, person: User) -> None:
    counts = []
    for n in (1, 4):
        for _ in range(n):
            make.a_report(actor_for(person.id, person.full_name), make.a_draft(), make.a_draft())
        with CaptureQueriesContext(connection) as queries:
            school.get(MINE)
        counts.append(len(queries))
    assert counts[0] == counts[1]
