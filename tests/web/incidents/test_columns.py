"""Columns in memory say what the database says: for every role and filter, and after every change."""

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import polars as pl
import pytest
from django.db import transaction
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.rights import allows, within_columns
from lagesbild_web.access.roles import Circle, Right, Role, Sensitivity
from lagesbild_web.areas.contracts import Area
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.base.actor import Actor, the_public
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.choosing import chosen, latest_ids
from lagesbild_web.incidents.columns import columns_of
from lagesbild_web.incidents.contracts import Corner, IncidentFilter, State
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.selecting import ground_of, matching

YESTERDAY = make.yesterday().date()
FILTERS = {
    "everything": IncidentFilter(states=tuple(State)),
    "approved": IncidentFilter(),
    "waiting": IncidentFilter(states=(State.WAITING,)),
    "category": IncidentFilter(categories=("brak",)),
    "group": IncidentFilter(categories=("vald",), states=tuple(State)),
    "period": IncidentFilter(first_day=YESTERDAY - timedelta(days=1), last_day=YESTERDAY),
    "later": IncidentFilter(first_day=date(2100, 1, 1)),
    "hours": IncidentFilter(hours=(21, 22)),
    "weekdays": IncidentFilter(weekdays=(1, 2, 3)),
    "serious": IncidentFilter(seriousness=(4, 5)),
    "source": IncidentFilter(sources=("rapport",)),
    "no_source": IncidentFilter(sources=("annan",)),
    "text": IncidentFilter(text="tunneln"),
    "ring": IncidentFilter(
        polygon=(
            Corner(make.WEST, make.SOUTH),
            Corner(make.MIDDLE, make.SOUTH),
            Corner(make.MIDDLE, make.NORTH),
            Corner(make.WEST, make.NORTH),
        )
    ),
}


@pytest.fixture
def place(municipality: Organisation) -> Area:
    """A named place in a municipality with areas, categories and incidents in every state."""
    make.areas_and_categories(municipality)
    return make.a_place(municipality)


@pytest.fixture
def home(municipality: Organisation, place: Area) -> Organisation:
    """The municipality, with incidents of several kinds, places, circles and states."""
    reviewer = builders.SYSTEM  # who may approve what only one organisation sees
    for name in ("Björkskolan", "Ekskolan"):
        school = make.a_reporter(municipality, name=name)
        make.an_approved(
            school,
            reviewer,
            make.a_draft(),
            make.a_draft(category="brak", lon=make.EAST - 0.01, seriousness=5),
            make.a_draft(own_circle=True, starts_at=make.yesterday(3)),
            make.a_draft(lon=None, lat=None, place_id=place.id, time_precision="day"),
            make.a_draft(category="misshandel", starts_at=make.yesterday() - timedelta(days=40)),
        )
        lines = make.a_report(school, make.a_draft(), make.a_draft())
        actions.return_with_question(reviewer, lines[0].id, version=lines[0].version, question="Vilken port?")
    return municipality


@pytest.fixture
def readers(home: Organisation) -> dict[str, Actor]:
    """Somebody of each role, at home, at a partner, elsewhere, and outside."""
    partner = builders.a_partner(home)
    elsewhere = builders.a_municipality("Annanstad")
    roles = [role for role in Role if role is not Role.PUBLIC]
    found = {f"home {role}": builders.an_actor(home, role) for role in roles}
    found |= {f"partner {role}": builders.an_actor(partner, role) for role in roles}
    found["stranger"] = builders.an_actor(elsewhere, Role.COORDINATOR)
    found["public"] = the_public()
    found["system"] = builders.SYSTEM
    sender = Incident.objects.filter(report__isnull=False).first()
    assert sender is not None
    assert sender.report is not None
    assert sender.report.reporter is not None
    from lagesbild_web.access.queries import actor_for

    found["sender"] = actor_for(sender.report.reporter.id, "")
    return found


def in_the_database(actor: Actor, home: UUID, wanted: IncidentFilter) -> dict[str, bool]:
    """What the database finds, and whether the place may be seen exactly."""
    rows = matching(actor, home, wanted, ground_of(home, wanted)).values_list("id", "is_exact")
    return {str(key): bool(is_exact) for key, is_exact in rows}


def in_memory(actor: Actor, home: UUID, wanted: IncidentFilter) -> dict[str, bool]:
    """The same, of the columns."""
    frame = chosen(actor, home, wanted, ground_of(home, wanted))
    return dict(frame.select("id", "is_exact").iter_rows())


@pytest.mark.parametrize("name", FILTERS)
def test_every_reader_gets_the_same_rows_from_memory_as_from_the_database(
    name: str, home: Organisation, readers: dict[str, Actor]
) -> None:
    wanted = FILTERS[name]
    for actor in readers.values():
        assert in_memory(actor, home.id, wanted) == in_the_database(actor, home.id, wanted)
    if name in ("approved", "category", "hours", "ring"):
        assert in_memory(readers["home coordinator"], home.id, wanted)


def test_districts_and_places_choose_the_same_rows(
    home: Organisation, place: Area, readers: dict[str, Actor]
) -> None:
    districts = [area.id for area in areas_of(home.id, kind="district")]
    for areas in (districts, districts[:1], [place.id], [builders.some_id()]):
        wanted = IncidentFilter(areas=tuple(areas))
        for name in ("home coordinator", "partner reporter", "stranger"):
            assert in_memory(readers[name], home.id, wanted) == in_the_database(
                readers[name], home.id, wanted
            )


def test_rights_on_columns_are_the_rights_on_single_things(
    home: Organisation, readers: dict[str, Actor]
) -> None:
    organisations = {m.organisation_id for actor in readers.values() for m in actor.memberships}
    things = [
        Thing(home.id, organisation, circle, sensitivity)
        for organisation, circle, sensitivity in product(organisations, Circle, Sensitivity)
    ]
    frame = pl.DataFrame(
        {
            "municipality_id": [thing.municipality_id.hex for thing in things],
            "organisation_id": [thing.organisation_id.hex for thing in things],
            "circle": [thing.circle for thing in things],
            "sensitivity": [thing.sensitivity for thing in things],
        }
    )
    for actor, right in product(readers.values(), Right):
        kept = frame.select(kept=within_columns(actor, right)).to_series()
        expected = [allows(actor, right, thing) for thing in things]
        assert (kept.to_list() if len(kept) > 1 else kept.to_list() * len(things)) == expected


class Thing:
    """Something that access is asked for."""

    def __init__(self, municipality_id: UUID, organisation_id: UUID, circle: str, sensitivity: str) -> None:
        self.municipality_id, self.organisation_id = municipality_id, organisation_id
        self.circle, self.sensitivity = circle, sensitivity


@pytest.fixture
def committed(transactional_db: None) -> tuple[Organisation, Actor, Actor]:
    """A municipality whose changes are really committed, somebody who reports and somebody who reviews."""
    home = builders.a_municipality()
    make.areas_and_categories(home)
    return home, make.a_reporter(home), builders.an_actor(home, Role.REVIEWER)


@pytest.mark.django_db(transaction=True)
def test_every_change_is_seen_at_once_however_it_is_made(
    committed: tuple[Organisation, Actor, Actor],
) -> None:
    home, school, reviewer = committed

    def states() -> list[str]:
        return sorted(columns_of(home.id)["state"].cast(pl.String).to_list())

    assert states() == []
    lines = make.a_report(school, make.a_draft(), make.a_draft())
    assert states() == ["waiting", "waiting"]
    actions.approve(reviewer, lines[0].id, version=lines[0].version)
    assert states() == ["approved", "waiting"]
    Incident.objects.filter(pk=lines[1].id).update(state=State.WITHDRAWN)
    assert states() == ["approved", "withdrawn"]
    Incident.objects.filter(pk=lines[1].id).delete()
    assert states() == ["approved"]
    assert columns_of(home.id)["id"].to_list() == [str(lines[0].id)]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_kept(committed: tuple[Organisation, Actor, Actor]) -> None:
    home, school, _reviewer = committed
    make.a_report(school)
    assert len(columns_of(home.id)) == 1
    with transaction.atomic():
        make.a_report(school)
        assert len(columns_of(home.id)) == 2  # within the transaction it is there
        transaction.set_rollback(True)
    assert len(columns_of(home.id)) == 1
    make.a_report(school)
    assert len(columns_of(home.id)) == 2


@pytest.mark.django_db(transaction=True)
def test_what_has_not_changed_is_not_read_again(committed: tuple[Organisation, Actor, Actor]) -> None:
    home, school, _reviewer = committed
    make.a_report(school)
    assert columns_of(home.id) is columns_of(home.id)


@pytest.mark.parametrize("name", [name for name in FILTERS if name not in ("text", "ring")])
def test_pages_of_the_list_are_in_the_order_of_the_database(
    name: str, home: Organisation, readers: dict[str, Actor]
) -> None:
    wanted, ground = FILTERS[name], ground_of(home.id, FILTERS[name])
    for reader in ("home coordinator", "partner reporter", "sender", "stranger"):
        rows = matching(readers[reader], home.id, wanted, ground)
        expected = [str(key) for key in rows.values_list("id", flat=True)]
        pages = [
            latest_ids(readers[reader], home.id, wanted, ground, start=start, size=4) for start in (0, 4, 8)
        ]
        assert [key for ids, _ in pages for key in ids] == expected[:12]
        assert {total for _, total in pages} == {len(expected)}
