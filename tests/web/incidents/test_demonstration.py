"""The invented municipality has a believable register, the same for the same day."""

from datetime import date

import pytest
from tests.web import builders

from lagesbild.demo.sightings import sightings
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Function
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.demonstration import lay_in_demo_ground
from lagesbild_web.areas.queries import areas_of, named_places, population_of
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.demonstration import DemoSender, has_incidents, lay_in_demo_incidents
from lagesbild_web.incidents.models import Incident, IncidentVersion, Report
from lagesbild_web.incidents.queries import duplicates_of

TODAY = date(2024, 12, 15)
"""Early in the register, so that the test is quick."""


@pytest.fixture
def filled(municipality: Organisation) -> Organisation:
    """A municipality with four months of incidents from nine organisations."""
    lay_in_demo_ground(builders.SYSTEM, municipality_id=municipality.id)
    lay_in(municipality)
    return municipality


def lay_in(municipality: Organisation) -> int:
    """Lay in the demonstration for the day."""
    senders = {}
    for name in sorted({reporter for kind in sightings() for reporter in kind.reporters}):
        where = builders.a_partner(municipality, name=name, kind="other")
        function: Function = builders.a_function(where, Role.REPORTER)
        senders[name] = DemoSender(where.id, function.id, is_trusted=name == "Exempelvakten")
    return lay_in_demo_incidents(
        builders.SYSTEM, municipality_id=municipality.id, senders=senders, reviewer_id=None, today=TODAY
    )


def test_it_has_everything_that_a_reviewer_meets(filled: Organisation) -> None:
    assert has_incidents(filled.id)
    states = set(Incident.objects.values_list("state", flat=True))
    assert {State.WAITING, State.APPROVED, State.MERGED, State.RETURNED} <= states
    assert Report.objects.filter(zero_from__isnull=False).exists()
    assert IncidentVersion.objects.filter(step="approve").count() > 100
    assert not Incident.objects.filter(starts_on__gte=TODAY).exists()
    assert not Incident.objects.filter(area__isnull=True).exists()
    queue = list(Incident.objects.filter(state=State.WAITING).values_list("id", flat=True))
    assert any(duplicates_of(builders.SYSTEM, queue).values())
    for row in Incident.objects.all():
        assert row.registered_at >= row.ends_at or row.time_precision == "day"


def test_it_has_ground_to_stand_on(filled: Organisation) -> None:
    districts = areas_of(filled.id, kind="district")
    assert len(districts) == len(population_of(filled.id)) == 14
    assert len(named_places(filled.id)) == 23
    lay_in_demo_ground(builders.SYSTEM, municipality_id=filled.id)  # the second time changes nothing
    assert len(areas_of(filled.id, kind="district")) == 14


def test_the_same_day_gives_the_same_incidents(filled: Organisation) -> None:
    columns = ("id", "starts_at", "lon", "lat", "text", "state", "version")
    before = set(Incident.objects.values_list(*columns))
    IncidentVersion.objects.all().delete()
    Incident.objects.filter(merged_into__isnull=False).delete()
    Incident.objects.all().delete()
    Report.objects.all().delete()
    other = builders.a_municipality("Andra Exempelköping")
    lay_in_demo_ground(builders.SYSTEM, municipality_id=other.id)
    lay_in(other)
    assert set(Incident.objects.values_list(*columns)) == before
