"""Boundaries that were laid in can be taken back: those before them hold again, and history stays."""

from datetime import date
from uuid import UUID

import pytest
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.areas import actions
from lagesbild_web.areas.queries import area_at, generations_of, polygons_of
from lagesbild_web.audit.models import Record
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.incidents.models import Incident

WEST_OF_MIDDLE = (make.MIDDLE - 0.01, make.SOUTH + 0.01)


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with two districts since 2020."""
    make.areas_and_categories(municipality)
    return municipality


def lay_in(home: Organisation, *, name: str = "Distrikt 2024", valid_from: date = date(2024, 1, 1)) -> UUID:
    """New districts whose border lies farther west: what was in the western one is in the eastern one."""
    return actions.import_boundaries(
        builders.SYSTEM,
        make.squares(divide=make.WEST + 0.01),
        municipality_id=home.id,
        kind="district",
        name=name,
        valid_from=valid_from,
    ).id


def code_at(home: Organisation) -> str:
    found = area_at(home.id, *WEST_OF_MIDDLE)
    assert found is not None
    return found.code


def test_those_before_hold_again_and_the_same_name_can_be_laid_in_once_more(home: Organisation) -> None:
    first = lay_in(home)
    assert code_at(home) == "Ö"
    assert actions.undo_import(builders.SYSTEM, first, reason="Fel fil") == "Distrikt 2020"
    assert code_at(home) == "V"
    assert set(polygons_of(home.id).frame["generation"]) == {"Distrikt 2020"}
    assert [g.is_undone for g in generations_of(home.id) if g.id == first] == [True]
    assert [g.valid_to for g in generations_of(home.id) if g.name == "Distrikt 2020"] == [None]
    lay_in(home)
    assert code_at(home) == "Ö"
    assert Record.objects.filter(event="areas.import_undone").count() == 1


def test_an_incident_keeps_the_area_that_it_was_given_meanwhile(home: Organisation) -> None:
    undone = lay_in(home)
    reporter, reviewer = (builders.an_actor(home, role) for role in (Role.REPORTER, Role.REVIEWER))
    draft = make.a_draft(lon=WEST_OF_MIDDLE[0], lat=WEST_OF_MIDDLE[1])
    make.an_approved(reporter, reviewer, draft)
    actions.undo_import(builders.SYSTEM, undone, reason="Fel fil")
    make.an_approved(reporter, reviewer, draft)
    assert sorted(Incident.objects.values_list("area__code", flat=True)) == ["V", "Ö"]


def test_only_the_latest_is_taken_back_once_and_with_a_reason(home: Organisation) -> None:
    first = lay_in(home)
    second = lay_in(home, name="Distrikt 2025", valid_from=date(2025, 1, 1))
    with pytest.raises(Invalid, match="senast inlagda"):
        actions.undo_import(builders.SYSTEM, first, reason="Fel fil")
    with pytest.raises(Invalid, match="Skriv varför"):
        actions.undo_import(builders.SYSTEM, second, reason=" ")
    actions.undo_import(builders.SYSTEM, second, reason="Fel fil")
    with pytest.raises(Invalid, match="senast inlagda"):
        actions.undo_import(builders.SYSTEM, second, reason="Fel fil")
    assert actions.undo_import(builders.SYSTEM, first, reason="Fel fil") == "Distrikt 2020"


def test_the_page_says_what_happens_before_it_does(home: Organisation, pages: Pages) -> None:
    undone = lay_in(home)
    browser = pages.log_in(builders.a_person(home, Role.COORDINATOR))
    address = f"/omraden/indelningar/{undone}/angra/"
    links = browser.get("/omraden/").links
    assert [link for link in links if link.endswith("/angra/")] == [
        address
    ]  # not the one before, nor what is drawn
    assert "behåller det" in browser.get(address).text
    assert "Skriv varför." in browser.post(address, {"reason": ""}).text
    answer = browser.client.post(address, {"reason": "Fel fil"}, follow=True)
    assert "Distrikt 2024 är ångrad. Distrikt 2020 gäller igen." in answer.content.decode()
