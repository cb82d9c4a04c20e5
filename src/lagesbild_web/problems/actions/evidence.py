"""Freeze findings as evidence, take evidence away, and note what inhabitants have said."""

import math
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild import __version__
from lagesbild.document.swedish import VERDICTS
from lagesbild_web.access.rights import require
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed
from lagesbild_web.base.screening import screen
from lagesbild_web.pictures.queries import frozen_findings, picture_for
from lagesbild_web.problems import frozen
from lagesbild_web.problems.actions.noting import check_open, function_of, function_words, note
from lagesbild_web.problems.contracts import DialogueNote, EvidenceItem
from lagesbild_web.problems.freezing import freeze_selection, may_count
from lagesbild_web.problems.frozen import FrozenFinding
from lagesbild_web.problems.labels import STANCE_LABELS
from lagesbild_web.problems.models import Dialogue, Evidence, Problem
from lagesbild_web.problems.queries.evidence import (
    dialogue_for,
    dialogue_row_for,
    evidence_for,
    evidence_row_for,
)
from lagesbild_web.problems.queries.problems import row_for
from lagesbild_web.problems.selecting import read_selection


@action("problem.add_evidence")
def add_selection(
    actor: Actor, problem_id: UUID, *, query: str, stance: str = "for", comment: str = ""
) -> EvidenceItem:
    """Count a selection of incidents now, as the actor may read them, and freeze it as evidence.

    Raises
    ------
    NotAllowed
        If the actor may not read incidents.
    Invalid
        If the problem is closed or something must change.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN)
    if not may_count(actor) and actor.kind != "system":
        raise NotAllowed
    finding = freeze_selection(
        actor,
        read_selection(query),
        municipality_id=row.municipality_id,
        frozen_by=function_words(actor),
    )
    return _kept(actor, row, finding, stance=stance, comment=comment)


@action("problem.add_picture_finding")
def add_picture_finding(
    actor: Actor, problem_id: UUID, *, picture_id: UUID, sentence: str, stance: str = "for", comment: str = ""
) -> EvidenceItem:
    """Freeze a sentence of a picture that the actor may read, with the picture's own hash.

    Raises
    ------
    Invalid
        If the picture does not say the sentence, the problem is closed or something must change.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN)
    picture = picture_for(actor, picture_id)
    wanted = " ".join(sentence.split())
    said = {item.finding.sentence: item.finding for item in frozen_findings(actor, picture_id)}
    if wanted not in said:
        raise Invalid(sentence=_("Lägesbilden säger inte det. Välj en av dess meningar."))
    told = said[wanted]
    chapter = picture.content.section(told.section)
    finding = FrozenFinding(
        kind="picture",
        sentence=wanted,
        frozen_at=timezone.now().isoformat(),
        frozen_by=function_words(actor),
        source=_("Lägesbilden ”%(title)s”, %(period)s, version %(version)s")
        % {
            "title": picture.summary.title,
            "period": picture.summary.period,
            "version": picture.summary.version,
        },
        count=int(told.count) if told.count is not None else None,
        ratio=told.ratio,
        low=told.low,
        high=told.high if told.high != math.inf else None,
        verdict=told.verdict if told.verdict in VERDICTS else "",
        n=picture.content.rows,
        method=told.method,
        version=picture.content.version,
        snapshot_sha256=picture.snapshot_sha256,
        section=chapter.heading if chapter else "",
    )
    return _kept(actor, row, finding, stance=stance, comment=comment, picture_id=picture_id)


@action("problem.add_note_as_evidence")
def add_note(
    actor: Actor, problem_id: UUID, *, sentence: str, source: str, stance: str = "for", comment: str = ""
) -> EvidenceItem:
    """Write down a finding that stands elsewhere, with its source: a survey, a protocol, a study.

    Raises
    ------
    Invalid
        If something is missing, looks like personal data, or the problem is closed.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN)
    screen(sentence=sentence, source=source)
    faults = {}
    if not sentence.strip():
        faults["sentence"] = _("Skriv vad som kom fram, gärna med antal.")
    if not source.strip():
        faults["source"] = _("Skriv var det står, så att någon annan kan hitta det.")
    if faults:
        raise Invalid(**faults)
    finding = FrozenFinding(
        kind="note",
        sentence=" ".join(sentence.split()),
        frozen_at=timezone.now().isoformat(),
        frozen_by=function_words(actor),
        source=source.strip(),
        version=__version__,
    )
    return _kept(actor, row, finding, stance=stance, comment=comment)


@action("problem.remove_evidence")
def remove_evidence(actor: Actor, evidence_id: UUID, *, reason: str) -> EvidenceItem:
    """Let a finding not count any more; it stays in the history with the reason.

    Raises
    ------
    Invalid
        If the reason is missing or it has been removed already.
    """
    row = evidence_row_for(actor, evidence_id, right=Right.MANAGE_PLAN)
    screen(reason=reason)
    if row.removed_at is not None:
        raise Invalid(reason=_("Underlaget är redan borttaget."))
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför underlaget tas bort. Skälet sparas i historiken."))
    row.removed_at, row.removed_reason = timezone.now(), reason.strip()
    row.save(update_fields=["removed_at", "removed_reason"])
    told = f"{frozen.from_json(row.frozen).sentence} {row.removed_reason}"
    note(actor, row.problem, "evidence_removed", told)
    record(
        actor,
        "problem.evidence_removed",
        row.problem_id,
        municipality_id=row.problem.municipality_id,
        title=row.problem.title,
        reason=row.removed_reason,
    )
    return evidence_for(actor, evidence_id)


@action("problem.add_dialogue")
def add_dialogue(
    actor: Actor,
    problem_id: UUID,
    *,
    held_on: date,
    form: str,
    groups: str,
    participants: int | None,
    said: str,
) -> DialogueNote:
    """Note what came out of a conversation with inhabitants, who are told as groups.

    Raises
    ------
    Invalid
        If something is missing or looks like personal data, or the day has not come.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN)
    check_open(row)
    screen(form=form, groups=groups, said=said)
    faults = {}
    if held_on > timezone.localdate():
        faults["held_on"] = _("Dagen har inte varit än. Skriv dagen då samtalet hölls.")
    for name, text, question in (
        ("form", form, _("Skriv hur samtalet gick till, till exempel öppet möte.")),
        ("groups", groups, _("Skriv vilka grupper som var med, aldrig namn.")),
        ("said", said, _("Skriv vad som kom fram.")),
    ):
        if not text.strip():
            faults[name] = question
    if faults:
        raise Invalid(**faults)
    made = Dialogue.objects.create(
        problem=row,
        held_on=held_on,
        form=form.strip(),
        groups=groups.strip(),
        participants=participants,
        said=said.strip(),
        at=timezone.now(),
        by_function_id=function_of(actor),
    )
    note(actor, row, "dialogue_added", f"{made.form}, {held_on.isoformat()}")
    record(actor, "problem.dialogue_added", row.id, municipality_id=row.municipality_id, title=row.title)
    return dialogue_for(actor, made.id)


@action("problem.remove_dialogue")
def remove_dialogue(actor: Actor, dialogue_id: UUID, *, reason: str) -> None:
    """Take away a note that was wrong; the history keeps that it was there and why it went.

    Raises
    ------
    Invalid
        If the reason is missing.
    """
    row = dialogue_row_for(actor, dialogue_id, right=Right.MANAGE_PLAN)
    screen(reason=reason)
    if not reason.strip():
        raise Invalid(reason=_("Skriv varför anteckningen tas bort. Skälet sparas i historiken."))
    row.removed_at, row.removed_reason = timezone.now(), reason.strip()
    row.save(update_fields=["removed_at", "removed_reason"])
    note(actor, row.problem, "dialogue_removed", row.removed_reason)
    record(
        actor,
        "problem.dialogue_removed",
        row.problem_id,
        municipality_id=row.problem.municipality_id,
        title=row.problem.title,
        reason=row.removed_reason,
    )


def _kept(
    actor: Actor,
    row: Problem,
    finding: FrozenFinding,
    *,
    stance: str,
    comment: str,
    picture_id: UUID | None = None,
) -> EvidenceItem:
    require(actor, Right.MANAGE_PLAN, row)
    check_open(row)
    screen(comment=comment)
    if stance not in STANCE_LABELS:
        raise Invalid(stance=_("Välj om det talar för eller emot problemet."))
    made = Evidence.objects.create(
        problem=row,
        stance=stance,
        comment=comment.strip()[:500],
        frozen=frozen.to_json(finding),
        picture_id=picture_id,
        at=timezone.now(),
        by_function_id=function_of(actor),
    )
    note(actor, row, "evidence_added", finding.sentence)
    record(
        actor,
        "problem.evidence_added",
        row.id,
        municipality_id=row.municipality_id,
        title=row.title,
        kind=finding.kind,
        rows_sha256=finding.rows_sha256,
    )
    return evidence_for(actor, made.id)
