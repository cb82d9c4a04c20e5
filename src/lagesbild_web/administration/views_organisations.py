"""The administrator's first page, and the pages about organisations."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access import actions
from lagesbild_web.access.contracts import OrganisationEntry
from lagesbild_web.access.queries import (
    actor_of,
    functions_for,
    managed_municipality,
    organisation_for,
    organisations_for,
)
from lagesbild_web.administration.forms import EndForm, NameForm, OrganisationForm
from lagesbild_web.administration.pages import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to what an administrator keeps in order."""
    managed_municipality(actor_of(request))
    return page(request, "administration/start.html", title=_("Administration"))


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """List the municipality and its partners."""
    found = organisations_for(actor_of(request), number=page_number(request))
    return page(request, "administration/organisations.html", title=_("Organisationer"), organisations=found)


@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: HttpRequest) -> HttpResponse:
    """Lay up a partner."""
    actor = actor_of(request)
    home = managed_municipality(actor)
    form = OrganisationForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.create_organisation(
            actor, name=form.cleaned_data["name"], kind=form.cleaned_data["kind"], municipality_id=home
        ),
        title=_("Lägg till en organisation"),
        submit=_("Lägg till"),
        back=reverse("administration:organisations"),
        done=_("Organisationen är tillagd. Lägg till de funktioner som finns där."),
    )


@require_safe
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Show an organisation with its functions."""
    actor = actor_of(request)
    found = organisation_for(actor, organisation_id)
    functions = functions_for(actor, number=page_number(request), organisation_id=organisation_id)
    return page(
        request,
        "administration/organisation.html",
        title=found.name,
        organisation=found,
        functions=functions,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Give an organisation another name."""
    actor = actor_of(request)
    found = organisation_for(actor, organisation_id)
    form = NameForm(sent(request), initial={"name": found.name})
    return form_page(
        request,
        form,
        lambda: actions.rename_organisation(actor, organisation_id, name=form.cleaned_data["name"]),
        title=_("Byt namn på %(name)s") % {"name": found.name},
        lead=_("Det nya namnet visas överallt, också för det som redan är gjort. Loggen behåller det gamla."),
        submit=_("Byt namn"),
        back=_address(organisation_id),
        done=_("Namnet är bytt."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Let a partner leave, after saying what that means."""
    actor = actor_of(request)
    found = organisation_for(actor, organisation_id)
    if found.is_municipality:
        return redirect(_address(organisation_id))
    form = EndForm(sent(request), initial={"ends_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.end_organisation(actor, organisation_id, ends_on=form.cleaned_data["ends_on"]),
        title=_("Avsluta %(name)s") % {"name": found.name},
        consequences=_what_ending_means(found),
        submit=_("Avsluta organisationen"),
        back=_address(organisation_id),
        done=_("Organisationen är avslutad. Det går att ångra."),
        is_grave=True,
    )


@require_POST
def reopen(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Undo the end of a partner."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.reopen_organisation(actor, organisation_id),
        back=_address(organisation_id),
        done=_("Organisationen är återupptagen, med de funktioner som slutade samma dag."),
    )


def _address(organisation_id: UUID) -> str:
    return reverse("administration:organisation", args=[organisation_id])


def _what_ending_means(found: OrganisationEntry) -> tuple[str, ...]:
    return (
        ngettext(
            "%(number)d funktion avslutas samma dag.",
            "%(number)d funktioner avslutas samma dag.",
            found.functions,
        )
        % {"number": found.functions},
        ngettext(
            "%(number)d person förlorar det den ser genom organisationen.",
            "%(number)d personer förlorar det de ser genom organisationen.",
            found.people,
        )
        % {"number": found.people},
        _("Allt som organisationen har gjort finns kvar."),
        _("Det går att ångra på organisationens sida."),
    )
