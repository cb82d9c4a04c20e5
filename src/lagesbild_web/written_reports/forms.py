"""The form that receives a text, and what is read from the page where it is looked through."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from lagesbild.readers.report_file import UnreadableReportError, text_of
from lagesbild_web.base.form_page import DayField, LongText
from lagesbild_web.written_reports.contracts import Edit, Step

MOST_BYTES = 5_000_000
_STEPS = {"slaihop": "merge", "dela": "split", "bort": "leave_out", "tillbaka": "take_in", "maska": "mask"}


class ReceiveForm(forms.Form):
    """A report, pasted or as a file."""

    sender = forms.ChoiceField(
        label=_("Vem har skrivit rapporten?"),
        error_messages={"required": _("Välj vem som har skrivit rapporten.")},
    )
    report_day = DayField(
        label=_("Rapportens dag"), help_text=_("Gäller för det i texten som inte har något eget datum.")
    )
    text = LongText(
        label=_("Rapporten"),
        rows=14,
        required=False,
        max_length=None,
        help_text=_("Klistra in texten som den är. Du ser vad den blir innan något sparas."),
    )
    file = forms.FileField(
        label=_("Eller en fil"),
        required=False,
        help_text=_("Word (.docx), PDF med text i (inte inskannad) eller textfil (.txt), högst 5 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.txt"}),
    )

    def __init__(self, senders: Iterable[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        sender = self.fields["sender"]
        assert isinstance(sender, forms.ChoiceField)  # noqa: S101  # declared above
        sender.choices = [("", _("Välj …")), *senders]

    def clean(self) -> dict[str, Any] | None:
        """Take the text out of the file, if there is one."""
        data = super().clean() or {}
        file = data.get("file")
        if file is not None and file.size > MOST_BYTES:
            self.add_error("file", _("Filen är större än 5 MB. Klistra in texten i stället."))
        elif file is not None:
            try:
                data["text"] = text_of(file.name or "", file.read())
            except UnreadableReportError as error:
                self.add_error("file", str(error))
        elif not (data.get("text") or "").strip():
            self.add_error("text", _("Klistra in rapporten, eller välj en fil."))
        return data


def edits_in(sent: QueryDict) -> dict[UUID, Edit]:
    """Return what was written about each piece; a field that cannot be read is left empty."""
    return {piece_id: _edit(sent, piece_id) for piece_id in _pieces_in(sent, "ord-")}


def seen_in(sent: QueryDict) -> dict[UUID, str]:
    """Return the version of each piece that the writer looked at."""
    return {piece_id: str(sent[f"version-{piece_id}"]) for piece_id in _pieces_in(sent, "version-")}


def step_in(sent: QueryDict) -> Step | None:
    """Return what a button asks for, None for saving what was written."""
    name, _colon, piece = sent.get("gor", "").partition(":")
    if name not in _STEPS:
        return None
    at = sent.get(f"delning-{piece}", "")
    return Step(_STEPS[name], _uuid(piece), int(at) if at.isdecimal() and at.isascii() else 0)


def faults_by_piece(faults: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the sentences for each piece, by its id; those for the whole text are under ``-``."""
    found: dict[str, list[str]] = {}
    for field, sentence in faults.items():
        piece, dot, _name = field.partition(".")
        found.setdefault(piece if dot else "-", []).append(sentence)
    return found


def _pieces_in(sent: QueryDict, prefix: str) -> list[UUID]:
    found = (_uuid(name.removeprefix(prefix)) for name in sent if name.startswith(prefix))
    return [piece_id for piece_id in found if piece_id is not None and f"{prefix}{piece_id}" in sent]


def _edit(sent: QueryDict, piece_id: UUID) -> Edit:
    def of(name: str) -> str:
        return sent.get(f"{name}-{piece_id}", "").strip()

    return Edit(
        words=of("ord").replace("\r\n", "\n"),
        category=of("kategori")[:60],
        day=_day(of("dag")),
        first=_clock(of("tid")),
        last=_clock(of("till")),
        place_id=_uuid(of("plats")),
        place_name=of("platsnamn")[:200],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text.replace(".", ":"))
    except ValueError:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
