"""Those who answer for a measure tell how it goes in two clicks, and nothing that was told is lost."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.web import builders
from tests.web import follow_up_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.base.due import everything_due, mine
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.follow_up.actions import tell_status
from lagesbild_web.follow_up.contracts import Progress
from lagesbild_web.follow_up.quarters import Quarter, asked_quarter, quarter_of
from lagesbild_web.follow_up.queries import measure_line_for, statuses_of
from lagesbild_web.plans.contracts import MeasureState
from lagesbild_web.plans.queries import measure_for


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_lies_in_its_quarter_and_the_asked_one_is_over_or_nearly(day: date) -> None:
    quarter = quarter_of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.next.previous == quarter
    assert quarter.next.first_day == quarter.last_day + timedelta(days=1)
    asked = asked_quarter(day)
    assert asked.last_day - timedelta(days=14) <= day < asked.next.last_day


def test_a_press_of_a_button_is_an_answer_and_words_can_follow(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    partner = builders.a_partner(municipality)
    owner = builders.a_person(partner, Role.MEASURE_OWNER)
    function = builders.a_function(partner, Role.MEASURE_OWNER)
    measure = make.a_followed_measure(municipality, tmp_path, function=function)
    browser = pages.log_in(owner)
    start = browser.get("/")
    assert f"Berätta hur det går: {measure.title}" in start.text
    page = browser.send(f"/uppfoljning/atgard/{measure.id}/besked/", {"progress": "late"})
    assert "Tack! Beskedet ”Försenad” är sparat." in page.text
    assert measure_for(builders.SYSTEM, measure.id).state is MeasureState.ONGOING
    browser.send(
        f"/uppfoljning/atgard/{measure.id}/besked/",
        {"progress": "done", "done": "Vi gick två gånger.", "obstacle": "", "next_step": "Gå i vår."},
    )
    told = statuses_of(builders.SYSTEM, measure.id)
    assert [(s.number, s.progress) for s in told] == [(2, Progress.DONE), (1, Progress.LATE)]
    assert told[0].function == f"Åtgärdsansvarig, {partner.name}"
    assert measure_for(builders.SYSTEM, measure.id).state is MeasureState.DONE
    assert f"Berätta hur det går: {measure.title}" not in browser.get("/").text


def test_somebody_else_cannot_tell_and_a_partner_can_read(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    measure = make.a_followed_measure(municipality, tmp_path)
    other = builders.a_person(builders.a_partner(municipality), Role.MEASURE_OWNER)
    with pytest.raises(NotAllowed):
        tell_status(actor_for(other.id, ""), measure.id, progress=Progress.DONE)
    page = pages.log_in(other).get(f"/uppfoljning/atgard/{measure.id}/")
    assert "Ett tryck räcker" not in page.text


def test_a_quarter_that_has_not_come_cannot_be_told(municipality: Organisation, tmp_path: Path) -> None:
    measure = make.a_followed_measure(municipality, tmp_path)
    later = quarter_of(timezone.localdate()).next
    with pytest.raises(Invalid, match="kan berättas från"):
        tell_status(builders.SYSTEM, measure.id, progress=Progress.DONE, quarter=later)


def test_personal_data_is_stopped_and_what_was_typed_is_still_there(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    measure = make.a_followed_measure(municipality, tmp_path)
    browser = pages.log_in(builders.a_person(municipality, Role.COORDINATOR))
    page = browser.post(
        f"/uppfoljning/atgard/{measure.id}/besked/",
        {"progress": "on_track", "done": "Ring 070-123 45 67 om gruppen."},
    )
    assert "070-123 45 67" in page.html
    assert not statuses_of(builders.SYSTEM, measure.id)


def test_what_is_due_follows_the_function_and_ends_when_it_is_told(
    municipality: Organisation, tmp_path: Path
) -> None:
    owner = builders.an_actor(municipality, Role.MEASURE_OWNER)
    function = builders.a_function(municipality, Role.MEASURE_OWNER)
    measure = make.a_followed_measure(municipality, tmp_path, function=function)
    today = timezone.localdate()
    waiting = [due for due in mine(owner, everything_due(owner, today)) if measure.title in due.text]
    assert [due.due_on for due in waiting] == [asked_quarter(today).due_on]
    tell_status(owner, measure.id, progress=Progress.ON_TRACK)
    assert not [due for due in mine(owner, everything_due(owner, today)) if measure.title in due.text]


def test_a_measure_that_never_began_is_not_asked_about(municipality: Organisation, tmp_path: Path) -> None:
    measure = make.a_followed_measure(municipality, tmp_path)
    long_before = Quarter(2019, 1)
    assert measure_line_for(builders.SYSTEM, measure.id, today=timezone.localdate()).is_asked
    line = measure_line_for(builders.SYSTEM, measure.id, today=long_before.last_day)
    assert not line.is_asked
