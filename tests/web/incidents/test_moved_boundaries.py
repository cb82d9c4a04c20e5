"""When boundaries move, an area is counted by the same boundaries all the time, and that is said."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.actions import import_boundaries
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.boundaries import by_districts_of_today
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.queries import incidents_after, incidents_for, incidents_table
from lagesbild_web.incidents.weekly import weekly_counts
from lagesbild_web.plans.sheet import area_sheet

S = builders.SYSTEM
MOVED = date(2025, 1, 1)
DIVIDE = make.WEST + 0.025
"""Since 2025 Västra ends here; until then it reached to the middle."""
WEST, BETWEEN, EAST = make.WEST + 0.01, make.WEST + 0.035, make.EAST - 0.01
BEFORE, AFTER = datetime(2024, 12, 4, 20, tzinfo=UTC), datetime(2025, 3, 5, 20, tzinfo=UTC)


@pytest.fixture
def coordinator(home: Organisation) -> Actor:
    """Somebody who sees exact places, in a municipality with incidents on both sides of the change."""
    reporter = make.a_reporter(home)
    district = next(area.id for area in areas_of(home.id) if area.code == "V")
    drafts = [make.a_draft(lon=lon, starts_at=BEFORE) for lon in (WEST, BETWEEN, BETWEEN, EAST)]
    drafts.append(make.a_draft(lon=None, lat=None, place_id=district, starts_at=BEFORE))
    make.an_approved(reporter, S, *drafts)
    _move(home, "Distrikt 2025", DIVIDE)
    make.an_approved(reporter, S, *[make.a_draft(lon=x, starts_at=AFTER) for x in (WEST, BETWEEN, EAST)])
    return builders.an_actor(home, Role.COORDINATOR)


def _move(home: Organisation, name: str, divide: float, *, valid_from: date = MOVED) -> None:
    import_boundaries(
        S,
        make.squares(divide=divide),
        municipality_id=home.id,
        kind="district",
        name=name,
        valid_from=valid_from,
    )


def _district(home: Organisation, code: str, generation: str) -> UUID:
    rows = areas_of(home.id, kind="district", with_retired=True)
    return next(area.id for area in rows if (area.code, area.generation) == (code, generation))


def _wanted(home: Organisation, code: str, generation: str = "Distrikt 2025") -> IncidentFilter:
    return IncidentFilter(areas=(_district(home, code, generation),))


@pytest.mark.parametrize(
    ("code", "generation", "count"),
    [
        ("V", "Distrikt 2025", 2),
        ("Ö", "Distrikt 2025", 5),
        # The one without a place was given the old Västra, all of it.
        ("V", "Distrikt 2020", 6),
        ("Ö", "Distrikt 2020", 2),
    ],
)
def test_an_area_is_counted_by_its_own_boundaries_all_the_time(
    home: Organisation, coordinator: Actor, code: str, generation: str, count: int
) -> None:
    wanted = _wanted(home, code, generation)
    assert len(incidents_table(coordinator, wanted).details) == count
    assert incidents_for(coordinator, wanted, number=1).total == count
    assert len(incidents_after(coordinator, wanted, after=None, size=50).rows) == count


def test_what_was_kept_on_the_incidents_is_not_changed(home: Organisation, coordinator: Actor) -> None:
    incidents_table(coordinator, _wanted(home, "V"))
    kept = set(Incident.objects.values_list("starts_on__year", "area_generation"))
    assert kept == {(2024, "Distrikt 2020"), (2025, "Distrikt 2025")}


def test_the_figure_says_that_boundaries_moved_and_what_cannot_be_placed(
    home: Organisation, coordinator: Actor
) -> None:
    told = incidents_table(coordinator, _wanted(home, "V")).note
    assert "Distrikt 2020 gällde till 2025-01-01" in told
    assert "gränserna i Distrikt 2025" in told
    assert "1 händelse utan koordinater" in told.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("generation", "first", "last"),
    [("Distrikt 2025", MOVED, None), ("Distrikt 2020", None, date(2024, 12, 31))],
)
def test_nothing_is_said_while_one_and_the_same_boundaries_held(
    home: Organisation, coordinator: Actor, generation: str, first: date | None, last: date | None
) -> None:
    (area,) = _wanted(home, "V", generation).areas
    assert not incidents_table(
        coordinator, IncidentFilter(areas=(area,), first_day=first, last_day=last)
    ).note
    assert not incidents_table(coordinator, IncidentFilter(first_day=first)).note


def test_boundaries_that_come_again_with_other_names_move_nothing(home: Organisation) -> None:
    district = _district(home, "V", "Distrikt 2020")
    drafts = [make.a_draft(starts_at=BEFORE), make.a_draft(lon=None, lat=None, place_id=district)]
    make.an_approved(make.a_reporter(home), S, *drafts)
    _move(home, "Distrikt 2025", make.MIDDLE)
    chosen = incidents_table(S, _wanted(home, "V"), municipality_id=home.id)
    assert (len(chosen.details), chosen.note) == (2, "")


def test_whoever_counts_by_area_counts_by_the_districts_of_today(
    home: Organisation, coordinator: Actor
) -> None:
    chosen = by_districts_of_today(home.id, incidents_table(coordinator, IncidentFilter()))
    counts = dict(chosen.incidents.frame["area"].value_counts().iter_rows())
    # The one that has no place could lie in either.
    assert counts == {"V": 2, "Ö": 5, None: 1}
    today = {str(area.id) for area in areas_of(home.id, kind="district")}
    assert set(chosen.details["area_id"].drop_nulls()) == today


def test_the_weeks_of_a_district_have_no_step_where_its_boundaries_moved(
    home: Organisation, coordinator: Actor
) -> None:
    weekly = weekly_counts(coordinator, home.id, last_monday=date(2025, 3, 3), weeks=20)
    by_area = dict(zip(weekly.areas, weekly.counts.sum(axis=1).tolist(), strict=True))
    assert by_area == {
        _district(home, "V", "Distrikt 2025"): 2,
        _district(home, "Ö", "Distrikt 2025"): 5,
        None: 1,
    }


def test_the_area_sheet_compares_with_the_same_ground(home: Organisation, coordinator: Actor) -> None:
    sheet = area_sheet(coordinator, home.id, month=date(2025, 3, 1))
    # Three lay in today's Östra the year before and one lies there now: too few to say anything of.
    assert [statement.verdict for statement in sheet.statements] == ["stable"]


def test_incidents_outside_the_first_boundaries_are_found_by_later_ones_that_reach_further(
    home: Organisation,
) -> None:
    make.an_approved(make.a_reporter(home), S, make.a_draft(lon=make.EAST + 0.01, starts_at=BEFORE))
    assert Incident.objects.get().area_id is None
    wide = make.squares(divide=make.MIDDLE)
    polygons = wide.polygons.copy()
    from shapely.affinity import scale

    polygons[1] = scale(polygons[1], xfact=2, origin=(make.MIDDLE, make.SOUTH))
    import_boundaries(
        S,
        type(wide).from_frame(wide.frame, polygons),
        municipality_id=home.id,
        kind="district",
        name="Distrikt 2025",
        valid_from=MOVED,
    )
    chosen = incidents_table(S, _wanted(home, "Ö"), municipality_id=home.id)
    assert len(chosen.details) == 1
    assert "Gränserna har ändrats" in chosen.note
