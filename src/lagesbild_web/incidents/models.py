"""Reports and incidents.

Personal data: a report remembers which account sent it, so that the reviewer's question and the answer
find their way, and so that people see what came of what they saw. The person and the municipality's
reviewers know it. It goes when the account is erased; the report stays with its organisation and function.
An incident holds a place, a time and a situation, never a person: texts are screened when they are saved.
"""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.incidents.contracts import (
    LOCATION_PRECISION_LABELS,
    POLICE_REPORT_LABELS,
    STATE_LABELS,
    TIME_PRECISION_LABELS,
    WITNESSED_LABELS,
    State,
)


class TrustedOrganisation(models.Model):
    """An organisation whose reports count at once, because its municipality has decided so."""

    organisation = models.OneToOneField(
        "access.Organisation", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    since = models.DateTimeField(auto_now_add=True)
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        """Return the organisation's id."""
        return str(self.pk)


class Report(models.Model):
    """What somebody sent at one time: one or several incidents, or that nothing had happened."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    client_id = models.UUIDField(unique=True)
    """Made by the sender before sending, so that a report that is sent twice is kept once."""
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    """The function that the reporter held: whoever holds it next sees the report and answers for it."""
    received_at = models.DateTimeField()
    zero_from = models.DateField(null=True)
    zero_to = models.DateField(null=True)
    """A zero report's first and last day: nothing happened from the one to the other, both included."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(zero_from__isnull=True, zero_to__isnull=True)
                | models.Q(zero_from__isnull=False, zero_to__gte=models.F("zero_from")),
                name="zero_report_has_a_period",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["reporter", "-received_at"], name="reports_by_reporter"),
            models.Index(fields=["municipality", "-received_at"], name="reports_newest_first"),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Batch(models.Model):
    """Incidents that came with one file. While it is hidden, none of them exists for any reader.

    While it is switching, what its incidents replace exists for nobody, and is laid beneath them or brought
    back. So a file of any size is written, and taken back, a part at a time: others can report in between,
    and nobody ever sees half of it.
    """

    id = models.UUIDField(primary_key=True)
    municipality_id = models.UUIDField(db_index=True)
    run = models.UUIDField()
    """The ids of its incidents are made from this, so that a loading that broke off goes on where it was."""
    is_hidden = models.BooleanField()
    is_switching = models.BooleanField(default=False)
    turn = models.PositiveIntegerField(default=1)
    """Counted up each time one of the two changes: whoever reads in several questions sees it by this."""

    class Meta:
        constraints: ClassVar = [
            # Files replace each other's incidents: what two switch at once would depend on who was first.
            models.UniqueConstraint(
                fields=["municipality_id"],
                condition=models.Q(is_switching=True),
                name="one_batch_switches_at_a_time",
            )
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class WholeBatches(models.Manager["Incident"]):
    """Every incident but those of a file that is being written or taken back, and what it replaces."""

    def get_queryset(self) -> models.QuerySet["Incident"]:
        """Leave out what is hidden or switched; the columns in memory do too, by ``changes.Standing``."""
        hidden = Batch.objects.filter(is_hidden=True)
        switching = Batch.objects.filter(is_switching=True)
        later = (
            super().get_queryset().filter(replaces=models.OuterRef("pk"), batch__in=switching.values("id"))
        )
        # Whether anything is switching is asked once for all rows, and hardly ever true: only then does
        # each row ask for its later one, in an index.
        is_switched = models.Exists(switching) & models.Exists(later)
        return super().get_queryset().exclude(batch__in=hidden.values("id")).exclude(is_switched)


class Incident(models.Model):
    """Something that happened: what, where, from when to when, and who answers for the observation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="incidents")
    """Empty for incidents that came with a file."""
    # Columns that lead an index of several columns below, or are never looked up, have none of their own.
    municipality = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    """Who saw it and answers for it."""
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.PARTNERS.value
    )
    sensitivity = models.CharField(
        max_length=10, choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity]
    )
    state = models.CharField(max_length=10, choices=[(s.value, STATE_LABELS[s]) for s in State])
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    version = models.PositiveIntegerField(default=1)
    """Counted up at each change; who changes says which version they looked at."""

    category = models.ForeignKey("areas.Category", on_delete=models.PROTECT, related_name="+", db_index=False)
    label = models.CharField(max_length=200, blank=True)
    """The source's own words for what happened, when it came with a file."""
    code = models.CharField(max_length=60, blank=True)
    """The source's own code, such as a crime code."""
    count = models.IntegerField(default=1)
    """How many incidents the row stands for; negative in a source's corrections."""

    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    """Degrees, WGS 84."""
    e = models.FloatField(null=True)
    n = models.FloatField(null=True)
    """Metres, SWEREF 99 TM."""
    uncertainty_m = models.PositiveIntegerField(null=True)
    """How far from the point it may have been, metres."""
    location_precision = models.CharField(max_length=12, choices=list(LOCATION_PRECISION_LABELS.items()))
    place = models.ForeignKey(
        "areas.Area", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """The named place that was chosen."""
    place_name = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(
        "areas.Area", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """The district it lay in then, frozen."""
    area_generation = models.CharField(max_length=80, blank=True)

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    """The last possible moment, exclusive; equal to ``starts_at`` when the moment is known."""
    time_precision = models.CharField(max_length=10, choices=list(TIME_PRECISION_LABELS.items()))
    starts_on = models.DateField()
    """The local day of ``starts_at``; the three that follow are kept so that lists can filter on them."""
    weekday = models.PositiveSmallIntegerField()
    """1 is Monday, 7 Sunday."""
    hour = models.PositiveSmallIntegerField(null=True)
    """The local hour; empty when only the day is known."""

    seriousness = models.PositiveSmallIntegerField()
    witnessed = models.CharField(max_length=6, blank=True, choices=list(WITNESSED_LABELS.items()))
    police_report = models.CharField(
        max_length=8, choices=list(POLICE_REPORT_LABELS.items()), default="unknown"
    )
    text = models.TextField(blank=True)
    personal_data_motive = models.CharField(max_length=300, blank=True)
    """Why words that look like personal data were kept in the text."""

    source = models.CharField(max_length=60)
    """``rapport`` for what was reported here; otherwise the source's id."""
    batch = models.UUIDField(null=True)
    """The import that it came with."""
    replaces = models.UUIDField(null=True)
    """The incident of an earlier file that it counts instead of, as long as its own file counts."""
    external_id = models.CharField(max_length=120, blank=True)
    """The source's own id."""
    registered_at = models.DateTimeField()
    """When it was reported here, or registered at the source."""
    reviewed_at = models.DateTimeField(null=True)
    question = models.CharField(max_length=500, blank=True)
    answer = models.CharField(max_length=500, blank=True)

    objects = WholeBatches()
    """What every reader asks."""
    every = models.Manager["Incident"]()
    """Also what is hidden: for whoever writes and takes back files, and for the columns in memory."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into__isnull=True)),
                name="merged_means_into_another",
            ),
            models.CheckConstraint(
                condition=models.Q(seriousness__gte=1, seriousness__lte=5), name="incident_seriousness_1_to_5"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")), name="incident_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(lon__isnull=True, lat__isnull=True, e__isnull=True, n__isnull=True)
                | models.Q(lon__isnull=False, lat__isnull=False, e__isnull=False, n__isnull=False),
                name="a_point_is_whole",
            ),
        ]
        indexes: ClassVar = [
            # The columns that decide who may read are in the index, so that counting never touches a row.
            models.Index(
                fields=[
                    "municipality",
                    "state",
                    "-starts_at",
                    "circle",
                    "sensitivity",
                    "organisation",
                    "report",
                ],
                name="incidents_by_state",
            ),
            models.Index(fields=["municipality", "category", "-starts_at"], name="incidents_by_category"),
            models.Index(fields=["municipality", "area", "-starts_at"], name="incidents_by_area"),
            models.Index(fields=["municipality", "-starts_at"], name="incidents_newest_first"),
            models.Index(
                fields=["batch"], name="incidents_by_batch", condition=models.Q(batch__isnull=False)
            ),
            models.Index(
                fields=["replaces"],
                name="incidents_by_replaced",
                condition=models.Q(replaces__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """Return the id: logs never hold texts or places."""
        return str(self.id)


class IncidentVersion(models.Model):
    """What an incident said before a step; together they are its history.

    What looks like personal data is masked before it is kept here: what a reviewer takes away is gone.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    """The version that the step made an end of."""
    step = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    by_function = models.CharField(max_length=120, blank=True)
    """What the function was called; it stays when the account is erased."""
    reason = models.CharField(max_length=500, blank=True)
    before = models.JSONField()
    """The fields that the step changed, with the values they had."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("incident", "version", name="one_step_per_version")]
        ordering: ClassVar = ["version"]

    def __str__(self) -> str:
        """Return the number and the step."""
        return f"{self.version} {self.step}"


class Feedback(models.Model):
    """What came of an incident, told to whoever reported it.

    Personal data: none; the text is screened. It goes with the report's other texts.
    """

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="feedback")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField()
    by_function = models.CharField(max_length=240, blank=True)
    decision_id = models.UUIDField(null=True, db_index=True)
    """The decision of a meeting that it tells about."""

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        """Return when."""
        return self.at.isoformat()


class IncidentChange(models.Model):
    """An incident that was added, changed or removed; written by the database (see ``changes``)."""

    municipality_id = models.UUIDField()
    incident_id = models.UUIDField()
    transaction = models.BigIntegerField()
    """PostgreSQL's number of the transaction; 0 in SQLite, which has one writer at a time."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["transaction", "municipality_id"], name="changes_by_transaction")
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.pk)


class KeptColumns(models.Model):
    """The file of columns that was written last for a municipality (see ``column_files``)."""

    municipality_id = models.UUIDField(primary_key=True)
    token = models.UUIDField()
    """In the file's name: only the file that the database names is believed."""
    number = models.BigIntegerField()
    transaction = models.BigIntegerField()
    """The changes up to here are in the file."""
    kept_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        """Return the municipality's id."""
        return str(self.pk)
