"""Read the log."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import CIRCLE_LABELS, ROLE_LABELS, Circle, Right, Role
from lagesbild_web.audit.contracts import LoggedEvent
from lagesbild_web.audit.events import EVENTS
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed

PAGE_SIZE = 50
_PURPOSES = {
    "log_in": gettext_lazy("logga in"),
    "password": gettext_lazy("välja ett nytt lösenord"),
    "invitation": gettext_lazy("börja använda kontot"),
}


def log_for(actor: Actor, *, number: int) -> Page[LoggedEvent]:
    """Return one page of the log of the municipalities where the actor may read it, newest first.

    Raises
    ------
    NotAllowed
        If the actor may not read any log.
    """
    readable = _readable_municipalities(actor)
    if not readable:
        raise NotAllowed
    rows = Record.objects.filter(municipality_id__in=readable).select_related("who").order_by("-sequence")
    page = page_of(rows, number, size=PAGE_SIZE, to=lambda row: row)
    names = _names({row.who.user_id for row in page.rows if hasattr(row, "who")})
    return Page([_to_contract(row, names) for row in page.rows], page.number, page.size, page.total)


def latest_sequence(municipality_id: UUID, prefixes: tuple[str, ...]) -> int:
    """Return the number of the latest record whose event begins so, 0 when there is none.

    It changes whenever the things that the events are about do: what is computed from them can be kept by it.
    """
    events = [name for name in EVENTS if name.startswith(prefixes)]
    rows = Record.objects.filter(municipality_id=municipality_id, event__in=events).order_by("-sequence")
    return rows.values_list("sequence", flat=True).first() or 0


def sentence_of(event: str, facts: Mapping[str, object]) -> str:
    """Return a record as it is read, with codes in words."""
    return str(EVENTS[event].sentence).format(**{key: _in_words(key, value) for key, value in facts.items()})


def _in_words(key: str, value: object) -> object:
    if key == "role":
        return str(ROLE_LABELS[Role(str(value))]).lower()
    if key == "circle":
        return str(CIRCLE_LABELS[Circle(str(value))]).lower()
    if key == "kind":
        return {"app": _("app"), "key": _("nyckel")}.get(str(value), value)
    if key == "purpose":
        return _PURPOSES.get(str(value), value)
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return _("ej bestämt") if value is None else value


def _readable_municipalities(actor: Actor) -> set[UUID]:
    """Municipalities, not partners: the right to read a log comes from a role in the municipality itself."""
    own = {
        m.municipality_id for m in those_with(actor, Right.READ_LOG) if m.organisation_id == m.municipality_id
    }
    for municipality_id in own:
        require(actor, Right.READ_LOG, Domain(municipality_id, municipality_id))
    return own


def _names(user_ids: set[UUID]) -> dict[UUID, str]:
    return dict(get_user_model().objects.filter(pk__in=user_ids).values_list("pk", "full_name"))


def _to_contract(row: Record, names: dict[UUID, str]) -> LoggedEvent:
    return LoggedEvent(
        sequence=row.sequence,
        at=row.at,
        sentence=sentence_of(row.event, row.facts),
        who=_who(row, names),
        object_id=row.object_id,
        hash=row.hash,
    )


def _who(row: Record, names: dict[UUID, str]) -> str:
    if row.actor_kind == "system":
        return _("Systemet")
    if row.actor_kind == "public":
        return _("Någon som inte var inloggad")
    if not hasattr(row, "who"):
        return _("Raderad person")
    return names.get(row.who.user_id, _("Raderat konto"))
