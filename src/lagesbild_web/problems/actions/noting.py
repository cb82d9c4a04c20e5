"""Note in a problem's history that something was done; every action of the feature ends so."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild_web.access.queries import function_labels
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.problems.models import Problem, Step


def function_of(actor: Actor) -> UUID | None:
    """Return the function that the actor acts in; None for the system."""
    return actor.home.function_id if actor.home else None


def function_words(actor: Actor) -> str:
    """Return the function that the actor acts in, in words."""
    function_id = function_of(actor)
    return _("Systemet") if function_id is None else function_labels([function_id]).get(function_id, "")


def note(actor: Actor, problem: Problem, step: str, reason: str = "") -> None:
    """Write a step in the problem's history, and that it was touched now."""
    now = timezone.now()
    Step.objects.create(problem=problem, step=step, reason=reason, at=now, by_function_id=function_of(actor))
    problem.touched_at = now
    problem.save(update_fields=["touched_at"])


def check_version(problem: Problem, version: int) -> None:
    """Stop somebody who writes over what another has saved since.

    Raises
    ------
    Invalid
        If the problem has a later version than the one that was looked at.
    """
    if problem.version != version:
        raise Invalid(
            version=_(
                "Någon annan har sparat en ny version (nr %(version)s) medan du skrev. "
                "Det du skrev står kvar här. Jämför med den nya versionen, "
                "och spara igen om din text ska gälla."
            )
            % {"version": problem.version}
        )


def check_open(problem: Problem) -> None:
    """Stop work with a problem that is closed.

    Raises
    ------
    Invalid
        If it is closed.
    """
    if problem.state == "closed":
        raise Invalid(state=_("Problemet är avslutat. Öppna det igen om du vill arbeta med det."))
