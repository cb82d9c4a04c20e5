"""Problems with what they stand on: formulations, evidence, scores, decisions and causes.

No personal data: a problem is about a place, a time and a situation, exposed people are told as groups, and
whoever did something is a function. Texts are screened when they are saved.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.problems.labels import (
    CONTROL_LABELS,
    CORNER_LABELS,
    FACTOR_LABELS,
    GRADE_LABELS,
    LEVEL_LABELS,
    ORIGIN_LABELS,
    OUTCOME_LABELS,
    PERSPECTIVE_LABELS,
    STANCE_LABELS,
    STATE_LABELS,
    VERDICT_LABELS,
    choices_of,
)


class Problem(models.Model):
    """A problem as it is worked with now; ``title`` and ``formulation`` are the latest version's."""

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
    state = models.CharField(max_length=12, choices=choices_of(STATE_LABELS), default="proposed")
    title = models.CharField(max_length=120)
    formulation = models.JSONField()
    """The latest formulation, as ``formulation.Formulation`` writes it."""
    selection = models.TextField(blank=True)
    """The incidents that the problem is about, as in an address (``incidents.filters``)."""
    area_words = models.CharField(max_length=300, blank=True)
    """Where it is, in words, for lists."""
    version = models.PositiveIntegerField(default=1)
    """Counted up by every change of the formulation; also what a writer must have looked at."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    """The function that answers for it; none is the coordinator."""
    origin = models.CharField(max_length=12, choices=choices_of(ORIGIN_LABELS), default="hand")
    origin_words = models.CharField(max_length=500, blank=True)
    origin_thing = models.CharField(max_length=80, blank=True)
    """What it was begun from, as ``base.beginnings`` reads it; empty when it was not begun from a thing."""
    analysis = models.TextField(blank=True)
    """What the analysis of the causes comes to, in a few sentences."""
    analysed_on = models.DateField(null=True)
    """The day when the analysis was said to be ready; none while it is being made."""
    checks = models.JSONField(default=dict)
    """What somebody has ticked by hand in the list of steps: code → day, function and note."""
    score = models.FloatField(null=True)
    """The median of the latest score of each function, 1-5; kept for sorting."""
    outcome = models.CharField(max_length=12, blank=True, choices=choices_of(OUTCOME_LABELS))
    """How it ended, while it is closed."""
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField()
    """When anything about it was last worked with."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="closed") | models.Q(outcome=""),
                name="only_closed_problems_have_ended",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "state"], name="problems_by_state")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class _Trace(models.Model):
    """Who did something, by function, and when."""

    at = models.DateTimeField()
    by_function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    """None when the system did it."""

    class Meta:
        abstract = True


class FormulationVersion(_Trace):
    """One version of the formulation, as it was."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    formulation = models.JSONField()
    selection = models.TextField(blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("problem", "number", name="one_formulation_per_number")
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"v{self.number}"


class Step(_Trace):
    """Something that was done with the problem, for its history."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=20)
    """A code in ``labels.STEP_LABELS``."""
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        """Return the code."""
        return self.step


class Evidence(_Trace):
    """A finding that speaks for or against the problem, frozen as it was."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="evidence")
    stance = models.CharField(max_length=8, choices=choices_of(STANCE_LABELS), default="for")
    comment = models.CharField(max_length=500, blank=True)
    """What it says about the problem, in the writer's own words."""
    frozen = models.JSONField()
    """As ``frozen.FrozenFinding`` writes it; never changed."""
    picture_id = models.UUIDField(null=True)
    """The published picture that it is taken from."""
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Dialogue(_Trace):
    """What came out of a conversation with people who live or work there, as a group."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="dialogues")
    held_on = models.DateField()
    form = models.CharField(max_length=120)
    groups = models.CharField(max_length=300)
    participants = models.PositiveIntegerField(null=True)
    said = models.TextField()
    removed_at = models.DateTimeField(null=True)
    removed_reason = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class CriteriaVersion(_Trace):
    """The criteria that a municipality scores by, from a day until the next version."""

    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    """From 1; the program's own criteria are number 0 and are not kept here."""
    active_from = models.DateField()
    criteria = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality", "number", name="one_criteria_version_per_number")
        ]

    def __str__(self) -> str:
        """Return the number."""
        return f"v{self.number}"


class Scoring(_Trace):
    """One function's judgement of a problem; a later one of the same function takes its place."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="scorings")
    criteria_number = models.PositiveIntegerField()
    criteria = models.JSONField()
    """The criteria as they were."""
    values = models.JSONField()
    """Criterion's code → value 1-5 and motive."""
    score = models.FloatField()
    """Weighted mean of the values, 1-5."""
    is_latest = models.BooleanField(default=True)

    def __str__(self) -> str:
        """Return the id."""
        return str(self.pk)


class Decision(_Trace):
    """A steering group's decision about which problems come first."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=200)
    decided_on = models.DateField()
    paragraph = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    ranking = models.JSONField()
    """The list as it was when the decision was written down."""

    class Meta:
        ordering: ClassVar = ["-decided_on", "-at"]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class DecidedProblem(models.Model):
    """A problem that a decision puts first, and its place among them."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="problems")
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="decisions")
    place = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("decision", "problem", name="one_place_per_decided_problem")
        ]
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        """Return the place."""
        return str(self.place)


class Cause(models.Model):
    """A cause of a problem, or what protects against it, in the tree of causes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="causes")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    """What this is a cause of; none is the problem itself."""
    position = models.PositiveIntegerField()
    """Its place among those with the same parent."""
    text = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    perspective = models.CharField(max_length=10, choices=choices_of(PERSPECTIVE_LABELS))
    corner = models.CharField(max_length=10, blank=True, choices=choices_of(CORNER_LABELS))
    """The corner of the crime triangle that it belongs to, if any."""
    factor = models.CharField(max_length=12, choices=choices_of(FACTOR_LABELS), default="cause")
    level = models.CharField(max_length=12, choices=choices_of(LEVEL_LABELS))
    grade = models.CharField(max_length=12, choices=choices_of(GRADE_LABELS))
    source = models.CharField(max_length=500, blank=True)
    control = models.CharField(max_length=10, choices=choices_of(CONTROL_LABELS))
    verdict = models.CharField(max_length=12, choices=choices_of(VERDICT_LABELS), default="hypothesis")
    motive = models.CharField(max_length=500, blank=True)
    """Why it is held to be supported or rejected."""
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the text."""
        return self.text


class CauseVersion(_Trace):
    """What a cause said before a change."""

    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    before = models.JSONField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]

    def __str__(self) -> str:
        """Return the number."""
        return f"v{self.number}"


class ChainLink(models.Model):
    """A step of the chain of events that leads to the problem, and where it can be broken."""

    problem = models.ForeignKey(Problem, on_delete=models.PROTECT, related_name="event_chain")
    position = models.PositiveIntegerField()
    happens = models.CharField(max_length=200)
    broken_by = models.CharField(max_length=300, blank=True)
    """What could stop it here; empty where nothing can."""

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint("problem", "position", name="one_event_per_place_in_chain")
        ]

    def __str__(self) -> str:
        """Return what happens."""
        return self.happens
