"""Make a picture harmless: only its pixels are kept, upright and small, in a file of our own."""

import io
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from lagesbild_web.base.refusals import Invalid
from lagesbild_web.photos.heic import (
    DamagedHeicError,
    LargeHeicError,
    MovingHeicError,
    is_heic,
    png_of_heic,
)

LARGEST_BYTES: Final = 15_000_000
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 1600
QUALITY: Final = 82
FORMATS: Final = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A JPEG of nothing but pixels."""

    content: bytes
    width: int
    height: int


def clean_photo(content: bytes) -> CleanPhoto:
    """Return the picture without anything but what it shows.

    It is turned as the camera was held, made at most 1 600 pixels long, and written anew from its pixels:
    position, time, camera, owner, thumbnail, comments and colour profile do not follow.

    Raises
    ------
    Invalid
        With a sentence on ``photo``: too large, of another kind, moving, or broken.
    """
    if len(content) > LARGEST_BYTES:
        raise _refusal(_("Bilden är större än 15 megabyte. Välj en mindre."))
    if is_heic(content):
        content = _from_heic(content)
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            _check(opened)
            return _clean(opened)
    except Invalid:
        raise
    except UnidentifiedImageError as error:
        raise _refusal(_("Filen är ingen bild i JPEG, PNG, WebP eller HEIC. Välj en annan.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:  # what the decoders raise
        raise _refusal(_("Bilden är skadad och går inte att läsa. Välj en annan.")) from error


def _check(opened: Image.Image) -> None:
    """Look at what the file says of itself, before anything is unpacked."""
    if opened.width * opened.height > MOST_PIXELS:
        raise _too_many_pixels()
    if getattr(opened, "n_frames", 1) > 1:
        raise _moves()


def _clean(opened: Image.Image) -> CleanPhoto:
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG need not be unpacked larger than it is used
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        ground.alpha_composite(upright.convert("RGBA"))
        upright = ground
    plain = upright.convert("RGB")
    # A new picture: what the old one carried beside its pixels, such as a comment, would else be written too.
    bare = Image.frombytes("RGB", plain.size, plain.tobytes())
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=QUALITY, optimize=True)
    return CleanPhoto(written.getvalue(), bare.width, bare.height)


def _from_heic(content: bytes) -> bytes:
    try:
        return png_of_heic(content, most_pixels=MOST_PIXELS, longest_side=LONGEST_SIDE)
    except MovingHeicError as error:
        raise _moves() from error
    except LargeHeicError as error:
        raise _too_many_pixels() from error
    except DamagedHeicError as error:
        raise _refusal(
            _(
                "Bilden är i formatet HEIC och går inte att läsa. Ta den igen med kameran inställd på JPEG: "
                "i en iPhone Inställningar, Kamera, Format, Mest kompatibelt."
            )
        ) from error


def _moves() -> Invalid:
    return _refusal(_("Bilden rör sig. Välj en stillbild."))


def _too_many_pixels() -> Invalid:
    return _refusal(_("Bilden har fler än 50 miljoner bildpunkter. Välj en mindre."))


def _refusal(sentence: str) -> Invalid:
    return Invalid(photo=sentence)
