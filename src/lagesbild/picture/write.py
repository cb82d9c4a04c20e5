"""The picture on disk: every format from one document, and the rows behind it, whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lagesbild.document.docx import write_docx
from lagesbild.document.html import write_html
from lagesbild.document.pdf import write_pdf
from lagesbild.document.tree import Document
from lagesbild.document.xlsx import write_xlsx
from lagesbild.engine.snapshot import write_snapshot
from lagesbild.picture.picture import Picture
from lagesbild.sources.base import Progress

FORMATS = ("html", "pdf", "docx", "xlsx", "json")
"""In the order in which they are written and listed."""
NAME = "picture"
SNAPSHOT = "snapshot"

_WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    "html": lambda document: write_html(document).encode(),
    "pdf": write_pdf,
    "docx": write_docx,
    "xlsx": write_xlsx,
}


def write_picture(
    picture: Picture,
    folder: Path,
    *,
    formats: Sequence[str] = FORMATS,
    progress: Progress | None = None,
) -> tuple[Path, ...]:
    """Write the picture in each format, with the snapshot beside it.

    Everything is written to a hidden folder first and moved into place when all of it is there, so that a
    failure leaves what was there before. Files of other formats from an earlier run are left alone.

    Parameters
    ----------
    picture
        What :func:`lagesbild.picture.picture.make_picture` made.
    folder
        Where to; made if it does not exist.
    formats
        Some of :data:`FORMATS`.
    progress
        Told which format is being written.

    Returns
    -------
    tuple of Path
        What was written, the snapshot's folder last.

    Raises
    ------
    ValueError
        If a format is not known.
    OSError
        If the folder cannot be written to.
    """
    if unknown := [name for name in formats if name not in FORMATS]:
        raise ValueError(f"unknown format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    report = progress or (lambda *_: None)
    wanted = [name for name in FORMATS if name in formats]
    folder.mkdir(parents=True, exist_ok=True)
    # In the same folder, so that moving into place is a rename and cannot run out of disk half way.
    work = Path(tempfile.mkdtemp(prefix=".picture-", dir=folder))
    try:
        for done, name in enumerate(wanted):
            report(done, len(wanted) + 1, f"Skriver {NAME}.{name}")
            (work / f"{NAME}.{name}").write_bytes(_content(picture, name))
        report(len(wanted), len(wanted) + 1, "Skriver ögonblicksbilden")
        write_snapshot(picture.snapshot, work / SNAPSHOT)
        written = [_move(work / f"{NAME}.{name}", folder) for name in wanted]
        written.append(_move(work / SNAPSHOT, folder))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    report(len(wanted) + 1, len(wanted) + 1, "Allt är skrivet")
    return tuple(written)


def _content(picture: Picture, name: str) -> bytes:
    return picture.to_json().encode() if name == "json" else _WRITERS[name](picture.document)


def _move(path: Path, folder: Path) -> Path:
    """Put a finished file or folder in place of the one from an earlier run."""
    target = folder / path.name
    if target.is_dir():
        old = path.with_name(f"{path.name}.old")
        target.rename(old)  # into the hidden folder, which is removed at the end
    path.rename(target)
    return target
