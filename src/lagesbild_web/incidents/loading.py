"""Write and take back a file of any size a part at a time, while nobody sees any of it.

In one transaction other people's reports would wait for as long as a large file takes to write: SQLite has
one writer at a time. So the batch is hidden first (``actions.begin_batch``), its incidents are written here
in short transactions, and one more short transaction shows it (``actions.show_batch``). What they replace is
seen by nobody from then on, is laid beneath them in short transactions, and is seen there from the last of
them on (``actions.settle_batch``). Taking a batch back goes the other way: what it replaced is brought back
while nobody sees it, one short transaction hides the batch and shows the other (``actions.hide_batch``), and
its incidents are withdrawn until nothing is left (``actions.end_batch``). A server that stops in the middle
leaves a batch that is hidden or switching, and everything here can be done again from the beginning: what is
done is not done twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from lagesbild.tables.incidents import Incidents
from lagesbild_web.incidents.batches import CHUNK, BatchOutcome, Owner, Rows, Tell, insert
from lagesbild_web.incidents.changes import batches_of, let_others_write
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.models import Batch, Incident
from lagesbild_web.incidents.switching import (
    AT_ONCE,
    Beneath,
    bring_back,
    lay_beneath,
    still_to_bring_back,
    still_to_lay,
)


class SupersededError(RuntimeError):
    """Somebody else has done the work meanwhile, or it was given up: there is nothing left to do here."""


class OutdatedError(RuntimeError):
    """Other files have been loaded or taken back since the rows were judged: judge them again."""


class BusyError(RuntimeError):
    """Another file of the municipality is switching what it replaces: try again when it is done."""


@dataclass(frozen=True, slots=True)
class Written:
    """A batch that has been written and not shown."""

    outcome: BatchOutcome
    turns: int
    """Of the municipality's batches, when the rows were judged."""


def write(incidents: Incidents, *, batch_id: UUID, owner: Owner, tell: Tell) -> Written:
    """Write what is new or changed, and leave what is written already and what others have loaded.

    Parameters
    ----------
    incidents
        The library's table. Rows that do not count there, and rows without any time, are left out.
    tell
        Told how far the writing has come.

    Raises
    ------
    SupersededError
        If the batch is not hidden, or not for this loading any more.
    """
    run = _run_of(batch_id)
    turns = batches_of(owner.municipality_id).turns
    rows = Rows(incidents, owner, batch_id=batch_id, run=run)
    written = dict(_to_count(batch_id).values_list("pk", "replaces"))
    superfluous, done, new, changed, same = set(written), 0, 0, 0, 0
    for part in rows.parts():
        missing = [row for row in part.new if written.get(row["id"], row["id"]) != row["replaces"]]
        # Judged otherwise before another file came between: it replaces something else now.
        outdated = [row["id"] for row in missing if row["id"] in written]
        _in_parts(outdated, lambda ids: _remove(batch_id, run, ids))
        if done:
            let_others_write()
        insert(missing, first=lambda: _hold(batch_id, run))
        superfluous.difference_update(row["id"] for row in part.new)
        new, changed, same = new + len(part.new), changed + part.changed, same + part.same
        done += len(part.new) + part.same
        tell(done, len(rows))
    _in_parts(sorted(superfluous), lambda ids: _remove(batch_id, run, ids))
    outcome = BatchOutcome(new=new - changed, same=same, changed=changed, left_out=rows.left_out)
    return Written(outcome, turns)


def is_shown(batch_id: UUID) -> bool:
    """Return whether a batch counts, although something may be left to do with it."""
    return Batch.objects.filter(pk=batch_id, is_hidden=False).exists()


def is_begun(batch_id: UUID) -> bool:
    """Return whether some of a batch's incidents are written already."""
    return _to_count(batch_id).exists()


def clear(batch_id: UUID) -> None:
    """Remove what has been written of a batch that is given up.

    Raises
    ------
    SupersededError
        If the batch is not hidden.
    """
    run = _run_of(batch_id)
    ids = list(_to_count(batch_id).values_list("pk", flat=True))
    _in_parts(ids, lambda part: _remove(batch_id, run, part))


def settle(batch_id: UUID, *, tell: Tell) -> None:
    """Lay what the incidents of a batch replace beneath them, once the batch is shown.

    Raises
    ------
    SupersededError
        If the batch is not switching.
    """
    _switch(batch_id, still_to_lay(batch_id), lay_beneath, tell)


def unsettle(batch_id: UUID, *, tell: Tell) -> None:
    """Bring back what the incidents of a batch replace, before the batch is hidden.

    Raises
    ------
    SupersededError
        If the batch is not switching.
    """
    _switch(batch_id, still_to_bring_back(batch_id), bring_back, tell)


def withdraw(batch_id: UUID, *, tell: Tell) -> None:
    """Withdraw every incident of a batch that is hidden.

    Raises
    ------
    SupersededError
        If the batch is not hidden.
    """
    run = _run_of(batch_id)
    counting = Q(state=State.APPROVED) | Q(state=State.MERGED, merged_into__batch__isnull=False)
    rows = Incident.every.filter(counting | Q(replaces__isnull=False), batch=batch_id)

    def taken_back(part: Sequence[UUID]) -> None:
        with transaction.atomic():
            _hold(batch_id, run)
            own = Incident.every.filter(pk__in=part)
            own.filter(counting).update(state=State.WITHDRAWN, merged_into=None)
            own.filter(replaces__isnull=False).update(replaces=None)

    _in_parts(list(rows.values_list("pk", flat=True)), taken_back, tell)


def _switch(
    batch_id: UUID, left: Sequence[Beneath], change: Callable[[Sequence[Beneath]], None], tell: Tell
) -> None:
    for start in range(0, len(left), AT_ONCE):
        part = left[start : start + AT_ONCE]
        if start:
            let_others_write()
        with transaction.atomic():
            if not Batch.objects.select_for_update().filter(pk=batch_id, is_switching=True).exists():
                raise SupersededError
            change(part)
        tell(start + len(part), len(left))


def _to_count(batch_id: UUID) -> QuerySet[Incident]:
    """What counts as soon as the batch is shown. Nobody else can have changed it while it is hidden."""
    return Incident.every.filter(batch=batch_id, state=State.APPROVED)


def _run_of(batch_id: UUID) -> UUID:
    batch = Batch.objects.filter(pk=batch_id, is_hidden=True).first()
    if batch is None:
        raise SupersededError
    return batch.run


def _hold(batch_id: UUID, run: UUID) -> None:
    """Let nobody show or end the batch until the transaction is over, and see that nobody has."""
    found = Batch.objects.select_for_update().filter(pk=batch_id, run=run, is_hidden=True).first()
    if found is None:
        raise SupersededError


def _remove(batch_id: UUID, run: UUID, ids: Sequence[UUID]) -> None:
    with transaction.atomic():
        _hold(batch_id, run)
        Incident.every.filter(pk__in=ids).delete()


def _in_parts(
    ids: Sequence[UUID], change: Callable[[Sequence[UUID]], None], tell: Tell | None = None
) -> None:
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        if start:
            let_others_write()
        change(part)
        if tell is not None:
            tell(start + len(part), len(ids))
