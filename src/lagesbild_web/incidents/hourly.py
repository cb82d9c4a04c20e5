"""What the register of incidents does every hour: keep its columns in a file, for the next start."""

import logging
from datetime import timedelta

from django.db import close_old_connections
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.queries import all_municipalities
from lagesbild_web.base.schedule import declare
from lagesbild_web.incidents.columns import keep, warm

_log = logging.getLogger(__name__)


def declare_all() -> None:
    """Say what comes back; called when the feature is loaded."""
    declare(
        "incidents.keep_columns",
        gettext_lazy("Snabb start"),
        _keep_all,
        every=timedelta(hours=1),
        what=gettext_lazy(
            "Sparar händelserna i en fil som läses snabbt när tjänsten startar. Pausas den tar starten "
            "längre tid och databasen växer."
        ),
    )


def warm_all() -> None:
    """Read the columns of the municipalities before the first visitor; whatever is wrong stops no start."""
    try:
        warm(municipality.id for municipality in all_municipalities())
    except Exception:
        # Pages read what they need themselves, and tell what is wrong then.
        _log.exception("could not read the columns ahead")
    finally:
        close_old_connections()


def _keep_all() -> str:
    written = sum(keep(municipality.id) for municipality in all_municipalities())
    return _("%(count)d kommuners händelser sparades.") % {"count": written}
