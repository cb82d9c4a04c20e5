"""How far a long piece of work has come: kept in a small file, so that a waiting page never waits for a lock.

A long write holds SQLite's only write lock until it is done; a table could not be told how it goes meanwhile.
"""

import json
import secrets
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done now, and how much of it is done."""

    words: str
    """In Swedish: ``Läser filen``."""
    done: int = 0
    total: int | None = None
    """None when nobody knows yet."""

    @property
    def percent(self) -> int | None:
        """Whole percent, None when the total is not known."""
        return None if not self.total else min(100, 100 * self.done // self.total)


def tell(work_id: UUID, progress: Progress) -> None:
    """Say how far the work has come; replaces what was said before."""
    path = _path(work_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.write_text(json.dumps(asdict(progress)), encoding="utf-8")
    draft.replace(path)


def told(work_id: UUID) -> Progress | None:
    """Return how far the work has come, None when it has not begun or is over."""
    try:
        return Progress(**json.loads(_path(work_id).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_silent(work_id: UUID, since: timedelta) -> bool:
    """Return whether nothing has been told of the work for that long, or ever."""
    try:
        told_at = _path(work_id).stat().st_mtime
    except OSError:
        return True
    return time.time() - told_at > since.total_seconds()


def over(work_id: UUID) -> None:
    """Say that the work is over, however it ended."""
    _path(work_id).unlink(missing_ok=True)


def _path(work_id: UUID) -> Path:
    return Path(settings.DATA_DIR) / "pagar" / f"{work_id.hex}.json"
