"""A whole chain, from what somebody saw to what the board was given, and what is asked of it later."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from tests.web import agreement_builders as agreements
from tests.web import builders, plan_builders
from tests.web import follow_up_builders as follow
from tests.web import incident_builders as make
from tests.web import meeting_builders as meetings
from tests.web import problem_builders as problems
from tests.web import walk_builders as walks
from tests.web.pages import Page, Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.agreements.actions import link_thing
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.audit.verify import verify
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Ref, Thing
from lagesbild_web.follow_up.actions import give_report, make_report_ready, take_value, tell_status
from lagesbild_web.follow_up.contracts import Progress
from lagesbild_web.follow_up.queries import content_of
from lagesbild_web.meetings.actions import link_decision
from lagesbild_web.plans import actions as planning
from lagesbild_web.plans.contracts import MeasureSummary
from lagesbild_web.problems import actions as working
from lagesbild_web.walks.actions import link_finding

S = builders.SYSTEM
TODAY = timezone.localdate()


@dataclass(frozen=True, slots=True)
class Town:
    """One whole chain, from what somebody saw to what the board was given."""

    home: Organisation
    street: Organisation
    coordinator: Actor
    owner: User
    reader: User
    problem: UUID
    evidence: UUID
    cause: UUID
    goal: UUID
    indicator: UUID
    measure: MeasureSummary
    decision: UUID
    agreement: UUID
    finding: UUID
    report: UUID
    told: str
    """What the report tells, as it was frozen."""

    def steps(self) -> dict[str, UUID]:
        """Every thing of the chain that this town made by itself, by kind."""
        kinds = ("problem", "evidence", "cause", "goal", "indicator", "decision", "agreement")
        named = {kind: getattr(self, kind) for kind in kinds}
        return {**named, "measure": self.measure.id, "plan": self.measure.plan_id, **self._last()}

    def _last(self) -> dict[str, UUID]:
        return {"walk_finding": self.finding, "board_report": self.report}


def a_town(home: Organisation, folder: Path) -> Town:
    """Lay the chain, each link by the feature that it belongs to."""
    make.areas_and_categories(home)
    street = builders.a_partner(home, name="Gata och anläggning", kind="other")
    coordinator_user, owner = (
        builders.a_person(home, Role.COORDINATOR),
        builders.a_person(street, Role.MEASURE_OWNER),
    )
    coordinator = actor_for(coordinator_user.id, coordinator_user.full_name)
    make.an_approved(builders.an_actor(street, Role.REPORTER), S, make.a_draft(), make.a_draft())
    west = next(area for area in areas_of(home.id) if area.code == "V")
    selection = f"kategori=klotter&omrade={west.id}"
    problem = problems.a_problem(coordinator, selection=selection).id
    evidence = working.add_selection(coordinator, problem, query=selection).id
    working.score_problem(coordinator, problem, problems.values(3))
    cause = problems.a_cause(coordinator, problem).id
    picture = builders.a_picture(home, folder, circle=Circle.PARTNERS, title="Lägesbild i år")
    plan = plan_builders.a_plan(home, picture_id=picture.id)
    goal = plan_builders.a_goal(plan, problem_ids=(problem,)).id
    indicator = plan_builders.an_indicator(goal, how="incidents", filter_query=selection, per="month").id
    measure = plan_builders.a_measure(
        plan,
        function_id=owner.holdings.get().function_id,
        problem_ids=(problem,),
        cause_ids=(cause,),
        goal_ids=(goal,),
        partner_ids=(street.id,),
        area_ids=(west.id,),
        indicator_id=indicator,
        starts_on=follow.long_ago(),
        ends_on=TODAY + timedelta(days=30),
    )
    planning.send_for_review(S, plan.id)
    planning.decide_plan(S, plan.id, body="Kommunstyrelsen", decided_on=follow.long_ago(), section="§ 4")
    tell_status(actor_for(owner.id, owner.full_name), measure.id, progress=Progress.ON_TRACK)
    take_value(coordinator, indicator)
    meeting = meetings.a_meeting(coordinator, meetings.a_group(coordinator, home))
    decision = meetings.a_decision(coordinator, meeting, home, function_id=measure.function_id)
    link_decision(coordinator, decision, ref=Ref("measure", measure.id))
    agreement = agreements.a_shared_draft(coordinator, home)
    link_thing(coordinator, agreement, ref=Ref("goal", goal))
    finding = walks.a_finding(coordinator, walks.a_walk(coordinator, home, area_id=west.id))
    link_finding(coordinator, finding, ref=Ref("problem", problem))
    report = follow.a_report(coordinator, plan.id)
    make_report_ready(coordinator, report)
    give_report(coordinator, report, given_on=TODAY, section="§ 77")
    told = json.dumps(content_of(coordinator, report), sort_keys=True)
    return Town(
        home, street, coordinator, owner, coordinator_user, problem, evidence, cause, goal, indicator,
        measure, decision, agreement, finding, report, told,
    )  # fmt: skip


def things_of(town: Town) -> dict[Ref, Thing]:
    """Every thing of the chain that the coordinator sees."""
    kinds = KINDS.values()
    return {t.ref: t for kind in kinds for t in kind.things(town.coordinator, town.home.id)}


def links_of(town: Town) -> set[tuple[Ref, Ref]]:
    """Every link of the chain, by its ends."""
    kinds = KINDS.values()
    found = (link for kind in kinds for link in kind.links(town.coordinator, town.home.id))
    return {(link.upper, link.lower) for link in found}


def everything_opens(town: Town, before: set[tuple[Ref, Ref]], pages: Pages) -> dict[str, Page]:
    """Open page and chain of every thing, hold that no link is lost, and return the chains by kind."""
    known, browser = things_of(town), pages.log_in(town.reader)
    assert before <= links_of(town)
    assert {ref for link in before for ref in link} <= known.keys()
    assert len(before) > 15
    for thing in known.values():
        assert browser.client.get(thing.url.partition("#")[0]).status_code == 200, thing
    chains = {ref: browser.get(reverse("trail:thing", args=[ref.kind, ref.id])) for ref in known}
    assert json.dumps(content_of(town.coordinator, town.report), sort_keys=True) == town.told
    assert (
        browser.client.get(reverse("follow_up:download_report", args=[town.report, "docx"])).status_code
        == 200
    )
    assert not verify().faults
    return {kind: chains[Ref(kind, key)] for kind, key in town.steps().items()}
