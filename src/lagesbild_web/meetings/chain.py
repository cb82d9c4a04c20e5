"""What decisions are in the chain, which days they have, and where something is missing."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.queries import vacant_functions
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base import answering, beginnings, chain, due
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.answering import Answered
from lagesbild_web.base.beginnings import Beginning, Brought, id_in
from lagesbild_web.base.chain import Gap, Link, Ref, Thing
from lagesbild_web.base.due import Due
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.meetings import actions
from lagesbild_web.meetings.contracts import DecisionLine
from lagesbild_web.meetings.kinds import DecisionState
from lagesbild_web.meetings.models import DecisionLink
from lagesbild_web.meetings.queries import (
    decision_for,
    group_for,
    meeting_for,
    readable_decisions,
    seats_in,
)

KIND: Final = "decision"


def declare_all() -> None:
    """Be part of the chain, and tell of what has a day; called when the feature is loaded."""
    chain.declare(
        chain.Kind(
            name=KIND,
            label=gettext_lazy("Mötesbeslut"),
            plural=gettext_lazy("Mötesbeslut"),
            step=6,
            things=things,
            links=links,
            gaps=gaps,
        )
    )
    due.declare("meetings.decisions", dues)
    answering.declare("meetings.work", answered)
    beginnings.declare(Beginning(KIND, "meeting", bring_decision, tie_decision))
    beginnings.declare(Beginning("meeting_point", "meeting", bring_point))


def things(actor: Actor, municipality_id: UUID) -> list[Thing]:
    """Return the decisions that the actor may read."""
    return [_thing(line) for line in readable_decisions(actor, municipality_id)]


def links(actor: Actor, municipality_id: UUID) -> list[Link]:
    """Return what they are about."""
    ids = [line.id for line in readable_decisions(actor, municipality_id)]
    rows = DecisionLink.objects.filter(decision_id__in=ids)
    return [Link(Ref(KIND, row.decision_id), Ref(row.kind, row.thing_id), _("handlar om")) for row in rows]


def gaps(actor: Actor, municipality_id: UUID) -> list[Gap]:
    """Return decisions whose day has passed, and open ones whose function nobody holds."""
    lines = readable_decisions(actor, municipality_id)
    still_open = [line for line in lines if line.state == DecisionState.OPEN]
    vacant = vacant_functions(line.function_id for line in still_open)
    found = [
        Gap(
            "action_overdue",
            _("Det som beslutades är inte gjort i tid"),
            _thing(line),
            _address(line),
            _("Berätta hur det går"),
            line.why,
        )
        for line in lines
        if line.is_late
    ]
    return found + [
        Gap(
            "action_with_vacant_function",
            _("Det som ska göras har en ansvarig funktion som ingen har"),
            _thing(line),
            reverse("meetings:change_decision", args=[line.id]),
            _("Välj ansvarig funktion"),
        )
        for line in still_open
        if line.function_id in vacant
    ]


def dues(actor: Actor, today: date) -> Iterator[Due]:
    """Return decisions that are not done."""
    del today
    if actor.municipality_id is None or not has_somewhere(actor, Right.READ_MEETING):
        return
    for line in readable_decisions(actor, actor.municipality_id):
        if line.state == DecisionState.OPEN:
            yield Due(
                line.text,
                _address(line),
                line.due_on,
                line.function_id,
                actor.municipality_id,
                _("Beslutat av %(group)s.") % {"group": line.group},
            )


def answered(actor: Actor, municipality_id: UUID) -> Iterator[Answered]:
    """Return open decisions, and the seats in groups that have not ended, by the function that has them."""
    for line in readable_decisions(actor, municipality_id):
        if line.state == DecisionState.OPEN:
            mend = reverse("meetings:change_decision", args=[line.id])
            yield Answered(line.function_id, _("Mötesbeslut"), line.text, _address(line), mend)
    for group_id, name, function_id in seats_in(actor, municipality_id):
        url = reverse("meetings:group", args=[group_id])
        yield Answered(function_id, _("Plats i en grupp"), name, url, url)


def bring_decision(actor: Actor, key: str) -> Brought:
    """Return what a decision brings to what is begun from it."""
    line = decision_for(actor, id_in(key)).line
    group = group_for(actor, line.group_id)
    label = _("Beslut: %(group)s, möte %(n)s") % {"group": line.group, "n": line.meeting_number}
    return Brought(label, _address(line), line.text, ", ".join(group.areas), group.area_ids)


def tie_decision(actor: Actor, key: str, made: Ref) -> None:
    """Let a decision point at what was begun from it."""
    actions.link_decision(actor, id_in(key), ref=made)


def bring_point(actor: Actor, key: str) -> Brought:
    """Return what was said under a point of a meeting; the key is the meeting's id and the point's."""
    meeting_key, _colon, number = key.partition(":")
    found = meeting_for(actor, id_in(meeting_key))
    item = next((item for item in found.items if str(item.id) == number), None)
    if item is None:
        raise NotFound
    group = group_for(actor, found.line.group_id)
    label = _("%(group)s, möte %(n)s: %(point)s") % {
        "group": found.line.group,
        "n": found.line.number,
        "point": item.heading,
    }
    url = f"{reverse('meetings:meeting', args=[found.line.id])}#punkt-{item.id}"
    return Brought(label, url, item.note[:500], ", ".join(group.areas), group.area_ids)


def _thing(line: DecisionLine) -> Thing:
    return Thing(Ref(KIND, line.id), line.text, _address(line), line.state_label)


def _address(line: DecisionLine) -> str:
    return reverse("meetings:decision", args=[line.id])
