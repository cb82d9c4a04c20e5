"""Work is bound to functions; people hold them for a time and leave their traces behind."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from tests.web import builders
from tests.web.builders import SYSTEM

from lagesbild_web.access import actions
from lagesbild_web.access.contracts import Organisation, Span, span_of
from lagesbild_web.access.models import Holding
from lagesbild_web.access.queries import actor_for, function_for, functions_for, organisations_for, person_for
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound

TODAY = timezone.localdate()


@pytest.fixture
def administrator(municipality: Organisation) -> Actor:
    """Somebody who manages the municipality."""
    return builders.an_actor(municipality, Role.ADMINISTRATOR)


@pytest.fixture
def school(municipality: Organisation) -> Organisation:
    """A partner."""
    return builders.a_partner(municipality, name="Björkskolan", kind="school")


def _head(administrator: Actor, school: Organisation) -> UUID:
    made = actions.create_function(
        administrator, school.id, name="Rektor", role=Role.REPORTER, starts_on=TODAY - timedelta(days=400)
    )
    return made.id


def test_a_function_outlives_those_who_hold_it(administrator: Actor, school: Organisation) -> None:
    head = _head(administrator, school)
    first, second = builders.a_user(full_name="Första"), builders.a_user(full_name="Andra")
    holding = actions.give_function(administrator, head, first.id, starts_on=TODAY - timedelta(days=300))
    actions.end_holding(administrator, holding, ends_on=TODAY)
    actions.give_function(administrator, head, second.id, starts_on=TODAY)

    assert actor_for(first.id, "").memberships == ()
    assert [m.function_id for m in actor_for(second.id, "").memberships] == [head]
    assert [(h.person, h.span) for h in function_for(administrator, head).holders] == [
        ("Andra", Span.NOW),
        ("Första", Span.PAST),
    ]


def test_a_substitute_holds_the_function_beside_the_one_on_leave_and_then_stops_by_itself(
    administrator: Actor, school: Organisation
) -> None:
    head = _head(administrator, school)
    usual, substitute = builders.a_user(), builders.a_user()
    actions.give_function(administrator, head, usual.id, starts_on=TODAY - timedelta(days=90))
    actions.give_function(
        administrator,
        head,
        substitute.id,
        starts_on=TODAY - timedelta(days=9),
        ends_on=TODAY + timedelta(days=1),
        is_substitute=True,
    )
    now = {
        h.person_id: h.is_substitute
        for h in functions_for(administrator, organisation_id=school.id).rows[0].holders
    }
    assert now == {usual.id: False, substitute.id: True}
    assert actor_for(substitute.id, "").home is not None
    Holding.objects.filter(user=substitute).update(ends_on=TODAY)
    assert actor_for(substitute.id, "").home is None


def test_an_end_can_be_undone(administrator: Actor, school: Organisation) -> None:
    head = _head(administrator, school)
    person = builders.a_user()
    holding = actions.give_function(administrator, head, person.id, starts_on=TODAY)
    actions.end_holding(administrator, holding, ends_on=TODAY)  # taken back the day it was given
    assert actor_for(person.id, "").home is None
    actions.reopen_holding(administrator, holding)
    assert actor_for(person.id, "").home is not None


def test_ending_a_function_ends_those_who_hold_it_and_undoing_brings_them_back(
    administrator: Actor, school: Organisation
) -> None:
    head = _head(administrator, school)
    person, earlier = builders.a_user(), builders.a_user()
    actions.give_function(administrator, head, person.id, starts_on=TODAY - timedelta(days=3))
    past = actions.give_function(administrator, head, earlier.id, starts_on=TODAY - timedelta(days=90))
    actions.end_holding(administrator, past, ends_on=TODAY - timedelta(days=3))

    actions.end_function(administrator, head, ends_on=TODAY)
    assert actor_for(person.id, "").home is None
    actions.reopen_function(administrator, head)
    assert actor_for(person.id, "").home is not None
    assert actor_for(earlier.id, "").home is None


def test_ending_an_organisation_ends_everything_in_it_and_removes_nothing(
    administrator: Actor, school: Organisation
) -> None:
    head = _head(administrator, school)
    person, coming = builders.a_user(), builders.a_user()
    actions.give_function(administrator, head, person.id, starts_on=TODAY - timedelta(days=3))
    actions.give_function(administrator, head, coming.id, starts_on=TODAY + timedelta(days=30))
    actions.end_organisation(administrator, school.id, ends_on=TODAY)
    assert actor_for(person.id, "").home is None
    spans = {h.person_id: h.span for h in function_for(administrator, head).holders}
    assert spans == {person.id: Span.PAST, coming.id: Span.TAKEN_BACK}
    assert [o.name for o in organisations_for(administrator).rows][-1] == "Björkskolan"
    actions.reopen_organisation(administrator, school.id)
    assert actor_for(person.id, "").home is not None


def test_the_same_person_cannot_hold_a_function_twice_at_once(
    administrator: Actor, school: Organisation
) -> None:
    head = _head(administrator, school)
    person = builders.a_user()
    actions.give_function(administrator, head, person.id, starts_on=TODAY, ends_on=TODAY + timedelta(days=30))
    for start in (TODAY, TODAY + timedelta(days=29)):
        with pytest.raises(Invalid, match="redan funktionen"):
            actions.give_function(administrator, head, person.id, starts_on=start)
    actions.give_function(administrator, head, person.id, starts_on=TODAY + timedelta(days=30))


def test_a_municipality_is_never_left_without_an_administrator(
    administrator: Actor, municipality: Organisation
) -> None:
    holding = Holding.objects.get(user_id=administrator.user_id)
    with pytest.raises(Invalid, match="ingen administratör kvar"):
        actions.end_holding(administrator, holding.id, ends_on=TODAY)
    with pytest.raises(Invalid, match="ingen administratör kvar"):
        actions.end_function(administrator, holding.function_id, ends_on=TODAY)
    builders.a_person(municipality, Role.ADMINISTRATOR)
    actions.end_holding(administrator, holding.id, ends_on=TODAY)


def test_an_administrator_manages_only_the_own_municipality(
    administrator: Actor, municipality: Organisation
) -> None:
    other = builders.a_municipality("Annanstad")
    elsewhere = builders.a_function(other, Role.REPORTER)
    with pytest.raises(NotFound):
        actions.create_function(administrator, other.id, name="Spion", role=Role.AUDITOR, starts_on=TODAY)
    with pytest.raises(NotFound):
        actions.give_function(
            administrator, elsewhere.id, administrator.user_id or UUID(int=0), starts_on=TODAY
        )
    with pytest.raises(NotFound):
        function_for(administrator, elsewhere.id)
    with pytest.raises(NotFound):
        person_for(administrator, builders.a_person(other, Role.REPORTER).id)
    partner = builders.an_actor(builders.a_partner(municipality), Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        organisations_for(partner)


def test_one_works_in_one_municipality_at_a_time(municipality: Organisation) -> None:
    person = builders.a_person(municipality, Role.COORDINATOR)
    other = builders.a_municipality("Annanstad")
    Holding.objects.create(function=builders.a_function(other, Role.AUDITOR), user=person, starts_on=TODAY)
    here = actor_for(person.id, "")
    assert [m.role for m in here.memberships] == [Role.COORDINATOR]
    assert [place.name for place in here.workplaces] == ["Annanstad", "Exempelköping"]
    there = actor_for(person.id, "", works_in=other.id)
    assert ([m.role for m in there.memberships], there.municipality_id) == ([Role.AUDITOR], other.id)
    # A choice that no longer holds falls back instead of locking the person out.
    Holding.objects.filter(function__organisation_id=other.id).update(ends_on=TODAY)
    assert actor_for(person.id, "", works_in=other.id).municipality_id == municipality.id


def test_erasing_an_account_leaves_that_somebody_held_the_function(
    administrator: Actor, municipality: Organisation, school: Organisation
) -> None:
    head = _head(administrator, school)
    person = builders.a_user(email="rektor@exempelkoping.example")
    actions.give_function(administrator, head, person.id, starts_on=TODAY - timedelta(days=30))
    actions.erase_account(SYSTEM, person.email, municipality_id=municipality.id, reason="Har slutat")
    held = function_for(administrator, head).holders[0]
    assert (held.person_id, held.person, held.span) == (None, "", Span.PAST)
    with pytest.raises(Invalid, match="raderat"):
        actions.reopen_holding(administrator, held.id)


def test_every_change_is_in_the_log_by_function_and_never_by_name(
    administrator: Actor, school: Organisation
) -> None:
    head = _head(administrator, school)
    person = builders.a_user(full_name="Hemlig Person")
    holding = actions.give_function(administrator, head, person.id, starts_on=TODAY)
    actions.end_holding(administrator, holding, ends_on=TODAY)
    actions.change_function(administrator, head, name="Skolledare", area="Norra området")
    actions.rename_organisation(administrator, school.id, name="Björkskolan F–9")
    events = list(Record.objects.order_by("sequence").values_list("event", flat=True))
    assert events == [
        "access.function_created",
        "access.function_given",
        "access.holding_ended",
        "access.function_changed",
        "access.organisation_renamed",
    ]
    assert not any("Hemlig" in str(row.facts) for row in Record.objects.all())


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (-5, None, Span.NOW),
        (0, None, Span.NOW),
        (1, None, Span.COMING),
        (-5, 0, Span.PAST),
        (-5, 1, Span.NOW),
        (0, 0, Span.TAKEN_BACK),
        (3, 3, Span.TAKEN_BACK),
    ],
)
def test_a_time_holds_from_its_first_day_until_the_day_it_ends(
    start: int, end: int | None, expected: Span
) -> None:
    ends_on = None if end is None else TODAY + timedelta(days=end)
    assert span_of(TODAY + timedelta(days=start), ends_on, TODAY) is expected


def test_what_people_had_before_functions_is_carried_over_and_back(transactional_db: None) -> None:
    municipality = builders.a_municipality()
    person = builders.a_user()
    try:
        old = _migrate([("access", "0002_functions")])
        old.get_model("access", "Membership").objects.create(
            user_id=person.id,
            organisation_id=municipality.id,
            role="auditor",
            starts_on=date(2024, 2, 29),
            ends_on=date(2025, 3, 1),
        )
        new = _migrate([("access", "0003_memberships_become_holdings")])
        holding = new.get_model("access", "Holding").objects.get()
        assert (holding.function.name, holding.function.role) == ("Revisor", "auditor")
        assert (holding.starts_on, holding.ends_on) == (date(2024, 2, 29), date(2025, 3, 1))
        back = _migrate([("access", "0002_functions")])
        assert back.get_model("access", "Membership").objects.get().ends_on == date(2025, 3, 1)
    finally:
        call_command("migrate", verbosity=0)  # every feature: others stand on these tables, and have triggers


def _migrate(targets: list[tuple[str, str]]):  # type: ignore[no-untyped-def]  # migrations' own registry
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps
