"""How many calls a key has made this minute: counted together by every process, without a database.

A write in the database for each call would wait for whoever holds SQLite's only write lock. Here each call
adds one byte to a file of the key's and the minute's; how long the file was then is the call's own number.
"""

import contextlib
import logging
import os
import shutil
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

WINDOW_S: Final = 60
"""Seconds that calls are counted over."""
_log: Final = logging.getLogger(__name__)


def counted_call(key_id: UUID, *, at: float) -> int:
    """Count a call and return its number in its minute, 1 for the first; ``at`` is seconds since 1970.

    Returns 0 when it cannot be counted, as on a full disk: those who call are not to blame for it.
    """
    window = _folder() / str(int(at // WINDOW_S))
    try:
        return _added(window / key_id.hex)
    except FileNotFoundError:
        _begin(window)
    except OSError:
        _log.exception("a call to the API could not be counted")
        return 0
    try:
        return _added(window / key_id.hex)
    except OSError:
        _log.exception("a call to the API could not be counted")
        return 0


def _added(path: Path) -> int:
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, b".")
        # Where this byte ended, and not how long the file is: another process may have written since.
        return os.lseek(file, 0, os.SEEK_CUR)
    finally:
        os.close(file)


def _begin(window: Path) -> None:
    """Make the minute's folder, and take away those of minutes that have passed."""
    with contextlib.suppress(OSError):
        window.mkdir(parents=True, exist_ok=True)
        for old in window.parent.iterdir():
            # The one before is left: a slower process may still be counting in it.
            if old.name.isdecimal() and int(old.name) < int(window.name) - 1:
                shutil.rmtree(old, ignore_errors=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "api-anrop"
