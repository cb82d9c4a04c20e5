"""Load many incidents from a file, all or none, and take them back."""

from uuid import UUID

from lagesbild.tables.incidents import Incidents
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.batches import BatchOutcome, Owner, Tell, insert, is_same, known_rows, rows_of
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.models import Incident


@action("incident.load_batch")
def load_batch(
    actor: Actor, incidents: Incidents, *, batch_id: UUID, owner: Owner, tell: Tell | None = None
) -> BatchOutcome:
    """Let the incidents of a file count, all of them or none.

    What is here already and says the same is left as it is, so that the same file twice changes nothing. What
    says something else replaces the earlier row, which is kept beneath the new one.

    Parameters
    ----------
    incidents
        The library's table. Rows that do not count there, and rows without any time, are left out.
    batch_id
        The file; what was loaded together can be taken back together.
    owner
        Whose the incidents become, and who may see them.
    tell
        Told how far the writing has come.
    """
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    rows = rows_of(incidents, owner, batch_id)
    before = known_rows(owner, sorted({row["source"] for row in rows}))
    found = [(row, before.get((row["source"], row["external_id"]))) for row in rows]
    new = [row for row, earlier in found if earlier is None or not is_same(row, earlier)]
    insert(new, tell)
    replaced = [(row, earlier) for row, earlier in found if earlier is not None and not is_same(row, earlier)]
    for row, earlier in replaced:
        Incident.objects.filter(pk=earlier["id"]).update(state=State.MERGED, merged_into_id=row["id"])
    outcome = BatchOutcome(
        new=len(new) - len(replaced),
        same=len(rows) - len(new),
        changed=len(replaced),
        left_out=len(incidents) - len(rows),
    )
    record(
        actor,
        "incident.batch_loaded",
        batch_id,
        municipality_id=owner.municipality_id,
        new=outcome.new,
        changed=outcome.changed,
        same=outcome.same,
    )
    return outcome


@action("incident.withdraw_batch")
def withdraw_batch(actor: Actor, batch_id: UUID, *, owner: Owner) -> int:
    """Take back what was loaded together; what it replaced counts again. Returns how many rows it was."""
    require(actor, Right.IMPORT_INCIDENT, Domain(owner.municipality_id, owner.organisation_id))
    rows = Incident.objects.filter(
        batch=batch_id, organisation_id=owner.organisation_id, state=State.APPROVED
    )
    Incident.objects.filter(merged_into__in=rows, batch__isnull=False).update(
        state=State.APPROVED, merged_into=None
    )
    taken = rows.update(state=State.WITHDRAWN)
    record(actor, "incident.batch_withdrawn", batch_id, municipality_id=owner.municipality_id, rows=taken)
    return taken
