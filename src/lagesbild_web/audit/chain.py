"""The hash that ties each record to the one before it."""

import hashlib
import json
from uuid import UUID

from lagesbild_web.audit.models import Record


def hash_of(record: Record) -> str:
    """Return the SHA-256 (hexadecimal) of the previous hash and the record as canonical JSON."""
    content = {
        "sequence": record.sequence,
        "id": str(record.id),
        "at": record.at.isoformat(timespec="microseconds"),
        "event": record.event,
        "object_id": _text(record.object_id),
        "municipality_id": _text(record.municipality_id),
        "request_id": record.request_id,
        "actor_kind": record.actor_kind,
        "who_hash": record.who_hash,
        "facts": record.facts,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{record.previous_hash}\n{canonical}".encode()).hexdigest()


def who_hash(user_id: UUID, salt: str) -> str:
    """Return what the record holds of the account: a hash that says nothing once the salt is erased."""
    return hashlib.sha256(f"{salt}\n{user_id}".encode()).hexdigest()


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)
