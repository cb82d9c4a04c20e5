"""The pages about what measures led to."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import areas_of, categories_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.form_page import form_page
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.follow_up import actions
from lagesbild_web.follow_up.estimating import Comparison
from lagesbild_web.follow_up.forms import EffectForm, NoEffectForm
from lagesbild_web.follow_up.queries import latest_effects
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import read_filter
from lagesbild_web.plans.contracts import MeasureCard
from lagesbild_web.plans.queries import card_for, indicator_for, may_manage, plan_for, plans_of


@require_safe
def effects(request: HttpRequest) -> HttpResponse:
    """List the latest estimate of each measure."""
    actor = actor_of(request)
    plans_of(actor)  # refuses those who may not read plans
    home = actor.municipality_id
    found = latest_effects(actor, municipality_id=home) if home else []
    return page(
        request,
        "follow_up/effects.html",
        title=_("Vad åtgärderna ledde till"),
        here="effects",
        effects=found,
        sees_rows=has_somewhere(actor, Right.READ_INCIDENT),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def estimate(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Estimate what a measure led to."""
    actor = actor_of(request)
    card, home = _keeper(actor, measure_id)
    wanted, lower = _wanted(actor, card)
    form = EffectForm(
        sent(request),
        areas=[(str(area.id), area.name) for area in areas_of(home)],
        categories=[(c.code, c.name) for c in categories_of(home)],
        initial=_initial(card, wanted),
    )

    def act() -> object:
        return actions.estimate_effect(
            actor, measure_id, _comparison(form, card, lower), comment=form.cleaned_data["comment"]
        )

    return form_page(
        request,
        form,
        act,
        title=_("Räkna effekten"),
        lead=_(
            "%(title)s. Lägesbild jämför antalet händelser före och efter, och säger vad det räcker till. "
            "”Ingen slutsats” är också ett svar."
        )
        % {"title": card.summary.title},
        submit=_("Räkna"),
        back=_back(measure_id),
        done=_("Effekten är räknad. Läs meningen och varningarna innan du använder den."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def no_effect(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Say that the effect cannot be measured."""
    actor = actor_of(request)
    card, _home = _keeper(actor, measure_id)
    form = NoEffectForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.tell_no_effect(actor, measure_id, reason=form.cleaned_data["reason"]),
        title=_("Effekten går inte att mäta"),
        lead=card.summary.title,
        submit=_("Spara"),
        back=_back(measure_id),
        done=_("Det är sparat att effekten inte går att mäta, och varför."),
    )


def _keeper(actor: Actor, measure_id: UUID) -> tuple[MeasureCard, UUID]:
    card = card_for(actor, measure_id)
    if not may_manage(actor, card.summary.plan_id):
        raise NotAllowed
    return card, plan_for(actor, card.summary.plan_id).municipality_id


def _wanted(actor: Actor, card: MeasureCard) -> tuple[IncidentFilter, bool]:
    """The incidents that the measure's indicator counts, and whether fewer of them is better."""
    key = card.summary.indicator_id
    indicator = indicator_for(actor, key) if key else None
    if indicator is None or indicator.how != "incidents":
        return IncidentFilter(), True
    return read_filter(QueryDict(indicator.filter_query)).filter, indicator.better == "lower"


def _initial(card: MeasureCard, wanted: IncidentFilter) -> dict[str, Any]:
    design = card.design if card.design not in ("", "none") else "its"
    return {
        "design": design,
        "starts_on": card.summary.starts_on or timezone.localdate(),
        "categories": list(wanted.categories),
        "treated": [str(area) for area in card.summary.area_ids],
        "control": [str(card.comparison_area_id)] if card.comparison_area_id else [],
    }


def _comparison(form: EffectForm, card: MeasureCard, lower: bool) -> Comparison:
    data = form.cleaned_data
    return Comparison(
        design=data["design"],
        wanted=IncidentFilter(categories=tuple(data["categories"])),
        starts_on=data["starts_on"],
        treated=form.ids("treated"),
        control=form.ids("control"),
        polygon=() if form.ids("treated") else card.corners,
        lower_is_better=lower,
    )


def _back(measure_id: UUID) -> str:
    return reverse("follow_up:measure", args=[measure_id])
