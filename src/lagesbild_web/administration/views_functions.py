"""Pages about functions and who holds them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access import actions
from lagesbild_web.access.contracts import FunctionEntry, Span
from lagesbild_web.access.queries import (
    actor_of,
    function_for,
    functions_for,
    holding_for,
    managed_municipality,
    open_organisations,
)
from lagesbild_web.administration.forms import (
    ChangeFunctionForm,
    EndForm,
    GiveFunctionForm,
    NewFunctionForm,
)
from lagesbild_web.administration.pages import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number


@require_safe
def function_list(request: HttpRequest) -> HttpResponse:
    """List every function with who holds it today."""
    found = functions_for(actor_of(request), number=page_number(request))
    return page(request, "administration/functions.html", title=_("Funktioner"), functions=found)


@require_http_methods(["GET", "HEAD", "POST"])
def add_function(request: HttpRequest) -> HttpResponse:
    """Lay up a function; ``?organisation=`` chooses the organisation beforehand."""
    actor = actor_of(request)
    organisations = open_organisations(managed_municipality(actor))
    chosen = request.GET.get("organisation", "")
    form = NewFunctionForm(
        [(str(o.id), o.name) for o in organisations],
        sent(request),
        initial={"organisation": chosen, "starts_on": timezone.localdate()},
    )
    return form_page(
        request,
        form,
        lambda: actions.create_function(
            actor,
            UUID(form.cleaned_data["organisation"]),
            name=form.cleaned_data["name"],
            role=form.cleaned_data["role"],
            area=form.cleaned_data["area"],
            starts_on=form.cleaned_data["starts_on"],
        ),
        title=_("Lägg till en funktion"),
        submit=_("Lägg till"),
        back=reverse("administration:functions"),
        done=_("Funktionen är tillagd. Öppna den för att säga vem som har den."),
    )


@require_safe
def function(request: HttpRequest, function_id: UUID) -> HttpResponse:
    """Show a function with everybody who has had it."""
    found = function_for(actor_of(request), function_id)
    return page(request, "administration/function.html", title=found.name, function=found)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, function_id: UUID) -> HttpResponse:
    """Give a function another name or area."""
    actor = actor_of(request)
    found = function_for(actor, function_id)
    form = ChangeFunctionForm(sent(request), initial={"name": found.name, "area": found.area})
    return form_page(
        request,
        form,
        lambda: actions.change_function(
            actor, function_id, name=form.cleaned_data["name"], area=form.cleaned_data["area"]
        ),
        title=_("Ändra %(name)s") % {"name": found.name},
        lead=_(
            "Rollen går inte att ändra. Ska någon få göra annat: lägg till en ny funktion, "
            "och avsluta den här."
        ),
        submit=_("Spara"),
        back=_address(function_id),
        done=_("Funktionen är ändrad."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, function_id: UUID) -> HttpResponse:
    """Let a function end, after saying what that means."""
    actor = actor_of(request)
    found = function_for(actor, function_id)
    form = EndForm(sent(request), initial={"ends_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.end_function(actor, function_id, ends_on=form.cleaned_data["ends_on"]),
        title=_("Avsluta funktionen %(name)s") % {"name": found.name},
        consequences=_what_ending_means(found),
        submit=_("Avsluta funktionen"),
        back=_address(function_id),
        done=_("Funktionen är avslutad. Det går att ångra."),
        is_grave=True,
    )


@require_POST
def reopen(request: HttpRequest, function_id: UUID) -> HttpResponse:
    """Undo the end of a function."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.reopen_function(actor, function_id),
        back=_address(function_id),
        done=_("Funktionen är återupptagen, med dem som slutade samma dag."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, function_id: UUID) -> HttpResponse:
    """Say who is to hold the function; whoever has no account is invited."""
    actor = actor_of(request)
    found = function_for(actor, function_id)
    form = GiveFunctionForm(sent(request), initial={"starts_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.invite(
            actor,
            email=form.cleaned_data["email"],
            full_name=form.cleaned_data["full_name"],
            function_id=function_id,
            starts_on=form.cleaned_data["starts_on"],
            ends_on=form.ends_on(),
            is_substitute=form.cleaned_data["is_substitute"],
            address_of=lambda code: request.build_absolute_uri(reverse("access:link", args=[code])),
        ),
        title=_("Ge någon funktionen %(name)s") % {"name": found.name},
        lead=_("Den som har funktionen får det som rollen %(role)s ger i %(organisation)s.")
        % {"role": found.role_label.lower(), "organisation": found.organisation},
        submit=_("Ge funktionen"),
        back=_address(function_id),
        done=_("Sparat. Personen får ett brev om det."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end_holding(request: HttpRequest, holding_id: UUID) -> HttpResponse:
    """Let somebody stop holding a function."""
    actor = actor_of(request)
    held = holding_for(actor, holding_id)
    form = EndForm(sent(request), initial={"ends_on": max(timezone.localdate(), held.starts_on)})
    return form_page(
        request,
        form,
        lambda: actions.end_holding(actor, holding_id, ends_on=form.cleaned_data["ends_on"]),
        title=_("Avsluta som %(function)s") % {"function": held.function},
        consequences=(
            _("%(person)s förlorar det som funktionen ger i %(organisation)s.")
            % {"person": held.person or _("Personen"), "organisation": held.organisation},
            _("Det som är gjort i funktionen finns kvar där, och nästa person tar över det."),
            _("Historiken visar vem som hade funktionen och när."),
            _("Det går att ångra på funktionens sida."),
        ),
        submit=_("Avsluta"),
        back=_address(held.function_id),
        done=_("Avslutat. Det går att ångra i listan här nedanför."),
        is_grave=True,
    )


@require_POST
def reopen_holding(request: HttpRequest, holding_id: UUID) -> HttpResponse:
    """Undo that somebody stopped."""
    actor = actor_of(request)
    held = holding_for(actor, holding_id)
    return pressed(
        request,
        lambda: actions.reopen_holding(actor, holding_id),
        back=_address(held.function_id),
        done=_("Ångrat. Personen har funktionen igen, tills vidare."),
    )


def _address(function_id: UUID) -> str:
    return reverse("administration:function", args=[function_id])


def _what_ending_means(found: FunctionEntry) -> tuple[str, ...]:
    number = sum(held.span is Span.NOW for held in found.holders)
    return (
        ngettext(
            "%(number)d person har funktionen nu och förlorar det den ger.",
            "%(number)d personer har funktionen nu och förlorar det den ger.",
            number,
        )
        % {"number": number},
        _("Allt som är gjort i funktionen finns kvar."),
        _("Det går att ångra på funktionens sida."),
    )
