"""The protocol of a walk: a numbered map, a table with the same numbers, and what came of last time."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document.tree import (
    Block,
    Bullets,
    Callout,
    Cell,
    Column,
    Document,
    Figure,
    Paragraph,
    Section,
    Table,
)
from lagesbild_web.walks.contracts import FindingLine, Walk
from lagesbild_web.walks.drawing import words_of


def protocol_document(found: Walk, *, number: int) -> Document:
    """Return the protocol."""
    when = timezone.localtime(found.line.starts_at)
    facts = [
        (_("Dag och tid"), when.strftime("%Y-%m-%d kl. %H.%M")),
        (_("Samling"), found.gathering or "–"),
        (_("Tema"), found.theme or "–"),
        (_("Deltagare"), _participants(found)),
        (_("Version"), str(number)),
    ]
    sections = [
        Section("about", _("Om vandringen"), list(_about(found))),
        Section("findings", _("Det vi såg"), list(_findings(found))),
    ]
    if found.compared:
        sections.append(Section("since", _("Sedan förra vandringen"), [_compared(found)]))
    sections.append(Section("checklist", _("Det här tittade vi på"), list(_checklist(found))))
    return Document(
        title=_("Trygghetsvandring: %(title)s") % {"title": found.line.title},
        subtitle=_("Protokoll %(day)s") % {"day": when.strftime("%Y-%m-%d")},
        organisation=found.municipality,
        made_on=timezone.localdate(),
        facts=facts,
        sections=sections,
        keywords=(_("trygghetsvandring"), found.line.area),
        layout="sheet",
    )


def _participants(found: Walk) -> str:
    told = str(found.participants) if found.participants is not None else _("inte antecknat")
    return f"{told}, {found.participants_note}" if found.participants_note else told


def _about(found: Walk) -> Iterator[Block]:
    if found.purpose:
        yield Paragraph(found.purpose, lead=True)
    bad = [f for f in found.findings if not f.is_good]
    yield Paragraph(
        _("Vi antecknade **%(bad)s saker att åtgärda** och **%(good)s som fungerar bra**. %(dark)s")
        % {"bad": len(bad), "good": len(found.findings) - len(bad), "dark": found.darkness}
    )
    there = [item.function for item in found.invited if item.was_there]
    if there:
        yield Paragraph(_("Med på vandringen:"))
        yield Bullets(there)
    if found.places:
        yield Paragraph(_("Vägen vi gick:"))
        yield Bullets(list(found.places), numbered=True)


def _findings(found: Walk) -> Iterator[Block]:
    if not found.findings:
        yield Callout("missing", _("Inga fynd"), _("Ingenting antecknades på vandringen."))
        return
    if found.map_svg:
        yield Figure(
            "map", _("Fynden på kartan"), words_of(found.findings), "map", found.map_svg, "all-findings"
        )
    rows: list[list[Cell]] = [
        [
            f.number,
            f"{f.text} ({f.place})" if f.place else f.text,
            _("Bra") if f.is_good else f.seriousness_label,
            f.proposal or None,
            _owner(f),
            None if f.is_good else f"{f.state_label}. {f.why}" if f.why else f.state_label,
        ]
        for f in found.findings
    ]
    yield Table(
        "all-findings",
        _("Alla fynd, med samma nummer som på kartan"),
        [
            Column("number", _("Nr"), "count"),
            Column("text", _("Vad och var")),
            Column("seriousness", _("Betydelse")),
            Column("proposal", _("Förslag")),
            Column("owner", _("Ansvarig")),
            Column("state", _("Läge")),
        ],
        rows,
        note=_("Fyrkanter på kartan är det som fungerar bra, cirklar det som ska åtgärdas."),
    )


def _owner(finding: FindingLine) -> str | None:
    if not finding.function:
        return None
    return f"{finding.function}, {finding.due_on.isoformat()}" if finding.due_on else finding.function


def _compared(found: Walk) -> Block:
    rows: list[list[Cell]] = [
        [
            item.before.number,
            item.before.text,
            _("Bra") if item.before.is_good else item.before.state_label,
            item.before.why or None,
            _("Ja, nummer %(n)s") % {"n": item.again.number} if item.again else _("Nej"),
        ]
        for item in found.compared
    ]
    return Table(
        "compared",
        _("Fynden från förra vandringen"),
        [
            Column("number", _("Nr då"), "count"),
            Column("text", _("Vad")),
            Column("state", _("Läge nu")),
            Column("why", _("Kommentar eller varför inte")),
            Column("again", _("Såg vi det igen?")),
        ],
        rows,
    )


def _checklist(found: Walk) -> Iterator[Block]:
    for aspect in found.checklist:
        yield Paragraph(f"**{aspect.name}.** {' '.join(aspect.questions)}")
