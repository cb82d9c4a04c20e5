"""Say how it goes with a decision, and keep what was said; for this feature only."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.screening import fault_in
from lagesbild_web.meetings.changing import function_of
from lagesbild_web.meetings.kinds import DecisionState
from lagesbild_web.meetings.models import Decision, DecisionStep, Meeting


@dataclass(frozen=True, slots=True)
class Told:
    """How it goes with a decision, and the version that the writer saw."""

    state: str
    why: str
    version: int
    due_on: date | None = None
    """Another day; unchanged when None."""


def faults_in(row: Decision, told: Told) -> dict[str, str]:
    """Return a sentence for each field that must change; nothing when nothing is new."""
    if not _is_new(row, told):
        return {}
    faults = {}
    if row.version != told.version:
        facts = {"state": str(row.get_state_display()).lower(), "why": row.why or _("ingen kommentar")}
        faults["lage"] = (
            _("Någon annan har ändrat det här samtidigt. Där står nu: %(state)s, %(why)s.") % facts
        )
    if told.state not in list(DecisionState):
        faults["lage"] = _("Välj hur det står till.")
    if told.state == DecisionState.NOT_DONE and not told.why.strip():
        faults["varfor"] = _("Skriv varför det inte blir av.")
    if told.due_on is not None and told.due_on > row.due_on and not told.why.strip():
        faults["varfor"] = _("Skriv varför det blir senare.")
    if fault := fault_in(told.why):
        faults["varfor"] = fault
    return faults


def take_step(actor: Actor, row: Decision, told: Told, *, meeting: Meeting | None) -> int:
    """Keep what was told, when it is new; returns 1 when it was."""
    if not _is_new(row, told):
        return 0
    row.state, row.why = told.state, told.why.strip()[:500]
    row.due_on = told.due_on or row.due_on
    row.state_since = timezone.now()
    row.version += 1
    row.save(update_fields=["state", "why", "due_on", "state_since", "version"])
    DecisionStep.objects.create(
        decision=row,
        meeting=meeting,
        at=row.state_since,
        state=row.state,
        text=row.why,
        due_on=row.due_on,
        by_function=function_of(actor),
    )
    return 1


def _is_new(row: Decision, told: Told) -> bool:
    is_moved = told.due_on is not None and told.due_on != row.due_on
    return told.state != row.state or told.why.strip() != row.why or is_moved
