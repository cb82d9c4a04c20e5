"""The pages of the chain: where to begin, one trail, and the gaps."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Thing
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.page import page
from lagesbild_web.trail import actions, queries
from lagesbild_web.trail.drawing import trail_svg
from lagesbild_web.trail.forms import GapsForm, ThingsForm

MOST_SHOWN = 100
_MENDS: Final = (
    Right.MANAGE_PLAN,
    Right.MANAGE_AGREEMENT,
    Right.MANAGE_MEETING,
    Right.MANAGE_WALK,
    Right.MANAGE_DUTIES,
    Right.FOLLOW_UP,
)
"""Somebody with none of these reads what mends a gap, and is not led to a page that would refuse."""


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the steps of the chain with their counts, and find a thing to begin with."""
    actor = actor_of(request)
    kinds = queries.overview_for(actor)
    form = ThingsForm(request.GET, kinds)
    form.is_valid()
    kind, text = form.cleaned_data.get("slag") or "", form.cleaned_data.get("sok") or ""
    found = queries.things_for(actor, kind=kind, text=text) if kind or text else []
    return page(
        request,
        "trail/overview.html",
        title=_("Kedjan"),
        kinds=kinds,
        form=form,
        is_asked=bool(kind or text),
        found=[(label, thing, _address(thing)) for label, thing in found[:MOST_SHOWN]],
        total=len(found),
        gaps=sum(item.gaps for item in kinds),
    )


@require_safe
def thing(request: HttpRequest, thing_kind: str, thing_id: UUID) -> HttpResponse:
    """Show what a thing stands on and what stands on it."""
    actor = actor_of(request)
    trail = queries.thing_for(actor, thing_kind, thing_id)
    return page(
        request,
        "trail/thing.html",
        title=_("Kedjan: %(label)s") % {"label": trail.start.label},
        trail=trail,
        can_mend=_can_mend(actor),
        layers=[(layer, [(node, _address(node.thing)) for node in layer.nodes]) for layer in trail.layers],
        drawing=mark_safe(trail_svg(trail, _address)),  # noqa: S308  # drawn by us; texts are escaped
    )


@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    """Show where the chain is broken and what mends it."""
    actor = actor_of(request)
    every = queries.gaps_for(actor)
    counts = queries.gap_counts(every)
    form = GapsForm(request.GET, counts)
    name, with_motive = form.name(), form.with_motive()
    shown = [
        line
        for line in every
        if (not name or line.gap.name == name) and with_motive in (None, bool(line.gap.motive))
    ]
    return page(
        request,
        "trail/gaps.html",
        title=_("Luckor i kedjan"),
        gaps=[(line, _address(line.gap.thing)) for line in shown],
        counts=counts,
        form=form,
        total=len(every),
        query=request.GET.urlencode(),
        can_mend=_can_mend(actor),
    )


@require_safe
def vacancies(request: HttpRequest) -> HttpResponse:
    """Show the functions that nobody holds, with what they answer for."""
    actor = actor_of(request)
    return page(
        request,
        "trail/vacancies.html",
        title=_("Vakanser"),
        vacancies=queries.vacancies_for(actor),
        can_give=has_somewhere(actor, Right.MANAGE_ACCESS),
        can_plan=has_somewhere(actor, Right.MANAGE_PLAN),
    )


@require_safe
def download_vacancies(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out what nobody answers for."""
    return as_attachment(actions.export_vacancies(actor_of(request), filetype=filetype))


@require_safe
def download_gaps(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out the gaps that are shown."""
    actor = actor_of(request)
    form = GapsForm(request.GET, queries.gap_counts(queries.gaps_for(actor)))
    return as_attachment(
        actions.export_gaps(actor, name=form.name(), with_motive=form.with_motive(), filetype=filetype)
    )


def _can_mend(actor: Actor) -> bool:
    return any(has_somewhere(actor, right) for right in _MENDS)


def _address(found: Thing) -> str:
    return reverse("trail:thing", args=[found.ref.kind, found.ref.id])
