"""How people log in: which roles must show a second factor, and help for those who lost theirs."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lagesbild_web.access import actions
from lagesbild_web.access.queries import (
    actor_of,
    group_rule_for,
    group_rules,
    managed_municipality,
    open_functions,
    person_for,
    role_demands,
)
from lagesbild_web.administration.forms import GroupForm, ResetForm, carried_out
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
def groups(request: HttpRequest) -> HttpResponse:
    """Say which groups in log-ins elsewhere give which functions."""
    actor = actor_of(request)
    rules = group_rules(actor)
    providers = [(provider.id, provider.name) for provider in settings.LOG_IN_PROVIDERS]
    form = GroupForm(providers, open_functions(actor), sent(request))
    if form.is_valid() and carried_out(
        form,
        lambda: actions.add_group_rule(
            actor,
            provider_id=form.cleaned_data["provider"],
            group=form.cleaned_data["group"],
            function_id=UUID(form.cleaned_data["function"]),
        ),
    ):
        messages.success(request, _("Tillagt. Medlemmarna får funktionen nästa gång de loggar in."))
        return redirect("administration:groups")
    return page(
        request,
        "administration/groups.html",
        title=_("Kommunens egen inloggning"),
        rules=rules,
        form=form,
        providers=providers,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove_group(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Let a group give a function no longer."""
    actor = actor_of(request)
    rule = group_rule_for(actor, rule_id)
    return form_page(
        request,
        Form(sent(request)),
        lambda: actions.remove_group_rule(actor, rule_id),
        title=_("Ta bort gruppen %(group)s") % {"group": rule.group},
        consequences=(
            _("Gruppen ger inte längre funktionen %(function)s i %(organisation)s.")
            % {"function": rule.function, "organisation": rule.organisation},
            _("De som har den genom gruppen förlorar den nästa gång de loggar in."),
            _("Du kan lägga till gruppen igen."),
        ),
        submit=_("Ta bort"),
        back=reverse("administration:groups"),
        done=_("Borttaget."),
        is_grave=True,
    )


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
