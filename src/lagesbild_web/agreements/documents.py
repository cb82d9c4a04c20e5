"""An agreement or a promise as a document: its parties, its paragraphs, and where each party signs."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document.tree import (
    Block,
    Bullets,
    Callout,
    Column,
    Document,
    Paragraph,
    Section,
    Subsection,
    Table,
)
from lagesbild_web.agreements.content import Content, SignedBy
from lagesbild_web.agreements.contracts import Agreement
from lagesbild_web.agreements.telling import written_parts


def document_of(found: Agreement) -> Document:
    """Return what holds as a document; a draft says that it is one."""
    content = found.in_force if not found.can_change else found.content
    today = timezone.localdate()
    # A promise is read by inhabitants: it has no paragraphs, and what is promised stands first.
    parts = _promised(found, content) if found.is_promise else _parts(found, content)
    sections = [
        Section(f"part-{name}", heading if found.is_promise else f"§ {number} {heading}", blocks)
        for number, (name, heading, blocks) in enumerate(parts, start=1)
    ]
    if found.notes and not found.is_promise:
        # What was signed is one thing; what has happened since then comes after the signatures.
        sections.append(Section("part-notes", _("Uppföljning: så har det gått"), [_notes(found)]))
    return Document(
        title=content.title,
        subtitle=found.line.kind_label,
        organisation=found.line.municipality,
        made_on=today,
        facts=[
            (_("Gäller från"), content.starts_on.isoformat()),
            (_("Gäller till"), max(content.ends_on, found.line.lasting.ends_on).isoformat()),
            (_("Version"), str(found.versions[0].number) if found.versions else _("inte undertecknad")),
        ],
        sections=sections,
        status=_("Utkast") if not found.versions or found.can_change else found.line.lasting.state_label,
        keywords=(_("brottsförebyggande arbete"), _("samverkan")),
        layout="sheet",
    )


def _promised(found: Agreement, content: Content) -> Iterator[tuple[str, str, list[Block]]]:
    yield from _written(content)
    yield "period", _("Så länge gäller löftet"), [*_period(found, content), *_extensions(found)]
    if found.notes:
        yield "notes", _("Så har det gått"), [_notes(found)]
    yield from _links(content)
    yield "signatures", _("De som lovar"), list(_signatures(content))


def _parts(found: Agreement, content: Content) -> Iterator[tuple[str, str, list[Block]]]:
    yield "parties", _("Parter"), [_parties(content)]
    yield "period", _("Giltighet"), [*_period(found, content), *_extensions(found)]
    yield from _written(content)
    yield from _links(content)
    yield "signatures", _("Underskrifter"), list(_signatures(content))


def _written(content: Content) -> Iterator[tuple[str, str, list[Block]]]:
    for part in written_parts(content):
        blocks: list[Block] = (
            [Bullets(list(part.lines))]
            if part.is_list
            else [Paragraph(line, lead=part.name == "promise") for line in part.lines]
        )
        yield part.name, part.label, blocks


def _links(content: Content) -> Iterator[tuple[str, str, list[Block]]]:
    if content.links:
        yield "links", _("Det här bygger på"), [Bullets(list(content.links))]


def _parties(content: Content) -> Block:
    return Table(
        "parties",
        _("Parter som har kommit överens om att samverka"),
        [Column("party", _("Part")), Column("signatory", _("Företräds av"))],
        [[party.name, party.signatory] for party in content.parties] or [[_("Inga parter än"), ""]],
    )


def _period(found: Agreement, content: Content) -> Iterator[Block]:
    days = {"first": content.starts_on.isoformat(), "last": content.ends_on.isoformat()}
    yield Paragraph(_("Gäller från och med **%(first)s** till och med **%(last)s**.") % days)
    if not found.is_promise:
        yield Paragraph(
            _(
                "Den kan ändras under tiden om parterna är överens. Den kan förlängas med högst två år i "
                "taget, efter samråd "
                "mellan parterna. Samrådet ska ha hållits senast %(months)s månader före sista dagen, alltså "
                "senast %(day)s."
            )
            % {"months": found.consultation_months, "day": found.line.lasting.consult_by.isoformat()}
        )


def _extensions(found: Agreement) -> Iterator[Block]:
    if found.extensions:
        until = found.extensions[-1].after.isoformat()
        yield Paragraph(_("Den är förlängd till och med **%(day)s**.") % {"day": until})
        yield Table(
            "extensions",
            _("Förlängningar"),
            [
                Column("before", _("Gällde till"), "date"),
                Column("after", _("Förlängd till"), "date"),
                Column("consulted", _("Samråd"), "date"),
                Column("decided", _("Beslut"), "date"),
            ],
            [[e.before, e.after, e.consulted_on, e.decided_on] for e in found.extensions],
        )


def _notes(found: Agreement) -> Block:
    return Table(
        "notes",
        _("Uppföljning, den senaste först"),
        [
            Column("day", _("Till och med"), "date"),
            Column("outcome", _("Omdöme")),
            Column("text", _("Vad som är gjort")),
            Column("why", _("Varför inte")),
        ],
        [[note.day, note.outcome_label, note.text, note.why or None] for note in found.notes],
        note=""
        if all(note.why for note in found.notes)
        else _("Ett streck betyder att inget behövde förklaras."),
    )


def _signatures(content: Content) -> Iterator[Block]:
    if not content.parties:
        yield Callout("missing", _("Inga parter än"), _("Lägg till dem som ska skriva under."))
    signed = [party for party in content.parties if party.signed_on]
    if signed:
        # A table is kept on one page, so that no signature stands alone on the next.
        yield Table(
            "signatures",
            _("Undertecknat av"),
            [Column("party", _("Part")), Column("function", _("Av")), Column("day", _("Dag"), "date")],
            [[party.name, party.signatory, party.signed_on] for party in signed],
        )
    for party in content.parties:
        if not party.signed_on:
            yield Subsection(party.name, list(_signature(party)))


def _signature(party: SignedBy) -> Iterator[Block]:
    yield Paragraph(_("Ort och datum: %(line)s") % {"line": "_" * 34})
    yield Paragraph(_("Underskrift: %(line)s") % {"line": "_" * 37})
    yield Paragraph(_("Namnförtydligande: %(line)s") % {"line": "_" * 30})
    yield Paragraph(party.signatory)
