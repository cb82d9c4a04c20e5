"""The map in a browser: it moves, is drawn on, is read without scripts; and a file is imported."""

from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer
from tests.e2e.conftest import Visitor
from tests.web import builders
from tests.web import import_builders as files
from tests.web import incident_builders as make
from tests.web.builders import PASSWORD

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Role
from lagesbild_web.base.worker import run_queued


@pytest.fixture
def coordinator(municipality: Organisation) -> User:
    """The coordinator of a municipality with a heap of graffiti in the west and one fight in the east."""
    make.areas_and_categories(municipality)
    school = make.a_reporter(municipality)
    spread = np.random.default_rng(1).normal(0, 0.002, (40, 2))
    heap = [make.a_draft(lon=make.WEST + 0.02 + x, lat=make.SOUTH + 0.02 + y) for x, y in spread]
    make.an_approved(school, builders.SYSTEM, *heap, make.a_draft(category="brak", lon=make.EAST - 0.01))
    return builders.a_person(municipality, Role.COORDINATOR)


def test_the_map_moves_says_what_is_pointed_at_and_chooses_by_a_drawn_ground(
    visitor: Visitor, coordinator: User
) -> None:
    visitor.log_in(coordinator.email, PASSWORD).wait_for_url("**/")
    page = visitor.go("/utforska/?lager=punkter")
    page.wait_for_selector("body[data-ready=map]")
    assert page.get_by_text("41 händelser").first.is_visible()

    before = page.url
    page.locator("#map").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_timeout(600)  # the address is written when the map stands still
    assert page.url != before  # what part of the ground is seen is a part of the address

    page.locator("#map").scroll_into_view_if_needed()
    box = page.locator("#map").bounding_box()
    assert box is not None
    page.get_by_role("button", name="Rita område").click()
    corners = [(0.02, 0.3), (0.98, 0.3), (0.98, 0.95), (0.02, 0.95)]
    for x, y in corners:
        page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])
        page.wait_for_timeout(300)  # two presses at once are a double press
    page.mouse.dblclick(box["x"] + 0.02 * box["width"], box["y"] + 0.3 * box["height"])
    page.wait_for_url("**yta=*")
    assert page.get_by_text("Inom ett ritat område").is_visible()


def test_without_scripts_the_map_is_a_drawing_and_its_filter_a_form(
    browser: Browser, live_server: LiveServer, coordinator: User
) -> None:
    window = browser.new_context(java_script_enabled=False, locale="sv-SE")
    try:
        page = window.new_page()
        page.goto(f"{live_server.url}/logga-in/?next=/utforska/")
        page.get_by_label("E-postadress").fill(coordinator.email)
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        page.wait_for_url("**/utforska/")
        assert page.get_by_role("img", name="Antal i sexhörningar").is_visible()
        page.locator("summary", has_text="Vad").first.click()
        page.get_by_label("Bråk", exact=True).check()
        page.get_by_role("button", name="Visa urvalet").click()
        page.wait_for_url("**kategori=brak**")
        assert page.get_by_text("1 händelse").first.is_visible()
    finally:
        window.close()


def test_a_file_is_imported_seen_on_the_map_and_taken_back(
    visitor: Visitor, coordinator: User, tmp_path: Path
) -> None:
    file = tmp_path / "väktare.csv"
    file.write_bytes(files.guards_report(30))
    visitor.log_in(coordinator.email, PASSWORD).wait_for_url("**/")
    page = visitor.go("/importera/")
    page.get_by_label("Fil").set_input_files(file)
    page.get_by_role("button", name="Ladda upp").click()
    page.get_by_text("Arbetet fortsätter").wait_for()
    assert UUID(page.url.rstrip("/").rsplit("/", 1)[-1])
    run_queued()  # the worker beside the server
    page.get_by_role("button", name="Läs in 30 händelser").click()
    page.get_by_text("Arbetet fortsätter").wait_for()
    run_queued()
    page.get_by_role("link", name="Se dem på kartan").click()
    page.wait_for_selector("body[data-ready]")
    assert page.get_by_text("30 händelser").first.is_visible()
    page.go_back()
    page.get_by_label("Varför?").fill("Fel fil")
    page.get_by_role("button", name="Ångra inläsningen").click()
    page.get_by_text("30 händelser räknas inte längre.").wait_for()
