"""What waits in the registers and the notes, and which functions answer for it."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from lagesbild_web.access.rights import within
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.answering import Answered
from lagesbild_web.base.due import Due
from lagesbild_web.duties.models import Entry, Note
from lagesbild_web.duties.registers import CLOSED, REGISTERS


def duties_due(actor: Actor, today: date) -> Iterator[Due]:
    """Tell of lines with a day that are not closed, and of paragraphs that somebody answers for by a day."""
    del today  # also what is overdue
    rows = Entry.objects.filter(
        within(actor, Right.READ_DUTIES), due_on__isnull=False, retired_at__isnull=True
    ).exclude(state__in=CLOSED)
    for row in rows.order_by("due_on", "id"):
        register = REGISTERS[row.register]
        if row.due_on is None or row.values.get("ended_on"):
            continue
        # The same report goes to several bodies: the receiver tells them apart.
        to = _(" till %(body)s") % {"body": row.values["body"]} if row.values.get("body") else ""
        what = _what(row)
        url = reverse("duties:entry", args=[row.id])
        yield Due(f"{register.due_text}{to}: {what}", url, row.due_on, row.function_id, row.municipality_id)
    notes = Note.objects.filter(within(actor, Right.READ_DUTIES), due_on__isnull=False)
    for note in notes.order_by("due_on", "paragraph"):
        if note.due_on is not None:
            yield Due(
                _("Se till att %(n)s § är uppfylld") % {"n": note.paragraph},
                reverse("duties:duty", args=[note.paragraph]),
                note.due_on,
                note.function_id,
                note.municipality_id,
                _("Lag (2023:196), %(n)s §.") % {"n": note.paragraph},
            )


def duties_answered(actor: Actor, municipality_id: UUID) -> Iterator[Answered]:
    """Return the paragraphs, and the lines that are not closed, by the function that answers for them."""
    notes = Note.objects.filter(
        within(actor, Right.READ_DUTIES), municipality_id=municipality_id, function__isnull=False
    )
    for note in notes.order_by("paragraph"):
        if note.function_id is not None:
            url = reverse("duties:duty", args=[note.paragraph])
            label = _("%(n)s § lagen (2023:196)") % {"n": note.paragraph}
            yield Answered(note.function_id, _("Lagkrav"), label, url, url)
    rows = Entry.objects.filter(
        within(actor, Right.READ_DUTIES),
        municipality_id=municipality_id,
        function__isnull=False,
        retired_at__isnull=True,
    ).exclude(state__in=CLOSED)
    for row in rows.order_by("register", "id"):
        if row.function_id is not None and not row.values.get("ended_on"):
            url = reverse("duties:entry", args=[row.id])
            kind = str(REGISTERS[row.register].one)
            yield Answered(row.function_id, kind, _what(row) or kind, url, url)


def _what(row: Entry) -> str:
    """Return what a line is about, by the first of its values that tells."""
    return next((row.values.get(n, "") for n in ("what", "text", "place") if row.values.get(n)), "")
