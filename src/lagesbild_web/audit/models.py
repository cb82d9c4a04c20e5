"""The log's tables.

Personal data: ``WhoDidIt`` holds which account stood behind a record, so that decisions and
disclosures can be followed up. Auditors and administrators of the municipality see it. It is kept
apart from the record so that it can be erased (``radera_person_i_loggen``) while the log still
proves that nothing else was changed: the record holds only a salted hash of the account's id.
"""

from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class OnlyAddedToError(TypeError):
    """Somebody tried to change or remove a record of the log."""

    def __init__(self) -> None:
        super().__init__("the log is only added to; a mistake is put right by a new record")


class Record(models.Model):
    """Something that happened. ``hash`` covers every column of the record and the hash before it."""

    sequence = models.BigIntegerField(primary_key=True)
    """1 for the first record, and no gaps: a missing number means that a record is missing."""
    id = models.UUIDField(default=uuid4, unique=True, editable=False)
    at = models.DateTimeField(db_index=True)
    event = models.CharField(max_length=60, db_index=True)
    object_id = models.UUIDField(null=True, db_index=True)
    municipality_id = models.UUIDField(null=True, db_index=True)
    """Whose log it belongs to; not a foreign key: the log outlives what it tells about."""
    request_id = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=10)
    who_hash = models.CharField(max_length=64, blank=True)
    """SHA-256 over a random salt and the account's id; empty when there was no account."""
    facts = models.JSONField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["-sequence"]

    def __str__(self) -> str:
        """Return the number and the event."""
        return f"{self.sequence} {self.event}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the record; refuse to save it again."""
        if not self._state.adding:
            raise OnlyAddedToError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse."""
        raise OnlyAddedToError


class WhoDidIt(models.Model):
    """Which account, or which key to the API, stood behind a record. A row may be erased, never altered."""

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="who")
    user_id = models.UUIDField(db_index=True)
    salt = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Return the record's number: logs never hold who."""
        return str(self.record_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; refuse to save it again."""
        if not self._state.adding:
            raise OnlyAddedToError
        super().save(*args, **kwargs)


class ChainEnd(models.Model):
    """The last link of the chain: one row, locked while a record is added, so that none is ever skipped."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="one_chain_end")]

    def __str__(self) -> str:
        """Return the last number."""
        return str(self.sequence)


class ChainCheck(models.Model):
    """That somebody went through the whole log, and what was found."""

    at = models.DateTimeField(db_index=True)
    records = models.BigIntegerField()
    erased = models.BigIntegerField()
    faults = models.JSONField(default=list)
    """Swedish sentences; none means that the log was whole."""
    last_hash = models.CharField(max_length=64, blank=True, default="")
    """The hash of the last record that was there: a log that is cut off or written anew no longer has it."""

    def __str__(self) -> str:
        """Return when."""
        return self.at.isoformat()


class RetentionRule(models.Model):
    """What a municipality has decided about how long a kind of record is kept."""

    municipality_id = models.UUIDField()
    record_type = models.CharField(max_length=60)
    keep_months = models.PositiveSmallIntegerField()
    basis = models.CharField(max_length=300)
    """The decision or the law that says so."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("municipality_id", "record_type", name="one_rule_per_kind_of_record")
        ]

    def __str__(self) -> str:
        """Return the kind of record."""
        return self.record_type


class RetentionCount(models.Model):
    """What remains of what was removed: how many, of which kind, older than which day."""

    municipality_id = models.UUIDField(db_index=True)
    record_type = models.CharField(max_length=60)
    at = models.DateTimeField()
    before = models.DateField()
    removed = models.PositiveIntegerField()

    def __str__(self) -> str:
        """Return the kind of record and the day."""
        return f"{self.record_type} {self.before}"


class Disclosure(models.Model):
    """That something was handed out to somebody outside: what, to whom, on which ground, when.

    Personal data: none. What was handed out is described by its kind and number, never by its
    content; the receiver is an authority or organisation. Kept with the log.
    """

    class Ground(models.TextChoices):
        """The law that allows it."""

        REQUEST = "request", _("Begäran om allmän handling (2 kap. TF)")
        COOPERATION = "cooperation", _("Uppgift i samverkan mot brott (10 kap. OSL)")
        OBLIGATION = "obligation", _("Skyldighet att lämna uppgift enligt lag")
        AGREEMENT = "agreement", _("Överenskommelse eller beslut om samverkan")
        OTHER = "other", _("Annan grund")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    municipality_id = models.UUIDField(db_index=True)
    organisation_id = models.UUIDField()
    disclosed_on = models.DateField()
    what = models.CharField(max_length=500)
    receiver = models.CharField(max_length=200)
    ground = models.CharField(max_length=20, choices=Ground.choices)
    ground_text = models.CharField(max_length=300, blank=True)
    """The paragraph or decision, and the assessment of secrecy."""
    diary_number = models.CharField(max_length=60, blank=True)
    function = models.CharField(max_length=120)
    """The function that decided, as it was called then."""
    function_id = models.UUIDField(null=True)
    registered_at = models.DateTimeField()
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    """The entry that this one replaces: none is changed or removed."""

    class Meta:
        ordering: ClassVar = ["-disclosed_on", "-registered_at"]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
