"""Deleting, replacing staff, ending an organisation, revising a plan or moving a boundary breaks no link."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from tests.web import incident_builders as make
from tests.web import plan_builders
from tests.web.pages import Pages
from tests.web.town_builders import TODAY, S, Town, a_town, everything_opens, links_of, things_of

from lagesbild_web.access.actions import end_organisation
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.areas.actions import import_boundaries, retire_category
from lagesbild_web.areas.queries import categories_of
from lagesbild_web.audit.retention import RETAINABLE
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Ref
from lagesbild_web.base.due import everything_due
from lagesbild_web.follow_up.queries import statuses_of
from lagesbild_web.incidents.models import Incident
from lagesbild_web.plans import actions as planning
from lagesbild_web.plans.queries import frozen_version, measure_for
from lagesbild_web.problems import actions as working
from lagesbild_web.problems.queries import evidence_for
from lagesbild_web.walks.actions import restore_finding, retire_finding


@pytest.fixture
def town(municipality: Organisation, tmp_path: Path) -> Town:
    """A municipality with a whole chain."""
    return a_town(municipality, tmp_path)


def test_what_is_taken_away_is_told_with_its_day_and_breaks_no_link(town: Town, pages: Pages) -> None:
    before, count = links_of(town), Incident.objects.filter(state="approved").count()
    kept = evidence_for(town.coordinator, town.evidence).finding
    retention = RETAINABLE["incidents.reports"]
    assert retention.remove(town.home.id, TODAY + timedelta(days=1)) == 2
    category = next(c for c in categories_of(town.home.id) if c.code == "klotter")
    retire_category(S, category.id, reason="Räknas som skadegörelse.")
    working.remove_evidence(town.coordinator, town.evidence, reason="Fel dagar.")
    working.retire_cause(town.coordinator, town.cause, reason="Stämde inte.")
    working.close_problem(town.coordinator, town.problem, outcome="solved", reason="Lamporna är bytta.")
    planning.open_version(S, town.measure.plan_id, why="Två mål blev ett.")
    planning.retire_measure(S, town.measure.id, reason="Gjord i ett annat projekt.")
    planning.retire_indicator(S, town.indicator, reason="Mäts inte mer.")
    planning.retire_goal(S, town.goal, reason="Slås ihop.")
    retire_finding(town.coordinator, town.finding, reason="Samma lampa två gånger.")

    chains = everything_opens(town, before, pages)
    day = TODAY.isoformat()
    told = {
        "evidence": f"Borttaget {day}",
        "cause": f"Borttagen {day}",
        "goal": f"Struken ur planen {day}",
        "indicator": f"Struken ur planen {day}",
        "measure": f"Struken ur planen {day}",
        "walk_finding": f"Borttaget {day}",
        "problem": f"Avslutat {day}: Löst",
    }
    for kind, words in told.items():
        assert words in chains[kind].text
        assert words in chains["problem"].text
    assert Incident.objects.filter(state="approved").count() == count
    assert evidence_for(town.coordinator, town.evidence).finding == kept
    browser = pages.log_in(town.reader)
    assert "Samma lampa två gånger." in browser.get(reverse("walks:finding", args=[town.finding])).text
    assert "2 ur bruk" not in browser.get(reverse("trail:overview")).text
    assert "och 1 ur bruk" in browser.get(reverse("trail:overview")).text
    restore_finding(town.coordinator, town.finding)
    assert things_of(town)[Ref("walk_finding", town.finding)].ended_on is None


def test_an_ended_plan_is_still_where_its_goals_and_measures_lead(town: Town, pages: Pages) -> None:
    before = links_of(town)
    planning.retire_plan(S, town.measure.plan_id, reason="Perioden är slut.")
    chains = everything_opens(town, before, pages)
    assert f"Avslutad {TODAY}" in chains["plan"].text
    assert f"Planen är avslutad {TODAY}" in chains["measure"].text
    dues = everything_due(town.coordinator, TODAY)
    assert not [due for due in dues if town.measure.title in due.text + due.detail]


def test_an_organisation_that_ends_leaves_its_work_to_be_taken_over(town: Town, pages: Pages) -> None:
    before = links_of(town)
    end_organisation(S, town.street.id, ends_on=TODAY)
    everything_opens(town, before, pages)
    gaps = [gap for kind in KINDS.values() if kind.gaps for gap in kind.gaps(town.coordinator, town.home.id)]
    named = {(gap.name, gap.thing.ref) for gap in gaps}
    assert ("measure_with_vacant_function", Ref("measure", town.measure.id)) in named
    assert ("action_with_vacant_function", Ref("decision", town.decision)) in named
    assert not _actor(town.owner).memberships
    browser = pages.log_in(town.reader)
    shown = browser.get(reverse("plans:measure", args=[town.measure.id])).text
    assert f"Gata och anläggning (avslutad {TODAY})" in shown
    # What is chosen stays chosen: the form sends back what it was opened with.
    planning.open_version(S, town.measure.plan_id, why="Ny ansvarig.")
    form = browser.get(reverse("plans:change_measure", args=[town.measure.id]))
    chosen = {a["value"] for _t, a in form.tags if "checked" in a or "selected" in a}
    assert {str(town.street.id), str(town.measure.function_id)} <= chosen


def test_a_new_version_of_the_plan_leaves_the_old_one_as_it_was(town: Town, pages: Pages) -> None:
    before, plan = links_of(town), town.measure.plan_id
    decided = frozen_version(town.coordinator, plan, 1)
    planning.open_version(S, plan, why="Ett mål till.")
    draft = replace(plan_builders.MEASURE, title="Trygghetsvandring varje månad", goal_ids=(town.goal,))
    kept = {"problem_ids": (town.problem,), "cause_ids": (town.cause,), "indicator_id": town.indicator}
    planning.change_measure(S, town.measure.id, replace(draft, **kept))  # type: ignore[arg-type]  # ids
    planning.send_for_review(S, plan)
    planning.decide_plan(S, plan, body="Kommunstyrelsen", decided_on=TODAY, section="§ 9")

    chains = everything_opens(town, before, pages)
    assert frozen_version(town.coordinator, plan, 1) == decided
    assert frozen_version(town.coordinator, plan, 2) != decided
    assert len(statuses_of(town.coordinator, town.measure.id)) == 1
    browser = pages.log_in(town.reader)
    old = browser.client.get(reverse("plans:download_version", args=[plan, 1, "html"]))
    assert "Trygghetsvandring vid stationen" in old.content.decode()
    report = browser.get(reverse("follow_up:report", args=[town.report]))
    assert "version 1" in report.text
    assert reverse("plans:versions", args=[plan]) in report.links
    assert "följer upp" in chains["board_report"].text


def test_a_moved_boundary_keeps_the_area_that_things_were_given(town: Town, pages: Pages) -> None:
    before = links_of(town)
    kept = evidence_for(town.coordinator, town.evidence).finding
    areas = list(Incident.objects.values_list("area_id", "area_generation"))
    import_boundaries(
        S,
        make.squares(divide=make.WEST + 0.005),
        municipality_id=town.home.id,
        kind="district",
        name="Distrikt 2026",
        valid_from=TODAY,
    )
    everything_opens(town, before, pages)
    assert list(Incident.objects.values_list("area_id", "area_generation")) == areas
    assert {generation for _area, generation in areas} == {"Distrikt 2020"}
    assert evidence_for(town.coordinator, town.evidence).finding == kept
    browser = pages.log_in(town.reader)
    former = f"Västra (V), Distrikt 2020 som gällde före {TODAY}"
    (old_area,) = measure_for(town.coordinator, town.measure.id).area_ids
    assert former in browser.get(f"{reverse('explore:map')}?omrade={old_area}").text
    planning.open_version(S, town.measure.plan_id, why="Nya gränser.")
    form = browser.get(reverse("plans:change_measure", args=[town.measure.id]))
    assert former in form.text
    assert str(old_area) in {a["value"] for _t, a in form.tags if "checked" in a}
    problem = browser.get(reverse("problems:change", args=[town.problem]))
    assert former in problem.text


def _actor(user: User) -> Actor:
    return actor_for(user.id, user.full_name)
