"""The pages about causes: the analysis, one cause, the chain of events, the conclusion and the steps."""

from typing import Final, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import carried_out, form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.problems import actions, queries
from lagesbild_web.problems.checklist import CODES, check_label
from lagesbild_web.problems.contracts import Cause, Problem
from lagesbild_web.problems.documents import with_depth
from lagesbild_web.problems.figures import tree_svg, triangle_svg
from lagesbild_web.problems.forms import ReasonForm
from lagesbild_web.problems.forms_causes import (
    CauseForm,
    ChangeCauseForm,
    ConclusionForm,
    EventChainForm,
    TickForm,
    initial_of_cause,
)
from lagesbild_web.problems.labels import (
    CORNER_LABELS,
    GRADE_HELP,
    GRADE_LABELS,
    LEVEL_LABELS,
    PERSPECTIVE_HELP,
    PERSPECTIVE_LABELS,
)

_FORM_METHODS: Final = ["GET", "HEAD", "POST"]
DOCUMENTS: Final = (("pdf", "PDF"), ("docx", "Word"), ("html", "Webbsida"), ("xlsx", "Excel"))


@require_safe
def analysis(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Show the causes as a tree, in three perspectives, in the triangle and on three levels."""
    actor = actor_of(request)
    problem = queries.problem_for(actor, problem_id)
    causes = problem.causes
    title = problem.formulation.title
    standing = [cause for cause in causes if cause.verdict != "rejected"]
    return page(
        request,
        "problems/analysis.html",
        title=_("Orsaksanalys: %(title)s") % {"title": title},
        problem=problem,
        outline=with_depth(causes),
        tree=_safe(tree_svg(causes, problem=title, link=_address)) if causes else "",
        triangle=_safe(triangle_svg(causes, problem=title)) if causes else "",
        corners=[
            (str(label), [c for c in standing if c.corner == code]) for code, label in CORNER_LABELS.items()
        ],
        perspectives=[
            (code, str(label), str(PERSPECTIVE_HELP[code]), [c for c in causes if c.perspective == code])
            for code, label in PERSPECTIVE_LABELS.items()
        ],
        levels=[
            (
                str(label),
                [c for c in standing if c.level == code and c.factor == "risk"],
                [c for c in standing if c.level == code and c.factor == "protective"],
            )
            for code, label in LEVEL_LABELS.items()
            if code != "situation"
        ],
        grades=[(str(label), str(GRADE_HELP[code])) for code, label in GRADE_LABELS.items()],
        retired=queries.retired_causes(actor, problem_id),
        documents=DOCUMENTS,
    )


@require_http_methods(_FORM_METHODS)
def add_cause(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Write down a cause, of the problem or of another cause."""
    actor = actor_of(request)
    problem = _managed(queries.problem_for(actor, problem_id))
    parents = [(str(cause.id), f"{'– ' * depth}{cause.text}") for depth, cause in with_depth(problem.causes)]
    initial = {"parent": request.GET.get("under", ""), "perspective": request.GET.get("perspektiv", "")}
    form = CauseForm(parents, sent(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.add_cause(actor, problem_id, form.draft(), parent_id=form.parent_id()),
        title=_("Lägg till en orsak"),
        submit=_("Spara orsaken"),
        back=reverse("problems:analysis", args=[problem_id]),
        done=_("Orsaken är sparad."),
        lead=problem.summary.title,
    )


@require_http_methods(_FORM_METHODS)
def cause(request: HttpRequest, cause_id: UUID) -> HttpResponse:
    """Show one cause with its history, and change it."""
    actor = actor_of(request)
    found = queries.cause_for(actor, cause_id)
    problem = queries.problem_for(actor, found.problem_id)
    if request.method == "POST" and not problem.can_manage:
        raise NotAllowed
    form = ChangeCauseForm(sent(request), initial=initial_of_cause(found))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.change_cause(
            actor,
            cause_id,
            form.draft(),
            version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(request, _("Orsaken är sparad. Det den sade förut finns i dess historik."))
        return redirect("problems:analysis", found.problem_id)
    if form.is_bound and form.data.get("version") != str(found.version):
        again = cast("QueryDict", form.data).copy()
        again["version"] = str(found.version)
        form.data = again
    return page(
        request,
        "problems/cause.html",
        title=_("Orsak: %(text)s") % {"text": found.text},
        problem=problem,
        cause=found,
        form=form,
        history=queries.history_of_cause(actor, cause_id),
        grade_help=str(GRADE_HELP[found.grade]),
    )


@require_POST
def move_cause(request: HttpRequest, cause_id: UUID) -> HttpResponse:
    """Move a cause up, down, in or out."""
    actor = actor_of(request)
    found = queries.cause_for(actor, cause_id)
    return pressed(
        request,
        lambda: actions.move_cause(actor, cause_id, where=request.POST.get("where", "")),
        back=f"{reverse('problems:analysis', args=[found.problem_id])}#orsak-{cause_id}",
        done=_("Orsaken är flyttad."),
    )


@require_http_methods(_FORM_METHODS)
def retire_cause(request: HttpRequest, cause_id: UUID) -> HttpResponse:
    """Say why a cause was wrong, and take it out of the tree."""
    actor = actor_of(request)
    found = queries.cause_for(actor, cause_id)
    _managed(queries.problem_for(actor, found.problem_id))
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.retire_cause(actor, cause_id, reason=form.cleaned_data["reason"]),
        title=_("Ta bort orsaken"),
        submit=_("Ta bort"),
        back=reverse("problems:analysis", args=[found.problem_id]),
        done=_("Orsaken är borttagen. Du kan ta tillbaka den längst ned på sidan."),
        lead=found.text,
        consequences=(
            _("Det som ligger under orsaken flyttas upp ett steg."),
            _(
                "Har ni prövat orsaken och sett att den inte håller? Välj hellre ställningen Avfärdad, "
                "så syns det att ni prövat."
            ),
        ),
    )


@require_POST
def restore_cause(request: HttpRequest, cause_id: UUID) -> HttpResponse:
    """Take a cause back into the tree."""
    actor = actor_of(request)
    found = queries.cause_for(actor, cause_id)
    return pressed(
        request,
        lambda: actions.restore_cause(actor, cause_id),
        back=reverse("problems:analysis", args=[found.problem_id]),
        done=_("Orsaken är tillbaka i trädet."),
    )


@require_http_methods(_FORM_METHODS)
def event_chain(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Write the chain of events and where it can be broken."""
    actor = actor_of(request)
    problem = _managed(queries.problem_for(actor, problem_id))
    form = EventChainForm(problem.event_chain, sent(request))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.write_event_chain(actor, problem_id, form.steps(), known=form.steps("known_")),
    ):
        messages.success(request, _("Händelsekedjan är sparad."))
        return redirect(f"{reverse('problems:analysis', args=[problem_id])}#kedja")
    return page(request, "problems/event_chain.html", title=_("Händelsekedja"), problem=problem, form=form)


@require_http_methods(_FORM_METHODS)
def conclude(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Write what the analysis comes to, and say that it is ready."""
    actor = actor_of(request)
    problem = _managed(queries.problem_for(actor, problem_id))
    initial = {"analysis": problem.analysis, "is_ready": problem.analysed_on is not None}
    form = ConclusionForm(sent(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.conclude_analysis(
            actor, problem_id, text=form.cleaned_data["analysis"], is_ready=form.cleaned_data["is_ready"]
        ),
        title=_("Analysens slutsats"),
        submit=_("Spara"),
        back=reverse("problems:analysis", args=[problem_id]),
        done=_("Slutsatsen är sparad."),
        lead=problem.summary.title,
        is_wide=True,
    )


@require_safe
def download_analysis(request: HttpRequest, problem_id: UUID, format: str) -> HttpResponse:
    """Hand out the analysis as a document."""
    return as_attachment(actions.export_analysis(actor_of(request), problem_id, format=format))


@require_http_methods(_FORM_METHODS)
def tick(request: HttpRequest, problem_id: UUID, check: str) -> HttpResponse:
    """Say what shows that a check of the five steps holds."""
    actor = actor_of(request)
    problem = _managed(queries.problem_for(actor, problem_id))
    if check not in CODES:
        raise NotFound
    form = TickForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.tick(actor, problem_id, check, words=form.cleaned_data["note"]),
        title=_("Bocka av ett steg"),
        submit=_("Bocka av"),
        back=f"{reverse('problems:problem', args=[problem_id])}#steg",
        done=_("Steget är avbockat."),
        lead=f"{check_label(check)}. {problem.summary.title}",
    )


@require_POST
def untick(request: HttpRequest, problem_id: UUID, check: str) -> HttpResponse:
    """Take a tick back."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.untick(actor, problem_id, check),
        back=f"{reverse('problems:problem', args=[problem_id])}#steg",
        done=_("Bocken är borttagen. Historiken visar att den fanns."),
    )


def _managed(found: Problem) -> Problem:
    if not found.can_manage:
        raise NotAllowed
    return found


def _address(cause: Cause) -> str:
    return reverse("problems:cause", args=[cause.id])


def _safe(svg: str) -> str:
    return mark_safe(svg)  # noqa: S308  # drawn by us; every text in it is escaped by the writer
