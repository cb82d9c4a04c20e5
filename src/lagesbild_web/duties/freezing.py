"""Keep how it stood each month: a job that runs every night, and that does something once a month."""

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import all_municipalities
from lagesbild_web.base.actor import the_system
from lagesbild_web.duties import actions
from lagesbild_web.duties.models import Frozen


def freeze_statuses() -> str:
    """Freeze the statuses of every municipality that has not been frozen this month."""
    month = timezone.localdate().replace(day=1)
    done = set(Frozen.objects.filter(month=month).values_list("municipality_id", flat=True))
    waiting = [each for each in all_municipalities() if each.id not in done]
    for municipality in waiting:
        actions.freeze_month(the_system(uuid4().hex), municipality.id, month=month)
    if not waiting:
        return _("Den här månaden är redan sparad.")
    return _("Sparade läget för %(n)s kommuner.") % {"n": len(waiting)}
