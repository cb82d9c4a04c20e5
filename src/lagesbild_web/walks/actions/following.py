"""Follow findings up until they are done or it is told why not."""

from datetime import date
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
from lagesbild_web.walks.changing import check_function, check_version, function_of
from lagesbild_web.walks.kinds import FindingState
from lagesbild_web.walks.models import FindingLink, FindingStep
from lagesbild_web.walks.queries import findings_for
from lagesbild_web.walks.reading import finding_row

LINKABLE: Final = ("problem", "measure")
"""Kinds of the chain that a finding can belong to or become."""


@action("walk.assign")
def assign_finding(
    actor: Actor,
    finding_id: UUID,
    *,
    version: int,
    function_id: UUID | None,
    due_on: date | None,
    proposal: str,
) -> None:
    """Say what should be done, which function answers for it, and by when."""
    row = finding_row(actor, finding_id, right=Right.MANAGE_WALK, is_locked=True)
    check_version(row, version)
    if row.is_good:
        raise Invalid(function=_("Det som fungerar bra behöver ingen åtgärd."))
    if (function_id is None) != (due_on is None):
        raise Invalid(due_on=_("Välj både vem som svarar för det och till när."))
    if function_id != row.function_id:
        check_function(function_id, row.walk.municipality_id)
    screen(proposal=proposal)
    row.function_id, row.due_on, row.proposal = function_id, due_on, proposal.strip()[:500]
    row.version += 1
    row.save(update_fields=["function", "due_on", "proposal", "version"])
    record(
        actor,
        "walk.finding_assigned",
        row.id,
        municipality_id=row.walk.municipality_id,
        title=row.walk.title,
        number=row.number,
        function=function_id,
    )


@action("walk.report_on_finding")
def report_on_finding(actor: Actor, finding_id: UUID, *, version: int, state: str, why: str) -> None:
    """Say that it is done, or why it will not be, as the function that answers or as who manages walks.

    Raises
    ------
    Invalid
        If it will not be done and nothing says why.
    NotAllowed
        If somebody else answers for it.
    """
    row = finding_row(actor, finding_id, right=Right.JOIN_WALK, is_locked=True)
    held = {membership.function_id for membership in actor.memberships}
    answers = row.function_id is not None and row.function_id in held
    if not answers and not allows(actor, Right.MANAGE_WALK, row.walk):
        raise NotAllowed
    check_version(row, version)
    if row.is_good or state not in list(FindingState):
        raise Invalid(state=_("Välj hur det går."))
    if state == FindingState.NOT_DONE and not why.strip():
        raise Invalid(why=_("Skriv varför det inte åtgärdas. De som var med på vandringen läser det."))
    screen(why=why)
    row.state, row.why = state, why.strip()[:500]
    row.version += 1
    row.save(update_fields=["state", "why", "version"])
    FindingStep.objects.create(finding=row, state=state, text=row.why, by_function=function_of(actor))
    record(
        actor,
        "walk.finding_reported",
        row.id,
        municipality_id=row.walk.municipality_id,
        title=row.walk.title,
        number=row.number,
        state=str(row.get_state_display()).lower(),
    )


@action("walk.link")
def link_finding(actor: Actor, finding_id: UUID, *, ref: Ref) -> None:
    """Say that a finding belongs to, or has become, a problem or a measure."""
    row = finding_row(actor, finding_id, right=Right.MANAGE_WALK, is_locked=True)
    home = row.walk.municipality_id
    thing = things_of(actor, home, [ref]).get(ref) if ref.kind in LINKABLE else None
    if thing is None or thing.ended_on is not None:
        raise Invalid(thing=_("Välj något i listan."))
    FindingLink.objects.get_or_create(
        finding=row, kind=ref.kind, thing_id=ref.id, defaults={"label": thing.label[:300]}
    )
    record(actor, "walk.finding_linked", row.id, municipality_id=home, kind=ref.kind, thing=ref.id)


@action("walk.unlink")
def unlink_finding(actor: Actor, finding_id: UUID, *, link_id: int) -> None:
    """Take a link away."""
    row = finding_row(actor, finding_id, right=Right.MANAGE_WALK, is_locked=True)
    link = row.links.filter(pk=link_id).first()
    if link is None:
        raise Invalid(thing=_("Länken är redan borta."))
    kind, thing_id = link.kind, link.thing_id
    link.delete()
    home = row.walk.municipality_id
    record(actor, "walk.finding_unlinked", row.id, municipality_id=home, kind=kind, thing=thing_id)


@action("walk.export_findings")
def export_findings(actor: Actor, *, state: str, text: str, filetype: str) -> OutgoingFile:
    """Hand out the list of findings as one sees it."""
    lines = findings_for(actor, state=state, text=text)
    home = those_with(actor, Right.JOIN_WALK)[0]
    domain = Domain(home.municipality_id, home.organisation_id, sensitivity=Sensitivity.OPEN)
    require(actor, Right.JOIN_WALK, domain)
    if filetype not in TABLE_FILES:
        raise NotFound
    columns = {
        _("Vandring"): _("Vandringen som fyndet gjordes på."),
        _("Nummer"): _("Fyndets nummer på vandringens karta."),
        _("Vad"): _("Vad som syntes."),
        _("Var"): _("Platsen i ord."),
        _("Bra eller dåligt"): _("Om det fungerar bra eller ska åtgärdas."),
        _("Handlar om"): _("Ämnet i checklistan."),
        _("Betydelse"): _("Hur mycket det betyder för tryggheten."),
        _("Förslag"): _("Vad de som gick föreslår."),
        _("Ansvarig"): _("Funktionen som ska se till att det blir gjort."),
        _("Klart senast"): _("Dagen då det ska vara klart."),
        _("Läge"): _("Hur långt det har kommit. Tomt för det som fungerar bra."),
        _("Kommentar"): _("Vad som är gjort, eller varför det inte görs."),
    }
    cells = [
        (
            line.walk,
            line.number,
            line.text,
            line.place,
            _("bra") if line.is_good else _("att åtgärda"),
            line.aspect_label,
            line.seriousness_label,
            line.proposal,
            line.function,
            line.due_on.isoformat() if line.due_on else "",
            "" if line.is_good else line.state_label,
            line.why,
        )
        for line in lines
    ]
    record(actor, "walk.findings_exported", rows=len(cells), format=filetype)
    return as_table("fynd", list(columns), cells, filetype=filetype, guide=list(columns.values()))
