"""Files kept under the hash of their content, so that a file that was decided on can never change unseen."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store: the SHA-256 of its content (hexadecimal) and its size in bytes."""

    sha256: str
    size: int


class DamagedFileError(Exception):
    """A stored file is gone, or is no longer what it was when it was stored."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            f"Filen {sha256} i filarkivet saknas eller har ändrats. Lägg tillbaka den från en säkerhetskopia."
        )


def store(content: bytes) -> StoredFile:
    """Keep the content; storing the same content twice keeps it once."""
    stored = StoredFile(hashlib.sha256(content).hexdigest(), len(content))
    path = path_of(stored.sha256)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o440)
        draft.replace(path)
    return stored


def read(sha256: str) -> bytes:
    """Return the content.

    Raises
    ------
    DamagedFileError
        If the file is gone or its content no longer has this hash.
    """
    try:
        content = path_of(sha256).read_bytes()
    except OSError as error:
        raise DamagedFileError(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedFileError(sha256)
    return content


def path_of(sha256: str) -> Path:
    """Return where content with this hash is kept."""
    return Path(settings.STORED_FILES_DIR) / sha256[:2] / sha256
