"""Read the folder that ``lagesbild picture`` writes."""

import json
from pathlib import Path
from typing import Final

from lagesbild.picture.kinds import KINDS
from lagesbild_web.base.refusals import Invalid

_DOCUMENTS: Final = ("picture.html", "picture.pdf", "picture.docx", "picture.xlsx")
_LARGEST_FILE: Final = 200 * 1024 * 1024
"""A picture is a few megabytes and its rows some tens; more is a mistake."""


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the picture's files by their path in the folder. Other files in it are left alone.

    Raises
    ------
    Invalid
        If it is not a folder, has no picture.json, or holds a file that is too large.
    """
    if not folder.is_dir():
        raise Invalid(folder=f"{folder}: katalogen finns inte. Skriv katalogen som du gav till --out.")
    if not (folder / "picture.json").is_file():
        raise Invalid(
            folder=f"{folder}: filen picture.json saknas. Gör lägesbilden med: "
            "lagesbild picture FIL --out KATALOG --format html,pdf,docx,xlsx,json."
        )
    documents = [folder / name for name in _DOCUMENTS if (folder / name).is_file()]
    snapshot = sorted(
        path for path in (folder / "snapshot").glob("**/*") if path.is_file() and not path.is_symlink()
    )
    return {_name(path, folder): _content(path) for path in [folder / "picture.json", *documents, *snapshot]}


def is_made_for_the_public(files: dict[str, bytes]) -> bool:
    """Return whether the manifest says that the picture was made with ``--public``; not knowing means no."""
    try:
        manifest = json.loads(files["snapshot/manifest.json"])
        return bool(manifest["options"]["public"] == "true")
    except (KeyError, TypeError, ValueError):
        return False


def kind_in(files: dict[str, bytes]) -> str:
    """Return which kind of picture the manifest says that it is, empty when it does not say."""
    try:
        manifest = json.loads(files["snapshot/manifest.json"])
        kind = str(manifest["options"]["kind"])
    except (KeyError, TypeError, ValueError):
        return ""
    return kind if kind in KINDS else ""


def _name(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _content(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST_FILE:
        raise Invalid(
            folder=f"{path}: filen är större än 200 MB och hör inte till en lägesbild. Ta bort den."
        )
    return path.read_bytes()
