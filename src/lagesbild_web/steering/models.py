"""Steering documents, targets, definitions and the committees' duties. No personal data."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.steering.contracts import KIND_LABELS, LEVEL_LABELS


class SteeringDocument(models.Model):
    """A programme, a policy, a plan, a guideline or a routine."""

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
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=[(k, KIND_LABELS[k]) for k in KIND_LABELS])
    level = models.CharField(max_length=10, choices=[(k, LEVEL_LABELS[k]) for k in LEVEL_LABELS])
    body = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField(null=True)
    section = models.CharField(max_length=40, blank=True)
    record_number = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    review_on = models.DateField(null=True)
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    link = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveBigIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["level", "kind", "title"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class DocumentVersion(models.Model):
    """What a document's entry said before a change."""

    document = models.ForeignKey(SteeringDocument, on_delete=models.CASCADE, related_name="versions")
    at = models.DateTimeField(auto_now_add=True)
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    before = models.JSONField()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        """Return when it was changed."""
        return str(self.at)


class Target(models.Model):
    """A target of the council or of a committee, in a tree."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(max_length=10, default=Circle.PARTNERS.value)
    sensitivity = models.CharField(max_length=10, default=Sensitivity.OPEN.value)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    document = models.ForeignKey(
        SteeringDocument, on_delete=models.PROTECT, null=True, related_name="targets"
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    order = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["order", "title"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Definition(models.Model):
    """What a word means from a day on; an earlier wording stays for what was written then."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    term = models.CharField(max_length=80)
    text = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "term", "valid_from", name="one_definition_per_day")
        ]
        ordering: ClassVar = ["term", "-valid_from"]

    def __str__(self) -> str:
        """Return the term."""
        return self.term


class Committee(models.Model):
    """A committee, a board or a company with duties of its own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    order = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "name", name="one_committee_per_name")
        ]
        ordering: ClassVar = ["order", "name"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Requirement(models.Model):
    """A document that committees must have."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=[(k, KIND_LABELS[k]) for k in KIND_LABELS])
    law = models.CharField(max_length=200, blank=True)
    order = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "title", name="one_requirement_per_title")
        ]
        ordering: ClassVar = ["order", "title"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class MatrixCell(models.Model):
    """What a committee has of a required document; without a row it is missing."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="cells")
    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="cells")
    document = models.ForeignKey(SteeringDocument, on_delete=models.PROTECT, null=True, related_name="+")
    is_needed = models.BooleanField(default=True)
    motive = models.CharField(max_length=300, blank=True)
    """Why it is not needed."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("requirement", "committee", name="one_matrix_cell")]

    def __str__(self) -> str:
        """Return the motive."""
        return self.motive
