"""Pictures that follow a report: from the phone one by one, from the plain form with the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid
from lagesbild_web.incidents.contracts import reported_id
from lagesbild_web.photos.actions import add_photo
from lagesbild_web.photos.cleaning import LARGEST_BYTES
from lagesbild_web.photos.queries import is_kept


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A picture as a phone sends it."""

    account: str
    id: UUID
    client_id: UUID
    number: int
    content: bytes
    is_checked: bool


def read_photo(request: HttpRequest) -> SentPhoto:
    """Return the picture that a phone has sent.

    Raises
    ------
    Invalid
        If something is missing, or the file is too large to be looked at.
    """
    upload = request.FILES.get("bild")
    written = request.POST
    number = written.get("nummer", "")
    if upload is None or not (number.isascii() and number.isdigit() and len(number) < 4):
        raise Invalid(photo=_("Bilden kom inte fram helt. Försök igen."))
    try:
        photo_id, client_id = UUID(written.get("id", "")), UUID(written.get("rapport", ""))
    except ValueError as error:
        raise Invalid(photo=_("Bilden kom inte fram helt. Försök igen.")) from error
    is_checked = written.get("intygar") == "ja"
    return SentPhoto(
        written.get("konto", ""), photo_id, client_id, int(number), read_upload(upload), is_checked
    )


def keep_photo(actor: Actor, sent: SentPhoto) -> None:
    """Keep a picture once, however often it is sent; refuses like the use case."""
    if is_kept(sent.id, reported_id(sent.client_id, sent.number)):
        return
    add_photo(
        actor,
        sent.id,
        client_id=sent.client_id,
        number=sent.number,
        content=sent.content,
        is_checked=sent.is_checked,
    )


def keep_uploads(
    actor: Actor, client_id: UUID, number: int, uploads: Sequence[UploadedFile[Any]], *, is_checked: bool
) -> list[str]:
    """Keep the pictures of a plain form, and return a sentence for each that was not kept.

    Their ids are made of the report and their place in it: the form sent twice keeps them once.
    """
    faults = []
    for order, upload in enumerate(uploads):
        photo_id = uuid5(reported_id(client_id, number), f"bild {order}")
        try:
            keep_photo(actor, SentPhoto("", photo_id, client_id, number, read_upload(upload), is_checked))
        except Invalid as error:
            faults.append(f"{upload.name}: {error}")
    return faults


def read_upload(upload: UploadedFile[Any]) -> bytes:
    """Return the content, one byte more than is allowed at most: what is too large is refused unread."""
    return bytes(upload.read(LARGEST_BYTES + 1))
