"""What is reported is kept once, checked, and counts when it has been reviewed."""

from uuid import uuid4

import pytest
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import IncidentFilter, State
from lagesbild_web.incidents.models import Incident, Report
from lagesbild_web.incidents.queries import incidents_table, my_reports, waiting


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with areas and categories."""
    make.areas_and_categories(municipality)
    return municipality


def test_the_same_report_sent_twice_is_one_report_and_the_same_receipt(home: Organisation) -> None:
    school = make.a_reporter(home)
    client_id = uuid4()
    first = actions.report(school, client_id, [make.a_draft(), make.a_draft(category="brak")])
    again = actions.report(school, client_id, [make.a_draft()])
    assert again == first
    assert (Report.objects.count(), Incident.objects.count()) == (1, 2)
    assert [line.state for line in first.lines] == [State.WAITING] * 2


def test_a_report_counts_when_a_reviewer_has_approved_it_and_not_before(home: Organisation) -> None:
    school, reviewer = make.a_reporter(home), builders.an_actor(home, Role.REVIEWER)
    (line,) = make.a_report(school)
    assert len(incidents_table(reviewer, IncidentFilter()).incidents) == 0
    assert [row.id for row in waiting(reviewer, number=1).rows] == [line.id]
    actions.approve(reviewer, line.id, version=line.version)
    counted = incidents_table(reviewer, IncidentFilter())
    assert counted.incidents.frame["id"].to_list() == [str(line.id)]
    assert counted.incidents.frame["area"].to_list() == ["V"]
    assert my_reports(school, number=1).rows[0].lines[0].state is State.APPROVED
