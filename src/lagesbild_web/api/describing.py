"""The document about the API (OpenAPI), and the same in words for a page."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.urls import reverse
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from lagesbild_web.api.interface import api
from lagesbild_web.api.problems import KINDS, MEDIA_TYPE, Problem
from lagesbild_web.api.schemas_in import IncidentIn, ReportIn, ZeroReportIn

_REF: Final = "#/components/schemas/{model}"
_BODIES: Final[Mapping[str, type[BaseModel]]] = {"rapportera": ReportIn, "rapportera_inget": ZeroReportIn}
"""What is sent to an operation. ``incoming`` reads it, and finds more faults at once than ninja does."""
_ALWAYS: Final = (401, 403, 404, 422, 429)
_WITH_BODY: Final = (400, 413, 415)


@dataclass(frozen=True, slots=True)
class Word:
    """A parameter of an address, or a field of what is sent."""

    name: str
    meaning: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Call:
    """An address and what it does."""

    id: str
    method: str
    path: str
    summary: str
    paragraphs: tuple[str, ...]
    parameters: tuple[Word, ...]
    fields: tuple[Word, ...]
    """Fields of each incident, or of what is sent."""
    example: str
    """A line for curl."""


@dataclass(frozen=True, slots=True)
class CallGroup:
    """Calls about one thing."""

    name: str
    calls: tuple[Call, ...]


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    prefix = reverse("api:root").lstrip("/")
    found: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=prefix), default=str))
    found.pop("servers", None)
    models = [(model, "validation") for model in (*_BODIES.values(), Problem)]
    _, described = models_json_schema(models, ref_template=_REF)  # type: ignore[arg-type]  # pairs of a model and how
    found["components"]["schemas"] |= described["$defs"]
    for operation in _operations(found):
        _complete(operation)
    return found


def groups(origin: str) -> list[CallGroup]:
    """Return every call in words, by what it is about; ``origin`` is where the service is."""
    found: dict[str, list[Call]] = {}
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_call(origin, path, method.upper(), operation))
    return [CallGroup(name, tuple(calls)) for name, calls in found.items()]


def _operations(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in found["paths"].values():
        yield from methods.values()


def _complete(operation: dict[str, Any]) -> None:
    """Add what ninja does not know: the body that is read by hand, and every way of saying no."""
    statuses: tuple[int, ...] = _ALWAYS
    body = _BODIES.get(operation["operationId"])
    if body is not None:
        schema = {"$ref": _REF.format(model=body.__name__)}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
        statuses += _WITH_BODY
    problem = {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model=Problem.__name__)}}}
    for kind in KINDS:
        if kind.status in statuses:
            said = {"description": str(kind.title), "content": problem}
            if kind.status == 429:
                said["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
            operation["responses"][str(kind.status)] = said
    for status, said in operation["responses"].items():
        if int(status) < 300:
            said["description"] = "Gick bra"
            said.setdefault("content", {"application/json": {"schema": {"type": "object"}}})


def _call(origin: str, path: str, method: str, operation: dict[str, Any]) -> Call:
    body = _BODIES.get(operation["operationId"])
    described = operation.get("description", "")
    return Call(
        id=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        paragraphs=tuple(" ".join(part.split()) for part in described.replace("``", "").split("\n\n")),
        parameters=tuple(
            Word(p["name"], p.get("description", ""), bool(p["required"]))
            for p in operation["parameters"]
            if p["in"] == "query"
        ),
        fields=_fields(body),
        example=_curl(origin, path, method, body),
    )


def _fields(body: type[BaseModel] | None) -> tuple[Word, ...]:
    if body is None:
        return ()
    inner = IncidentIn.model_fields if body is ReportIn else {}
    told = [(name, field) for name, field in body.model_fields.items()]
    told += [(f"incidents[].{name}", field) for name, field in inner.items()]
    return tuple(Word(name, field.description or "", field.is_required()) for name, field in told)


def _curl(origin: str, path: str, method: str, body: type[BaseModel] | None) -> str:
    address = f"{origin}{path}".replace("{nummer}", "6f1c0d6e-93a4-4d4f-9f0b-6a3f0c9a2f11")
    address = address.replace("{handelse}", "3a0e…").replace("{lagesbild}", "9c41…")
    head = 'curl -H "Authorization: Bearer $NYCKEL"'
    if body is None:
        return f'{head} "{address}"'
    extra = body.model_config.get("json_schema_extra")
    example = extra["example"] if isinstance(extra, dict) else {}
    text = json.dumps(example, ensure_ascii=False, indent=2)
    return f'{head} -X {method} -H "Content-Type: application/json" -d \'{text}\' "{address}"'
