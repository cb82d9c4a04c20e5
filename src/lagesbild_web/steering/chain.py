"""Targets as the top of the chain, and the reviews of documents as days."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.base import answering, chain, due
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.answering import Answered
from lagesbild_web.base.chain import Kind, Link, Ref, Thing
from lagesbild_web.base.due import Due
from lagesbild_web.steering.queries import documents_of, reviews_of, struck_targets, targets_of


def declare_all() -> None:
    """Let the chain hold the council's targets, and let reviews be told of."""
    labels = (gettext_lazy("Politiskt mål"), gettext_lazy("Politiska mål"))
    chain.declare(Kind("steering_goal", *labels, 4, _things, _links))
    due.declare("steering.reviews", _reviews)
    answering.declare("steering.documents", _answered)


def _things(actor: Actor, municipality_id: UUID) -> Sequence[Thing]:
    url = reverse("steering:targets")
    return [
        Thing(
            Ref("steering_goal", t.id),
            t.title,
            f"{url}#mal-{t.id}",
            _("Struket") if t.is_retired else t.document,
            t.retired_on,
        )
        for t in [*targets_of(actor, municipality_id), *struck_targets(actor, municipality_id)]
    ]


def _links(actor: Actor, municipality_id: UUID) -> Sequence[Link]:
    return [
        Link(Ref("steering_goal", t.id), Ref("steering_goal", t.parent_id), _("ligger under"), t.retired_on)
        for t in [*targets_of(actor, municipality_id), *struck_targets(actor, municipality_id)]
        if t.parent_id is not None
    ]


def _reviews(actor: Actor, today: date) -> Iterator[Due]:
    del today
    if actor.municipality_id is None:
        return
    for found in reviews_of(actor, actor.municipality_id):
        if found.draft.review_on is not None:
            yield Due(
                text=_("Se över %(title)s") % {"title": found.draft.title},
                url=reverse("steering:document", args=[found.id]),
                due_on=found.draft.review_on,
                function_id=found.draft.function_id,
                municipality_id=found.municipality_id,
                detail=_("Dagen för översyn som står i dokumentet."),
            )


def _answered(actor: Actor, municipality_id: UUID) -> Iterator[Answered]:
    """Return the documents in use, by the function that sees to them."""
    for found in documents_of(actor, municipality_id):
        if found.draft.function_id is not None and not found.replaced_by:
            url = reverse("steering:document", args=[found.id])
            mend = reverse("steering:change", args=[found.id])
            yield Answered(found.draft.function_id, _("Styrdokument"), found.draft.title, url, mend)
