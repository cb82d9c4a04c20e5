"""Who opens a protected incident leaves a line in the log, which the auditor reads."""

import pytest
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record, WhoDidIt
from lagesbild_web.base.actor import Actor


@pytest.fixture
def protected(home: Organisation, school: Actor) -> str:
    """The address of an approved incident of a sensitive category, without its beginning."""
    (line,) = make.an_approved(school, builders.SYSTEM, make.a_draft(category="sexualbrott"))
    return f"{line.id}/"


def openings() -> list[object]:
    """Who opened something protected, in order."""
    rows = Record.objects.filter(event="reading.protected_incident").order_by("sequence")
    return [WhoDidIt.objects.get(record=row).user_id for row in rows]


def test_opening_is_noted_once_for_each_person_and_day(
    home: Organisation, protected: str, pages: Pages
) -> None:
    first, second = (builders.a_person(home, role) for role in (Role.COORDINATOR, Role.AUDITOR))
    for _ in range(2):
        pages.get(f"/handelser/{protected}", as_=first)
        pages.get(f"/granska/{protected}", as_=first)
    pages.get(f"/handelser/{protected}", as_=second)
    assert openings() == [first.id, second.id]
    log = pages.get("/logg/", as_=second)
    assert log.text.count("Öppnade en skyddad händelse.") == 2
    assert first.full_name in log.text


def test_who_may_not_read_it_leaves_no_line_and_other_incidents_none(
    home: Organisation, school: Actor, protected: str, pages: Pages
) -> None:
    pages.get(f"/handelser/{protected}", status=403, as_=builders.a_person(home, Role.MEASURE_OWNER))
    (line,) = make.an_approved(school, builders.SYSTEM, make.a_draft())
    pages.get(f"/handelser/{line.id}/", as_=builders.a_person(home, Role.COORDINATOR))
    assert openings() == []


def test_the_sender_is_noted_too(home: Organisation, pages: Pages) -> None:
    reporter = builders.a_person(builders.a_partner(home, name="Biblioteket"), Role.REPORTER)
    from lagesbild_web.access.queries import actor_for

    (line,) = make.a_report(actor_for(reporter.id, ""), make.a_draft(category="sexualbrott"))
    pages.get(f"/rapportera/mina/{line.id}/", as_=reporter)
    assert openings() == [reporter.id]
