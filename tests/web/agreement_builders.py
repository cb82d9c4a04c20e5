"""Agreements and promises for tests, with sensible values for everything else."""

from typing import Any
from uuid import UUID

from django.utils import timezone

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle
from lagesbild_web.agreements import actions
from lagesbild_web.agreements.actions.writing import Written
from lagesbild_web.agreements.queries import agreement_for
from lagesbild_web.agreements.sections import Kind
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.months import months_after

TEXTS = {"purposes": "Färre brott\nFler trygga", "fields": "Trygga offentliga miljöer"}
PROMISE = {
    "promise": "Vi ska synas vid stationen varje fredagskväll.",
    "dialogue": "I dialogen i mars sade många att stationen känns otrygg.",
    "police": "Går till fots kl. 20–23",
    "municipality": "Lagar lampor inom tre dagar",
    "follow_up": "Vi räknar kvällarna.",
}


def written(**changes: Any) -> Written:
    """What somebody writes of an agreement that began long ago and has half a year left."""
    today = timezone.localdate()
    fields: dict[str, Any] = {
        "title": "Samverkan om trygghet",
        "starts_on": months_after(today, -18),
        "ends_on": months_after(today, 6),
        "texts": TEXTS,
    }
    return Written(**(fields | changes))


def a_draft(actor: Actor, home: Organisation, kind: Kind = Kind.AGREEMENT, **changes: Any) -> UUID:
    """A draft with two parties."""
    texts = TEXTS if kind is Kind.AGREEMENT else PROMISE
    made = actions.draft_agreement(
        actor, municipality_id=home.id, kind=kind, written=written(**({"texts": texts} | changes))
    )
    for name, function in (("Kommunen", "Kommunstyrelsens ordförande"), ("Polisen", "Polisområdeschef")):
        actions.add_party(actor, made, organisation_id=None, name=name, signatory=function)
    return made


def sign(actor: Actor, agreement_id: UUID) -> None:
    """Let every party sign today."""
    for party in agreement_for(actor, agreement_id).parties:
        actions.sign_for_party(actor, agreement_id, party_id=party.id, signed_on=timezone.localdate())


def a_shared_draft(actor: Actor, home: Organisation) -> UUID:
    """A draft that the partners read."""
    made = a_draft(actor, home)
    actions.share_agreement(actor, made, circle=Circle.PARTNERS)
    return made


def a_public_promise(actor: Actor, home: Organisation) -> UUID:
    """A signed promise that everybody reads."""
    made = a_draft(actor, home, Kind.PROMISE, title="Tryggt vid stationen")
    sign(actor, made)
    actions.share_agreement(actor, made, circle=Circle.PUBLIC)
    return made
