"""Write an agreement or a promise: its text, its parties, and what it stands on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import is_choosable, open_organisations
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.agreements.changing import (
    check_alive,
    check_version,
    check_written,
    function_of,
    managed_row,
    step,
)
from lagesbild_web.agreements.models import Agreement, AgreementLink, AgreementStep, Party
from lagesbild_web.agreements.sections import KIND_LABELS, PARTS, Kind
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Ref
from lagesbild_web.base.chain_links import things_of
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen

LINKABLE = ("problem", "goal", "measure")
"""Kinds of the chain that an agreement can stand on."""


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody writes of an agreement; ``texts`` by the names of its parts."""

    title: str
    starts_on: date
    ends_on: date
    texts: Mapping[str, str]
    function_id: UUID | None = None
    """Who answers for it; the actor's own function when not given."""
    consultation_months: int = 6


@action("agreement.draft")
def draft_agreement(actor: Actor, *, municipality_id: UUID, kind: Kind, written: Written) -> UUID:
    """Begin an agreement or a promise; returns its id.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    require(actor, Right.MANAGE_AGREEMENT, Domain(municipality_id, municipality_id))
    _check(written, municipality_id, kind)
    function_id = written.function_id or (actor.home.function_id if actor.home else None)
    row = Agreement.objects.create(
        municipality_id=municipality_id,
        organisation_id=municipality_id,
        kind=kind.value,
        title=written.title.strip(),
        starts_on=written.starts_on,
        ends_on=written.ends_on,
        consultation_months=written.consultation_months,
        texts=_kept(written.texts, kind),
        function_id=function_id,
    )
    AgreementStep.objects.create(agreement=row, text=_("Började skrivas."), by_function=function_of(actor))
    record(
        actor,
        "agreement.drafted",
        row.id,
        municipality_id=municipality_id,
        kind=str(KIND_LABELS[kind]),
        title=row.title,
    )
    return row.id


@action("agreement.change")
def change_agreement(actor: Actor, agreement_id: UUID, *, version: int, written: Written) -> int:
    """Change what is written; returns the new version. Nobody else's change is overwritten.

    Whoever has signed has not signed this: signatures of the version that is being written are taken away.
    """
    row = managed_row(actor, agreement_id)
    check_alive(row)
    check_written(row)
    check_version(row, version)
    _check(written, row.municipality_id, Kind(row.kind))
    row.title, row.starts_on = written.title.strip(), written.starts_on
    if not row.extensions.exists():
        row.ends_on = written.ends_on
    row.texts = _kept(written.texts, Kind(row.kind))
    row.consultation_months = written.consultation_months
    row.function_id = written.function_id
    unsigned = row.parties.filter(signed_on__isnull=False).update(signed_on=None)
    told = _("Texten ändrades.")
    if unsigned:
        told += " " + _("Underskrifter som redan var införda gäller inte den nya texten.")
    columns = ("title", "starts_on", "ends_on", "texts", "consultation_months", "function")
    step(actor, row, told, *columns)
    record(actor, "agreement.changed", row.id, municipality_id=row.municipality_id, title=row.title)
    return row.version


@action("agreement.add_party")
def add_party(
    actor: Actor, agreement_id: UUID, *, organisation_id: UUID | None, name: str, signatory: str
) -> None:
    """Add an organisation that takes part, with the function that signs for it.

    Raises
    ------
    Invalid
        If the organisation is unknown or takes part already, or a field is empty.
    """
    row = managed_row(actor, agreement_id)
    check_alive(row)
    check_written(row)
    known = {o.id: o.name for o in open_organisations(row.municipality_id)}
    if organisation_id is not None and organisation_id not in known:
        raise Invalid(organisation=_("Organisationen finns inte i kommunens register. Välj en annan."))
    called = (known[organisation_id] if organisation_id else name).strip()
    if not called:
        raise Invalid(name=_("Välj en organisation eller skriv vad parten heter."))
    if not signatory.strip():
        raise Invalid(
            signatory=_("Skriv vilken funktion som skriver under, till exempel Lokalpolisområdeschef.")
        )
    if row.parties.filter(name__iexact=called).exists():
        raise Invalid(organisation=_("%(name)s är redan part.") % {"name": called})
    screen(name=name, signatory=signatory)
    last = row.parties.aggregate(last=Max("position"))["last"] or 0
    Party.objects.create(
        agreement=row,
        organisation_id=organisation_id,
        name=called[:200],
        signatory=signatory.strip()[:120],
        position=last + 1,
    )
    row.parties.update(signed_on=None)
    step(actor, row, _("%(name)s lades till som part.") % {"name": called})
    record(actor, "agreement.party_added", row.id, municipality_id=row.municipality_id, party=called)


@action("agreement.remove_party")
def remove_party(actor: Actor, agreement_id: UUID, *, party_id: int) -> None:
    """Take a party out of what is being written; signed versions keep theirs."""
    row = managed_row(actor, agreement_id)
    check_alive(row)
    check_written(row)
    party = row.parties.filter(pk=party_id).first()
    name = party.name if party else ""
    if party is not None:
        party.delete()
        row.parties.update(signed_on=None)
        step(actor, row, _("%(name)s togs bort som part.") % {"name": name})
    record(actor, "agreement.party_removed", row.id, municipality_id=row.municipality_id, party=name or "-")


@action("agreement.link")
def link_thing(actor: Actor, agreement_id: UUID, *, ref: Ref) -> None:
    """Say that it stands on a problem, a goal or a measure that the actor may see."""
    row = managed_row(actor, agreement_id)
    check_alive(row)
    thing = things_of(actor, row.municipality_id, [ref]).get(ref) if ref.kind in LINKABLE else None
    if thing is None or thing.ended_on is not None:
        raise Invalid(thing=_("Välj ett problem, ett mål eller en åtgärd i listan."))
    _link, is_new = AgreementLink.objects.get_or_create(
        agreement=row, kind=ref.kind, thing_id=ref.id, defaults={"label": thing.label[:300]}
    )
    if is_new:
        step(actor, row, _("Länkades till ”%(label)s”.") % {"label": thing.label})
    record(
        actor, "agreement.linked", row.id, municipality_id=row.municipality_id, kind=ref.kind, thing=ref.id
    )


@action("agreement.unlink")
def unlink_thing(actor: Actor, agreement_id: UUID, *, link_id: int) -> None:
    """Take a link away; what was signed with it still says so."""
    row = managed_row(actor, agreement_id)
    check_alive(row)
    link = row.links.filter(pk=link_id).first()
    if link is None:
        raise Invalid(thing=_("Länken är redan borta."))
    label, kind, thing_id = link.label, link.kind, link.thing_id
    link.delete()
    step(actor, row, _("Länken till ”%(label)s” togs bort.") % {"label": label})
    record(
        actor, "agreement.unlinked", row.id, municipality_id=row.municipality_id, kind=kind, thing=thing_id
    )


def _check(written: Written, municipality_id: UUID, kind: Kind) -> None:
    faults: dict[str, str] = {}
    if not written.title.strip():
        faults["title"] = _("Skriv vad den heter.")
    if written.ends_on < written.starts_on:
        faults["ends_on"] = _("Sista dagen kommer före den första. Byt plats på dem.")
    if not 1 <= written.consultation_months <= 24:
        faults["consultation_months"] = _("Skriv ett antal månader mellan 1 och 24.")
    if written.function_id is not None and not is_choosable(written.function_id, municipality_id):
        faults["function"] = _("Funktionen finns inte eller är avslutad. Välj en annan.")
    if faults:
        raise Invalid(**faults)
    screen(title=written.title, **_kept(written.texts, kind))


def _kept(texts: Mapping[str, str], kind: Kind) -> dict[str, str]:
    return {part.name: str(texts.get(part.name, "")).strip() for part in PARTS[kind]}
