"""The pages where walks are planned, walked and followed up."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lagesbild_web.access.queries import actor_of, choosable_functions
from lagesbild_web.areas.queries import choosable_areas
from lagesbild_web.backgrounds.queries import backgrounds_for
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Ref
from lagesbild_web.base.chain_links import choices, read_ref
from lagesbild_web.base.form_page import carried_out, form_page, pressed
from lagesbild_web.base.middleware import permissions_policy
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.walks import actions
from lagesbild_web.walks.actions.following import LINKABLE
from lagesbild_web.walks.contracts import Finding, Walk
from lagesbild_web.walks.forms import (
    AssignForm,
    AttendanceForm,
    ChecklistForm,
    FindingForm,
    InviteForm,
    LinkForm,
    ReasonForm,
    ReportForm,
    WalkForm,
)
from lagesbild_web.walks.queries import (
    checklist_of,
    earlier_walks,
    finding_for,
    managed_municipality,
    tap_map_for,
    walk_for,
)

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a walk."""
    actor = actor_of(request)
    home = managed_municipality(actor)
    form = _walk_form(request, actor, home, None)
    made: list[UUID] = []
    if form.is_valid() and carried_out(
        form, lambda: made.append(actions.plan_walk(actor, municipality_id=home, draft=form.draft()))
    ):
        messages.success(request, _("Vandringen är planerad. Bjud in dem som ska vara med."))
        return redirect("walks:walk", made[0])
    return _drawn_page(request, actor, form, title=_("Planera en vandring"), back=reverse("walks:list"))


@require_http_methods(_BOTH)
def change(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Change a walk's plan."""
    actor, found = _managed(request, walk_id)
    form = _walk_form(request, actor, found.municipality_id, found)
    if form.is_valid() and carried_out(
        form,
        lambda: actions.change_walk(
            actor, walk_id, version=form.cleaned_data["version"] or 0, draft=form.draft()
        ),
    ):
        messages.success(request, _("Vandringen är ändrad."))
        return redirect("walks:walk", walk_id)
    return _drawn_page(request, actor, form, title=_("Ändra vandringen"), back=_address(walk_id))


@require_http_methods(_BOTH)
def cancel(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Call a walk off."""
    actor, _found = _managed(request, walk_id)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.cancel_walk(actor, walk_id, reason=form.cleaned_data["reason"]),
        title=_("Ställ in vandringen"),
        submit=_("Ställ in"),
        back=_address(walk_id),
        done=_("Vandringen är inställd."),
        is_grave=True,
    )


@require_http_methods(_BOTH)
def invite(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Invite functions."""
    actor, found = _managed(request, walk_id)
    invited = {item.function_id for item in found.invited}
    functions = [pair for pair in choosable_functions(found.municipality_id) if UUID(pair[0]) not in invited]
    form = InviteForm(functions, sent(request))
    return form_page(
        request,
        form,
        lambda: actions.invite_functions(
            actor,
            walk_id,
            function_ids=[UUID(key) for key in form.cleaned_data["functions"]],
            address=request.build_absolute_uri("/").rstrip("/"),
        ),
        title=_("Bjud in till vandringen"),
        submit=_("Bjud in"),
        back=_address(walk_id),
        done=_("Inbjudan är skickad."),
    )


@require_http_methods(_BOTH)
def attendance(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Say who came."""
    actor, found = _managed(request, walk_id)
    initial = {
        "functions": [str(item.function_id) for item in found.invited if item.was_there],
        "participants": found.participants,
        "note": found.participants_note,
    }
    functions = [(str(item.function_id), item.function) for item in found.invited]
    form = AttendanceForm(functions, sent(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.keep_attendance(
            actor,
            walk_id,
            function_ids=[UUID(key) for key in form.cleaned_data["functions"]],
            participants=form.cleaned_data["participants"],
            note=form.cleaned_data["note"],
        ),
        title=_("Vilka var med?"),
        submit=_("Spara"),
        back=_address(walk_id),
        done=_("Närvaron är sparad. Nu går det att göra protokollet."),
    )


@require_http_methods(_BOTH)
def note(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Note what is seen, on the spot; the page keeps what is noted until it has been sent."""
    actor = actor_of(request)
    is_quiet = request.headers.get("X-Skickar") == "1"
    if is_quiet and request.POST.get("konto", str(actor.user_id)) != str(actor.user_id):
        return JsonResponse({}, status=409)
    try:
        found = walk_for(actor, walk_id, with_map=False)
    except (NotAllowed, NotFound):
        if not is_quiet:
            raise
        sentence = _("Du kan inte notera på den här vandringen längre. Be den som leder vandringen om hjälp.")
        return JsonResponse({"faults": {"walk": sentence}}, status=403)
    form = FindingForm(found.checklist, _earlier(found), sent(request), initial={"client_id": uuid4()})
    numbers: list[int] = []

    def act() -> None:
        client_id = form.cleaned_data["client_id"] or uuid4()
        numbers.append(actions.note_finding(actor, walk_id, client_id, form.draft()))

    if form.is_valid() and carried_out(form, act):
        if is_quiet:
            return JsonResponse({"number": numbers[0]})
        messages.success(request, _("Fynd %(n)s är sparat.") % {"n": numbers[0]})
        return redirect("walks:note", walk_id)
    if is_quiet:
        return JsonResponse({"faults": _faults(form)}, status=422)
    tap_map = tap_map_for(actor, found)
    response = page(
        request,
        "walks/note.html",
        title=_("Notera: %(walk)s") % {"walk": found.line.title},
        walk=found,
        form=form,
        tap_map=tap_map,
        drawing=mark_safe(tap_map.svg) if tap_map else "",  # noqa: S308  # numbers, and words that are escaped
        account=actor.user_id,
    )
    response["Permissions-Policy"] = permissions_policy("geolocation")
    return response


@require_POST
def make_protocol(request: HttpRequest, walk_id: UUID) -> HttpResponse:
    """Make the protocol."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.make_protocol(actor, walk_id, address=request.build_absolute_uri("/").rstrip("/")),
        back=_address(walk_id),
        done=_("Protokollet är gjort, och de som var med har fått ett brev."),
    )


@require_http_methods(_BOTH)
def checklist(request: HttpRequest) -> HttpResponse:
    """Write the checklist."""
    actor = actor_of(request)
    home = managed_municipality(actor)
    known = checklist_of(home)
    text = "\n".join("\n".join([a.name, *(f"- {q}" for q in a.questions)]) for a in known)
    form = ChecklistForm(sent(request), initial={"text": text})
    return form_page(
        request,
        form,
        lambda: actions.save_checklist(actor, municipality_id=home, aspects=form.aspects(known)),
        title=_("Checklistan"),
        lead=_("Gäller vandringar som planeras från och med nu. De som redan är planerade behåller sin."),
        submit=_("Spara en ny version"),
        back=reverse("walks:list"),
        done=_("Checklistan är sparad."),
        is_wide=True,
    )


@require_http_methods(_BOTH)
def change_finding(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Put a finding right."""
    actor, found = _finding(request, finding_id)
    walk = walk_for(actor, found.line.walk_id, with_map=False)
    line = found.line
    initial = {
        "is_good": "bra" if line.is_good else "daligt",
        "aspect": line.aspect,
        "text": line.text,
        "place": line.place,
        "point": f"{line.lat:.5f}, {line.lon:.5f}" if line.lat is not None and line.lon is not None else "",
        "seriousness": line.seriousness,
        "proposal": line.proposal,
        "repeats": str(line.repeats_id or ""),
        "version": line.version,
    }
    form = FindingForm(walk.checklist, _earlier(walk), sent(request), initial=initial)
    return form_page(
        request,
        form,
        lambda: actions.change_finding(
            actor, finding_id, version=form.cleaned_data["version"] or 0, draft=form.draft()
        ),
        title=_("Ändra fynd %(n)s") % {"n": line.number},
        submit=_("Spara"),
        back=_finding_address(finding_id),
        done=_("Fyndet är ändrat."),
    )


@require_http_methods(_BOTH)
def retire_finding(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Take a finding away."""
    actor, found = _finding(request, finding_id)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.retire_finding(actor, finding_id, reason=form.cleaned_data["reason"]),
        title=_("Ta bort fynd %(n)s") % {"n": found.line.number},
        submit=_("Ta bort"),
        back=_finding_address(finding_id),
        to=lambda: _finding_address(finding_id),
        done=_("Fyndet är borttaget. Det står kvar här, och du kan ta tillbaka det."),
        is_grave=True,
    )


@require_POST
def restore_finding(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Take back a finding that was taken away."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.restore_finding(actor, finding_id),
        back=_finding_address(finding_id),
        done=_("Fyndet är tillbaka."),
    )


@require_http_methods(_BOTH)
def assign(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Say who does what by when."""
    actor, found = _finding(request, finding_id)
    line = found.line
    functions = choosable_functions(line.municipality_id)
    if line.function_id and str(line.function_id) not in {key for key, _label in functions}:
        functions.append((str(line.function_id), line.function))
    initial = {
        "proposal": line.proposal,
        "function": str(line.function_id or ""),
        "due_on": line.due_on,
        "version": line.version,
    }
    form = AssignForm(functions, sent(request), initial=initial)

    def act() -> None:
        told = form.cleaned_data
        actions.assign_finding(
            actor,
            finding_id,
            version=told["version"],
            function_id=UUID(told["function"]) if told["function"] else None,
            due_on=told["due_on"],
            proposal=told["proposal"],
        )

    return form_page(
        request,
        form,
        act,
        title=_("Vem gör vad, och till när?"),
        lead=line.text,
        submit=_("Spara"),
        back=_finding_address(finding_id),
        done=_("Sparat."),
    )


@require_http_methods(_BOTH)
def report(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Say how it goes with a finding."""
    actor = actor_of(request)
    found = finding_for(actor, finding_id)
    if not found.can_report:
        raise NotAllowed
    line = found.line
    form = ReportForm(sent(request), initial={"state": line.state, "why": line.why, "version": line.version})
    return form_page(
        request,
        form,
        lambda: actions.report_on_finding(actor, finding_id, **form.cleaned_data),
        title=_("Berätta hur det går"),
        lead=line.text,
        submit=_("Spara"),
        back=_finding_address(finding_id),
        done=_("Sparat."),
    )


@require_http_methods(_BOTH)
def link(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """Link a finding to a problem or a measure."""
    actor, found = _finding(request, finding_id)
    form = LinkForm(choices(actor, found.line.municipality_id, LINKABLE), sent(request))

    def act() -> None:
        ref = read_ref(form.cleaned_data["thing"])
        actions.link_finding(actor, finding_id, ref=ref or Ref("", finding_id))

    return form_page(
        request,
        form,
        act,
        title=_("Länka fyndet"),
        lead=found.line.text,
        submit=_("Länka"),
        back=_finding_address(finding_id),
        done=_("Länken är tillagd."),
    )


@require_POST
def unlink(request: HttpRequest, finding_id: UUID, link_id: int) -> HttpResponse:
    """Take a link away."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.unlink_finding(actor, finding_id, link_id=link_id),
        back=_finding_address(finding_id),
        done=_("Länken är borttagen."),
    )


def _drawn_page(request: HttpRequest, actor: Actor, form: WalkForm, *, title: str, back: str) -> HttpResponse:
    """Show a walk's plan beside a map to draw the way on; the field with the points says the same."""
    return page(
        request,
        "walks/plan.html",
        title=title,
        form=form,
        back=back,
        drawing="line",
        drawn_field="id_line",
        backgrounds=backgrounds_for(actor),
    )


def _walk_form(request: HttpRequest, actor: Actor, home: UUID, found: Walk | None) -> WalkForm:
    initial: dict[str, Any] = {}
    functions = choosable_functions(home)
    kept = (found.area_id,) if found is not None and found.area_id else ()
    if found is not None:
        initial = {
            "title": found.line.title,
            "starts_at": timezone.localtime(found.line.starts_at),
            "area": str(found.area_id or ""),
            "gathering": found.gathering,
            "purpose": found.purpose,
            "theme": found.theme,
            "route": "\n".join(found.places),
            "line": "\n".join(f"{lat:.5f}, {lon:.5f}" for lon, lat in found.route),
            "previous": str(found.previous.id) if found.previous else "",
            "function": str(found.function_id or ""),
            "version": found.version,
        }
        if found.function_id and str(found.function_id) not in {key for key, _label in functions}:
            functions.append((str(found.function_id), found.function))
    return WalkForm(
        areas=[(str(area.id), area.label) for area in choosable_areas(home, kept=kept) if not area.is_place],
        earlier=[
            pair for pair in earlier_walks(actor, home) if found is None or pair[0] != str(found.line.id)
        ],
        functions=functions,
        data=sent(request),
        initial=initial,
    )


def _earlier(found: Walk) -> list[tuple[str, str]]:
    return [(str(c.before.id), f"{c.before.number}. {c.before.text[:80]}") for c in found.compared]


def _faults(form: forms.Form) -> dict[str, str]:
    return {name: " ".join(str(text) for text in errors) for name, errors in form.errors.items()}


def _managed(request: HttpRequest, walk_id: UUID) -> tuple[Actor, Walk]:
    actor = actor_of(request)
    found = walk_for(actor, walk_id, with_map=False)
    if not found.can_manage:
        raise NotAllowed
    return actor, found


def _finding(request: HttpRequest, finding_id: UUID) -> tuple[Actor, Finding]:
    actor = actor_of(request)
    found = finding_for(actor, finding_id)
    if not found.can_manage:
        raise NotAllowed
    return actor, found


def _address(walk_id: UUID) -> str:
    return reverse("walks:walk", args=[walk_id])


def _finding_address(finding_id: UUID) -> str:
    return reverse("walks:finding", args=[finding_id])
