"""Letters by e-mail: written from a template, sent when what they tell of is saved."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from pathlib import Path
from threading import Thread
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend
from django.db import transaction
from django.template.loader import render_to_string

_logger = logging.getLogger(__name__)


def send_letter(to: str, *, subject: str, template: str, **variables: object) -> None:
    """Send a letter in plain text once the running transaction is saved; nothing is sent if it is not.

    Sending goes on beside the answer: how long a page takes must not tell whether a letter was sent.
    A letter that cannot be sent is told of in the operator's log, without the address.
    """
    letter = EmailMessage(subject, render_to_string(template, dict(variables)), to=[to])
    transaction.on_commit(lambda: _start(letter))


def home_address() -> str:
    """Return the site's own address for letters that no visit has asked for; empty where only this computer
    reaches it."""
    inside = {"localhost", "127.0.0.1", "[::1]", "testserver", "*"}
    outside = [name.lstrip(".") for name in settings.ALLOWED_HOSTS if name not in inside]
    return f"https://{outside[0]}" if outside else ""


def _start(letter: EmailMessage) -> None:
    if settings.LETTERS_GO_BESIDE:
        Thread(target=copy_context().run, args=(_send, letter), daemon=True).start()
    else:
        _send(letter)


def _send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except OSError:  # SMTP's own errors are OSErrors too
        _logger.exception("a letter could not be sent: %s", letter.subject)


_are_told: Final[ContextVar[bool]] = ContextVar("kept letters are told of", default=True)


@contextmanager
def kept_in_silence() -> Iterator[None]:
    """Keep letters without a line for each: those of an invented past are news to nobody."""
    token = _are_told.set(False)
    try:
        yield
    finally:
        _are_told.reset(token)


class KeptLetters(EmailBackend):
    """Keeps letters in a folder instead of sending them, and says where; for trying out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "file_path": str(settings.KEPT_LETTERS_DIR)})

    def close(self) -> None:
        """Say where the letter lies."""
        written = getattr(self, "_fname", None)
        super().close()
        if written:
            Path(written).chmod(0o600)
        if written and _are_told.get():
            sys.stderr.write(f"E-post skickas inte från den här installationen. Brevet ligger i {written}\n")
