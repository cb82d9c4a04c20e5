"""What problems, evidence and causes are in the chain, where something is missing, and what waits."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base import answering, chain, due, followers
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.answering import Answered
from lagesbild_web.base.chain import Gap, Kind, Link, Ref, Thing
from lagesbild_web.base.due import Due
from lagesbild_web.base.followers import Follower
from lagesbild_web.problems.labels import OPEN_STATES
from lagesbild_web.problems.queries.chain import (
    CauseState,
    EvidenceState,
    ProblemState,
    cause_states,
    evidence_states,
    problem_states,
)

UNTOUCHED: Final = timedelta(days=183)
"""A problem under work that nobody has touched for so long is asked about."""
_WORKED_WITH: Final = ("under_work", "prioritised")


def declare_all() -> None:
    """Be part of the chain, tell of what waits, and let other features lead here."""
    chain.declare(
        Kind(
            "evidence", gettext_lazy("Underlag"), gettext_lazy("Underlag"), 1, evidence_things, evidence_links
        )
    )
    chain.declare(
        Kind(
            "problem",
            gettext_lazy("Problem"),
            gettext_lazy("Problem"),
            2,
            problem_things,
            problem_links,
            gaps,
        )
    )
    chain.declare(
        Kind(
            "cause", gettext_lazy("Orsak"), gettext_lazy("Orsaker"), 3, cause_things, cause_links, cause_gaps
        )
    )
    due.declare("problems.untouched", dues)
    answering.declare("problems.problems", answered)
    followers.declare(
        Follower(
            "problem.new",
            gettext_lazy("Gör till problem"),
            "problems:new",
            Right.MANAGE_PLAN,
            ("deviation", "selection", "picture", "survey", "meeting", "walk"),
        )
    )


def problem_things(actor: Actor, municipality_id: UUID) -> list[Thing]:
    """Return the problems that the actor may read."""
    return [_problem(item) for item in problem_states(actor, municipality_id)]


def problem_links(actor: Actor, municipality_id: UUID) -> list[Link]:
    """Return what the problems stand on."""
    return [
        Link(
            Ref("problem", item.problem_id),
            Ref("evidence", item.id),
            _("stödde sig på") if item.removed_on else _("stöder sig på"),
            item.removed_on,
        )
        for item in evidence_states(actor, municipality_id)
    ]


def evidence_things(actor: Actor, municipality_id: UUID) -> list[Thing]:
    """Return the findings, also those that have been taken away."""
    return [_evidence(item) for item in evidence_states(actor, municipality_id)]


def evidence_links(actor: Actor, municipality_id: UUID) -> list[Link]:
    """Return which pictures the findings are taken from, or that they are counted in the register."""
    register = Ref("observation", municipality_id)
    found = []
    for item in evidence_states(actor, municipality_id):
        if item.picture_id:
            lower, verb = Ref("picture", item.picture_id), _("är taget ur")
        elif item.is_counted:
            lower, verb = register, _("är räknat i")
        else:
            continue
        found.append(Link(Ref("evidence", item.id), lower, verb, item.removed_on))
    return found


def cause_things(actor: Actor, municipality_id: UUID) -> list[Thing]:
    """Return the causes, also those that have been taken away."""
    return [_cause(item) for item in cause_states(actor, municipality_id)]


def cause_links(actor: Actor, municipality_id: UUID) -> list[Link]:
    """Return which problem each cause belongs to, and which cause it lies under."""
    found = []
    for item in cause_states(actor, municipality_id):
        lower = Ref("cause", item.parent_id) if item.parent_id else Ref("problem", item.problem_id)
        found.append(Link(Ref("cause", item.id), lower, _("är en orsak till"), item.retired_on))
    return found


def gaps(actor: Actor, municipality_id: UUID) -> list[Gap]:
    """Return open problems that lack evidence, a narrow formulation, scores, causes or a ready analysis."""
    items = [p for p in problem_states(actor, municipality_id) if p.state in OPEN_STATES]
    return [gap for item in items for gap in _gaps_of(item)]


def cause_gaps(actor: Actor, municipality_id: UUID) -> list[Gap]:
    """Return causes that are held to be supported although nothing but an assumption stands behind them."""
    return [
        Gap(
            "cause_without_source",
            _("Orsak som sägs ha stöd men bara är ett antagande"),
            _cause(item),
            reverse("problems:cause", args=[item.id]),
            _("Skriv belägg och källa"),
        )
        for item in cause_states(actor, municipality_id)
        if item.verdict == "supported" and item.grade == "assumption" and item.retired_on is None
    ]


def dues(actor: Actor, today: date) -> Iterator[Due]:
    """Return problems under work that nobody has touched for half a year."""
    if actor.municipality_id is None or not has_somewhere(actor, Right.READ_PLAN):
        return
    for item in problem_states(actor, actor.municipality_id):
        if item.state in _WORKED_WITH and item.touched_on + UNTOUCHED <= today:
            yield Due(
                text=_("Se över problemet: %(title)s") % {"title": item.title},
                url=reverse("problems:problem", args=[item.id]),
                due_on=item.touched_on + UNTOUCHED,
                function_id=item.function_id,
                municipality_id=item.municipality_id,
                detail=_("Ingen har arbetat med det sedan %(day)s.") % {"day": item.touched_on.isoformat()},
            )


def answered(actor: Actor, municipality_id: UUID) -> Iterator[Answered]:
    """Return the open problems by the function that answers for them."""
    for item in problem_states(actor, municipality_id):
        if item.function_id is not None and item.state in OPEN_STATES:
            url = reverse("problems:problem", args=[item.id])
            mend = reverse("problems:change", args=[item.id])
            yield Answered(item.function_id, _("Problem"), item.title, url, mend)


def _gaps_of(item: ProblemState) -> Iterator[Gap]:
    def gap(name: str, label: str, address: str, mend: str) -> Gap:
        return Gap(name, label, _problem(item), reverse(address, args=[item.id]), mend)

    if not item.evidence:
        yield gap(
            "problem_without_evidence",
            _("Problem utan underlag"),
            "problems:problem",
            _("Frys ett underlag"),
        )
    if not item.is_narrow:
        yield gap(
            "problem_not_narrow",
            _("Problem som inte är smalt formulerat"),
            "problems:change",
            _("Gör problemet smalare"),
        )
    if not item.is_scored:
        yield gap(
            "problem_not_scored", _("Problem som ingen har bedömt"), "problems:score", _("Bedöm problemet")
        )
    if item.state in _WORKED_WITH and not item.causes:
        yield gap("problem_without_cause", _("Problem utan orsaker"), "problems:analysis", _("Skriv orsaker"))
    if item.state == "prioritised" and item.causes and not item.is_analysed:
        yield gap(
            "prioritised_not_analysed",
            _("Prioriterat problem utan färdig orsaksanalys"),
            "problems:analysis",
            _("Gör orsaksanalysen klar"),
        )


def _problem(item: ProblemState) -> Thing:
    state = item.state_label
    if item.closed_on is not None:
        state = f"{state} {item.closed_on.isoformat()}: {item.outcome_label}"
    return Thing(Ref("problem", item.id), item.title, reverse("problems:problem", args=[item.id]), state)


def _evidence(item: EvidenceState) -> Thing:
    return Thing(
        Ref("evidence", item.id),
        item.sentence,
        reverse("problems:evidence", args=[item.id]),
        _("Borttaget") if item.removed_on else item.stance_label,
        item.removed_on,
    )


def _cause(item: CauseState) -> Thing:
    return Thing(
        Ref("cause", item.id),
        item.text,
        reverse("problems:cause", args=[item.id]),
        _("Borttagen") if item.retired_on else item.verdict_label,
        item.retired_on,
    )
