"""Read what another system sends; every fault is found at once, with its place and a sentence."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Never, TypeVar
from uuid import UUID

import pydantic
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.api.drafting import Places, drafted
from lagesbild_web.api.problems import INVALID, NOT_JSON, TOO_LARGE, UNREADABLE, Fault, Refused
from lagesbild_web.api.schemas_in import IncidentIn, ReportIn, ZeroReportIn
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.incidents.contracts import Draft
from lagesbild_web.incidents.drafts import faults_in, vocabulary_of

Model = TypeVar("Model", bound=pydantic.BaseModel)

_SENTENCES: Final = {
    "missing": gettext_lazy("Fältet saknas."),
    "extra_forbidden": gettext_lazy("Fältet finns inte. Kontrollera stavningen."),
    "string_type": gettext_lazy("Skriv en text inom citattecken."),
    "string_unicode": gettext_lazy("Texten innehåller tecken som inte är giltiga."),
    "int_type": gettext_lazy("Skriv ett heltal, utan citattecken."),
    "float_type": gettext_lazy("Skriv ett tal, utan citattecken."),
    "finite_number": gettext_lazy("Skriv ett tal."),
    "bool_type": gettext_lazy("Skriv true eller false, utan citattecken."),
    "list_type": gettext_lazy("Skriv en lista inom hakparenteser."),
    "too_short": gettext_lazy("Listan är tom. Skicka minst en händelse, eller en nollrapport."),
    "too_long": gettext_lazy("En rapport har högst 500 händelser. Dela upp den i flera."),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """A report without faults."""

    client_id: UUID
    drafts: tuple[Draft, ...]


def read_report(request: HttpRequest, municipality_id: UUID) -> Sent:
    """Return the report.

    Raises
    ------
    Refused
        With every fault, of shape and of meaning, of every incident.
    """
    data = _json(request)
    places = Places(municipality_id)
    try:
        report = ReportIn.model_validate(data)
    except pydantic.ValidationError as error:
        faults = list(_faults_of(error))
        read = _readable(data)
    else:
        faults, read = [], dict(enumerate(report.incidents))
    drafts = {number: drafted(incident, places) for number, incident in read.items()}
    vocabulary = vocabulary_of(municipality_id, tuple(found.draft for found in drafts.values()))
    for number, found in drafts.items():
        for field, sentence in found.all_faults(faults_in(found.draft, vocabulary)).items():
            faults.append(Fault(path=f"$.incidents[{number}].{field}", detail=sentence))
    if faults:
        raise Refused(INVALID, faults=faults)
    return Sent(report.client_id, tuple(found.draft for found in drafts.values()))


def read_zero_report(request: HttpRequest) -> ZeroReportIn:
    """Return that nothing has happened; refuses like :func:`read_report`."""
    try:
        return ZeroReportIn.model_validate(_json(request))
    except pydantic.ValidationError as error:
        raise Refused(INVALID, faults=list(_faults_of(error))) from error


def in_json_paths(error: Invalid) -> Refused:
    """Return what a use case refused, with its fields as places in what was sent."""
    return Refused(
        INVALID, faults=[Fault(path=f"$.{field}", detail=text) for field, text in error.faults.items()]
    )


def _json(request: HttpRequest) -> Any:
    if request.content_type != "application/json":
        raise Refused(NOT_JSON)
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise Refused(TOO_LARGE) from error
    try:
        return json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(UNREADABLE) from error


def _no_constant(written: str) -> Never:
    """NaN and Infinity are no JSON."""
    raise ValueError(written)


def _readable(data: Any) -> dict[int, IncidentIn]:
    """Return the incidents that have the right shape, so that their other faults can be told as well."""
    incidents = data.get("incidents") if isinstance(data, dict) else None
    found = {}
    for number, item in enumerate(incidents[:500] if isinstance(incidents, list) else []):
        try:
            found[number] = IncidentIn.model_validate(item)
        except pydantic.ValidationError:
            continue
    return found


def _faults_of(error: pydantic.ValidationError) -> Iterator[Fault]:
    for found in error.errors(include_url=False, include_input=False):
        yield Fault(path=_path(found["loc"]), detail=_sentence(found["type"], found.get("ctx", {})))


def _path(loc: Sequence[str | int]) -> str:
    """Return a place as JSONPath."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc]
    return "$" + "".join(parts)


def _sentence(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return _("Välj ett av: %(choices)s.") % {"choices": str(context["expected"]).replace(" or ", ", ")}
    if kind == "string_too_long":
        return _("Texten är för lång. Korta den till %(most)d tecken.") % {"most": context["max_length"]}
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return _("Skriv ett objekt inom klamrar.")
    return str(_SENTENCES.get(kind, _("Värdet går inte att läsa.")))
