"""The pages about the catalogue of measure types."""

from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access.queries import actor_of
from lagesbild_web.base.form_page import LongText, form_page
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.plans import actions
from lagesbild_web.plans.catalogue import GRADE_LABELS, type_named, types_of
from lagesbild_web.plans.contracts import LEVEL_LABELS, LEVEL_SHORT, NATURE_LABELS, NATURE_SHORT
from lagesbild_web.plans.queries import municipality_planned_by, plans_of
from lagesbild_web.plans.views import can_plan


class TypeForm(forms.Form):
    """The municipality's own wording of a type."""

    name = forms.CharField(
        label=gettext_lazy("Namn"),
        max_length=120,
        error_messages={"required": gettext_lazy("Skriv vad typen heter.")},
    )
    what = LongText(
        label=gettext_lazy("Vad det är"),
        error_messages={"required": gettext_lazy("Skriv vad det är.")},
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("Situationell eller social"), choices=list(NATURE_LABELS.items())
    )
    level = forms.ChoiceField(label=gettext_lazy("Förebyggande nivå"), choices=list(LEVEL_LABELS.items()))
    causes = LongText(label=gettext_lazy("Orsaker som den kan påverka"), required=False)
    research = LongText(
        label=gettext_lazy("Vad forskningen säger"),
        required=False,
        help_text=gettext_lazy("Med källa. Skriv okänt om du inte har någon."),
    )
    grade = forms.ChoiceField(label=gettext_lazy("Hur säkert det är"), choices=list(GRADE_LABELS.items()))
    measure = LongText(label=gettext_lazy("Vad man mäter"), required=False)
    pitfalls = LongText(label=gettext_lazy("Fallgropar"), required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Show the types of measures, with a way into each plan that can be written in."""
    actor = actor_of(request)
    plans = plans_of(actor)
    home = actor.municipality_id
    cards = types_of(home) if home else []
    return page(
        request,
        "plans/catalogue.html",
        title=_("Katalog över åtgärder"),
        types=[(card, str(NATURE_SHORT[card.nature]), str(LEVEL_SHORT[card.level])) for card in cards],
        plans=[plan for plan in plans if plan.can_be_written],
        can_write=can_plan(actor),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_type(request: HttpRequest, code: str) -> HttpResponse:
    """Word a type in the municipality's own way."""
    actor = actor_of(request)
    home = municipality_planned_by(actor)
    card = type_named(home, code)
    if card is None:
        raise NotFound
    form = TypeForm(sent(request), initial=asdict(card))

    def act() -> object:
        read: dict[str, Any] = dict(form.cleaned_data)
        revision = read.pop("revision")
        return actions.save_type(actor, replace(card, **read), municipality_id=home, revision=revision)

    return form_page(
        request,
        form,
        act,
        title=_("Ändra %(name)s") % {"name": card.name},
        lead=_("Ändringen gäller bara er kommun."),
        submit=_("Spara"),
        back=reverse("plans:catalogue"),
        done=_("Typen är ändrad."),
    )
