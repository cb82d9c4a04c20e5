"""Applications for state grants (förordning 2023:442) and the account of how they were used."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.plans.models.measure import Measure
from lagesbild_web.plans.models.plan import Plan


class GrantApplication(models.Model):
    """An application for one grant year, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="applications")
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    """The calendar year that the grant is for (§ 12)."""
    purpose = models.TextField(blank=True)
    """What the grant will be used for (§ 7 item 1)."""
    time_frame = models.TextField(blank=True)
    measures = models.ManyToManyField(Measure, related_name="applications")
    amount = models.PositiveBigIntegerField(null=True)
    """Kronor applied for."""
    is_new_activity = models.BooleanField(default=False)
    """It is a project, not existing activity (§ 6)."""
    other_grants = models.TextField(blank=True)
    """Other state grants applied for or granted, for what and how much (§ 7 item 3)."""
    evaluation = models.TextField(blank=True)
    """How the result will be evaluated (§ 7 item 4)."""
    sent_on = models.DateField(null=True)
    granted = models.PositiveBigIntegerField(null=True)
    granted_on = models.DateField(null=True)
    record_number = models.CharField(max_length=60, blank=True)
    account_due_on = models.DateField(null=True)
    """The last day for the account (§ 13 item 3)."""
    used_for = models.TextField(blank=True)
    results = models.TextField(blank=True)
    results_against_purpose = models.TextField(blank=True)
    accounted_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-year", "title"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title
