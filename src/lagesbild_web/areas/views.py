"""The pages about areas, named places and population."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lagesbild.tables.faults import FaultyFileError
from lagesbild_web.access.queries import actor_of
from lagesbild_web.access.roles import Right
from lagesbild_web.areas import actions
from lagesbild_web.areas.forms import (
    AreaForm,
    BoundaryForm,
    ConfirmForm,
    CornersForm,
    NameForm,
    PlaceForm,
    PopulationForm,
    ReasonForm,
)
from lagesbild_web.areas.ground import corners_of, ground_geojson, written
from lagesbild_web.areas.outline import outline_of
from lagesbild_web.areas.previewing import FileFaults, areas_in, population_in, preview_of
from lagesbild_web.areas.queries import (
    area_for,
    areas_of,
    generation_for,
    generations_of,
    municipality_managed_by,
    polygons_of,
    population_in_area,
    population_of,
    surroundings_of,
)
from lagesbild_web.backgrounds.queries import backgrounds_for
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.page import page, sent
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.stored_files import read, store


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show the districts in force, what has been drawn here, the places, and the boundaries before."""
    home = municipality_managed_by(actor_of(request), Right.MANAGE_AREAS)
    areas = areas_of(home)
    residents = {figure.area_id: figure for figure in population_of(home)}
    return page(
        request,
        "areas/list.html",
        title=_("Områden"),
        map=outline_of(polygons_of(home), _("Karta över distrikten. Samma områden står i tabellen.")),
        districts=[(area, residents.get(area.id)) for area in areas if area.kind == "district"],
        others=[area for area in areas if area.kind in {"police_area", "own"}],
        places=[area for area in areas if area.is_place],
        generations=generations_of(home),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """Read a file of boundaries and show what it would change; nothing is changed yet."""
    home = municipality_managed_by(actor_of(request), Right.MANAGE_AREAS)
    form = BoundaryForm(
        sent(request), request.FILES or None, initial={"kind": "district", "valid_from": timezone.localdate()}
    )
    if form.is_valid():
        upload: UploadedFile[Any] = form.cleaned_data["file"]
        content = upload.read()
        found = preview_of(content, upload.name or "", municipality_id=home, kind=form.cleaned_data["kind"])
        if not isinstance(found, FileFaults):
            kept = {"sha256": store(content).sha256, "filename": (upload.name or "fil")[-200:]}
            initial = {**{name: form.cleaned_data[name] for name in ("kind", "name", "valid_from")}, **kept}
            return page(
                request,
                "areas/preview.html",
                title=_("Vad filen ändrar"),
                preview=found,
                form=ConfirmForm(initial=initial),
            )
        return page(request, "areas/import.html", title=_("Lägg in områden"), form=form, faults=found.faults)
    return page(request, "areas/import.html", title=_("Lägg in områden"), form=form, faults=())


@require_POST
def confirm_import(request: HttpRequest) -> HttpResponse:
    """Lay in the boundaries that were shown."""
    actor = actor_of(request)
    home = municipality_managed_by(actor, Right.MANAGE_AREAS)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Filen kom inte fram helt. Välj den igen."))
        return redirect("areas:import")
    kept = form.cleaned_data
    content = read(kept["sha256"])
    try:
        made = actions.import_boundaries(
            actor,
            areas_in(content, kept["filename"]),
            municipality_id=home,
            kind=kept["kind"],
            name=kept["name"],
            valid_from=kept["valid_from"],
            file_sha256=kept["sha256"],
        )
    except Invalid as error:
        _put_faults(form, error)
        found = preview_of(content, kept["filename"], municipality_id=home, kind=kept["kind"])
        return page(request, "areas/preview.html", title=_("Vad filen ändrar"), preview=found, form=form)
    messages.success(
        request, _("%(areas)s områden är inlagda: %(name)s.") % {"areas": made.areas, "name": made.name}
    )
    return redirect("areas:list")


@require_http_methods(["GET", "HEAD", "POST"])
def undo_import(request: HttpRequest, generation_id: UUID) -> HttpResponse:
    """Take back boundaries that were laid in, with what will happen said first."""
    actor = actor_of(request)
    found = generation_for(actor, generation_id)
    form = ReasonForm(sent(request))
    form.fields["reason"].label = _("Varför ångras den?")

    def act() -> None:
        again = actions.undo_import(actor, generation_id, reason=form.cleaned_data["reason"])
        done = _("%(name)s är ångrad. %(again)s gäller igen.") if again else _("%(name)s är ångrad.")
        messages.success(request, done % {"name": found.name, "again": again})

    if form.is_valid() and _done(form, act):
        return redirect("areas:list")
    title = _("Ångra %(name)s") % {"name": found.name}
    return page(request, "areas/undo_import.html", title=title, form=form, generation=found)


@require_http_methods(["GET", "HEAD", "POST"])
def area(request: HttpRequest, area_id: UUID) -> HttpResponse:
    """Show one area or place, and let it be renamed."""
    actor = actor_of(request)
    found = area_for(actor, area_id)
    form = NameForm(sent(request), initial={"name": found.name})
    if form.is_valid() and _done(
        form, lambda: actions.rename_area(actor, area_id, name=form.cleaned_data["name"])
    ):
        messages.success(request, _("Namnet är ändrat."))
        return redirect("areas:area", area_id)
    around, codes = surroundings_of(area_id)
    return page(
        request,
        "areas/area.html",
        title=found.name,
        area=found,
        form=form,
        map=outline_of(around, _("Karta över var området ligger."), highlighted=codes),
        residents=population_in_area(area_id),
        is_own=found.kind in {"own", "place"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """Draw an own area by its corners."""
    actor = actor_of(request)
    home = municipality_managed_by(actor, Right.MANAGE_AREAS)
    form = AreaForm(sent(request))
    if form.is_valid() and _done(
        form,
        lambda: actions.draw_area(
            actor, municipality_id=home, name=form.cleaned_data["name"], corners=form.corners_read
        ),
    ):
        messages.success(request, _("Området är ritat."))
        return redirect("areas:list")
    title = _("Rita ett eget område")
    return page(
        request, "areas/form.html", title=title, form=form, button=_("Spara området"), **_drawing(actor)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def redraw(request: HttpRequest, area_id: UUID) -> HttpResponse:
    """Move the boundary of an own area."""
    actor = actor_of(request)
    found = area_for(actor, area_id)
    form = CornersForm(sent(request), initial={"corners": written(corners_of(area_id))})
    if form.is_valid() and _done(
        form, lambda: actions.redraw_area(actor, area_id, corners=form.corners_read)
    ):
        messages.success(request, _("Gränsen är flyttad. Det som redan har räknats ändras inte."))
        return redirect("areas:list")
    title = _("Rita om %(name)s") % {"name": found.name}
    return page(
        request, "areas/form.html", title=title, form=form, button=_("Spara gränsen"), **_drawing(actor)
    )


@require_safe
def ground(request: HttpRequest) -> HttpResponse:
    """Hand the map to draw on the areas and places there are, in metres."""
    home = municipality_managed_by(actor_of(request), Right.MANAGE_AREAS)
    return JsonResponse(ground_geojson(home))


@require_http_methods(["GET", "HEAD", "POST"])
def new_place(request: HttpRequest) -> HttpResponse:
    """Name a place."""
    actor = actor_of(request)
    home = municipality_managed_by(actor, Right.MANAGE_AREAS)
    form = PlaceForm(sent(request))
    if form.is_valid():
        cleaned = form.cleaned_data
        point = cleaned["point"]
        if _done(
            form,
            lambda: actions.add_place(
                actor, municipality_id=home, name=cleaned["name"], lon=point.lon, lat=point.lat
            ),
        ):
            messages.success(request, _("Platsen är upplagd."))
            return redirect("areas:list")
    return page(
        request,
        "areas/form.html",
        title=_("Ny namngiven plats"),
        form=form,
        button=_("Lägg upp"),
        **_drawing(actor, "point"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def population(request: HttpRequest) -> HttpResponse:
    """Lay in how many live in the areas."""
    actor = actor_of(request)
    home = municipality_managed_by(actor, Right.MANAGE_AREAS)
    form = PopulationForm(sent(request), request.FILES or None)
    faults: tuple[object, ...] = ()
    if form.is_valid():
        upload: UploadedFile[Any] = form.cleaned_data["file"]
        try:
            figures = population_in(upload.read(), upload.name or "")
        except FaultyFileError as error:
            faults = error.faults
        else:
            if _done(form, lambda: actions.import_population(actor, figures, municipality_id=home)):
                messages.success(request, _("Folkmängden är inlagd."))
                return redirect("areas:list")
    return page(request, "areas/population.html", title=_("Lägg in folkmängd"), form=form, faults=faults)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, area_id: UUID) -> HttpResponse:
    """Take an own area or a place out of use."""
    actor = actor_of(request)
    found = area_for(actor, area_id)
    form = ReasonForm(sent(request))
    if form.is_valid() and _done(
        form, lambda: actions.retire_area(actor, area_id, reason=form.cleaned_data["reason"])
    ):
        messages.success(request, _("%(name)s är tagen ur bruk.") % {"name": found.name})
        return redirect("areas:area", area_id)
    title = _("Ta %(name)s ur bruk") % {"name": found.name}
    return page(request, "areas/form.html", title=title, form=form, button=_("Ta ur bruk"))


@require_POST
def restore(request: HttpRequest, area_id: UUID) -> HttpResponse:
    """Take an own area or a place into use again."""
    actor = actor_of(request)
    area_for(actor, area_id)
    try:
        actions.restore_area(actor, area_id)
    except Invalid as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("I bruk igen."))
    return redirect("areas:area", area_id)


def _drawing(actor: Actor, kind: str = "polygon") -> dict[str, Any]:
    """Return what the map to draw on needs: what is drawn, the field that says the same, and backgrounds."""
    field = "id_point" if kind == "point" else "id_corners"
    return {"drawing": kind, "field": field, "backgrounds": backgrounds_for(actor)}


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except Invalid as error:
        _put_faults(form, error)
        return False
    return True


def _put_faults(form: forms.Form, error: Invalid) -> None:
    for field, sentence in error.faults.items():
        is_shown = field in form.fields and not form.fields[field].widget.is_hidden
        form.add_error(field if is_shown else None, sentence)
