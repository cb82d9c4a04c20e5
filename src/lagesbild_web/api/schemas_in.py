"""What other systems send: the shape of a report, checked strictly and described for the document."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from lagesbild_web.api.times import day_in, moment_in
from lagesbild_web.incidents.actions.reporting import MOST_FROM_A_SYSTEM

_EXAMPLE: Final[dict[str, Any]] = {
    "client_id": "6f1c0d6e-93a4-4d4f-9f0b-6a3f0c9a2f11",
    "incidents": [
        {
            "category": "klotter",
            "starts_at": "2026-11-20T22:00:00+01:00",
            "ends_at": "2026-11-21T06:00:00+01:00",
            "place": "Stationstorget",
            "seriousness": 2,
            "text": "Klotter på väggen vid tunneln.",
        },
        {"category": "klotter", "day": "2026-11-19", "e": 674570, "n": 6580742, "police_report": "yes"},
    ],
}
_ZERO_EXAMPLE: Final[dict[str, Any]] = {
    "client_id": "0c8f1f64-0b5e-4bb7-9f0f-0d9f1b7a4c11",
    "first_day": "2026-11-16",
    "last_day": "2026-11-22",
}


def _read(read: Callable[[str], object], *, schema_format: str) -> Any:
    """A text that is read by a function whose ``ValueError`` is the sentence that says what is wrong."""

    def parse(written: object) -> object:
        if not isinstance(written, str):
            raise ValueError(_("Skriv en text inom citattecken."))
        return read(written)

    return BeforeValidator(
        parse, json_schema_input_type=Annotated[str, Field(json_schema_extra={"format": schema_format})]
    )


def _storable(text: str) -> str:
    """A zero byte is no letter, and PostgreSQL cannot keep it."""
    if "\0" in text:
        raise ValueError(_("Ta bort tecknet med koden noll."))
    return text


def _uuid_in(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise ValueError(
            _("Skriv ett id (UUID), till exempel 6f1c0d6e-93a4-4d4f-9f0b-6a3f0c9a2f11.")
        ) from None


Words = Annotated[str, AfterValidator(_storable)]
Moment = Annotated[datetime, _read(moment_in, schema_format="date-time")]
Day = Annotated[date, _read(day_in, schema_format="date")]
Id = Annotated[UUID, _read(_uuid_in, schema_format="uuid")]


class _Sent(Schema):
    """Nothing is taken for something else: no numbers in quotation marks, no names that nobody reads."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class IncidentIn(_Sent):
    """Något som har hänt. Tiden är ``starts_at`` eller ``day``; platsen sägs på ett av fem sätt."""

    category: Words = Field(max_length=60, description="Kod ur /kategorier.")
    starts_at: Moment | None = Field(
        None, description="När det hände, eller den tidigaste tiden om ends_at också finns."
    )
    ends_at: Moment | None = Field(None, description="Den senaste tiden det kan ha hänt.")
    day: Day | None = Field(
        None, description="Dagen, när klockslaget är okänt. Skrivs i stället för starts_at."
    )
    lon: float | None = Field(None, description="Longitud, WGS 84. Skrivs tillsammans med lat.")
    lat: float | None = Field(None, description="Latitud, WGS 84.")
    e: float | None = Field(
        None, description="Östlig koordinat, SWEREF 99 TM, meter. Skrivs tillsammans med n."
    )
    n: float | None = Field(None, description="Nordlig koordinat, SWEREF 99 TM, meter.")
    uncertainty_m: int | None = Field(
        None, description="Hur långt från punkten det kan ha varit, meter, högst 20 000."
    )
    place_id: Id | None = Field(None, description="Id ur /omraden: en namngiven plats eller ett område.")
    place: Words | None = Field(
        None, max_length=200, description="En plats eller ett område ur /omraden, med namn eller kod."
    )
    place_name: Words = Field("", max_length=1000, description="Platsen i egna ord, när inget annat finns.")
    seriousness: int | None = Field(None, description="1 är minst, 5 är mest. Utan det gäller kategorins.")
    witnessed: Literal["", "seen", "heard"] = Field(
        "", description="seen: sett själv. heard: hört av någon annan."
    )
    police_report: Literal["yes", "no", "unknown"] = Field("unknown", description="Om det är polisanmält.")
    text: Words = Field(
        "", max_length=10_000, description="Kort beskrivning utan personuppgifter, högst 4 000 tecken."
    )
    personal_data_motive: Words = Field(
        "",
        max_length=300,
        description="Varför ord som liknar personuppgifter måste stå kvar. Händelsen granskas då alltid.",
    )
    own_circle: bool = Field(False, description="true: visas bara för den egna organisationen.")


class ReportIn(_Sent):
    """En rapport: en eller flera händelser. Alla sparas, eller ingen."""

    model_config = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False, json_schema_extra={"example": _EXAMPLE}
    )

    client_id: Id = Field(
        description="Rapportens nummer, gjort av avsändaren. Samma nummer en gång till sparas inte igen."
    )
    incidents: list[IncidentIn] = Field(
        min_length=1, max_length=MOST_FROM_A_SYSTEM, description="Händelserna, 1–500."
    )


class ZeroReportIn(_Sent):
    """Att inget har hänt från en dag till en annan, båda medräknade."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra={"example": _ZERO_EXAMPLE})

    client_id: Id = Field(description="Rapportens nummer, gjort av avsändaren.")
    first_day: Day = Field(description="Första dagen då inget hände.")
    last_day: Day = Field(description="Sista dagen då inget hände; samma som first_day för en enda dag.")
