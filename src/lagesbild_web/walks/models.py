"""Walks, what was found on them, and what came of it.

Personal data: none. Those invited and those who answer for something are functions; participants are counted.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.walks.kinds import (
    FINDING_LABELS,
    SERIOUSNESS_LABELS,
    WALK_LABELS,
    FindingState,
    WalkState,
)


class Checklist(models.Model):
    """A version of a municipality's checklist; walks keep the one they were planned with."""

    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    aspects = models.JSONField()
    """A list of {code, name, questions}."""
    made_at = models.DateTimeField(auto_now_add=True)
    by_function = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "number", name="one_checklist_per_number")
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Walk(models.Model):
    """A walk: where, when, why, with whom."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.PARTNERS.value
    )
    sensitivity = models.CharField(
        max_length=10,
        choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity],
        default=Sensitivity.OPEN.value,
    )
    state = models.CharField(
        max_length=10,
        choices=[(s.value, label) for s, label in WALK_LABELS.items()],
        default=WalkState.PLANNED.value,
    )
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, null=True, related_name="+")
    starts_at = models.DateTimeField()
    gathering = models.CharField(max_length=200, blank=True)
    """Where to meet."""
    purpose = models.TextField(blank=True)
    theme = models.CharField(max_length=200, blank=True)
    route = models.TextField(blank=True)
    """Places in order, one on each line."""
    line = models.JSONField(default=list)
    """The route as corners [lon, lat], degrees; empty when it is only told in words."""
    checklist = models.ForeignKey(Checklist, on_delete=models.PROTECT, null=True, related_name="+")
    """Empty for the list that every municipality begins with."""
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    """An earlier walk over the same ground, to compare with."""
    participants = models.PositiveSmallIntegerField(null=True)
    """How many took part, inhabitants included."""
    participants_note = models.CharField(max_length=300, blank=True)
    """Which groups took part, in words: no names."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    """Who leads it and answers for the protocol."""
    held_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["municipality", "-starts_at"], name="walks_newest_first")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Invitation(models.Model):
    """A function that is invited, and whether it came."""

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="invitations")
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, related_name="+")
    was_there = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("walk", "function", name="one_invitation_per_function")
        ]

    def __str__(self) -> str:
        """Return the function's id."""
        return str(self.function_id)


class Finding(models.Model):
    """Something seen on a walk, good or bad, and what is done about it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    walk = models.ForeignKey(Walk, on_delete=models.PROTECT, related_name="findings")
    client_id = models.UUIDField(unique=True)
    """Made in the phone before sending, so that what is sent twice is kept once."""
    number = models.PositiveSmallIntegerField()
    aspect = models.CharField(max_length=20)
    """A code of the walk's checklist."""
    is_good = models.BooleanField()
    text = models.CharField(max_length=1000)
    place = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    e = models.FloatField(null=True)
    n = models.FloatField(null=True)
    """Metres, SWEREF 99 TM."""
    seriousness = models.PositiveSmallIntegerField(
        null=True, choices=[(k, label) for k, label in SERIOUSNESS_LABELS.items()]
    )
    proposal = models.CharField(max_length=500, blank=True)
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    state = models.CharField(
        max_length=10,
        choices=[(s.value, label) for s, label in FINDING_LABELS.items()],
        default=FindingState.OPEN.value,
    )
    why = models.CharField(max_length=500, blank=True)
    """What was done, or why not."""
    repeats = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="seen_again")
    """The same thing on the walk before."""
    noted_at = models.DateTimeField()
    by_function = models.CharField(max_length=240, blank=True)
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)
    """It was noted by mistake."""

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint("walk", "number", name="one_finding_per_number"),
            models.CheckConstraint(
                condition=~models.Q(state="not_done") | ~models.Q(why=""), name="finding_not_done_says_why"
            ),
            models.CheckConstraint(
                condition=models.Q(is_good=True, seriousness__isnull=True)
                | models.Q(is_good=False, seriousness__isnull=False),
                name="only_what_is_bad_is_serious",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class FindingStep(models.Model):
    """What was said about a finding."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10)
    text = models.CharField(max_length=700, blank=True)
    by_function = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        """Return when."""
        return self.at.isoformat()


class FindingLink(models.Model):
    """A thing of the chain that a finding belongs to or has become."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=40)
    thing_id = models.UUIDField()
    label = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("finding", "kind", "thing_id", name="one_link_per_finding_and_thing")
        ]

    def __str__(self) -> str:
        """Return what it points at."""
        return f"{self.kind} {self.thing_id}"


class Protocol(models.Model):
    """A protocol as it was made; kept as files under their hashes."""

    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="protocols")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    """Format to SHA-256."""
    made_at = models.DateTimeField(auto_now_add=True)
    by_function = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [models.UniqueConstraint("walk", "number", name="one_protocol_per_number")]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)
