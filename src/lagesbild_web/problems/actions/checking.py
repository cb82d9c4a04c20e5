"""Tick what the data cannot show in the list of steps."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.roles import Right
from lagesbild_web.audit.log import record
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotFound
from lagesbild_web.base.screening import screen
from lagesbild_web.problems.actions.noting import function_of, note
from lagesbild_web.problems.checklist import CODES, check_label
from lagesbild_web.problems.queries.problems import row_for


@action("problem.check")
def tick(actor: Actor, problem_id: UUID, code: str, *, words: str) -> None:
    """Say that a check of the five steps holds, and what shows it.

    Raises
    ------
    NotFound
        If there is no such check.
    Invalid
        If nothing is said of what shows it.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    if code not in CODES:
        raise NotFound
    screen(note=words)
    if not words.strip():
        raise Invalid(note=_("Skriv vad som visar det, till exempel ett protokoll eller ett datum."))
    function_id = function_of(actor)
    row.checks = row.checks | {
        code: {
            "on": timezone.localdate().isoformat(),
            "function": str(function_id) if function_id else "",
            "note": words.strip()[:500],
        }
    }
    row.save(update_fields=["checks"])
    note(actor, row, "checked", f"{check_label(code)}: {words.strip()}")
    record(actor, "problem.checked", row.id, municipality_id=row.municipality_id, title=row.title, check=code)


@action("problem.uncheck")
def untick(actor: Actor, problem_id: UUID, code: str) -> None:
    """Take a tick back; the history keeps that it was there.

    Raises
    ------
    NotFound
        If it is not ticked by hand.
    """
    row = row_for(actor, problem_id, right=Right.MANAGE_PLAN, lock=True)
    if code not in row.checks:
        raise NotFound
    row.checks = {key: value for key, value in row.checks.items() if key != code}
    row.save(update_fields=["checks"])
    note(actor, row, "unchecked", check_label(code))
    record(
        actor, "problem.unchecked", row.id, municipality_id=row.municipality_id, title=row.title, check=code
    )
