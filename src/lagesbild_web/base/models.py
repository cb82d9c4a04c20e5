"""The base's only table: what happened with the work that comes back by itself."""

from django.db import models


class ScheduledJob(models.Model):
    """How it stands with a recurring job; a row for each job that a feature has declared.

    Personal data: none. Written by :mod:`lagesbild_web.base.schedule` alone.
    """

    name = models.CharField(max_length=60, primary_key=True)
    is_on = models.BooleanField()
    next_at = models.DateTimeField(db_index=True)
    is_asked = models.BooleanField(default=False)
    """Somebody has asked for it to be run now, also if it is paused."""
    started_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    """A Swedish sentence about what was done when it last succeeded."""
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    """A Swedish sentence about what went wrong when it last failed."""
    failures = models.PositiveSmallIntegerField(default=0)
    """How many times in a row it has failed since it last succeeded."""
    holder = models.CharField(max_length=40, blank=True)
    """Which run has it now; empty when it rests."""
    held_until = models.DateTimeField(null=True)
    """The run is given up if it has not been heard of by then."""

    def __str__(self) -> str:
        """Return the name."""
        return self.name
