"""Report incidents, review them, and take back what was done. Every step is kept."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.tables.incidents import Incidents
from lagesbild_web.access.queries import organisations_of
from lagesbild_web.access.rights import Domain, require, those_with
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import ActiveMembership, Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents.batches import BatchOutcome, Owner, Tell, insert, is_same, known_rows, rows_of
from lagesbild_web.incidents.contracts import OWN_SOURCE, Draft, ReportReceipt, State
from lagesbild_web.incidents.drafts import changed_columns, columns_of, faults_in, vocabulary_of
from lagesbild_web.incidents.models import Incident, Report, TrustedOrganisation
from lagesbild_web.incidents.reading import draft_of, own_row_for, receipt_of, row_for, row_to_correct
from lagesbild_web.incidents.screening import kinds_in, screen
from lagesbild_web.incidents.steps import STEPS, check_step, last_step, take_step, values_before

MOST_AT_ONCE = 50
"""More incidents than this in one report is a file, and files are imported."""


@action("incident.report")
def report(
    actor: Actor,
    client_id: UUID,
    drafts: Sequence[Draft],
    *,
    organisation_id: UUID | None = None,
) -> ReportReceipt:
    """Report one or several incidents at once; sending the same report twice keeps it once.

    Parameters
    ----------
    client_id
        Made by the sender before sending. The same id gives the same receipt.
    drafts
        What happened, 1-50 of them. All are saved, or none.
    organisation_id
        On whose behalf; the actor's first organisation that reports when not given.

    Raises
    ------
    Invalid
        With a sentence for each field that must change, named ``0.text``: the draft's place in the report
        (from 0) and its field. Personal data in a text is such a fault, until it is taken away or motivated.
    NotAllowed
        If the actor may not report for the organisation.
    """
    sender = _sender(actor, organisation_id)
    known = _known_report(actor, client_id)
    if known is not None:
        return known
    if not 1 <= len(drafts) <= MOST_AT_ONCE:
        raise Invalid(drafts=_("En rapport har 1 till 50 händelser. Dela upp den i flera."))
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
    made = [_new_incident(row, columns_of(draft, vocabulary), counts_at_once=is_trusted) for draft in drafts]
    Incident.objects.bulk_create(made)
    for incident in made:
        _record_kept_words(actor, incident)
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
    actor: Actor, client_id: UUID, *, first_day: date, last_day: date, organisation_id: UUID | None = None
) -> ReportReceipt:
    """Report that nothing happened from one day to another, both included."""
    sender = _sender(actor, organisation_id)
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


@action("incident.correct")
def correct(actor: Actor, incident_id: UUID, draft: Draft, *, version: int, reason: str = "") -> int:
    """Change what an incident says; returns its new version. What it said before is kept.

    A reviewer corrects every incident, the reporter their own while it has not been approved. An approved
    incident is corrected with a reason.
    """
    row = row_to_correct(actor, incident_id)
    check_step(row, "correct", version)
    screen(reason=reason)
    if row.state == State.APPROVED and not reason.strip():
        raise Invalid(reason=_("Händelsen är godkänd och räknas redan. Skriv varför den ändras."))
    changed = _correct_row(actor, row, draft, reason)
    record(
        actor,
        "incident.corrected",
        row.id,
        municipality_id=row.municipality_id,
        fields=", ".join(changed) or "-",
        reason=reason.strip() or "-",
    )
    return row.version


@action("incident.approve")
def approve(actor: Actor, incident_id: UUID, *, version: int) -> int:
    """Let an incident count; returns its new version."""
    row = row_for(actor, incident_id, right=Right.REVIEW_INCIDENT)
    check_step(row, "approve", version)
    take_step(actor, row, "approve", reviewed_at=timezone.now())
    record(actor, "incident.approved", row.id, municipality_id=row.municipality_id)
    return row.version


@action("incident.return")
def return_with_question(actor: Actor, incident_id: UUID, *, version: int, question: str) -> int:
    """Ask the reporter something; the incident waits for the answer."""
    row = row_for(actor, incident_id, right=Right.REVIEW_INCIDENT)
    check_step(row, "return", version)
    if row.report_id is None:
        raise Invalid(question=_("Händelsen kom med en fil. Det finns ingen rapportör att fråga."))
    if not question.strip():
        raise Invalid(question=_("Skriv vad du vill veta."))
    screen(question=question)
    take_step(actor, row, "return", question=question.strip()[:500], answer="")
    record(actor, "incident.returned", row.id, municipality_id=row.municipality_id)
    return row.version


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
        _correct_row(actor, row, draft, "")
    take_step(actor, row, "answer", answer=answer.strip()[:500])
    record(actor, "incident.answered", row.id, municipality_id=row.municipality_id)
    return row.version


@action("incident.merge")
def merge(actor: Actor, incident_id: UUID, into_id: UUID, *, version: int) -> int:
    """Say that an incident is the same as another; only the other counts. Both keep what they say."""
    row = row_for(actor, incident_id, right=Right.REVIEW_INCIDENT)
    check_step(row, "merge", version)
    into = row_for(actor, into_id, right=Right.REVIEW_INCIDENT)
    if into.id == row.id:
        raise Invalid(into=_("En händelse kan inte slås ihop med sig själv. Välj en annan."))
    if into.municipality_id != row.municipality_id or State(into.state) not in STEPS["merge"].from_states:
        raise Invalid(
            into=_("Den andra händelsen går inte att slå ihop med. Välj en som väntar eller är godkänd.")
        )
    if row.merged.exists():
        raise Invalid(into=_("Andra händelser är redan ihopslagna med den här. Slå ihop åt andra hållet."))
    take_step(actor, row, "merge", merged_into_id=into.id, reviewed_at=timezone.now())
    record(actor, "incident.merged", row.id, municipality_id=row.municipality_id, into=into.id)
    return row.version


@action("incident.withdraw")
def withdraw(actor: Actor, incident_id: UUID, *, version: int, reason: str) -> int:
    """Take an incident away from the count, one's own or as a reviewer. It stays in the history."""
    row = row_to_correct(actor, incident_id)
    check_step(row, "withdraw", version)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför händelsen dras tillbaka."))
    screen(reason=reason)
    if row.merged.exists():
        raise Invalid(reason=_("Andra händelser är ihopslagna med den här. Ångra det först."))
    take_step(actor, row, "withdraw", reason=reason)
    record(
        actor, "incident.withdrawn", row.id, municipality_id=row.municipality_id, reason=reason.strip()[:500]
    )
    return row.version


@action("incident.undo")
def undo_last_step(actor: Actor, incident_id: UUID, *, version: int) -> int:
    """Put an incident back to what it was before the last step."""
    row = row_for(actor, incident_id, right=Right.REVIEW_INCIDENT)
    check_step(row, "undo", version)
    step = last_step(row)
    if step is None or not STEPS[step.step].can_be_undone:
        raise Invalid(state=_("Det senaste steget går inte att ångra."))
    take_step(actor, row, "undo", **values_before(step))
    record(
        actor,
        "incident.undone",
        row.id,
        municipality_id=row.municipality_id,
        step=str(STEPS[step.step].label).lower(),
    )
    return row.version


@action("incident.trust")
def trust_organisation(
    actor: Actor, organisation_id: UUID, *, municipality_id: UUID, is_trusted: bool, reason: str
) -> None:
    """Decide whether what an organisation reports counts at once, or is reviewed first."""
    require(actor, Right.MANAGE_ACCESS, Domain(municipality_id, municipality_id))
    name = next((o.name for o in organisations_of(municipality_id) if o.id == organisation_id), None)
    if name is None:
        raise NotFound
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför. Skälet sparas i loggen."))
    screen(reason=reason)
    trusted = TrustedOrganisation.objects.filter(pk=organisation_id)
    if is_trusted:
        TrustedOrganisation.objects.update_or_create(
            pk=organisation_id, defaults={"reason": reason.strip()[:500]}
        )
    else:
        trusted.delete()
    event = "incident.organisation_trusted" if is_trusted else "incident.organisation_distrusted"
    record(
        actor,
        event,
        organisation_id,
        municipality_id=municipality_id,
        organisation=name,
        reason=reason.strip()[:500],
    )


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


def _sender(actor: Actor, organisation_id: UUID | None) -> ActiveMembership:
    """Return the membership that the actor reports as."""
    for membership in those_with(actor, Right.REPORT_INCIDENT):
        if organisation_id in (None, membership.organisation_id):
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
    if row.reporter_id is None or row.reporter_id != actor.user_id:
        raise Invalid(client_id=_("Rapportens nummer är redan använt. Ladda om sidan och skicka igen."))
    record(actor, "incident.reported_again", row.id, municipality_id=row.municipality_id)
    return receipt_of(row)


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


def _new_incident(row: Report, columns: dict[str, object], *, counts_at_once: bool) -> Incident:
    # What looks like personal data is always read by a reviewer, also from those who are trusted.
    is_approved = counts_at_once and not columns["personal_data_motive"]
    return Incident(
        report=row,
        municipality_id=row.municipality_id,
        organisation_id=row.organisation_id,
        state=State.APPROVED if is_approved else State.WAITING,
        source=OWN_SOURCE,
        registered_at=row.received_at,
        **columns,
    )


def _correct_row(actor: Actor, row: Incident, draft: Draft, reason: str) -> tuple[str, ...]:
    """Change the row to what the draft says; returns the columns that changed."""
    before = draft_of(row)
    vocabulary = vocabulary_of(row.municipality_id, (draft,))
    faults = faults_in(draft, vocabulary, keeps=before)
    if faults:
        raise Invalid(**faults)
    columns = changed_columns(before, draft, vocabulary)
    changed = take_step(actor, row, "correct", reason=reason, **columns)
    if {"text", "personal_data_motive"} & set(changed):
        _record_kept_words(actor, row)
    return changed


def _record_kept_words(actor: Actor, row: Incident) -> None:
    if row.personal_data_motive:
        record(
            actor,
            "incident.personal_data_kept",
            row.id,
            municipality_id=row.municipality_id,
            kinds=kinds_in(row.text),
            reason=row.personal_data_motive,
        )
