"""Reports in running text, for as long as they are looked through.

Personal data: the text is what somebody else has written and may hold anything. Only the organisation that
has received it sees it; it is needed until it has been looked through, and a rule of retention removes it.
"""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.written_reports.contracts import WRITTEN_STATE_LABELS, WrittenState


class WrittenReport(models.Model):
    """A text, whose it is, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    """Also the batch of its incidents."""
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    """That received it and looks through it."""
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.OWN.value
    )
    sensitivity = models.CharField(
        max_length=10,
        choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity],
        default=Sensitivity.PROTECTED.value,
    )
    sender = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    """That wrote it: the guard firm, the police."""
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    received_at = models.DateTimeField(auto_now_add=True)
    report_day = models.DateField()
    text = models.TextField(blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(s.value, WRITTEN_STATE_LABELS[s]) for s in WrittenState],
        default=WrittenState.OPEN.value,
    )
    incidents = models.PositiveIntegerField(default=0)
    """How many it became."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-received_at"], name="written_newest_first")
        ]

    def __str__(self) -> str:
        """Return the id: logs never hold texts."""
        return str(self.id)


class WrittenPiece(models.Model):
    """A part of the text, as it is now proposed to be kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(WrittenReport, on_delete=models.CASCADE, related_name="pieces")
    position = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    category = models.CharField(max_length=60, blank=True)
    day = models.DateField(null=True)
    first = models.TimeField(null=True)
    last = models.TimeField(null=True)
    place_id = models.UUIDField(null=True)
    place_name = models.CharField(max_length=200, blank=True)
    is_left_out = models.BooleanField(default=False)
    is_heading = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        """Return the id: logs never hold texts."""
        return str(self.id)
