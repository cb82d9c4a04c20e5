"""What a measure led to is told with what it stands on, and that nothing can be told is an answer."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.web import builders
from tests.web import follow_up_builders as make
from tests.web import incident_builders as incidents
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.follow_up.actions import estimate_effect, tell_no_effect
from lagesbild_web.follow_up.contracts import Judgement
from lagesbild_web.follow_up.estimating import Comparison, last_whole_month, windows
from lagesbild_web.follow_up.queries import effects_of
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.models import Incident


@given(st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.integers(32, 3000))
def test_the_same_months_of_the_year_are_compared(starts_on: date, days: int) -> None:
    last = last_whole_month(starts_on + timedelta(days=days + 50))
    before, after = windows(starts_on, last)
    assert before[1] < after[0]
    assert after[0] >= starts_on
    assert after[1] <= last
    assert (before[0].month, before[0].day) == (after[0].month, after[0].day)
    assert (before[1] + timedelta(days=1)).month == (after[1] + timedelta(days=1)).month


@pytest.fixture
def ground(municipality: Organisation, tmp_path: Path) -> "Ground":
    """Two districts; the measure began eleven months ago in the western one."""
    incidents.areas_and_categories(municipality)
    west, east = sorted(areas_of(municipality.id, kind="district"), key=lambda area: area.name, reverse=True)
    starts = _first_of_month(timezone.localdate() - timedelta(days=340))
    measure = make.a_followed_measure(municipality, tmp_path)
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    return Ground(municipality, coordinator, measure.id, west.id, east.id, starts)


class Ground:
    """Where a measure was, and where not."""

    def __init__(
        self, home: Organisation, coordinator: Actor, measure: UUID, west: UUID, east: UUID, starts: date
    ) -> None:
        self.home, self.coordinator, self.measure = home, coordinator, measure
        self.west, self.east, self.starts = west, east, starts

    def fill(self, *, before: tuple[int, int], after: tuple[int, int]) -> None:
        """Put so many incidents a month in the two districts before and after the start."""
        reporter = builders.an_actor(self.home, Role.REPORTER)
        receipt = incidents.a_report(reporter, incidents.a_draft())[0]
        model = Incident.objects.get(pk=receipt.id)
        rows = []
        last = last_whole_month(timezone.localdate())
        month = _first_of_month(self.starts - timedelta(days=380))
        while month <= last:
            numbers = after if month >= self.starts else before
            for area, number in zip((self.west, self.east), numbers, strict=True):
                rows += [_copy(model, month + timedelta(days=day), area) for day in range(number)]
            month = _first_of_month(month + timedelta(days=32))
        Incident.objects.bulk_create(rows)

    def estimate(self, design: str, **changes: Any) -> Any:
        """Estimate the effect."""
        wanted = {
            "design": design,
            "wanted": IncidentFilter(),
            "starts_on": self.starts,
            "treated": (self.west,),
            "control": (self.east,),
        }
        return estimate_effect(self.coordinator, self.measure, Comparison(**{**wanted, **changes}))


def test_a_large_fall_beside_an_unchanged_area_is_a_certain_improvement(ground: Ground) -> None:
    ground.fill(before=(12, 8), after=(3, 8))
    effect = ground.estimate("wdd")
    assert effect.judgement is Judgement.BETTER
    counts = effect.settings["counts"]
    assert counts[0] > 3 * counts[1]
    assert counts[2] == counts[3]
    assert effect.method == "effect-wdd"
    assert effect.version
    assert effect.n == 1
    assert "omrade=" in effect.settings["queries"]["treated"]


def test_a_fall_everywhere_is_no_effect(ground: Ground) -> None:
    ground.fill(before=(6, 6), after=(3, 3))
    assert ground.estimate("wdd").judgement is Judgement.UNCLEAR


def test_too_few_say_nothing_whatever_they_do(ground: Ground) -> None:
    ground.fill(before=(0, 0), after=(0, 0))
    for design in ("its", "wdd", "did"):
        effect = ground.estimate(design)
        assert effect.judgement in (Judgement.TOO_FEW, Judgement.NOT_COMPARABLE, Judgement.UNCLEAR)
        assert effect.sentence
    assert [effect.number for effect in effects_of(ground.coordinator, ground.measure)] == [3, 2, 1]


def test_an_interrupted_series_and_a_panel_answer_with_their_method(ground: Ground) -> None:
    ground.fill(before=(10, 7), after=(4, 7))
    series, panel = ground.estimate("its"), ground.estimate("did")
    assert (series.method, panel.method) == ("effect-its", "effect-did")
    assert panel.seed == 1
    assert "går inte att säga" in series.sentence or "Ingen slutsats" in series.sentence


def test_what_cannot_be_compared_gets_a_sentence(ground: Ground) -> None:
    for changes, field in (
        ({"starts_on": timezone.localdate()}, "starts_on"),
        ({"treated": ()}, "treated"),
        ({"control": ()}, "control"),
    ):
        with pytest.raises(Invalid) as stopped:
            ground.estimate("wdd", **changes)
        assert set(stopped.value.faults) == {field}


def test_that_it_cannot_be_measured_is_written_with_its_reason(ground: Ground, pages: Pages) -> None:
    with pytest.raises(Invalid):
        tell_no_effect(ground.coordinator, ground.measure, reason=" ")
    tell_no_effect(ground.coordinator, ground.measure, reason="Den når hela kommunen.")
    reader = pages.log_in(builders.a_person(ground.home, Role.STEERING))
    assert "Den når hela kommunen." in reader.get("/uppfoljning/effekter/").text


def test_the_form_leads_to_an_answer_on_the_page(ground: Ground, pages: Pages) -> None:
    ground.fill(before=(12, 8), after=(3, 8))
    browser = pages.log_in(builders.a_person(ground.home, Role.COORDINATOR))
    sent = {
        "design": "wdd",
        "starts_on": ground.starts.isoformat(),
        "treated": [str(ground.west)],
        "control": [str(ground.west)],
    }
    address = f"/uppfoljning/atgard/{ground.measure}/effekt/"
    assert "Samma område står på båda sidor" in browser.post(address, sent).text
    page = browser.send(address, {**sent, "control": [str(ground.east)]})
    assert "Säker förbättring" in page.text


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _copy(model: Incident, day: date, area: UUID) -> Incident:
    at = timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001  # made aware
    skipped = {"id", "state", "starts_at", "ends_at", "starts_on", "area_id"}
    columns = {f.attname: getattr(model, f.attname) for f in model._meta.concrete_fields}
    kept = {name: value for name, value in columns.items() if name not in skipped}
    return Incident(**kept, state="approved", starts_at=at, ends_at=at, starts_on=day, area_id=area)
