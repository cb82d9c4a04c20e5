"""Uploaded files for tests."""

from pathlib import Path
from uuid import UUID

from tests.web import incident_builders as make

from lagesbild_web.base.actor import Actor
from lagesbild_web.imports import actions, jobs
from lagesbild_web.imports.contracts import UploadSummary

HEADINGS = "Ärendenr;Händelse;Datum;Tid;Longitud;Latitud;Plats"
GUARDS = Path("väktare 2025.csv").name


def guards_report(rows: int = 3, *, first: int = 1, kind: str = "Klotter") -> bytes:
    """A guard firm's daily report: one line an incident, in the western district."""
    lines = [HEADINGS]
    for i in range(first, first + rows):
        lon, lat = make.WEST + 0.02 + i * 1e-5, make.SOUTH + 0.02
        lines.append(f"V{i};{kind};2025-03-{1 + i % 28:02d};22:15;{lon:.5f};{lat:.5f};Stationstorget")
    return ("\n".join(lines) + "\n").encode()


def an_upload(actor: Actor, content: bytes | None = None, *, filename: str = GUARDS) -> UploadSummary:
    """A file that has been uploaded and read."""
    kept = actions.upload(actor, filename=filename, content=content or guards_report())
    jobs.read_upload.call(str(kept.id))
    return kept


def loaded(actor: Actor, upload_id: UUID, *, circle: str = "partners") -> None:
    """Load a file that has been read."""
    from lagesbild_web.access.roles import Circle

    actions.start_loading(actor, upload_id, circle=Circle(circle))
    jobs.load_upload.call(str(upload_id), str(actor.user_id))


def undone(actor: Actor, upload_id: UUID) -> int:
    """Take back a file that has been loaded; returns how many incidents it was."""
    leaving = actions.undo(actor, upload_id, reason="Fel fil")
    jobs.undo_upload.call(str(upload_id))
    return leaving.rows
