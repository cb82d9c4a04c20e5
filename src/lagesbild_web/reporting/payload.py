"""Read what a phone sends: JSON, checked field by field before it becomes drafts."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.base.refusals import Invalid
from lagesbild_web.incidents.contracts import Draft
from lagesbild_web.reporting.coordinates import WRITTEN_POINT_M, point_in

_PRECISIONS: Final = ("minute", "span", "day")


@dataclass(frozen=True, slots=True)
class ZeroPeriod:
    """The days when nothing happened, both included."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class SentReport:
    """A report as the phone sent it: incidents, or a period in which nothing happened."""

    client_id: UUID
    account: str
    """Whose phone wrote it; not to be believed, only compared with who is logged in."""
    municipality: str
    """Where its categories and places are known; compared with where the sender works now."""
    drafts: tuple[Draft, ...]
    zero: ZeroPeriod | None
    function_id: UUID | None = None
    """As whom, when the sender has chosen."""


def read_report(body: bytes) -> SentReport:
    """Return the report.

    Raises
    ------
    Invalid
        If it is not a report; the sentence names the field.
    """
    data = _json(body)
    zero = data.get("zero")
    incidents = data.get("incidents")
    if not isinstance(incidents, list) or not all(isinstance(item, dict) for item in incidents):
        raise _unreadable("incidents")
    return SentReport(
        client_id=_id(data, "client_id"),
        account=_text(data, "account", 36),
        municipality=_text(data, "municipality", 36),
        drafts=tuple(_draft(item, f"{number}.") for number, item in enumerate(incidents)),
        zero=None if zero is None else _zero(zero),
        function_id=None if data.get("function") is None else _id(data, "function"),
    )


def read_text(body: bytes) -> str:
    """Return the text that somebody is writing.

    Raises
    ------
    Invalid
        If there is none.
    """
    return _text(_json(body), "text", 4000)


def _json(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except ValueError as error:
        raise _unreadable("report") from error
    if not isinstance(data, dict):
        raise _unreadable("report")
    return data


def _draft(item: dict[str, Any], place: str) -> Draft:
    precision = item.get("time_precision")
    if precision not in _PRECISIONS:
        raise _unreadable(f"{place}time_precision")
    draft = Draft(
        category=_text(item, "category", 60, place),
        starts_at=_moment(item, "starts_at", place),
        ends_at=None if item.get("ends_at") is None else _moment(item, "ends_at", place),
        time_precision=precision,
        lon=_number(item, "lon", place),
        lat=_number(item, "lat", place),
        uncertainty_m=_whole(item, "uncertainty_m", place),
        place_id=None if item.get("place_id") is None else _id(item, "place_id", place),
        place_name=_text(item, "place_name", 1000, place),
        seriousness=_whole(item, "seriousness", place),
        witnessed=_text(item, "witnessed", 10, place),
        police_report=_text(item, "police_report", 10, place),
        text=_text(item, "text", 10_000, place),
        personal_data_motive=_text(item, "personal_data_motive", 300, place),
        own_circle=item.get("own_circle") is True,
    )
    point = point_in(draft.place_name)
    if point is None or draft.lon is not None or draft.place_id is not None:
        return draft
    return replace(draft, lon=point.lon, lat=point.lat, uncertainty_m=WRITTEN_POINT_M, place_name="")


def _zero(data: object) -> ZeroPeriod:
    if not isinstance(data, dict):
        raise _unreadable("zero")
    try:
        return ZeroPeriod(date.fromisoformat(str(data["from"])), date.fromisoformat(str(data["to"])))
    except (KeyError, ValueError) as error:
        raise _unreadable("zero") from error


def _text(data: dict[str, Any], key: str, longest: int, place: str = "") -> str:
    value = data.get(key, "")
    # A zero byte is no letter, and PostgreSQL cannot keep it.
    if not isinstance(value, str) or len(value) > longest or "\0" in value:
        raise _unreadable(place + key)
    return value


def _id(data: dict[str, Any], key: str, place: str = "") -> UUID:
    try:
        return UUID(str(data.get(key)))
    except ValueError as error:
        raise _unreadable(place + key) from error


def _moment(data: dict[str, Any], key: str, place: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(data.get(key)))
    except ValueError as error:
        raise _unreadable(place + key) from error
    if moment.tzinfo is None:
        raise _unreadable(place + key)
    return moment


def _number(data: dict[str, Any], key: str, place: str) -> float | None:
    value = data.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _unreadable(place + key)
    return float(value)


def _whole(data: dict[str, Any], key: str, place: str) -> int | None:
    value = _number(data, key, place)
    if value is None:
        return None
    if value != value or abs(value) > 1_000_000 or value != int(value):
        raise _unreadable(place + key)
    return int(value)


def _unreadable(field: str) -> Invalid:
    sentence = _("Det här gick inte att läsa som det skickades (%(field)s). Skriv det igen och skicka.")
    return Invalid(**{field: sentence % {"field": field}})
