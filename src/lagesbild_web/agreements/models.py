"""Agreements and promises, who has signed them, what was said about them, and how they went.

Personal data: none. Parties are organisations, those who sign are functions; who did what is kept as the
name of the function. A signed paper that is attached can show names: it is kept as it is and never read.
"""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from lagesbild_web.access.roles import CIRCLE_LABELS, SENSITIVITY_LABELS, Circle, Sensitivity
from lagesbild_web.agreements.sections import KIND_LABELS, OUTCOME_LABELS


class Agreement(models.Model):
    """An agreement or a promise: what is written now. What was signed is frozen in its versions."""

    class Status(models.TextChoices):
        """Where in its life it is; whether it is in force also depends on the day."""

        DRAFT = "draft", _("Utkast")
        CONSULTED = "consulted", _("Samråd hållet")
        SIGNED = "signed", _("Undertecknad")
        ENDED = "ended", _("Avslutad i förtid")
        REPLACED = "replaced", _("Ersatt")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    circle = models.CharField(
        max_length=10, choices=[(c.value, CIRCLE_LABELS[c]) for c in Circle], default=Circle.OWN.value
    )
    sensitivity = models.CharField(
        max_length=10,
        choices=[(s.value, SENSITIVITY_LABELS[s]) for s in Sensitivity],
        default=Sensitivity.OPEN.value,
    )
    kind = models.CharField(max_length=10, choices=[(k.value, label) for k, label in KIND_LABELS.items()])
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    """Counted up at each change; who changes says which version they looked at."""
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    """The last day when it holds, after every extension."""
    consultation_months = models.PositiveSmallIntegerField(default=6)
    """How many months before the end the parties must have talked about extending it."""
    texts = models.JSONField(default=dict)
    """The parts that are written, by their names in ``sections``."""
    function = models.ForeignKey("access.Function", on_delete=models.PROTECT, null=True, related_name="+")
    """The function that answers for it."""
    is_revised = models.BooleanField(default=False)
    """A new version is being written while the signed one still holds."""
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="agreement_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(status="replaced", replaced_by__isnull=False)
                | (~models.Q(status="replaced") & models.Q(replaced_by__isnull=True)),
                name="replaced_means_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(circle="public") | models.Q(sensitivity="open"),
                name="only_open_agreements_are_public",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "-ends_on"], name="agreements_by_end")]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Party(models.Model):
    """An organisation that takes part, with the function that signs for it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        "access.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Empty for a party that has no accounts here."""
    name = models.CharField(max_length=200)
    """What it was called when it became a party."""
    signatory = models.CharField(max_length=120)
    """The function that signs: "Kommunstyrelsens ordförande"."""
    signed_on = models.DateField(null=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint("agreement", "name", name="one_party_per_name"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class SignedVersion(models.Model):
    """What was signed, word for word; never changed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    """As ``content.Content`` writes it."""
    frozen_at = models.DateTimeField()
    by_function = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint("agreement", "number", name="one_signed_version_per_number")
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Consultation(models.Model):
    """That the parties talked about the draft, or about what is to happen when the time runs out."""

    class About(models.TextChoices):
        """What it was about."""

        DRAFT = "draft", _("Utkastet")
        END = "end", _("Förlängning eller avslut")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="consultations")
    about = models.CharField(max_length=10, choices=About.choices)
    held_on = models.DateField()
    with_whom = models.CharField(max_length=500)
    result = models.TextField()
    by_function = models.CharField(max_length=240, blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["held_on", "id"]

    def __str__(self) -> str:
        """Return the day."""
        return self.held_on.isoformat()


class Extension(models.Model):
    """A link in the chain of extensions: from which last day to which, after which consultation."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="extensions")
    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="extension")
    before = models.DateField()
    after = models.DateField()
    decided_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    by_function = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["after"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(after__gt=models.F("before")), name="an_extension_is_forwards"
            )
        ]

    def __str__(self) -> str:
        """Return the new last day."""
        return self.after.isoformat()


class FollowUpNote(models.Model):
    """How it goes, half-yearly; for a promise whether it is kept."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="notes")
    day = models.DateField()
    """Up to and with which day it tells how it has gone."""
    outcome = models.CharField(
        max_length=10, choices=[(o.value, label) for o, label in OUTCOME_LABELS.items()]
    )
    text = models.TextField()
    why = models.TextField(blank=True)
    """Why it was not kept, or only partly."""
    by_function = models.CharField(max_length=240, blank=True)
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["day", "id"]

    def __str__(self) -> str:
        """Return the day."""
        return self.day.isoformat()


class AttachedFile(models.Model):
    """A file that belongs to it, such as the signed paper; kept under its hash."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    attached_at = models.DateTimeField(auto_now_add=True)
    by_function = models.CharField(max_length=240, blank=True)
    retired_at = models.DateTimeField(null=True)
    """It was the wrong file; it is kept but no longer shown as a part of the agreement."""

    class Meta:
        ordering: ClassVar = ["attached_at"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class AgreementLink(models.Model):
    """A thing of the chain that it stands on: a problem, a goal or a measure."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=40)
    thing_id = models.UUIDField()
    label = models.CharField(max_length=300)
    """What it was called when it was linked; it stays when the thing is gone or may not be seen."""

    class Meta:
        ordering: ClassVar = ["kind", "label"]
        constraints: ClassVar = [
            models.UniqueConstraint("agreement", "kind", "thing_id", name="one_link_per_agreement_and_thing")
        ]

    def __str__(self) -> str:
        """Return what it points at."""
        return f"{self.kind} {self.thing_id}"


class AgreementStep(models.Model):
    """What was done with it, when, and by which function."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField(max_length=1300)
    """One Swedish sentence."""
    by_function = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        """Return the sentence."""
        return self.text
