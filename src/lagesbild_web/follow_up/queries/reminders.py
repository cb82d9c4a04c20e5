"""Read how often somebody wants letters."""

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.follow_up.models import ReminderChoice


def chosen_reminders(actor: Actor) -> str:
    """Return what the actor has chosen; every Monday when nothing is.

    Raises
    ------
    NotAllowed
        If the actor works nowhere: nothing can wait.
    """
    if actor.municipality_id is None or actor.user_id is None:
        raise NotAllowed
    row = ReminderChoice.objects.filter(user_id=actor.user_id).first()
    return row.how if row else "weekly"
