"""What came of it reaches those who reported, once, and the round tells who has been silent."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.rounds import round_of_reporters

TODAY = timezone.localdate()


def test_whoever_reported_reads_what_came_of_it_and_reads_it_once(
    municipality: Organisation, pages: Pages
) -> None:
    make.areas_and_categories(municipality)
    person = builders.a_person(builders.a_partner(municipality, name="Skolan", kind="school"), Role.REPORTER)
    make.an_approved(actor_for(person.id, ""), builders.SYSTEM, make.a_draft())
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    wanted = IncidentFilter(categories=("klotter",))
    told = {"municipality_id": municipality.id, "text": "Väggen är sanerad och har fått lampa."}
    assert actions.tell_reporters(coordinator, wanted, **told) == 1  # type: ignore[arg-type]
    with pytest.raises(Invalid, match="redan besvarat"):
        actions.tell_reporters(coordinator, wanted, **told)  # type: ignore[arg-type]
    assert "Väggen är sanerad" in pages.log_in(person).get(reverse("reporting:mine")).text


def test_a_reporter_does_not_answer_for_the_municipality(municipality: Organisation) -> None:
    make.areas_and_categories(municipality)
    school = make.a_reporter(municipality)
    make.an_approved(school, builders.SYSTEM, make.a_draft(own_circle=False))
    with pytest.raises(NotAllowed):
        actions.tell_reporters(school, IncidentFilter(), municipality_id=municipality.id, text="Klart.")


def test_the_round_counts_incidents_and_zero_reports_and_shows_who_is_silent(
    municipality: Organisation,
) -> None:
    make.areas_and_categories(municipality)
    make.a_report(make.a_reporter(municipality, name="Skolan"), make.a_draft(), make.a_draft())
    guard = make.a_reporter(municipality, name="Vakten")
    actions.report_nothing(guard, uuid4(), first_day=TODAY, last_day=TODAY)
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    found = round_of_reporters(coordinator, municipality.id, TODAY - timedelta(days=7), TODAY)
    assert [(line.name, line.incidents, line.zero_reports) for line in found] == [
        ("Skolan", 2, 0),
        ("Vakten", 0, 1),
    ]
    before = round_of_reporters(
        coordinator, municipality.id, TODAY - timedelta(days=20), TODAY - timedelta(days=1)
    )
    assert before == [], "nobody had reported anything by then"
