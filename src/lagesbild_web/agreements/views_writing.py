"""The pages where an agreement is written, consulted, signed, extended and followed up."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lagesbild_web.access.queries import actor_of, choosable_functions, open_organisations
from lagesbild_web.access.roles import Circle
from lagesbild_web.agreements import actions
from lagesbild_web.agreements.actions.writing import LINKABLE
from lagesbild_web.agreements.contracts import Agreement
from lagesbild_web.agreements.forms import (
    AgreementForm,
    ChangeForm,
    ConsultForm,
    EndForm,
    ExtendForm,
    FileForm,
    FollowUpForm,
    KindForm,
    LinkForm,
    PartyForm,
    ReplaceForm,
    ReviseForm,
    ShareForm,
    SignForm,
)
from lagesbild_web.agreements.lasting import LONGEST_EXTENSION_MONTHS
from lagesbild_web.agreements.queries import (
    AgreementFilter,
    agreement_for,
    all_agreements_for,
    managed_municipality,
    party_for,
)
from lagesbild_web.agreements.sections import Kind
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Ref
from lagesbild_web.base.chain_links import choices, read_ref
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.months import months_after
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(["GET", "HEAD"])
def begin(request: HttpRequest) -> HttpResponse:
    """Choose what to write."""
    managed_municipality(actor_of(request))
    return page(request, "agreements/begin.html", title=_("Skriv en ny"), form=KindForm())


@require_http_methods(_BOTH)
def draft(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a new one."""
    actor = actor_of(request)
    home = managed_municipality(actor)
    chosen = Kind.PROMISE if kind == "lofte" else Kind.AGREEMENT
    start = date(timezone.localdate().year + 1, 1, 1)
    initial = {"starts_on": start, "ends_on": _last_day(start, chosen)}
    form = AgreementForm(chosen, choosable_functions(home), sent(request), initial=initial)
    made: list[UUID] = []
    return form_page(
        request,
        form,
        lambda: made.append(
            actions.draft_agreement(actor, municipality_id=home, kind=chosen, written=form.written())
        ),
        title=_("Ny samverkansöverenskommelse") if chosen is Kind.AGREEMENT else _("Nytt medborgarlöfte"),
        lead=_("Du behöver inte fylla i allt på en gång. Spara och fortsätt sedan."),
        submit=_("Spara utkastet"),
        back=reverse("agreements:list"),
        to=lambda: _address(made[0]),
        done=_("Utkastet är sparat. Lägg till parterna."),
        is_wide=True,
    )


@require_http_methods(_BOTH)
def change(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Change what is written."""
    actor, found = _managed(request, agreement_id)
    content = found.content
    initial = {
        "version": found.version,
        "title": content.title,
        "starts_on": content.starts_on,
        "ends_on": found.line.lasting.ends_on,
        "function": str(found.line.function_id or ""),
        "consultation_months": found.consultation_months,
        **{f"part_{name}": text for name, text in content.texts.items()},
    }
    functions = _with_own(choosable_functions(found.line.municipality_id), found)
    form = ChangeForm(found.line.kind, functions, sent(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.change_agreement(
            actor, agreement_id, version=form.cleaned_data["version"], written=form.written()
        ),
        title=_("Ändra texten"),
        submit=_("Spara"),
        back=_address(agreement_id),
        done=_("Texten är sparad."),
        is_wide=True,
    )


@require_http_methods(_BOTH)
def add_party(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Add a party."""
    actor, found = _managed(request, agreement_id)
    organisations = [(str(o.id), o.name) for o in open_organisations(found.line.municipality_id)]
    form = PartyForm(organisations, sent(request))

    def act() -> None:
        told = form.cleaned_data
        chosen = UUID(told["organisation"]) if told["organisation"] else None
        actions.add_party(
            actor, agreement_id, organisation_id=chosen, name=told["name"], signatory=told["signatory"]
        )

    return form_page(
        request,
        form,
        act,
        title=_("Lägg till en part"),
        submit=_("Lägg till"),
        back=f"{_address(agreement_id)}#parter",
        done=_("Parten är tillagd."),
    )


@require_POST
def remove_party(request: HttpRequest, agreement_id: UUID, party_id: int) -> HttpResponse:
    """Take a party out."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.remove_party(actor, agreement_id, party_id=party_id),
        back=f"{_address(agreement_id)}#parter",
        done=_("Parten är borttagen ur det som skrivs nu."),
    )


@require_http_methods(_BOTH)
def consult(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Register a consultation."""
    actor, found = _managed(request, agreement_id)
    form = ConsultForm(sent(request), initial={"held_on": timezone.localdate()})
    lead = _("Om utkastet.")
    if found.line.lasting.state in ("coming", "in_force"):
        lead = _("Om vad som händer när tiden går ut %(day)s. Ska hållas senast %(last)s.") % {
            "day": found.line.lasting.ends_on.isoformat(),
            "last": found.line.lasting.consult_by.isoformat(),
        }
    return form_page(
        request,
        form,
        lambda: actions.register_consultation(actor, agreement_id, **form.cleaned_data),
        title=_("Registrera ett samråd"),
        lead=lead,
        submit=_("Registrera"),
        back=_address(agreement_id),
        done=_("Samrådet är registrerat."),
    )


@require_http_methods(_BOTH)
def sign(request: HttpRequest, agreement_id: UUID, party_id: int) -> HttpResponse:
    """Register that a party has signed."""
    actor = actor_of(request)
    party = party_for(actor, agreement_id, party_id)
    form = SignForm(sent(request), initial={"signed_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.sign_for_party(
            actor, agreement_id, party_id=party_id, signed_on=form.cleaned_data["signed_on"]
        ),
        title=_("Registrera underskrift från %(party)s") % {"party": party.name},
        lead=_("Funktion: %(function)s.") % {"function": party.signatory},
        consequences=(_("När alla parter har skrivit under låses texten som en version."),),
        submit=_("Registrera"),
        back=f"{_address(agreement_id)}#parter",
        done=_("Underskriften är registrerad."),
    )


@require_POST
def unsign(request: HttpRequest, agreement_id: UUID, party_id: int) -> HttpResponse:
    """Undo a signature."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.take_back_signature(actor, agreement_id, party_id=party_id),
        back=f"{_address(agreement_id)}#parter",
        done=_("Underskriften är tillbakatagen."),
    )


@require_http_methods(_BOTH)
def revise(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Begin a new version."""
    actor, _found = _managed(request, agreement_id)
    form = ReviseForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.begin_revision(actor, agreement_id, **form.cleaned_data),
        title=_("Börja en ändring"),
        consequences=(
            _("Den undertecknade versionen gäller tills alla har skrivit under den nya."),
            _("Båda versionerna finns kvar och går att jämföra."),
        ),
        submit=_("Börja ändra"),
        back=_address(agreement_id),
        done=_("Nu går texten att ändra."),
    )


@require_http_methods(_BOTH)
def extend(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Move the last day."""
    actor, found = _managed(request, agreement_id)
    latest = months_after(found.line.lasting.ends_on, LONGEST_EXTENSION_MONTHS)
    form = ExtendForm(sent(request), initial={"until": latest, "decided_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.extend_agreement(actor, agreement_id, **form.cleaned_data),
        title=_("Förläng"),
        lead=_("Gäller nu till och med %(day)s. Går att förlänga till som längst %(latest)s.")
        % {"day": found.line.lasting.ends_on.isoformat(), "latest": latest.isoformat()},
        submit=_("Förläng"),
        back=_address(agreement_id),
        done=_("Den är förlängd."),
    )


@require_http_methods(_BOTH)
def end(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """End it."""
    actor, _found = _managed(request, agreement_id)
    form = EndForm(sent(request), initial={"ended_on": timezone.localdate()})
    return form_page(
        request,
        form,
        lambda: actions.end_agreement(actor, agreement_id, **form.cleaned_data),
        title=_("Avsluta i förtid"),
        consequences=(_("Den går inte att ändra efteråt. Den finns kvar att läsa."),),
        submit=_("Avsluta"),
        back=_address(agreement_id),
        done=_("Den är avslutad."),
        is_grave=True,
    )


@require_http_methods(_BOTH)
def replace(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Say which one holds instead."""
    actor, found = _managed(request, agreement_id)
    others = [
        (str(line.id), line.title)
        for line in all_agreements_for(actor, AgreementFilter(kind=found.line.kind.value))
        if line.id != agreement_id and line.lasting.state in ("coming", "in_force")
    ]
    form = ReplaceForm(others, sent(request))
    return form_page(
        request,
        form,
        lambda: actions.replace_agreement(actor, agreement_id, by_id=UUID(form.cleaned_data["by"])),
        title=_("Ersätt med en annan"),
        lead="" if others else _("Det finns ingen annan av samma slag som är undertecknad."),
        submit=_("Ersätt"),
        back=_address(agreement_id),
        done=_("Den är ersatt."),
    )


@require_http_methods(_BOTH)
def share(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Decide who sees it."""
    actor, found = _managed(request, agreement_id)
    form = ShareForm(sent(request), initial={"circle": found.line.circle})
    return _form(
        request,
        agreement_id,
        form,
        lambda: actions.share_agreement(actor, agreement_id, circle=Circle(form.cleaned_data["circle"])),
        _("Vem ska se den?"),
        _("Spara"),
        _("Sparat."),
    )


@require_http_methods(_BOTH)
def follow_up(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Tell how it goes."""
    actor, _found = _managed(request, agreement_id)
    form = FollowUpForm(sent(request), initial={"day": timezone.localdate()})
    return _form(
        request,
        agreement_id,
        form,
        lambda: actions.note_how_it_goes(actor, agreement_id, **form.cleaned_data),
        _("Berätta hur det går"),
        _("Spara"),
        _("Uppföljningen är sparad."),
    )


@require_http_methods(_BOTH)
def attach(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Add a file."""
    actor, _found = _managed(request, agreement_id)
    form = FileForm(sent(request), request.FILES if request.method == "POST" else None)

    def act() -> None:
        file = form.cleaned_data["file"]
        actions.attach_file(actor, agreement_id, filename=file.name, content=file.read())

    return _form(
        request, agreement_id, form, act, _("Lägg till en fil"), _("Lägg till"), _("Filen är tillagd.")
    )


@require_POST
def retire_file(request: HttpRequest, agreement_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a file away from the page."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.retire_file(actor, agreement_id, file_id=file_id),
        back=f"{_address(agreement_id)}#filer",
        done=_("Filen är borttagen från sidan."),
    )


@require_http_methods(_BOTH)
def link(request: HttpRequest, agreement_id: UUID) -> HttpResponse:
    """Say what it stands on."""
    actor, found = _managed(request, agreement_id)
    form = LinkForm(choices(actor, found.line.municipality_id, LINKABLE), sent(request))

    def act() -> None:
        ref = read_ref(form.cleaned_data["thing"])
        actions.link_thing(actor, agreement_id, ref=ref or Ref("", agreement_id))

    return _form(request, agreement_id, form, act, _("Länka"), _("Länka"), _("Länken är tillagd."))


@require_POST
def unlink(request: HttpRequest, agreement_id: UUID, link_id: int) -> HttpResponse:
    """Take a link away."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.unlink_thing(actor, agreement_id, link_id=link_id),
        back=f"{_address(agreement_id)}#bygger-pa",
        done=_("Länken är borttagen."),
    )


def _form(
    request: HttpRequest,
    agreement_id: UUID,
    form: forms.Form,
    act: Callable[[], object],
    title: str,
    submit: str,
    done: str,
) -> HttpResponse:
    return form_page(request, form, act, title=title, submit=submit, back=_address(agreement_id), done=done)


def _managed(request: HttpRequest, agreement_id: UUID) -> tuple[Actor, Agreement]:
    """Return the reader and what is to be changed, or stop before a form that could not be sent."""
    actor = actor_of(request)
    found = agreement_for(actor, agreement_id)
    if not found.can_manage:
        raise NotAllowed
    return actor, found


def _address(agreement_id: UUID) -> str:
    return reverse("agreements:agreement", args=[agreement_id])


def _last_day(start: date, kind: Kind) -> date:
    years = 2 if kind is Kind.AGREEMENT else 1
    return date(start.year + years - 1, 12, 31)


def _with_own(functions: list[tuple[str, str]], found: Agreement) -> list[tuple[str, str]]:
    """Keep the function that answers for it among the choices, also when it has ended."""
    own = str(found.line.function_id or "")
    if own and own not in {key for key, _label in functions}:
        return [*functions, (own, found.line.function)]
    return functions
