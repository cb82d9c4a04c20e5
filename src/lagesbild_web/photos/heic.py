"""HEIC, what iPhones take pictures in: made into PNG by a process of its own, which may break alone."""

import subprocess
import sys
from pathlib import Path
from typing import Final

_PROGRAM: Final = Path(__file__).with_name("heic_process.py")
_LONGEST_WAIT_S: Final = 30
_MOVES: Final = 3
_TOO_MANY_PIXELS: Final = 4
"""The program's exit codes; it is not imported, since that would load the decoder here."""
_KINDS: Final = (
    b"ftypheic",
    b"ftypheix",
    b"ftyphevc",
    b"ftyphevx",
    b"ftypheim",
    b"ftypheis",
    b"ftypmif1",
    b"ftypmsf1",
)


class DamagedHeicError(Exception):
    """The picture cannot be read."""


class MovingHeicError(Exception):
    """There are several pictures in the file."""


class LargeHeicError(Exception):
    """The picture has too many pixels."""


def is_heic(content: bytes) -> bool:
    """Return whether a file says that it is HEIC."""
    return content[4:12] in _KINDS


def png_of_heic(content: bytes, *, most_pixels: int, longest_side: int) -> bytes:
    """Return the picture upright, with no side longer than so many pixels.

    Raises
    ------
    DamagedHeicError, MovingHeicError, LargeHeicError
        If it cannot be read, moves, or is larger than ``most_pixels``.
    """
    try:
        made = subprocess.run(  # noqa: S603  # our own program, and numbers
            [sys.executable, "-I", str(_PROGRAM), str(most_pixels), str(longest_side)],
            input=content,
            capture_output=True,
            timeout=_LONGEST_WAIT_S,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise DamagedHeicError from error
    if made.returncode == _MOVES:
        raise MovingHeicError
    if made.returncode == _TOO_MANY_PIXELS:
        raise LargeHeicError
    if made.returncode or not made.stdout:
        raise DamagedHeicError
    return made.stdout
