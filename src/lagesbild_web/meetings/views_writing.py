"""The pages where groups are laid up, meetings planned and decisions followed."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lagesbild_web.access.queries import actor_of, choosable_functions
from lagesbild_web.areas.queries import choosable_areas
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.form_page import form_page, pressed
from lagesbild_web.base.page import sent
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.meetings import actions
from lagesbild_web.meetings.contracts import Group, Meeting
from lagesbild_web.meetings.forms import (
    AdjustForm,
    EntryForm,
    GroupForm,
    MeetingForm,
    MemberForm,
    PointForm,
    ReasonForm,
)
from lagesbild_web.meetings.queries import group_for, groups_for, managed_municipality, meeting_for

_BOTH = ["GET", "HEAD", "POST"]


@require_http_methods(_BOTH)
def new_group(request: HttpRequest) -> HttpResponse:
    """Lay up a group."""
    actor = actor_of(request)
    home = managed_municipality(actor)
    form = _group_form(actor, home, request, None)
    made: list[UUID] = []
    return form_page(
        request,
        form,
        lambda: made.append(actions.create_group(actor, municipality_id=home, draft=form.draft())),
        title=_("Ny grupp"),
        submit=_("Spara"),
        back=reverse("meetings:start"),
        to=lambda: reverse("meetings:group", args=[made[0]]),
        done=_("Gruppen är sparad. Lägg till medlemmar."),
    )


@require_http_methods(_BOTH)
def change_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Change a group."""
    actor, found = _group(request, group_id)
    form = _group_form(actor, found.municipality_id, request, found)
    return form_page(
        request,
        form,
        lambda: actions.change_group(
            actor, group_id, version=form.cleaned_data["version"] or 0, draft=form.draft()
        ),
        title=_("Ändra gruppen"),
        submit=_("Spara"),
        back=reverse("meetings:group", args=[group_id]),
        done=_("Gruppen är ändrad."),
    )


@require_http_methods(_BOTH)
def end_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """End a group."""
    actor, found = _group(request, group_id)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.end_group(actor, group_id, reason=form.cleaned_data["reason"]),
        title=_("Avsluta %(name)s") % {"name": found.line.name},
        consequences=(_("Möten, protokoll och beslut finns kvar."),),
        submit=_("Avsluta gruppen"),
        back=reverse("meetings:group", args=[group_id]),
        done=_("Gruppen är avslutad."),
        is_grave=True,
    )


@require_http_methods(_BOTH)
def add_member(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Add a member."""
    actor, found = _group(request, group_id)
    form = MemberForm(choosable_functions(found.municipality_id), sent(request))
    return form_page(
        request,
        form,
        lambda: actions.add_member(
            actor,
            group_id,
            function_id=UUID(form.cleaned_data["function"]),
            is_leading=form.cleaned_data["is_leading"],
        ),
        title=_("Lägg till en medlem"),
        lead=_("Medlemmar är funktioner. Byter någon arbete följer platsen med funktionen."),
        submit=_("Lägg till"),
        back=reverse("meetings:group", args=[group_id]),
        done=_("Medlemmen är tillagd."),
    )


@require_POST
def end_member(request: HttpRequest, group_id: UUID, member_id: int) -> HttpResponse:
    """End a membership."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.end_member(actor, group_id, member_id=member_id),
        back=reverse("meetings:group", args=[group_id]),
        done=_("Medlemskapet är avslutat."),
    )


@require_http_methods(_BOTH)
def plan(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Plan a meeting."""
    actor, found = _group(request, group_id)
    form = MeetingForm(sent(request), initial={"starts_at": _next_time(found)})
    made: list[UUID] = []

    def act() -> None:
        told = form.cleaned_data
        made.append(
            actions.plan_meeting(
                actor,
                group_id,
                starts_at=told["starts_at"],
                place=told["place"],
                link=told["link"],
                since=told["since"],
            )
        )

    return form_page(
        request,
        form,
        act,
        title=_("Planera ett möte"),
        submit=_("Spara mötet"),
        back=reverse("meetings:group", args=[group_id]),
        to=lambda: reverse("meetings:meeting", args=[made[0]]),
        done=_("Mötet är planerat. Ta fram läget och kalla medlemmarna."),
    )


@require_http_methods(_BOTH)
def change(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Move a meeting."""
    actor, found = _meeting(request, meeting_id)
    initial = {
        "starts_at": timezone.localtime(found.line.starts_at),
        "place": found.line.place,
        "link": found.link,
        "since": found.since,
        "version": found.version,
    }
    form = MeetingForm(sent(request), initial=initial)

    def act() -> None:
        told = form.cleaned_data
        actions.change_meeting(
            actor,
            meeting_id,
            version=told["version"] or 0,
            starts_at=told["starts_at"],
            place=told["place"],
            link=told["link"],
            since=told["since"] or found.since,
        )

    return form_page(
        request,
        form,
        act,
        title=_("Ändra tid eller plats"),
        submit=_("Spara"),
        back=_address(meeting_id),
        done=_("Mötet är ändrat. Kalla igen om medlemmarna ska få veta."),
    )


@require_http_methods(_BOTH)
def cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Call a meeting off."""
    actor, found = _meeting(request, meeting_id)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.cancel_meeting(actor, meeting_id, reason=form.cleaned_data["reason"]),
        title=_("Ställ in mötet"),
        consequences=(_("Öppna beslut tas upp på nästa möte."),),
        submit=_("Ställ in"),
        back=_address(meeting_id),
        done=_("%(name)s är inställt.") % {"name": found.heading},
        is_grave=True,
    )


@require_POST
def compute(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Make the picture since last time."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.compute_picture(actor, meeting_id),
        back=_address(meeting_id),
        done=_("Läget sedan sist är framtaget."),
    )


@require_POST
def invite(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Call the members."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.invite(actor, meeting_id, address=request.build_absolute_uri("/").rstrip("/")),
        back=_address(meeting_id),
        done=_("Kallelsen är skickad till medlemmarna."),
    )


@require_http_methods(_BOTH)
def add_point(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Add a point."""
    actor, _found = _meeting(request, meeting_id)
    form = PointForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.add_point(actor, meeting_id, heading=form.cleaned_data["heading"]),
        title=_("Lägg till en punkt"),
        submit=_("Lägg till"),
        back=_address(meeting_id),
        done=_("Punkten är tillagd."),
    )


@require_POST
def leave_out(request: HttpRequest, meeting_id: UUID, item_id: int) -> HttpResponse:
    """Leave a point out."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.leave_out_point(actor, meeting_id, item_id=item_id),
        back=_address(meeting_id),
        done=_("Punkten är struken. Det som stod där finns kvar."),
    )


@require_http_methods(_BOTH)
def adjust(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Adjust the minutes."""
    actor, found = _meeting(request, meeting_id)
    functions = [(str(member.function_id), member.function) for member in found.members]
    present = [str(member.function_id) for member in found.members if member.is_present]
    form = AdjustForm(
        functions, sent(request), initial={"adjusted_on": timezone.localdate(), "functions": present[:2]}
    )
    return form_page(
        request,
        form,
        lambda: actions.adjust_minutes(
            actor,
            meeting_id,
            function_ids=[UUID(key) for key in form.cleaned_data["functions"]],
            adjusted_on=form.cleaned_data["adjusted_on"],
            reason=form.cleaned_data["reason"],
            address=request.build_absolute_uri("/").rstrip("/"),
        ),
        title=_("Justera protokollet"),
        consequences=(
            _("Protokollet låses som PDF och Word. Medlemmarna får ett brev med länken."),
            _("Behöver något rättas öppnar du det igen och justerar en ny version."),
        ),
        submit=_("Justera"),
        back=_address(meeting_id),
        done=_("Protokollet är justerat och skickat."),
    )


@require_http_methods(_BOTH)
def reopen(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Open adjusted minutes."""
    actor, _found = _meeting(request, meeting_id)
    form = ReasonForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.reopen_minutes(actor, meeting_id, reason=form.cleaned_data["reason"]),
        title=_("Öppna protokollet igen"),
        consequences=(_("Den justerade versionen finns kvar bredvid den nya."),),
        submit=_("Öppna"),
        back=_address(meeting_id),
        done=_("Nu går det att skriva i protokollet."),
    )


@require_http_methods(_BOTH)
def add_entry(request: HttpRequest) -> HttpResponse:
    """Write something in the calendar."""
    actor = actor_of(request)
    home = managed_municipality(actor)
    form = EntryForm(sent(request))
    return form_page(
        request,
        form,
        lambda: actions.add_calendar_entry(actor, municipality_id=home, **form.cleaned_data),
        title=_("Lägg till i kalendern"),
        lead=_("Helger, lönehelger och mörker räknas ut av sig själva."),
        submit=_("Lägg till"),
        back=reverse("meetings:calendar"),
        done=_("Tillagt."),
    )


@require_POST
def retire_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take something out of the calendar."""
    actor = actor_of(request)
    return pressed(
        request,
        lambda: actions.retire_calendar_entry(actor, entry_id=entry_id),
        back=reverse("meetings:calendar"),
        done=_("Borttaget."),
    )


def _group_form(actor: Actor, home: UUID, request: HttpRequest, found: Group | None) -> GroupForm:
    groups = [
        (str(line.id), line.name)
        for line in groups_for(actor)
        if not line.is_ended and (found is None or line.id != found.line.id)
    ]
    initial = {}
    functions = choosable_functions(home)
    kept = found.area_ids if found is not None else ()
    if found is not None:
        if found.convener_id and str(found.convener_id) not in {key for key, _label in functions}:
            functions.append((str(found.convener_id), found.convener))
        initial = {
            "name": found.line.name,
            "kind": found.line.kind,
            "rhythm": found.rhythm,
            "purpose": found.purpose,
            "areas": [str(key) for key in found.area_ids],
            "convener": str(found.convener_id or ""),
            "escalates_to": str(found.escalates_to_id or ""),
            "version": found.version,
        }
    return GroupForm(
        areas=[(str(area.id), area.label) for area in choosable_areas(home, kept=kept) if not area.is_place],
        functions=functions,
        groups=groups,
        data=sent(request),
        initial=initial,
    )


def _group(request: HttpRequest, group_id: UUID) -> tuple[Actor, Group]:
    actor = actor_of(request)
    found = group_for(actor, group_id)
    if not found.can_manage:
        raise NotAllowed
    return actor, found


def _meeting(request: HttpRequest, meeting_id: UUID) -> tuple[Actor, Meeting]:
    actor = actor_of(request)
    found = meeting_for(actor, meeting_id)
    if not found.can_manage:
        raise NotAllowed
    return actor, found


def _next_time(found: Group) -> datetime:
    """Suggest the time that a meeting has set for the next, otherwise tomorrow at one."""
    if found.suggested_at is not None and found.suggested_at > timezone.now():
        return timezone.localtime(found.suggested_at)
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=1), time(13)))


def _address(meeting_id: UUID) -> str:
    return reverse("meetings:meeting", args=[meeting_id])
