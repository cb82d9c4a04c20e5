"""Let many incidents from a file count, all or none, and take them back.

A small batch is loaded in one transaction. A file of any size is written, switched and withdrawn in parts by
:mod:`lagesbild_web.incidents.loading` between two of the steps here.
"""

from uuid import UUID, uuid4

from django.db.models import F

from lagesbild.tables.incidents import Incidents
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.batches import BatchOutcome, Leaving, Owner, Rows, insert
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.loading import BusyError, OutdatedError, SupersededError, Written
from lagesbild_web.incidents.models import Batch, Incident
from lagesbild_web.incidents.switching import (
    AT_ONCE,
    bring_back,
    lay_beneath,
    part_again,
    still_to_bring_back,
    still_to_lay,
)


@action("incident.load_batch")
def load_batch(actor: Actor, incidents: Incidents, *, batch_id: UUID, owner: Owner) -> BatchOutcome:
    """Let some thousand incidents count at once.

    What is here already and says the same is left as it is, so that the same batch twice changes nothing.
    What says something else replaces the earlier row, which is kept beneath the new one.

    Parameters
    ----------
    incidents
        The library's table. Rows that do not count there, and rows without any time, are left out.
    batch_id
        What was loaded together can be taken back together.
    owner
        Whose the incidents become, and who may see them.
    """
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    rows = Rows(incidents, owner, batch_id=batch_id, run=uuid4())
    new = same = changed = 0
    for part in rows.parts():
        insert(part.new)
        new, same, changed = new + len(part.new), same + part.same, changed + part.changed
    lay_beneath(still_to_lay(batch_id))
    outcome = BatchOutcome(new=new - changed, same=same, changed=changed, left_out=rows.left_out)
    _record_loaded(actor, batch_id, owner, outcome)
    return outcome


@action("incident.begin_batch")
def begin_batch(actor: Actor, batch_id: UUID, *, owner: Owner) -> None:
    """Hide a batch that is to be written: nothing of it counts until it is shown."""
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    _hide(batch_id, owner)
    record(actor, "incident.batch_begun", batch_id, municipality_id=owner.municipality_id)


@action("incident.show_batch")
def show_batch(actor: Actor, batch_id: UUID, written: Written, *, owner: Owner) -> bool:
    """Let everything that has been written count, from one moment to the next.

    Returns whether something is left: what it replaces is seen by nobody until it lies beneath what was
    written (``loading.settle``) and ``settle_batch`` says so.

    Raises
    ------
    SupersededError
        If the batch is not hidden.
    OutdatedError
        If other batches have been shown or hidden since the rows were judged.
    BusyError
        If another batch is switching.
    """
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    turns = _locked(owner)
    if batch_id not in turns or not turns[batch_id].is_hidden:
        raise SupersededError
    if any(batch.is_switching for batch in turns.values()):
        raise BusyError
    if sum(batch.turn for batch in turns.values()) != written.turns:
        raise OutdatedError
    replaces = written.outcome.changed > 0
    Batch.objects.filter(pk=batch_id).update(is_hidden=False, is_switching=replaces, turn=F("turn") + 1)
    _record_loaded(actor, batch_id, owner, written.outcome)
    return replaces


@action("incident.settle_batch")
def settle_batch(actor: Actor, batch_id: UUID, *, owner: Owner) -> None:
    """Let what a batch replaces be seen again, beneath it.

    Raises
    ------
    SupersededError
        If the batch is not switching, or something is left to lay beneath it.
    """
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    batch = _locked(owner).get(batch_id)
    if batch is None or batch.is_hidden or not batch.is_switching or still_to_lay(batch_id):
        raise SupersededError
    Batch.objects.filter(pk=batch_id).update(is_switching=False, turn=F("turn") + 1)
    record(actor, "incident.batch_settled", batch_id, municipality_id=owner.municipality_id)


@action("incident.hide_batch")
def hide_batch(actor: Actor, batch_id: UUID, *, owner: Owner) -> Leaving:
    """Let a batch count no longer, from one moment to the next; what it replaced counts again.

    Where it replaced more than can be brought back at once, that is begun instead, and everything counts as
    before: ask again after ``loading.unsettle``. Incidents that count no longer are withdrawn afterwards.

    Raises
    ------
    SupersededError
        If the batch is hidden already.
    """
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    batches = _locked(owner)
    batch = batches.get(batch_id) or Batch.objects.create(
        pk=batch_id, municipality_id=owner.municipality_id, run=uuid4(), is_hidden=False
    )
    if batch.is_hidden:
        raise SupersededError
    rows = Incident.every.filter(batch=batch_id, organisation_id=owner.organisation_id, state=State.APPROVED)
    counting = rows.count()
    must_wait = any(other.is_switching for key, other in batches.items() if key != batch_id)
    left = [] if must_wait else still_to_bring_back(batch_id)
    if must_wait or len(left) > AT_ONCE:
        if not must_wait and not batch.is_switching:
            Batch.objects.filter(pk=batch_id).update(is_switching=True, turn=F("turn") + 1)
        record(actor, "incident.batch_leaving", batch_id, municipality_id=owner.municipality_id)
        return Leaving(counting, is_gone=False, must_wait=must_wait)
    bring_back(left)
    part_again(actor, batch_id)
    Batch.objects.filter(pk=batch_id).update(
        is_hidden=True, is_switching=False, run=uuid4(), turn=F("turn") + 1
    )
    record(actor, "incident.batch_withdrawn", batch_id, municipality_id=owner.municipality_id, rows=counting)
    return Leaving(counting, is_gone=True)


@action("incident.end_batch")
def end_batch(actor: Actor, batch_id: UUID, *, owner: Owner) -> None:
    """End the work with a batch of which nothing shall count.

    Raises
    ------
    SupersededError
        If some of it would count.
    """
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    batch = Batch.objects.select_for_update().filter(pk=batch_id, is_hidden=True).first()
    if batch is not None:
        if Incident.every.filter(batch=batch_id, state=State.APPROVED).exists():
            raise SupersededError
        Batch.objects.filter(pk=batch_id).update(is_hidden=False, turn=F("turn") + 1)
    record(actor, "incident.batch_ended", batch_id, municipality_id=owner.municipality_id)


def _locked(owner: Owner) -> dict[UUID, Batch]:
    """Return the municipality's batches: all of them, so that of two at once the second sees the first."""
    rows = Batch.objects.select_for_update().filter(municipality_id=owner.municipality_id)
    return {batch.id: batch for batch in rows.order_by("id")}


def _hide(batch_id: UUID, owner: Owner) -> None:
    kept, is_new = Batch.objects.get_or_create(
        pk=batch_id,
        defaults={"municipality_id": owner.municipality_id, "run": uuid4(), "is_hidden": True},
    )
    if not is_new:
        Batch.objects.filter(pk=kept.pk).update(is_hidden=True, run=uuid4(), turn=F("turn") + 1)


def _record_loaded(actor: Actor, batch_id: UUID, owner: Owner, outcome: BatchOutcome) -> None:
    record(
        actor,
        "incident.batch_loaded",
        batch_id,
        municipality_id=owner.municipality_id,
        new=outcome.new,
        changed=outcome.changed,
        same=outcome.same,
    )
