"""What the administrator's pages show that no other feature has a contract for."""

from dataclasses import dataclass

from lagesbild_web.base.schedule import JobStatus


@dataclass(frozen=True, slots=True)
class ScheduledJobs:
    """The recurring work of the installation."""

    jobs: tuple[JobStatus, ...]
    is_shared: bool
    """Several municipalities share it, so that none of them may stop it for the others."""

    @property
    def is_own(self) -> bool:
        """The municipality has the installation to itself."""
        return not self.is_shared

    @property
    def is_late(self) -> bool:
        """Nobody seems to start anything."""
        return any(job.is_late for job in self.jobs)
