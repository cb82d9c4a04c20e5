"""Pages about the people who have, or have had, a function in the municipality."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild_web.access import actions
from lagesbild_web.access.queries import actor_of, managed_municipality, people_for, person_for
from lagesbild_web.administration.pages import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.paging import page_number

LONGEST_SEARCH = 100


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """List everybody, or those whose name or address holds ``?ord=``."""
    words = request.GET.get("ord", "")[:LONGEST_SEARCH]
    found = people_for(actor_of(request), number=page_number(request), words=words)
    return page(request, "administration/people.html", title=_("Personer"), people=found, words=words)


@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show what somebody holds and has held."""
    actor = actor_of(request)
    found = person_for(actor, person_id)
    return page(
        request,
        "administration/person.html",
        title=found.full_name,
        person=found,
        is_oneself=actor.user_id == person_id,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """End everything somebody holds in the municipality, after saying what that means."""
    actor = actor_of(request)
    found = person_for(actor, person_id)
    home = managed_municipality(actor)
    return form_page(
        request,
        Form(sent(request)),
        lambda: actions.close_account(actor, person_id, municipality_id=home),
        title=_("Avsluta %(name)s") % {"name": found.full_name},
        consequences=(
            _("Alla funktioner som personen har i kommunen slutar gälla genast."),
            _("Personen kan inte logga in längre, om hon inte har funktioner i en annan kommun."),
            _("Funktionerna och det som är gjort i dem finns kvar, liksom loggen."),
            _("Det går att ångra under dagen. Därefter ger du personen nya funktioner."),
        ),
        submit=_("Avsluta personen"),
        back=_address(person_id),
        done=_("Personen är avslutad. Det går att ångra under dagen."),
        is_grave=True,
    )


@require_POST
def reopen(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Let somebody in again, with what ended today."""
    actor = actor_of(request)
    person_for(actor, person_id)
    home = managed_municipality(actor)
    return pressed(
        request,
        lambda: actions.reopen_account(actor, person_id, municipality_id=home),
        back=_address(person_id),
        done=_("Kontot är öppet igen, med de funktioner som avslutades i dag."),
    )


@require_POST
def invite_again(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Send a new invitation."""
    actor = actor_of(request)
    person_for(actor, person_id)
    home = managed_municipality(actor)
    return pressed(
        request,
        lambda: actions.invite_again(
            actor,
            person_id,
            municipality_id=home,
            address_of=lambda code: request.build_absolute_uri(reverse("access:link", args=[code])),
        ),
        back=_address(person_id),
        done=_("En ny inbjudan är skickad. Den gamla länken fungerar inte längre."),
    )


def _address(person_id: UUID) -> str:
    return reverse("administration:person", args=[person_id])
