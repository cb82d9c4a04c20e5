"""Read what measures led to, and what was learnt."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import QuerySet

from lagesbild_web.access.queries import function_labels
from lagesbild_web.base.actor import Actor
from lagesbild_web.follow_up.contracts import EFFECT_LABELS, Effect, Judgement, Lesson
from lagesbild_web.follow_up.models import EffectEstimate
from lagesbild_web.follow_up.models import Lesson as LessonRow
from lagesbild_web.plans.contracts import DESIGN_LABELS
from lagesbild_web.plans.queries import measure_for, measures_of


def effects_of(actor: Actor, measure_id: UUID) -> list[Effect]:
    """Return every estimate for a measure, the latest first.

    Raises
    ------
    NotFound
        If there is no such measure, or the actor may not know that there is.
    NotAllowed
        If the actor may know of it but not read it.
    """
    measure = measure_for(actor, measure_id)
    rows = EffectEstimate.objects.filter(measure_id=measure.id)
    return _effects(rows, {measure.id: measure.title})


def latest_effects(
    actor: Actor, *, municipality_id: UUID, measure_ids: Collection[UUID] | None = None
) -> list[Effect]:
    """Return the latest estimate for each measure that the actor may read, the newest first."""
    found: dict[UUID, Effect] = {}
    for effect in all_effects(actor, municipality_id=municipality_id, measure_ids=measure_ids):
        found.setdefault(effect.measure_id, effect)
    return sorted(found.values(), key=lambda effect: effect.at, reverse=True)


def all_effects(
    actor: Actor, *, municipality_id: UUID, measure_ids: Collection[UUID] | None = None
) -> list[Effect]:
    """Return every estimate for the measures that the actor may read, by measure, the latest first."""
    measures = measures_of(actor, municipality_id=municipality_id, measure_ids=measure_ids, with_retired=True)
    titles = {measure.id: measure.title for measure in measures}
    return _effects(EffectEstimate.objects.filter(measure_id__in=list(titles)), titles)


def lessons_of(
    actor: Actor, *, measure_id: UUID | None = None, municipality_id: UUID | None = None
) -> list[Lesson]:
    """Return what was learnt from the measures that the actor may read, the latest first."""
    ids = None if measure_id is None else [measure_for(actor, measure_id).id]
    measures = measures_of(actor, municipality_id=municipality_id, measure_ids=ids, with_retired=True)
    titles = {measure.id: measure.title for measure in measures}
    rows = list(LessonRow.objects.filter(measure_id__in=list(titles)))
    labels = function_labels(row.function_id for row in rows if row.function_id)
    return [
        Lesson(
            id=row.id,
            measure_id=row.measure_id,
            measure=titles[row.measure_id],
            text=row.text,
            function=labels.get(row.function_id, "") if row.function_id else "",
            at=row.at,
        )
        for row in rows
    ]


def _effects(rows: "QuerySet[EffectEstimate]", titles: Mapping[UUID, str]) -> list[Effect]:
    known = list(rows.order_by("measure_id", "-number"))
    labels = function_labels(row.function_id for row in known if row.function_id)
    return [
        Effect(
            id=row.id,
            measure_id=row.measure_id,
            measure=titles[row.measure_id],
            design=row.design,
            design_label=str(DESIGN_LABELS[row.design]),
            judgement=Judgement(row.judgement),
            judgement_label=str(EFFECT_LABELS[Judgement(row.judgement)]),
            sentence=row.sentence,
            comment=row.comment,
            warnings=tuple(row.answer.get("warnings", ())),
            method=row.answer.get("method", ""),
            source=row.answer.get("source", ""),
            version=row.answer.get("version", ""),
            seed=row.answer.get("seed"),
            n=row.answer.get("n", 0),
            settings=row.settings,
            answer=row.answer,
            strength=(row.answer.get("summary") or {}).get("design_strength"),
            function=labels.get(row.function_id, "") if row.function_id else "",
            at=row.at,
            number=row.number,
        )
        for row in known
    ]
