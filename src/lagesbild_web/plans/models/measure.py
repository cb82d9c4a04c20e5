"""Measures: who does what, where and when, for how much, against which cause, and how it is evaluated."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.plans.contracts import (
    COST_KIND_LABELS,
    DESIGN_LABELS,
    FUNDING_LABELS,
    LEVEL_LABELS,
    MEASURE_STATE_LABELS,
    NATURE_LABELS,
    MeasureState,
)
from lagesbild_web.plans.models.plan import Goal, Indicator, Plan


class Measure(models.Model):
    """A measure card. It keeps its id from version to version of the plan."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="measures")
    state = models.CharField(
        max_length=12,
        choices=[(s.value, MEASURE_STATE_LABELS[s]) for s in MeasureState],
        default=MeasureState.PLANNED.value,
    )
    state_reason = models.TextField(blank=True)
    """Why it was not started, or ended early."""
    state_since = models.DateField()
    title = models.CharField(max_length=200)
    type_code = models.CharField(max_length=60, blank=True)
    """The type in the catalogue that it was made from."""
    description = models.TextField()
    """How it is done."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    partners = models.ManyToManyField("access.Organisation", related_name="+")
    goals = models.ManyToManyField(Goal, related_name="measures")
    problem_ids = models.JSONField(default=list)
    cause_ids = models.JSONField(default=list)
    cause_text = models.TextField(blank=True)
    """The cause in words, where no cause analysis holds it."""
    no_problem_motive = models.TextField(blank=True)
    """Why the measure is in the plan although no decided problem asks for it."""
    mechanism = models.TextField(blank=True)
    """How it is meant to work: what it changes, and why that leads to fewer incidents."""
    nature = models.CharField(max_length=12, choices=[(n, NATURE_LABELS[n]) for n in NATURE_LABELS])
    level = models.CharField(max_length=10, choices=[(v, LEVEL_LABELS[v]) for v in LEVEL_LABELS])
    areas = models.ManyToManyField("areas.Area", related_name="+")
    corners = models.JSONField(default=list)
    """A drawn polygon: pairs of longitude and latitude, degrees."""
    place_text = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    communication = models.TextField(blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, related_name="measures")
    comparison_area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, null=True, related_name="+")
    evaluate_on = models.DateField(null=True)
    design = models.CharField(
        max_length=8, choices=[(d, DESIGN_LABELS[d]) for d in DESIGN_LABELS], blank=True
    )
    design_motive = models.TextField(blank=True)
    """Why the design was chosen, or why there is none."""
    is_camera = models.BooleanField(default=False)
    """Camera surveillance: it needs a balancing test before it can be decided."""
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="measure_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["not_started", "ended_early"]) | ~models.Q(state_reason=""),
                name="what_was_not_done_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["plan", "state"], name="measures_by_state")]
        ordering: ClassVar = ["starts_on", "title"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Milestone(models.Model):
    """A step on the way, with its day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["due_on", "title"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class CostLine(models.Model):
    """What a measure costs one year, and who pays. Kronor are whole; an empty cell is not known, never 0."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="costs")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(k, COST_KIND_LABELS[k]) for k in COST_KIND_LABELS])
    funding = models.CharField(max_length=10, choices=[(f, FUNDING_LABELS[f]) for f in FUNDING_LABELS])
    funder = models.CharField(max_length=120, blank=True)
    """Which grant or which partner."""
    planned = models.PositiveBigIntegerField(null=True)
    """Kronor; hours where the kind is own time."""
    reported = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(planned__isnull=False) | models.Q(reported__isnull=False),
                name="a_cost_line_says_something",
            )
        ]
        ordering: ClassVar = ["year", "kind", "funding"]

    def __str__(self) -> str:
        """Return the year and the kind."""
        return f"{self.year} {self.kind}"


class BalancingTest(models.Model):
    """The documented balancing test of a camera measure, question by question."""

    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, related_name="balancing_test")
    answers = models.JSONField(default=dict)
    """Question → answer; the questions are in ``plans.cameras``."""
    outcome = models.CharField(max_length=10, blank=True)
    """``go`` or ``no_go``; empty until it is decided."""
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    review_on = models.DateField(null=True)
    """When the need is tried again."""
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        """Return the outcome."""
        return self.outcome


class MeasureType(models.Model):
    """A municipality's own wording of a type in the catalogue, or a type of its own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    content = models.JSONField()
    """The fields of ``catalogue.TypeCard``."""
    revision = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "code", name="one_measure_type_per_code")
        ]
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        """Return the code."""
        return self.code
