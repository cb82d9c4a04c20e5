"""An administrator's pages in a browser: nothing for axe to remark on, nothing wider than the window."""

from axe_playwright_python.sync_playwright import Axe
from tests.e2e.conftest import Visitor
from tests.web import builders
from tests.web.builders import PASSWORD

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role


def test_the_register_is_readable_by_all_and_fits_the_window(
    visitor: Visitor, municipality: Organisation
) -> None:
    school = builders.a_partner(municipality, name="Björkskolan", kind="school")
    person = builders.a_person(school, Role.REPORTER)
    holding = person.holdings.get()
    page = visitor.log_in(builders.a_person(municipality, Role.ADMINISTRATOR).email, PASSWORD)
    page.get_by_role("button", name="Logga ut").wait_for()
    remarks = {}
    for path in (
        f"/administration/organisationer/{school.id}/",
        f"/administration/organisationer/{school.id}/avsluta/",
        f"/administration/funktioner/{holding.function_id}/",
        f"/administration/funktioner/{holding.function_id}/ge/",
        f"/administration/innehav/{holding.id}/avsluta/",
        f"/administration/personer/{person.id}/",
        "/administration/tvasteg/",
        "/administration/grupper/",
        "/logg/",
        "/logg/gallring/",
        "/logg/utlamnanden/nytt/",
        "/konto/andra/",
    ):
        visitor.go(path)
        found = [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in Axe().run(page).response["violations"]]
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        if found or width[0] > width[1]:
            remarks[path] = (found, width)
    assert remarks == {}
