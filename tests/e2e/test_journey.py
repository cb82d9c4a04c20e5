"""What people come to do, done in a browser on a phone and on a desktop."""

from pathlib import Path

import pytest
from tests.e2e.conftest import Visitor
from tests.web import builders
from tests.web.builders import PASSWORD

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role


def test_a_steering_group_member_logs_in_reads_the_picture_and_downloads_it(
    visitor: Visitor, municipality: Organisation, tmp_path: Path
) -> None:
    builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS)
    member = builders.a_person(municipality, Role.STEERING)

    page = visitor.log_in(member.email.upper(), PASSWORD)
    page.get_by_role("link", name="Lägesbild Exempelköping, tertial 1 2025").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Lägesbild Exempelköping, tertial 1 2025"
    assert page.get_by_role("img", name="Skadegörelse 178").is_visible()
    assert page.get_by_text("säker ökning").first.is_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.suggested_filename == "lagesbild-exempelkoping-2025-t1-v1.pdf"
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_the_page_asked_for_comes_after_logging_in(
    visitor: Visitor, municipality: Organisation, tmp_path: Path
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.OWN)
    reader = builders.a_person(municipality, Role.REPORTER)
    path = f"/lagesbilder/{picture.id}/"

    page = visitor.go(path)
    page.get_by_label("E-postadress").fill(reader.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{path}")


def test_a_coordinator_publishes_to_the_partners_by_keyboard_alone(
    visitor: Visitor, municipality: Organisation, tmp_path: Path
) -> None:
    builders.a_picture(municipality, tmp_path)
    coordinator = builders.a_person(municipality, Role.COORDINATOR)

    page = visitor.log_in(coordinator.email, PASSWORD)
    _press_on(visitor, "Lägesbild Exempelköping, tertial 1 2025")
    page.wait_for_url("**/lagesbilder/*/")
    _press_on(visitor, "Publicera")
    page.wait_for_url("**/publicera/")
    _tab_to(visitor, "Bara den egna organisationen")
    page.keyboard.press("ArrowDown")
    _press_on(visitor, "Publicera")
    page.get_by_text("Lägesbilden är publicerad.").wait_for()
    assert page.get_by_text("Visas för: samverkansparterna").is_visible()


def test_the_first_key_press_offers_a_way_past_the_menu(visitor: Visitor, municipality: Organisation) -> None:
    page = visitor.go("/oppet/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Hoppa till innehållet"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"


def test_anybody_reads_an_open_picture_and_gets_no_cookie(
    visitor: Visitor, municipality: Organisation, tmp_path: Path
) -> None:
    builders.a_picture(municipality, tmp_path, circle=Circle.PUBLIC)
    page = visitor.go("/oppet/")
    page.get_by_role("link", name="Lägesbild Exempelköping, tertial 1 2025").click()
    page.get_by_role("heading", name="Sammanfattning").wait_for()
    page.get_by_role("link", name="fristående dokument").click()
    page.wait_for_url("**/dokument/")
    assert page.get_by_role("heading", level=1).inner_text() == "Lägesbild Exempelköping"
    assert page.context.cookies() == []


def test_the_whole_document_keeps_its_own_look_under_its_own_policy(
    visitor: Visitor, municipality: Organisation, tmp_path: Path
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PUBLIC)
    page = visitor.go(f"/oppet/{picture.id}/dokument/")
    assert (
        page.locator(".title-page").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(14, 85, 96)"
    )


def test_no_page_is_wider_than_the_window(
    visitor: Visitor, municipality: Organisation, tmp_path: Path
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS)
    coordinator = builders.a_person(municipality, Role.COORDINATOR)
    page = visitor.log_in(coordinator.email, PASSWORD)
    for path in ("/lagesbilder/", f"/lagesbilder/{picture.id}/", "/konto/", "/konto/losenord/", "/oppet/"):
        visitor.go(path)
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1], path


def test_too_many_wrong_passwords_lead_to_a_pause_in_plain_words(
    visitor: Visitor, municipality: Organisation
) -> None:
    member = builders.a_person(municipality, Role.STEERING)
    for _ in range(5):
        page = visitor.log_in(member.email, "inte rätt lösenord")
    page.get_by_role("heading", name="För många försök att logga in").wait_for()
    page = visitor.log_in(member.email, PASSWORD)
    assert page.get_by_text("Vänta 15 minuter").is_visible()


def _press_on(visitor: Visitor, name: str) -> None:
    _tab_to(visitor, name)
    visitor.page.keyboard.press("Enter")


def _tab_to(visitor: Visitor, name: str) -> None:
    """Press Tab until what is called ``name`` has focus, and see that the focus can be seen."""
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        called = visitor.page.evaluate(
            "() => { const e = document.activeElement;"
            " return ((e.labels && e.labels[0]) || e).textContent.trim().replace(/\\s+/g, ' ') }"
        )
        if called == name:
            outline = visitor.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid"
            return
    pytest.fail(f"Det går inte att nå {name} med tabbtangenten.")
