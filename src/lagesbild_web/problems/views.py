"""The pages about problems: list, board, one problem, formulating and its states."""

from typing import Any, Final, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of, choosable_functions
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import categories_of, choosable_areas, municipality_managed_by
from lagesbild_web.backgrounds.queries import backgrounds_for
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import carried_out, form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.problems import actions, queries
from lagesbild_web.problems.beginning import origin_of, start_from, thing_brought, tie_back
from lagesbild_web.problems.checklist import checklist_of
from lagesbild_web.problems.contracts import Problem, ProblemSummary
from lagesbild_web.problems.forms import (
    ChangeProblemForm,
    CloseForm,
    ListForm,
    NewProblemForm,
    ProblemForm,
    ReasonForm,
    initial_of,
)
from lagesbild_web.problems.formulation import PARTS, differences, part_in_words
from lagesbild_web.problems.freezing import may_count
from lagesbild_web.problems.labels import IN_PLAN_LABEL, OPEN_STATES, STATE_LABELS
from lagesbild_web.problems.place import place_of
from lagesbild_web.problems.selecting import read_selection

BOARD: Final = "tavla"
_FORM_METHODS: Final = ["GET", "HEAD", "POST"]


@require_safe
def problem_list(request: HttpRequest) -> HttpResponse:
    """List the problems that match, or lay them out as a board by state."""
    actor = actor_of(request)
    form = ListForm(request.GET, queries.owners_of(actor))
    chosen = form.chosen(OPEN_STATES)
    is_board = request.GET.get("visa") == BOARD
    found = queries.problems_for(actor, chosen, number=1 if is_board else page_number(request))
    return page(
        request,
        "problems/list.html",
        title=_("Problem"),
        problems=found,
        columns=_board(queries.problems_of(actor, chosen=chosen)) if is_board else (),
        form=form,
        is_board=is_board,
        is_narrowed=any(request.GET.get(name) for name in ("lage", "funktion", "sok")),
        query=request.GET.urlencode(),
        can_manage=has_somewhere(actor, Right.MANAGE_PLAN),
    )


@require_safe
def download_list(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out exactly the problems that the list shows."""
    actor = actor_of(request)
    chosen = ListForm(request.GET, queries.owners_of(actor)).chosen(OPEN_STATES)
    return as_attachment(actions.export_list(actor, chosen, filetype=filetype))


@require_http_methods(_FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Formulate a new problem, by hand or from what the address brings along."""
    actor = actor_of(request)
    home = municipality_managed_by(actor, Right.MANAGE_PLAN)
    begun = start_from(actor, home, request.GET)
    form = NewProblemForm(*_choices(home), sent(request), initial=begun.initial)
    if form.is_valid():
        made = _propose(request, actor, home, form)
        if made is not None:
            messages.success(request, _("Problemet är sparat som föreslaget."))
            return redirect("problems:problem", made.id)
    return page(
        request,
        "problems/formulate.html",
        title=_("Formulera ett problem"),
        form=form,
        submit=_("Spara problemet"),
        back=reverse("problems:list"),
        origin=begun.words or form["ursprung_text"].value() or "",
        chosen=begun.chosen,
        thing=begun.thing or thing_brought(actor, form["sak"].value() or ""),
        can_count=may_count(actor),
        backgrounds=backgrounds_for(actor),
    )


@require_safe
def problem(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Show one problem with all that belongs to it."""
    actor = actor_of(request)
    found = queries.problem_for(actor, problem_id)
    told = found.formulation
    return page(
        request,
        "problems/problem.html",
        title=told.title,
        problem=found,
        place=place_of(read_selection(found.selection), found.summary.municipality_id),
        origin=origin_of(actor, found.origin_thing),
        parts=[
            (name, str(label), part_in_words(told, name)) for name, label in PARTS.items() if name != "title"
        ],
        checklist=checklist_of(actor, found, queries.checks_of(actor, problem_id)),
    )


@require_http_methods(_FORM_METHODS)
def change(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Change the formulation; the one before is kept."""
    actor = actor_of(request)
    found = _managed(queries.problem_for(actor, problem_id))
    choices = _choices(found.summary.municipality_id, found)
    form = ChangeProblemForm(
        *choices, sent(request), initial=initial_of(found, read_selection(found.selection))
    )
    if form.is_valid() and carried_out(
        form,
        lambda: actions.reformulate_problem(
            actor,
            problem_id,
            form.draft(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(request, _("Formuleringen är sparad. Den förra finns kvar bland versionerna."))
        return redirect("problems:problem", problem_id)
    return page(
        request,
        "problems/formulate.html",
        title=_("Ändra formuleringen"),
        form=_with_version(form, found),
        submit=_("Spara ny version"),
        back=reverse("problems:problem", args=[problem_id]),
        backgrounds=backgrounds_for(actor),
        conflict=reverse("problems:versions", args=[problem_id]) if _is_late(form, found) else "",
    )


@require_safe
def versions(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Show every version of the formulation, and two of them side by side."""
    actor = actor_of(request)
    found = queries.problem_for(actor, problem_id)
    lines = queries.versions_of(actor, problem_id)
    by_number = {line.number: line for line in lines}
    later = by_number.get(_number(request.GET.get("till")), lines[0])
    earlier = by_number.get(_number(request.GET.get("fran")), by_number.get(later.number - 1, later))
    return page(
        request,
        "problems/versions.html",
        title=_("Versioner av formuleringen"),
        problem=found,
        versions=lines,
        earlier=earlier,
        later=later,
        differences=differences(earlier.formulation, later.formulation),
    )


@require_POST
def start(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Begin to work with a proposed problem."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.start_problem(actor, problem_id),
        back=reverse("problems:problem", args=[problem_id]),
        done=_("Problemet är under arbete."),
    )


@require_http_methods(_FORM_METHODS)
def deprioritise(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Say why a problem is not prioritised any more."""
    actor = actor_of(request)
    _managed(queries.problem_for(actor, problem_id))
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.deprioritise_problem(actor, problem_id, reason=form.cleaned_data["reason"]),
        title=_("Sluta prioritera problemet"),
        submit=_("Sluta prioritera"),
        back=reverse("problems:problem", args=[problem_id]),
        done=_("Problemet är inte prioriterat längre. Beslutet finns kvar i historiken."),
    )


@require_http_methods(_FORM_METHODS)
def close(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Close a problem, with how it ended and why."""
    actor = actor_of(request)
    found = _managed(queries.problem_for(actor, problem_id))
    form = CloseForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.close_problem(
            actor, problem_id, outcome=form.cleaned_data["outcome"], reason=form.cleaned_data["reason"]
        ),
        title=_("Avsluta problemet"),
        submit=_("Avsluta problemet"),
        back=reverse("problems:problem", args=[problem_id]),
        done=_("Problemet är avslutat. Det går att öppna igen."),
        lead=found.summary.title,
        consequences=(
            _("Problemet försvinner ur listan över öppna problem, men går att söka fram."),
            _("Underlag, orsaker och bedömningar sparas som de är."),
            _("Du kan öppna det igen."),
        ),
    )


@require_http_methods(_FORM_METHODS)
def reopen(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Open a closed problem again."""
    actor = actor_of(request)
    found = _managed(queries.problem_for(actor, problem_id))
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.reopen_problem(actor, problem_id, reason=form.cleaned_data["reason"]),
        title=_("Öppna problemet igen"),
        submit=_("Öppna igen"),
        back=reverse("problems:problem", args=[problem_id]),
        done=_("Problemet är under arbete igen."),
        lead=found.summary.title,
    )


def _managed(found: Problem) -> Problem:
    if not found.can_manage:
        raise NotAllowed
    return found


def _choices(municipality_id: UUID, found: Problem | None = None) -> tuple[Any, Any, Any]:
    """Return what can be chosen: categories, areas and functions; what is chosen already stays choosable."""
    wanted = read_selection(found.selection if found else "")
    categories = [
        (c.code, c.name)
        for c in categories_of(municipality_id, with_retired=True)
        if not c.is_retired or c.code in wanted.categories
    ]
    areas = [(str(a.id), a.label) for a in choosable_areas(municipality_id, kept=wanted.areas)]
    functions = list(choosable_functions(municipality_id))
    kept = found.summary.function_id if found else None
    if found and kept and str(kept) not in dict(functions):
        functions.append((str(kept), found.summary.function))
    return categories, areas, functions


def _propose(request: HttpRequest, actor: Actor, home: UUID, form: NewProblemForm) -> ProblemSummary | None:
    """Keep the problem, and its first evidence when that was asked for."""
    told = form.cleaned_data
    thing = thing_brought(actor, told["sak"])
    draft = form.draft(
        origin=told["ursprung"] or "hand",
        origin_words=told["ursprung_text"],
        origin_thing=told["sak"] if thing else "",
    )
    made: list[ProblemSummary] = []
    if not carried_out(
        form, lambda: made.append(actions.propose_problem(actor, draft, municipality_id=home))
    ):
        return None
    if not tie_back(actor, draft.origin_thing, made[0].id):
        messages.warning(
            request,
            _("Problemet är inte länkat från det som du började från. Be den som sköter det att länka."),
        )
    try:
        if thing and thing.is_evidence:
            actions.add_note(actor, made[0].id, sentence=thing.text, source=thing.label)
        if told["lagesbild"] and told["ursprung_text"]:
            actions.add_picture_finding(
                actor, made[0].id, picture_id=told["lagesbild"], sentence=told["ursprung_text"]
            )
        elif told["freeze"] and may_count(actor):
            actions.add_selection(actor, made[0].id, query=draft.selection)
    except Invalid:
        # The problem is kept; its page says that it has no evidence yet, and offers to add some.
        return made[0]
    return made[0]


def _with_version(form: ChangeProblemForm, found: Problem) -> ChangeProblemForm:
    """After a conflict, let the next try be about the version that is now shown beside."""
    if form.is_bound and _is_late(form, found):
        again = cast("QueryDict", form.data).copy()
        again["version"] = str(found.summary.version)
        form.data = again
    return form


def _is_late(form: ProblemForm, found: Problem) -> bool:
    return form.is_bound and form.data.get("version") != str(found.summary.version)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0


def _board(summaries: list[ProblemSummary]) -> list[tuple[str, str, list[ProblemSummary]]]:
    """Return the columns of the board: a state, its label and its problems."""
    columns = [(state, str(label)) for state, label in STATE_LABELS.items()]
    columns.insert(3, ("in_plan", str(IN_PLAN_LABEL)))
    by_state: dict[str, list[ProblemSummary]] = {}
    for item in summaries:
        is_planned = item.state == "prioritised" and item.is_in_plan
        by_state.setdefault("in_plan" if is_planned else item.state, []).append(item)
    return [
        (state, label, by_state.get(state, []))
        for state, label in columns
        if state != "closed" or by_state.get(state)
    ]
