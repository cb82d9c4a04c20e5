"""What findings are in the chain, which days they have, and where something is missing."""

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
from lagesbild_web.areas.queries import area_at
from lagesbild_web.base import answering, beginnings, chain, due
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.answering import Answered
from lagesbild_web.base.beginnings import Beginning, Brought, id_in
from lagesbild_web.base.chain import Gap, Link, Ref, Thing
from lagesbild_web.base.due import Due
from lagesbild_web.walks import actions
from lagesbild_web.walks.contracts import FindingLine
from lagesbild_web.walks.kinds import FindingState
from lagesbild_web.walks.models import FindingLink
from lagesbild_web.walks.queries import coming_walks, finding_for, readable_findings, walk_for

KIND: Final = "walk_finding"


def declare_all() -> None:
    """Be part of the chain, and tell of what has a day; called when the feature is loaded."""
    chain.declare(
        chain.Kind(
            name=KIND,
            label=gettext_lazy("Fynd från vandring"),
            plural=gettext_lazy("Fynd från trygghetsvandringar"),
            step=0,
            things=things,
            links=links,
            gaps=gaps,
        )
    )
    due.declare("walks.findings", dues)
    answering.declare("walks.findings", answered)
    beginnings.declare(Beginning(KIND, "walk", bring, tie))


def things(actor: Actor, municipality_id: UUID) -> list[Thing]:
    """Return the findings that the actor may see, also those that have been taken away."""
    return [_thing(line) for line in readable_findings(actor, municipality_id, with_retired=True)]


def links(actor: Actor, municipality_id: UUID) -> list[Link]:
    """Return what findings are about."""
    lines = readable_findings(actor, municipality_id, with_retired=True)
    ends = {line.id: line.retired_on for line in lines}
    rows = FindingLink.objects.filter(finding_id__in=ends)
    return [
        Link(Ref(KIND, row.finding_id), Ref(row.kind, row.thing_id), _("hör till"), ends[row.finding_id])
        for row in rows
    ]


def gaps(actor: Actor, municipality_id: UUID) -> list[Gap]:
    """Return findings that are late, and those that matter most and have nobody who answers for them."""
    found = []
    lines = [
        line
        for line in readable_findings(actor, municipality_id)
        if not line.is_good and line.state == FindingState.OPEN
    ]
    vacant = vacant_functions(line.function_id for line in lines if line.function_id)
    for line in lines:
        if line.function_id in vacant:
            label, name = (
                _("Det som ska göras har en ansvarig funktion som ingen har"),
                "action_with_vacant_function",
            )
            mend = reverse("walks:assign", args=[line.id])
            found.append(Gap(name, label, _thing(line), mend, _("Välj ansvarig funktion")))
        if line.is_late:
            label, name = _("Fyndet från vandringen är inte åtgärdat i tid"), "action_overdue"
            found.append(Gap(name, label, _thing(line), _address(line), _("Berätta hur det går"), line.why))
        elif line.function_id is None and line.seriousness == 3:
            label, name = _("Ingen svarar för det som gör platsen otrygg"), "finding_without_owner"
            found.append(Gap(name, label, _thing(line), _address(line), _("Välj ansvarig funktion")))
    return found


def dues(actor: Actor, today: date) -> Iterator[Due]:
    """Return findings that wait for the function that answers for them."""
    del today
    if actor.municipality_id is None or not has_somewhere(actor, Right.JOIN_WALK):
        return
    for line in readable_findings(actor, actor.municipality_id):
        if line.due_on is not None and line.state == FindingState.OPEN and not line.is_good:
            yield Due(
                line.proposal or line.text,
                _address(line),
                line.due_on,
                line.function_id,
                actor.municipality_id,
                _("Från trygghetsvandringen %(walk)s.") % {"walk": line.walk},
            )


def answered(actor: Actor, municipality_id: UUID) -> Iterator[Answered]:
    """Return open findings and coming walks, by the function that answers for them."""
    kind = _("Fynd från vandring")
    for line in readable_findings(actor, municipality_id):
        if line.function_id is not None and line.state == FindingState.OPEN and not line.is_good:
            mend = reverse("walks:assign", args=[line.id])
            yield Answered(line.function_id, kind, line.proposal or line.text, _address(line), mend)
    for walk_id, title, function_id in coming_walks(actor, municipality_id):
        mend = reverse("walks:change", args=[walk_id])
        url = reverse("walks:walk", args=[walk_id])
        yield Answered(function_id, _("Trygghetsvandring"), title, url, mend)


def bring(actor: Actor, key: str) -> Brought:
    """Return what a finding brings to what is begun from it: what was seen, and where."""
    line = finding_for(actor, id_in(key)).line
    walk = walk_for(actor, line.walk_id, with_map=False)
    areas = (walk.area_id,) if walk.area_id else ()
    names = [line.place, walk.line.area]
    if line.lon is not None and line.lat is not None and not areas:
        found = area_at(line.municipality_id, line.lon, line.lat)
        areas, names = ((found.id,), [line.place, found.name]) if found else ((), names)
    label = _("Trygghetsvandringen %(walk)s, fynd %(n)s") % {"walk": line.walk, "n": line.number}
    where = ", ".join(name for name in names if name)
    return Brought(label, _address(line), line.text, where, areas, is_evidence=True)


def tie(actor: Actor, key: str, made: Ref) -> None:
    """Let a finding point at what was begun from it."""
    actions.link_finding(actor, id_in(key), ref=made)


def _thing(line: FindingLine) -> Thing:
    state = _("Fungerar bra") if line.is_good else line.state_label
    return Thing(
        Ref(KIND, line.id),
        f"{line.walk}, {line.number}: {line.text}"[:300],
        _address(line),
        _("Borttaget") if line.retired_on else state,
        line.retired_on,
    )


def _address(line: FindingLine) -> str:
    return reverse("walks:finding", args=[line.id])
