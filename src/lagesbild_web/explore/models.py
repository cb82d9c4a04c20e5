"""Saved filters: a name for an address that somebody comes back to."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity


class SavedFilter(models.Model):
    """A filter with a name, kept by a person for herself or for her organisation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(default=False)
    """The whole organisation sees it; otherwise only its owner."""
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.OWN.value
    )
    sensitivity = models.CharField(
        max_length=10,
        choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity],
        default=Sensitivity.OPEN.value,
    )
    name = models.CharField(max_length=80)
    query = models.TextField()
    """The filter and what is shown, as in the address. It holds codes and days, never what was found."""
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("owner", "organisation", "name", name="one_saved_filter_per_name")
        ]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
