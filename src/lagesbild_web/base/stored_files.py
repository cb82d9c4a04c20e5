"""Files kept under the hash of their content, so that a file that was decided on can never change unseen."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Q


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


def forget_unused(hashes: Iterable[str]) -> None:
    """Remove content that no row of any feature speaks of any more, once the running transaction is saved.

    A column that keeps the hash of a stored file has a name that ends in ``sha256``: so it is known to be
    in use. A model whose rows can do without their file says which ones in ``without_file``, a filter.
    """
    wanted = {sha256 for sha256 in hashes if sha256}
    transaction.on_commit(lambda: _remove(wanted - _in_use(wanted)))


def _in_use(hashes: set[str]) -> set[str]:
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, CharField) and field.name.endswith("sha256"):
                without = getattr(model, "without_file", Q(pk__in=[]))
                rows = model._default_manager.filter(**{f"{field.name}__in": hashes}).exclude(without)
                found |= set(rows.values_list(field.name, flat=True))
    return found


def _remove(hashes: set[str]) -> None:
    for sha256 in hashes:
        path_of(sha256).unlink(missing_ok=True)


def erase(sha256: str) -> None:
    """Remove the content for good; whoever calls knows that nothing points at it any more."""
    path_of(sha256).unlink(missing_ok=True)


def path_of(sha256: str) -> Path:
    """Return where content with this hash is kept."""
    return Path(settings.STORED_FILES_DIR) / sha256[:2] / sha256
