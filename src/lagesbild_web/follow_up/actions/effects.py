"""Estimate what a measure led to, or say why it cannot be told; and write down what was learnt."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild import __version__
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.audit.queries import latest_sequence
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.base.screening import screen
from lagesbild_web.follow_up.contracts import EFFECT_LABELS, Effect, Judgement, Lesson
from lagesbild_web.follow_up.estimating import Comparison, estimate
from lagesbild_web.follow_up.models import EffectEstimate
from lagesbild_web.follow_up.models import Lesson as LessonRow
from lagesbild_web.follow_up.queries.effects import effects_of, lessons_of
from lagesbild_web.plans.queries import may_follow_up, may_manage, measure_for, plan_for

DATA = ("incident.", "areas.", "category.")
"""The events that change what an estimate is computed from."""


@action("follow_up.estimate_effect")
def estimate_effect(actor: Actor, measure_id: UUID, comparison: Comparison, *, comment: str = "") -> Effect:
    """Estimate what a measure led to; an earlier estimate is kept beside it.

    Raises
    ------
    Invalid
        If the comparison cannot be made; the sentence says what is missing.
    """
    home, title = _managed(actor, measure_id)
    screen(comment=comment)
    found = estimate(actor, comparison, municipality_id=home, today=timezone.localdate())
    row = EffectEstimate.objects.create(
        measure_id=measure_id,
        municipality_id=home,
        number=_next_number(measure_id),
        design=comparison.design,
        judgement=found.judgement.value,
        sentence=found.sentence,
        comment=comment.strip(),
        settings=found.settings,
        answer=found.answer,
        data_revision=latest_sequence(home, DATA),
        function_id=actor.home.function_id if actor.home else None,
        at=timezone.now(),
    )
    _record(actor, row, title)
    return effects_of(actor, measure_id)[0]


@action("follow_up.tell_no_effect")
def tell_no_effect(actor: Actor, measure_id: UUID, *, reason: str) -> Effect:
    """Say that the effect of a measure cannot be measured, and why. That is an answer too."""
    home, title = _managed(actor, measure_id)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför effekten inte går att mäta. Det är det som styrgruppen frågar."))
    screen(reason=reason)
    row = EffectEstimate.objects.create(
        measure_id=measure_id,
        municipality_id=home,
        number=_next_number(measure_id),
        design="none",
        judgement=Judgement.NOT_COMPARABLE.value,
        sentence=_("Ingen slutsats kan dras om effekten. %(reason)s") % {"reason": reason.strip()},
        settings={},
        answer={"method": "", "source": "", "version": __version__, "seed": None, "n": 0, "warnings": []},
        data_revision=latest_sequence(home, DATA),
        function_id=actor.home.function_id if actor.home else None,
        at=timezone.now(),
    )
    _record(actor, row, title)
    return effects_of(actor, measure_id)[0]


@action("follow_up.write_lesson")
def write_lesson(actor: Actor, measure_id: UUID, *, text: str) -> Lesson:
    """Write down what was learnt; the one who answers for the measure may, and its keeper."""
    measure = measure_for(actor, measure_id)
    home = plan_for(actor, measure.plan_id).municipality_id
    require(actor, Right.READ_PLAN, Domain(home, home, circle="partners", sensitivity="limited"))
    if not may_follow_up(actor, measure_id):
        raise NotAllowed
    if not text.strip():
        raise Invalid(
            text=_("Skriv vad ni har lärt er: vad som fungerade, och vad ni skulle göra annorlunda.")
        )
    screen(text=text)
    row = LessonRow.objects.create(
        measure_id=measure_id,
        municipality_id=home,
        text=text.strip(),
        function_id=actor.home.function_id if actor.home else None,
        at=timezone.now(),
    )
    record(actor, "follow_up.lesson_written", measure_id, municipality_id=home, title=measure.title)
    return next(lesson for lesson in lessons_of(actor, measure_id=measure_id) if lesson.id == row.id)


def _managed(actor: Actor, measure_id: UUID) -> tuple[UUID, str]:
    """The municipality and the title of a measure whose plan the actor keeps."""
    measure = measure_for(actor, measure_id)
    plan = plan_for(actor, measure.plan_id)
    home = plan.municipality_id
    require(actor, Right.MANAGE_PLAN, Domain(home, home, circle="partners", sensitivity="limited"))
    if not may_manage(actor, plan.id):
        raise NotAllowed
    return home, measure.title


def _next_number(measure_id: UUID) -> int:
    return EffectEstimate.objects.filter(measure_id=measure_id).count() + 1


def _record(actor: Actor, row: EffectEstimate, title: str) -> None:
    record(
        actor,
        "follow_up.effect_estimated",
        row.measure_id,
        municipality_id=row.municipality_id,
        title=title,
        judgement=str(EFFECT_LABELS[Judgement(row.judgement)]),
    )
