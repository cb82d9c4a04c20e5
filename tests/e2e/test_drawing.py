"""Areas and places are drawn on a map or written as corners, and the two always say the same."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page
from tests.e2e.conftest import Visitor
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.builders import PASSWORD

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.models import Area
from lagesbild_web.walks.models import Walk


@pytest.fixture
def page(visitor: Visitor, municipality: Organisation) -> Page:
    """The browser of a coordinator of a municipality with two districts."""
    make.areas_and_categories(municipality)
    make.a_place(municipality)
    coordinator = builders.a_person(municipality, Role.COORDINATOR)
    visitor.log_in(coordinator.email, PASSWORD).wait_for_url("**/")
    return visitor.page


def surface(page: Page) -> Locator:
    """The map, when it is ready and in view."""
    page.wait_for_selector("body[data-ready=map]")
    found = page.locator("[data-map]")
    found.scroll_into_view_if_needed()
    return found


def press(page: Page, found: Locator, *corners: tuple[float, float]) -> None:
    """Press on the map, in shares of its width and height."""
    box = found.bounding_box()
    assert box is not None
    for x, y in corners:
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        page.wait_for_timeout(300)  # two presses at once are a double press


def lines(page: Page) -> list[str]:
    return page.get_by_label("Hörn, ett på varje rad").input_value().splitlines()


def test_an_area_is_drawn_mended_undone_and_kept(page: Page, visitor: Visitor) -> None:
    visitor.go("/omraden/rita/")
    found = surface(page)
    measure = page.locator("[data-measure]")
    press(page, found, (0.3, 0.4), (0.7, 0.4), (0.7, 0.7))
    page.get_by_text("km²").wait_for()  # measured while it is drawn
    press(page, found, (0.9, 0.9))
    page.get_by_role("button", name="Ångra").click()  # the last corner only
    found.scroll_into_view_if_needed()
    press(page, found, (0.3, 0.7), (0.3, 0.4))
    assert len(lines(page)) == 4
    assert "4 hörn" in measure.inner_text()
    assert Axe().run(page).response["violations"] == []

    field = page.get_by_label("Hörn, ett på varje rad")
    field.fill("\n".join(lines(page)[:3]))  # the field rules the map
    page.get_by_text("3 hörn").wait_for()
    field.fill("hej")
    page.get_by_text("går inte att visa på kartan än").wait_for()
    page.get_by_role("button", name="Ångra").click()
    page.get_by_role("button", name="Ångra").click()
    page.get_by_text("4 hörn").wait_for()

    found.scroll_into_view_if_needed()
    box = found.bounding_box()
    assert box is not None
    before = lines(page)
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.7 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.8 * box["height"], steps=4)
    page.mouse.up()
    page.wait_for_function(
        "(before) => document.getElementById('id_corners').value !== before", arg="\n".join(before)
    )
    assert len([line for line in lines(page) if line in before]) == 3  # one corner has moved

    page.get_by_label("Områdets namn").fill("Stationen")
    page.get_by_role("button", name="Spara området").click()
    page.get_by_text("Området är ritat.").wait_for()
    kept = Area.objects.get(name="Stationen")
    assert make.WEST < kept.west < kept.east < make.EAST + 0.05

    visitor.go(f"/omraden/{kept.id}/rita-om/")
    surface(page)
    page.get_by_text("4 hörn").wait_for()  # as it was left


def test_a_place_is_put_by_hand_and_by_keys(page: Page, visitor: Visitor) -> None:
    visitor.go("/omraden/plats/")
    found = surface(page)
    press(page, found, (0.25, 0.5))
    field = page.get_by_label("Koordinater")
    first = field.input_value()
    found.focus()
    page.keyboard.press("ArrowRight")
    second = field.input_value()
    assert first.split()[0] == second.split()[0]
    assert float(first.split()[1]) < float(second.split()[1])
    page.get_by_role("button", name="Ångra").click()
    assert field.input_value() == first
    page.get_by_label("Platsens namn").fill("Norra porten")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Lägg upp").click()
    page.get_by_text("Platsen är upplagd.").wait_for()
    kept = Area.objects.get(name="Norra porten")
    assert kept.lon is not None
    assert make.WEST - 0.02 < kept.lon < make.MIDDLE


def test_the_way_of_a_walk_is_drawn_or_written(
    page: Page, visitor: Visitor, municipality: Organisation
) -> None:
    visitor.go("/trygghetsvandringar/ny/")
    found = surface(page)
    press(page, found, (0.3, 0.4), (0.5, 0.5), (0.7, 0.4), (0.7, 0.4))
    page.get_by_text("3 punkter").wait_for()
    field = page.get_by_label("Vägen på kartan")
    assert len(field.input_value().splitlines()) == 3
    assert Axe().run(page).response["violations"] == []
    field.fill("\n".join(field.input_value().splitlines()[:2]))  # the field rules the map
    page.get_by_text("2 punkter").wait_for()
    page.get_by_label("Namn").fill("Stationen")
    page.get_by_label("Dag och tid").fill("2026-03-09T18:00")
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Vandringen är planerad.").wait_for()
    assert len(Walk.objects.get().line) == 2


def test_the_place_of_a_problem_is_drawn(page: Page, visitor: Visitor) -> None:
    visitor.go("/problem/nytt/")
    found = surface(page)
    press(page, found, (0.3, 0.4), (0.7, 0.4), (0.7, 0.7), (0.3, 0.4))
    assert len(page.get_by_label("Egen yta: hörn").input_value().splitlines()) == 3
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("Rubrik").fill("Klotter i tunneln")
    page.get_by_label("Vad händer?").fill("Väggarna klottras.")
    page.get_by_label("Var?").fill("Tunneln")
    page.get_by_role("button", name="Spara problemet").click()
    page.get_by_role("img", name="Karta: Ritad yta").wait_for()
    assert Axe().run(page).response["violations"] == []
