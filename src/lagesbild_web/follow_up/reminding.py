"""Letters about what waits: one letter with everything, on Mondays, to those who hold the functions."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild_web.access.queries import letters_to_holders
from lagesbild_web.base.actor import the_system
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
    actor = the_system(uuid4().hex)
    waiting: dict[UUID, list[Due]] = {}
    for due in everything_due(actor, day):
        if due.function_id is not None and due.due_on - day <= NOTICE:
            waiting.setdefault(due.function_id, []).append(due)
    sent = 0
    for user_id, (address, held) in letters_to_holders(waiting).items():
        dues = [due for function_id in held for due in waiting[function_id]]
        sent += send_reminder(
            actor, user_id, address, dues, day=day, is_first_of_month=day.day <= _FIRST_WEEK
        )
    return _("Skickade %(n)s.") % {"n": swedish.plural(sent, _("påminnelse"), _("påminnelser"))}
