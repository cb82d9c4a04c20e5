"""A program of its own: read a HEIC picture from standard input and write it as PNG, with few rights.

The decoder is written in C++, and a file that is made wrong on purpose can take its process with it. So it
is never loaded by the web server; see ``heic``, which starts this. Knows nothing of Django.
"""

import sys
from typing import Final

from pi_heif import register_heif_opener
from PIL import Image, ImageOps

MOVES: Final = 3
TOO_MANY_PIXELS: Final = 4
"""Exit codes. Anything else but 0 is a damaged file."""
_MOST_SECONDS: Final = 20
_MOST_BYTES: Final = 2_000_000_000


def main(most_pixels: int, longest_side: int) -> int:
    """Write the picture upright and small; returns the exit code."""
    _give_up_rights()
    # Thumbnails and depth maps are more to go wrong; threads are more than it may start.
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    with Image.open(sys.stdin.buffer, formats=("HEIF",)) as opened:
        if opened.width * opened.height > most_pixels:
            return TOO_MANY_PIXELS
        if getattr(opened, "n_frames", 1) > 1:
            return MOVES
        upright = ImageOps.exif_transpose(opened)
        upright.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
        bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    bare.save(sys.stdout.buffer, "PNG", compress_level=1)
    return 0


def _give_up_rights() -> None:
    """No files written, no programs started, and only so much time and memory."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_CPU, _MOST_SECONDS),
        (resource.RLIMIT_AS, _MOST_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
