"""The pages about focus areas, goals and indicators."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of, choosable_functions
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.plans import actions
from lagesbild_web.plans.choosing import focus_area_choices, with_kept
from lagesbild_web.plans.contracts import GoalLevel, GoalSummary, PlanSummary
from lagesbild_web.plans.current import development_of
from lagesbild_web.plans.forms import GoalForm, goal_initial, saving
from lagesbild_web.plans.forms_indicators import IndicatorForm, indicator_initial
from lagesbild_web.plans.forms_steps import ReasonForm
from lagesbild_web.plans.measured import initial_from, measured_choices, measured_lines, measured_named
from lagesbild_web.plans.queries import (
    goal_for,
    history_of,
    indicator_for,
    indicators_of,
    may_manage,
    measures_of,
    order_of,
    plan_for,
)
from lagesbild_web.plans.standing import choices_of, things_by_id
from lagesbild_web.plans.views import is_writable, managed


@require_safe
def goal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Show a focus area or a goal with what measures it and what is done for it."""
    actor = actor_of(request)
    found = goal_for(actor, goal_id)
    plan = plan_for(actor, found.plan_id)
    targets = {found.steering_goal_id} if found.steering_goal_id else set()
    home = plan.municipality_id
    return page(
        request,
        "plans/goal.html",
        title=found.title,
        goal=found,
        plan=plan,
        is_area=found.level is GoalLevel.FOCUS_AREA,
        steering=list(things_by_id(actor, home, "steering_goal", targets).values()),
        problems=list(things_by_id(actor, home, "problem", found.problem_ids).values()),
        indicators=indicators_of(actor, goal_id=goal_id),
        measures=measures_of(actor, goal_id=goal_id),
        history=history_of(goal_id),
        can_write=may_manage(actor, plan.id) and is_writable(plan),
    )


@require_safe
def download_goals(request: HttpRequest, plan_id: UUID, filetype: str) -> HttpResponse:
    """Hand out the goals with their indicators as a table."""
    return as_attachment(actions.export_goals(actor_of(request), plan_id, filetype=filetype))


@require_http_methods(["GET", "HEAD", "POST"])
def add_goal(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add a focus area or a goal."""
    actor = actor_of(request)
    plan = managed(actor, plan_id)
    form = _goal_form(request, actor, plan, initial={"parent": request.GET.get("omrade", "")})
    return form_page(
        request,
        form,
        lambda: actions.add_goal(actor, plan_id, form.draft()),
        title=_("Nytt huvudområde eller mål"),
        lead=_("Ett huvudområde är ett av de områden som planen satsar på. Målen ligger i det."),
        submit=_("Lägg till"),
        back=_address_of_plan(plan_id),
        done=_("Tillagt i planen."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_goal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Change a focus area or a goal."""
    actor = actor_of(request)
    found = goal_for(actor, goal_id)
    plan = managed(actor, found.plan_id)
    form = _goal_form(request, actor, plan, initial=goal_initial(found, order_of(goal_id)), kept=found)
    act = saving(
        form,
        lambda: actions.change_goal(actor, goal_id, form.draft(), revision=form.cleaned_data["revision"]),
        now=lambda: goal_for(actor, goal_id).revision,
    )
    return form_page(
        request,
        form,
        act,
        title=_("Ändra %(title)s") % {"title": found.title},
        submit=_("Spara"),
        back=reverse("plans:goal", args=[goal_id]),
        done=_("Målet är ändrat."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire_goal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Strike a goal out of the plan."""
    actor = actor_of(request)
    found = goal_for(actor, goal_id)
    managed(actor, found.plan_id)
    form = ReasonForm(sent(request), label=_("Varför stryks det?"))
    return form_page(
        request,
        form,
        lambda: actions.retire_goal(actor, goal_id, reason=form.cleaned_data["reason"]),
        title=_("Stryk %(title)s ur planen") % {"title": found.title},
        submit=_("Stryk"),
        back=reverse("plans:goal", args=[goal_id]),
        done=_("Struket ur planen. Det går att ångra på målets sida."),
        consequences=(_("Det som har beslutats tidigare ändras inte."), _("Det går att ångra.")),
        is_grave=True,
    )


@require_POST
def restore_goal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Take a goal into the plan again."""
    actor = actor_of(request)
    managed(actor, goal_for(actor, goal_id).plan_id)
    return pressed(
        request,
        lambda: actions.restore_goal(actor, goal_id),
        back=reverse("plans:goal", args=[goal_id]),
        done=_("Målet är med i planen igen."),
    )


@require_safe
def indicator(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Show an indicator: definition, baseline, target, whether chance could reach it, and where it stands."""
    actor = actor_of(request)
    found = indicator_for(actor, indicator_id)
    plan = plan_for(actor, found.plan_id)
    return page(
        request,
        "plans/indicator.html",
        title=found.title,
        indicator=found,
        plan=plan,
        goal=goal_for(actor, found.goal_id),
        measured=measured_named(actor, plan.municipality_id, found.measured_id),
        development=development_of(actor, found, municipality_id=plan.municipality_id, today=_today()),
        history=history_of(indicator_id),
        can_write=may_manage(actor, plan.id) and is_writable(plan),
    )


@require_safe
def choose_measured(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Choose which of the municipality's indicators a goal is measured with."""
    actor = actor_of(request)
    found = goal_for(actor, goal_id)
    plan = managed(actor, found.plan_id)
    words = request.GET.get("sok", "").strip()
    lines = measured_lines(actor, plan.municipality_id, words)
    return page(
        request,
        "plans/measured.html",
        title=_("Välj mått för %(title)s") % {"title": found.title},
        goal=found,
        plan=plan,
        words=words,
        lines=lines,
        are_any=bool(lines or words),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_indicator(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Add an indicator to a goal."""
    actor = actor_of(request)
    found = goal_for(actor, goal_id)
    home = managed(actor, found.plan_id).municipality_id
    form = IndicatorForm(
        sent(request),
        measured=measured_choices(actor, home),
        initial={"per": "year", "better": "lower", "how": "incidents"}
        | initial_from(actor, home, request.GET.get("matt", "")),
    )
    made: list[UUID] = []
    return form_page(
        request,
        form,
        lambda: made.append(actions.add_indicator(actor, goal_id, form.draft()).id),
        title=_("Ny indikator för %(title)s") % {"title": found.title},
        submit=_("Lägg till indikatorn"),
        back=reverse("plans:goal", args=[goal_id]),
        done=_("Indikatorn är tillagd."),
        to=lambda: reverse("plans:indicator", args=[made[0]]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_indicator(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Change an indicator."""
    actor = actor_of(request)
    found = indicator_for(actor, indicator_id)
    home = managed(actor, found.plan_id).municipality_id
    form = IndicatorForm(
        sent(request),
        measured=measured_choices(actor, home, kept=found.measured_id),
        initial=indicator_initial(found),
    )
    act = saving(
        form,
        lambda: actions.change_indicator(
            actor, indicator_id, form.draft(), revision=form.cleaned_data["revision"]
        ),
        now=lambda: indicator_for(actor, indicator_id).revision,
    )
    return form_page(
        request,
        form,
        act,
        title=_("Ändra %(title)s") % {"title": found.title},
        submit=_("Spara"),
        back=reverse("plans:indicator", args=[indicator_id]),
        done=_("Indikatorn är ändrad."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire_indicator(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Strike an indicator out of the plan."""
    actor = actor_of(request)
    found = indicator_for(actor, indicator_id)
    managed(actor, found.plan_id)
    form = ReasonForm(sent(request), label=_("Varför stryks indikatorn?"))
    return form_page(
        request,
        form,
        lambda: actions.retire_indicator(actor, indicator_id, reason=form.cleaned_data["reason"]),
        title=_("Stryk %(title)s ur planen") % {"title": found.title},
        submit=_("Stryk"),
        back=reverse("plans:indicator", args=[indicator_id]),
        done=_("Indikatorn är struken. Det går att ångra."),
        is_grave=True,
    )


@require_POST
def restore_indicator(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Take an indicator into the plan again."""
    actor = actor_of(request)
    managed(actor, indicator_for(actor, indicator_id).plan_id)
    return pressed(
        request,
        lambda: actions.restore_indicator(actor, indicator_id),
        back=reverse("plans:indicator", args=[indicator_id]),
        done=_("Indikatorn är med i planen igen."),
    )


def _today() -> date:
    return timezone.localdate()


def _address_of_plan(plan_id: UUID) -> str:
    return reverse("plans:plan", args=[plan_id])


def _goal_form(
    request: HttpRequest,
    actor: Actor,
    plan: PlanSummary,
    *,
    initial: dict[str, Any],
    kept: GoalSummary | None = None,
) -> GoalForm:
    """``kept`` is the goal that is being changed: what it points at stays a choice, also ended."""
    home = plan.municipality_id
    target = (kept.steering_goal_id,) if kept and kept.steering_goal_id else ()
    functions = choosable_functions(home)
    return GoalForm(
        sent(request),
        focus_areas=focus_area_choices(actor, plan.id, but=kept.id if kept else None),
        steering_goals=choices_of(actor, home, "steering_goal", kept=target),
        problems=choices_of(actor, home, "problem", kept=kept.problem_ids if kept else ()),
        functions=with_kept(functions, [(kept.function_id, kept.function)]) if kept else functions,
        initial=initial,
    )
