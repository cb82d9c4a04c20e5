"""axe finds nothing to remark on, on any page, for anybody who may see it."""

from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from tests.e2e.conftest import Visitor
from tests.web import access_matrix, builders
from tests.web.builders import PASSWORD
from tests.web.test_access_matrix import parts_of

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Circle, Role

PAGE = "text/html"
ROLES = ("out", "rep", "coo", "aud", "adm")
"""Those who see pages that differ; the others see what one of these sees."""
THINGS = {"draft": None, "own": Circle.OWN, "partners": Circle.PARTNERS, "public": Circle.PUBLIC}
"""Pictures. Pages about other things are looked at where they are tested, with something to show."""


@pytest.mark.parametrize("reader", ROLES)
def test_axe_is_content_with_every_page(
    visitor: Visitor, municipality: Organisation, tmp_path: Path, reader: str
) -> None:
    things = {
        name: builders.a_picture(municipality, tmp_path, circle=circle, title=f"Lägesbild {name}").id
        for name, circle in THINGS.items()
    }
    if reader != "out":
        role = next(role for role in Role if role.value == access_matrix.READERS[reader])
        _log_in(visitor, builders.a_person(municipality, role))
    remarks = {path: found for path in _paths(reader, things) if (found := _remarks(visitor, path))}
    assert remarks == {}


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


def _paths(reader: str, things: dict[str, UUID]) -> list[str]:
    """Every page that the reader may see, one of each kind and thing."""
    rows = [r for r in access_matrix.rows() if r.method == "GET" and r.answers[reader] == "200"]
    return [_path(r.address, things.get(r.thing)) for r in rows if r.thing in {"-", *things} and _has_page(r)]


def _has_page(row: access_matrix.Row) -> bool:
    """Leave out addresses that need more than a thing's id, such as a file's kind."""
    return not set(parts_of(row.address)) - {"picture_id"}


def _path(address: str, thing: UUID | None) -> str:
    return reverse(address, kwargs={"picture_id": thing} if thing else None)


def _log_in(visitor: Visitor, user: User) -> None:
    visitor.log_in(user.email, PASSWORD)
    visitor.page.get_by_role("button", name="Logga ut").wait_for()


def _remarks(visitor: Visitor, path: str) -> list[str]:
    if path.endswith("/dokument/"):
        return _remarks_on_document(visitor, path)
    if not visitor.page.context.request.get(f"{visitor.url}{path}").headers["content-type"].startswith(PAGE):
        return []
    visitor.go(path)
    return _violations(visitor)


def _remarks_on_document(visitor: Visitor, path: str) -> list[str]:
    """Documents are served in a sandbox where no script runs, not even axe: look at a copy outside it."""
    html = visitor.page.context.request.get(f"{visitor.url}{path}").text()
    visitor.page.goto("about:blank")
    visitor.page.set_content(html)
    return _violations(visitor)


def _violations(visitor: Visitor) -> list[str]:
    found = Axe().run(visitor.page).response["violations"]
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found]
