"""Let many incidents from a file count, all or none, and take them back.

A small batch is loaded in one transaction. A file of any size is written and withdrawn in parts by
:mod:`lagesbild_web.incidents.loading` between two of the steps here.
"""

from uuid import UUID, uuid4

from django.db.models import F, OuterRef, Subquery

from lagesbild.tables.incidents import Incidents
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.batches import BatchOutcome, Owner, Rows, insert, replace_earlier
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.loading import OutdatedError, SupersededError, Written
from lagesbild_web.incidents.models import Batch, Incident


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
        replace_earlier(part.replaced)
        new, same, changed = new + len(part.new), same + part.same, changed + len(part.replaced)
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
def show_batch(actor: Actor, batch_id: UUID, written: Written, *, owner: Owner) -> BatchOutcome:
    """Let everything that has been written count, from one moment to the next.

    Raises
    ------
    SupersededError
        If the batch is not hidden.
    OutdatedError
        If other batches have been shown or hidden since the rows were judged.
    """
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    # All of the municipality's, so that of two files at the same time the second sees the first.
    batches = Batch.objects.select_for_update().filter(municipality_id=owner.municipality_id)
    turns = {batch.id: batch for batch in batches.order_by("id")}
    if batch_id not in turns or not turns[batch_id].is_hidden:
        raise SupersededError
    if sum(batch.turn for batch in turns.values()) != written.turns:
        raise OutdatedError
    replace_earlier(written.replaced)
    Batch.objects.filter(pk=batch_id).update(is_hidden=False, turn=F("turn") + 1)
    _record_loaded(actor, batch_id, owner, written.outcome)
    return written.outcome


@action("incident.hide_batch")
def hide_batch(actor: Actor, batch_id: UUID, *, owner: Owner) -> int:
    """Let a batch count no longer, from one moment to the next; what it replaced counts again.

    Returns how many incidents it was. They are withdrawn afterwards, in parts.
    """
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    rows = Incident.every.filter(batch=batch_id, organisation_id=owner.organisation_id)
    counting = rows.filter(state=State.APPROVED)
    taken = counting.count()
    # What a later file has replaced in its turn: that file's rows now replace what this one did.
    passed_by = rows.filter(state=State.MERGED, merged_into__batch__isnull=False)
    next_one = Incident.every.filter(pk=OuterRef("merged_into_id")).values("merged_into_id")
    Incident.every.filter(merged_into__in=passed_by).update(merged_into=Subquery(next_one[:1]))
    passed_by.update(state=State.WITHDRAWN, merged_into=None)
    Incident.every.filter(merged_into__in=counting, batch__isnull=False).update(
        state=State.APPROVED, merged_into=None
    )
    _hide(batch_id, owner)
    record(actor, "incident.batch_withdrawn", batch_id, municipality_id=owner.municipality_id, rows=taken)
    return taken


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
