"""Read how it stands with the work that comes back by itself."""

from lagesbild_web.access.queries import all_municipalities, managed_municipality
from lagesbild_web.administration.contracts import ScheduledJobs
from lagesbild_web.base import schedule
from lagesbild_web.base.actor import Actor


def scheduled_jobs(actor: Actor) -> ScheduledJobs:
    """Return every recurring job, for those who manage a municipality.

    Raises
    ------
    NotAllowed
        If the actor manages none.
    """
    managed_municipality(actor)
    return ScheduledJobs(jobs=tuple(schedule.statuses()), is_shared=is_shared())


def is_shared() -> bool:
    """Return whether several municipalities share the installation, and with it its recurring work."""
    return len(all_municipalities()) > 1
