"""Point at things of the chain without knowing whose they are: what can be chosen, and what was chosen."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Ref, Thing, in_use


def linkable(actor: Actor, municipality_id: UUID, kinds: Sequence[str]) -> list[tuple[str, list[Thing]]]:
    """Return what is in use and the actor may point at, by kind with its plural label."""
    return [
        (str(KINDS[name].plural), in_use(KINDS[name].things(actor, municipality_id)))
        for name in kinds
        if name in KINDS
    ]


def choices(
    actor: Actor, municipality_id: UUID, kinds: Sequence[str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the same as grouped choices of a form; the values are read back by :func:`read_ref`."""
    groups = []
    for label, things in linkable(actor, municipality_id, kinds):
        if things:
            groups.append((label, [(f"{t.ref.kind}:{t.ref.id}", t.label) for t in things]))
    return groups


def read_ref(text: str) -> Ref | None:
    """Return what a chosen value points at; None when it is not one."""
    kind, _, key = text.partition(":")
    try:
        return Ref(kind, UUID(key)) if kind in KINDS else None
    except ValueError:
        return None


def things_of(actor: Actor, municipality_id: UUID, refs: Iterable[Ref]) -> dict[Ref, Thing]:
    """Return those of the things that the actor may see, also out of use, asking each kind once."""
    wanted = set(refs)
    found: dict[Ref, Thing] = {}
    for kind in sorted({ref.kind for ref in wanted} & KINDS.keys()):
        found |= {t.ref: t for t in KINDS[kind].things(actor, municipality_id) if t.ref in wanted}
    return found


def label_of(thing: Thing | None) -> str:
    """Return what a thing that is pointed at is called; None is one that the reader may not see, or is gone.

    What it was called when somebody pointed at it is not told: that is for those who may see the thing.
    """
    return thing.label if thing is not None else _("Visas inte för dig")
