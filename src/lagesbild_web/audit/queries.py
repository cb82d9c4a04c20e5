"""Read the log."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild_web.access.queries import key_names
from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import CIRCLE_LABELS, ROLE_LABELS, Circle, Right, Role
from lagesbild_web.audit.contracts import ChainState, LogFilter, LoggedEvent
from lagesbild_web.audit.events import EVENTS
from lagesbild_web.audit.models import ChainCheck, ChainEnd, Disclosure, Record
from lagesbild_web.audit.retention import RETAINABLE
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.file_response import OutgoingFile
from lagesbild_web.base.paging import Page, page_of
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.base.table_files import TABLE_FILES, as_table

PAGE_SIZE = 50
EXPORTED_AT_MOST: Final = 50_000
"""More rows than anybody reads; narrow the log by days instead."""
_GROUPS: Final = {
    "access": gettext_lazy("Inloggning, konton och funktioner"),
    "audit": gettext_lazy("Logg, gallring och utlämnande"),
    "picture": gettext_lazy("Lägesbilder"),
    "contact": gettext_lazy("Kontaktpunkten"),
    "duties": gettext_lazy("Lagkoll och register"),
    "incident": gettext_lazy("Händelser"),
    "report": gettext_lazy("Rapporter"),
    "area": gettext_lazy("Områden"),
    "category": gettext_lazy("Kategorier"),
    "import": gettext_lazy("Inlästa filer"),
    "batch": gettext_lazy("Inlästa filer"),
    "explore": gettext_lazy("Kartor och urval"),
    "api": gettext_lazy("Hämtat genom API:t"),
    "reading": gettext_lazy("Läsning av skyddade händelser"),
    "written_report": gettext_lazy("Rapporter i text"),
    "feed": gettext_lazy("Källor"),
    "figure": gettext_lazy("Indikatorer"),
    "schedule": gettext_lazy("Schemalagda arbeten"),
}
_PURPOSES = {
    "log_in": gettext_lazy("logga in"),
    "password": gettext_lazy("välja ett nytt lösenord"),
    "invitation": gettext_lazy("börja använda kontot"),
}
_FETCHED = {
    "incidents": gettext_lazy("händelser"),
    "incident": gettext_lazy("en händelse"),
    "counts": gettext_lazy("antal"),
    "deviations": gettext_lazy("veckans avvikelser"),
}


def log_for(actor: Actor, chosen: LogFilter | None = None, *, number: int) -> Page[LoggedEvent]:
    """Return one page of the log of the municipalities where the actor may read it, newest first.

    Raises
    ------
    NotAllowed
        If the actor may not read any log.
    """
    page = page_of(_chosen(actor, chosen or LogFilter()), number, size=PAGE_SIZE, to=lambda row: row)
    names = _names(page.rows)
    return Page([_to_contract(row, names) for row in page.rows], page.number, page.size, page.total)


def log_file(actor: Actor, chosen: LogFilter, *, filetype: str) -> tuple[OutgoingFile, int]:
    """Return a part of the log as CSV or XLSX, the newest first, and how many rows there were.

    Raises
    ------
    NotAllowed
        If the actor may not read any log.
    NotFound
        If there is no such kind of file.
    """
    if filetype not in TABLE_FILES:
        raise NotFound
    rows = _chosen(actor, chosen)
    total = rows.count()
    taken = list(rows[:EXPORTED_AT_MOST])
    names = _names(taken)
    events = [_to_contract(row, names) for row in taken]
    cells = [
        (
            event.sequence,
            timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
            event.who,
            event.sentence,
            str(event.object_id or ""),
            event.hash,
        )
        for event in events
    ]
    columns = {
        _("Nummer"): _("Händelsens nummer i loggen. Numren går i följd utan hål."),
        _("Tid"): _("När det hände, svensk tid."),
        _("Vem"): _("Vem som gjorde det. Den som är raderad står som borttagen."),
        _("Vad"): _("Vad som gjordes."),
        _("Gäller id"): _("Det som händelsen gäller. Samma id i alla händelser om samma sak."),
        _("Kontrollvärde"): _(
            "Räknat på händelsen och den före. Ändras något i loggen stämmer det inte längre."
        ),
    }
    return as_table("logg", list(columns), cells, filetype=filetype, guide=list(columns.values())), total


def chain_state(actor: Actor) -> ChainState | None:
    """Return when the log was last gone through and what was found; None when it never was."""
    if not readable_municipalities(actor):
        raise NotAllowed
    row = ChainCheck.objects.order_by("-at").first()
    if row is None:
        return None
    end = ChainEnd.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
    return ChainState(row.at, row.records, tuple(row.faults), max(0, end - row.records))


def event_groups() -> list[tuple[str, str]]:
    """Return the kinds of events that the log can be narrowed to, with what they are called."""
    present = {name.partition(".")[0] for name in EVENTS}
    return [(group, str(label)) for group, label in _GROUPS.items() if group in present]


def _chosen(actor: Actor, chosen: LogFilter) -> QuerySet[Record]:
    readable = readable_municipalities(actor)
    if not readable:
        raise NotAllowed
    rows = Record.objects.filter(municipality_id__in=readable).select_related("who").order_by("-sequence")
    if chosen.group:
        rows = rows.filter(event__startswith=f"{chosen.group}.")
    if chosen.first_day:
        rows = rows.filter(at__gte=_midnight(chosen.first_day))
    if chosen.last_day:
        rows = rows.filter(at__lt=_midnight(chosen.last_day + timedelta(days=1)))
    return rows.filter(object_id=chosen.object_id) if chosen.object_id else rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def latest_sequence(municipality_id: UUID, prefixes: tuple[str, ...]) -> int:
    """Return the number of the latest record whose event begins so, 0 when there is none.

    It changes whenever the things that the events are about do: what is computed from them can be kept by it.
    """
    events = [name for name in EVENTS if name.startswith(prefixes)]
    rows = Record.objects.filter(municipality_id=municipality_id, event__in=events).order_by("-sequence")
    return rows.values_list("sequence", flat=True).first() or 0


def was_noted_today(actor: Actor, event: str, object_id: UUID) -> bool:
    """Return whether the log already says that the actor did this to that today."""
    today = _midnight(timezone.localdate())
    rows = Record.objects.filter(object_id=object_id, event=event, at__gte=today)
    who = actor.user_id or actor.key_id
    return who is not None and rows.filter(who__user_id=who).exists()


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
    if key == "record_type" and str(value) in RETAINABLE:
        return str(RETAINABLE[str(value)].label).lower()
    if key == "ground":
        return dict(Disclosure.Ground.choices).get(str(value), value)
    if key in ("purpose", "fetched"):
        return (_PURPOSES | _FETCHED).get(str(value), value)
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return _("ej bestämt") if value is None else value


def readable_municipalities(actor: Actor) -> set[UUID]:
    """Municipalities, not partners: the right to read a log comes from a role in the municipality itself."""
    own = {
        m.municipality_id for m in those_with(actor, Right.READ_LOG) if m.organisation_id == m.municipality_id
    }
    for municipality_id in own:
        require(actor, Right.READ_LOG, Domain(municipality_id, municipality_id))
    return own


def _names(rows: Iterable[Record]) -> dict[UUID, str]:
    """Return what those who did it are called: people, and keys to the API."""
    known = [(row.actor_kind, row.who.user_id) for row in rows if hasattr(row, "who")]
    people = {who for kind, who in known if kind != "key"}
    names = dict(get_user_model().objects.filter(pk__in=people).values_list("pk", "full_name"))
    keys = {who for kind, who in known if kind == "key"}
    called = key_names(keys) if keys else {}
    return names | {key: _("API-nyckeln %(name)s") % {"name": name} for key, name in called.items()}


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
