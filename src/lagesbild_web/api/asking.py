"""Read what the address asks for: the filter in the same words as the pages, and how much at a time."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final
from uuid import UUID

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from lagesbild_web.api.problems import INVALID, Fault, Refused
from lagesbild_web.api.times import moment_in
from lagesbild_web.incidents.contracts import IncidentFilter, Mark
from lagesbild_web.incidents.filters import KEYS, as_query, read_filter

_SALT: Final = "lagesbild.api.mark"


class FilterWords(Schema):
    """The filter's words in an address; read by ``incidents.filters``, described here."""

    kategori: list[str] = Field(
        [], description="Kod ur /kategorier; en grupp gäller allt under den. Får upprepas."
    )
    omrade: list[str] = Field([], description="Id ur /omraden. Får upprepas.")
    yta: str | None = Field(None, description="Hörn i en yta: lon,lat;lon,lat;lon,lat (WGS 84), 3–200 hörn.")
    kalla: list[str] = Field([], description="Källa; ”rapport” är det som rapporterats här. Får upprepas.")
    organisation: list[str] = Field([], description="Organisationens id. Får upprepas.")
    fran: str | None = Field(None, description="Första dagen, till exempel 2025-01-01.")
    till: str | None = Field(None, description="Sista dagen, till exempel 2025-03-31.")
    timmar: str | None = Field(None, description="Timmar, till exempel 20-23 eller 22-04.")
    veckodagar: str | None = Field(None, description="1 är måndag, till exempel 5-7.")
    allvar: str | None = Field(None, description="1 är minst, 5 är mest, till exempel 3-5.")
    lage: list[str] = Field(
        [],
        description="godkand (gäller om inget sägs), vantar, fraga, ihopslagen, tillbakadragen eller alla.",
    )
    sok: str | None = Field(None, description="Ord som ska finnas i texten eller platsens namn.")


class IncidentWords(FilterWords):
    """What a list of incidents is asked with."""

    antal: str = Field("100", description="Så många på en gång, 1–500.")
    fortsatt: str | None = Field(None, description="Var nästa del börjar; står i next.")


class CountWords(FilterWords):
    """What counts are asked with."""

    period: str = Field("manad", description="dag, vecka, manad, tertial, kvartal eller ar.")
    per: str = Field(
        "kategori,omrade",
        description="Hur antalet delas: kategori,omrade eller kategori eller omrade eller inget.",
    )


class PageWords(Schema):
    """What a list of pictures is asked with."""

    sida: str = Field("1", description="Sidans nummer, från 1.")


def filter_in(request: HttpRequest, *others: str) -> IncidentFilter:
    """Return the filter that the address asks for; ``others`` are the words that the call knows besides it.

    Raises
    ------
    Refused
        With a fault for each word that is not known or cannot be read.
    """
    faults = unknown_words(request, (*KEYS, *others))
    read = read_filter(request.GET)
    faults += [Fault(path=key, detail=sentence) for key, sentence in read.faults.items()]
    refuse_if(faults)
    return read.filter


def unknown_words(request: HttpRequest, known: Iterable[str]) -> list[Fault]:
    """Return a fault for each word that nobody reads: a slip would otherwise give more than was asked for."""
    listed = sorted(known)
    faults = []
    for word in request.GET:
        if word not in listed:
            near = get_close_matches(word[:60], listed, n=1)
            hint = _(" Menade du %(near)s?") % {"near": near[0]} if near else ""
            faults.append(Fault(path=word, detail=_("Parametern finns inte.") + hint))
    return faults


def whole_number(request: HttpRequest, word: str, *, usual: int, most: int) -> int:
    """Return a whole number from 1 to ``most``, ``usual`` when the address does not say."""
    written = request.GET.get(word, str(usual))
    if not (written.isascii() and written.isdigit() and 1 <= int(written[:9]) <= most):
        sentence = _("Skriv ett heltal från 1 till %(most)d.") % {"most": most}
        raise Refused(INVALID, faults=[Fault(path=word, detail=sentence)])
    return int(written)


def choice(request: HttpRequest, word: str, choices: Mapping[str, str], *, usual: str) -> str:
    """Return what one of the choices stands for."""
    written = request.GET.get(word, usual)
    if written not in choices:
        sentence = _("Välj ett av: %(choices)s.") % {"choices": ", ".join(choices)}
        raise Refused(INVALID, faults=[Fault(path=word, detail=sentence)])
    return choices[written]


def refuse_if(faults: list[Fault]) -> None:
    """Stop when there is any fault, with all of them."""
    if faults:
        raise Refused(INVALID, faults=faults)


def written_mark(mark: Mark, wanted: IncidentFilter) -> str:
    """Return where the next stretch begins, as the address says it; signed, and only for this filter."""
    told = [mark.starts_at.isoformat(), mark.incident_id.hex, as_query(wanted)]
    return signing.dumps(told, salt=_SALT, compress=True)


def mark_in(request: HttpRequest, wanted: IncidentFilter) -> Mark | None:
    """Return where to go on reading, None from the beginning.

    Raises
    ------
    Refused
        If it is not what the stretch before gave, or belongs to another filter.
    """
    written = request.GET.get("fortsatt", "")
    if not written:
        return None
    try:
        starts_at, incident_id, asked = signing.loads(written, salt=_SALT)
    except (signing.BadSignature, ValueError) as error:
        raise _wrong_mark(_("Fortsättningen går inte att läsa. Börja om utan fortsatt.")) from error
    if asked != as_query(wanted):
        raise _wrong_mark(_("Fortsättningen hör till ett annat urval. Börja om utan fortsatt."))
    return Mark(moment_in(starts_at), UUID(incident_id))


def _wrong_mark(sentence: str) -> Refused:
    return Refused(INVALID, faults=[Fault(path="fortsatt", detail=sentence)])
