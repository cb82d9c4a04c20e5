"""The columns of a municipality as a file beside the database, so that a start need not read every incident.

A file is only believed when the database names it: the row in :class:`KeptColumns` holds its token and how
far the changes had been read. A database that was put back from a backup names an older file or none, and
what has changed since is always read again. So a file, or the whole folder, can be removed at any time.
"""

import hashlib
import logging
import os
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import polars as pl
from django.conf import settings

from lagesbild_web.incidents.changes import Mark
from lagesbild_web.incidents.models import KeptColumns

_log = logging.getLogger(__name__)
_FORM: Final = 2
"""Counted up when a column of the same type comes to say something else."""


def write(municipality_id: UUID, frame: pl.DataFrame, mark: Mark) -> None:
    """Keep the columns as they were when the changes had been read up to the mark."""
    token = uuid4()
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = _path(municipality_id, token, frame.schema)
    draft = path.with_suffix(".del")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        frame.write_ipc(file, compression="lz4")
    draft.replace(path)
    KeptColumns.objects.update_or_create(
        municipality_id=municipality_id,
        defaults={"token": token, "number": mark.number, "transaction": mark.transaction},
    )
    for old in folder.glob(f"{municipality_id.hex}-*"):
        if old != path:
            old.unlink(missing_ok=True)


def read(municipality_id: UUID, token: UUID, schema: pl.Schema) -> pl.DataFrame | None:
    """Return the columns that were kept under the token; None when there are none of this form."""
    path = _path(municipality_id, token, schema)
    try:
        frame = pl.read_ipc(path)
    except FileNotFoundError:
        return None
    except (OSError, pl.exceptions.PolarsError):
        # A file that was cut off or spoilt is only a memory: the database has everything.
        _log.warning("the columns in %s could not be read", path.name)
        return None
    return frame if frame.schema == schema else None


def is_there(municipality_id: UUID, token: UUID, schema: pl.Schema) -> bool:
    """Return whether there is a file of this form under the token."""
    return _path(municipality_id, token, schema).exists()


def forget(municipality_id: UUID) -> None:
    """Remove what is kept, as when something has been removed from the database for good."""
    KeptColumns.objects.filter(municipality_id=municipality_id).delete()
    for path in _folder().glob(f"{municipality_id.hex}-*"):
        path.unlink(missing_ok=True)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "kolumner"


def _path(municipality_id: UUID, token: UUID, schema: pl.Schema) -> Path:
    # Other columns, or another library that writes them, are another form: such a file is not looked for.
    told = f"{_FORM} {pl.__version__} {[(name, str(kind)) for name, kind in schema.items()]}"
    form: Final = hashlib.sha256(told.encode()).hexdigest()[:12]
    return _folder() / f"{municipality_id.hex}-{token.hex}-{form}.arrow"
