"""Addresses where other systems fetch incidents, figures, pictures and the lists they are written with."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import Query, Router

from lagesbild_web.access.scopes import Scope
from lagesbild_web.api.actions import record_reading
from lagesbild_web.api.asking import (
    CountWords,
    IncidentWords,
    PageWords,
    choice,
    filter_in,
    mark_in,
    refuse_if,
    unknown_words,
    whole_number,
    written_mark,
)
from lagesbild_web.api.counting import MOST_COUNTS, PERIODS, TooManyCountsError, counted
from lagesbild_web.api.entering import actor_with, key_of
from lagesbild_web.api.outgoing import (
    AreasOut,
    CategoriesOut,
    IncidentOut,
    IncidentsOut,
    area_out,
    category_out,
    incident_out,
)
from lagesbild_web.api.outgoing_figures import (
    CountsOut,
    DeviationsOut,
    PicturesOut,
    counts_out,
    deviations_out,
    picture_out,
)
from lagesbild_web.api.problems import INVALID, Fault, Refused
from lagesbild_web.areas.queries import categories_of, shapes_of
from lagesbild_web.base.paging import LAST_PAGE
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.filters import as_query
from lagesbild_web.incidents.queries import incident_for, incidents_after
from lagesbild_web.now.queries import deviations_for
from lagesbild_web.pictures.actions import export_picture
from lagesbild_web.pictures.queries import picture_for, pictures_for

incidents = Router(tags=["Läsa händelser"])
figures = Router(tags=["Läsa siffror"])
pictures = Router(tags=["Läsa lägesbilder"])
lists = Router(tags=["Listor att skriva med"])

_USUAL, _MOST = 100, 500
_BY = {"kategori,omrade": "category area", "kategori": "category", "omrade": "area", "inget": ""}


@incidents.get(
    "/handelser",
    response=IncidentsOut,
    url_name="incidents",
    operation_id="handelser",
    summary="Hämta händelser",
)
def incident_list(
    request: HttpRequest,
    words: Query[IncidentWords],
) -> IncidentsOut:
    """Svarar med händelser, den senaste först. Filtret är samma som i webbadresserna.

    Följ ``next`` tills den är null; det som kommer till under tiden flyttar inget. Platsen är så noga som
    nyckelns roll får veta: ``cell_m`` säger när den är grov. Varje hämtning skrivs i loggen.
    """
    del words  # described here, read together below
    actor = actor_with(request, Scope.INCIDENTS)
    wanted = filter_in(request, "antal", "fortsatt")
    size = whole_number(request, "antal", usual=_USUAL, most=_MOST)
    stretch = incidents_after(actor, wanted, after=mark_in(request, wanted), size=size)
    record_reading(actor, what="incidents", rows=len(stretch.rows), selection=_selection(wanted))
    following = None
    if stretch.more is not None:
        rest = urlencode({"antal": str(size), "fortsatt": written_mark(stretch.more, wanted)})
        following = f"{reverse('api:incidents')}?" + "&".join(filter(None, [as_query(wanted), rest]))
    return IncidentsOut(incidents=[incident_out(row) for row in stretch.rows], next=following)


@incidents.get(
    "/handelser/{uuid:handelse}", response=IncidentOut, url_name="incident", operation_id="handelse",
    summary="Hämta en händelse",
)  # fmt: skip
def incident(request: HttpRequest, handelse: UUID) -> IncidentOut:
    """Svarar med en händelse, platsen så noga som nyckelns roll får veta. Hämtningen skrivs i loggen."""
    actor = actor_with(request, Scope.INCIDENTS)
    refuse_if(unknown_words(request, ()))
    found = incident_for(actor, handelse)
    record_reading(actor, what="incident", rows=1, selection=str(handelse))
    return incident_out(found.row)


@figures.get("/antal", response=CountsOut, url_name="counts", operation_id="antal", summary="Hämta antal")
def counts(request: HttpRequest, words: Query[CountWords]) -> CountsOut:
    """Svarar med antal efter kategori, område och period. Filtret är samma som i webbadresserna.

    Med antalen följer metod, version, urval och hur många som inte kunde räknas i någon period.
    """
    del words  # described here, read together below
    actor = actor_with(request, Scope.FIGURES)
    wanted = filter_in(request, "period", "per")
    chosen = choice(request, "period", {name: name for name in PERIODS}, usual="manad")
    by = tuple(choice(request, "per", _BY, usual="kategori,omrade").split())
    try:
        found = counted(actor, wanted, period=chosen, by=by)
    except TooManyCountsError as error:
        sentence = _("Det blir fler än %(most)d antal. Välj färre dagar eller en längre period.")
        raise Refused(
            INVALID, faults=[Fault(path="period", detail=sentence % {"most": MOST_COUNTS})]
        ) from error
    record_reading(actor, what="counts", rows=len(found.lines), selection=_selection(wanted))
    return counts_out(found, selection=as_query(wanted))


@figures.get(
    "/avvikelser", response=DeviationsOut, url_name="deviations", operation_id="avvikelser",
    summary="Hämta vad som stack ut förra veckan",
)  # fmt: skip
def deviations(request: HttpRequest) -> DeviationsOut:
    """Svarar med allt som stack ut den senaste hela veckan, bedömt som på sidan Läget nu.

    Varje fynd har antal, väntat antal, intervall, p- och q-värde och en bedömning i ord.
    """
    actor = actor_with(request, Scope.FIGURES)
    refuse_if(unknown_words(request, ()))
    found = deviations_for(actor)
    record_reading(actor, what="deviations", rows=len(found.findings), selection=found.monday.isoformat())
    return deviations_out(found)


@pictures.get(
    "/lagesbilder",
    response=PicturesOut,
    url_name="pictures",
    operation_id="lagesbilder",
    summary="Lista lägesbilder",
)
def picture_list(request: HttpRequest, words: Query[PageWords]) -> PicturesOut:
    """Svarar med publicerade lägesbilder som nyckelns roll får se, den senaste först."""
    del words  # described here, read below
    actor = actor_with(request, Scope.PICTURES)
    refuse_if(unknown_words(request, ("sida",)))
    page = pictures_for(actor, number=whole_number(request, "sida", usual=1, most=LAST_PAGE))
    published = [picture_out(row) for row in page.rows if row.status == "published"]
    following = f"{reverse('api:pictures')}?sida={page.next}" if page.next else None
    return PicturesOut(pictures=published, next=following)


@pictures.get(
    "/lagesbilder/{uuid:lagesbild}", url_name="picture", operation_id="lagesbild",
    summary="Hämta en lägesbild",
)  # fmt: skip
def picture(request: HttpRequest, lagesbild: UUID) -> HttpResponse:
    """Svarar med lägesbilden som den är publicerad: avsnitt, fynd, tabeller, metoder och underlag."""
    actor = actor_with(request, Scope.PICTURES)
    refuse_if(unknown_words(request, ()))
    if picture_for(actor, lagesbild).summary.status != "published":
        raise NotFound
    file = export_picture(actor, lagesbild, format="json")
    return HttpResponse(file.content, content_type="application/json")


@lists.get(
    "/kategorier",
    response=CategoriesOut,
    url_name="categories",
    operation_id="kategorier",
    summary="Hämta kategorier",
)
def categories(request: HttpRequest) -> CategoriesOut:
    """Svarar med kommunens kategorier i läsordning, också dem som inte längre används."""
    refuse_if(unknown_words(request, ()))
    found = categories_of(_municipality(request), with_retired=True)
    return CategoriesOut(categories=[category_out(category) for category in found])


@lists.get(
    "/omraden",
    response=AreasOut,
    url_name="areas",
    operation_id="omraden",
    summary="Hämta områden och platser",
)
def areas(request: HttpRequest) -> AreasOut:
    """Svarar med områden och namngivna platser som gäller i dag, som GeoJSON i WGS 84."""
    refuse_if(unknown_words(request, ()))
    shapes = shapes_of(_municipality(request))
    return AreasOut(type="FeatureCollection", features=[area_out(shape) for shape in shapes])


def _selection(wanted: IncidentFilter) -> str:
    """The filter for the log, which holds no words that somebody searched for."""
    searched = _(" (och ett sökord)") if wanted.text else ""
    return (as_query(replace(wanted, text="")) or "-") + searched


def _municipality(request: HttpRequest) -> UUID:
    home = key_of(request).actor.municipality_id
    if home is None:
        raise NotAllowed
    return home
