"""The pages of sources: all of them, and one with its history."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild.document import swedish
from lagesbild_web.access.queries import actor_of, managed_municipality
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.sources import actions
from lagesbild_web.sources.forms import ReasonForm, SwitchForm
from lagesbild_web.sources.queries import feed_for, feeds_for, municipality_called, run_for


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """Show every source and how it stands."""
    actor = actor_of(request)
    may_import = has_somewhere(actor, Right.IMPORT_INCIDENT)
    return page(
        request, "sources/list.html", title=_("Källor"), feeds=feeds_for(actor), may_import=may_import
    )


@require_safe
def source(request: HttpRequest, source: str) -> HttpResponse:
    """Show a source with its history."""
    actor = actor_of(request)
    found = feed_for(actor, source)
    return page(request, "sources/source.html", title=found.kind.name, feed=found, feeds=feeds_for(actor))


@require_http_methods(["GET", "HEAD", "POST"])
def switch_on(request: HttpRequest, source: str) -> HttpResponse:
    """Switch a source on, or change how it is fetched."""
    actor = actor_of(request)
    found = feed_for(actor, source)
    managed_municipality(actor)
    name = actor.home.municipality if actor.home else ""
    initial = {
        "municipality_code": found.municipality_code or municipality_called(name),
        "contact": found.contact,
        "every_minutes": found.every_minutes,
        "asks_for": "\n".join(found.asks_for),
    }
    form = SwitchForm(found.kind, sent(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.switch_on(
            actor,
            source,
            municipality_code=form.cleaned_data["municipality_code"],
            contact=form.cleaned_data["contact"],
            every_minutes=form.cleaned_data["every_minutes"],
            asks_for=form.asked_for(),
        ),
        title=_("Ställ in %(name)s") % {"name": found.kind.name}
        if found.is_on
        else _("Slå på %(name)s") % {"name": found.kind.name},
        consequences=(
            _("Servern ställer frågor till %(host)s över internet, första gången inom en minut.")
            % {"host": found.kind.host},
            _("Kommunens kod och kontaktadressen skickas med. Inget annat lämnar kommunen."),
            str(found.kind.becomes),
            _("Du kan stänga av när du vill. Det som har hämtats är kvar."),
        ),
        submit=_("Spara") if found.is_on else _("Slå på"),
        back=reverse("sources:source", args=[source]),
        done=_("Källan är på. Den hämtas inom en minut."),
    )


@require_POST
def switch_off(request: HttpRequest, source: str) -> HttpResponse:
    """Stop asking a source."""
    return pressed(
        request,
        lambda: actions.switch_off(actor_of(request), source),
        back=reverse("sources:source", args=[source]),
        done=_("Avstängd. Inget hämtas från källan förrän någon slår på den igen."),
    )


@require_POST
def fetch_now(request: HttpRequest, source: str) -> HttpResponse:
    """Ask for a source now."""
    return pressed(
        request,
        lambda: actions.ask_for(actor_of(request), source),
        back=reverse("sources:source", args=[source]),
        done=_("Hämtningen börjar inom några sekunder. Läs om sidan för att se hur det gick."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def undo_run(request: HttpRequest, source: str, run_id: UUID) -> HttpResponse:
    """Take back what a fetch brought."""
    actor = actor_of(request)
    run, feed = run_for(actor, source, run_id), feed_for(actor, source)
    at = timezone.localtime(run.started_at).strftime("%Y-%m-%d %H:%M")
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.undo_run(actor, source, run_id, reason=form.cleaned_data["reason"]),
        title=_("Ta tillbaka hämtningen %(at)s") % {"at": at},
        consequences=(
            _("Det som hämtningen gav räknas inte längre: %(new)s nya och %(changed)s ändrade.")
            % {"new": swedish.count(run.new), "changed": swedish.count(run.changed)},
            _("Det som den ersatte gäller igen. Inget raderas, och skälet sparas i loggen."),
            _(
                "%(name)s vilar sedan, annars skulle samma sak hämtas igen. Den hämtas på nytt när någon "
                "trycker på Hämta nu."
            )
            % {"name": feed.kind.name},
        ),
        submit=_("Ta tillbaka"),
        back=reverse("sources:source", args=[source]),
        done=_("Det hämtade är tillbakataget. Källan vilar tills någon trycker på Hämta nu."),
    )
