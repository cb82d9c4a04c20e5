"""The pictures' place in the chain: above the observations that they were made of, below the problems."""

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.roles import Right
from lagesbild_web.base import followers
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Gap, Kind, Link, Ref, Thing, declare
from lagesbild_web.base.followers import Follower
from lagesbild_web.pictures.models import SituationPicture
from lagesbild_web.pictures.presenting import summary_of
from lagesbild_web.pictures.reading import visible

PICTURE = "picture"
OBSERVATION = "observation"
"""The kind of what a picture stands on: the municipality's register, as one thing."""


def declare_chain() -> None:
    """Let the page of the chain show pictures, and what they stand on."""
    declare(
        Kind(
            OBSERVATION,
            gettext_lazy("Observationer"),
            gettext_lazy("Observationer"),
            0,
            observations,
            lambda _actor, _municipality_id: (),
        )
    )
    declare(Kind(PICTURE, gettext_lazy("Lägesbild"), gettext_lazy("Lägesbilder"), 1, pictures, links, gaps))
    followers.declare(
        Follower(
            "picture.area",
            gettext_lazy("Gör en områdesbild"),
            "pictures:compose_selection",
            Right.IMPORT_PICTURE,
            ("selection",),
        )
    )


def observations(actor: Actor, municipality_id: UUID) -> Sequence[Thing]:
    """Return the register that the municipality's pictures are made of."""
    del actor
    url = reverse("incidents:list")
    return (Thing(Ref(OBSERVATION, municipality_id), _("Registret över händelser"), url),)


def pictures(actor: Actor, municipality_id: UUID) -> Sequence[Thing]:
    """Return the pictures that the actor may read; public versions are the same picture for others."""
    return tuple(_thing(row) for row in _rows(actor, municipality_id))


def links(actor: Actor, municipality_id: UUID) -> Sequence[Link]:
    """Each picture stands on the rows that were frozen when it was made."""
    return tuple(
        Link(
            Ref(PICTURE, row.id),
            Ref(OBSERVATION, municipality_id),
            _("är gjord av observationer kända %(day)s") % {"day": row.as_of.isoformat()},
        )
        for row in _rows(actor, municipality_id)
    )


def gaps(actor: Actor, municipality_id: UUID) -> Sequence[Gap]:
    """Return what breaks the chain: a lägesbild that the law asks for and that nobody has decided."""
    return tuple(
        Gap(
            "picture_without_decision",
            _("Lägesbild enligt 4 § utan beslut"),
            _thing(row),
            reverse("pictures:decide", args=[row.id]),
            _("Registrera beslutet"),
        )
        for row in _rows(actor, municipality_id)
        if row.kind == "year"
        and row.decided_on is None
        and row.status in (SituationPicture.Status.DRAFT, SituationPicture.Status.REVIEW)
    )


def _rows(actor: Actor, municipality_id: UUID) -> Sequence[SituationPicture]:
    rows = visible(actor).filter(municipality_id=municipality_id, public_of__isnull=True)
    return list(rows.order_by("-as_of", "-version", "id"))


def _thing(row: SituationPicture) -> Thing:
    summary = summary_of(row)
    label = f"{summary.heading}, version {summary.version}"
    return Thing(
        Ref(PICTURE, row.id),
        label,
        reverse("pictures:picture", args=[row.id]),
        summary.status_label,
        summary.withdrawn_on,
    )
