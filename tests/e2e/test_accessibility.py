"""axe finds nothing to remark on, on any page, for somebody who may see it, and no page is too wide.

The pages are those of the access matrix: a new address is looked at without anybody thinking of it. Each page
is looked at once, as one reader and in one size, by turns on a phone and on a desktop.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from tests.e2e.conftest import SIZES, Visitor
from tests.web import access_matrix, builders
from tests.web.addresses import url_of
from tests.web.builders import PASSWORD
from tests.web.world import World, a_world

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Role
from lagesbild_web.explore.contracts import LayerKind

PAGE = "text/html"
READERS = ("coo", "adm", "rev", "rep", "aud", "mea", "ste", "par", "out")
"""Who looks at a page: the first of these who may. Most of the work is the coordinator's."""
STATES = {
    "explore:map": [*(f"lager={kind.value}" for kind in LayerKind), "fran=2010-01-01", "fran=fel"],
    "explore:hours": ["fran=2010-01-01"],
    "explore:weeks": ["fran=2010-01-01", "fran=2010-01-01&steg=manad"],
    "explore:areas": ["fran=2010-01-01"],
    "incidents:list": ["lage=alla", "kategori=klotter&fran=fel"],
}
"""What else the same address can show."""


@dataclass(frozen=True, slots=True)
class Look:
    """A page and who looks at it."""

    reader: str
    path: str


@pytest.mark.parametrize("context", list(SIZES), indirect=True)
def test_axe_is_content_with_every_page(
    visitor: Visitor, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    world = a_world(tmp_path)
    size = list(SIZES).index(request.node.callspec.params["context"])
    remarks, seen = {}, 0
    for reader in READERS:
        _become(visitor, world.readers[access_matrix.READERS[reader]])
        for look in looks(world)[size :: len(SIZES)]:
            if look.reader == reader and (found := _remarks(visitor, look.path)) is not None:
                seen += 1
                remarks |= {f"{reader} {look.path}": found} if found else {}
    assert remarks == {}
    assert seen > 60


def looks(world: World) -> list[Look]:
    """Return every page that somebody may see, with one of those who may."""
    found = {}
    for row in access_matrix.rows():
        reader = next((r for r in READERS if row.answers[r] == "200"), None)
        if row.method != "GET" or reader is None:
            continue
        path = url_of(row.address, world.things.get(row.thing))
        for state in ("", *STATES.get(row.address, ())):
            found.setdefault(f"{path}?{state}" if state else path, reader)
    return [Look(reader, path) for path, reader in found.items()]


def test_axe_is_content_with_pages_that_say_what_is_wrong(
    visitor: Visitor, municipality: Organisation
) -> None:
    page = visitor.go("/logga-in/")
    page.get_by_role("button", name="Logga in").click()
    assert _violations(visitor) == []
    assert _remarks(visitor, "/finns-inte/") == []
    _log_in(visitor, builders.a_person(municipality, Role.REPORTER))
    assert _remarks(visitor, "/logg/") == []
    visitor.go("/konto/losenord/").get_by_role("button", name="Byt lösenord").click()
    assert _violations(visitor) == []


def _become(visitor: Visitor, user: User | None) -> None:
    """Let the browser be somebody else's, without the log-in page: that has tests of its own."""
    visitor.page.context.clear_cookies()
    if user is None:
        return
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": visitor.url}]
    )


def _log_in(visitor: Visitor, user: User) -> None:
    visitor.log_in(user.email, PASSWORD)
    visitor.page.get_by_role("button", name="Logga ut").wait_for()


def _remarks(visitor: Visitor, path: str) -> list[str] | None:
    """Return what is wrong with a page; None when the address is a file and no page."""
    answer = visitor.page.context.request.get(f"{visitor.url}{path}")
    if not answer.headers["content-type"].startswith(PAGE):
        return None
    if "sandbox" in answer.headers.get("content-security-policy", ""):
        return _remarks_on_document(visitor, path)
    page = visitor.go(path)
    wide, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    too_wide = [f"sidan är {wide} bred i ett fönster på {window}"] if wide > window else []
    return too_wide + _violations(visitor)


def _remarks_on_document(visitor: Visitor, path: str) -> list[str]:
    """Documents are served in a sandbox where no script runs, not even axe: look at a copy outside it."""
    html = visitor.page.context.request.get(f"{visitor.url}{path}").text()
    visitor.page.goto("about:blank")
    visitor.page.set_content(html)
    return _violations(visitor)


def _violations(visitor: Visitor) -> list[str]:
    found = Axe().run(visitor.page).response["violations"]
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found]
