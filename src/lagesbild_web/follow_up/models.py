"""Statuses, values, effects, lessons and reports. No personal data: functions answer, never people."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.follow_up.contracts import (
    EFFECT_LABELS,
    PROGRESS_LABELS,
    REMINDER_LABELS,
    REPORT_STATE_LABELS,
    Judgement,
    Progress,
    ReportState,
)
from lagesbild_web.plans.contracts import DESIGN_LABELS


class StatusReport(models.Model):
    """How a measure went one quarter. What is said again is a new row; the latest holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.ForeignKey("plans.Measure", on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=1)
    progress = models.CharField(max_length=10, choices=[(p.value, PROGRESS_LABELS[p]) for p in Progress])
    done = models.TextField(blank=True)
    obstacle = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("measure", "year", "quarter", "number", name="one_status_per_number"),
            models.CheckConstraint(
                condition=models.Q(quarter__gte=1, quarter__lte=4), name="there_are_four_quarters"
            ),
        ]
        ordering: ClassVar = ["-year", "-quarter", "-number"]

    def __str__(self) -> str:
        """Return the quarter and the status."""
        return f"{self.year} kv. {self.quarter} {self.progress}"


class IndicatorValue(models.Model):
    """An indicator's value for a period. A correction is a new row; the latest holds."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    indicator = models.ForeignKey("plans.Indicator", on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    number = models.PositiveIntegerField(default=1)
    value = models.FloatField()
    """Count, per cent 0-100, or a value in the indicator's unit."""
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    n = models.PositiveIntegerField(null=True)
    how = models.CharField(max_length=10, choices=[(h, h) for h in ("computed", "fetched", "entered")])
    method = models.CharField(max_length=300, blank=True)
    version = models.CharField(max_length=20, blank=True)
    query = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    """What to keep in mind, or why an earlier value was corrected."""
    dispersion = models.FloatField(null=True)
    """How many times wider than Poisson the periods before varied; empty when that is not known."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "indicator", "first_day", "last_day", "number", name="one_indicator_value_per_number"
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="value_ends_after_start"
            ),
        ]
        ordering: ClassVar = ["-last_day", "-first_day", "-number"]

    def __str__(self) -> str:
        """Return the period."""
        return f"{self.first_day} – {self.last_day}"


class EffectEstimate(models.Model):
    """What a measure led to. An estimate is never changed; a new one has a higher number."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.ForeignKey("plans.Measure", on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(default=1)
    design = models.CharField(max_length=8, choices=[(d, DESIGN_LABELS[d]) for d in DESIGN_LABELS])
    judgement = models.CharField(max_length=16, choices=[(j.value, EFFECT_LABELS[j]) for j in Judgement])
    sentence = models.TextField()
    comment = models.TextField(blank=True)
    settings = models.JSONField()
    answer = models.JSONField()
    """The method's answer with method, version, seed and n."""
    data_revision = models.PositiveBigIntegerField()
    """The log's latest number about the municipality when it was made."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("measure", "number", name="one_effect_per_number")]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        """Return the judgement."""
        return self.judgement


class Lesson(models.Model):
    """What was learnt from a measure, for those who plan the next one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.ForeignKey("plans.Measure", on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class BoardReport(models.Model):
    """A report to a board on how the plan goes. What is ready is frozen; what is given has its paragraph."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.PARTNERS.value
    )
    sensitivity = models.CharField(
        max_length=10,
        choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity],
        default=Sensitivity.LIMITED.value,
    )
    plan = models.ForeignKey("plans.Plan", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=120)
    """Who gets it: kommunstyrelsen, a committee."""
    first_day = models.DateField()
    last_day = models.DateField()
    state = models.CharField(
        max_length=6,
        choices=[(s.value, REPORT_STATE_LABELS[s]) for s in ReportState],
        default=ReportState.DRAFT.value,
    )
    introduction = models.TextField(blank=True)
    assessment = models.TextField(blank=True)
    """The coordinator's own assessment, beside the figures."""
    proposal = models.TextField(blank=True)
    """What the board is asked to decide."""
    content = models.JSONField(null=True)
    """Everything that is in it, frozen when it was made ready; see ``board_content``."""
    content_sha256 = models.CharField(max_length=64, blank=True)
    ready_at = models.DateTimeField(null=True)
    given_on = models.DateField(null=True)
    section = models.CharField(max_length=40, blank=True)
    record_number = models.CharField(max_length=60, blank=True)
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state=ReportState.DRAFT.value) | models.Q(content__isnull=False),
                name="ready_reports_are_frozen",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ReportState.GIVEN.value) | models.Q(given_on__isnull=False),
                name="given_reports_have_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="report_ends_after_start"
            ),
        ]
        ordering: ClassVar = ["-last_day", "-made_at"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class ReminderChoice(models.Model):
    """How often somebody wants to be reminded by letter. Without a row: every Monday."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    how = models.CharField(max_length=8, choices=[(h, REMINDER_LABELS[h]) for h in REMINDER_LABELS])

    def __str__(self) -> str:
        """Return the choice."""
        return self.how


class ReminderDay(models.Model):
    """That the letter of a day has gone to somebody, so that it goes once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    things = models.PositiveIntegerField()
    """How much the letter told of."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("user", "day", name="one_reminder_per_person_and_day")
        ]

    def __str__(self) -> str:
        """Return the day."""
        return self.day.isoformat()
