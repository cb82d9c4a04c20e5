"""The pages of indicators: the list, one of them, its values."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.file_response import as_attachment
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.indicators import actions
from lagesbild_web.indicators.charting import chart_of
from lagesbild_web.indicators.forms import IndicatorForm, ReasonForm, ValueForm
from lagesbild_web.indicators.intervals import METHOD
from lagesbild_web.indicators.queries import indicator_for, indicators_for, row_for, value_for, writer


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """List the indicators with their latest values."""
    actor = actor_of(request)
    found = indicators_for(actor)
    return page(
        request,
        "indicators/list.html",
        title=_("Indikatorer"),
        indicators=found,
        can_change=has_somewhere(actor, Right.MANAGE_PLAN),
    )


@require_safe
def indicator(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Show an indicator: what it is, its chart and every value."""
    found = indicator_for(actor_of(request), indicator_id)
    chart = chart_of(found)
    return page(
        request,
        "indicators/indicator.html",
        title=found.summary.name,
        indicator=found,
        chart=chart,
        drawing=mark_safe(chart.svg) if chart else "",  # noqa: S308  # drawn by the library, which escapes every word
        method=METHOD if any(value.interval == "computed" for value in found.values) else "",
    )


@require_safe
def download_all(request: HttpRequest, filetype: str) -> HttpResponse:
    """Hand out every indicator with its values."""
    actor = actor_of(request)
    try:
        file = actions.export_values(actor, [s.id for s in indicators_for(actor)], filetype=filetype)
    except Invalid:
        return redirect("indicators:list")
    return as_attachment(file)


@require_safe
def download(request: HttpRequest, indicator_id: UUID, filetype: str) -> HttpResponse:
    """Hand out the values of one indicator."""
    return as_attachment(actions.export_values(actor_of(request), [indicator_id], filetype=filetype))


@require_http_methods(["GET", "HEAD", "POST"])
def define(request: HttpRequest) -> HttpResponse:
    """Add an indicator."""
    actor = actor_of(request)
    if not has_somewhere(actor, Right.MANAGE_PLAN):
        raise NotAllowed
    writer(actor)
    form = IndicatorForm(sent(request))
    made: list[UUID] = []
    return form_page(
        request,
        form,
        lambda: made.append(actions.define_indicator(actor, form.draft())),
        title=_("Lägg till en indikator"),
        lead=_("En indikator visar om det blir bättre. Skriv så att den som läser om två år förstår värdet."),
        submit=_("Lägg till"),
        back=reverse("indicators:list"),
        done=_("Tillagd. Lägg nu in det första värdet."),
        to=lambda: reverse("indicators:indicator", args=[made[0]]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Change what is said about an indicator."""
    actor = actor_of(request)
    row_for(actor, indicator_id, right=Right.MANAGE_PLAN)
    found = indicator_for(actor, indicator_id)
    initial = {
        "name": found.summary.name,
        "unit": found.summary.unit,
        "source": found.summary.source,
        "direction": found.direction.value,
        **{name: getattr(found, name) for name in ("definition", "delay", "weakness", "misuse")},
    }
    form = IndicatorForm(sent(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.change_indicator(actor, indicator_id, form.draft()),
        title=_("Ändra %(name)s") % {"name": found.summary.name},
        submit=_("Spara"),
        back=reverse("indicators:indicator", args=[indicator_id]),
        done=_("Sparat."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def enter_value(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Enter a value."""
    actor = actor_of(request)
    row_for(actor, indicator_id, right=Right.MANAGE_PLAN)
    found = indicator_for(actor, indicator_id)
    form = ValueForm(sent(request), initial={"known_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.enter_value(actor, indicator_id, form.draft()),
        title=_("Lägg in ett värde för %(name)s") % {"name": found.summary.name},
        lead=_("Enhet: %(unit)s. Finns det redan ett värde för samma område, period och grupp ersätts det.")
        % {"unit": found.summary.unit_label},
        submit=_("Spara"),
        back=reverse("indicators:indicator", args=[indicator_id]),
        done=_("Värdet är inlagt."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_value(request: HttpRequest, value_id: UUID) -> HttpResponse:
    """Take a value back."""
    actor = actor_of(request)
    found = value_for(actor, value_id)
    form = ReasonForm(sent(request))
    came_from: list[UUID] = []
    consequences = [_("Värdet visas inte längre. Det sparas i historiken.")]
    if not found.is_entered:
        consequences.append(
            _("Värdet kommer tillbaka nästa gång källan hämtas, om källan fortfarande har det.")
        )
    return form_page(
        request,
        form,
        lambda: came_from.append(actions.withdraw_value(actor, value_id, reason=form.cleaned_data["reason"])),
        title=_("Ta tillbaka värdet för %(period)s") % {"period": found.period},
        consequences=consequences,
        submit=_("Ta tillbaka"),
        back=reverse("indicators:list"),
        done=_("Värdet är tillbakataget."),
        to=lambda: reverse("indicators:indicator", args=[came_from[0]]),
        is_grave=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Take an indicator out of use."""
    actor = actor_of(request)
    row_for(actor, indicator_id, right=Right.MANAGE_PLAN)
    found = indicator_for(actor, indicator_id)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.retire_indicator(actor, indicator_id, reason=form.cleaned_data["reason"]),
        title=_("Sluta använda %(name)s") % {"name": found.summary.name},
        consequences=(
            _("Indikatorn går inte längre att välja för nya mål."),
            _("Den och dess värden finns kvar att läsa. Du kan ta den i bruk igen."),
        ),
        submit=_("Sluta använda"),
        back=reverse("indicators:indicator", args=[indicator_id]),
        done=_("Indikatorn används inte längre."),
    )


@require_POST
def restore(request: HttpRequest, indicator_id: UUID) -> HttpResponse:
    """Take a retired indicator into use again."""
    return pressed(
        request,
        lambda: actions.restore_indicator(actor_of(request), indicator_id),
        back=reverse("indicators:indicator", args=[indicator_id]),
        done=_("Indikatorn används igen."),
    )
