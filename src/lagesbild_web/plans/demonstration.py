"""Lay in the invented municipality's plan, with functions, costs, milestones, some late and some done."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.actions import create_function
from lagesbild_web.access.queries import open_function_named, organisation_name, organisation_named
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right, Role
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS
from lagesbild_web.base.months import months_after
from lagesbild_web.plans import actions
from lagesbild_web.plans.cameras import QUESTIONS
from lagesbild_web.plans.contracts import GoalLevel, IndicatorSummary, MeasureState, MeasureSummary
from lagesbild_web.plans.demonstration_data import AREAS, MEASURES, DemoArea, DemoGoal, DemoMeasure
from lagesbild_web.plans.demonstration_data.answers import ANSWERS, WITHOUT_PROBLEM
from lagesbild_web.plans.drafts import CostDraft, GoalDraft, IndicatorDraft, MeasureDraft, PlanDraft
from lagesbild_web.plans.grants import GrantDraft
from lagesbild_web.plans.queries import plans_of
from lagesbild_web.plans.standing import picture_choices

TITLE: Final = "Åtgärdsplan för trygghet och mot brott"
_LEADER: Final = "Trygghetssamordnare"
_TESTED: Final = {
    "place": "Pendlarparkeringen vid stationen, inhägnad, 240 platser.",
    "purpose": "Färre stölder ur bilar och skadegörelse kvällar och nätter.",
    "need": "Lägesbilden visar att parkeringen har flest stölder ur fordon i kommunen, ungefär var tredje.",
    "alternatives": "Ny belysning och klippta buskar. Väktarronder varannan timme. Ingen säker minskning.",
    "effect": "Forskning tyder på att kameror hjälper mest på parkeringar. Effekten här är okänd.",
    "people": "Pendlare och boende som passerar. Inga bostadsfönster syns.",
    "intrusion": "Bild utan ljud, 18–06. Sparas i 14 dygn. Bara säkerhetschefen kan öppna inspelningen.",
    "limits": "Maskning mot gångvägen, inga vridbara kameror, logg över varje uppspelning.",
    "information": "Skyltar vid båda infarterna, och en sida på webbplatsen.",
    "balance": "Platsen passeras kort och är avgränsad. Behovet väger tyngre så länge inget annat räcker.",
    "review": "Efter ett år. Har stölderna inte minskat säkert tas kamerorna ned.",
}


@action("plan.lay_in_demo")
def lay_in_demo_plan(actor: Actor, *, municipality_id: UUID, today: date) -> int:
    """Lay in the plan the first time; returns how many measures it has, 0 when it is already there."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    if plans_of(actor, municipality_id=municipality_id, with_retired=True):
        record(actor, "plan.demo_laid_in", municipality_id=municipality_id, measures=0)
        return 0
    first = months_after(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), -9)
    pictures = picture_choices(actor, municipality_id)
    plan = actions.create_plan(
        actor,
        PlanDraft(
            f"{TITLE} {first.year}–{months_after(first, 23).year}",
            first,
            months_after(first, 24) - timedelta(days=1),
            picture_id=UUID(pictures[0][0]) if pictures else None,
            background=(
                "Planen bygger på lägesbilden och på vad rapportörerna har sett. Den är påhittad och visar "
                "hur en plan kan se ut. Fyra huvudområden, med mål som går att följa."
            ),
            other_statutes=(
                "Planen samordnas med handlingsprogrammet enligt lagen om skydd mot olyckor, skolans "
                "arbete mot kränkande behandling och kommunens arbete med alkohol och droger."
            ),
            function_id=_function(actor, municipality_id, "", _LEADER, today),
        ),
        municipality_id=municipality_id,
    )
    goals = [_lay_in_area(actor, plan.id, n, area, municipality_id, first) for n, area in enumerate(AREAS)]
    measures = [
        (item, _lay_in_measure(actor, plan.id, item, goals, municipality_id, first, today))
        for item in MEASURES
    ]
    _test_cameras(actor, [measure for _item, measure in measures], first)
    if pictures:
        _decide(actor, plan.id, measures, decided_on=first - timedelta(days=20), today=today)
    chosen = tuple(m.id for item, m in measures if item.funding == "grant")
    actions.add_grant(actor, plan.id, _grant(today, chosen))
    actions.add_grant(actor, plan.id, _granted(today, chosen))
    record(actor, "plan.demo_laid_in", municipality_id=municipality_id, measures=len(measures))
    return len(measures)


def _lay_in_area(
    actor: Actor, plan_id: UUID, order: int, area: DemoArea, home: UUID, first: date
) -> list[IndicatorSummary]:
    """Lay in a focus area; returns the indicators of its goals, one for each."""
    draft = GoalDraft(area.title, GoalLevel.FOCUS_AREA, description=area.background, order=order)
    parent = actions.add_goal(actor, plan_id, draft)
    targets = _targets(actor, home)
    laid_in = []
    for n, item in enumerate(area.goals):
        goal = actions.add_goal(
            actor,
            plan_id,
            GoalDraft(
                item.title,
                GoalLevel.GOAL,
                parent_id=parent.id,
                steering_goal_id=targets.get(item.steering),
                order=n,
            ),
        )
        laid_in.append(_lay_in_indicator(actor, goal.id, item, first))
    return laid_in


def _lay_in_indicator(actor: Actor, goal_id: UUID, item: DemoGoal, first: date) -> IndicatorSummary:
    has_baseline = item.how == "incidents" or item.value is not None
    source = {"incidents": "Händelserna här", "survey": "Enkät (påhittad)"}.get(item.how, "Verksamheten")
    draft = IndicatorDraft(
        item.indicator,
        item.definition,
        source,
        item.unit,
        item.better,
        item.how,
        delay="Två veckor" if item.how == "incidents" else "Ett halvår",
        weakness=item.weakness,
        filter_query=item.query,
        baseline_value=item.value,
        baseline_n=item.n,
        baseline_first=months_after(first, -12) if has_baseline else None,
        baseline_last=first - timedelta(days=1) if has_baseline else None,
    )
    found = actions.add_indicator(actor, goal_id, draft)
    target = item.target
    if target is None and found.baseline is not None:
        target = float(round(found.baseline.value * (1 - item.cut)))
    if target is None:
        return found
    goal_day = months_after(first, 24) - timedelta(days=1)
    baseline = found.baseline.value if found.baseline else None
    final = replace(draft, baseline_value=baseline, target_value=target, target_on=goal_day)
    return actions.change_indicator(actor, found.id, final)


def _lay_in_measure(
    actor: Actor,
    plan_id: UUID,
    item: DemoMeasure,
    indicators: list[list[IndicatorSummary]],
    home: UUID,
    first: date,
    today: date,
) -> MeasureSummary:
    indicator = indicators[item.area][item.goal]
    places = {area.name: area.id for area in areas_of(home)}
    other = next((key for name, key in places.items() if name != item.place), None)
    starts, ends = (
        months_after(first, item.months[0]),
        months_after(first, item.months[1]) - timedelta(days=1),
    )
    names = [name for name in item.partners if name]
    motive = item.motive or WITHOUT_PROBLEM.get(item.title, "")
    made = actions.add_measure(
        actor,
        plan_id,
        MeasureDraft(
            item.title,
            item.how,
            item.nature,
            item.level,
            function_id=_function(actor, home, item.organisation, item.function, today),
            partner_ids=tuple(organisation_named(name, organisation_name(home)).id for name in names),
            goal_ids=(indicator.goal_id,),
            problem_ids=() if motive else _problems(actor, home, item),
            cause_text=item.cause,
            no_problem_motive=motive,
            mechanism=item.mechanism,
            area_ids=(places[item.place],) if item.place in places else (),
            starts_on=starts,
            ends_on=ends,
            communication="Berättas på kommunens webbplats och för dem som berörs innan den börjar.",
            indicator_id=indicator.id,
            comparison_area_id=other if item.design in {"wdd", "did"} else None,
            evaluate_on=ends + timedelta(days=60) if item.design else None,
            design=item.design if item.design not in {"wdd", "did"} or other else "its",
            is_camera=item.title.startswith("Kamera"),
        ),
    )
    for title, month, is_done in item.milestones:
        due_on = months_after(first, month)
        milestone = actions.add_milestone(actor, made.id, title=title, due_on=due_on)
        if is_done and due_on <= today:
            actions.mark_milestone(actor, milestone, done_on=due_on - timedelta(days=3))
    _lay_in_costs(actor, made.id, item, starts)
    return made


def _lay_in_costs(actor: Actor, measure_id: UUID, item: DemoMeasure, starts: date) -> None:
    funder = {"grant": "Brås statsbidrag (påhittat)", "partner": item.organisation}.get(item.funding, "")
    is_done = item.state == "done"
    if item.kr is not None:
        kind = "one_off" if is_done else "yearly"
        reported = round(item.kr * 0.94) if is_done or item.funding == "grant" else None
        draft = CostDraft(starts.year, kind, item.funding, funder, item.kr, reported)
        actions.add_cost(actor, measure_id, draft)
    if item.hours is not None:
        actions.add_cost(actor, measure_id, CostDraft(starts.year, "hours", "own", "", item.hours))


def _test_cameras(actor: Actor, measures: list[MeasureSummary], first: date) -> None:
    for measure in measures:
        if measure.is_camera:
            answers = {question.key: _TESTED[question.key] for question in QUESTIONS}
            review = months_after(first, 19)
            actions.save_camera_test(actor, measure.id, answers=answers, outcome="go", review_on=review)


def _decide(
    actor: Actor,
    plan_id: UUID,
    measures: list[tuple[DemoMeasure, MeasureSummary]],
    *,
    decided_on: date,
    today: date,
) -> None:
    """Decide the plan, and let the measures come as far as they have."""
    if any(not measure.problem_ids and not measure.no_problem_motive for _item, measure in measures):
        return  # without problems in the demonstration the plan stays a draft
    actions.decide_plan(
        actor, plan_id, body="Kommunstyrelsen", decided_on=decided_on, section="§ 112", record_number="KS 118"
    )
    for item, measure in measures:
        starts = measure.starts_on or today
        state = MeasureState(item.state)
        if state is MeasureState.DECIDED or (state is MeasureState.ONGOING and starts > today):
            continue
        on = min(max(starts, decided_on), today)
        if state in (MeasureState.DONE, MeasureState.ENDED_EARLY):
            actions.move_measure(actor, measure.id, state=MeasureState.ONGOING, on=on)
            on = min(measure.ends_on or today, today)
        actions.move_measure(actor, measure.id, state=state, reason=item.reason, on=on)


def _grant(today: date, measure_ids: tuple[UUID, ...]) -> GrantDraft:
    return GrantDraft(
        title="Lovverksamhet som håller hela året",
        year=today.year + 1,
        purpose="Öppen lovverksamhet för 8–12 år i Kvarnbacken, med personal som barnen känner igen.",
        time_frame="Planering i januari, verksamhet alla lov, sammanställning i december.",
        measure_ids=measure_ids,
        amount=420_000,
        is_new_activity=True,
        other_grants="Inga andra statliga bidrag är sökta.",
    )


def _granted(today: date, measure_ids: tuple[UUID, ...]) -> GrantDraft:
    """The grant of this year, with its account."""
    return replace(
        _grant(today, measure_ids),
        title="Lovverksamhet, första året",
        year=today.year,
        evaluation="Deltagarna räknas varje lov. Barnen svarar på tre frågor före och efter sommaren.",
        granted=420_000,
        granted_on=date(today.year, 1, 20),
        sent_on=date(today.year - 1, 11, 10),
        record_number="KS 204",
        account_due_on=date(today.year + 1, 2, 28),
        used_for="Två ledare under sport-, påsk- och sommarlovet, lokal och mat.",
        results="Verksamheten hölls alla lovdagar. I snitt kom 31 barn om dagen, mot 12 året före.",
        results_against_purpose=(
            "Ändamålet var en öppen verksamhet med personal som barnen känner igen. Samma två ledare var "
            "med hela året. Om det påverkar brotten går inte att säga efter ett år."
        ),
    )


def _problems(actor: Actor, home: UUID, item: DemoMeasure) -> tuple[UUID, ...]:
    """Return the problem that the measure answers, when there are any problems."""
    if "problem" not in KINDS:
        return ()
    things = list(KINDS["problem"].things(actor, home))
    if not things:
        return ()
    meant = ANSWERS.get(item.title)
    if meant and (named := [thing.ref.id for thing in things if thing.label.startswith(meant)]):
        return (named[0],)
    mine = _stems(f"{item.title} {item.how} {item.cause} {item.place}")
    shared = [len(mine & _stems(thing.label)) for thing in things]
    best = shared.index(max(shared)) if max(shared) else item.area % len(things)
    return (things[best].ref.id,)


def _stems(text: str) -> set[str]:
    """Return the beginnings of the longer words, so that forms of a word are alike."""
    return {word.strip(".,:").casefold()[:6] for word in text.split() if len(word) > 5}


def _targets(actor: Actor, home: UUID) -> dict[str, UUID]:
    if "steering_goal" not in KINDS:
        return {}
    return {thing.label: thing.ref.id for thing in KINDS["steering_goal"].things(actor, home)}


def _function(actor: Actor, home: UUID, organisation: str, name: str, today: date) -> UUID:
    """Return the function that answers for a measure; made when there is none."""
    where = organisation_named(organisation, organisation_name(home)).id if organisation else home
    known = open_function_named(where, name)
    if known is not None and known.role == Role.MEASURE_OWNER:
        return known.id
    called = name if known is None else _("%(name)s för åtgärder") % {"name": name}
    again = open_function_named(where, called)
    if again is not None:
        return again.id
    return create_function(actor, where, name=called, role=Role.MEASURE_OWNER, starts_on=today).id
