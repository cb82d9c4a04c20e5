"""Read how it stands with the sources; the only place that decides who sees it."""

from typing import Final
from uuid import UUID

from django.conf import settings

from lagesbild.sources.catalogue import source_by_id
from lagesbild.tables.municipalities import UnknownPlaceError, find_municipality
from lagesbild_web.access.queries import all_municipalities
from lagesbild_web.access.rights import Domain, allows, require, those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed, NotFound
from lagesbild_web.sources.contracts import Feed, Feeds, Run
from lagesbild_web.sources.kinds import EVERY_LABELS, KINDS, SourceKind
from lagesbild_web.sources.models import Feed as FeedRow
from lagesbild_web.sources.models import FeedRun

SHOWN_RUNS: Final = 50
_READERS: Final = (Right.MANAGE_ACCESS, Right.IMPORT_INCIDENT)
UNDOING: Final = (Right.IMPORT_INCIDENT, Right.MANAGE_PLAN)
"""What it takes to take back a fetch: it brought incidents or values of indicators."""


def feeds_for(actor: Actor) -> Feeds:
    """Return every source with how it stands in the actor's municipality.

    Raises
    ------
    NotAllowed
        If the actor neither imports for nor manages the municipality itself.
    """
    home = home_of(actor)
    rows = {row.source: row for row in FeedRow.objects.filter(municipality_id=home)}
    return Feeds(
        municipality_id=home,
        feeds=tuple(_feed(kind, rows.get(kind.id)) for kind in KINDS.values()),
        can_switch=allows(actor, Right.MANAGE_ACCESS, Domain(home, home)),
        can_undo=all(allows(actor, right, Domain(home, home)) for right in UNDOING),
        is_stopped=not settings.FETCHING,
        is_demo=_is_demo(home),
    )


def feed_for(actor: Actor, source: str) -> Feed:
    """Return a source with its history.

    Raises
    ------
    NotFound
        If there is no such source.
    NotAllowed
        If the actor neither imports for nor manages the municipality itself.
    """
    home = home_of(actor)
    if source not in KINDS:
        raise NotFound
    row = FeedRow.objects.filter(municipality_id=home, source=source).first()
    return _feed(KINDS[source], row, with_runs=True)


def run_for(actor: Actor, source: str, run_id: UUID) -> Run:
    """Return a fetch to somebody who may take it back.

    Raises
    ------
    NotFound
        If there is none.
    NotAllowed
        If the actor may see the source and not take back what it gave.
    """
    row = FeedRun.objects.select_related("feed").filter(pk=run_id, feed__source=source).first()
    if row is None:
        raise NotFound
    home = home_of(actor)
    if row.feed.municipality_id != home:
        raise NotFound
    for right in UNDOING:
        require(actor, right, Domain(home, home))
    return _run(row)


def home_of(actor: Actor) -> UUID:
    """Return the municipality whose sources the actor may see.

    Raises
    ------
    NotAllowed
        If there is none.
    """
    for right in _READERS:
        for membership in those_with(actor, right):
            if membership.organisation_id == membership.municipality_id:
                home = membership.municipality_id
                require(actor, right, Domain(home, home))
                return home
    raise NotAllowed


def may_fetch(municipality_id: UUID) -> bool:
    """Return whether anything may be fetched at all: never for an invented municipality."""
    return bool(settings.FETCHING) and not _is_demo(municipality_id)


def municipality_called(name: str) -> str:
    """Return the code of the municipality with a name, empty when there is none."""
    try:
        return find_municipality(name).code
    except UnknownPlaceError:
        return ""


def _is_demo(municipality_id: UUID) -> bool:
    return any(m.is_demo for m in all_municipalities() if m.id == municipality_id)


def _feed(kind: SourceKind, row: FeedRow | None, *, with_runs: bool = False) -> Feed:
    row = row or FeedRow(source=kind.id, every_minutes=kind.every[0], asks_for=list(kind.asks_for))
    runs = row.runs.order_by("-started_at")[:SHOWN_RUNS] if with_runs and not row._state.adding else ()
    return Feed(
        kind=kind,
        is_on=row.is_on,
        municipality_code=row.municipality_code,
        municipality_name=find_municipality(row.municipality_code).name if row.municipality_code else "",
        contact=row.contact,
        every_minutes=row.every_minutes,
        every_label=str(EVERY_LABELS.get(row.every_minutes, "")),
        asks_for=tuple(row.asks_for),
        started_at=row.started_at,
        succeeded_at=row.succeeded_at,
        failed_at=row.failed_at,
        failure=row.failure,
        failures=row.failures,
        next_at=row.next_at,
        new=row.new,
        changed=row.changed,
        rows=row.rows,
        remark=row.remark,
        is_asked=row.is_asked,
        limits=source_by_id(kind.library_id).limits,
        runs=tuple(_run(run) for run in runs),
    )


def _run(row: FeedRun) -> Run:
    return Run(
        id=row.id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        is_well=row.is_well,
        new=row.new,
        changed=row.changed,
        sentence=row.sentence,
        undone_at=row.undone_at,
        undone_reason=row.undone_reason,
    )
