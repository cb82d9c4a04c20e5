"""The page on which a meeting is held, and the pages of a decision."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lagesbild_web.access.queries import actor_of, choosable_functions
from lagesbild_web.areas.queries import areas_of, categories_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.chain import Ref
from lagesbild_web.base.chain_links import choices, read_ref
from lagesbild_web.base.form_page import carried_out, form_page, pressed
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.queries import incidents_table
from lagesbild_web.meetings import actions
from lagesbild_web.meetings.actions.deciding import LINKABLE
from lagesbild_web.meetings.contracts import Decision, Meeting
from lagesbild_web.meetings.forms import DecisionForm, LinkForm, ReportForm, TellForm
from lagesbild_web.meetings.kinds import DECISION_LABELS
from lagesbild_web.meetings.queries import decision_for, meeting_for
from lagesbild_web.meetings.stepping import Told
from lagesbild_web.meetings.written import read_kept, unreadable

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
def run(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Hold the meeting: everything on one page, kept as it is written."""
    actor = actor_of(request)
    found = meeting_for(actor, meeting_id)
    if not found.can_manage:
        raise NotAllowed
    data = sent(request)
    faults: dict[str, str] = {}
    is_quiet = request.headers.get("X-Sparar") == "1"
    if data is not None:
        faults = unreadable(data, with_new=not is_quiet)
        try:
            if not faults:
                actions.keep_notes(actor, meeting_id, read_kept(data, with_new=not is_quiet))
        except Invalid as error:
            faults = error.faults
        if is_quiet:
            return _kept(actor, meeting_id, faults)
        if not faults:
            messages.success(request, _("Sparat."))
            return redirect(f"{reverse('meetings:run', args=[meeting_id])}#{_place(data.get('gor', ''))}")
    return page(
        request,
        "meetings/run.html",
        title=_("Led mötet: %(name)s") % {"name": found.heading},
        meeting=found,
        rows=_filled(found, data, faults),
        carried=_carried(found, data, faults),
        functions=choosable_functions(found.municipality_id),
        states=[(state.value, label) for state, label in DECISION_LABELS.items()],
        faults=faults,
        next_at=data.get("nasta", "") if data else _as_written(found.next_at),
        new={name: data.get(f"nytt-{name}", "") if data else "" for name in _NEW},
        is_passed_on=bool(data and "nytt-styrgrupp" in data),
        suggested_due=timezone.localdate() + timedelta(days=14),
    )


@require_POST
def begin(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Begin the meeting."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.begin_meeting(actor, meeting_id),
        back=reverse("meetings:run", args=[meeting_id]),
        done=_("Mötet har börjat. Siffrorna är låsta."),
    )


@require_http_methods(_BOTH)
def report(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Say how it goes with a decision."""
    actor = actor_of(request)
    found = decision_for(actor, decision_id)
    if not found.can_report:
        raise NotAllowed
    line = found.line
    initial = {"state": line.state, "why": line.why, "due_on": line.due_on, "version": line.version}
    form = ReportForm(sent(request), initial=initial)

    def act() -> None:
        told = form.cleaned_data
        step = Told(told["state"], told["why"], told["version"], told["due_on"])
        actions.report_on_decision(actor, decision_id, step)

    return form_page(
        request,
        form,
        act,
        title=_("Berätta hur det går"),
        lead=line.text,
        submit=_("Spara"),
        back=_address(decision_id),
        done=_("Sparat."),
    )


@require_http_methods(_BOTH)
def change(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Put a decision's words right or give it to another function."""
    actor, found = _managed(request, decision_id)
    line = found.line
    functions = choosable_functions(found.municipality_id)
    if str(line.function_id) not in {key for key, _label in functions}:
        functions.append((str(line.function_id), line.function))
    initial = {
        "text": line.text,
        "function": str(line.function_id),
        "follow_up": line.follow_up,
        "is_for_steering": line.is_for_steering,
        "version": line.version,
    }
    form = DecisionForm(functions, sent(request), initial=initial)

    def act() -> None:
        told = form.cleaned_data
        actions.change_decision(
            actor,
            decision_id,
            version=told["version"],
            text=told["text"],
            function_id=UUID(told["function"]),
            follow_up=told["follow_up"],
            is_for_steering=told["is_for_steering"],
        )

    return form_page(
        request,
        form,
        act,
        title=_("Ändra beslutet"),
        submit=_("Spara"),
        back=_address(decision_id),
        done=_("Beslutet är ändrat."),
    )


@require_http_methods(_BOTH)
def link(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Link a decision to what it is about."""
    actor, found = _managed(request, decision_id)
    form = LinkForm(choices(actor, found.municipality_id, LINKABLE), sent(request))

    def act() -> None:
        ref = read_ref(form.cleaned_data["thing"])
        actions.link_decision(actor, decision_id, ref=ref or Ref("", decision_id))

    return form_page(
        request,
        form,
        act,
        title=_("Länka beslutet"),
        lead=found.line.text,
        submit=_("Länka"),
        back=_address(decision_id),
        done=_("Länken är tillagd."),
    )


@require_POST
def unlink(request: HttpRequest, decision_id: UUID, link_id: int) -> HttpResponse:
    """Take a link away."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.unlink_decision(actor, decision_id, link_id=link_id),
        back=_address(decision_id),
        done=_("Länken är borttagen."),
    )


@require_http_methods(_BOTH)
def tell(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Tell those who reported: choose which reports, see how many, send the answer."""
    actor, found = _managed(request, decision_id)
    home = found.municipality_id
    form = TellForm(
        categories=[(c.code, c.name) for c in categories_of(home)],
        areas=[(str(area.id), area.label) for area in areas_of(home)],
        data=sent(request),
        initial={
            "first_day": found.line.decided_on - timedelta(days=28),
            "last_day": timezone.localdate(),
            "text": found.line.why,
        },
    )
    count: int | None = None
    if form.is_valid():
        wanted = _selection(form)
        if request.POST.get("gor") == "rakna":
            chosen = incidents_table(actor, wanted, municipality_id=home)
            count = int((chosen.incidents.frame["source"] == "rapport").sum())
        elif carried_out(form, lambda: _tell(request, actor, decision_id, form)):
            return redirect(_address(decision_id))
    return page(
        request,
        "meetings/tell.html",
        title=_("Återkoppla till dem som rapporterat"),
        decision=found,
        form=form,
        count=count,
    )


def _tell(request: HttpRequest, actor: Actor, decision_id: UUID, form: TellForm) -> None:
    told = actions.tell_about_decision(actor, decision_id, _selection(form), text=form.cleaned_data["text"])
    text = ngettext(
        "Svaret syns nu för den som rapporterade %(n)s händelse.",
        "Svaret syns nu för dem som rapporterade %(n)s händelser.",
        told,
    )
    messages.success(request, text % {"n": told})


def _selection(form: TellForm) -> IncidentFilter:
    told = form.cleaned_data
    return IncidentFilter(
        categories=(told["category"],) if told["category"] else (),
        areas=(UUID(told["area"]),) if told["area"] else (),
        first_day=told["first_day"],
        last_day=told["last_day"],
    )


_PARTS = ("lage", "varfor", "till")
_NEW = ("text", "ansvarig", "klart", "uppfoljning")


def _kept(actor: Actor, meeting_id: UUID, faults: dict[str, str]) -> JsonResponse:
    """Answer the page that saves by itself: what was not kept and why, and the versions that hold now."""
    found = meeting_for(actor, meeting_id)
    versions = {f"version-{item.id}": item.version for item in found.items}
    versions |= {f"version-{line.id}": line.version for line in (*found.carried, *found.decided)}
    told = {
        "faults": faults,
        "versions": {} if faults else versions,
        "at": timezone.localtime().strftime("%H.%M"),
    }
    return JsonResponse(told, status=422 if faults else 200)


def _filled(
    found: Meeting, data: Mapping[str, object] | None, faults: Mapping[str, str]
) -> list[dict[str, object]]:
    """Return each point with what was typed under it, when it could not be kept."""
    written = data if faults and data is not None else {}
    return [
        {
            "item": item,
            "note": written.get(f"note-{item.id}", item.note),
            "version": written.get(f"version-{item.id}", item.version),
            "fault": faults.get(f"note-{item.id}", ""),
        }
        for item in found.items
    ]


def _carried(
    found: Meeting, data: Mapping[str, object] | None, faults: Mapping[str, str]
) -> list[dict[str, object]]:
    written = data if faults and data is not None else {}
    return [
        {
            "line": line,
            "state": written.get(f"lage-{line.id}", line.state),
            "why": written.get(f"varfor-{line.id}", line.why),
            "due_on": written.get(f"till-{line.id}", line.due_on.isoformat()),
            "version": line.version,
            "fault": next(
                (faults[f"{part}-{line.id}"] for part in _PARTS if f"{part}-{line.id}" in faults), ""
            ),
        }
        for line in (*found.carried, *found.decided)
    ]


def _as_written(moment: datetime | None) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M") if moment else ""


def _place(pressed_button: str) -> str:
    """Return where on the page to go on: at the button that was pressed."""
    return pressed_button if pressed_button.replace("-", "").isalnum() else "innehall"


def _managed(request: HttpRequest, decision_id: UUID) -> tuple[Actor, Decision]:
    actor = actor_of(request)
    found = decision_for(actor, decision_id)
    if not found.can_manage:
        raise NotAllowed
    return actor, found


def _address(decision_id: UUID) -> str:
    return reverse("meetings:decision", args=[decision_id])
