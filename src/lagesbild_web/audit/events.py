"""The closed vocabulary of the log: every event, the facts it holds, and the sentence it is read as.

Each feature declares what it writes in a room of its own, ``<feature>/events.py``; all are read when
the web starts. A fact is an id, a number, a date, a code or a reason that somebody wrote; never a
person's name, address or any text that was screened away.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Event:
    """Something that can happen: its stable name, its facts, and its Swedish sentence with them in it."""

    name: str
    keys: frozenset[str]
    sentence: Promise


EVENTS: Final[dict[str, Event]] = {}
"""Every event by its name; nothing else can be written in the log."""


def event(name: str, sentence: Promise, *keys: str) -> Event:
    """Return an event named ``thing.happened`` whose sentence holds the facts by their keys."""
    return Event(name, frozenset(keys), sentence)


def declare(*events: Event) -> None:
    """Let events be written in the log; called when the feature is loaded.

    Raises
    ------
    ValueError
        If two features declare the same event.
    """
    for new in events:
        if new.name in EVENTS:
            raise ValueError(f"the event {new.name} is declared twice")
        EVENTS[new.name] = new


declare(
    event(
        "audit.checked",
        _("Kontrollerade loggen: {records} händelser, {faults} fel."),
        "records",
        "faults",
    ),
    event("audit.log_exported", _("Hämtade {rows} rader ur loggen som {format}."), "rows", "format"),
    event(
        "audit.retention_decided",
        _("Bestämde att {record_type} sparas i {months} månader. Grund: {basis}"),
        "record_type",
        "months",
        "basis",
    ),
    event(
        "audit.old_removed",
        _("Gallrade {record_type}: {removed} som var äldre än {before}."),
        "record_type",
        "removed",
        "before",
    ),
    event(
        "audit.disclosure_registered",
        _("Registrerade ett utlämnande {disclosed_on} till {receiver}. Grund: {ground}."),
        "receiver",
        "ground",
        "disclosed_on",
    ),
    event(
        "audit.disclosure_corrected",
        _("Rättade ett registrerat utlämnande {disclosed_on} till {receiver}. Grund: {ground}."),
        "receiver",
        "ground",
        "disclosed_on",
    ),
    event(
        "audit.person_erased",
        _("Raderade kopplingen mellan en person och {records} händelser i loggen. Skäl: {reason}"),
        "records",
        "reason",
    ),
)
