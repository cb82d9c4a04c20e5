"""Old reports lose what they say of places and people, and nothing that is counted."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.web import incident_builders as make
from tests.web.builders import SYSTEM

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.audit.actions import remove_old
from lagesbild_web.incidents.models import Incident, IncidentVersion, Report

COUNTED = ("category_id", "area_id", "starts_at", "ends_at", "count", "state", "circle", "organisation_id")


@pytest.fixture
def incident(municipality: Organisation) -> Incident:
    """Something that was reported long ago."""
    make.areas_and_categories(municipality)
    line = make.a_report(make.a_reporter(municipality), make.a_draft(text="Klotter på porten"))[0]
    long_ago = timezone.now() - timedelta(days=800)
    Incident.objects.filter(pk=line.id).update(registered_at=long_ago)
    return Incident.objects.get(pk=line.id)


def test_an_old_report_keeps_what_is_counted_and_loses_the_rest(
    incident: Incident, municipality: Organisation
) -> None:
    before = {name: getattr(incident, name) for name in COUNTED}
    assert remove_old(SYSTEM, municipality.id, "incidents.reports") == 1
    incident.refresh_from_db()
    assert {name: getattr(incident, name) for name in COUNTED} == before
    assert (incident.text, incident.lon, incident.e, incident.place_name) == ("", None, None, "")
    assert incident.location_precision != "point"
    assert Report.objects.get().reporter is None
    assert not IncidentVersion.objects.filter(incident=incident).exists()
    assert remove_old(SYSTEM, municipality.id, "incidents.reports") == 0


def test_a_report_that_is_not_old_is_left_alone(incident: Incident, municipality: Organisation) -> None:
    Incident.objects.update(registered_at=timezone.now() - timedelta(days=30))
    assert remove_old(SYSTEM, municipality.id, "incidents.reports") == 0
    assert Incident.objects.get().text == "Klotter på porten"
