"""What becomes of decisions: how it goes, what they are about, and what is told to those who reported."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, allows, require, those_with
from lagesbild_web.access.roles import Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Ref
from lagesbild_web.base.chain_links import things_of
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.base.screening import screen
from lagesbild_web.base.table_files import TABLE_FILES, as_table
from lagesbild_web.incidents.actions import tell_reporters
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.meetings.changing import check_function, check_version
from lagesbild_web.meetings.models import DecisionLink
from lagesbild_web.meetings.queries import decisions_for
from lagesbild_web.meetings.reading import decision_row
from lagesbild_web.meetings.stepping import Told, faults_in, take_step

LINKABLE: Final = ("problem", "measure", "walk_finding")
"""Kinds of the chain that a decision can be about."""


@action("meeting.report_on_decision")
def report_on_decision(actor: Actor, decision_id: UUID, told: Told) -> None:
    """Say how it goes, as the function that answers for it or as somebody who manages meetings."""
    row = decision_row(actor, decision_id, right=Right.READ_MEETING, is_locked=True)
    held = {membership.function_id for membership in actor.memberships}
    if row.function_id not in held and not allows(actor, Right.MANAGE_MEETING, row.meeting):
        raise NotAllowed
    if faults := faults_in(row, told):
        names = {"lage": "state", "varfor": "why"}
        raise Invalid(**{names.get(name, name): text for name, text in faults.items()})
    take_step(actor, row, told, meeting=None)
    record(
        actor,
        "meeting.decision_reported",
        row.id,
        municipality_id=row.meeting.municipality_id,
        group=row.group.name,
        state=str(row.get_state_display()).lower(),
    )


@action("meeting.change_decision")
def change_decision(
    actor: Actor,
    decision_id: UUID,
    *,
    version: int,
    text: str,
    function_id: UUID,
    follow_up: str,
    is_for_steering: bool,
) -> None:
    """Put a decision's words right, give it to another function, or pass it on to the group above."""
    row = decision_row(actor, decision_id, right=Right.MANAGE_MEETING, is_locked=True)
    check_version(row, version)
    if not text.strip():
        raise Invalid(text=_("Skriv vad som ska göras."))
    if function_id != row.function_id:
        check_function(function_id, row.meeting.municipality_id)
    if is_for_steering and row.group.escalates_to_id is None:
        raise Invalid(is_for_steering=_("Gruppen har ingen grupp över sig. Välj en på gruppens sida först."))
    screen(text=text, follow_up=follow_up)
    row.text, row.function_id = text.strip()[:500], function_id
    row.follow_up, row.is_for_steering = follow_up.strip()[:300], is_for_steering
    row.version += 1
    row.save(update_fields=["text", "function", "follow_up", "is_for_steering", "version"])
    record(
        actor,
        "meeting.decision_changed",
        row.id,
        municipality_id=row.meeting.municipality_id,
        group=row.group.name,
    )


@action("meeting.link_decision")
def link_decision(actor: Actor, decision_id: UUID, *, ref: Ref) -> None:
    """Say that a decision is about, or has become, a problem, a measure or a walk's finding."""
    row = decision_row(actor, decision_id, right=Right.MANAGE_MEETING, is_locked=True)
    home = row.meeting.municipality_id
    thing = things_of(actor, home, [ref]).get(ref) if ref.kind in LINKABLE else None
    if thing is None or thing.ended_on is not None:
        raise Invalid(thing=_("Välj något i listan."))
    DecisionLink.objects.get_or_create(
        decision=row, kind=ref.kind, thing_id=ref.id, defaults={"label": thing.label[:300]}
    )
    record(actor, "meeting.decision_linked", row.id, municipality_id=home, kind=ref.kind, thing=ref.id)


@action("meeting.unlink_decision")
def unlink_decision(actor: Actor, decision_id: UUID, *, link_id: int) -> None:
    """Take a link away."""
    row = decision_row(actor, decision_id, right=Right.MANAGE_MEETING, is_locked=True)
    link = row.links.filter(pk=link_id).first()
    if link is None:
        raise Invalid(thing=_("Länken är redan borta."))
    kind, thing_id = link.kind, link.thing_id
    link.delete()
    home = row.meeting.municipality_id
    record(actor, "meeting.decision_unlinked", row.id, municipality_id=home, kind=kind, thing=thing_id)


@action("meeting.tell")
def tell_about_decision(actor: Actor, decision_id: UUID, wanted: IncidentFilter, *, text: str) -> int:
    """Tell those who reported what the decision is about; returns how many incidents got the answer."""
    row = decision_row(actor, decision_id, right=Right.MANAGE_MEETING)
    home = row.meeting.municipality_id
    told = tell_reporters(actor, wanted, municipality_id=home, text=text, decision_id=row.id)
    record(
        actor,
        "meeting.reporters_told",
        row.id,
        municipality_id=home,
        group=row.group.name,
        incidents=told,
    )
    return told


@action("meeting.export_decisions")
def export_decisions(actor: Actor, *, state: str, text: str, filetype: str) -> OutgoingFile:
    """Hand out the list of decisions as one sees it."""
    lines = decisions_for(actor, state=state, text=text)
    home = those_with(actor, Right.READ_MEETING)[0]
    domain = Domain(home.municipality_id, home.organisation_id, sensitivity=Sensitivity.OPEN)
    require(actor, Right.READ_MEETING, domain)
    if filetype not in TABLE_FILES:
        raise NotFound
    columns = {
        _("Beslut"): _("Vad som beslutades."),
        _("Grupp"): _("Gruppen som beslutade."),
        _("Möte"): _("Mötets nummer i gruppen."),
        _("Beslutat"): _("Dagen för beslutet."),
        _("Ansvarig"): _("Funktionen som ska se till att det blir gjort."),
        _("Klart senast"): _("Dagen då det ska vara klart."),
        _("Läge"): _("Inte klar, klar eller blir inte av."),
        _("Kommentar"): _("Vad den ansvariga har skrivit, eller varför det inte blev av."),
        _("Uppföljning"): _("Hur gruppen ska se om det hjälpte."),
        _("Till styrgruppen"): _("Ja när beslutet har skickats vidare till styrgruppen."),
    }
    cells = [
        (
            line.text,
            line.group,
            line.meeting_number,
            line.decided_on.isoformat(),
            line.function,
            line.due_on.isoformat(),
            line.state_label,
            line.why,
            line.follow_up,
            _("ja") if line.is_for_steering else _("nej"),
        )
        for line in lines
    ]
    record(actor, "meeting.decisions_exported", rows=len(cells), format=filetype)
    return as_table("beslut", list(columns), cells, filetype=filetype, guide=list(columns.values()))
