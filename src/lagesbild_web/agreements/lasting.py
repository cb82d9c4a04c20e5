"""How long an agreement holds, and what must be done before when. Days in, words out; asks nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.agreements.contracts import Lasting
from lagesbild_web.agreements.models import Agreement, Consultation, Extension, FollowUpNote
from lagesbild_web.base.months import months_after

LONGEST_EXTENSION_MONTHS: Final = 24
FOLLOW_UP_MONTHS: Final = 6

STATE_LABELS: Final[dict[str, Promise]] = {
    "draft": _("Utkast"),
    "consulted": _("Samråd hållet, inte undertecknad"),
    "coming": _("Undertecknad, gäller inte än"),
    "in_force": _("Gäller"),
    "lapsed": _("Har löpt ut"),
    "ended": _("Avslutad i förtid"),
    "replaced": _("Ersatt av en annan"),
}
ALIVE: Final = ("draft", "consulted", "coming", "in_force")
"""States in which there is still something to do."""


def lasting_of(
    row: Agreement,
    consultations: Sequence[Consultation],
    extensions: Sequence[Extension],
    notes: Sequence[FollowUpNote],
    *,
    today: date,
) -> Lasting:
    """Return how it stands on a day."""
    state = state_of(row, today)
    open_one = open_consultation(consultations, extensions)
    next_note = None
    if state == "in_force":
        latest = max([row.starts_on, *(note.day for note in notes)])
        next_note = min(months_after(latest, FOLLOW_UP_MONTHS), row.ends_on)
    return Lasting(
        state=state,
        state_label=str(STATE_LABELS[state]),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        consult_by=consult_by(row),
        is_consulted=open_one is not None,
        next_follow_up_on=next_note,
    )


def state_of(row: Agreement, today: date) -> str:
    """Return the state on a day, by its code."""
    if row.status != Agreement.Status.SIGNED:
        return str(row.status)
    if today < row.starts_on:
        return "coming"
    return "in_force" if today <= row.ends_on else "lapsed"


def consult_by(row: Agreement) -> date:
    """Return the last day for the consultation about what happens when the time runs out."""
    return months_after(row.ends_on, -row.consultation_months)


def open_consultation(
    consultations: Sequence[Consultation], extensions: Sequence[Extension]
) -> Consultation | None:
    """Return the latest consultation about the end that no extension has been built on; None without one."""
    used = {extension.consultation_id for extension in extensions}
    last_decision = max((extension.decided_on for extension in extensions), default=date.min)
    free = [
        c
        for c in consultations
        if c.about == Consultation.About.END and c.id not in used and c.held_on >= last_decision
    ]
    return free[-1] if free else None


def latest_end(row: Agreement) -> date:
    """Return the last day that one extension can reach: two years at a time."""
    return months_after(row.ends_on, LONGEST_EXTENSION_MONTHS)
