"""A meeting is led on one page: what is written is kept, decisions are carried until done, minutes go out."""

import re
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Visitor
from tests.web import builders
from tests.web import incident_builders as make
from tests.web import meeting_builders as meetings
from tests.web.builders import PASSWORD

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.meetings.models import AgendaItem, Decision, Meeting

pytestmark = pytest.mark.parametrize("context", ["dator"], indirect=True)


@pytest.fixture
def two_meetings(municipality: Organisation) -> tuple[UUID, UUID]:
    """A group that meets today and in a week."""
    make.areas_and_categories(municipality)
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    group = meetings.a_group(coordinator, municipality)
    return meetings.a_meeting(coordinator, group), meetings.a_meeting(coordinator, group, days=7)


@pytest.fixture
def page(visitor: Visitor, two_meetings: tuple[UUID, UUID], municipality: Organisation) -> Page:
    """The browser of who leads it."""
    person = builders.a_person(municipality, Role.COORDINATOR)
    visitor.log_in(person.email, PASSWORD)
    visitor.page.get_by_role("button", name="Logga ut").wait_for()
    return visitor.page


def saved(page: Page) -> None:
    """Save at once with the keys, and wait until the page says so."""
    with page.expect_response(lambda answer: answer.request.headers.get("x-sparar") == "1"):
        page.keyboard.press("Control+s")
    expect(page.locator("#sparat")).to_contain_text("Sparat kl.")


def test_from_agenda_to_minutes_with_a_decision_that_is_carried_until_it_is_done(
    visitor: Visitor, page: Page, two_meetings: tuple[UUID, UUID]
) -> None:
    first, second = two_meetings
    visitor.go(f"/moten/{first}/leda/")
    page.get_by_role("button", name="Börja mötet").click()
    page.get_by_text("Mötet har börjat. Siffrorna är låsta.").wait_for()
    page.get_by_role("group", name="Närvarande").get_by_role("checkbox").first.check()
    page.get_by_label("Anteckning: Rundan").fill("Skolan: mopeder på gården.")
    saved(page)
    assert AgendaItem.objects.get(meeting_id=first, code="round").note == "Skolan: mopeder på gården."

    page.keyboard.press("Alt+n")
    expect(page.get_by_label("Vad ska göras?")).to_be_focused()
    page.keyboard.type("Byt lampor i tunneln")
    saved(page)  # what is half typed is not a decision yet
    assert not Decision.objects.exists()
    page.locator("#nytt-function").select_option(index=1)
    page.get_by_role("button", name="Spara beslutet").click()
    page.get_by_role("group", name="Byt lampor i tunneln").first.wait_for()
    decision = Decision.objects.get()

    visitor.go(f"/moten/{second}/leda/")
    page.locator(f"#lage-{decision.id}").select_option("not_done")
    page.get_by_role("button", name="Spara allt").click()
    page.get_by_role("alert").wait_for()  # why not is missing, and nothing is lost
    expect(page.locator(f"#lage-{decision.id}")).to_have_value("not_done")
    assert Axe().run(page).response["violations"] == []
    page.locator(f"#lage-{decision.id}").select_option("done")
    page.get_by_role("button", name="Spara allt").click()
    page.get_by_text("Sparat.", exact=True).wait_for()
    decision.refresh_from_db()
    assert decision.state == "done"


def test_what_is_written_without_a_network_is_kept_when_it_is_back(
    visitor: Visitor, page: Page, two_meetings: tuple[UUID, UUID]
) -> None:
    first, _second = two_meetings
    visitor.go(f"/moten/{first}/leda/")
    page.context.set_offline(True)
    page.get_by_label("Anteckning: Rundan").fill("Skolan: mopeder på gården.")
    page.keyboard.press("Control+s")
    expect(page.locator("#sparat")).to_contain_text("Nätet är borta")
    page.context.set_offline(False)  # the browser tells the page, which saves by itself
    expect(page.locator("#sparat")).to_contain_text("Sparat kl.")
    assert AgendaItem.objects.get(meeting_id=first, code="round").note == "Skolan: mopeder på gården."


def test_the_minutes_go_out(visitor: Visitor, page: Page, two_meetings: tuple[UUID, UUID]) -> None:
    first, _second = two_meetings
    visitor.go(f"/moten/{first}/leda/")
    page.get_by_role("button", name="Börja mötet").click()
    page.get_by_text("Mötet har börjat.").wait_for()
    page.get_by_role("link", name="Justera protokollet").click()
    page.wait_for_url("**/justera/")
    form = page.locator("main form[method=post]")
    form.get_by_role("checkbox").first.check()
    form.locator("button[type=submit]").click()
    page.get_by_role("heading", name="Justerade protokoll").wait_for()
    with page.expect_download() as held:
        page.get_by_role("link", name=re.compile("PDF version 1")).click()
    assert held.value.suggested_filename.endswith(".pdf")
    assert Meeting.objects.get(pk=first).state == "adjusted"
