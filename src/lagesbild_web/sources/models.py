"""Which sources are on and how it has gone. No personal data: the contact is a function's address."""

from typing import ClassVar
from uuid import uuid4

from django.db import models


class Feed(models.Model):
    """A source as a municipality has it: whether it is on, what is asked for, and how it goes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20)
    is_on = models.BooleanField(default=False)
    municipality_code = models.CharField(max_length=4)
    contact = models.CharField(max_length=200)
    every_minutes = models.PositiveIntegerField()
    asks_for = models.JSONField(default=list)
    is_asked = models.BooleanField(default=False)
    """Somebody has asked for it now."""
    next_at = models.DateTimeField(null=True)
    """None while it is on: it rests, since a fetch was taken back, until somebody asks for it."""
    started_at = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    remark = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "source", name="one_feed_per_source")
        ]

    def __str__(self) -> str:
        """Return the source."""
        return self.source


class FeedRun(models.Model):
    """One fetch: when, how it went and what it brought."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    """Also the batch of what it brought."""
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="runs")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_well = models.BooleanField(default=False)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    sentence = models.TextField(blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.CharField(max_length=500, blank=True)
    """Why what it brought was taken back."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["feed", "-started_at"], name="runs_latest_first")]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
