"""How people log in: which roles must show a second factor, and help for those who lost theirs."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lagesbild_web.access import actions
from lagesbild_web.access.queries import actor_of, managed_municipality, person_for, role_demands
from lagesbild_web.administration.forms import ResetForm
from lagesbild_web.administration.pages import form_page
from lagesbild_web.base.page import page, sent


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Say which roles must show a second factor."""
    actor = actor_of(request)
    home = managed_municipality(actor)
    demands = role_demands(actor)
    if request.method == "POST":
        known = {demand.role for demand in demands}
        actions.demand_second_factor(actor, home, roles=known & set(request.POST.getlist("role")))
        messages.success(request, _("Sparat. Den som saknar ett andra steg får lägga till det nu."))
        return redirect("administration:second_factor")
    return page(request, "administration/second_factor.html", title=_("Tvåstegsinloggning"), demands=demands)


@require_http_methods(["GET", "HEAD", "POST"])
def reset_second_factor(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take away somebody's lost second factors."""
    actor = actor_of(request)
    found = person_for(actor, person_id)
    home = managed_municipality(actor)
    form = ResetForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.reset_second_factor(
            actor, person_id, municipality_id=home, reason=form.cleaned_data["reason"]
        ),
        title=_("Nollställ tvåstegsinloggningen för %(name)s") % {"name": found.full_name},
        consequences=(
            _("Personens app, nycklar och reservkoder slutar fungera genast."),
            _("Kräver rollen två steg får personen lägga till ett nytt vid nästa inloggning."),
            _("Personen får ett brev om det."),
            _("Det går inte att ångra."),
        ),
        submit=_("Nollställ"),
        back=reverse("administration:person", args=[person_id]),
        done=_("Nollställt."),
        is_grave=True,
    )
