"""What agreements and promises are in the chain, which days they have, and where something is missing."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.agreements.contracts import AgreementLine
from lagesbild_web.agreements.lasting import ALIVE
from lagesbild_web.agreements.models import AgreementLink
from lagesbild_web.agreements.queries import lines_in
from lagesbild_web.agreements.sections import Kind
from lagesbild_web.base import answering, chain, due
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.answering import Answered
from lagesbild_web.base.chain import Gap, Link, Ref, Thing
from lagesbild_web.base.due import Due

KIND: Final = "agreement"
_NOTICE: Final = timedelta(days=183)
"""How long before a day something is told of."""


def declare_all() -> None:
    """Be part of the chain, and tell of what has a day; called when the feature is loaded."""
    chain.declare(
        chain.Kind(
            name=KIND,
            label=gettext_lazy("Överenskommelse"),
            plural=gettext_lazy("Överenskommelser och medborgarlöften"),
            step=6,
            things=things,
            links=links,
            gaps=gaps,
        )
    )
    due.declare("agreements.agreements", dues)
    answering.declare("agreements.agreements", answered)


def things(actor: Actor, municipality_id: UUID) -> list[Thing]:
    """Return the agreements and promises that the actor may read."""
    return [_thing(line) for line in lines_in(actor, municipality_id)]


def links(actor: Actor, municipality_id: UUID) -> list[Link]:
    """Return what they stand on."""
    ids = {line.id for line in lines_in(actor, municipality_id)}
    rows = AgreementLink.objects.filter(agreement_id__in=ids)
    return [Link(Ref(KIND, row.agreement_id), Ref(row.kind, row.thing_id), _("handlar om")) for row in rows]


def gaps(actor: Actor, municipality_id: UUID) -> list[Gap]:
    """Return agreements that stand on nothing, near their end without consultation, or not followed up."""
    today, lines = timezone.localdate(), lines_in(actor, municipality_id)
    linked = set(
        AgreementLink.objects.filter(agreement_id__in=[line.id for line in lines]).values_list(
            "agreement_id", flat=True
        )
    )
    return [gap for line in lines for gap in _gaps_in(line, line.id in linked, today)]


def dues(actor: Actor, today: date) -> Iterator[Due]:
    """Return consultations, decisions about the end and half-yearly notes that wait."""
    if actor.municipality_id is None or not has_somewhere(actor, Right.READ_AGREEMENT):
        return
    for line in lines_in(actor, actor.municipality_id):
        yield from _dues_of(line, today)


def answered(actor: Actor, municipality_id: UUID) -> Iterator[Answered]:
    """Return the agreements and promises that still have something to do, by the function that has it."""
    for line in lines_in(actor, municipality_id):
        if line.function_id is not None and line.lasting.state in ALIVE:
            url = reverse("agreements:agreement", args=[line.id])
            mend = reverse("agreements:change", args=[line.id])
            yield Answered(line.function_id, line.kind_label, line.title, url, mend)


def _dues_of(line: AgreementLine, today: date) -> Iterator[Due]:
    lasting, url = line.lasting, reverse("agreements:agreement", args=[line.id])
    if lasting.state != "in_force":
        return
    if line.kind is Kind.AGREEMENT and lasting.consult_by - today <= _NOTICE:
        if not lasting.is_consulted:
            yield Due(
                _("Håll samråd om att förlänga: %(title)s") % {"title": line.title},
                url,
                lasting.consult_by,
                line.function_id,
                line.municipality_id,
                _("Överenskommelsen går ut %(day)s. Kommunen ska verka för överenskommelser (9 §).")
                % {"day": lasting.ends_on.isoformat()},
            )
        else:
            yield Due(
                _("Besluta om förlängning eller avslut: %(title)s") % {"title": line.title},
                url,
                lasting.ends_on,
                line.function_id,
                line.municipality_id,
                _("Samrådet är hållet."),
            )
    if lasting.next_follow_up_on is not None and lasting.next_follow_up_on - today <= _NOTICE:
        yield Due(
            _("Följ upp halvåret: %(title)s") % {"title": line.title},
            url,
            lasting.next_follow_up_on,
            line.function_id,
            line.municipality_id,
        )


def _gaps_in(line: AgreementLine, is_linked: bool, today: date) -> Iterator[Gap]:
    lasting, url = line.lasting, reverse("agreements:agreement", args=[line.id])
    if lasting.state not in ("in_force", "coming"):
        return
    if not is_linked:
        yield Gap(
            "agreement_without_goal",
            _("Överenskommelsen är inte kopplad till något problem, mål eller någon åtgärd"),
            _thing(line),
            f"{url}#bygger-pa",
            _("Länka till ett mål i åtgärdsplanen"),
        )
    is_late = line.kind is Kind.AGREEMENT and today > lasting.consult_by and not lasting.is_consulted
    if is_late:
        yield Gap(
            "agreement_near_end_without_consultation",
            _("Överenskommelsen går snart ut, och inget samråd är hållet"),
            _thing(line),
            reverse("agreements:consult", args=[line.id]),
            _("Registrera samrådet"),
        )
    if lasting.next_follow_up_on is not None and lasting.next_follow_up_on < today:
        yield Gap(
            "agreement_without_follow_up",
            _("Ingen har berättat hur det gått det senaste halvåret"),
            _thing(line),
            reverse("agreements:follow_up", args=[line.id]),
            _("Följ upp"),
        )


def _thing(line: AgreementLine) -> Thing:
    return Thing(
        Ref(KIND, line.id),
        f"{line.kind_label}: {line.title}",
        reverse("agreements:agreement", args=[line.id]),
        line.lasting.state_label,
    )
