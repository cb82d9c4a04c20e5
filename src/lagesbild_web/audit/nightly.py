"""What the log and its registers do every night: remove what is old, and see that the log is whole."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Final
from uuid import uuid4

from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.queries import all_municipalities
from lagesbild_web.audit.actions import check, remove_old
from lagesbild_web.audit.retention import RETAINABLE
from lagesbild_web.base.actor import the_system
from lagesbild_web.base.schedule import JobFailedError, declare

_log = logging.getLogger(__name__)
_DAILY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Removed:
    """How many of one kind were removed in one municipality; None when it could not be done."""

    municipality: str
    label: str
    count: int | None


def declare_all() -> None:
    """Say what comes back every night; called when the feature is loaded."""
    declare(
        "audit.remove_old",
        gettext_lazy("Gallring"),
        _remove,
        every=_DAILY,
        at=time(3, 0),
        what=gettext_lazy(
            "Tar bort det som är äldre än reglerna säger. Pausas det sparas uppgifter längre än beslutat."
        ),
    )
    declare(
        "audit.check",
        gettext_lazy("Kontroll av loggen"),
        _check,
        every=_DAILY,
        at=time(4, 0),
        what=gettext_lazy("Ser efter att ingen har ändrat, tagit bort eller lagt till något i loggen."),
    )


def remove_all_old() -> Iterator[Removed]:
    """Remove what is old in every municipality, kind by kind; one that cannot be removed stops no other."""
    actor = the_system(uuid4().hex)
    for municipality in all_municipalities():
        for name, declared in sorted(RETAINABLE.items()):
            try:
                count = remove_old(actor, municipality.id, name)
            except Exception:
                # Whatever is wrong with one kind of record, the others must go when they are old.
                _log.exception("removing %s in %s failed", name, municipality.id)
                yield Removed(municipality.name, str(declared.label), None)
            else:
                yield Removed(municipality.name, str(declared.label), count)
    call_command("clearsessions")


def _remove() -> str:
    removed = list(remove_all_old())
    failed = sorted({entry.label for entry in removed if entry.count is None})
    if failed:
        raise JobFailedError(
            _(
                "Gick inte att gallra: %(labels)s. Resten är gallrat. "
                "Den som driver tjänsten ser mer i driftloggen."
            )
            % {"labels": ", ".join(failed)}
        )
    return _("%(count)d poster togs bort.") % {"count": sum(entry.count or 0 for entry in removed)}


def _check() -> str:
    verdict = check(the_system(uuid4().hex))
    if verdict.faults:
        # Looking again at once finds the same.
        raise JobFailedError(_("Loggen är inte hel. Se vad som är fel på sidan Logg."), retry_after=_DAILY)
    # The operator's log is kept elsewhere: whoever writes the whole log anew does not reach it.
    _log.info("the log is whole: record %d has the hash %s", verdict.records, verdict.last_hash)
    return _("Loggen är hel: %(records)d händelser.") % {"records": verdict.records}
