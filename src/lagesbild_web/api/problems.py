"""How the API says no: problem details (RFC 9457) with Swedish sentences."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from lagesbild_web.base.middleware import current_request_id

MEDIA_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of refusal: its status, its name in addresses, and what it means and asks for."""

    status: int
    code: str
    title: Promise
    meaning: Promise


UNREADABLE: Final = Kind(
    400, "olasligt", _("Det som skickades går inte att läsa"), _("Innehållet är inte giltig JSON.")
)
WITHOUT_KEY: Final = Kind(
    401,
    "nyckel",
    _("En API-nyckel som gäller behövs"),
    _("Nyckeln saknas, är fel, har gått ut eller är avslutad."),
)
NOT_ALLOWED: Final = Kind(
    403,
    "behorighet",
    _("Nyckeln får inte göra det här"),
    _("Nyckelns omfattning eller funktionens roll räcker inte."),
)
NOT_FOUND: Final = Kind(
    404, "finns-inte", _("Det finns inte"), _("Adressen eller saken finns inte, eller är någon annans.")
)
WRONG_METHOD: Final = Kind(
    405, "metod", _("Adressen tar inte emot metoden"), _("Huvudet Allow säger vilka metoder som går.")
)
TOO_LARGE: Final = Kind(413, "for-stort", _("För mycket på en gång"), _("Dela upp det i flera anrop."))
NOT_JSON: Final = Kind(415, "inte-json", _("Skicka JSON"), _("Skicka med Content-Type: application/json."))
INVALID: Final = Kind(
    422,
    "ogiltigt",
    _("Något behöver rättas"),
    _("Alla fel står i errors, vart och ett med plats och mening. Inget sparades."),
)
TOO_OFTEN: Final = Kind(
    429, "for-ofta", _("För många anrop"), _("Vänta så många sekunder som huvudet Retry-After säger.")
)
UNEXPECTED: Final = Kind(
    500,
    "vart-fel",
    _("Något gick fel hos oss"),
    _("Försök igen. Händer det igen: hör av dig med request_id."),
)
KINDS: Final = (
    UNREADABLE, WITHOUT_KEY, NOT_ALLOWED, NOT_FOUND, WRONG_METHOD, TOO_LARGE, NOT_JSON, INVALID, TOO_OFTEN,
    UNEXPECTED,
)  # fmt: skip


class Fault(Schema):
    """Something that must change."""

    path: str = Field(description="Platsen i det som skickades, som JSONPath, eller parametern i adressen.")
    detail: str = Field(description="Vad som är fel och hur man rättar det.")


class Problem(Schema):
    """Varför det inte gick (RFC 9457)."""

    type: str = Field(description="Sorten, med en adress till förklaringen.")
    title: str
    status: int
    detail: str
    errors: list[Fault] = Field(description="Alla fel på en gång; tom när felet inte gäller något enskilt.")
    request_id: str = Field(description="Numret att hänvisa till när man frågar.")


class Refused(Exception):  # noqa: N818  # an answer, read where it is raised
    """The call is refused; the interface answers with the problem."""

    def __init__(
        self, kind: Kind, detail: str = "", *, faults: Sequence[Fault] = (), retry_after: int | None = None
    ) -> None:
        super().__init__(detail or kind.code)
        self.kind = kind
        self.detail = detail
        self.faults = tuple(faults)
        self.retry_after = retry_after


def refused(refusal: Refused) -> HttpResponse:
    """Return the answer to a call that is refused."""
    kind = refusal.kind
    body = Problem(
        type=f"/api/#fel-{kind.code}",
        title=str(kind.title),
        status=kind.status,
        detail=refusal.detail or str(kind.meaning),
        errors=list(refusal.faults),
        request_id=current_request_id(),
    )
    text = json.dumps(body.model_dump(), ensure_ascii=False)
    response = HttpResponse(text.encode("utf-8", "replace"), status=kind.status, content_type=MEDIA_TYPE)
    if kind is WITHOUT_KEY:
        response["WWW-Authenticate"] = 'Bearer realm="Lagesbild"'
    if refusal.retry_after is not None:
        response["Retry-After"] = str(refusal.retry_after)
    return response
