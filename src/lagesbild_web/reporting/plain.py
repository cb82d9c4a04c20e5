"""A report as one plain form: as many incidents as the reporter asks for, on one page, without a script."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import QueryDict

from lagesbild_web.base.refusals import Invalid
from lagesbild_web.incidents.contracts import Draft
from lagesbild_web.reporting.forms import FIELD_OF, SAME, Choices, IncidentForm

MOST: Final = 10
"""More than this on one page is easier as several reports."""


@dataclass(frozen=True, slots=True)
class PlainReport:
    """The forms of a report and the id that lets it be sent twice and kept once."""

    client_id: UUID
    forms: list[IncidentForm]

    @property
    def can_grow(self) -> bool:
        """There is room for one more incident."""
        return len(self.forms) < MOST

    @property
    def has_faults(self) -> bool:
        """Something must be changed."""
        return any(form.errors for form in self.forms)

    def drafts(self, at: datetime) -> list[Draft] | None:
        """Return what the forms say, or None when something must be changed; all faults are told at once."""
        if not all([form.is_valid() for form in self.forms]):  # a list: every form is checked
            return None
        drafts: list[Draft] = []
        for form in self.forms:
            drafts.append(form.draft(at, previous=drafts[-1] if drafts else None))
        return drafts

    def take_faults(self, error: Invalid) -> None:
        """Put the use case's faults, such as ``0.text``, on the fields that they are about."""
        for place, sentence in error.faults.items():
            number, _, field = place.partition(".")
            form = self.forms[int(number)] if number.isdigit() else self.forms[0]
            name = FIELD_OF.get(field, field)
            form.add_error(name if name in form.fields else None, sentence)


def plain_report(choices: Choices, data: QueryDict | None) -> PlainReport:
    """Return the forms, empty or as they were sent."""
    if data is None:
        return PlainReport(uuid4(), [IncidentForm(choices, prefix="h0")])
    return PlainReport(
        _id(data), [IncidentForm(choices, data, prefix=f"h{n}", follows=n) for n in range(_count(data))]
    )


def changed_report(choices: Choices, data: QueryDict) -> PlainReport | None:
    """Return the forms with one incident more or one less, if asked for; nothing is checked."""
    wish = data.get("gor", "")
    values = [IncidentForm(choices, data, prefix=f"h{n}", follows=n).values for n in range(_count(data))]
    if wish == "till" and len(values) < MOST:
        values.append({})
    elif wish.startswith("ta-bort-") and wish[8:].isdecimal() and len(values) > 1:
        _remove(values, min(int(wish[8:]), len(values) - 1))
    elif wish != "till":
        return None
    return PlainReport(
        _id(data), [IncidentForm(choices, prefix=f"h{n}", initial=v, follows=n) for n, v in enumerate(values)]
    )


def _remove(values: list[dict[str, Any]], number: int) -> None:
    """Take an incident away; one that happened at its place keeps the place."""
    gone = values.pop(number)
    if number < len(values) and values[number].get("place") == SAME:
        values[number] |= {"place": gone.get("place"), "address": gone.get("address")}


def _count(data: QueryDict) -> int:
    written = data.get("antal", "1")
    return (
        min(max(int(written), 1), MOST) if written.isascii() and written.isdigit() and len(written) < 4 else 1
    )


def _id(data: QueryDict) -> UUID:
    try:
        return UUID(data.get("client_id", ""))
    except ValueError:
        return uuid4()
