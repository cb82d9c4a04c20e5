"""Reporting from a phone: quickly, without a network, and exactly once."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Route
from tests.e2e.conftest import SIZES, Visitor
from tests.e2e.reporting_steps import START, Phone, kept
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.builders import PASSWORD

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.incidents.actions import return_with_question
from lagesbild_web.incidents.models import Incident

MOST_TAPS = 12
MOST_SECONDS = 90
SECONDS_PER_TAP = 3.0
"""Finding the next thing and tapping it, unhurried."""
SECONDS_PER_KEY = 0.35
"""Some 170 signs a minute, slower than most people write on a phone."""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone."""
    window = browser.new_context(
        viewport=SIZES["telefon"], locale="sv-SE", timezone_id="Europe/Stockholm", has_touch=True
    )
    window.set_default_timeout(15_000)
    yield window
    window.close()


@pytest.fixture
def school(municipality: Organisation) -> Organisation:
    """A school that reports to a municipality with two districts and two places."""
    make.areas_and_categories(municipality)
    make.a_place(municipality)
    make.a_place(municipality, "Björkskolan")
    return builders.a_partner(municipality, name="Björkskolan", kind="school")


@pytest.fixture
def reporter(school: Organisation) -> User:
    """Somebody at the school."""
    return builders.a_person(school, Role.REPORTER)


@pytest.fixture
def phone(visitor: Visitor) -> Phone:
    """The phone of a reporter."""
    return Phone(visitor)


def test_a_typical_report_takes_a_dozen_taps_and_less_than_ninety_seconds(
    phone: Phone, reporter: User
) -> None:
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.write("Eller sök plats", "stat")
    phone.tap("Stationstorget")
    phone.choose("När hände det?", "I natt")
    phone.choose("Hur allvarligt var det?", "Störande")
    phone.choose("Har du sett det själv?", "Sett själv")
    phone.choose("Är det polisanmält?", "Nej")
    phone.write("Berätta kort", "Stora svarta bokstäver på norra gaveln, mot cykelvägen.")
    phone.tap("Skicka")
    phone.says("Skickad")
    assert kept() == {"reports": 1, "incidents": ["klotter"]}
    assert phone.taps <= MOST_TAPS
    assert phone.taps * SECONDS_PER_TAP + phone.keys * SECONDS_PER_KEY < MOST_SECONDS


def test_what_is_written_without_a_network_survives_a_closed_page_and_arrives_once(
    phone: Phone, reporter: User
) -> None:
    phone.log_in(reporter)
    phone.context.set_offline(True)
    phone.report("Klotter", text="På gaveln.")
    phone.says("Väntar på nät")
    phone.report("Nedskräpning och dumpning")
    assert kept()["reports"] == 0

    phone.page.close()
    phone.visitor.page = phone.context.new_page()
    phone.open()
    assert [line.split(" Väntar")[0] for line in phone.lines()] == ["Nedskräpning och dumpning", "Klotter"]

    phone.context.set_offline(False)
    phone.says("Skickad")
    phone.page.wait_for_function("() => document.querySelectorAll('.outbox .is-sent').length === 2")
    assert kept() == {"reports": 2, "incidents": ["klotter", "nedskrapning"]}
    phone.open()
    assert kept()["reports"] == 2


def test_a_report_whose_answer_is_lost_is_sent_again_and_kept_once(phone: Phone, reporter: User) -> None:
    phone.log_in(reporter)
    lost = []

    def lose_the_answer(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)  # the server has it; the phone never learns
        route.abort("connectionreset")

    phone.context.route("**/rapportera/skicka/", lose_the_answer)
    phone.report("Klotter")
    phone.says("Skickad")
    assert lost == [200]
    assert Record.objects.filter(event="incident.reported_again").count() == 1
    assert kept() == {"reports": 1, "incidents": ["klotter"]}
    assert len(phone.lines()) == 1


def test_a_report_written_when_the_session_has_ended_waits_and_goes_after_log_in(
    phone: Phone, reporter: User
) -> None:
    phone.log_in(reporter)
    session = [cookie for cookie in phone.context.cookies() if "session" in cookie["name"]]
    phone.context.clear_cookies(name=session[0]["name"])
    phone.report("Klotter")
    phone.says("du är utloggad")
    assert kept()["reports"] == 0
    phone.page.get_by_role("link", name="Logga in").click()
    phone.page.get_by_label("E-postadress").fill(reporter.email)
    phone.page.get_by_label("Lösenord").fill(PASSWORD)
    phone.page.keyboard.press("Enter")
    phone.page.wait_for_url(f"**{START}")
    phone.says("Skickad")
    assert kept()["reports"] == 1


def test_somebody_else_on_the_same_phone_neither_sees_nor_sends_what_waits(
    phone: Phone, school: Organisation, reporter: User
) -> None:
    phone.log_in(reporter)
    phone.context.set_offline(True)
    phone.report("Klotter")
    phone.says("Väntar på nät")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.log_in(builders.a_person(school, Role.REPORTER))
    assert phone.lines() == []
    assert kept()["reports"] == 0


def test_logging_out_asks_about_what_is_not_sent_and_then_wipes_the_phone(
    phone: Phone, reporter: User
) -> None:
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.tap("Tillbaka")
    asked = []
    phone.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    # The address stays the same: only the loading itself says that the page was drawn anew.
    with phone.page.expect_navigation():
        phone.tap("Logga ut")
    assert phone.is_ready().lines() == ["Klotter Utkast, sparat i telefonen"]

    phone.page.once("dialog", lambda dialog: dialog.accept())
    phone.tap("Logga ut")
    phone.page.wait_for_url("**/logga-in/")
    assert "en rapport som inte är skickad" in asked[0]
    left = phone.page.evaluate("async () => (await import('/static/reporting/store.js')).lastAccount()")
    assert left is None
    phone.log_in(reporter)
    assert phone.lines() == []


def test_several_incidents_go_in_one_report(phone: Phone, reporter: User) -> None:
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.write("Eller sök plats", "Storgatan 1")
    phone.tap("Använd ”Storgatan 1”", exact=False)
    phone.choose("När hände det?", "I går")
    phone.tap("En händelse till")
    phone.tap("Bråk")
    phone.write("Eller sök plats", "östra")
    phone.tap("Östra", exact=False)
    phone.choose("När hände det?", "Nu")
    phone.tap("Skicka")
    phone.says("Skickad")
    assert kept() == {"reports": 1, "incidents": ["brak", "klotter"]}


def test_a_draft_that_is_thrown_away_can_be_had_back(phone: Phone, reporter: User) -> None:
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.write("Berätta kort", "Fönstret mot gården.")
    phone.tap("Tillbaka")
    phone.tap("Kasta Klotter")
    phone.says("Kastad")
    assert phone.lines() == ["Klotter Kastad"]
    phone.open()
    phone.tap("Ångra, ta tillbaka Klotter")
    phone.tap("Fortsätt: Klotter")
    assert phone.page.get_by_label("Berätta kort").input_value() == "Fönstret mot gården."


def test_nothing_to_report_is_two_taps(phone: Phone, reporter: User) -> None:
    phone.log_in(reporter)
    phone.tap("Inget att rapportera")
    phone.choose("Inget att rapportera. När?", "Förra veckan")
    phone.says("Skickad")
    assert phone.taps == 2
    assert kept() == {"reports": 1, "incidents": []}


def test_personal_data_is_told_while_it_is_written_and_stopped_until_it_is_gone(
    phone: Phone, reporter: User
) -> None:
    phone.log_in(reporter)
    phone.context.set_offline(True)
    phone.report("Klotter", text="Ring 070-123 45 67.")
    assert phone.page.get_by_role("alert").get_by_text("telefonnummer").is_visible()
    phone.context.set_offline(False)
    phone.write("Berätta kort", "Han heter Kalle Karlsson.")
    phone.page.locator(".warning", has_text="Ser ut som ett namn").wait_for()
    phone.tap("Skicka")
    phone.says("Måste rättas")
    assert kept()["reports"] == 0
    phone.tap("Ändra: Klotter")
    phone.write("Berätta kort", "Någon har målat på gaveln.")
    phone.tap("Skicka")
    phone.says("Skickad")
    assert kept()["reports"] == 1


def test_what_is_missing_is_told_all_at_once_and_nothing_written_is_lost(
    phone: Phone, reporter: User
) -> None:
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.write("Berätta kort", "Vid tunneln.")
    phone.tap("Skicka")
    told = phone.page.get_by_role("alert").get_by_role("button").all_inner_texts()
    assert told == [
        "Välj var det hände. Vet du inte exakt? Sök området.",
        "Välj när det hände. Vet du inte? Välj Vet inte exakt.",
    ]
    assert phone.page.get_by_label("Berätta kort").input_value() == "Vid tunneln."
    phone.page.reload()
    phone.is_ready()
    assert phone.page.get_by_label("Berätta kort").input_value() == "Vid tunneln."


def test_own_position_and_pin_become_points(phone: Phone, reporter: User) -> None:
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(
        {"longitude": make.WEST + 0.02, "latitude": make.SOUTH + 0.03, "accuracy": 14}
    )
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.tap("Här där jag är")
    phone.page.get_by_text("på 14 meter när").wait_for()
    phone.choose("När hände det?", "Nu")
    phone.tap("En händelse till")
    phone.tap("Bråk")
    phone.tap("Peka på kartan")
    assert not phone.page.get_by_role("button", name="Använd nålens plats").is_visible()
    phone.page.locator("[data-map=openlayers] .map-surface:focus").wait_for()
    phone.page.keyboard.press("+")
    phone.page.keyboard.press("ArrowRight")
    phone.page.get_by_text("Nålen står på 61.").wait_for()
    phone.tap("Använd nålens plats")
    phone.choose("När hände det?", "Nu")
    phone.tap("Skicka")
    phone.says("Skickad")
    here, pinned = Incident.objects.order_by("-category__code")
    assert (here.lon, here.lat, here.uncertainty_m) == (18.52, 61.83, 14)
    assert pinned.location_precision == "point"
    assert make.MIDDLE < pinned.lon < make.EAST
    assert pinned.uncertainty_m > 5


def test_a_finger_puts_the_pin_where_it_points(phone: Phone, reporter: User) -> None:
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.tap("Peka på kartan")
    surface = phone.page.locator("[data-map=openlayers] .map-surface")
    surface.wait_for()
    box = surface.bounding_box()
    assert box is not None
    phone.page.touchscreen.tap(box["x"] + box["width"] * 0.25, box["y"] + box["height"] / 2)
    phone.tap("Använd nålens plats")
    phone.choose("När hände det?", "Nu")
    phone.tap("Skicka")
    phone.says("Skickad")
    pinned = Incident.objects.get()
    # A quarter in from the left of a map that shows the whole municipality, halfway up.
    assert make.WEST < pinned.lon < make.MIDDLE - 0.01
    assert abs(pinned.lat - (make.SOUTH + make.NORTH) / 2) < 0.005


def test_the_map_works_without_a_network_once_it_has_been_seen(phone: Phone, reporter: User) -> None:
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.tap("Peka på kartan")
    phone.page.locator("[data-map=openlayers]").wait_for()
    phone.context.set_offline(True)
    phone.page.reload()
    phone.is_ready()
    phone.tap("Peka på kartan")
    phone.page.locator("[data-map=openlayers]").wait_for()


def test_without_openlayers_the_plain_map_is_there(phone: Phone, reporter: User) -> None:
    phone.context.route("**/vendor/ol/**", lambda route: route.abort())
    phone.log_in(reporter)
    phone.tap("Klotter")
    phone.tap("Peka på kartan")
    phone.page.locator("[data-map=plain] .map-surface:focus").wait_for()
    phone.page.keyboard.press("ArrowRight")
    phone.tap("Använd nålens plats")
    phone.choose("När hände det?", "Nu")
    phone.tap("Skicka")
    phone.says("Skickad")
    assert make.MIDDLE < Incident.objects.get().lon < make.EAST


def test_axe_is_content_with_each_view(phone: Phone, reporter: User) -> None:
    phone.log_in(reporter)
    remarks = {}

    def look(view: str) -> None:
        found = Axe().run(phone.page).response["violations"]
        remarks[view] = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]

    look("start")
    phone.tap("Inget att rapportera")
    look("zero")
    phone.open()
    phone.tap("Klotter")
    phone.tap("Peka på kartan")
    phone.tap("Vet inte exakt")
    phone.write("Eller sök plats", "skola")
    look("edit")
    phone.tap("En händelse till")
    phone.tap("Skicka")
    look("faults")
    phone.tap("Tillbaka")
    look("outbox")
    phone.context.set_offline(True)
    phone.open()
    look("shell")
    assert {view: found for view, found in remarks.items() if found} == {}
    assert len(remarks) == 6


def test_axe_is_content_with_the_pages_about_what_came_of_it(
    phone: Phone, reporter: User, school: Organisation
) -> None:
    sent, asked = make.a_report(actor_for(reporter.id, reporter.full_name), make.a_draft(), make.a_draft())
    return_with_question(builders.SYSTEM, asked.id, version=asked.version, question="Vilken port?")
    phone.log_in(reporter)
    remarks = {}
    for path in (
        f"{START}mina/",
        f"{START}mina/{asked.id}/",
        f"{START}mina/{asked.id}/svara/",
        f"{START}mina/{sent.id}/ratta/",
        f"{START}mina/{sent.id}/dra-tillbaka/",
        f"{START}formular/",
        f"{START}inget/",
        "/",
    ):
        page = phone.visitor.go(path)
        found = Axe().run(page).response["violations"]
        remarks[path] = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]
        width, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width <= window, path
    page = phone.visitor.go(f"{START}formular/")
    page.get_by_role("button", name="Skicka").click()
    page.get_by_role("alert").first.wait_for()
    remarks["faults"] = [v["id"] for v in Axe().run(page).response["violations"]]
    assert {path: found for path, found in remarks.items() if found} == {}


def test_a_browser_that_keeps_nothing_is_led_to_the_plain_form(phone: Phone, reporter: User) -> None:
    phone.context.add_init_script("indexedDB.open = () => { throw new DOMException('nej', 'SecurityError') }")
    phone.visitor.log_in(reporter.email, PASSWORD)
    phone.page.get_by_role("button", name="Logga ut").wait_for()
    page = phone.visitor.go(START)
    page.get_by_role("link", name="Rapportera en händelse").click()
    page.wait_for_url("**/rapportera/formular/")
    phone.tap("Logga ut")
    page.wait_for_url("**/logga-in/")
    phone.visitor.complaints.clear()  # the browser tells of the failure; that is what was asked for
