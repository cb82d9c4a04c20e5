"""The value of an indicator is counted or entered, and judged with its interval against where it stood."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.web import builders, plan_builders
from tests.web import incident_builders as incidents
from tests.web.pages import Pages

from lagesbild.document import swedish
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.follow_up.actions import ValueDraft, enter_value, take_value
from lagesbild_web.follow_up.contracts import Judgement, Value
from lagesbild_web.follow_up.measuring import judge, reached
from lagesbild_web.follow_up.queries import indicator_line_for, values_of
from lagesbild_web.incidents.actions import approve
from lagesbild_web.plans.contracts import Baseline, IndicatorSummary
from lagesbild_web.plans.current import development_of, latest_period

YEAR = {"first_day": date(2025, 1, 1), "last_day": date(2025, 12, 31)}


def an_indicator(municipality: Organisation, **changes: Any) -> IndicatorSummary:
    """An indicator of a plan."""
    plan = plan_builders.a_plan(municipality)
    return plan_builders.an_indicator(plan_builders.a_goal(plan).id, **changes)


def a_value(value: float, **changes: Any) -> Value:
    """A value as it is read."""
    fields = dict.fromkeys(Value.__slots__, "") | {"low": None, "high": None, "n": None, **YEAR}
    fields["dispersion"] = None
    return Value(**{**fields, "value": value, **changes})


def with_baseline(indicator: IndicatorSummary, **changes: Any) -> IndicatorSummary:
    """The indicator with where it stood."""
    before = {"first_day": date(2023, 1, 1), "last_day": date(2023, 12, 31)}
    base = {"value": 153.0, "low": None, "high": None, "n": None, "method": "", **before}
    return replace(indicator, baseline=Baseline(**{**base, **changes}))


def test_a_published_change_is_certain_and_a_small_one_is_not(municipality: Organisation) -> None:
    # Theft from vehicles 153 -> 241 in a municipality's published table: +58 %, 28 to 94.
    indicator = with_baseline(an_indicator(municipality))
    judgement, sentence = judge(indicator, a_value(241))
    assert judgement is Judgement.WORSE
    assert "+28 % till +94 %" in sentence.replace("\xa0", " ")
    assert judge(replace(indicator, better="higher"), a_value(241))[0] is Judgement.BETTER
    assert judge(indicator, a_value(160))[0] is Judgement.UNCLEAR
    assert judge(with_baseline(indicator, value=2), a_value(1))[0] is Judgement.TOO_FEW


def test_shares_need_their_number_of_answers(municipality: Organisation) -> None:
    # 33 % of 500 after 36 % of 500: three points are not a certain change.
    survey = with_baseline(an_indicator(municipality, how="survey"), value=36.0, n=500)
    assert judge(survey, a_value(33, n=500))[0] is Judgement.UNCLEAR
    assert judge(survey, a_value(25, n=500))[0] is Judgement.BETTER
    assert judge(survey, a_value(25))[0] is Judgement.NOT_COMPARABLE


def test_a_value_from_the_same_days_as_the_baseline_says_nothing_new(municipality: Organisation) -> None:
    judgement, sentence = judge(with_baseline(an_indicator(municipality), **YEAR), a_value(241))
    assert judgement is Judgement.NOT_COMPARABLE
    assert "Vänta på nästa period" in sentence


@given(before=st.integers(0, 400), after=st.integers(0, 400))
def test_turning_the_direction_turns_the_verdict(before: int, after: int) -> None:
    made = IndicatorSummary(**dict.fromkeys(IndicatorSummary.__slots__, ""))  # type: ignore[arg-type]
    lower = with_baseline(replace(made, how="count", better="lower"), value=before)
    first, _ = judge(lower, a_value(after))
    second, _ = judge(replace(lower, better="higher"), a_value(after))
    turned = {Judgement.BETTER: Judgement.WORSE, Judgement.WORSE: Judgement.BETTER}
    assert second is turned.get(first, first)


@pytest.mark.parametrize(
    ("value", "low", "high", "told"),
    [(12, 8, 18, "är inte nått"), (8, 5, 12, "kan vara en slump"), (4, 1, 9, "säkert nått")],
)
def test_a_target_is_reached_for_sure_only_when_the_interval_is(
    municipality: Organisation, value: float, low: float, high: float, told: str
) -> None:
    indicator = replace(an_indicator(municipality), target_value=10.0)
    assert told in reached(indicator, a_value(value, low=low, high=high))


def test_periods_are_those_of_the_calendar_and_wait_for_late_reports() -> None:
    spans = {
        per: [day.isoformat() for day in latest_period(per, date(2026, 11, 10))]
        for per in ("month", "quarter", "tertial", "half", "year")
    }
    assert spans == {
        "month": ["2026-09-01", "2026-09-30"],
        "quarter": ["2026-07-01", "2026-09-30"],
        "tertial": ["2026-05-01", "2026-08-31"],
        "half": ["2026-01-01", "2026-06-30"],
        "year": ["2025-01-01", "2025-12-31"],
    }


def test_incidents_are_counted_once_and_lead_to_their_rows(municipality: Organisation) -> None:
    incidents.areas_and_categories(municipality)
    indicator = an_indicator(municipality, how="incidents", filter_query="kategori=klotter", per="month")
    reporter = builders.an_actor(municipality, Role.REPORTER)
    today = date(2030, 3, 20)
    for line in incidents.a_report(reporter, incidents.a_draft(), incidents.a_draft()):
        approve(builders.SYSTEM, line.id, version=line.version)
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    empty = take_value(coordinator, indicator.id, today=today)
    assert (empty.value, empty.n, empty.low) == (0.0, 0, 0.0)
    assert empty.high == pytest.approx(3.689, abs=1e-3)  # Garwood's upper limit of nothing
    assert "fran=2030-02-01" in empty.query
    take_value(coordinator, indicator.id, today=today)
    assert len(values_of(coordinator, indicator.id, with_replaced=True)) == 1


def test_a_correction_takes_the_place_and_the_earlier_is_kept(municipality: Organisation) -> None:
    indicator = an_indicator(municipality)
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    enter_value(coordinator, indicator.id, ValueDraft(**YEAR, value=12, source="Egen räkning"))
    corrected = ValueDraft(**YEAR, value=14, source="Egen räkning", note="Två rapporter kom sent.")
    enter_value(coordinator, indicator.id, corrected)
    assert [v.value for v in values_of(coordinator, indicator.id)] == [14.0]
    assert [v.value for v in values_of(coordinator, indicator.id, with_replaced=True)] == [14.0, 12.0]
    line = indicator_line_for(coordinator, indicator.id)
    assert line.latest is not None
    assert line.latest.low == pytest.approx(7.654, abs=1e-3)


def test_all_faults_of_a_value_are_told_at_once(municipality: Organisation) -> None:
    indicator = an_indicator(municipality)
    draft = ValueDraft(date(2025, 2, 1), date(2025, 1, 1), 1.5, "", low=1.0)
    with pytest.raises(Invalid) as stopped:
        enter_value(builders.an_actor(municipality, Role.COORDINATOR), indicator.id, draft)
    assert set(stopped.value.faults) == {"last_day", "value", "low", "source"}


def test_only_the_keeper_of_the_plan_takes_values(municipality: Organisation) -> None:
    indicator = an_indicator(municipality)
    with pytest.raises(NotAllowed):
        take_value(builders.an_actor(municipality, Role.STEERING), indicator.id)


def test_values_effects_and_reports_are_taken_along_as_they_are_shown(
    municipality: Organisation, pages: Pages
) -> None:
    an_indicator(municipality, name="Klotter", baseline_value=40.0)
    an_indicator(municipality, name="Bränder")
    reader = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    page = reader.get(reverse("follow_up:indicators") + "?sok=klot")
    assert "Bränder" not in page.text
    address = next(link for link in page.links if "hamta/matt/csv" in link)
    table = reader.client.get(address).content.decode("utf-8-sig")
    assert "Klotter;händelser per år;40;" in table
    assert "Inte mätt" in table
    assert "Bränder" not in table
    for what in ("effekter", "rapporter"):
        file = reader.client.get(reverse("follow_up:download_table", args=[what, "xlsx"]))
        assert file.content.startswith(b"PK")


def test_the_plan_and_the_follow_up_count_and_judge_an_indicator_alike(
    municipality: Organisation,
) -> None:
    incidents.areas_and_categories(municipality)
    reporter, today = incidents.a_reporter(municipality), date(2026, 11, 21)
    # Every other month has many: the periods vary far more than chance alone would let them.
    months = [(date(2025, 11, 5), 2), (date(2025, 12, 5), 18), (date(2026, 1, 5), 2), (date(2026, 2, 5), 18)]
    months += [(date(2026, n, 5), 2 if n % 2 else 18) for n in range(3, 11)]
    for day, count in months:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        incidents.an_approved(reporter, builders.SYSTEM, *[incidents.a_draft(starts_at=at)] * count)
    goal = plan_builders.a_goal(plan_builders.a_plan(municipality))
    base = {"baseline_value": 2.0, "baseline_first": date(2025, 11, 1), "baseline_last": date(2025, 11, 30)}
    made = plan_builders.an_indicator(
        goal.id, how="incidents", filter_query="kategori=klotter", per="month", **base
    )
    in_plan = development_of(builders.SYSTEM, made, municipality_id=municipality.id, today=today)
    taken = take_value(builders.SYSTEM, made.id, today=today)
    assert in_plan.current is not None
    assert (in_plan.current.period.count, in_plan.current.period.last_day) == (18, date(2026, 10, 31))
    assert (taken.value, taken.last_day, taken.dispersion) == (18.0, date(2026, 10, 31), in_plan.dispersion)
    assert in_plan.dispersion is not None
    assert in_plan.dispersion > 1
    judgement, sentence = judge(made, taken)
    assert in_plan.current.low is not None
    assert in_plan.current.high is not None
    assert swedish.change_interval(in_plan.current.low, in_plan.current.high) in sentence
    assert judgement is Judgement.UNCLEAR
    # Without the variation it would have been called certain.
    assert judge(made, replace(taken, dispersion=None))[0] is Judgement.WORSE
