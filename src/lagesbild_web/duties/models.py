"""Notes about the law's paragraphs, registers, and how the statuses have been month by month.

No personal data: members of the council and contacts are organisations and functions. Texts are screened.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity


class Kept(models.Model):
    """What every root of the feature has: whose it is, and what it said before."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.OWN.value
    )
    sensitivity = models.CharField(
        max_length=10,
        choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity],
        default=Sensitivity.LIMITED.value,
    )
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    """The function that answers for it."""
    due_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    history = models.JSONField(default=list)
    """What it said before, the latest first, with until when and by which function."""

    class Meta:
        abstract = True


class Note(Kept):
    """What somebody says about a paragraph besides what the data say: who answers, when, and a judgement."""

    paragraph = models.PositiveSmallIntegerField()
    judgement = models.CharField(max_length=10, blank=True)
    """Instead of the status that the data give; empty lets the data decide."""
    motive = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "paragraph", name="one_note_per_paragraph")
        ]

    def __str__(self) -> str:
        """Return the paragraph."""
        return f"{self.paragraph} §"


class Entry(Kept):
    """A line of one of the registers; ``registers.REGISTERS`` says what its values are."""

    register = models.CharField(max_length=20)
    happened_on = models.DateField(null=True)
    """The day that the list is sorted by."""
    state = models.CharField(max_length=12, blank=True)
    values = models.JSONField(default=dict)
    retired_at = models.DateTimeField(null=True)
    retired_because = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["municipality", "register", "-happened_on"], name="duties_by_register")
        ]

    def __str__(self) -> str:
        """Return the register and the id."""
        return f"{self.register} {self.id}"


class Frozen(models.Model):
    """How it stood with every paragraph in a month."""

    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    """Its first day."""
    frozen_at = models.DateTimeField(auto_now_add=True)
    statuses = models.JSONField()
    """Paragraph → status and reason."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "month", name="one_frozen_status_per_month")
        ]
        ordering: ClassVar = ["-month"]

    def __str__(self) -> str:
        """Return the month."""
        return f"{self.month:%Y-%m}"
