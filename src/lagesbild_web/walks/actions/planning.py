"""Plan walks, invite, and write the checklist."""

import re
from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import addresses_of_holders
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import areas_by_id
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.letters import send_letter
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import screen
from lagesbild_web.walks.changing import check_function, check_version, function_of
from lagesbild_web.walks.contracts import WalkDraft
from lagesbild_web.walks.kinds import Aspect, WalkState
from lagesbild_web.walks.models import Checklist, Invitation, Walk
from lagesbild_web.walks.queries import latest_checklist
from lagesbild_web.walks.reading import walk_row

_FIELDS = (
    "title", "area", "starts_at", "gathering", "purpose", "theme", "route", "line", "previous", "function",
)  # fmt: skip


@action("walk.plan")
def plan_walk(actor: Actor, *, municipality_id: UUID, draft: WalkDraft) -> UUID:
    """Plan a walk with the checklist in force; returns its id.

    Raises
    ------
    Invalid
        With a sentence for each field that must change.
    """
    require(actor, Right.MANAGE_WALK, Domain(municipality_id, municipality_id))
    row = Walk(
        municipality_id=municipality_id,
        organisation_id=municipality_id,
        checklist=latest_checklist(municipality_id),
    )
    _fill(row, draft)
    row.save(force_insert=True)
    record(actor, "walk.planned", row.id, municipality_id=municipality_id, title=row.title)
    return row.id


@action("walk.change")
def change_walk(actor: Actor, walk_id: UUID, *, version: int, draft: WalkDraft) -> None:
    """Change a walk's plan."""
    row = walk_row(actor, walk_id, right=Right.MANAGE_WALK, is_locked=True)
    check_version(row, version)
    _fill(row, draft)
    row.version += 1
    row.save(update_fields=[*_FIELDS, "version"])
    record(actor, "walk.changed", row.id, municipality_id=row.municipality_id, title=row.title)


@action("walk.cancel")
def cancel_walk(actor: Actor, walk_id: UUID, *, reason: str) -> None:
    """Call a walk off."""
    row = walk_row(actor, walk_id, right=Right.MANAGE_WALK, is_locked=True)
    if row.state != WalkState.PLANNED:
        raise Invalid(reason=_("Vandringen är redan genomförd eller inställd."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför vandringen ställs in."))
    screen(reason=reason)
    row.state = WalkState.CANCELLED
    row.version += 1
    row.save(update_fields=["state", "version"])
    record(
        actor,
        "walk.cancelled",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        reason=reason.strip()[:500],
    )


@action("walk.invite")
def invite_functions(actor: Actor, walk_id: UUID, *, function_ids: Sequence[UUID], address: str = "") -> int:
    """Invite functions: those who are new get a letter; returns how many letters."""
    row = walk_row(actor, walk_id, right=Right.MANAGE_WALK, is_locked=True)
    if row.state != WalkState.PLANNED:
        raise Invalid(functions=_("Vandringen är redan genomförd eller inställd."))
    if not function_ids:
        raise Invalid(functions=_("Välj minst en funktion."))
    for function_id in function_ids:
        check_function(function_id, row.municipality_id)
    known = set(row.invitations.values_list("function_id", flat=True))
    new = [key for key in dict.fromkeys(function_ids) if key not in known]
    Invitation.objects.bulk_create(Invitation(walk=row, function_id=key) for key in new)
    letters = sorted({letter for letters in addresses_of_holders(new).values() for letter in letters})
    when = timezone.localtime(row.starts_at)
    for letter in letters:
        send_letter(
            letter,
            subject=_("Inbjudan till trygghetsvandring %(day)s") % {"day": when.strftime("%Y-%m-%d")},
            template="walks/letters/invitation.letter",
            title=row.title,
            day=when.strftime("%Y-%m-%d kl. %H.%M"),
            gathering=row.gathering,
            purpose=row.purpose,
            address=f"{address}{reverse('walks:walk', args=[row.id])}",
        )
    record(
        actor,
        "walk.invited",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        functions=len(new),
    )
    return len(letters)


@action("walk.attendance")
def keep_attendance(
    actor: Actor, walk_id: UUID, *, function_ids: Sequence[UUID], participants: int | None, note: str
) -> None:
    """Say who came: invited functions, and how many in all. The walk has then been held."""
    row = walk_row(actor, walk_id, right=Right.MANAGE_WALK, is_locked=True)
    if row.state == WalkState.CANCELLED:
        raise Invalid(participants=_("Vandringen är inställd."))
    if participants is not None and not 0 <= participants <= 1000:
        raise Invalid(participants=_("Skriv ett antal mellan 0 och 1 000."))
    screen(note=note)
    row.invitations.update(was_there=False)
    row.invitations.filter(function_id__in=function_ids).update(was_there=True)
    row.participants, row.participants_note = participants, note.strip()[:300]
    if row.state == WalkState.PLANNED:
        row.state, row.held_at = WalkState.HELD, timezone.now()
    row.version += 1
    row.save(update_fields=["participants", "participants_note", "state", "held_at", "version"])
    record(actor, "walk.held", row.id, municipality_id=row.municipality_id, title=row.title)


@action("walk.save_checklist")
def save_checklist(actor: Actor, *, municipality_id: UUID, aspects: Sequence[Aspect]) -> int:
    """Write a new version of the checklist; returns its number. Walks that are planned keep theirs.

    Raises
    ------
    Invalid
        If it asks nothing, or two aspects have the same name.
    """
    require(actor, Right.MANAGE_WALK, Domain(municipality_id, municipality_id))
    names = [aspect.name.casefold() for aspect in aspects]
    if not aspects:
        raise Invalid(text=_("Skriv minst en rubrik, och frågorna under den med bindestreck."))
    if len(set(names)) != len(names):
        raise Invalid(text=_("Två rubriker heter likadant. Döp om en av dem."))
    screen(text="\n".join(question for aspect in aspects for question in (aspect.name, *aspect.questions)))
    latest = latest_checklist(municipality_id)
    number = latest.number + 1 if latest else 1
    kept = [
        {"code": a.code or _code(a.name), "name": a.name, "questions": list(a.questions)} for a in aspects
    ]
    Checklist.objects.create(
        municipality_id=municipality_id, number=number, aspects=kept, by_function=function_of(actor)
    )
    record(
        actor, "walk.checklist_saved", municipality_id=municipality_id, number=number, aspects=len(aspects)
    )
    return number


def _fill(row: Walk, draft: WalkDraft) -> None:
    faults: dict[str, str] = {}
    if not draft.title.strip():
        faults["title"] = _("Skriv vad vandringen heter.")
    home = row.municipality_id
    if draft.area_id is not None and not areas_by_id(home, {draft.area_id}):
        faults["area"] = _("Området finns inte. Välj i listan.")
    if draft.previous_id is not None:
        earlier = Walk.objects.filter(pk=draft.previous_id, municipality_id=home).exclude(pk=row.id)
        if not earlier.exists():
            faults["previous"] = _("Vandringen att jämföra med finns inte. Välj i listan.")
    if faults:
        raise Invalid(**faults)
    check_function(draft.function_id if draft.function_id != row.function_id else None, home)
    texts = {name: getattr(draft, name) for name in ("title", "gathering", "purpose", "theme", "route")}
    screen(**texts)
    for name, text in texts.items():
        setattr(row, name, text.strip())
    row.area_id, row.starts_at = draft.area_id, draft.starts_at
    row.line = [[round(lon, 6), round(lat, 6)] for lon, lat in draft.line]
    row.previous_id, row.function_id = draft.previous_id, draft.function_id


def _code(name: str) -> str:
    plain = name.lower().translate(str.maketrans("åäöé", "aaoe"))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:20] or "punkt"
