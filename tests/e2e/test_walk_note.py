"""A finding is noted without a network, kept in the phone, and arrives once when there is one again."""

from collections.abc import Callable
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect
from tests.e2e.conftest import Visitor
from tests.web import builders
from tests.web import incident_builders as make
from tests.web import walk_builders as walks
from tests.web.builders import PASSWORD

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Role
from lagesbild_web.walks.models import Finding

pytestmark = pytest.mark.parametrize("context", ["telefon"], indirect=True)
PREPARED = "Sidan går att öppna utan nät på den här telefonen."


@pytest.fixture
def walk(municipality: Organisation) -> UUID:
    """A walk this evening."""
    make.areas_and_categories(municipality)
    return walks.a_walk(builders.an_actor(municipality, Role.COORDINATOR), municipality)


@pytest.fixture
def janitor(municipality: Organisation) -> User:
    """Somebody who takes part in walks."""
    return builders.a_person(municipality, Role.REPORTER)


@pytest.fixture
def note(visitor: Visitor, walk: UUID, janitor: User) -> Callable[[], Page]:
    """Opens the page for noting; the first time somebody is logged in, and it is prepared."""
    visitor.log_in(janitor.email, PASSWORD)
    visitor.page.get_by_role("button", name="Logga ut").wait_for()

    def opened() -> Page:
        page = visitor.go(f"/trygghetsvandringar/{walk}/notera/")
        page.locator("#notering[data-ready]").wait_for()
        return page

    page = opened()
    page.get_by_text(PREPARED).wait_for()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return opened


def write(page: Page, text: str, *, place: str = "Trappan") -> None:
    page.get_by_label("Vad handlar det om?").select_option("light")
    page.get_by_label("Vad ser du?").fill(text)
    page.get_by_label("Var?").fill(place)
    page.get_by_label("Hur mycket betyder det?").select_option("2")


def save(page: Page) -> None:
    page.get_by_role("button", name="Spara fyndet").click()


def kept() -> list[str]:
    return list(Finding.objects.order_by("number").values_list("text", flat=True))


def test_two_findings_without_a_network_arrive_once_each(note: Callable[[], Page]) -> None:
    page = note()
    lines = page.locator("#vantar li")
    page.context.set_offline(True)
    page = note()  # the phone shows what it has kept
    page.get_by_text("Du har inget nät just nu.").wait_for()
    write(page, "Lampan lyser inte.")
    save(page)
    expect(lines).to_have_count(1)
    page = note()  # as when the phone has thrown the page out of its memory
    write(page, "Busken skymmer.")
    page.get_by_text("Det du skriver är sparat i telefonen.").wait_for()
    page = note()
    expect(page.get_by_label("Vad ser du?")).to_have_value("Busken skymmer.")  # went on where it was
    save(page)
    expect(lines).to_have_count(2)
    expect(lines.locator(".state")).to_have_text(["Väntar på nät", "Väntar på nät"])
    assert Axe().run(page).response["violations"] == []
    assert kept() == []

    page.context.set_offline(False)
    page = note()
    expect(lines.locator(".state")).to_have_text(["Sparat som fynd 2", "Sparat som fynd 1"])
    assert kept() == ["Lampan lyser inte.", "Busken skymmer."]
    page = note()
    expect(lines).to_have_count(2)
    assert len(kept()) == 2


def test_an_answer_that_is_lost_on_the_way_is_asked_for_again_and_counted_once(
    note: Callable[[], Page],
) -> None:
    page = note()
    heard: list[int] = []

    def lose_the_first(route: Route) -> None:
        answer = route.fetch()  # the server has it; the phone never hears
        heard.append(answer.status)
        if len(heard) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    page.route(lambda url: url.endswith("/notera/"), lose_the_first)
    write(page, "Lampan lyser inte.")
    with page.expect_event("requestfailed"):
        save(page)
    assert heard == [200]
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.get_by_text("Sparat som fynd 1").wait_for()
    assert kept() == ["Lampan lyser inte."]


def test_what_must_change_is_told_at_once_and_nothing_is_lost(note: Callable[[], Page]) -> None:
    page = note()
    page.context.set_offline(True)
    page.get_by_label("Vad ser du?").fill("Ring 070-123 45 67.")
    save(page)
    told = page.locator("#fel li")
    expect(told).to_have_count(4)
    assert Axe().run(page).response["violations"] == []
    write(page, "Han heter Kalle Karlsson.")
    save(page)  # only the server knows names
    page.context.set_offline(False)
    page.locator("#vantar li", has_text="Behöver ändras").wait_for()
    page.get_by_role("button", name="Ändra").click()
    expect(page.get_by_label("Var?")).to_have_value("Trappan")
    page.get_by_label("Vad ser du?").fill("Lampan lyser inte.")
    save(page)
    page.get_by_text("Sparat som fynd 1").wait_for()
    assert kept() == ["Lampan lyser inte."]


def test_what_is_thrown_away_can_be_had_back(note: Callable[[], Page]) -> None:
    page = note()
    page.context.set_offline(True)
    write(page, "Lampan lyser inte.")
    save(page)
    page.get_by_role("button", name="Kasta").click()
    page.get_by_text("Kastat", exact=True).wait_for()
    page.get_by_role("button", name="Ångra").click()
    page.get_by_text("Utkast, sparat i telefonen").wait_for()
    page.get_by_role("button", name="Ändra").click()
    expect(page.get_by_label("Vad ser du?")).to_have_value("Lampan lyser inte.")


def test_logging_out_asks_about_what_is_not_sent_and_then_wipes_the_phone(
    note: Callable[[], Page], walk: UUID
) -> None:
    page = note()
    page.get_by_label("Vad ser du?").fill("Lampan lyser inte.")
    page.get_by_text("Det du skriver är sparat i telefonen.").wait_for()
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Logga ut").click()
    page.wait_for_url("**/logga-in/")
    assert "ett fynd från en trygghetsvandring som inte är skickad" in asked[0]
    page.context.set_offline(True)
    page.goto(page.url.replace("/logga-in/", f"/trygghetsvandringar/{walk}/notera/"))
    page.get_by_text("Vandringens sida är inte förberedd").wait_for()
    assert Axe().run(page).response["violations"] == []


def test_without_script_it_is_a_plain_form(
    visitor: Visitor, walk: UUID, janitor: User, municipality: Organisation
) -> None:
    page = visitor.page
    page.route("**/note.js", lambda route: route.abort())
    visitor.log_in(janitor.email, PASSWORD)
    page.get_by_role("button", name="Logga ut").wait_for()
    visitor.go(f"/trygghetsvandringar/{walk}/notera/")
    write(page, "Lampan lyser inte.")
    save(page)
    page.get_by_text("Fynd 1 är sparat.").wait_for()
    assert kept() == ["Lampan lyser inte."]
