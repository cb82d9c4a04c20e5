"""Pages about keys to the API: which there are, new ones, renewing and ending them."""

from collections.abc import Callable
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lagesbild_web.access import actions
from lagesbild_web.access.contracts import MadeKey
from lagesbild_web.access.queries import (
    actor_of,
    function_for,
    key_for,
    keys_ending_soon,
    keys_for,
    open_functions,
    scope_choices,
)
from lagesbild_web.administration.forms import carried_out
from lagesbild_web.administration.forms_keys import ChooseFunctionForm, EndKeyForm, LastDayForm, NewKeyForm
from lagesbild_web.administration.pages import form_page
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number
from lagesbild_web.base.refusals import NotFound


@require_safe
def key_list(request: HttpRequest) -> HttpResponse:
    """List the municipality's keys, with those that end soon said first."""
    actor = actor_of(request)
    found = keys_for(actor, number=page_number(request))
    return page(
        request,
        "administration/keys.html",
        title=_("API-nycklar"),
        keys=found,
        ending=keys_ending_soon(actor),
    )


@require_safe
def choose_function(request: HttpRequest) -> HttpResponse:
    """Ask whose rights a new key is to have."""
    functions = open_functions(actor_of(request))
    return page(
        request,
        "administration/key_function.html",
        title=_("Skapa en API-nyckel"),
        form=ChooseFunctionForm(functions),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: HttpRequest) -> HttpResponse:
    """Make a key for the function in ``?funktion=``, and show it this once."""
    actor = actor_of(request)
    open_functions(actor)  # who may not manage anything is told so before the address is read
    function = function_for(actor, _id(request.GET.get("funktion", "")))
    form = NewKeyForm(scope_choices(function.role), sent(request))
    return _made_or_asked(
        request,
        form,
        lambda: actions.create_api_key(
            actor,
            function.id,
            name=form.cleaned_data["name"],
            purpose=form.cleaned_data["purpose"],
            scopes=form.cleaned_data["scopes"],
            expires_on=form.expires_on(),
        ),
        title=_("Ny API-nyckel"),
        lead=_("Nyckeln får funktionen %(function)s i %(organisation)s, med rollen %(role)s.")
        % {
            "function": function.name,
            "organisation": function.organisation,
            "role": function.role_label.lower(),
        },
        submit=_("Skapa nyckeln"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Make a new key in place of one, and show it this once."""
    actor = actor_of(request)
    found = key_for(actor, key_id)
    form = LastDayForm(sent(request))
    return _made_or_asked(
        request,
        form,
        lambda: actions.renew_api_key(actor, key_id, expires_on=form.expires_on()),
        title=_("Förnya API-nyckeln %(name)s") % {"name": found.name},
        consequences=(
            _("Du får en ny nyckel. Den visas bara en gång."),
            _("Den gamla fungerar i sju dagar till, dock längst till sin sista dag. Hinn byta i systemet."),
            _("Har nyckeln hamnat fel? Avsluta den i stället och skapa en ny."),
        ),
        submit=_("Förnya"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """End a key, after saying what that means."""
    actor = actor_of(request)
    found = key_for(actor, key_id)
    form = EndKeyForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.revoke_api_key(actor, key_id, reason=form.cleaned_data["reason"]),
        title=_("Avsluta API-nyckeln %(name)s") % {"name": found.name},
        consequences=(
            _("Systemet som använder nyckeln stängs ute genast."),
            _("Det som har kommit in genom nyckeln finns kvar, liksom loggen."),
            _("Det går inte att ångra. Behövs en nyckel igen skapar du en ny."),
        ),
        submit=_("Avsluta nyckeln"),
        back=reverse("api_keys:list"),
        done=_("API-nyckeln %(name)s är avslutad.") % {"name": found.name},
        is_grave=True,
    )


def _made_or_asked(
    request: HttpRequest, form: BaseForm, make: Callable[[], MadeKey], **variables: object
) -> HttpResponse:
    """Show the key that was made, this once and never kept, or the form that asks for it."""
    made: list[MadeKey] = []
    if form.is_valid() and carried_out(form, lambda: made.append(make())):
        title = _("Spara API-nyckeln nu")
        response = page(request, "administration/key_made.html", title=title, key=made[0])
    else:
        back = reverse("api_keys:list")
        response = page(request, "administration/form.html", form=form, back=back, **variables)  # type: ignore[arg-type]  # title is among them
    response["Cache-Control"] = "private, no-store"
    return response


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise NotFound from error
