"""Every morning: letters about keys to the API that soon stop working, a month before and a week before."""

from datetime import date, time, timedelta
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.document import swedish
from lagesbild_web.access.actions.key_letters import tell_of_ending_key
from lagesbild_web.access.queries.keys import keys_to_tell_of
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.schedule import declare


def declare_all() -> None:
    """Say what comes back every morning; called when the feature is loaded."""
    declare(
        "access.key_letters",
        gettext_lazy("Brev om API-nycklar som snart slutar"),
        send_key_letters,
        every=timedelta(days=1),
        at=time(6, 30),
        what=gettext_lazy(
            "Skickar brev en månad och en vecka innan en API-nyckel slutar fungera. Pausat går inga brev ut."
        ),
    )


def send_key_letters(today: date | None = None) -> str:
    """Send the letters of the day, none of them twice; returns a sentence about how many."""
    day = today or timezone.localdate()
    actor = the_system(uuid4().hex)
    sent = sum(tell_of_ending_key(actor, key_id, today=day) for key_id in keys_to_tell_of(day))
    return _("Skickade %(n)s.") % {"n": swedish.plural(sent, _("brev"), _("brev"))}
