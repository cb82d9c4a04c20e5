"""Letters about what waits: one letter with everything, on Mondays, to those who hold the functions.

What waits for a function that nobody holds, or for none, is told to the municipality's coordinators.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild_web.access.queries import (
    all_municipalities,
    functions_with_role,
    letters_to_holders,
    vacant_functions,
)
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import the_system, the_system_in
from lagesbild_web.base.due import Due, everything_due
from lagesbild_web.follow_up.actions.reminders import send_reminder

NOTICE: Final = timedelta(days=14)
"""How long before its day something is reminded of."""
_MONDAY: Final = 0
_FIRST_WEEK: Final = 7


def send_reminders(today: date | None = None) -> str | None:
    """Send the reminders of the day; does nothing on other days than Mondays, and nothing twice.

    Returns a sentence about what was sent, None when it was not the day.
    """
    day = today or timezone.localdate()
    if day.weekday() != _MONDAY:
        return None
    waiting: dict[UUID, list[Due]] = {}
    for function_id, due in _told(_near(day)):
        waiting.setdefault(function_id, []).append(due)
    actor = the_system(uuid4().hex)
    sent = 0
    for user_id, (address, held) in letters_to_holders(waiting).items():
        dues = [due for function_id in held for due in waiting[function_id]]
        sent += send_reminder(
            actor, user_id, address, dues, day=day, is_first_of_month=day.day <= _FIRST_WEEK
        )
    return _("Skickade %(n)s.") % {"n": swedish.plural(sent, _("påminnelse"), _("påminnelser"))}


def _near(day: date) -> list[Due]:
    """Return what waits within the notice: asked for one municipality at a time, as the pages ask."""
    found = []
    for home in all_municipalities():
        actor = the_system_in(uuid4().hex, municipality_id=home.id, municipality=home.name)
        dues = (due for due in everything_due(actor, day) if due.municipality_id == home.id)
        found += [due for due in dues if due.due_on - day <= NOTICE]
    return found


def _told(dues: Sequence[Due]) -> Iterator[tuple[UUID, Due]]:
    """Return which function is told of each: the one that answers, or coordinators while nobody holds it."""
    vacant = vacant_functions(due.function_id for due in dues if due.function_id)
    for due in dues:
        if due.function_id is not None and due.function_id not in vacant:
            yield due.function_id, due
            continue
        text = (
            due.text if due.function_id is None else _("%(text)s (ingen har funktionen)") % {"text": due.text}
        )
        for coordinator in functions_with_role(due.municipality_id, Role.COORDINATOR):
            yield coordinator.id, replace(due, text=text)
