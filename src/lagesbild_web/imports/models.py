"""Uploaded files and remembered mappings.

The file itself is kept in the store, unseen by others, until the retention rule for uploads removes it.
"""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.imports.contracts import UPLOAD_STATE_LABELS, UploadState


class Upload(models.Model):
    """A file that somebody has uploaded, what was understood of it and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    """Also the batch of its incidents."""
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.OWN.value
    )
    sensitivity = models.CharField(
        max_length=10,
        choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity],
        default=Sensitivity.PROTECTED.value,
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, UPLOAD_STATE_LABELS[s]) for s in UploadState])
    source = models.CharField(max_length=60, blank=True)
    """Chosen or recognised; empty until the file has been read."""
    mapping = models.TextField(blank=True)
    """TOML, as the library keeps it; empty for sources that know their own columns."""
    read = models.JSONField(default=dict)
    """What was understood: rows, days, notes, faults, unknown words, the beginning of the sheet."""
    table_sha256 = models.CharField(max_length=64, blank=True)
    """The incidents as Parquet in the store, once the file has no faults."""
    loaded_circle = models.CharField(max_length=10, blank=True)
    """Who may see its incidents, as chosen when they were loaded."""
    outcome = models.JSONField(default=dict)
    failure = models.CharField(max_length=500, blank=True)
    removed_at = models.DateTimeField(null=True)
    """When the file and what could be read of it were removed, because it was old."""

    without_file: ClassVar = models.Q(removed_at__isnull=False)
    """The hash stays, so that the same file is known if it comes again."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("organisation", "sha256", name="one_upload_per_file")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-uploaded_at"], name="uploads_newest_first")
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class RememberedMapping(models.Model):
    """How an organisation's files with certain columns are read, so that next month's needs no clicks."""

    organisation = models.ForeignKey("access.Organisation", on_delete=models.CASCADE, related_name="+")
    columns_sha256 = models.CharField(max_length=64)
    """Of the file's headings in order."""
    mapping = models.TextField()
    used_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("organisation", "columns_sha256", name="one_mapping_per_columns")
        ]

    def __str__(self) -> str:
        """Return the hash of the columns."""
        return self.columns_sha256
