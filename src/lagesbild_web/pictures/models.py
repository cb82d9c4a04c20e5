"""A situation picture and its files. No personal data: a picture holds counts, places and times."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity


class SituationPicture(models.Model):
    """A frozen picture: what is in it never changes; only who may see it does."""

    class Status(models.TextChoices):
        """Where in its life the picture is."""

        DRAFT = "draft", _("Utkast")
        PUBLISHED = "published", _("Publicerad")
        WITHDRAWN = "withdrawn", _("Tillbakadragen")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    """Who made it and answers for it."""
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.OWN.value
    )
    sensitivity = models.CharField(
        max_length=10, choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity]
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    title = models.CharField(max_length=300)
    period = models.CharField(max_length=60)
    as_of = models.DateField()
    """The day whose knowledge it shows."""
    version = models.PositiveIntegerField()
    """1 for the first picture with this title, period and sensitivity, then counted upwards."""
    content_sha256 = models.CharField(max_length=64)
    """The hash of picture.json: the same picture loaded twice is one picture."""
    snapshot_sha256 = models.CharField(max_length=64)
    """The hash of the rows that it was computed from."""
    made_on = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("organisation", "content_sha256", name="one_picture_per_content"),
            models.UniqueConstraint(
                "organisation", "title", "period", "sensitivity", "version", name="one_picture_per_version"
            ),
            models.CheckConstraint(
                condition=models.Q(status="published") | models.Q(circle="own"),
                name="only_published_pictures_leave",
            ),
            models.CheckConstraint(
                condition=~models.Q(circle="public") | models.Q(sensitivity="open"),
                name="only_open_pictures_are_public",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-as_of"], name="pictures_newest_first")]

    def __str__(self) -> str:
        """Return the title and the version."""
        return f"{self.title} v{self.version}"


class PictureFile(models.Model):
    """One file of a picture, kept in the file store under its hash."""

    picture = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    """Its path in the folder that it was loaded from: ``picture.pdf``, ``snapshot/manifest.json``."""
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("picture", "name", name="one_file_per_name")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
