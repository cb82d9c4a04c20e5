"""Propose a problem, formulate it anew, and take it through its states."""

from dataclasses import fields
from typing import Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import is_choosable
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right, Sensitivity
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import fault_in
from lagesbild_web.problems import formulation as forms
from lagesbild_web.problems.actions.noting import check_open, check_version, function_of, note
from lagesbild_web.problems.contracts import ProblemDraft, ProblemSummary
from lagesbild_web.problems.formulation import PARTS
from lagesbild_web.problems.labels import ORIGIN_LABELS, OUTCOME_LABELS
from lagesbild_web.problems.models import FormulationVersion, Problem
from lagesbild_web.problems.queries.problems import row_for, summary_of
from lagesbild_web.problems.selecting import read_selection, where_in_words

LONGEST_TITLE: Final = 120
LONGEST_TEXT: Final = 5000


@action("problem.propose")
def propose_problem(actor: Actor, draft: ProblemDraft, *, municipality_id: UUID) -> ProblemSummary:
    """Write down a new problem, as proposed.

    Raises
    ------
    Invalid
        With one sentence for each part that must change.
    """
    require(
        actor,
        Right.MANAGE_PLAN,
        Domain(municipality_id, municipality_id, Circle.PARTNERS, Sensitivity.LIMITED),
    )
    _check(draft, municipality_id)
    told = draft.formulation
    row = Problem.objects.create(
        municipality_id=municipality_id,
        organisation_id=municipality_id,
        circle=draft.circle,
        title=told.title,
        formulation=forms.to_json(told),
        selection=draft.selection,
        area_words=_area_words(draft, municipality_id),
        function_id=draft.function_id,
        origin=draft.origin,
        origin_words=draft.origin_words[:500],
        origin_thing=draft.origin_thing[:80],
        touched_at=timezone.now(),
    )
    _keep_version(actor, row, _("Första formuleringen"))
    note(actor, row, "proposed", draft.origin_words)
    record(
        actor, "problem.proposed", row.id, municipality_id=municipality_id, title=row.title, origin=row.origin
    )
    return summary_of(actor, row)


@action("problem.reformulate")
def reformulate_problem(
    actor: Actor, problem_id: UUID, draft: ProblemDraft, *, version: int, reason: str = ""
) -> ProblemSummary:
    """Change the formulation; the one before is kept. ``version`` is the one that the writer looked at.

    Raises
    ------
    Invalid
        If somebody else has saved since, the problem is closed, or a part must change.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    check_open(row)
    check_version(row, version)
    _check(draft, row.municipality_id, reason=reason)
    told = draft.formulation
    row.title, row.formulation, row.selection = told.title, forms.to_json(told), draft.selection
    row.area_words = _area_words(draft, row.municipality_id)
    row.function_id, row.circle = draft.function_id, draft.circle
    row.version += 1
    row.save(
        update_fields=["title", "formulation", "selection", "area_words", "function", "circle", "version"]
    )
    _keep_version(actor, row, reason)
    note(actor, row, "formulated", reason)
    record(
        actor,
        "problem.reformulated",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        version=row.version,
    )
    return summary_of(actor, row)


@action("problem.start")
def start_problem(actor: Actor, problem_id: UUID) -> ProblemSummary:
    """Begin to work with a proposed problem.

    Raises
    ------
    Invalid
        If it is not proposed.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    if row.state != "proposed":
        raise Invalid(state=_("Arbetet med problemet har redan börjat."))
    return _moved(actor, row, "under_work", "started")


@action("problem.deprioritise")
def deprioritise_problem(actor: Actor, problem_id: UUID, *, reason: str) -> ProblemSummary:
    """Let a problem not be prioritised any more; the decision stays in its history.

    Raises
    ------
    Invalid
        If it is not prioritised, or the reason is missing.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    if row.state != "prioritised":
        raise Invalid(reason=_("Problemet är inte prioriterat."))
    return _moved(actor, row, "under_work", "deprioritised", reason=_reason(reason))


@action("problem.close")
def close_problem(actor: Actor, problem_id: UUID, *, outcome: str, reason: str) -> ProblemSummary:
    """Close a problem: solved, handed over or not within our control, with the reason.

    Raises
    ------
    Invalid
        If it is closed already, or something is missing.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    check_open(row)
    if outcome not in OUTCOME_LABELS:
        raise Invalid(outcome=_("Välj hur problemet avslutas."))
    row.outcome = outcome
    told = f"{OUTCOME_LABELS[outcome]}. {_reason(reason)}"
    return _moved(actor, row, "closed", "closed", reason=told)


@action("problem.reopen")
def reopen_problem(actor: Actor, problem_id: UUID, *, reason: str) -> ProblemSummary:
    """Open a closed problem again, under work.

    Raises
    ------
    Invalid
        If it is not closed, or the reason is missing.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    if row.state != "closed":
        raise Invalid(reason=_("Problemet är inte avslutat."))
    row.outcome = ""
    return _moved(actor, row, "under_work", "reopened", reason=_reason(reason))


def _moved(actor: Actor, row: Problem, state: str, step: str, *, reason: str = "") -> ProblemSummary:
    row.state = state
    row.save(update_fields=["state", "outcome"])
    note(actor, row, step, reason)
    record(
        actor, f"problem.{step}", row.id, municipality_id=row.municipality_id, title=row.title, reason=reason
    )
    return summary_of(actor, row)


def _reason(reason: str) -> str:
    told = reason.strip()
    if not told:
        raise Invalid(reason=_("Skriv varför. Skälet sparas i problemets historik."))
    if fault := fault_in(told):
        raise Invalid(reason=fault)
    return told


def _keep_version(actor: Actor, row: Problem, reason: str) -> None:
    FormulationVersion.objects.create(
        problem=row,
        number=row.version,
        title=row.title,
        formulation=row.formulation,
        selection=row.selection,
        reason=reason.strip(),
        at=timezone.now(),
        by_function_id=function_of(actor),
    )


def _check(draft: ProblemDraft, municipality_id: UUID, *, reason: str = "") -> None:
    told = draft.formulation
    faults: dict[str, str] = {}
    texts = {f.name: getattr(told, f.name) for f in fields(told) if f.name != "months"} | {"reason": reason}
    for name, text in texts.items():
        if len(text) > (LONGEST_TITLE if name == "title" else LONGEST_TEXT):
            faults[name] = _("Texten är för lång. Korta den.")
        elif fault := fault_in(text):
            faults[name] = fault
    for name in ("title", "what", "where"):
        if not getattr(told, name).strip():
            faults[name] = _("Svara på frågan: %(question)s") % {"question": PARTS[name]}
    if draft.function_id and not is_choosable(draft.function_id, municipality_id):
        faults["function"] = _("Funktionen är avslutad eller finns inte. Välj en annan.")
    if draft.circle not in (Circle.OWN.value, Circle.PARTNERS.value):
        faults["circle"] = _("Välj vem som ska se problemet.")
    if draft.origin not in ORIGIN_LABELS:
        faults["origin"] = _("Problemet kommer från något som inte finns. Börja om från listan.")
    if faults:
        raise Invalid(**faults)


def _area_words(draft: ProblemDraft, municipality_id: UUID) -> str:
    """What lists say of where: the areas' names, or else the first line of the writer's own words."""
    chosen = where_in_words(read_selection(draft.selection), municipality_id)
    return (chosen or draft.formulation.where.partition("\n")[0])[:300]
