"""What is written is neither lost nor done twice: the log-in ends, two windows save, Back and a double click.

Each in a real browser, with scripts and without where that makes a difference.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.e2e.conftest import SIZES, Visitor
from tests.web import builders, plan_builders
from tests.web import incident_builders as make
from tests.web import meeting_builders as meetings
from tests.web.builders import PASSWORD
from tests.web.photo_builders import a_jpeg
from tests.web.problem_builders import a_problem

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.meetings.actions import begin_meeting
from lagesbild_web.photos.actions import decide
from lagesbild_web.problems.models import Problem

LONG = "Många går omvägar när det är mörkt. " * 20
IN_A_HURRY = 15_000


@dataclass(frozen=True, slots=True)
class Town:
    """What there is to write in."""

    email: str
    coordinator: Actor
    plan: UUID
    meeting: UUID
    problem: UUID


@pytest.fixture(params=[True, False], ids=["med skript", "utan skript"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A desktop window, with scripts and without."""
    window = browser.new_context(
        viewport=SIZES["dator"],
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        java_script_enabled=request.param,
    )
    window.set_default_timeout(IN_A_HURRY)
    yield window
    window.close()


@pytest.fixture
def town(municipality: Organisation) -> Town:
    """A plan, a meeting that is held and a problem; the coordinator reports as well."""
    make.areas_and_categories(municipality)
    decide(builders.SYSTEM, municipality_id=municipality.id, is_allowed=True, motive="Beslut 2025, § 4")
    person = builders.a_person(municipality, Role.COORDINATOR)
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    meeting = meetings.a_meeting(coordinator, meetings.a_group(coordinator, municipality))
    begin_meeting(coordinator, meeting)
    plan = plan_builders.a_plan(municipality)
    return Town(person.email, coordinator, plan.id, meeting, a_problem(coordinator).id)


@pytest.fixture
def page(visitor: Visitor, town: Town) -> Page:
    """The coordinator's browser."""
    visitor.log_in(town.email, PASSWORD)
    visitor.page.get_by_role("button", name="Logga ut").wait_for()
    return visitor.page


def log_in_again(page: Page, town: Town) -> None:
    """Fill in the page that a form led to when the log-in had ended."""
    page.wait_for_url("**/logga-in/**")
    page.get_by_label("E-postadress").fill(town.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")


def save(page: Page) -> None:
    """Press the first button of the form that is written in."""
    page.locator("main form[method=post] button[type=submit]").first.click()


def test_a_long_form_is_there_again_when_the_log_in_ended_meanwhile(
    visitor: Visitor, page: Page, town: Town
) -> None:
    forms = {
        "/rapportera/formular/": "textarea[name=h0-text]",
        "/problem/nytt/": "textarea[name=what]",
        f"/atgardsplan/{town.plan}/atgarder/ny/": "textarea[name=description]",
        f"/moten/{town.meeting}/leda/": "textarea[name^=note-]",
    }
    for path, field in forms.items():
        visitor.go(path)
        page.locator(field).first.fill(LONG)
        Session.objects.all().delete()
        if path.endswith("/leda/"):
            page.get_by_role("button", name="Spara allt").click()
        else:
            save(page)
        log_in_again(page, town)
        page.wait_for_url(f"**{path}")
        expect(page.locator(field).first).to_have_value(re.compile(re.escape(LONG.strip())))
        assert page.get_by_role("status").or_(page.get_by_role("alert")).first.is_visible()


def test_a_chosen_file_must_be_chosen_again_and_that_is_said(
    visitor: Visitor, page: Page, town: Town, tmp_path: Path
) -> None:
    file = tmp_path / "tunneln.jpg"
    file.write_bytes(a_jpeg())
    visitor.go("/rapportera/formular/")
    page.locator("textarea[name=h0-text]").fill(LONG)
    page.locator("input[name=h0-bilder]").set_input_files(file)
    Session.objects.all().delete()
    save(page)
    log_in_again(page, town)
    page.wait_for_url("**/rapportera/formular/")
    page.get_by_text("tunneln.jpg").wait_for()
    expect(page.locator("textarea[name=h0-text]")).to_have_value(re.compile(re.escape(LONG.strip())))
    assert page.locator("input[name=h0-bilder]").input_value() == ""


def test_of_two_tabs_the_second_is_told_and_keeps_its_words(visitor: Visitor, page: Page, town: Town) -> None:
    path = f"/problem/{town.problem}/andra/"
    visitor.go(path)
    other = page.context.new_page()
    other.goto(f"{visitor.url}{path}")
    for tab, words in ((page, "Lamporna lagades i går."), (other, LONG)):
        tab.locator("textarea[name=what]").fill(words)
        save(tab)
    page.wait_for_url(f"**/problem/{town.problem}/")
    other.get_by_role("alert").first.wait_for()
    expect(other.locator("textarea[name=what]")).to_have_value(re.compile(re.escape(LONG.strip())))
    assert "Någon annan har sparat en ny version" in other.locator("main").inner_text()
    other.close()


def test_a_double_click_on_save_and_back_and_save_make_one_thing(
    visitor: Visitor, page: Page, town: Town
) -> None:
    before = Problem.objects.count()
    visitor.go("/problem/nytt/")
    for name in ("title", "where", "when", "who"):
        page.locator(f"[name={name}]").fill("Trasiga lampor i tunneln")
    page.locator("textarea[name=what]").fill(LONG.strip())
    page.locator("main form[method=post] button[type=submit]").first.dblclick()
    page.wait_for_url(re.compile(r"/problem/[0-9a-f-]{36}/"))
    assert Problem.objects.count() == before + 1
    made = page.url

    page.go_back()
    page.wait_for_url("**/problem/nytt/")
    expect(page.locator("textarea[name=what]")).to_have_value(LONG.strip())
    save(page)
    page.wait_for_url(made)
    assert Problem.objects.count() == before + 1
    assert page.get_by_text("Det här hade du redan skickat.").is_visible()
