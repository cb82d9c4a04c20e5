"""Plans with their decided versions, and the tree of goals with indicators."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.plans.contracts import (
    BETTER_LABELS,
    GOAL_LEVEL_LABELS,
    HOW_LABELS,
    PER_LABELS,
    GoalLevel,
    VersionState,
)


class Plan(models.Model):
    """An action plan. What stands here is the latest wording; what was decided is frozen in its versions."""

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
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day of the period."""
    picture_id = models.UUIDField(null=True)
    """The situation picture that the plan stands on (§ 5)."""
    background = models.TextField(blank=True)
    other_statutes = models.TextField(blank=True)
    """How the plan goes together with planning under other statutes (§ 7)."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    """Who keeps the plan alive."""
    revision = models.PositiveIntegerField(default=1)
    """Counted up with every change of the wording, so that two writers do not overwrite each other."""
    made_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("starts_on")), name="plan_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(circle=Circle.PUBLIC.value), name="plans_are_published_as_documents"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-starts_on"], name="plans_newest_first")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class PlanVersion(models.Model):
    """One version of a plan, from draft to replaced. What was decided is frozen and never changes."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12,
        choices=[(s.value, s.value) for s in VersionState if s is not VersionState.IN_FORCE],
        default=VersionState.DRAFT.value,
    )
    opened_on = models.DateField()
    why = models.TextField(blank=True)
    """Why a new version was opened."""
    sent_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    body = models.CharField(max_length=120, blank=True)
    section = models.CharField(max_length=40, blank=True)
    """The paragraph of the minutes: "§ 112"."""
    record_number = models.CharField(max_length=60, blank=True)
    followed_up_on = models.DateField(null=True)
    followed_up_as = models.TextField(blank=True)
    """Where the follow-up was reported, such as the body and the paragraph."""
    replaced_on = models.DateField(null=True)
    frozen = models.JSONField(null=True)
    """The whole plan as it was decided; see ``plans.freezing``."""
    frozen_sha256 = models.CharField(max_length=64, blank=True)
    documents = models.JSONField(default=dict)
    """Kind of file → the hash that the document as it was decided is kept under."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("plan", "number", name="one_plan_version_per_number"),
            models.CheckConstraint(
                condition=models.Q(decided_on__isnull=True) | models.Q(frozen__isnull=False),
                name="decided_plans_are_frozen",
            ),
        ]
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Goal(models.Model):
    """A focus area, or a goal in one. It keeps its id from version to version."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    level = models.CharField(max_length=10, choices=[(g.value, GOAL_LEVEL_LABELS[g]) for g in GoalLevel])
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    """Why it matters: the background of a focus area, or what the goal means."""
    steering_goal_id = models.UUIDField(null=True)
    """The council's target that it carries on."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    problem_ids = models.JSONField(default=list)
    order = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(level=GoalLevel.FOCUS_AREA.value, parent__isnull=True)
                | models.Q(level=GoalLevel.GOAL.value, parent__isnull=False),
                name="a_goal_lies_in_a_focus_area",
            )
        ]
        ordering: ClassVar = ["order", "title"]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Indicator(models.Model):
    """What tells whether a goal is reached: how it is measured, where it stood, and where it shall stand."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=200)
    definition = models.TextField()
    source = models.CharField(max_length=200)
    unit = models.CharField(max_length=60)
    better = models.CharField(max_length=8, choices=[(b, BETTER_LABELS[b]) for b in BETTER_LABELS])
    delay = models.CharField(max_length=120, blank=True)
    """How long it takes until the value is known, in words."""
    weakness = models.TextField(blank=True)
    how = models.CharField(max_length=10, choices=[(h, HOW_LABELS[h]) for h in HOW_LABELS])
    filter_query = models.TextField(blank=True)
    """For counts of incidents: the filter, as in the address of a page, without days."""
    measured_id = models.CharField(max_length=80, blank=True)
    """For values of the feature of indicators: which of them."""
    per = models.CharField(max_length=8, choices=[(p, PER_LABELS[p]) for p in PER_LABELS], default="year")
    baseline_value = models.FloatField(null=True)
    """Count, per cent 0-100, or a value in the unit."""
    baseline_low = models.FloatField(null=True)
    baseline_high = models.FloatField(null=True)
    baseline_n = models.PositiveIntegerField(null=True)
    """For surveys: how many answered."""
    baseline_first = models.DateField(null=True)
    baseline_last = models.DateField(null=True)
    baseline_method = models.CharField(max_length=300, blank=True)
    target_value = models.FloatField(null=True)
    target_on = models.DateField(null=True)
    target_motive = models.TextField(blank=True)
    """Why the target stands although it lies inside chance."""
    revision = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class ThingVersion(models.Model):
    """What a plan, a goal, an indicator or a measure said after a change."""

    thing_id = models.UUIDField()
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    step = models.CharField(max_length=120)
    """What was done, in words."""
    reason = models.TextField(blank=True)
    content = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("thing_id", "revision", name="one_thing_version_per_revision")
        ]
        ordering: ClassVar = ["-revision"]

    def __str__(self) -> str:
        """Return the step."""
        return self.step
