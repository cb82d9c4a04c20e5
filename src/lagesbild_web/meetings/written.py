"""Read what was written on the page of a meeting; the names of its fields are here and in its template."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from lagesbild_web.base.form_page import fault_of_day
from lagesbild_web.meetings.actions.holding import Kept, NewDecision, Note
from lagesbild_web.meetings.stepping import Told


def read_kept(data: QueryDict, *, with_new: bool = True) -> Kept:
    """Return what was written. ``with_new`` False leaves a decision that is being typed for later."""
    return Kept(
        notes=dict(_notes(data)),
        present=list(_ids(data, "narvarande")) if "narvaro" in data else None,
        told=dict(_told(data)),
        decision=_decision(data) if with_new else None,
        next_at=_moment(data.get("nasta", "")),
    )


def unreadable(data: QueryDict, *, with_new: bool = True) -> dict[str, str]:
    """Return a sentence for each day that cannot be read, by the id of its field on the page."""
    fields = {name: name for name in data if name.startswith("till-")} | {"nasta": "nasta"}
    if with_new and _decision(data) is not None:
        fields["nytt-klart"] = "nytt-due_on"
    faults = {}
    for name, field in fields.items():
        written = str(data.get(name, "")).strip()
        moment = _moment(written) if name == "nasta" else _day(written)
        if written and moment is None:
            faults[field] = _("”%(written)s” är ingen dag. Skriv år-månad-dag, till exempel %(example)s.") % {
                "written": written[:40],
                "example": "2025-03-09 13:00" if name == "nasta" else "2025-03-09",
            }
        elif moment is not None and (
            fault := fault_of_day(moment.date() if isinstance(moment, datetime) else moment)
        ):
            faults[field] = fault
    return faults


def _notes(data: QueryDict) -> Iterator[tuple[int, Note]]:
    for name in data:
        key = name.removeprefix("note-")
        if name.startswith("note-") and key.isascii() and key.isdigit() and len(key) < 18:
            yield int(key), Note(str(data[name]), _number(data.get(f"version-{key}", "")))


def _told(data: QueryDict) -> Iterator[tuple[UUID, Told]]:
    for name in data:
        key = _uuid(name.removeprefix("lage-")) if name.startswith("lage-") else None
        if key is not None:
            yield (
                key,
                Told(
                    str(data[name]),
                    str(data.get(f"varfor-{key}", "")),
                    _number(data.get(f"version-{key}", "")),
                    _day(data.get(f"till-{key}", "")),
                ),
            )


def _decision(data: QueryDict) -> NewDecision | None:
    text, follow_up = data.get("nytt-text", "").strip(), data.get("nytt-uppfoljning", "").strip()
    if not text and not follow_up:
        return None
    return NewDecision(
        text=text,
        function_id=_uuid(data.get("nytt-ansvarig", "")),
        due_on=_day(data.get("nytt-klart", "")),
        follow_up=follow_up,
        is_for_steering="nytt-styrgrupp" in data,
    )


def _ids(data: QueryDict, name: str) -> Iterator[UUID]:
    for value in data.getlist(name):
        key = _uuid(str(value))
        if key is not None:
            yield key


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    """Return a version; what is not a number is no version that anybody has seen."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    if found is not None and fault_of_day(found.date()):
        return found  # so far away that it cannot be moved to another time zone
    return timezone.make_aware(found) if found is not None and timezone.is_naive(found) else found
