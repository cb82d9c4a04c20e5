"""The log's tables.

Personal data: ``WhoDidIt`` holds which account stood behind a record, so that decisions and
disclosures can be followed up. Auditors and administrators of the municipality see it. It is kept
apart from the record so that it can be erased (``radera_person_i_loggen``) while the log still
proves that nothing else was changed: the record holds only a salted hash of the account's id.
"""

from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.db import models


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
    """Which account stood behind a record. A row may be erased, never altered."""

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
