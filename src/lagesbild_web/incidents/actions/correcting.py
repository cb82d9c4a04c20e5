"""Put what a draft says in a row, for those who report and those who review."""

from lagesbild_web.audit.log import record
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.base.screening import kinds_in
from lagesbild_web.incidents.contracts import Draft
from lagesbild_web.incidents.drafts import changed_columns, faults_in, vocabulary_of
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.reading import draft_of
from lagesbild_web.incidents.steps import take_step


def correct_row(actor: Actor, row: Incident, draft: Draft, reason: str) -> tuple[str, ...]:
    """Change the row to what the draft says; returns the columns that changed."""
    before = draft_of(row)
    vocabulary = vocabulary_of(row.municipality_id, (draft,))
    faults = faults_in(draft, vocabulary, keeps=before)
    if faults:
        raise Invalid(**faults)
    columns = changed_columns(before, draft, vocabulary)
    changed = take_step(actor, row, "correct", reason=reason, **columns)
    if {"text", "personal_data_motive"} & set(changed):
        record_kept_words(actor, row)
    return changed


def record_kept_words(actor: Actor, row: Incident) -> None:
    if row.personal_data_motive:
        record(
            actor,
            "incident.personal_data_kept",
            row.id,
            municipality_id=row.municipality_id,
            kinds=kinds_in(row.text),
            reason=row.personal_data_motive,
        )
