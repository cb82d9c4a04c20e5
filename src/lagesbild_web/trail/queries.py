"""The chain as a reader may see it. Every kind answers for its own things; nothing is kept here."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from lagesbild_web.access.queries import function_labels, vacant_since
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.answering import Answered, everything_answered
from lagesbild_web.base.chain import KINDS, Gap, Ref, Thing, in_use
from lagesbild_web.base.due import Due, everything_due
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.trail.assembling import chain_from, trail_of
from lagesbild_web.trail.contracts import Chain, GapCount, GapLine, KindCount, Trail, Vacancy


def thing_for(actor: Actor, kind: str, thing_id: UUID) -> Trail:
    """Return the trail of a thing, up and down.

    Raises
    ------
    NotAllowed
        If no role of the actor's lets the plan be read.
    NotFound
        If there is no such thing for the actor.
    """
    home = _home(actor)
    chain = _chain(actor, home)
    start = Ref(kind, thing_id)
    if start not in chain.things:
        raise NotFound
    return trail_of(chain, start, KINDS, _gaps(actor, home))


def overview_for(actor: Actor) -> tuple[KindCount, ...]:
    """Return every kind in the chain's order, with how many things and gaps the actor may see."""
    home = _home(actor)
    gaps: dict[str, int] = {}
    for gap in _gaps(actor, home):
        gaps[gap.thing.ref.kind] = gaps.get(gap.thing.ref.kind, 0) + 1
    ordered = sorted(KINDS.values(), key=lambda kind: (kind.step, kind.name))
    found = [(kind, kind.things(actor, home)) for kind in ordered]
    return tuple(
        KindCount(
            kind=kind.name,
            label=str(kind.plural),
            step=kind.step,
            count=len(in_use(things)),
            ended=len(things) - len(in_use(things)),
            gaps=gaps.get(kind.name, 0),
        )
        for kind, things in found
    )


def things_for(actor: Actor, *, kind: str = "", text: str = "") -> list[tuple[str, Thing]]:
    """Return the things of a kind (all when none is given) whose label holds every word, with its label.

    What is out of use comes last.
    """
    home = _home(actor)
    words = text.casefold().split()
    ordered = sorted(KINDS.values(), key=lambda item: (item.step, item.name))
    found = [
        (str(item.label), thing)
        for item in ordered
        if not kind or item.name == kind
        for thing in item.things(actor, home)
        if all(word in thing.label.casefold() for word in words)
    ]
    return sorted(found, key=lambda pair: pair[1].ended_on is not None)


def gaps_for(actor: Actor, *, name: str = "", with_motive: bool | None = None) -> list[GapLine]:
    """Return where the chain is broken: one sort of gap or all, with or without a motive or both."""
    return [
        GapLine(str(KINDS[gap.thing.ref.kind].label) if gap.thing.ref.kind in KINDS else "", gap)
        for gap in _gaps(actor, _home(actor))
        if (not name or gap.name == name) and with_motive in (None, bool(gap.motive))
    ]


def vacancies_for(actor: Actor) -> tuple[Vacancy, ...]:
    """Return the functions that nobody holds and that answer for something, with what it is."""
    home = _home(actor)
    work: dict[UUID, list[Answered]] = {}
    for item in everything_answered(actor, home):
        work.setdefault(item.function_id, []).append(item)
    waiting: dict[UUID, list[Due]] = {}
    for due in everything_due(actor, timezone.localdate()):
        if due.function_id is not None and due.municipality_id == home:
            waiting.setdefault(due.function_id, []).append(due)
    vacant = vacant_since({*work, *waiting})
    labels = function_labels(vacant)
    found = [
        Vacancy(key, labels[key], since, tuple(work.get(key, ())), tuple(waiting.get(key, ())))
        for key, since in vacant.items()
    ]
    return tuple(sorted(found, key=lambda vacancy: vacancy.function))


def gap_counts(lines: Sequence[GapLine]) -> tuple[GapCount, ...]:
    """Return how many there are of each sort of gap, by label."""
    found: dict[str, list[Gap]] = {}
    for line in lines:
        found.setdefault(line.gap.name, []).append(line.gap)
    counts = [
        GapCount(name, gaps[0].label, len(gaps), sum(bool(gap.motive) for gap in gaps))
        for name, gaps in found.items()
    ]
    return tuple(sorted(counts, key=lambda count: count.label))


def _home(actor: Actor) -> UUID:
    if actor.municipality_id is None or not has_somewhere(actor, Right.READ_PLAN):
        raise NotAllowed
    return actor.municipality_id


def _chain(actor: Actor, municipality_id: UUID) -> Chain:
    kinds = list(KINDS.values())
    return chain_from(
        (thing for kind in kinds for thing in kind.things(actor, municipality_id)),
        (link for kind in kinds for link in kind.links(actor, municipality_id)),
    )


def _gaps(actor: Actor, municipality_id: UUID) -> list[Gap]:
    found = [gap for kind in KINDS.values() if kind.gaps for gap in kind.gaps(actor, municipality_id)]
    return sorted(found, key=lambda gap: (gap.label, gap.thing.label, str(gap.thing.ref.id)))
