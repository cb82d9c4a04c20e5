"""One week's story: a report from a phone without a network becomes what partners and the map may know."""

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer
from tests.e2e.conftest import Visitor, a_window, watched
from tests.e2e.reporting_steps import Phone, kept
from tests.web import builders
from tests.web import import_builders as files
from tests.web import incident_builders as make
from tests.web.builders import PASSWORD

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Role
from lagesbild_web.base import progress
from lagesbild_web.base.progress import Progress
from lagesbild_web.base.worker import run_queued
from lagesbild_web.incidents.models import Incident, Report

GRAFFITI, FIGHTS = 4, 2
"""What is counted before the story begins."""
ROWS = 2400
"""In the file that is imported and taken back: more than what is written in one go."""
SEEN_HERE = "Stora bokstäver på gaveln mot torget."
SEEN_AGAIN = "Bokstäver på gaveln mot torget, samma som förut."
SPEEDING = "Bilar kör för fort."
SINCE_THE_FILE = "/utforska/?fran=2025-03-01&till="
"""A period with the days of the file in it, and all that is reported."""

Open = Callable[[User, str], Visitor]


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with some incidents, one of them in the queue, and a neighbour with one of its own."""

    reporter: User
    reviewer: User
    coordinator: User
    officer: User
    queued: UUID
    elsewhere: UUID


@pytest.fixture
def town(municipality: Organisation) -> Town:
    """Graffiti in the west and fights in the east are counted already."""
    make.areas_and_categories(municipality)
    make.a_place(municipality)
    library = make.a_reporter(municipality, name="Biblioteket")
    drafts = [make.a_draft(lon=make.WEST + 0.01 * i) for i in range(1, GRAFFITI + 1)]
    fights = [make.a_draft(category="brak", lon=make.EAST - 0.01 * i) for i in range(1, FIGHTS + 1)]
    make.an_approved(library, builders.SYSTEM, *drafts, *fights)
    (queued,) = make.a_report(library, make.a_draft(category="fortkorning", text=SPEEDING))
    neighbour = builders.a_municipality("Grannköping")
    make.areas_and_categories(neighbour)
    (elsewhere,) = make.an_approved(make.a_reporter(neighbour, name="Grannskolan"), builders.SYSTEM)
    school = builders.a_partner(municipality, name="Björkskolan", kind="school")
    police = builders.a_partner(municipality)
    return Town(
        builders.a_person(school, Role.REPORTER),
        builders.a_person(municipality, Role.REVIEWER),
        builders.a_person(municipality, Role.COORDINATOR),
        builders.a_person(police, Role.REPORTER),
        queued.id,
        elsewhere.id,
    )


@pytest.fixture
def open_window(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Give a person a window of their own, logged in; all are open at once and none shares with another."""
    with ExitStack() as windows:

        def opened(user: User, size: str) -> Visitor:
            window = windows.enter_context(a_window(browser, size, has_touch=size == "telefon"))
            someone = windows.enter_context(watched(window, live_server.url))
            someone.log_in(user.email, PASSWORD)
            someone.page.get_by_role("button", name="Logga ut").wait_for()
            return someone

        yield opened


def test_two_reports_without_a_network_become_one_incident_that_each_sees_as_far_as_they_may(
    open_window: Open, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = open_window(town.coordinator, "dator")
    counted = count_on_the_map(coordinator)
    assert counted == GRAFFITI + FIGHTS

    two_reports_without_a_network(Phone(open_window(town.reporter, "telefon")))
    assert count_on_the_map(coordinator) == counted  # nobody has looked at them yet
    seen_here, seen_again = Incident.objects.get(text=SEEN_HERE), Incident.objects.get(text=SEEN_AGAIN)

    count_one_of_them(open_window(town.reviewer, "dator"))
    states = dict(Incident.objects.values_list("id", "state"))
    assert (states[seen_here.id], states[seen_again.id]) == ("approved", "merged")
    assert states[town.queued] == "waiting"

    assert count_on_the_map(coordinator) == counted + 1
    choose_graffiti_and_keep_the_choice(coordinator)
    hand_out_what_the_map_shows(coordinator)
    hand_out_what_the_list_shows(coordinator)

    officer = open_window(town.officer, "dator")
    sees_what_counts(officer, counted + 1)
    sees_a_square_and_not_the_place(officer, coordinator, seen_here.id)
    sees_nothing_else(officer, town, merged=seen_again.id)

    file = tmp_path / files.GUARDS
    file.write_bytes(files.guards_report(ROWS))
    before = count_on_the_map(coordinator, since_the_file())
    assert before == counted + 1
    import_while_watching(coordinator, file, monkeypatch)
    assert count_on_the_map(coordinator, since_the_file()) == before + ROWS
    take_the_import_back(coordinator, file)
    assert count_on_the_map(coordinator, since_the_file()) == before


def two_reports_without_a_network(phone: Phone) -> None:
    """Lose the network, write about the same thing twice, see both wait, and see both arrive: once each."""
    held = kept()
    phone.context.grant_permissions(["geolocation"])
    phone.context.set_geolocation(
        {"longitude": make.WEST + 0.0203, "latitude": make.SOUTH + 0.0201, "accuracy": 14}
    )
    phone.open()
    phone.context.set_offline(True)
    phone.tap("Klotter")
    phone.tap("Här där jag är")
    phone.page.get_by_text("på 14 meter när").wait_for()
    phone.choose("När hände det?", "I natt")
    phone.write("Berätta kort", SEEN_HERE)
    phone.tap("Skicka")
    phone.says("Väntar på nät")
    phone.report("Klotter", text=SEEN_AGAIN)
    phone.page.wait_for_function("() => document.querySelectorAll('.outbox li').length === 2")
    assert all("Väntar på nät" in line for line in phone.lines())
    assert kept() == held

    phone.context.set_offline(False)
    phone.page.wait_for_function("() => document.querySelectorAll('.outbox .is-sent').length === 2")
    phone.open()  # a phone that is opened again asks once more whether something is left to send
    assert Report.objects.count() == held["reports"] + 2
    assert Incident.objects.count() == len(held["incidents"]) + 2
    assert Incident.objects.filter(text__in=[SEEN_HERE, SEEN_AGAIN], state="waiting").count() == 2


def count_one_of_them(reviewer: Visitor) -> None:
    """Approve the one that was seen on the spot, and merge the other into it."""
    page = reviewer.page
    page.get_by_role("link", name="Granska", exact=True).click()
    page.locator(".queue > li", has_text=SEEN_HERE).locator("[data-open]").click()
    page.get_by_role("button", name="Godkänn").click()
    page.get_by_role("status").get_by_text("godkänd").wait_for()

    reviewer.go("/granska/")
    assert page.locator(".queue > li").count() == 2
    page.locator(".queue > li", has_text=SEEN_AGAIN).locator("[data-open]").click()
    likest = page.locator(".hints > li").first
    assert SEEN_HERE in likest.inner_text()
    likest.get_by_role("button", name="Slå ihop").click()
    page.get_by_role("status").get_by_text("ihopslagen").wait_for()
    reviewer.go("/granska/")
    assert page.locator(".queue > li").count() == 1


def choose_graffiti_and_keep_the_choice(coordinator: Visitor) -> None:
    """Filter the map by a category, save that under a name, and come back to it by the name."""
    page = coordinator.go("/utforska/?lager=punkter")
    page.locator("summary", has_text="Vad").first.click()
    page.get_by_label("Klotter", exact=True).check()
    page.get_by_role("button", name="Visa urvalet").click()
    page.wait_for_url("**kategori=klotter**")
    assert number_before("händelse", page) == GRAFFITI + 1
    page.locator("summary", has_text="Sparade filter").click()
    page.get_by_label("Namn").fill("Allt klotter")
    page.get_by_role("button", name="Spara urvalet").click()
    page.get_by_text("Filtret ”Allt klotter” är sparat.").wait_for()

    page = coordinator.go("/utforska/?lager=punkter")
    assert number_before("händelse", page) == GRAFFITI + FIGHTS + 1
    page.get_by_role("link", name="Allt klotter").click()
    page.wait_for_url("**kategori=klotter**")
    assert number_before("händelse", page) == GRAFFITI + 1


def hand_out_what_the_map_shows(coordinator: Visitor) -> None:
    """Export the map's places: as many rows as places, holding as many incidents as the sentence says."""
    page = coordinator.page
    rows = downloaded(page)
    assert len(rows) == number_before("plats", page) == page.locator(".explore-shown tbody tr").count()
    assert sum(int(row["Antal"]) for row in rows) == number_before("händelse", page)


def hand_out_what_the_list_shows(coordinator: Visitor) -> None:
    """Export the list of the same incidents: a row for each."""
    page = coordinator.go("/handelser/?kategori=klotter")
    rows = downloaded(page)
    assert len(rows) == count_in_the_list(page) == GRAFFITI + 1
    assert sum(SEEN_HERE in row.values() for row in rows) == 1


def sees_what_counts(officer: Visitor, counted: int) -> None:
    """A partner reads all that counts in the municipality, and has no way in to more."""
    page = officer.page
    page.get_by_role("link", name="Händelser", exact=True).click()
    page.get_by_role("heading", level=1, name="Händelser").wait_for()
    assert count_in_the_list(page) == counted == page.locator("tbody tr").count()
    assert "Fortkörning" not in page.locator("tbody").inner_text()
    assert page.locator("a[href*='/hamta/']").count() == 0
    menu = page.locator("nav a").all_inner_texts()
    assert "Rapportera" in menu
    assert not {"Granska", "Importera"} & set(menu)


def sees_a_square_and_not_the_place(officer: Visitor, coordinator: Visitor, incident_id: UUID) -> None:
    """What the coordinator is told to the metre, a partner is told as a square."""
    path = f"/handelser/{incident_id}/"
    exact = re.findall(r"\d+ (?:nord|öst)", coordinator.go(path).locator("main").inner_text())
    assert len(exact) == 2
    told = officer.go(path).locator("main").inner_text()
    assert SEEN_HERE in told
    assert "i en ruta på 250 × 250 m" in told
    assert "Den exakta platsen visas inte för dig." in told
    assert not any(number in officer.page.content() for number in exact)


def sees_nothing_else(officer: Visitor, town: Town, *, merged: UUID) -> None:
    """What waits, what was merged and what is another municipality's is refused."""
    expected = {
        "/granska/": 403,
        f"/granska/{town.queued}/": 403,
        f"/handelser/{town.queued}/": 403,
        f"/handelser/{merged}/": 403,
        f"/handelser/{town.elsewhere}/": 404,  # who works elsewhere may not even know that it is there
    }
    for path, status in expected.items():
        answer = officer.page.goto(f"{officer.url}{path}")
        assert answer is not None
        assert answer.status == status, path
        told = officer.page.content()
        assert not [text for text in (SPEEDING, SEEN_AGAIN, "Grannskolan") if text in told], path


def import_while_watching(coordinator: Visitor, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Upload, load, see on the page how far it has come meanwhile, and be told how many there were."""
    page = coordinator.go("/importera/")
    page.get_by_label("Fil").set_input_files(file)
    page.get_by_role("button", name="Ladda upp").click()
    page.get_by_text("Arbetet fortsätter").wait_for()
    run_queued()
    page.get_by_role("button", name=re.compile(r"Läs in 2\s400 händelser")).click()
    page.get_by_text("Arbetet fortsätter").wait_for()
    seen: list[str] = []
    say = progress.tell

    def say_and_let_it_be_seen(work_id: UUID, told: Progress) -> None:
        say(work_id, told)
        if told.done < (told.total or 0) and not seen:
            # The work stands half-way, inside its transaction, until the page has told it.
            words = page.get_by_text(re.compile(r"Skriver händelserna \([\d\s]+ av 2\s400\)"))
            words.wait_for()
            seen.append(words.inner_text())

    with monkeypatch.context() as slowed:
        slowed.setattr(progress, "tell", say_and_let_it_be_seen)
        run_queued()
    assert seen
    page.get_by_role("heading", name="Inläst", exact=True).wait_for()
    told = dict(zip(page.locator("dt").all_inner_texts(), page.locator("dd").all_inner_texts(), strict=True))
    assert whole(told["Nya"]) == ROWS
    assert whole(told["Räknas inte"]) == 0


def take_the_import_back(coordinator: Visitor, file: Path) -> None:
    """Undo the import from the list of files."""
    page = coordinator.go("/importera/")
    page.get_by_role("link", name=file.name).click()
    page.get_by_label("Varför?").fill("Fel fil")
    page.get_by_role("button", name="Ångra inläsningen").click()
    page.get_by_text(re.compile(r"2\s400 händelser räknas inte längre\.")).wait_for()


def count_on_the_map(coordinator: Visitor, path: str = "/utforska/") -> int:
    """How many incidents the sentence above the map says there are."""
    return number_before("händelse", coordinator.go(path))


def number_before(word: str, page: Page) -> int:
    """The number before a word in the sentence above the map."""
    sentence = page.locator(".lead").inner_text()
    found = re.search(rf"(\d[\d\s]*) {word}", sentence)
    assert found, sentence
    return whole(found[1])


def count_in_the_list(page: Page) -> int:
    """How many incidents the list says that it holds."""
    return whole(page.locator(".list-head p").inner_text())


def downloaded(page: Page) -> list[dict[str, str]]:
    """The rows of the file that the page's CSV link hands out."""
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def since_the_file() -> str:
    """The map over a period that holds both the file's days and what was reported."""
    return f"{SINCE_THE_FILE}{timezone.localdate()}"


def whole(text: str) -> int:
    """The digits of a number as it is written on a page."""
    return int(re.sub(r"\D", "", text))
