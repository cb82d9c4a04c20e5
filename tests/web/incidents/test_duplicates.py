"""What may be the same is put forward with what speaks for it, and nothing else is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.duplicates import apart_in_time, words_in
from lagesbild_web.incidents.queries import duplicates_of

METRE_NORTH = 1 / 111_400
"""Degrees of latitude."""


@pytest.fixture
def library(home: Organisation) -> Actor:
    """Another reporter."""
    return make.a_reporter(home, name="Biblioteket")


def test_the_same_seen_by_two_is_put_forward_with_its_numbers(
    school: Actor, library: Actor, reviewer: Actor
) -> None:
    draft = make.a_draft(text="Nytt klotter på väggen vid tunneln")
    (mine,) = make.a_report(school, draft)
    near = make.a_draft(
        lat=make.SOUTH + 0.01 + 40 * METRE_NORTH,
        starts_at=draft.starts_at + timedelta(minutes=25),
        text="Klotter på väggen i tunneln",
    )
    (theirs,) = make.a_report(library, near)
    (hint,) = duplicates_of(reviewer, [mine.id])[mine.id]
    assert hint.row.id == theirs.id
    assert hint.strength == "Troligen samma"
    assert hint.distance_m == pytest.approx(40, abs=2)
    assert hint.apart_minutes == 25
    assert "samma kategori" in hint.reasons
    assert (hint.common_words, hint.words) == (3, 4)


@pytest.mark.parametrize(
    "changes",
    [
        {"lat": make.SOUTH + 0.01 + 900 * METRE_NORTH},
        {"starts_at": make.yesterday() - timedelta(hours=30)},
        {"category": "fortkorning", "text": "Bilar kör för fort"},
    ],
)
def test_what_is_far_away_long_before_or_something_else_is_not(
    school: Actor, library: Actor, reviewer: Actor, changes: dict[str, object]
) -> None:
    (mine,) = make.a_report(school)
    make.a_report(library, make.a_draft(**changes))
    assert duplicates_of(reviewer, [mine.id])[mine.id] == ()


def test_two_incidents_of_one_report_are_not_the_same(school: Actor, reviewer: Actor) -> None:
    one, _two = make.a_report(school, make.a_draft(), make.a_draft())
    assert duplicates_of(reviewer, [one.id])[one.id] == ()


def test_what_is_merged_or_withdrawn_is_not_put_forward(
    school: Actor, library: Actor, reviewer: Actor
) -> None:
    (mine,) = make.a_report(school)
    (theirs,) = make.a_report(library)
    actions.withdraw(reviewer, theirs.id, version=1, reason="Övning.")
    assert duplicates_of(reviewer, [mine.id])[mine.id] == ()


def test_another_municipality_is_never_compared_with(school: Actor, reviewer: Actor) -> None:
    (mine,) = make.a_report(school)
    other = builders.a_municipality("Annanstad")
    make.areas_and_categories(other)
    make.a_report(builders.an_actor(other, Role.REPORTER))
    assert duplicates_of(reviewer, [mine.id])[mine.id] == ()


def test_those_who_may_not_review_get_no_hints(school: Actor) -> None:
    (mine,) = make.a_report(school)
    assert duplicates_of(school, [mine.id]) == {}


@given(st.lists(st.integers(0, 500), min_size=4, max_size=4))
def test_time_apart_is_the_same_both_ways_and_nothing_for_spans_that_overlap(minutes: list[int]) -> None:
    start = make_time()
    a, b = (sorted(pair) for pair in (minutes[:2], minutes[2:]))
    first = [start + timedelta(minutes=m) for m in a]
    second = [start + timedelta(minutes=m) for m in b]
    apart = apart_in_time(*first, *second)
    assert apart == apart_in_time(*second, *first)
    assert (apart == timedelta()) == (a[0] <= b[1] and b[0] <= a[1])


def make_time() -> datetime:
    """A moment."""
    return datetime(2026, 3, 1, tzinfo=UTC)


def test_words_are_compared_without_their_endings() -> None:
    assert words_in("Klotter på väggen") & words_in("klottret, väggarna!") == {"klott", "vägg"}
    assert words_in("") == frozenset()
