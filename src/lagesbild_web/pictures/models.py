"""A situation picture, its files and its life. No personal data: counts, places, times and functions.

What people write is screened before it is kept, and is signed by their function and never by their name.
"""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity


class SituationPicture(models.Model):
    """A picture. What the data say in it never changes; what people add is frozen when it is decided."""

    class Status(models.TextChoices):
        """Where in its life the picture is."""

        DRAFT = "draft", _("Utkast")
        REVIEW = "review", _("På granskning")
        DECIDED = "decided", _("Beslutad")
        PUBLISHED = "published", _("Publicerad")
        WITHDRAWN = "withdrawn", _("Tillbakadragen")
        REPLACED = "replaced", _("Ersatt av en nyare")

    class Documents(models.TextChoices):
        """How it stands with the files of the picture."""

        READY = "", _("Klara")
        MAKING = "making", _("Görs")
        FAILED = "failed", _("Kunde inte göras")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    """Who made it and answers for it."""
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.OWN.value
    )
    sensitivity = models.CharField(
        max_length=10, choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity]
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    title = models.CharField(max_length=300)
    period = models.CharField(max_length=60)
    as_of = models.DateField()
    """The day whose knowledge it shows."""
    version = models.PositiveIntegerField()
    """1 for the first picture with this title, period and sensitivity, then counted upwards."""
    content_sha256 = models.CharField(max_length=64)
    """The hash of picture.json: the same picture loaded twice is one picture."""
    snapshot_sha256 = models.CharField(max_length=64)
    """The hash of the rows that it was computed from."""
    made_on = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    kind = models.CharField(max_length=10, blank=True)
    """One of the library's kinds; empty for a picture that was loaded without saying which."""
    is_composed = models.BooleanField(default=False)
    """Made here from the municipality's incidents, and not loaded from a folder."""
    order = models.JSONField(default=dict)
    """What was asked for when it was made here: see ``ordering.Order``."""
    made_by = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    """Counted upwards each time that somebody changes what people have added."""
    hidden_sections = models.JSONField(default=dict)
    """Section → motive, function's id and day, for those that are not shown."""
    public_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="public_versions")
    """The picture that this one is the public version of."""
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    decided_on = models.DateField(null=True)
    decision_body = models.CharField(max_length=120, blank=True)
    decision_paragraph = models.CharField(max_length=20, blank=True)
    decision_diary_number = models.CharField(max_length=60, blank=True)
    frozen_at = models.DateTimeField(null=True)
    """When nothing in it could be changed any more: it was decided, or published without a decision."""
    withdrawn_on = models.DateField(null=True)
    """When it was taken back, while it is; what rests on it tells so."""
    withdrawn_because = models.TextField(blank=True)
    documents = models.CharField(max_length=10, choices=Documents.choices, blank=True, default="")
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                "organisation",
                "content_sha256",
                condition=models.Q(is_composed=False),
                name="one_picture_per_content",
            ),
            models.UniqueConstraint(
                "organisation", "title", "period", "sensitivity", "version", name="one_picture_per_version"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["published", "replaced"]) | models.Q(circle="own"),
                name="only_published_pictures_leave",
            ),
            models.CheckConstraint(
                condition=~models.Q(circle="public") | models.Q(sensitivity="open"),
                name="only_open_pictures_are_public",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "-as_of"], name="pictures_newest_first"),
            models.Index(fields=["municipality", "-decided_on"], name="pictures_by_decision"),
        ]

    def __str__(self) -> str:
        """Return the title and the version."""
        return f"{self.title} v{self.version}"


class PictureFile(models.Model):
    """One file of a picture, kept in the file store under its hash."""

    picture = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    """Its path in the folder that it was loaded from: ``picture.pdf``, ``snapshot/manifest.json``."""
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint("picture", "name", name="one_file_per_name")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Composition(models.Model):
    """An order for a picture: what was asked for, by which function, and what became of it."""

    class State(models.TextChoices):
        """How far it has come."""

        MAKING = "making", _("Görs")
        DONE = "done", _("Klar")
        FAILED = "failed", _("Kunde inte göras")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.OWN.value
    )
    sensitivity = models.CharField(
        max_length=10,
        choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity],
        default=Sensitivity.LIMITED.value,
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    """Whose rights decide which incidents are in it."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    order = models.JSONField(default=dict)
    public_of = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, null=True, related_name="+")
    """Set when the order is the public version of a picture that exists."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAKING)
    failure = models.CharField(max_length=500, blank=True)
    picture = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Statement(models.Model):
    """What a function judges about a picture: of a whole section, or of one finding in it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    picture = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, related_name="statements")
    section = models.CharField(max_length=30)
    finding = models.CharField(max_length=16, blank=True)
    """The finding's key; empty when it is about the whole section."""
    about = models.TextField(blank=True)
    """The finding's sentence, as it was."""
    text = models.TextField()
    is_for_everybody = models.BooleanField(default=False)
    """It may stand in the public version too."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True)
    retired_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["written_at", "id"]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class StatementVersion(models.Model):
    """What a statement said before somebody changed it."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField()
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("statement", "version", name="one_statement_per_version")
        ]
        ordering: ClassVar = ["-version"]

    def __str__(self) -> str:
        """Return the version."""
        return str(self.version)


class ProblemTip(models.Model):
    """A problem that a picture recommends to go on with."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    picture = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, related_name="problem_tips")
    what = models.CharField(max_length=200)
    why = models.TextField(blank=True)
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["written_at", "id"]

    def __str__(self) -> str:
        """Return what the problem is."""
        return self.what


class ReviewRequest(models.Model):
    """That a function has been asked to look at a picture before it is decided."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    picture = models.ForeignKey(SituationPicture, on_delete=models.CASCADE, related_name="reviews")
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("picture", "function", name="one_review_per_function")
        ]
        ordering: ClassVar = ["asked_at", "id"]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class ReviewRemark(models.Model):
    """What a reviewing function thinks, and what it was answered."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    review = models.ForeignKey(ReviewRequest, on_delete=models.CASCADE, related_name="remarks")
    section = models.CharField(max_length=30, blank=True)
    """Empty when it is about the whole picture."""
    text = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class ContactPoint(models.Model):
    """Where outside actors and inhabitants reach the coordination (12 §): a function, never a person."""

    municipality = models.OneToOneField(
        "access.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    function = models.CharField(max_length=120)
    """What the function is called outside the house."""
    address = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    history = models.JSONField(default=list)
    """What it said before, the latest first, with when and by which function."""

    def __str__(self) -> str:
        """Return the function."""
        return self.function
