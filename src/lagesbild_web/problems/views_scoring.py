"""The pages about scoring: a score, all scores, the criteria, the list of priorities and its decision."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import municipality_managed_by
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import carried_out
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.problems import actions, queries
from lagesbild_web.problems.facts import facts_beside
from lagesbild_web.problems.forms_scoring import CriteriaForm, DecisionForm, ScoreForm

_FORM_METHODS: Final = ["GET", "HEAD", "POST"]


@require_http_methods(_FORM_METHODS)
def score(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Say what a problem is worth by each criterion, for one's own function."""
    actor = actor_of(request)
    problem = queries.problem_for(actor, problem_id)
    if not problem.can_score:
        raise NotAllowed
    form = ScoreForm(problem.scores.criteria, problem.scores.own, sent(request))
    if form.is_valid() and carried_out(form, lambda: actions.score_problem(actor, problem_id, form.values())):
        messages.success(
            request, _("Din bedömning är sparad. Det du sade förut finns kvar bland bedömningarna.")
        )
        return redirect("problems:scores", problem_id)
    facts = facts_beside(actor, problem)
    return page(
        request,
        "problems/score.html",
        title=_("Bedöm problemet"),
        problem=problem,
        form=form,
        rows=[(c, facts.get(c.fact, ""), value, motive) for c, value, motive in form.rows()],
        function=actor.home.function if actor.home else "",
    )


@require_safe
def scores(request: HttpRequest, problem_id: UUID) -> HttpResponse:
    """Show every score of a problem, with the criteria that it was made by."""
    problem = queries.problem_for(actor_of(request), problem_id)
    return page(
        request,
        "problems/scores.html",
        title=_("Bedömningar"),
        problem=problem,
        lines=[
            (line, [(c, _said(line, c.code)) for c in line.criteria.criteria])
            for line in problem.scores.lines
        ],
    )


@require_safe
def priorities(request: HttpRequest) -> HttpResponse:
    """Show the open problems in order of score, and what is uncertain about the order."""
    actor = actor_of(request)
    home = _home(actor)
    return page(
        request,
        "problems/priorities.html",
        title=_("Prioritering"),
        ranking=queries.ranking_of(queries.problems_of(actor), home),
        criteria=queries.criteria_of(home),
        decisions=queries.decisions_in(actor, home),
        can_manage=has_somewhere(actor, Right.MANAGE_PLAN),
    )


@require_safe
def download_priorities(request: HttpRequest, format: str) -> HttpResponse:
    """Hand out the list of priorities as a document."""
    return as_attachment(actions.export_priorities(actor_of(request), format=format))


@require_http_methods(_FORM_METHODS)
def decide(request: HttpRequest) -> HttpResponse:
    """Write down which problems the steering group puts first."""
    actor = actor_of(request)
    home = municipality_managed_by(actor, Right.MANAGE_PLAN)
    ranking = queries.ranking_of(queries.problems_of(actor), home)
    chosen = next((r.summary.id for r in ranking if str(r.summary.id) == request.GET.get("problem")), None)
    form = DecisionForm(ranking, sent(request), chosen=chosen)
    if form.is_valid() and carried_out(
        form,
        lambda: actions.prioritise_problems(
            actor,
            form.problem_ids(),
            municipality_id=home,
            **{name: form.cleaned_data[name] for name in ("body", "decided_on", "paragraph", "note_text")},
        ),
    ):
        messages.success(request, _("Beslutet är inskrivet och problemen är prioriterade."))
        return redirect("problems:priorities")
    return page(request, "problems/decide.html", title=_("Skriv in ett beslut"), form=form)


@require_safe
def decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Show a decision with the list as it was then."""
    line, ranking = queries.decision_for(actor_of(request), decision_id)
    return page(request, "problems/decision.html", title=line.label, decision=line, ranking=ranking)


@require_safe
def criteria(request: HttpRequest) -> HttpResponse:
    """Show what problems are scored by, now and before."""
    actor = actor_of(request)
    return page(
        request,
        "problems/criteria.html",
        title=_("Kriterier för bedömning"),
        versions=queries.criteria_versions(actor, _home(actor)),
        can_manage=has_somewhere(actor, Right.MANAGE_PLAN),
    )


@require_http_methods(_FORM_METHODS)
def change_criteria(request: HttpRequest) -> HttpResponse:
    """Score by other criteria from today."""
    actor = actor_of(request)
    home = municipality_managed_by(actor, Right.MANAGE_PLAN)
    form = CriteriaForm(queries.criteria_of(home), sent(request))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.change_criteria(
            actor,
            form.criteria(),
            municipality_id=home,
            number=form.cleaned_data["number"],
            reason=form.cleaned_data["reason"],
        ),
    ):
        messages.success(
            request, _("Kriterierna gäller från i dag. Gamla bedömningar visar dem de gjordes med.")
        )
        return redirect("problems:criteria")
    return page(request, "problems/change_criteria.html", title=_("Ändra kriterierna"), form=form)


def _home(actor: Actor) -> UUID:
    if actor.municipality_id is None or not has_somewhere(actor, Right.READ_PLAN):
        raise NotAllowed
    return actor.municipality_id


def _said(line: Any, code: str) -> Any:
    return next((value for value in line.values if value.code == code), None)
