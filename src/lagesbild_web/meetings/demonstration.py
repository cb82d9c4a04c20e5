"""Lay in the invented municipality's three groups, a row of meetings, decisions carried over, and minutes."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from lagesbild_web.access.queries import choosable_functions
from lagesbild_web.agreements.demonstration import acting_as_coordinator
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import KINDS
from lagesbild_web.meetings import actions
from lagesbild_web.meetings.actions.groups import GroupDraft
from lagesbild_web.meetings.actions.holding import Kept, NewDecision, Note
from lagesbild_web.meetings.kinds import GroupKind, Rhythm
from lagesbild_web.meetings.models import Decision, DecisionStep, Group
from lagesbild_web.meetings.queries import meeting_for
from lagesbild_web.meetings.stepping import Told

_NOTES: Final = {
    "picture": "Mest på fredagskvällen. Gruppen tror på skolavslutning och fint väder mer än på något nytt.",
    "police": "Polisen har varit till fots tre kvällar. Två ingripanden om narkotika i eget bruk.",
    "round": "Skolan: lugnare på rasterna. Bostadsbolaget: nytt klotter i två trapphus. Biblioteket: inget.",
    "assessment": "Gångtunneln går först. Parkeringen följs en vecka till.",
    "feedback": "Rapportörerna får svar i Lägesbild. Nytt på webbplatsen efter nästa möte.",
}
_DECISIONS: Final = (
    ("Byt lamporna i gångtunneln vid stationen", "Driftledare", 10, "Färre rapporter om mörker", False),
    (
        "Sanera klottret i trapphusen på Björkgatan",
        "Fastighetsvärd",
        7,
        "Inget nytt klotter på två veckor",
        False,
    ),
    ("Var ute vid stationen fredag kl. 20–23", "Fältsekreterare", 21, "Antal kvällar och händelser", False),
    (
        "Ta fram kostnaden för ny belysning längs gångvägen",
        "Åtgärdsansvarig",
        30,
        "Underlag till budget",
        True,
    ),
)


def lay_in_demo_meetings(actor: Actor, *, municipality_id: UUID, today: date) -> int:
    """Lay in groups and meetings the first time; returns how many meetings were made."""
    if Group.objects.filter(municipality_id=municipality_id).exists():
        return 0
    acting = acting_as_coordinator(actor, municipality_id)
    functions = _functions(municipality_id)
    steering = _group(
        acting, municipality_id, "Styrgruppen för trygghet", GroupKind.STEERING, Rhythm.QUARTER, functions,
        ("Ordförande i styrgruppen", "Samordnare", "Kommunpolis"),
    )  # fmt: skip
    _group(
        acting, municipality_id, "Brottsförebyggande rådet", GroupKind.COUNCIL, Rhythm.QUARTER, functions,
        ("Ordförande i styrgruppen", "Kommunpolis", "Rektor", "Insatsledare", "Samordnare"),
    )  # fmt: skip
    area = _group(
        acting, municipality_id, "EST centrum", GroupKind.AREA, Rhythm.FORTNIGHT, functions,
        ("Samordnare", "Kommunpolis", "Rektor", "Fastighetsvärd", "Fältsekreterare", "Fritidsledare",
         "Driftledare", "Väktare"), above=steering,
    )  # fmt: skip
    _calendar(acting, municipality_id, today)
    made = [
        _held(acting, area, functions, today - timedelta(days=14 * back), order)
        for order, back in enumerate((3, 2, 1))
    ]
    for group, days in ((area, 3), (steering, 20)):
        coming = actions.plan_meeting(
            acting, group, starts_at=_at(today + timedelta(days=days)), place="Kommunhuset, Eken"
        )
        actions.compute_picture(acting, coming, today=today)
        made.append(coming)
    return len(made)


def _functions(municipality_id: UUID) -> dict[str, UUID]:
    """Return the functions by name, the first of each."""
    found: dict[str, UUID] = {}
    for key, label in choosable_functions(municipality_id):
        found.setdefault(label.partition(",")[0], UUID(key))
    return found


def _group(
    actor: Actor,
    municipality_id: UUID,
    name: str,
    kind: GroupKind,
    rhythm: Rhythm,
    functions: dict[str, UUID],
    members: tuple[str, ...],
    *,
    above: UUID | None = None,
) -> UUID:
    draft = GroupDraft(name, kind, rhythm, convener_id=functions.get("Samordnare"), escalates_to_id=above)
    made = actions.create_group(actor, municipality_id=municipality_id, draft=draft)
    for member in members:
        if member in functions:
            is_leading = member in ("Ordförande i styrgruppen", "Kommunpolis", "Rektor")
            actions.add_member(actor, made, function_id=functions[member], is_leading=is_leading)
    # They have been members since before the first meeting.
    Group.objects.get(pk=made).members.update(starts_on=timezone.localdate() - timedelta(days=200))
    return made


def _calendar(actor: Actor, municipality_id: UUID, today: date) -> None:
    for name, first, days, is_break in (
        ("Höstmarknad på torget (påhittad)", 9, 1, False),
        ("Lov i grundskolan (påhittat)", 12, 4, True),
    ):
        day = today + timedelta(days=first)
        actions.add_calendar_entry(
            actor,
            municipality_id=municipality_id,
            name=name,
            first_day=day,
            last_day=day + timedelta(days=days),
            is_school_break=is_break,
        )


def _held(actor: Actor, group: UUID, functions: dict[str, UUID], day: date, order: int) -> UUID:
    """A meeting that has been held, with notes, decisions, what came of earlier ones, and minutes."""
    since = day - timedelta(days=14)
    meeting = actions.plan_meeting(actor, group, starts_at=_at(day), place="Kommunhuset, Eken", since=since)
    actions.begin_meeting(actor, meeting, today=day)
    found = meeting_for(actor, meeting)
    notes = {i.id: Note(_NOTES[i.code], i.version) for i in found.items if i.code in _NOTES}
    told = {line.id: _told(line.text, line.version, order) for line in found.carried}
    present = [member.function_id for member in found.members][: 5 + order]
    kept = Kept(notes=notes, present=present, told=told, next_at=_at(day + timedelta(days=14)))
    actions.keep_notes(actor, meeting, kept)
    for text, function, days, follow_up, is_up in _DECISIONS[order + (order > 0) : order + 2]:
        decision = NewDecision(
            text, functions.get(function, present[0]), day + timedelta(days=days), follow_up, is_up
        )
        actions.keep_notes(actor, meeting, replace(Kept(), decision=decision))
    _date_back(meeting, _at(day))
    _link(actor, meeting)
    adjusters = [key for name in ("Samordnare", "Kommunpolis") if (key := functions.get(name))]
    actions.adjust_minutes(
        actor, meeting, function_ids=adjusters or present[:1], adjusted_on=day + timedelta(days=1)
    )
    return meeting


def _told(text: str, version: int, order: int) -> Told:
    if "Sanera" in text:
        return Told("done", "Sanerat, och trapphusen har fått ny portkod.", version)
    if "lamporna" in text:
        state, why = (
            ("open", "Lamporna är beställda, leverans om två veckor.") if order < 2 else ("done", "Bytta.")
        )
        return Told(state, why, version)
    return Told("open", "Pågår.", version)


def _date_back(meeting: UUID, at: datetime) -> None:
    """What was said at a meeting was said that day."""
    DecisionStep.objects.filter(meeting_id=meeting).update(at=at)
    changed = DecisionStep.objects.filter(meeting_id=meeting).values("decision_id")
    Decision.objects.filter(pk__in=changed).update(state_since=at)


def _link(actor: Actor, meeting: UUID) -> None:
    found = meeting_for(actor, meeting)
    problems = list(KINDS["problem"].things(actor, found.municipality_id)) if "problem" in KINDS else []
    problems.sort(key=lambda thing: "tation" not in thing.label)
    for line, thing in zip(found.decided[:1], problems, strict=False):
        actions.link_decision(actor, line.id, ref=thing.ref)


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(13)))
