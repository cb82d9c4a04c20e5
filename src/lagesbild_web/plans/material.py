"""Gather what the documents and the pages of analysis tell, as the reader may see it."""

from datetime import date

from lagesbild_web.access.queries import organisation_name
from lagesbild_web.access.rights import as_a_partner
from lagesbild_web.access.roles import Circle
from lagesbild_web.base.actor import Actor
from lagesbild_web.plans.contracts import PlanSummary
from lagesbild_web.plans.costs import analyse
from lagesbild_web.plans.current import development_of
from lagesbild_web.plans.documents.plan import PlanParts
from lagesbild_web.plans.overview import overview_of
from lagesbild_web.plans.queries import cards_of, goals_of, indicators_of
from lagesbild_web.plans.standing import things_by_id
from lagesbild_web.plans.timeline import timeline_of


def parts_of(actor: Actor, plan: PlanSummary, *, today: date, is_kept: bool = False) -> PlanParts:
    """Return everything that the plan's document tells.

    One that is kept for everybody who reads the plan names no problem that they may not see.
    """
    reader = as_a_partner(actor) if is_kept and plan.circle != Circle.OWN else actor
    cards = cards_of(actor, plan.id)
    home = plan.municipality_id
    asked = {key for card in cards for key in card.summary.problem_ids}
    problems = things_by_id(reader, home, "problem", asked)
    judged = [
        (indicator, development_of(actor, indicator, municipality_id=home, today=today).target)
        for indicator in indicators_of(actor, plan_id=plan.id)
    ]
    return PlanParts(
        plan=plan,
        municipality=organisation_name(home),
        overview=overview_of(actor, plan),
        cards=cards,
        judgements=judged,
        costs=analyse(cards, goals_of(actor, plan_id=plan.id)),
        timeline=timeline_of(cards, first=plan.starts_on, last=plan.ends_on, today=today),
        problems=[
            (
                thing.label,
                "; ".join(card.summary.title for card in cards if key in card.summary.problem_ids),
            )
            for key, thing in problems.items()
        ],
    )
