"""What is reported is kept once, checked, and counts when it has been reviewed."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Holding
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role, Sensitivity
from lagesbild_web.areas.actions import import_boundaries, retire_category
from lagesbild_web.areas.queries import categories_of
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import IncidentFilter, State
from lagesbild_web.incidents.models import Incident, Report
from lagesbild_web.incidents.queries import incident_for, incidents_table, my_reports, waiting


def test_the_same_report_sent_twice_is_one_report_and_the_same_receipt(school: Actor) -> None:
    client_id = uuid4()
    first = actions.report(school, client_id, [make.a_draft(), make.a_draft(category="brak")])
    again = actions.report(school, client_id, [make.a_draft()])
    assert again == first
    assert (Report.objects.count(), Incident.objects.count()) == (1, 2)
    assert [line.state for line in first.lines] == [State.WAITING] * 2


def test_nobody_gets_somebody_elses_receipt_by_sending_their_number(
    home: Organisation, school: Actor
) -> None:
    client_id = uuid4()
    actions.report(school, client_id, [make.a_draft()])
    other = make.a_reporter(home, name="Biblioteket")
    with pytest.raises(Invalid) as fault:
        actions.report(other, client_id, [make.a_draft()])
    assert set(fault.value.faults) == {"client_id"}


def test_a_report_counts_when_a_reviewer_has_approved_it_and_not_before(
    school: Actor, reviewer: Actor
) -> None:
    (line,) = make.a_report(school)
    assert len(incidents_table(reviewer, IncidentFilter()).incidents) == 0
    assert [row.id for row in waiting(reviewer, number=1).rows] == [line.id]
    actions.approve(reviewer, line.id, version=line.version)
    counted = incidents_table(reviewer, IncidentFilter())
    assert counted.incidents.frame["id"].to_list() == [str(line.id)]
    assert counted.incidents.frame["area"].to_list() == ["V"]
    assert my_reports(school, number=1).rows[0].lines[0].state is State.APPROVED


def test_what_a_trusted_organisation_reports_counts_at_once(home: Organisation, school: Actor) -> None:
    organisation = school.memberships[0].organisation_id
    administrator = builders.an_actor(home, Role.ADMINISTRATOR)
    actions.trust_organisation(
        administrator, organisation, municipality_id=home.id, is_trusted=True, reason="Avtal."
    )
    assert make.a_report(school)[0].state is State.APPROVED
    words_that_stay = make.a_draft(text="Ring 070-123 45 67.", personal_data_motive="Butikens nummer.")
    assert make.a_report(school, words_that_stay)[0].state is State.WAITING
    actions.trust_organisation(
        administrator, organisation, municipality_id=home.id, is_trusted=False, reason="Avtalet är slut."
    )
    assert make.a_report(school)[0].state is State.WAITING


def test_personal_data_is_stopped_until_it_is_taken_away_or_motivated(school: Actor) -> None:
    draft = make.a_draft(text="Ring 070-123 45 67 och fråga.")
    with pytest.raises(Invalid) as fault:
        actions.report(school, uuid4(), [make.a_draft(), draft])
    assert list(fault.value.faults) == ["1.text"]
    assert "070-123 45 67" in fault.value.faults["1.text"]
    assert not Incident.objects.exists()
    kept = replace(draft, personal_data_motive="Numret står på skylten.")
    actions.report(school, uuid4(), [kept])
    logged = Record.objects.get(event="incident.personal_data_kept")
    assert logged.facts == {"kinds": "telefonnummer", "reason": "Numret står på skylten."}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"category": "finns_inte"}, "category"),
        ({"starts_at": timezone.now() + timedelta(hours=1)}, "starts_at"),
        ({"starts_at": timezone.now() - timedelta(days=4000)}, "starts_at"),
        ({"time_precision": "span"}, "ends_at"),
        ({"time_precision": "span", "ends_at": make.yesterday(20)}, "ends_at"),
        ({"lon": None}, "lon"),
        ({"lon": 200.0}, "lon"),
        ({"lon": float("nan")}, "lon"),
        ({"lon": None, "lat": None}, "place_name"),
        ({"place_id": builders.some_id()}, "place_id"),
        ({"seriousness": 6}, "seriousness"),
        ({"witnessed": "kanske"}, "witnessed"),
        ({"police_report": "kanske"}, "police_report"),
        ({"text": "x" * 4001}, "text"),
        ({"place_name": "Ring 070-123 45 67"}, "place_name"),
        ({"uncertainty_m": -1}, "uncertainty_m"),
    ],
)
def test_each_fault_in_a_draft_is_said_on_its_field(
    school: Actor, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as fault:
        actions.report(school, uuid4(), [make.a_draft(**changes)])
    assert set(fault.value.faults) == {f"0.{field}"}


def test_a_retired_category_cannot_be_reported(home: Organisation, school: Actor) -> None:
    klotter = next(c for c in categories_of(home.id) if c.code == "klotter")
    retire_category(builders.SYSTEM, klotter.id, reason="Ersatt.")
    with pytest.raises(Invalid, match="används inte längre"):
        actions.report(school, uuid4(), [make.a_draft()])


@pytest.mark.parametrize("count", [0, 51])
def test_a_report_holds_one_to_fifty_incidents(school: Actor, count: int) -> None:
    with pytest.raises(Invalid, match="1 till 50"):
        actions.report(school, uuid4(), [make.a_draft()] * count)


def test_a_day_without_an_hour_says_nothing_about_the_hour(school: Actor) -> None:
    (line,) = make.a_report(school, make.a_draft(time_precision="day"))
    row = Incident.objects.get(pk=line.id)
    assert row.hour is None
    assert row.ends_at - row.starts_at in (timedelta(hours=h) for h in (23, 24, 25))
    assert timezone.localtime(row.starts_at).hour == 0
    assert row.starts_on == timezone.localtime(make.yesterday()).date()


def test_a_named_place_gives_the_incident_its_point_and_says_that_it_is_the_places_own(
    home: Organisation, school: Actor
) -> None:
    place = make.a_place(home)
    (line,) = make.a_report(school, make.a_draft(lon=None, lat=None, place_id=place.id))
    row = Incident.objects.get(pk=line.id)
    assert (row.lon, row.lat, row.location_precision) == (place.lon, place.lat, "place")
    assert row.place_name == "Stationstorget"


def test_a_moved_boundary_rewrites_no_history(home: Organisation, school: Actor) -> None:
    point = make.a_draft(lon=make.MIDDLE - 0.005)
    (before,) = make.a_report(school, point)
    import_boundaries(
        builders.SYSTEM,
        make.squares(divide=make.WEST + 0.02),
        municipality_id=home.id,
        kind="district",
        name="Distrikt ny",
        valid_from=timezone.localdate() - timedelta(days=3),
    )
    (after,) = make.a_report(school, point)
    rows = {row.id: row for row in Incident.objects.select_related("area")}
    assert (rows[before.id].area.code, rows[before.id].area_generation) == ("V", "Distrikt 2020")
    assert (rows[after.id].area.code, rows[after.id].area_generation) == ("Ö", "Distrikt ny")


def test_a_sensitive_category_makes_the_incident_protected(school: Actor) -> None:
    (line,) = make.a_report(school, make.a_draft(category="sexualbrott"))
    assert Incident.objects.get(pk=line.id).sensitivity == Sensitivity.PROTECTED


def test_nothing_to_report_is_a_report_too(school: Actor) -> None:
    today = timezone.localdate()
    receipt = actions.report_nothing(school, uuid4(), first_day=today - timedelta(days=6), last_day=today)
    assert receipt.is_zero
    assert not receipt.lines
    with pytest.raises(Invalid, match="före den första"):
        actions.report_nothing(school, uuid4(), first_day=today, last_day=today - timedelta(days=1))
    with pytest.raises(Invalid, match="framtiden"):
        actions.report_nothing(school, uuid4(), first_day=today, last_day=today + timedelta(days=1))


@pytest.mark.parametrize("role", [Role.STEERING, Role.AUDITOR, Role.ADMINISTRATOR, Role.MEASURE_OWNER])
def test_those_without_the_right_cannot_report(home: Organisation, role: Role) -> None:
    with pytest.raises(NotAllowed):
        actions.report(builders.an_actor(home, role), uuid4(), [make.a_draft()])


def test_nobody_reports_for_an_organisation_that_is_not_theirs(home: Organisation, school: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.report(school, uuid4(), [make.a_draft()], organisation_id=home.id)


def test_a_successor_in_the_function_sees_the_report_and_answers_for_it(
    home: Organisation, school: Actor, reviewer: Actor
) -> None:
    (line,) = make.a_report(school)
    actions.return_with_question(reviewer, line.id, version=1, question="Vilken sida?")
    successor = builders.a_user()
    function = school.memberships[0].function_id
    Holding.objects.create(
        function_id=function, user=successor, starts_on=timezone.localdate() - timedelta(days=1)
    )
    actor = actor_for(successor.id, "Ny rektor")
    assert my_reports(actor, number=1).total == 1
    assert incident_for(actor, line.id).can_answer
    actions.answer_question(actor, line.id, version=2, answer="Norra sidan.")
    assert Incident.objects.get(pk=line.id).state == State.WAITING
