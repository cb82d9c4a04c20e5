"""From a deviation on the start page to a report in the board's hands, by those who would do each step."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer
from tests.e2e.conftest import Visitor
from tests.web import builders
from tests.web.builders import PASSWORD

from lagesbild.demo.sightings import sightings
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.areas.demonstration import lay_in_demo_ground
from lagesbild_web.follow_up.quarters import asked_quarter
from lagesbild_web.incidents.demonstration import DemoSender, lay_in_demo_incidents

pytestmark = pytest.mark.parametrize("context", ["dator"], indirect=True)
TODAY = timezone.localdate()
LONG_AGO = asked_quarter(TODAY).first_day - timedelta(days=20)


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality where something stands out this week, and those who work with it."""

    home: Organisation
    coordinator: User
    owner: User
    steering: User
    auditor: User


@pytest.fixture
def town(municipality: Organisation, tmp_path: Path) -> Town:
    """A year and more of invented incidents; the last week has fires in waste bins."""
    lay_in_demo_ground(builders.SYSTEM, municipality_id=municipality.id)
    senders = {}
    for name in sorted({reporter for kind in sightings() for reporter in kind.reporters}):
        where = builders.a_partner(municipality, name=name, kind="other")
        senders[name] = DemoSender(where.id, builders.a_function(where, Role.REPORTER).id, is_trusted=False)
    lay_in_demo_incidents(
        builders.SYSTEM, municipality_id=municipality.id, senders=senders, reviewer_id=None, today=TODAY
    )
    builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS, title="Lägesbild i år")
    street = builders.a_partner(municipality, name="Gata och anläggning", kind="other")
    return Town(
        municipality,
        builders.a_person(municipality, Role.COORDINATOR),
        builders.a_person(street, Role.MEASURE_OWNER),
        builders.a_person(municipality, Role.STEERING),
        builders.a_person(municipality, Role.AUDITOR),
    )


def test_a_deviation_becomes_a_report_whose_figures_lead_to_their_rows(
    visitor: Visitor, town: Town, live_server: LiveServer
) -> None:
    page = enter(visitor, town.coordinator)
    problem = problem_from_the_start_page(visitor)
    score_it(visitor, problem)
    find_a_cause(visitor, problem)
    plan = plan_for_it(visitor)
    decide(visitor, plan)

    page = enter(visitor, town.owner)
    page.get_by_role("link", name=re.compile("Berätta hur det går: Brandsäkra papperskorgar")).click()
    page.get_by_role("button", name="Går som planerat").click()
    page.get_by_text("Tack! Beskedet ”Går som planerat” är sparat.").wait_for()

    page = enter(visitor, town.coordinator)
    measure_the_goal(visitor)
    report = report_it(visitor)

    page = enter(visitor, town.steering)
    page = visitor.go(report)
    assert "Går som planerat" in page.content()
    enter(visitor, town.auditor)
    page = visitor.go(report)
    told = page.get_by_role("row", name=re.compile("Bränder per månad"))
    figure = told.get_by_role("link").nth(1)
    count = re.match(r"\d+", figure.inner_text().strip())
    assert count is not None
    figure.click()
    assert int(count[0]) == rows_in_the_list(page)


def enter(visitor: Visitor, user: User) -> Page:
    """Log in as somebody, whoever was logged in before."""
    visitor.page.context.clear_cookies()
    page = visitor.log_in(user.email, PASSWORD)
    page.get_by_role("button", name="Logga ut").wait_for()
    return page


def problem_from_the_start_page(visitor: Visitor) -> str:
    """The fires stand out; make them a problem with the count frozen as evidence. Returns its address."""
    page = visitor.page
    item = page.locator(".findings li", has_text="Brand")
    item.get_by_role("link", name=re.compile("problem", re.IGNORECASE)).click()
    page.fill("[name=title]", "Bränder i papperskorgar vid stationen")
    page.fill("[name=what]", "Papperskorgar tänds på.")
    page.fill("[name=where]", "Stationsparken och torget intill.")
    page.check("[name=freeze]")
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.get_by_role("heading", level=1, name="Bränder i papperskorgar vid stationen").wait_for()
    assert re.search(r"15 händelser", page.content())
    return page.url.removeprefix(visitor.url)


def score_it(visitor: Visitor, problem: str) -> None:
    """Give each criterion a value with its motive."""
    page = visitor.go(f"{problem}bedom/")
    for name in page.locator("input[type=radio]").evaluate_all("all => [...new Set(all.map(x => x.name))]"):
        page.check(f"[name='{name}'][value='3']")
    for box in page.locator("main textarea").all():
        box.fill("Femton på två kvällar.")
    submit(page)


def find_a_cause(visitor: Visitor, problem: str) -> None:
    """Write down one cause."""
    page = visitor.go(f"{problem}orsaker/ny/")
    page.fill("[name=text]", "Papperskorgarna är av plast och brinner lätt.")
    page.fill("[name=source]", "Tillsyn av parkens papperskorgar.")
    for name in page.locator("input[type=radio]").evaluate_all("all => [...new Set(all.map(x => x.name))]"):
        if not page.locator(f"[name='{name}']:checked").count():
            page.locator(f"[name='{name}']").first.check()
    submit(page)


def plan_for_it(visitor: Visitor) -> str:
    """Write a plan with a goal, an indicator and a measure; returns the plan's address."""
    page = visitor.go("/atgardsplan/ny/")
    page.fill("[name=title]", "Åtgärdsplan för stationen")
    page.fill("[name=starts_on]", LONG_AGO.isoformat())
    page.fill("[name=ends_on]", (TODAY + timedelta(days=400)).isoformat())
    page.select_option("[name=picture]", index=1)
    submit(page)
    plan = page.url.removeprefix(visitor.url)
    page = visitor.go(f"{plan}mal/nytt/")
    page.fill("[name=title]", "Trygga offentliga miljöer")
    submit(page)
    page = visitor.go(f"{plan}mal/nytt/")
    page.fill("[name=title]", "Färre bränder")
    page.select_option("[name=parent]", label="Trygga offentliga miljöer")
    page.get_by_label("Bränder i papperskorgar vid stationen").check()
    submit(page)
    page = visitor.go(plan)
    page.get_by_role("link", name="Färre bränder").first.click()
    page.get_by_role("heading", level=1, name="Färre bränder").wait_for()
    goal = page.url.removeprefix(visitor.url)
    page = visitor.go(f"{goal}indikator/")
    page.fill("[name=name]", "Bränder per månad")
    page.fill("[name=definition]", "Godkända händelser i kategorin brand.")
    page.fill("[name=source]", "Händelserna här")
    page.fill("[name=unit]", "händelser per månad")
    page.check("[name=better][value=lower]")
    page.check("[name=how][value=incidents]")
    page.fill("[name=filter_query]", "kategori=brand")
    page.select_option("[name=per]", "month")
    submit(page)
    page = visitor.go(f"{plan}atgarder/ny/")
    page.fill("[name=title]", "Brandsäkra papperskorgar")
    page.fill("[name=description]", "Plast byts mot plåt vid stationen.")
    page.select_option("[name=function]", label="Åtgärdsansvarig, Gata och anläggning")
    page.get_by_label("Bränder i papperskorgar vid stationen").check()
    page.get_by_label("Färre bränder", exact=False).check()
    page.check("[name=nature][value=situational]")
    page.check("[name=level][value=secondary]")
    page.fill("[name=starts_on]", LONG_AGO.isoformat())
    submit(page)
    return plan


def decide(visitor: Visitor, plan: str) -> None:
    """Send the plan for review and register the decision."""
    page = visitor.go(plan)
    page.get_by_role("button", name=re.compile("granskning")).click()
    page = visitor.go(f"{plan}beslut/")
    page.fill("[name=body]", "Kommunstyrelsen")
    page.fill("[name=decided_on]", LONG_AGO.isoformat())
    page.fill("[name=section]", "§ 31")
    submit(page)
    assert "§ 31" in page.content()


def measure_the_goal(visitor: Visitor) -> None:
    """Take the indicator's latest value, and say that the effect cannot be told yet."""
    page = visitor.go("/uppfoljning/matt/")
    page.get_by_role("link", name="Bränder per månad").click()
    page.get_by_role("button", name="Hämta det senaste värdet").click()
    page.get_by_text("Det senaste värdet är hämtat.").wait_for()
    page = visitor.go("/uppfoljning/")
    page.get_by_role("link", name="Brandsäkra papperskorgar").click()
    page.get_by_role("link", name="Går inte att mäta").click()
    page.fill("[name=reason]", "Korgarna byttes i hela centrum på en gång.")
    submit(page)


def report_it(visitor: Visitor) -> str:
    """Write the half-year report, freeze it, and write down that it was given; returns its address."""
    page = visitor.go("/uppfoljning/rapporter/ny/")
    page.fill("[name=last_day]", asked_quarter(TODAY).last_day.isoformat())
    page.fill("[name=assessment]", "Korgarna är bytta. Det är för tidigt att säga om det hjälpte.")
    submit(page)
    report = page.url.removeprefix(visitor.url)
    page.get_by_role("button", name="Gör färdig och frys").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.get_by_role("link", name="Rapporten är lämnad").click()
    page.fill("[name=section]", "§ 77")
    submit(page)
    assert "§ 77" in page.content()
    return report


def rows_in_the_list(page: Page) -> int:
    """How many incidents the list says that it holds."""
    page.get_by_role("heading", level=1, name="Händelser").wait_for()
    found = re.search(r"(\d[\d\s\u00a0]*) händelse", page.locator("main").inner_text())
    return int(re.sub(r"\D", "", found[1])) if found else 0


def submit(page: Page) -> None:
    """Send the page's form, and see that nothing had to be changed."""
    page.locator("main form[method=post] button[type=submit]").first.click()
    page.wait_for_load_state()
    assert not page.locator(".message.is-fault").count(), page.locator(".message.is-fault").inner_text()
