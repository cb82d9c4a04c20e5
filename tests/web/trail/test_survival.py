"""Deleting, replacing staff, ending an organisation, revising a plan or moving a boundary breaks no link."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from tests.web import follow_up_builders as follow
from tests.web import import_builders as imports
from tests.web import incident_builders as make
from tests.web import plan_builders
from tests.web import walk_builders as walks
from tests.web.pages import Pages
from tests.web.town_builders import TODAY, S, Town, a_town, everything_opens, links_of, things_of

from lagesbild_web.access.actions import end_organisation
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.areas.actions import import_boundaries, retire_area, retire_category
from lagesbild_web.areas.queries import categories_of
from lagesbild_web.audit.retention import RETAINABLE
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Ref
from lagesbild_web.base.due import everything_due
from lagesbild_web.follow_up.actions import estimate_effect
from lagesbild_web.follow_up.estimating import Comparison
from lagesbild_web.follow_up.queries import statuses_of
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.models import Incident
from lagesbild_web.pictures.actions import withdraw_picture
from lagesbild_web.plans import actions as planning
from lagesbild_web.plans.queries import frozen_version, measure_for, plan_for
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


def test_a_file_that_is_taken_back_leaves_the_evidence_as_it_was_counted(town: Town, pages: Pages) -> None:
    uploaded = imports.an_upload(town.coordinator).id
    imports.loaded(town.coordinator, uploaded)
    days = "kategori=klotter&fran=2025-03-01&till=2025-03-31"
    found = working.add_selection(town.coordinator, town.problem, query=days)
    assert found.finding.count == 3
    before = links_of(town)
    imports.undone(town.coordinator, uploaded)

    chains = everything_opens(town, before, pages)
    assert evidence_for(town.coordinator, found.id).finding.count == 3
    assert found.finding.sentence in chains["problem"].text
    browser = pages.log_in(town.reader)
    shown = browser.get(reverse("problems:evidence", args=[found.id])).text
    assert shown.count(found.finding.sentence) == 1
    assert "Raderna är inte desamma som när det frös" in shown


def test_a_picture_that_is_withdrawn_is_told_where_the_plan_rests_on_it(town: Town, pages: Pages) -> None:
    before = links_of(town)
    picture = plan_for(town.coordinator, town.measure.plan_id).picture_id
    assert picture is not None
    withdraw_picture(S, picture, reason="Siffrorna för mars var fel.")
    chains = everything_opens(town, before, pages)
    day = TODAY.isoformat()
    assert f"Tillbakadragen {day}" in chains["plan"].text
    browser = pages.log_in(town.reader)
    assert f"tillbakadragen {day}" in browser.get(reverse("plans:plan", args=[town.measure.plan_id])).text
    gaps = browser.get(reverse("trail:gaps") + "?lucka=plan_on_withdrawn_picture")
    assert "Åtgärdsplan 2026–2027" in gaps.text
    assert (
        reverse("pictures:picture", args=[picture])
        in browser.get(reverse("plans:plan", args=[town.measure.plan_id])).links
    )


def test_an_effect_stays_with_its_measure_when_the_plan_is_revised_and_the_measure_struck(
    town: Town, pages: Pages
) -> None:
    (area,) = town.measure.area_ids
    comparison = Comparison(
        "its", IncidentFilter(categories=("klotter",)), TODAY - timedelta(days=200), (area,), ()
    )
    effect = estimate_effect(town.coordinator, town.measure.id, comparison)
    before, plan = links_of(town), town.measure.plan_id
    draft_report = follow.a_report(town.coordinator, plan)
    planning.open_version(S, plan, why="Åtgärden blev något annat.")
    plan_builders.a_measure(plan_for(town.coordinator, plan), title="Fler lampor", goal_ids=(town.goal,))
    planning.retire_measure(S, town.measure.id, reason="Gjord i ett annat projekt.")
    planning.send_for_review(S, plan)
    planning.decide_plan(S, plan, body="Kommunstyrelsen", decided_on=TODAY, section="§ 9")

    chains = everything_opens(town, before, pages)
    assert (
        effect.sentence
        in pages.log_in(town.reader).get(reverse("follow_up:measure", args=[town.measure.id])).text
    )
    assert "mäter vad den ledde till" in chains["measure"].text
    assert f"Struken ur planen {TODAY}" in chains["measure"].text
    assert pages.log_in(town.reader).get(reverse("follow_up:report", args=[draft_report])).status == 200


def test_a_place_that_is_retired_stays_where_work_points_at_it(town: Town, pages: Pages) -> None:
    place = make.a_place(town.home)
    planning.open_version(S, town.measure.plan_id, why="Bara stationstorget.")
    kept = {"problem_ids": (town.problem,), "cause_ids": (town.cause,), "indicator_id": town.indicator}
    draft = replace(plan_builders.MEASURE, area_ids=(place.id,), goal_ids=(town.goal,), **kept)  # type: ignore[arg-type]  # ids
    planning.change_measure(S, town.measure.id, draft)
    walk = walks.a_walk(town.coordinator, town.home, area_id=place.id)
    before = links_of(town)
    retire_area(S, place.id, reason="Torget är bebyggt.")

    everything_opens(town, before, pages)
    browser = pages.log_in(town.reader)
    for address in (
        reverse("plans:measure", args=[town.measure.id]),
        reverse("plans:change_measure", args=[town.measure.id]),
        reverse("walks:walk", args=[walk]),
        f"{reverse('explore:map')}?omrade={place.id}",
    ):
        assert "Stationstorget" in browser.get(address).text
