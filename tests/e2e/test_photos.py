"""Pictures are taken on a phone without a network, kept there, and arrive once with the report."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Route
from tests.e2e.conftest import Visitor
from tests.e2e.reporting_steps import Phone, kept
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.photo_builders import a_jpeg

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Role
from lagesbild_web.photos.actions import decide
from lagesbild_web.photos.models import Photo


@pytest.fixture
def reporter(municipality: Organisation) -> User:
    """Somebody at a school in a municipality that takes pictures."""
    make.areas_and_categories(municipality)
    make.a_place(municipality)
    decide(builders.SYSTEM, municipality_id=municipality.id, is_allowed=True, motive="Belysning")
    return builders.a_person(builders.a_partner(municipality, kind="school"), Role.REPORTER)


@pytest.fixture
def phone(visitor: Visitor) -> Phone:
    """The phone of a reporter."""
    return Phone(visitor)


@pytest.fixture
def camera(tmp_path: Path) -> list[Path]:
    """Four pictures, larger than they will be kept."""
    files = []
    for number in range(4):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(a_jpeg((2400 + number, 1200)))
        files.append(path)
    return files


def fill(phone: Phone) -> None:
    phone.tap("Klotter")
    phone.write("Eller sök plats", "Stat")
    phone.tap("Stationstorget")
    phone.choose("När hände det?", "I natt")


def test_pictures_taken_without_a_network_arrive_once_with_the_report(
    phone: Phone, reporter: User, camera: list[Path]
) -> None:
    phone.log_in(reporter)
    phone.context.set_offline(True)
    phone.open()
    fill(phone)
    page = phone.page
    page.get_by_label("Ta kort eller välj bild").set_input_files(camera)
    page.get_by_text("Resten togs inte med").wait_for()
    page.get_by_role("img", name="Bild 3").wait_for()
    page.get_by_role("button", name="Ta bort bild 3").click()
    phone.tap("Skicka")
    page.locator(".fault", has_text="Intyga att inga ansikten").first.wait_for()
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("Jag har sett efter").check()
    phone.tap("Skicka")
    phone.says("Väntar på nät")
    page.reload()  # they are in the phone, not in the page
    phone.says("Väntar på nät")

    answers: list[str] = []

    def lose_the_first(route: Route) -> None:
        """The server keeps the picture, but its answer is lost on the way."""
        answers.append(route.request.url)
        if len(answers) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    phone.context.route("**/skicka-bild/", lose_the_first)
    phone.context.set_offline(False)
    page.wait_for_function("() => true")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    for _ in range(20):
        if Photo.objects.count() == 2:
            break
        page.wait_for_timeout(500)
        page.evaluate("window.dispatchEvent(new Event('online'))")
    phone.says("Skickad")
    assert kept() == {"reports": 1, "incidents": ["klotter"]}
    assert sorted(Photo.objects.values_list("width", "height")) == [(1600, 800), (1600, 800)]


def test_a_picture_that_is_refused_does_not_stop_the_report(
    phone: Phone, reporter: User, tmp_path: Path
) -> None:
    broken = tmp_path / "bild.jpg"
    broken.write_bytes(b"ingen bild alls")
    phone.log_in(reporter)
    fill(phone)
    phone.page.get_by_label("Ta kort eller välj bild").set_input_files(broken)
    phone.page.get_by_label("Jag har sett efter").check()
    phone.tap("Skicka")
    phone.says("Men en bild kom inte med: Filen är ingen bild")
    assert (kept()["reports"], Photo.objects.count()) == (1, 0)


def test_where_pictures_are_not_taken_nobody_is_asked(
    phone: Phone, reporter: User, municipality: Organisation
) -> None:
    decide(builders.SYSTEM, municipality_id=municipality.id, is_allowed=False, motive="Ord räcker")
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.page.get_by_label("Berätta kort").wait_for()
    assert phone.page.get_by_label("Ta kort eller välj bild").count() == 0
