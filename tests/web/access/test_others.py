"""Anybody can see who else can see what: the same answer as the program itself gives."""

from tests.web import builders
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.queries import actor_for, who_may
from lagesbild_web.access.rights import Domain, allows
from lagesbild_web.access.roles import Circle, Right, Role, Sensitivity


def test_the_answer_is_the_same_as_when_each_really_asks(municipality: Organisation) -> None:
    police = builders.a_partner(municipality)
    people = [
        builders.a_person(organisation, role)
        for organisation in (municipality, police)
        for role in (Role.REPORTER, Role.COORDINATOR, Role.ADMINISTRATOR)
    ]
    actors = [actor_for(person.id, "") for person in people]
    asks = actors[0]
    for right in Right:
        for circle in Circle:
            for sensitivity in Sensitivity:
                seers, _ = who_may(
                    asks, right, owner_id=municipality.id, circle=circle, sensitivity=sensitivity
                )
                thing = Domain(municipality.id, municipality.id, circle, sensitivity)
                expected = {
                    (m.function, m.organisation)
                    for actor in actors
                    for m in actor.memberships
                    if allows(actor, right, thing)
                }
                assert {(seer.function, seer.organisation) for seer in seers} == expected


def test_the_page_answers_in_words_and_names_no_persons(municipality: Organisation, pages: Pages) -> None:
    builders.a_person(municipality, Role.COORDINATOR)
    reader = pages.log_in(builders.a_person(builders.a_partner(municipality), Role.REPORTER))
    chosen = f"?ratt=read_draft&agare={municipality.id}&krets=own&kanslighet=protected"
    page = reader.get(f"/konto/andra/{chosen}")
    assert "Samordnare Exempelköping Samordnare 1" in page.text
    assert "Test coordinator" not in page.text
    chosen = f"?ratt=publish_picture&agare={municipality.id}&krets=public&kanslighet=open"
    assert "Samordnare Exempelköping" in reader.get(f"/konto/andra/{chosen}").text
    chosen = f"?ratt=read_picture&agare={municipality.id}&krets=public&kanslighet=open"
    assert "även de som inte är inloggade" in reader.get(f"/konto/andra/{chosen}").text


def test_organisations_of_another_municipality_cannot_be_asked_about(
    municipality: Organisation, pages: Pages
) -> None:
    other = builders.a_municipality("Annanstad")
    builders.a_person(other, Role.COORDINATOR)
    reader = pages.log_in(builders.a_person(municipality, Role.REPORTER))
    page = reader.get(f"/konto/andra/?ratt=read_draft&agare={other.id}&krets=own&kanslighet=open")
    assert "Annanstad" not in page.text
