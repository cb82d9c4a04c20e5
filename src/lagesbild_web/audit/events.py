"""The closed vocabulary of the log: every event, the facts it holds, and the sentence it is read as.

A fact is an id, a number, a date, a code or a reason that somebody wrote; never a person's name,
address or any text that was screened away. A new event is a new line here.
"""

from collections.abc import Mapping
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


def _event(name: str, sentence: Promise, *keys: str) -> Event:
    return Event(name, frozenset(keys), sentence)


EVENTS: Final[Mapping[str, Event]] = {
    event.name: event
    for event in (
        _event("access.logged_in", _("Loggade in.")),
        _event("access.log_in_refused", _("Försökte logga in med fel uppgifter.")),
        _event("access.logged_out", _("Loggade ut.")),
        _event("access.password_changed", _("Bytte lösenord.")),
        _event("access.password_reset", _("Ett nytt lösenord sattes av den som driver tjänsten.")),
        _event("access.organisation_created", _("Lade upp organisationen {name}."), "name", "kind"),
        _event("access.account_created", _("Lade upp ett konto.")),
        _event(
            "access.membership_given",
            _("Gav ett konto rollen {role} i {organisation} från {starts_on}."),
            "role",
            "organisation",
            "starts_on",
        ),
        _event(
            "access.membership_ended",
            _("Avslutade rollen {role} för ett konto, från {ends_on}."),
            "role",
            "ends_on",
        ),
        _event("access.account_erased", _("Raderade ett konto. Skäl: {reason}"), "reason"),
        _event(
            "audit.person_erased",
            _("Raderade kopplingen mellan en person och {records} händelser i loggen. Skäl: {reason}"),
            "records",
            "reason",
        ),
        _event(
            "picture.imported",
            _("Laddade in lägesbilden ”{title}”, version {version}, med {files} filer."),
            "title",
            "version",
            "files",
            "snapshot",
        ),
        _event(
            "picture.imported_again",
            _("Laddade in lägesbilden ”{title}” en gång till. Inget ändrades."),
            "title",
            "snapshot",
        ),
        _event(
            "picture.published",
            _("Publicerade lägesbilden ”{title}”. Visas för: {circle}."),
            "title",
            "circle",
        ),
        _event(
            "picture.withdrawn", _("Drog tillbaka lägesbilden ”{title}”. Skäl: {reason}"), "title", "reason"
        ),
        _event("picture.exported", _("Hämtade lägesbilden ”{title}” som {format}."), "title", "format"),
    )
}
