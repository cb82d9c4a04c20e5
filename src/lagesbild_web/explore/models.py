"""Saved filters: a name for an address that somebody comes back to."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity


class SavedFilter(models.Model):
    """A filter with a name, kept by a function for itself or for its organisation.

    It is the function's: whoever holds it next finds it, and may take it away.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    """Empty for what somebody without a function kept once; then only what is shared is found."""
    is_shared = models.BooleanField(default=False)
    """The whole organisation sees it; otherwise only who holds the function."""
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
            models.UniqueConstraint("function", "name", name="one_saved_filter_per_function")
        ]
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
