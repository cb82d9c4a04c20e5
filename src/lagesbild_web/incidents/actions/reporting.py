"""Report incidents, or that nothing has happened, and answer what a reviewer asks."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import ActiveMembership, Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.base.screening import screen
from lagesbild_web.incidents.actions.correcting import correct_row, record_kept_words
from lagesbild_web.incidents.contracts import OWN_SOURCE, Draft, ReportReceipt, State, reported_id
from lagesbild_web.incidents.drafts import columns_of, faults_in, vocabulary_of
from lagesbild_web.incidents.models import Incident, Report, TrustedOrganisation
from lagesbild_web.incidents.reading import functions_of, own_row_for, receipt_of
from lagesbild_web.incidents.steps import check_step, take_step

MOST_AT_ONCE = 50
"""More incidents than this in one report is a file, and files are imported."""
MOST_FROM_A_SYSTEM = 500
"""Another system sends what has gathered since last time."""


@action("incident.report")
def report(
    actor: Actor,
    client_id: UUID,
    drafts: Sequence[Draft],
    *,
    organisation_id: UUID | None = None,
    function_id: UUID | None = None,
) -> ReportReceipt:
    """Report one or several incidents at once; sending the same report twice keeps it once.

    Parameters
    ----------
    client_id
        Made by the sender before sending. The same id gives the same receipt.
    drafts
        What happened, 1-50 of them, 1-500 from another system. All are saved, or none.
    organisation_id
        On whose behalf; the actor's first organisation that reports when not given.
    function_id
        As whom, when the actor holds several functions that report; the first of them when not given.

    Raises
    ------
    Invalid
        With a sentence for each field that must change, named ``0.text``: the draft's place in the report
        (from 0) and its field. Personal data in a text is such a fault, until it is taken away or motivated.
    NotAllowed
        If the actor may not report for the organisation.
    """
    sender = _sender(actor, organisation_id, function_id)
    known = _known_report(actor, client_id)
    if known is not None:
        return known
    most = MOST_FROM_A_SYSTEM if actor.kind == "key" else MOST_AT_ONCE
    if not 1 <= len(drafts) <= most:
        sentence = _("En rapport har 1 till %(most)d händelser. Dela upp den i flera.")
        raise Invalid(drafts=sentence % {"most": most})
    vocabulary = vocabulary_of(sender.municipality_id, tuple(drafts))
    faults = {
        f"{number}.{field}": sentence
        for number, draft in enumerate(drafts)
        for field, sentence in faults_in(draft, vocabulary).items()
    }
    if faults:
        raise Invalid(**faults)
    row = _new_report(actor, sender, client_id)
    if row is None:
        return _report_again(actor, client_id)
    is_trusted = TrustedOrganisation.objects.filter(pk=sender.organisation_id).exists()
    made = [
        _new_incident(row, number, columns_of(draft, vocabulary), counts_at_once=is_trusted)
        for number, draft in enumerate(drafts)
    ]
    Incident.objects.bulk_create(made)
    for incident in made:
        record_kept_words(actor, incident)
    record(
        actor,
        "incident.reported",
        row.id,
        municipality_id=row.municipality_id,
        incidents=len(made),
        counts_at_once=is_trusted,
    )
    return receipt_of(row)


@action("incident.report_nothing")
def report_nothing(
    actor: Actor,
    client_id: UUID,
    *,
    first_day: date,
    last_day: date,
    organisation_id: UUID | None = None,
    function_id: UUID | None = None,
) -> ReportReceipt:
    """Report that nothing happened from one day to another, both included."""
    sender = _sender(actor, organisation_id, function_id)
    known = _known_report(actor, client_id)
    if known is not None:
        return known
    if last_day < first_day:
        raise Invalid(last_day=_("Den sista dagen kommer före den första. Byt plats på dem."))
    if last_day > timezone.localdate():
        raise Invalid(last_day=_("Den sista dagen ligger i framtiden. Välj i dag eller tidigare."))
    row = _new_report(actor, sender, client_id, first_day=first_day, last_day=last_day)
    if row is None:
        return _report_again(actor, client_id)
    record(
        actor,
        "incident.reported_nothing",
        row.id,
        municipality_id=row.municipality_id,
        first_day=first_day,
        last_day=last_day,
    )
    return receipt_of(row)


@action("incident.answer")
def answer_question(
    actor: Actor, incident_id: UUID, *, version: int, answer: str, draft: Draft | None = None
) -> int:
    """Answer the reviewer's question, and correct the incident if the answer asks for it."""
    row = own_row_for(actor, incident_id)
    check_step(row, "answer", version)
    if not answer.strip() and draft is None:
        raise Invalid(answer=_("Skriv ett svar till granskaren."))
    screen(answer=answer)
    if draft is not None:
        correct_row(actor, row, draft, "")
    take_step(actor, row, "answer", answer=answer.strip()[:500])
    record(actor, "incident.answered", row.id, municipality_id=row.municipality_id)
    return row.version


def _sender(actor: Actor, organisation_id: UUID | None, function_id: UUID | None) -> ActiveMembership:
    """Return the membership that the actor reports as."""
    for membership in those_with(actor, Right.REPORT_INCIDENT):
        is_asked_for = organisation_id in (None, membership.organisation_id)
        if is_asked_for and function_id in (None, membership.function_id):
            domain = Domain(membership.municipality_id, membership.organisation_id)
            require(actor, Right.REPORT_INCIDENT, domain)
            return membership
    raise NotAllowed


def _known_report(actor: Actor, client_id: UUID) -> ReportReceipt | None:
    if not Report.objects.filter(client_id=client_id).exists():
        return None
    return _report_again(actor, client_id)


def _report_again(actor: Actor, client_id: UUID) -> ReportReceipt:
    """Give the same receipt once more, to whoever sent it first."""
    row = Report.objects.get(client_id=client_id)
    if not _is_senders(actor, row):
        raise Invalid(client_id=_("Rapportens nummer är redan använt. Ladda om sidan och skicka igen."))
    record(actor, "incident.reported_again", row.id, municipality_id=row.municipality_id)
    return receipt_of(row)


def _is_senders(actor: Actor, row: Report) -> bool:
    """A person gets the person's own receipt; another system gets its function's."""
    if actor.kind == "key":
        return row.reporter_id is None and row.function_id in functions_of(actor)
    return row.reporter_id is not None and row.reporter_id == actor.user_id


def _new_report(
    actor: Actor,
    sender: ActiveMembership,
    client_id: UUID,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Report | None:
    """Keep the report; None when the same one was kept in the meantime."""
    row = Report(
        client_id=client_id,
        municipality_id=sender.municipality_id,
        organisation_id=sender.organisation_id,
        reporter_id=actor.user_id,
        function_id=sender.function_id,
        received_at=timezone.now(),
        zero_from=first_day,
        zero_to=last_day,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return None
    return row


def _new_incident(row: Report, number: int, columns: dict[str, object], *, counts_at_once: bool) -> Incident:
    # What looks like personal data is always read by a reviewer, also from those who are trusted.
    is_approved = counts_at_once and not columns["personal_data_motive"]
    return Incident(
        id=reported_id(row.client_id, number),
        report=row,
        municipality_id=row.municipality_id,
        organisation_id=row.organisation_id,
        state=State.APPROVED if is_approved else State.WAITING,
        source=OWN_SOURCE,
        registered_at=row.received_at,
        **columns,
    )
