"""Indicators and their values. No personal data: values are about areas and groups, never about people."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.indicators.contracts import DIRECTION_LABELS, EVERYBODY, UNIT_LABELS, Direction


class Indicator(models.Model):
    """What is measured. Never removed: it is retired, and can be taken into use again."""

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
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=12, choices=list(UNIT_LABELS.items()))
    definition = models.TextField()
    source = models.CharField(max_length=200)
    delay = models.CharField(max_length=300, blank=True)
    weakness = models.TextField(blank=True)
    misuse = models.TextField(blank=True)
    direction = models.CharField(
        max_length=10,
        choices=[(d.value, DIRECTION_LABELS[d]) for d in Direction],
        default=Direction.NEITHER.value,
    )
    is_fetched = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)
    retired_reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "code", name="one_indicator_per_code")
        ]

    def __str__(self) -> str:
        """Return the code."""
        return self.code


class IndicatorValue(models.Model):
    """A value for an area, a period and a group. A later one replaces it; none is changed or removed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="values")
    area = models.CharField(max_length=60, blank=True)
    """A code; empty for the municipality as a whole."""
    area_name = models.CharField(max_length=200, blank=True)
    period = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    group = models.CharField(max_length=100, default=EVERYBODY)
    value = models.FloatField(null=True)
    """Null when the source says that it is missing."""
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveBigIntegerField(null=True)
    is_preliminary = models.BooleanField(default=False)
    source = models.CharField(max_length=300, blank=True)
    known_on = models.DateField()
    batch = models.UUIDField(null=True, db_index=True)
    """The fetch that it came with; null when it was entered by hand."""
    entered_at = models.DateTimeField()
    function_id = models.UUIDField(null=True)
    function = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)
    """When it was replaced or taken back."""
    ended_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "indicator", "area", "period", "group",
                condition=models.Q(ended_at__isnull=True),
                name="one_value_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__lt=models.F("ends_on")), name="value_period_has_days"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["indicator", "-ends_on"], name="values_latest_first"),
        ]

    def __str__(self) -> str:
        """Return the period."""
        return self.period
