"""Consult, sign, revise, extend, end, replace and publish."""

from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.roles import CIRCLE_LABELS, Circle, Right, Sensitivity
from lagesbild_web.agreements.changing import (
    check_alive,
    check_written,
    function_of,
    managed_row,
    step,
)
from lagesbild_web.agreements.lasting import consult_by, latest_end, open_consultation, state_of
from lagesbild_web.agreements.models import Agreement, Consultation, Extension, Party, SignedVersion
from lagesbild_web.agreements.queries import missing_in, row_for
from lagesbild_web.agreements.telling import working_content
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen

Status = Agreement.Status


@action("agreement.consult")
def register_consultation(
    actor: Actor, agreement_id: UUID, *, held_on: date, with_whom: str, result: str
) -> None:
    """Register that the parties have talked: about the draft, or, once signed, about what happens at the end.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    row = managed_row(actor, agreement_id)
    check_alive(row)
    faults: dict[str, str] = {}
    if held_on > timezone.localdate():
        faults["held_on"] = _("Samrådet ligger i framtiden. Registrera det när det är hållet.")
    if not with_whom.strip():
        faults["with_whom"] = _(
            "Skriv med vilka, till exempel kommunstyrelsens ordförande och polisområdeschefen."
        )
    if not result.strip():
        faults["result"] = _("Skriv vad ni kom fram till.")
    if faults:
        raise Invalid(**faults)
    screen(with_whom=with_whom, result=result)
    is_signed = row.status == Status.SIGNED
    about = Consultation.About.END if is_signed else Consultation.About.DRAFT
    Consultation.objects.create(
        agreement=row,
        about=about,
        held_on=held_on,
        with_whom=with_whom.strip()[:500],
        result=result.strip(),
        by_function=function_of(actor),
    )
    if not is_signed:
        row.status = Status.CONSULTED
    step(actor, row, _("Samråd hölls %(day)s.") % {"day": held_on.isoformat()}, "status")
    record(
        actor,
        "agreement.consulted",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        held_on=held_on,
        about=str(about.label),
    )


@action("agreement.sign")
def sign_for_party(actor: Actor, agreement_id: UUID, *, party_id: int, signed_on: date) -> int:
    """Register that a party has signed; returns how many have not. With the last one the text is frozen.

    Raises
    ------
    Invalid
        If something that must be in it is missing, or the day lies in the future.
    NotFound
        If it has no such party.
    """
    row = managed_row(actor, agreement_id)
    check_alive(row)
    check_written(row)
    parties = list(row.parties.all())
    if missing := missing_in(row, parties):
        told = ", ".join(missing)
        raise Invalid(signed_on=_("Det går inte att skriva under än. Det saknas: %(what)s.") % {"what": told})
    if signed_on > timezone.localdate():
        raise Invalid(signed_on=_("Dagen ligger i framtiden. Registrera underskriften när den finns."))
    party = _party(parties, party_id)
    party.signed_on = signed_on
    party.save(update_fields=["signed_on"])
    waiting = [p for p in parties if p.signed_on is None]
    facts = {"party": party.name, "function": party.signatory, "day": signed_on.isoformat()}
    told = _("%(party)s undertecknade genom %(function)s %(day)s.") % facts
    if not waiting:
        number = _freeze(actor, row)
        told += " " + _("Alla har undertecknat: version %(number)s är låst.") % {"number": number}
        row.status, row.is_revised = Status.SIGNED, False
    step(actor, row, told, "status", "is_revised")
    record(
        actor,
        "agreement.signed",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        party=party.name,
        signed_on=signed_on,
    )
    return len(waiting)


@action("agreement.unsign")
def take_back_signature(actor: Actor, agreement_id: UUID, *, party_id: int) -> None:
    """Undo a signature that was registered by mistake, as long as not all have signed."""
    row = managed_row(actor, agreement_id)
    check_alive(row)
    check_written(row)
    party = _party(list(row.parties.all()), party_id)
    party.signed_on = None
    party.save(update_fields=["signed_on"])
    step(actor, row, _("Underskriften från %(party)s togs tillbaka.") % {"party": party.name})
    record(
        actor,
        "agreement.signature_undone",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        party=party.name,
    )


@action("agreement.revise")
def begin_revision(actor: Actor, agreement_id: UUID, *, reason: str) -> None:
    """Begin to write a new version; the signed one holds until all have signed the new one."""
    row = managed_row(actor, agreement_id)
    check_alive(row)
    if row.status != Status.SIGNED or row.is_revised:
        raise Invalid(reason=_("Texten går redan att ändra."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför den ändras."))
    screen(reason=reason)
    row.is_revised = True
    row.parties.update(signed_on=None)
    step(actor, row, _("En ändring påbörjades: %(why)s") % {"why": reason.strip()}, "is_revised")
    record(
        actor,
        "agreement.revision_begun",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        reason=reason.strip()[:500],
    )


@action("agreement.extend")
def extend_agreement(
    actor: Actor, agreement_id: UUID, *, until: date, decided_on: date, reason: str = ""
) -> None:
    """Move the last day, at most two years at a time, after a consultation about the end.

    Raises
    ------
    Invalid
        If there has been no consultation since the last extension, the new day is too far away or not later,
        or the consultation was late and no reason is given.
    """
    row = managed_row(actor, agreement_id)
    if state_of(row, timezone.localdate()) != "in_force":
        raise Invalid(until=_("Bara det som gäller går att förlänga. Gör en ny i stället."))
    consultation = open_consultation(list(row.consultations.all()), list(row.extensions.all()))
    if consultation is None:
        raise Invalid(until=_("Parterna måste ha samråd först. Registrera samrådet och förläng sedan."))
    faults = _faults_in_extension(row, until, decided_on, consultation)
    last_day = consult_by(row)
    if consultation.held_on > last_day and not reason.strip():
        faults["reason"] = _(
            "Samrådet hölls %(held)s, men skulle ha hållits senast %(last)s. Skriv varför ni ändå förlänger."
        ) % {"held": consultation.held_on.isoformat(), "last": last_day.isoformat()}
    if faults:
        raise Invalid(**faults)
    screen(reason=reason)
    before, row.ends_on = row.ends_on, until
    Extension.objects.create(
        agreement=row,
        consultation=consultation,
        before=before,
        after=until,
        decided_on=decided_on,
        reason=reason.strip()[:1000],
        by_function=function_of(actor),
    )
    days = {"before": before.isoformat(), "after": until.isoformat()}
    step(actor, row, _("Förlängdes från %(before)s till %(after)s.") % days, "ends_on")
    record(
        actor,
        "agreement.extended",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        before=before,
        after=until,
    )


@action("agreement.end")
def end_agreement(actor: Actor, agreement_id: UUID, *, ended_on: date, reason: str) -> None:
    """End it before its time, or put a draft away; it stays to be read."""
    row = managed_row(actor, agreement_id)
    check_alive(row)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför den avslutas."))
    if ended_on > timezone.localdate():
        raise Invalid(ended_on=_("Dagen ligger i framtiden. Avsluta när den dagen har kommit."))
    screen(reason=reason)
    row.status, row.ended_on, row.is_revised = Status.ENDED, ended_on, False
    told = _("Avslutades %(day)s: %(why)s") % {"day": ended_on.isoformat(), "why": reason.strip()}
    step(actor, row, told, "status", "ended_on", "is_revised")
    record(
        actor,
        "agreement.ended",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        reason=reason.strip()[:500],
    )


@action("agreement.replace")
def replace_agreement(actor: Actor, agreement_id: UUID, *, by_id: UUID) -> None:
    """Say that another, signed one holds instead."""
    row = managed_row(actor, agreement_id)
    check_alive(row)
    other = row_for(actor, by_id, right=Right.MANAGE_AGREEMENT)
    is_same = other.id != row.id and other.kind == row.kind and other.municipality_id == row.municipality_id
    if not is_same or other.status != Status.SIGNED:
        raise Invalid(by=_("Välj en annan av samma slag som är undertecknad."))
    row.status, row.replaced_by, row.is_revised = Status.REPLACED, other, False
    row.ended_on = other.starts_on
    step(
        actor,
        row,
        _("Ersattes av ”%(title)s”.") % {"title": other.title},
        "status",
        "replaced_by",
        "is_revised",
        "ended_on",
    )
    record(
        actor,
        "agreement.replaced",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        by=other.id,
    )


@action("agreement.share")
def share_agreement(actor: Actor, agreement_id: UUID, *, circle: Circle) -> None:
    """Decide who sees it: the own organisation, the partners (to consult), or everybody (on the open page).

    Raises
    ------
    Invalid
        If everybody is to see it before it is signed.
    """
    row = managed_row(actor, agreement_id)
    if circle is Circle.PUBLIC and not row.versions.exists():
        raise Invalid(circle=_("Bara det som är undertecknat går att visa för alla."))
    if circle is Circle.PUBLIC and row.sensitivity != Sensitivity.OPEN:
        raise Invalid(circle=_("Den är inte öppen och går inte att visa för alla."))
    row.circle = circle
    label = str(CIRCLE_LABELS[circle])
    step(actor, row, _("Visas för: %(circle)s.") % {"circle": label.lower()}, "circle")
    record(
        actor,
        "agreement.shared",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        circle=circle,
    )


def _faults_in_extension(
    row: Agreement, until: date, decided_on: date, consultation: Consultation
) -> dict[str, str]:
    faults: dict[str, str] = {}
    if until <= row.ends_on:
        faults["until"] = _("Den gäller redan till %(day)s. Välj en senare dag.") % {
            "day": row.ends_on.isoformat()
        }
    elif until > latest_end(row):
        faults["until"] = _("Den förlängs med högst två år i taget, alltså till %(day)s.") % {
            "day": latest_end(row).isoformat()
        }
    if decided_on > timezone.localdate():
        faults["decided_on"] = _("Beslutet ligger i framtiden. Förläng när det är fattat.")
    elif decided_on < consultation.held_on:
        faults["decided_on"] = _("Beslutet kan inte vara före samrådet %(day)s.") % {
            "day": consultation.held_on.isoformat()
        }
    return faults


def _freeze(actor: Actor, row: Agreement) -> int:
    number = row.versions.count() + 1
    SignedVersion.objects.create(
        agreement=row,
        number=number,
        content=working_content(row).to_json(),
        frozen_at=timezone.now(),
        by_function=function_of(actor),
    )
    return number


def _party(parties: list[Party], party_id: int) -> Party:
    found = next((party for party in parties if party.id == party_id), None)
    if found is None:
        raise NotFound
    return found
