"""A reviewer clears the queue with the keyboard; and the pages of incidents and areas are for everybody."""

import json
from uuid import UUID

import pytest
import shapely
from axe_playwright_python.sync_playwright import Axe
from tests.e2e.conftest import Visitor
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.builders import PASSWORD

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.queries import areas_of, categories_of
from lagesbild_web.incidents.models import Incident


def test_a_reviewer_clears_the_queue_by_keyboard_alone(visitor: Visitor, municipality: Organisation) -> None:
    first, second, third = _queue(municipality)
    _log_in(visitor, builders.a_person(municipality, Role.REVIEWER))
    page = visitor.go("/granska/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.getAttribute('href')") == f"/granska/{second}/"
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.get_by_role("status").get_by_text("godkänd").wait_for()
    assert _state(first) == "approved"
    page.keyboard.press("u")
    page.wait_for_url(f"**/granska/{first}/")  # whole, its keys too: the next in the queue waits as well
    page.get_by_text("Väntar på granskning").first.wait_for()
    assert _state(first) == "waiting"

    page.keyboard.press("m")
    page.wait_for_url("**/?klar=*")
    assert _state(first) == "merged"

    visitor.go(f"/granska/{third}/")
    page.keyboard.press("r")
    assert page.evaluate("document.activeElement.name") == "question"
    page.keyboard.type("Vilken jam?")  # j, a and m are letters here, not steps
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?klar=*")
    assert Incident.objects.get(pk=third).question == "Vilken jam?"

    visitor.go(f"/granska/{second}/")
    page.keyboard.press("?")
    page.get_by_text("nästa, föregående händelse").wait_for()
    page.keyboard.press("e")
    page.get_by_role("heading", name="Rätta händelsen").wait_for()
    assert _violations(visitor) == []


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_axe_is_content_and_no_page_is_wider_than_the_window(
    visitor: Visitor, municipality: Organisation, role: Role
) -> None:
    first, *_others = _queue(municipality)
    counted = _counted(municipality)
    area, place = areas_of(municipality.id)[0].id, make.a_place(municipality).id
    category = categories_of(municipality.id)[0].id
    _log_in(visitor, builders.a_person(municipality, role))
    shared = [
        "/omraden/", f"/omraden/{area}/", f"/omraden/{place}/", f"/omraden/{place}/ur-bruk/",
        "/omraden/rita/",
        "/omraden/plats/", "/omraden/folkmangd/", "/omraden/las-in/", "/kategorier/", "/kategorier/ny/",
        f"/kategorier/{category}/", f"/kategorier/{category}/ur-bruk/",
    ]  # fmt: skip
    own = {
        Role.COORDINATOR: [
            "/granska/", "/granska/?lage=godkand", f"/granska/{first}/", f"/granska/{first}/ratta/",
            "/handelser/", "/handelser/?kategori=brand&timmar=99", f"/handelser/{counted}/",
        ],
        Role.ADMINISTRATOR: ["/granska/betrodda/"],
    }[role]  # fmt: skip
    remarks = {}
    for path in [*own, *(shared if role is Role.COORDINATOR else [])]:
        page = visitor.go(path)
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        found = _violations(visitor)
        if found or width[0] > width[1]:
            remarks[path] = [*found, str(width)]
    assert remarks == {}


def test_axe_is_content_with_the_preview_of_a_file(visitor: Visitor, municipality: Organisation) -> None:
    make.areas_and_categories(municipality)
    _log_in(visitor, builders.a_person(municipality, Role.COORDINATOR))
    page = visitor.go("/omraden/las-in/")
    page.get_by_label("Fil med områden").set_input_files(
        {"name": "nya.geojson", "mimeType": "application/geo+json", "buffer": _file().encode()}
    )
    page.get_by_label("Indelningens namn").fill("Distrikt ny")
    page.get_by_role("button", name="Visa vad filen ändrar").click()
    page.get_by_role("heading", name="Vad filen ändrar").wait_for()
    assert page.get_by_text("Ändrad gräns").first.is_visible()
    assert _violations(visitor) == []
    page.get_by_role("button", name="Lägg in").click()
    page.get_by_text("2 områden är inlagda: Distrikt ny.").wait_for()


def _file() -> str:
    areas = make.squares(divide=make.WEST + 0.02)
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": json.loads(shapely.to_geojson(polygon)),
        }
        for code, name, polygon in zip(areas.frame["code"], areas.frame["name"], areas.polygons, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def _queue(municipality: Organisation) -> tuple[UUID, UUID, UUID]:
    """Two reports of the same thing, and one of something else, in the order they came."""
    make.areas_and_categories(municipality)
    (first,) = make.a_report(make.a_reporter(municipality))
    library = make.a_reporter(municipality, name="Biblioteket")
    (second,) = make.a_report(library)
    (third,) = make.a_report(library, make.a_draft(category="fortkorning", text="Bilar kör för fort."))
    return first.id, second.id, third.id


def _counted(municipality: Organisation) -> UUID:
    reporter = make.a_reporter(municipality, name="Simhallen")
    return make.an_approved(reporter, builders.SYSTEM)[0].id


def _state(incident_id: UUID) -> str:
    return Incident.objects.get(pk=incident_id).state


def _log_in(visitor: Visitor, user: User) -> None:
    visitor.log_in(user.email, PASSWORD)
    visitor.page.get_by_role("button", name="Logga ut").wait_for()


def _violations(visitor: Visitor) -> list[str]:
    found = Axe().run(visitor.page).response["violations"]
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found]
