"""The address holds the filter, and the same filter gives the same incidents everywhere."""

from datetime import date
from uuid import UUID

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.actions import draw_area
from lagesbild_web.areas.contracts import Corner as AreaCorner
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.incidents.contracts import Corner, IncidentFilter, State
from lagesbild_web.incidents.filters import as_query, parse_filter, read_filter
from lagesbild_web.incidents.queries import incidents_for, incidents_table

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 1, 1))
CORNERS = st.builds(Corner, st.floats(-180, 180), st.floats(-90, 90))
FILTERS = st.builds(
    IncidentFilter,
    categories=st.lists(st.sampled_from(["klotter", "vald", "brak"]), unique=True).map(tuple),
    areas=st.lists(st.uuids(), unique=True, max_size=3).map(tuple),
    polygon=st.one_of(st.just(()), st.lists(CORNERS, min_size=3, max_size=8).map(tuple)),
    sources=st.lists(st.sampled_from(["rapport", "est"]), unique=True).map(tuple),
    organisations=st.lists(st.uuids(), unique=True, max_size=3).map(tuple),
    first_day=st.none(),
    last_day=st.one_of(st.none(), DAYS),
    hours=st.sets(st.integers(0, 23)).map(lambda s: tuple(sorted(s))),
    weekdays=st.sets(st.integers(1, 7)).map(lambda s: tuple(sorted(s))),
    seriousness=st.sets(st.integers(1, 5)).map(lambda s: tuple(sorted(s))),
    states=st.sets(st.sampled_from(State), min_size=1).map(lambda s: tuple(x for x in State if x in s)),
    text=st.text(st.characters(categories=["L", "N"]), max_size=20),
)


@given(wanted=FILTERS)
def test_a_filter_survives_its_address(wanted: IncidentFilter) -> None:
    assert parse_filter(QueryDict(as_query(wanted))) == wanted


def test_an_empty_address_asks_for_everything_that_counts() -> None:
    assert parse_filter(QueryDict("")) == IncidentFilter()
    assert as_query(IncidentFilter()) == ""


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("omrade=norr", "omrade"),
        ("yta=1,2;3,4", "yta"),
        ("yta=nan,2;3,4;5,6", "yta"),
        ("yta=1,2;3,4;500,6", "yta"),
        ("fran=31/2", "fran"),
        ("fran=2025-02-02&till=2025-02-01", "till"),
        ("timmar=25", "timmar"),
        ("veckodagar=5-2", "veckodagar"),
        ("allvar=stort", "allvar"),
        ("lage=borta", "lage"),
        (f"sok={'x' * 101}", "sok"),
        ("organisation=polisen", "organisation"),
    ],
)
def test_what_cannot_be_read_is_said_by_key_and_the_rest_is_kept(query: str, key: str) -> None:
    read = read_filter(QueryDict(f"kategori=klotter&{query}"))
    assert set(read.faults) == {key}
    assert read.filter.categories == ("klotter",)
    with pytest.raises(Invalid):
        parse_filter(QueryDict(query))


def test_hours_may_pass_midnight() -> None:
    assert parse_filter(QueryDict("timmar=22-02")).hours == (0, 1, 2, 22, 23)


@pytest.fixture
def seen(home: Organisation, school: Actor, reviewer: Actor) -> dict[str, UUID]:
    """Five incidents that differ in one thing each, all approved."""
    place = make.a_place(home)
    drafts = {
        "west": make.a_draft(),
        "east": make.a_draft(lon=make.EAST - 0.01),
        "night": make.a_draft(starts_at=make.yesterday(3), category="brak"),
        "place": make.a_draft(lon=None, lat=None, place_id=place.id, text="Öl och ÅNGEST"),
        "serious": make.a_draft(seriousness=5, time_precision="day"),
    }
    return {name: make.an_approved(school, reviewer, draft)[0].id for name, draft in drafts.items()}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"west", "east", "night", "place", "serious"}),
        ("kategori=vald", {"night"}),
        ("kategori=skadegorelse", {"west", "east", "place", "serious"}),
        ("timmar=3", {"night"}),
        ("timmar=20-22", {"west", "east", "place"}),
        ("allvar=5", {"serious"}),
        ("sok=ångest", {"place"}),
        ("sok=stationstorget+öl", {"place"}),
        ("kalla=rapport", {"west", "east", "night", "place", "serious"}),
        ("kalla=est", set()),
        ("lage=vantar", set()),
        ("till=2001-01-01", set()),
        (f"omrade={UUID(int=1)}", set()),
    ],
)
def test_the_list_and_the_table_answer_alike(
    seen: dict[str, UUID], home: Organisation, reviewer: Actor, query: str, expected: set[str]
) -> None:
    wanted = parse_filter(QueryDict(query))
    ids = {seen[name] for name in expected}
    listed = incidents_for(reviewer, wanted, number=1)
    assert {row.id for row in listed.rows} == ids
    assert listed.total == len(ids)
    table = incidents_table(reviewer, wanted)
    assert set(table.incidents.frame["id"]) == {str(i) for i in ids}
    assert table.details["id"].to_list() == table.incidents.frame["id"].to_list()


def test_districts_places_drawn_areas_and_polygons_hold_what_lies_in_them(
    seen: dict[str, UUID], home: Organisation, reviewer: Actor
) -> None:
    by_name = {area.name: area.id for area in areas_of(home.id)}
    corner = [
        (make.EAST - 0.02, make.SOUTH),
        (make.EAST, make.SOUTH),
        (make.EAST, make.NORTH),
        (make.EAST - 0.02, make.NORTH),
    ]
    drawn = draw_area(
        builders.SYSTEM, municipality_id=home.id, name="Kanten", corners=[AreaCorner(*c) for c in corner]
    )
    ring = tuple(Corner(*c) for c in corner)
    asked = {
        IncidentFilter(areas=(by_name["Östra"],)): {"east"},
        IncidentFilter(areas=(by_name["Stationstorget"],)): {"place"},
        IncidentFilter(areas=(drawn.id,)): {"east"},
        IncidentFilter(areas=(drawn.id, by_name["Stationstorget"])): {"east", "place"},
        IncidentFilter(areas=(by_name["Västra"],), polygon=ring): set(),
        IncidentFilter(polygon=ring): {"east"},
    }
    for wanted, expected in asked.items():
        ids = {seen[name] for name in expected}
        page = incidents_for(reviewer, wanted, number=1)
        assert {row.id for row in page.rows} == ids
        assert page.total == len(ids)
        assert set(incidents_table(reviewer, wanted).incidents.frame["id"]) == {str(i) for i in ids}


def test_a_small_polygon_tells_nobody_more_than_the_coarse_place(
    home: Organisation, school: Actor, reviewer: Actor
) -> None:
    """Whoever may not see the exact place cannot find it by drawing smaller and smaller rings."""
    (line,) = make.an_approved(school, reviewer)
    reader = builders.an_actor(home, Role.MEASURE_OWNER)
    told = incidents_table(reviewer, IncidentFilter()).incidents.frame
    exact = (told["lon"][0], told["lat"][0])
    coarse = incidents_table(reader, IncidentFilter())
    middle = (coarse.incidents.frame["lon"][0], coarse.incidents.frame["lat"][0])
    assert coarse.blurred == 1
    assert coarse.details["cell_m"].to_list() == [250]
    assert coarse.incidents.frame["location_precision"].to_list() == ["area"]

    def around(point: tuple[float, float]) -> IncidentFilter:
        lon, lat = point
        d = 0.0002
        return IncidentFilter(
            polygon=(Corner(lon - d, lat - d), Corner(lon + d, lat - d), Corner(lon, lat + d))
        )

    assert incidents_for(reviewer, around(exact), number=1).total == 1
    assert incidents_for(reader, around(exact), number=1).total == 0
    assert incidents_for(reader, around(middle), number=1).total == 1
    assert incidents_for(reader, IncidentFilter(text="Storgatan"), number=1).total == 0
    assert line.id
