"""Send a letter about what waits, and choose how often one wants it."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild_web.access.rights import Domain, require, require_self
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.due import Due
from lagesbild_web.base.letters import home_address, send_letter
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.follow_up.contracts import REMINDER_LABELS
from lagesbild_web.follow_up.models import ReminderChoice, ReminderDay


@action("follow_up.send_reminder")
def send_reminder(
    actor: Actor, user_id: UUID, address: str, dues: Sequence[Due], *, day: date, is_first_of_month: bool
) -> bool:
    """Send one letter with everything that waits for somebody; returns whether it was sent.

    It is not sent to somebody who does not want it, and never twice for the same day.
    """
    ordered = sorted(dues, key=lambda due: (due.due_on, due.text))
    home = ordered[0].municipality_id
    require(actor, Right.MANAGE_PLAN, Domain(home, home))
    how = ReminderChoice.objects.filter(user_id=user_id).values_list("how", flat=True).first() or "weekly"
    is_wanted = how == "weekly" or (how == "monthly" and is_first_of_month)
    made = False
    if is_wanted:
        _row, made = ReminderDay.objects.get_or_create(
            user_id=user_id, day=day, defaults={"things": len(ordered)}
        )
    if made:
        send_letter(
            address,
            subject=_("%(n)s väntar på dig i Lägesbild")
            % {"n": swedish.plural(len(ordered), _("sak"), _("saker")).capitalize()},
            template="follow_up/letters/reminder.letter",
            lines=[_line(due, day) for due in ordered],
            home=home_address(),
        )
    record(
        actor,
        "follow_up.reminded" if made else "follow_up.not_reminded",
        municipality_id=home,
        things=len(ordered),
    )
    return made


@action("follow_up.choose_reminders")
def choose_reminders(actor: Actor, *, how: str) -> None:
    """Choose how often one wants letters about what waits.

    Raises
    ------
    Invalid
        If there is no such choice.
    """
    if actor.user_id is None or actor.municipality_id is None:
        raise NotFound
    require_self(actor, actor.user_id)
    if how not in REMINDER_LABELS:
        raise Invalid(how=_("Välj hur ofta du vill ha brev."))
    ReminderChoice.objects.update_or_create(user_id=actor.user_id, defaults={"how": how})
    record(
        actor,
        "follow_up.reminders_chosen",
        municipality_id=actor.municipality_id,
        how=str(REMINDER_LABELS[how]),
    )


def _line(due: Due, today: date) -> dict[str, str]:
    when = _("skulle ha varit klart %(day)s") if due.due_on < today else _("klart senast %(day)s")
    return {"text": due.text, "url": due.url, "when": when % {"day": due.due_on.isoformat()}}
