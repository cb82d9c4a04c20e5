"""What a plan and its measures stand on, as choices and as words: pictures, problems, council targets."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS, Ref, Thing
from lagesbild_web.base.chain_links import things_of
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.pictures.queries import decided_pictures, picture_for, pictures_for, readable_pictures

STANDS: Collection[str] = ("decided", "published")
"""States of a picture that a plan can stand on."""


def picture_choices(actor: Actor, municipality_id: UUID) -> list[tuple[str, str]]:
    """Return the pictures that a plan can stand on: those decided by the law first, then the published."""
    decided = sorted(decided_pictures(actor, municipality_id), key=lambda p: not p.is_by_law)
    known = {picture.id for picture in decided}
    others = [p for p in pictures_for(actor, number=1).rows if p.status in STANDS and p.id not in known]
    return [
        *((str(picture.id), picture.label) for picture in decided),
        *((str(picture.id), f"{picture.heading}, version {picture.version}") for picture in others),
    ]


def picture_label(actor: Actor, picture_id: UUID | None) -> str:
    """Return what a picture is called, and that it has been taken back; empty when none is chosen."""
    if picture_id is None:
        return ""
    try:
        summary = picture_for(actor, picture_id).summary
    except (NotFound, NotAllowed):
        return _("en lägesbild som du inte får läsa")
    label = f"{summary.heading}, version {summary.version}"
    if summary.withdrawn_on is not None:
        label += " " + _("(tillbakadragen %(day)s)") % {"day": summary.withdrawn_on.isoformat()}
    return label


def reads_picture(actor: Actor, picture_id: UUID | None) -> bool:
    """Return whether there is a picture and the actor may read it."""
    return picture_id is not None and picture_id in readable_pictures(actor, {picture_id})


def choices_of(
    actor: Actor, municipality_id: UUID, kind: str, *, kept: Collection[UUID] = ()
) -> list[tuple[str, str]]:
    """Return the things of a kind of the chain as choices; nothing when the kind is not installed.

    What is ``kept`` is already chosen: it is among them also out of use, or saving would lose the link.
    """
    if kind not in KINDS:
        return []
    things = KINDS[kind].things(actor, municipality_id)
    return [
        (str(thing.ref.id), f"{thing.label} ({thing.ended.lower()})" if thing.ended else thing.label)
        for thing in things
        if thing.ended_on is None or thing.ref.id in kept
    ]


def things_by_id(
    actor: Actor, municipality_id: UUID, kind: str, ids: Collection[UUID]
) -> Mapping[UUID, Thing]:
    """Return those of the things that the actor may see."""
    found = things_of(actor, municipality_id, [Ref(kind, key) for key in ids])
    return {ref.id: thing for ref, thing in found.items()}
