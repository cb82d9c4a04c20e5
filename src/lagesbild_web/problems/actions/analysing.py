"""Write down causes, move them in their tree, and the chain of events that leads to the problem."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import fault_in, screen
from lagesbild_web.problems import labels
from lagesbild_web.problems.actions.noting import check_open, function_of, note
from lagesbild_web.problems.contracts import Cause, CauseDraft, EventStep
from lagesbild_web.problems.models import Cause as CauseRow
from lagesbild_web.problems.models import CauseVersion, ChainLink, Problem
from lagesbild_web.problems.queries.causes import cause_contract, cause_row_for, event_chain_of
from lagesbild_web.problems.queries.problems import row_for

DEEPEST: Final = 6
"""A longer row of whys than this is no analysis that anybody can follow."""
MOST_EVENTS: Final = 20
_CODED: Final = {
    "perspective": labels.PERSPECTIVE_LABELS,
    "factor": labels.FACTOR_LABELS,
    "level": labels.LEVEL_LABELS,
    "grade": labels.GRADE_LABELS,
    "control": labels.CONTROL_LABELS,
    "verdict": labels.VERDICT_LABELS,
}
FIELD_LABELS: Final = {
    "text": gettext_lazy("Orsak"),
    "detail": gettext_lazy("Beskrivning"),
    "perspective": gettext_lazy("Perspektiv"),
    "corner": gettext_lazy("Hörn i brottstriangeln"),
    "factor": gettext_lazy("Slag"),
    "level": gettext_lazy("Nivå"),
    "grade": gettext_lazy("Belägg"),
    "source": gettext_lazy("Källa"),
    "control": gettext_lazy("Rådighet"),
    "verdict": gettext_lazy("Ställning"),
    "motive": gettext_lazy("Motiv"),
}


@action("cause.add")
def add_cause(actor: Actor, problem_id: UUID, draft: CauseDraft, *, parent_id: UUID | None = None) -> Cause:
    """Write down a cause of the problem, or of another cause, last among its neighbours.

    Raises
    ------
    Invalid
        With one sentence for each part that must change.
    """
    problem = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    check_open(problem)
    _check(draft)
    parent = _parent(problem, parent_id)
    row = CauseRow.objects.create(
        problem=problem,
        parent=parent,
        position=_next_position(problem, parent_id),
        **{field.name: getattr(draft, field.name).strip() for field in fields(draft)},
    )
    note(actor, problem, "cause_added", row.text)
    record(actor, "cause.added", row.id, municipality_id=problem.municipality_id, title=problem.title)
    return cause_contract(row)


@action("cause.change")
def change_cause(actor: Actor, cause_id: UUID, draft: CauseDraft, *, version: int, reason: str = "") -> Cause:
    """Change what a cause says; what it said before is kept.

    Raises
    ------
    Invalid
        If somebody else has saved since, or a part must change.
    """
    row = cause_row_for(actor, cause_id, right=Right.MANAGE_PLAN)
    check_open(row.problem)
    if row.version != version:
        raise Invalid(
            version=_(
                "Någon annan har ändrat orsaken medan du skrev. Det du skrev står kvar här. "
                "Spara igen om det ska gälla."
            )
        )
    _check(draft)
    screen(reason=reason)
    told = {field.name: getattr(draft, field.name).strip() for field in fields(draft)}
    changed = [name for name, value in told.items() if getattr(row, name) != value]
    CauseVersion.objects.create(
        cause=row,
        number=row.version,
        before={str(FIELD_LABELS[name]): _in_words(row, name) for name in changed},
        reason=reason.strip(),
        at=timezone.now(),
        by_function_id=function_of(actor),
    )
    for name, value in told.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*told, "version"])
    note(actor, row.problem, "cause_changed", row.text)
    record(
        actor,
        "cause.changed",
        row.id,
        municipality_id=row.problem.municipality_id,
        title=row.problem.title,
        fields=", ".join(changed),
    )
    return cause_contract(row)


@action("cause.move")
def move_cause(actor: Actor, cause_id: UUID, *, where: str) -> Cause:
    """Move a cause: ``up`` or ``down`` among its neighbours, ``in`` under the one above, ``out`` one level.

    Raises
    ------
    Invalid
        If it cannot go there.
    """
    row = cause_row_for(actor, cause_id, right=Right.MANAGE_PLAN)
    check_open(row.problem)
    siblings = list(_siblings(row.problem, row.parent_id))
    at = [sibling.pk for sibling in siblings].index(row.pk) if row in siblings else 0
    if where in ("up", "down"):
        to = at + (1 if where == "down" else -1)
        if not 0 <= to < len(siblings):
            raise Invalid(where=_("Orsaken står redan ytterst."))
        siblings.insert(to, siblings.pop(at))
    elif where == "in":
        if at == 0:
            raise Invalid(where=_("Det finns ingen orsak ovanför att lägga den under."))
        _put_under(row, siblings[at - 1])
        siblings.pop(at)
    elif where == "out" and row.parent is not None:
        _put_under(row, row.parent.parent)
        siblings.pop(at)
    else:
        raise Invalid(where=_("Orsaken kan inte flyttas dit."))
    _number(siblings)
    note(actor, row.problem, "cause_changed", row.text)
    record(actor, "cause.moved", row.id, municipality_id=row.problem.municipality_id, title=row.problem.title)
    return cause_contract(row)


@action("cause.retire")
def retire_cause(actor: Actor, cause_id: UUID, *, reason: str) -> None:
    """Take a cause out of the tree; what lies under it moves one level up, and the history keeps it.

    Raises
    ------
    Invalid
        If the reason is missing or it is taken away already.
    """
    row = cause_row_for(actor, cause_id, right=Right.MANAGE_PLAN)
    check_open(row.problem)
    screen(reason=reason)
    if row.retired_at is not None:
        raise Invalid(reason=_("Orsaken är redan borttagen."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför orsaken tas bort. Skälet sparas i historiken."))
    row.retired_at = timezone.now()
    row.save(update_fields=["retired_at"])
    for child in row.children.filter(retired_at=None).order_by("position", "id"):
        _put_under(child, row.parent)
    note(actor, row.problem, "cause_retired", f"{row.text}. {reason.strip()}")
    record(
        actor,
        "cause.retired",
        row.id,
        municipality_id=row.problem.municipality_id,
        title=row.problem.title,
        reason=reason.strip(),
    )


@action("cause.restore")
def restore_cause(actor: Actor, cause_id: UUID) -> Cause:
    """Take a cause back into the tree, last where it was."""
    row = cause_row_for(actor, cause_id, right=Right.MANAGE_PLAN)
    check_open(row.problem)
    if row.parent is not None and row.parent.retired_at is not None:
        row.parent = None
    row.retired_at = None
    row.position = _next_position(row.problem, row.parent_id)
    row.save(update_fields=["retired_at", "position", "parent"])
    note(actor, row.problem, "cause_restored", row.text)
    record(
        actor, "cause.restored", row.id, municipality_id=row.problem.municipality_id, title=row.problem.title
    )
    return cause_contract(row)


@action("cause.write_chain")
def write_event_chain(
    actor: Actor, problem_id: UUID, steps: Sequence[EventStep], *, known: Sequence[EventStep]
) -> tuple[EventStep, ...]:
    """Write the chain of events anew, in order; ``known`` is the chain that the writer looked at.

    Raises
    ------
    Invalid
        If somebody else has changed it since, or a step must change; under ``<field>_<number>``.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    check_open(row)
    now = event_chain_of(row)
    if [(s.happens, s.broken_by) for s in now] != [(s.happens, s.broken_by) for s in known]:
        raise Invalid(
            known=_(
                "Någon annan har ändrat händelsekedjan medan du skrev. Det du skrev står kvar. "
                "Spara igen om det ska gälla."
            )
        )
    faults = {}
    for step in steps:
        if not step.happens.strip() and step.broken_by.strip():
            faults[f"happens_{step.position}"] = _("Skriv vad som händer i steget.")
        for name in ("happens", "broken_by"):
            if fault := fault_in(getattr(step, name)):
                faults[f"{name}_{step.position}"] = fault
    if faults:
        raise Invalid(**faults)
    written = [step for step in steps if step.happens.strip()][:MOST_EVENTS]
    row.event_chain.all().delete()  # the steps are one text; the chain before is in the history
    ChainLink.objects.bulk_create(
        ChainLink(problem=row, position=place, happens=step.happens.strip(), broken_by=step.broken_by.strip())
        for place, step in enumerate(written, start=1)
    )
    note(actor, row, "chain_written", " → ".join(step.happens for step in now))
    record(actor, "cause.chain_written", row.id, municipality_id=row.municipality_id, title=row.title)
    return event_chain_of(row)


@action("cause.conclude")
def conclude_analysis(actor: Actor, problem_id: UUID, *, text: str, is_ready: bool) -> None:
    """Write what the analysis comes to, and say whether it is ready.

    Raises
    ------
    Invalid
        If it is said to be ready without causes or without a conclusion.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    check_open(row)
    screen(analysis=text)
    if is_ready and not text.strip():
        raise Invalid(analysis=_("Skriv vad analysen kommer fram till innan den är klar."))
    if is_ready and not row.causes.filter(retired_at=None).exclude(verdict="rejected").exists():
        raise Invalid(is_ready=_("Skriv minst en orsak som inte är avfärdad innan analysen är klar."))
    was_ready = row.analysed_on is not None
    row.analysis = text.strip()
    row.analysed_on = (row.analysed_on or timezone.localdate()) if is_ready else None
    row.save(update_fields=["analysis", "analysed_on"])
    if is_ready != was_ready:
        note(actor, row, "analysed" if is_ready else "analysis_opened")
    record(
        actor,
        "cause.analysed",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        is_ready=is_ready,
    )


def _check(draft: CauseDraft) -> None:
    faults = {}
    for name, known in _CODED.items():
        if getattr(draft, name) not in known:
            faults[name] = _("Välj ett av alternativen.")
    if draft.corner and draft.corner not in labels.CORNER_LABELS:
        faults["corner"] = _("Välj ett av hörnen, eller inget.")
    if not draft.text.strip():
        faults["text"] = _("Skriv orsaken i en mening.")
    if draft.grade in ("strong", "some") and not draft.source.strip():
        faults["source"] = _("Skriv källan. Utan källa är belägget svagt eller ett antagande.")
    if draft.verdict != "hypothesis" and not draft.motive.strip():
        faults["motive"] = _("Skriv varför orsaken har stöd eller är avfärdad.")
    for name in ("text", "detail", "source", "motive"):
        if fault := fault_in(getattr(draft, name)):
            faults[name] = fault
    if faults:
        raise Invalid(**faults)


def _parent(problem: Problem, parent_id: UUID | None) -> CauseRow | None:
    if parent_id is None:
        return None
    parent = problem.causes.filter(pk=parent_id, retired_at=None).first()
    if parent is None:
        raise Invalid(parent=_("Orsaken ovanför finns inte längre. Välj en annan."))
    _check_depth(parent)
    return parent


def _check_depth(parent: CauseRow | None) -> None:
    depth = 1
    while parent is not None:
        depth, parent = depth + 1, parent.parent
    if depth > DEEPEST:
        raise Invalid(parent=_("Trädet har redan sex nivåer av varför. Börja en ny gren i stället."))


def _put_under(row: CauseRow, parent: CauseRow | None) -> None:
    _check_depth(parent)
    row.position = _next_position(row.problem, parent.pk if parent else None)
    row.parent = parent
    row.save(update_fields=["parent", "position"])


def _siblings(problem: Problem, parent_id: UUID | None) -> Sequence[CauseRow]:
    return list(problem.causes.filter(parent_id=parent_id, retired_at=None).order_by("position", "id"))


def _next_position(problem: Problem, parent_id: UUID | None) -> int:
    return 1 + max((sibling.position for sibling in _siblings(problem, parent_id)), default=0)


def _number(siblings: Sequence[CauseRow]) -> None:
    for position, sibling in enumerate(siblings, start=1):
        if sibling.position != position:
            sibling.position = position
            sibling.save(update_fields=["position"])


def _in_words(row: CauseRow, name: str) -> str:
    get_label = getattr(row, f"get_{name}_display", None)
    return str(get_label() if get_label else getattr(row, name))
