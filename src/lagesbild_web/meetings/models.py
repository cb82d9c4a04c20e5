"""Groups, meetings, what was decided and what came of it.

Personal data: none. Members, those present and those who answer for something are functions.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.meetings.kinds import (
    DECISION_LABELS,
    GROUP_LABELS,
    MEETING_LABELS,
    RHYTHM_LABELS,
    DecisionState,
    MeetingState,
)


class Group(models.Model):
    """Those who meet, by function."""

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
    kind = models.CharField(max_length=10, choices=[(k.value, label) for k, label in GROUP_LABELS.items()])
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    rhythm = models.CharField(max_length=10, choices=[(r.value, label) for r, label in RHYTHM_LABELS.items()])
    areas = models.ManyToManyField("areas.Area", related_name="+")
    """What the picture is about; none means the whole municipality."""
    convener = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    escalates_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="hears_from")
    """The group that gets what this one cannot solve."""
    version = models.PositiveIntegerField(default=1)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "municipality",
                "name",
                condition=models.Q(ended_on__isnull=True),
                name="one_group_per_name",
            ),
            models.CheckConstraint(condition=~models.Q(circle="public"), name="groups_are_never_public"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class GroupMember(models.Model):
    """A function that is a member, from one day to another."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, related_name="+")
    is_leading = models.BooleanField(default=False)
    """A leading position, as the law asks for in the strategic council (10 §)."""
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    """The first day when it is no member."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "group", "function", condition=models.Q(ends_on__isnull=True), name="a_member_once"
            )
        ]

    def __str__(self) -> str:
        """Return the function's id."""
        return str(self.function_id)


class Meeting(models.Model):
    """A meeting of a group. What the agenda shows is frozen when the meeting begins."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    """Counted from 1 in the group."""
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle])
    sensitivity = models.CharField(
        max_length=10, choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity]
    )
    state = models.CharField(
        max_length=10,
        choices=[(s.value, label) for s, label in MEETING_LABELS.items()],
        default=MeetingState.PLANNED.value,
    )
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(blank=True)
    """Where to meet over the network."""
    since = models.DateField()
    """The first day of the picture: the day after the meeting before."""
    until = models.DateField(null=True)
    """The last day of the picture; empty until it has been made."""
    figures = models.JSONField(default=dict)
    """As ``figures.Figures`` writes it."""
    is_frozen = models.BooleanField(default=False)
    next_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    invited_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("group", "number", name="one_meeting_per_number"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-starts_at"], name="meetings_newest_first")
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class AgendaItem(models.Model):
    """A point of a meeting's agenda, with what was said."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    heading = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    is_left_out = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["position", "id"]

    def __str__(self) -> str:
        """Return the heading."""
        return self.heading


class Attendance(models.Model):
    """That a function was present."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="present")
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("meeting", "function", name="one_attendance_per_function")
        ]

    def __str__(self) -> str:
        """Return the function's id."""
        return str(self.function_id)


class Decision(models.Model):
    """Something that shall be done; on every agenda of the group until it is done or given up, with why."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    """Where it was decided."""
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="decisions")
    text = models.CharField(max_length=500)
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    follow_up = models.CharField(max_length=300, blank=True)
    """How one sees that it helped."""
    is_for_steering = models.BooleanField(default=False)
    """The group cannot do it alone: it is on the next agenda of the group above."""
    state = models.CharField(
        max_length=10,
        choices=[(s.value, label) for s, label in DECISION_LABELS.items()],
        default=DecisionState.OPEN.value,
    )
    why = models.CharField(max_length=500, blank=True)
    """What came of it, or why it is late or will not be done."""
    state_since = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["group", "state", "due_on"], name="decisions_by_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="not_done") | ~models.Q(why=""), name="not_done_says_why"
            )
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class DecisionStep(models.Model):
    """What was said about a decision, and at which meeting."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="steps")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10)
    text = models.CharField(max_length=500, blank=True)
    due_on = models.DateField()
    by_function = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        """Return when."""
        return self.at.isoformat()


class DecisionLink(models.Model):
    """A thing of the chain that a decision is about or became: a problem, a measure, a finding of a walk."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=40)
    thing_id = models.UUIDField()
    label = models.CharField(max_length=300)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("decision", "kind", "thing_id", name="one_link_per_decision_and_thing")
        ]

    def __str__(self) -> str:
        """Return what it points at."""
        return f"{self.kind} {self.thing_id}"


class Minutes(models.Model):
    """The minutes as they were adjusted, word for word."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="minutes")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    """The document as ``minutes`` wrote it."""
    adjusted_by = models.CharField(max_length=240)
    """The functions that adjusted it."""
    adjusted_on = models.DateField()
    by_function = models.CharField(max_length=240, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why a new version was made."""

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint("meeting", "number", name="one_version_of_minutes_per_number")
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class CalendarEntry(models.Model):
    """Something that is coming which cannot be computed: a school break, a market, a match."""

    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    first_day = models.DateField()
    last_day = models.DateField()
    is_school_break = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["first_day", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="entry_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
