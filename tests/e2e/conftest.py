"""A real browser against a real server: Chromium from the system, and an eye on every request it makes."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    Request,
    ViewportSize,
    sync_playwright,
)

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings
    from pytest_django.live_server_helper import LiveServer

    from lagesbild_web.access.contracts import Organisation

SIZES: dict[str, ViewportSize] = {
    "telefon": {"width": 390, "height": 844},
    "dator": {"width": 1280, "height": 900},
}
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_SLOWEST_STEP_MS = 15_000


@dataclass
class Visitor:
    """Somebody with a browser. ``outside`` and ``complaints`` are empty when the site keeps its promises."""

    page: Page
    url: str
    outside: list[str] = field(default_factory=list)
    """Requests that left for another host."""
    complaints: list[str] = field(default_factory=list)
    """What the browser complained of: blocked by the policy, script errors."""

    def go(self, path: str) -> Page:
        """Go to an address of the site."""
        self.page.goto(f"{self.url}{path}")
        return self.page

    def log_in(self, email: str, password: str) -> Page:
        """Log in by the form."""
        page = self.go("/logga-in/")
        page.get_by_label("E-postadress").fill(email)
        page.get_by_label("Lösenord").fill(password)
        page.get_by_role("button", name="Logga in").click()
        return page


def chromium() -> str:
    """Return the browser's program."""
    wanted = os.environ.get("LAGESBILD_CHROMIUM")
    names = [wanted] if wanted else ["chromium", "google-chrome", "chromium-browser"]
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        pytest.fail(
            f"Hittar ingen webbläsare ({', '.join(names)}). Installera den med: apt-get install chromium, "
            "eller skriv dess sökväg i LAGESBILD_CHROMIUM.",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def _allow_sync(django_db_setup: None) -> Iterator[None]:
    """Playwright runs a loop in this thread; Django must be told that the database is still used in step."""
    from django.urls import get_resolver

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # The first request would otherwise wait for every feature and what it computes with to be imported.
    assert get_resolver().url_patterns
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def playwright(_allow_sync: None) -> Iterator[Playwright]:
    """The browser's driver."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for the whole run."""
    running = playwright.chromium.launch(executable_path=chromium(), args=_ARGUMENTS)
    yield running
    running.close()


@pytest.fixture(autouse=True)
def _own_store(settings: "Settings", tmp_path: Path) -> None:
    """Give each test a file store of its own."""
    settings.STORED_FILES_DIR = tmp_path / "filer"


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """Let the database be emptied afterwards: the log's guards would refuse. They are back after that."""
    yield
    from django.db import connection

    from lagesbild_web.audit import guards

    guards.remove(connection)


@pytest.fixture
def municipality(transactional_db: None) -> "Organisation":
    """A municipality that the server sees."""
    from tests.web import builders

    return builders.a_municipality()


@contextmanager
def a_window(browser: Browser, size: str, *, has_touch: bool = False) -> Iterator[BrowserContext]:
    """A window of a size, with nothing remembered from any other."""
    window = browser.new_context(
        viewport=SIZES[size], locale="sv-SE", timezone_id="Europe/Stockholm", has_touch=has_touch
    )
    window.set_default_timeout(_SLOWEST_STEP_MS)
    yield window
    window.close()


@contextmanager
def watched(context: BrowserContext, url: str) -> Iterator[Visitor]:
    """Somebody at a window; afterwards, nothing left the site and the browser had no complaints."""
    page = context.new_page()
    someone = Visitor(page, url)
    home = urlsplit(url).netloc

    def watch(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in {"about", "blob", "data"} and parts.netloc != home:
            someone.outside.append(request.url)

    context.on("request", watch)
    page.on("pageerror", lambda error: someone.complaints.append(str(error)))
    page.on("console", lambda line: someone.complaints.append(line.text) if "Policy" in line.text else None)
    yield someone
    assert someone.outside == []
    assert someone.complaints == []


@pytest.fixture(params=list(SIZES))
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A window of each size, with nothing remembered from the last."""
    with a_window(browser, request.param) as window:
        yield window


@pytest.fixture
def visitor(context: BrowserContext, live_server: "LiveServer", transactional_db: None) -> Iterator[Visitor]:
    """Somebody with an empty browser, watched."""
    with watched(context, live_server.url) as someone:
        yield someone
