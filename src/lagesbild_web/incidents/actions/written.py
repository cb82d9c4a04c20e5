"""Keep what a reviewer has read out of an organisation's own report, and take it back."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import organisations_of
from lagesbild_web.access.rights import Domain, require
from lagesbild_web.access.roles import Circle, Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.incidents.actions.correcting import record_kept_words
from lagesbild_web.incidents.contracts import OWN_SOURCE, Draft, State
from lagesbild_web.incidents.drafts import columns_of, faults_in, vocabulary_of
from lagesbild_web.incidents.models import Incident, Report

MOST_IN_A_REPORT: Final = 300


@action("incident.report_written")
def report_written(
    actor: Actor, batch_id: UUID, drafts: Sequence[Draft], *, municipality_id: UUID, organisation_id: UUID
) -> int:
    """Keep what a reviewer has read out of a report as that organisation's incidents; returns how many.

    They count at once: the reviewer has looked at each. All are saved, or none.

    Raises
    ------
    Invalid
        With a sentence for each field that must change, named ``0.text``: the draft's place and its field.
    """
    _require(actor, municipality_id, organisation_id)
    if not 1 <= len(drafts) <= MOST_IN_A_REPORT:
        raise Invalid(drafts=_("En rapport har 1 till 300 händelser."))
    vocabulary = vocabulary_of(municipality_id, tuple(drafts))
    faults = {
        f"{number}.{field}": sentence
        for number, draft in enumerate(drafts)
        for field, sentence in faults_in(draft, vocabulary).items()
    }
    if faults:
        raise Invalid(**faults)
    report = Report.objects.create(
        client_id=uuid4(),
        municipality_id=municipality_id,
        organisation_id=organisation_id,
        reporter_id=actor.user_id,
        function_id=actor.home.function_id if actor.home else None,
        received_at=timezone.now(),
    )
    made = [
        Incident(
            report=report,
            municipality_id=municipality_id,
            organisation_id=organisation_id,
            state=State.APPROVED,
            source=OWN_SOURCE,
            batch=batch_id,
            registered_at=report.received_at,
            **columns_of(draft, vocabulary),
        )
        for draft in drafts
    ]
    Incident.objects.bulk_create(made)
    for incident in made:
        record_kept_words(actor, incident)
    record(
        actor,
        "incident.reported",
        report.id,
        municipality_id=municipality_id,
        incidents=len(made),
        counts_at_once=True,
    )
    return len(made)


@action("incident.withdraw_written")
def withdraw_written(actor: Actor, batch_id: UUID, *, municipality_id: UUID, organisation_id: UUID) -> int:
    """Take back what was read out of a report together; returns how many incidents it was."""
    _require(actor, municipality_id, organisation_id)
    rows = Incident.objects.filter(batch=batch_id, organisation_id=organisation_id, state=State.APPROVED)
    taken = rows.update(state=State.WITHDRAWN)
    record(actor, "incident.batch_withdrawn", batch_id, municipality_id=municipality_id, rows=taken)
    return taken


def _require(actor: Actor, municipality_id: UUID, organisation_id: UUID) -> None:
    """Let through those who review what the organisation reports."""
    if organisation_id not in {organisation.id for organisation in organisations_of(municipality_id)}:
        raise NotFound
    shared = Domain(municipality_id, organisation_id, circle=Circle.PARTNERS)
    require(actor, Right.REVIEW_INCIDENT, shared)
