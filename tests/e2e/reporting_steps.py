"""What a reporter does on a phone, step by step, and what the server then holds."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page
from tests.e2e.conftest import Visitor
from tests.web.builders import PASSWORD

from lagesbild_web.access.models import User
from lagesbild_web.incidents.models import Incident, Report

START = "/rapportera/"


@dataclass
class Phone:
    """A reporter's phone. ``taps`` and ``keys`` count what the reporter has done."""

    visitor: Visitor
    taps: int = 0
    keys: int = 0

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self.visitor.page

    @property
    def context(self) -> BrowserContext:
        """The browser with its store."""
        return self.page.context

    def log_in(self, user: User) -> "Phone":
        """Log in and open the page for reporting; wait until it can be opened without a network too."""
        self.visitor.log_in(user.email, PASSWORD)
        self.page.get_by_role("button", name="Logga ut").wait_for()
        return self.open()

    def open(self) -> "Phone":
        """Open the page for reporting."""
        self.visitor.go(START)
        return self.is_ready()

    def is_ready(self) -> "Phone":
        """Wait until the page has drawn itself and its worker has taken over."""
        self.page.locator("[data-ready]").wait_for()
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        return self

    def tap(self, name: str, *, exact: bool = True) -> None:
        """Tap a button."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.taps += 1

    def choose(self, legend: str, name: str) -> None:
        """Tap one of a group's choices."""
        group = self.page.get_by_role("group", name=legend)
        group.get_by_role("button", name=name).or_(group.get_by_role("radio", name=name)).first.click()
        self.taps += 1

    def write(self, label: str, text: str) -> None:
        """Write in a field."""
        self.page.get_by_label(label).fill(text)
        self.taps += 1
        self.keys += len(text)

    def report(self, category: str, *, text: str = "", place: str = "Stationstorget") -> None:
        """Report something that happened last night, with as few taps as it takes."""
        self.tap(category)
        self.write("Eller sök plats", place[:4])
        self.tap(place)
        self.choose("När hände det?", "I natt")
        if text:
            self.write("Berätta kort", text)
        self.tap("Skicka")

    def lines(self) -> list[str]:
        """What the list of reports in the phone says, the latest first."""
        self.page.locator("[data-ready]").wait_for()
        return [
            " ".join(line.split())
            for line in self.page.locator(".outbox li > div:first-of-type").all_inner_texts()
        ]

    def says(self, words: str) -> None:
        """Wait until the list says so."""
        self.page.locator(".outbox .state", has_text=words).first.wait_for()


def kept() -> dict[str, Any]:
    """What the server holds: how many reports, and the categories of their incidents."""
    codes = Incident.objects.order_by("category__code").values_list("category__code", flat=True)
    return {"reports": Report.objects.count(), "incidents": list(codes)}
