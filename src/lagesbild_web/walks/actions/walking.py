"""Note what is seen on a walk: once, however often it is sent."""

from uuid import UUID

import numpy as np
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.tables.coordinates import coordinate_problems, to_sweref
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.base.screening import fault_in, screen
from lagesbild_web.walks.changing import check_version, function_of
from lagesbild_web.walks.contracts import FindingDraft
from lagesbild_web.walks.kinds import SERIOUSNESS_LABELS, WalkState
from lagesbild_web.walks.models import Finding, FindingStep, Walk
from lagesbild_web.walks.reading import aspects_of, finding_row, walk_row


@action("walk.note")
def note_finding(actor: Actor, walk_id: UUID, client_id: UUID, draft: FindingDraft) -> int:
    """Keep a finding; returns its number. The same ``client_id`` again changes nothing.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    row = walk_row(actor, walk_id, right=Right.JOIN_WALK, is_locked=True)
    known = Finding.objects.filter(client_id=client_id).first()
    if known is not None:
        if known.walk_id != row.id:
            raise Invalid(client_id=_("Fyndets nummer är redan använt. Ladda om sidan och skicka igen."))
        record(actor, "walk.noted_again", known.id, municipality_id=row.municipality_id, title=row.title)
        return known.number
    if row.state not in (WalkState.PLANNED, WalkState.HELD):
        raise Invalid(
            text=_("Protokollet är klart eller vandringen inställd. Be den som leder att öppna den igen.")
        )
    _check(draft, row)
    number = (row.findings.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Finding(walk=row, client_id=client_id, number=number, noted_at=timezone.now())
    made.by_function = function_of(actor)
    _fill(made, draft)
    made.save(force_insert=True)
    FindingStep.objects.create(finding=made, state=made.state, by_function=made.by_function)
    record(actor, "walk.noted", made.id, municipality_id=row.municipality_id, title=row.title, number=number)
    return number


@action("walk.change_finding")
def change_finding(actor: Actor, finding_id: UUID, *, version: int, draft: FindingDraft) -> None:
    """Put a finding's words, place or seriousness right."""
    row = finding_row(actor, finding_id, right=Right.MANAGE_WALK, is_locked=True)
    check_version(row, version)
    _check(draft, row.walk)
    before = row.text
    _fill(row, draft)
    row.version += 1
    row.save()
    if before != row.text:
        FindingStep.objects.create(
            finding=row,
            state=row.state,
            text=_("Texten var: %(text)s") % {"text": before[:600]},
            by_function=function_of(actor),
        )
    record(
        actor,
        "walk.finding_changed",
        row.id,
        municipality_id=row.walk.municipality_id,
        title=row.walk.title,
        number=row.number,
    )


@action("walk.retire_finding")
def retire_finding(actor: Actor, finding_id: UUID, *, reason: str) -> None:
    """Take away a finding that was noted by mistake; its number is not used again."""
    row = finding_row(actor, finding_id, right=Right.MANAGE_WALK, is_locked=True)
    if row.walk.state == WalkState.REPORTED:
        raise NotAllowed
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför fyndet tas bort."))
    screen(reason=reason)
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    FindingStep.objects.create(
        finding=row,
        state=row.state,
        text=_("Borttaget: %(reason)s") % {"reason": reason.strip()[:600]},
        by_function=function_of(actor),
    )
    record(
        actor,
        "walk.finding_retired",
        row.id,
        municipality_id=row.walk.municipality_id,
        title=row.walk.title,
        number=row.number,
        reason=reason.strip()[:500],
    )


@action("walk.restore_finding")
def restore_finding(actor: Actor, finding_id: UUID) -> None:
    """Take back a finding that was taken away.

    Raises
    ------
    Invalid
        If it stands already.
    """
    row = finding_row(actor, finding_id, right=Right.MANAGE_WALK, is_locked=True, with_retired=True)
    if row.walk.state == WalkState.REPORTED:
        raise NotAllowed
    if row.retired_at is None:
        raise Invalid(finding=_("Fyndet är inte borttaget."))
    row.retired_at = None
    row.save(update_fields=["retired_at"])
    FindingStep.objects.create(
        finding=row, state=row.state, text=_("Tillbaka igen"), by_function=function_of(actor)
    )
    record(
        actor,
        "walk.finding_restored",
        row.id,
        municipality_id=row.walk.municipality_id,
        title=row.walk.title,
        number=row.number,
    )


def _check(draft: FindingDraft, walk: Walk) -> None:
    faults: dict[str, str] = {}
    if draft.aspect not in {aspect.code for aspect in aspects_of(walk.checklist)}:
        faults["aspect"] = _("Välj vad det handlar om.")
    if not draft.text.strip():
        faults["text"] = _("Skriv vad du ser.")
    if not draft.is_good and draft.seriousness not in SERIOUSNESS_LABELS:
        faults["seriousness"] = _("Välj hur mycket det betyder.")
    if (draft.lon is None) != (draft.lat is None) or not _is_in_sweden(draft):
        faults["point"] = _("Platsen går inte att läsa. Sätt den på nytt, eller skriv var det är.")
    elif draft.lon is None and not draft.place.strip():
        faults["place"] = _("Skriv var det är, eller sätt platsen på kartan.")
    if draft.repeats_id is not None and not _is_earlier(draft.repeats_id, walk):
        faults["repeats"] = _("Välj ett fynd från förra vandringen.")
    for name in ("text", "place", "proposal"):
        if name not in faults and (fault := fault_in(getattr(draft, name))):
            faults[name] = fault
    if faults:
        raise Invalid(**faults)


def _is_in_sweden(draft: FindingDraft) -> bool:
    if draft.lon is None or draft.lat is None:
        return True
    return str(coordinate_problems(np.array([draft.lon]), np.array([draft.lat]))[0]) == "ok"


def _is_earlier(finding_id: UUID, walk: Walk) -> bool:
    return (
        walk.previous_id is not None
        and Finding.objects.filter(pk=finding_id, walk_id=walk.previous_id, retired_at__isnull=True).exists()
    )


def _fill(row: Finding, draft: FindingDraft) -> None:
    row.aspect, row.is_good = draft.aspect, draft.is_good
    row.text, row.place = draft.text.strip()[:1000], draft.place.strip()[:200]
    row.seriousness = None if draft.is_good else draft.seriousness
    row.proposal, row.repeats_id = draft.proposal.strip()[:500], draft.repeats_id
    row.lon, row.lat, row.e, row.n = draft.lon, draft.lat, None, None
    if draft.lon is not None and draft.lat is not None:
        metres = to_sweref([draft.lon], [draft.lat])
        row.e, row.n = float(metres.e[0]), float(metres.n[0])
