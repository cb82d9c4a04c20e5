"""Photographs, and whether a municipality takes them. What a picture shows is nowhere but in its file."""

from typing import ClassVar
from uuid import uuid4

from django.db import models


class PhotoPermission(models.Model):
    """A municipality's latest decision; without a row photographs are not taken."""

    municipality = models.OneToOneField(
        "access.Organisation", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    is_allowed = models.BooleanField()
    motive = models.CharField(max_length=500)
    decided_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Return the decision."""
        return f"{self.municipality_id}: {self.is_allowed}"


class Photo(models.Model):
    """A picture of an incident. The sender makes its id, so that it is kept once however often it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    incident = models.ForeignKey("incidents.Incident", on_delete=models.CASCADE, related_name="photos")
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    """Bytes."""
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["municipality", "made_at"], name="photos_by_age"),
            models.Index(fields=["sha256"], name="photos_by_file"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
