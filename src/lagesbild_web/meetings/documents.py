"""Minutes as a document: who was there, what was seen, said and decided."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document.tree import Block, Bullets, Callout, Cell, Column, Document, Paragraph, Section, Table
from lagesbild_web.meetings.contracts import DecisionLine, ItemLine, Meeting
from lagesbild_web.meetings.figures import Figures, Line


def minutes_document(
    found: Meeting, *, adjusted_by: str = "", adjusted_on: date | None = None, number: int = 0
) -> Document:
    """Return the minutes; without ``adjusted_by`` they are a draft."""
    when = timezone.localtime(found.line.starts_at)
    facts = [
        (_("Dag och tid"), when.strftime("%Y-%m-%d kl. %H.%M")),
        (_("Plats"), found.line.place or _("på nätet")),
        (_("Läget gäller"), f"{found.since.isoformat()} – {(found.until or found.since).isoformat()}"),
    ]
    if adjusted_by and adjusted_on:
        facts.append((_("Justerat"), f"{adjusted_on.isoformat()}, {adjusted_by}"))
        facts.append((_("Version"), str(number)))
    sections = [Section("present", _("Närvarande"), [_present(found)])]
    sections += [
        Section(f"item-{item.id}", f"§ {place} {item.heading}", list(_item(found, item)))
        for place, item in enumerate(found.items, start=1)
    ]
    if found.figures is not None:
        sections.append(Section("method", _("Så är siffrorna gjorda"), [_method(found.figures)]))
    return Document(
        title=_("Protokoll: %(group)s") % {"group": found.line.group},
        subtitle=_("Möte %(number)s, %(day)s")
        % {"number": found.line.number, "day": when.strftime("%Y-%m-%d")},
        organisation=found.municipality,
        made_on=adjusted_on or timezone.localdate(),
        facts=facts,
        sections=sections,
        status=_("Justerat") if adjusted_by else _("Utkast, inte justerat"),
        keywords=(_("protokoll"), found.line.group),
        layout="sheet",
    )


def _present(found: Meeting) -> Block:
    present = [member.function for member in found.members if member.is_present]
    return (
        Bullets(present)
        if present
        else Callout("missing", _("Ingen närvaro är ifylld"), _("Fyll i den på mötets sida."))
    )


def _item(found: Meeting, item: ItemLine) -> Iterator[Block]:
    told = list(_told(found, item))
    yield from told
    if item.note:
        for text in item.note.split("\n\n"):
            yield Paragraph(text.replace("\n", " "))
    elif not told:
        yield Paragraph(_("Inget antecknades."))


def _told(found: Meeting, item: ItemLine) -> Iterator[Block]:
    """What the point shows before what was written."""
    if found.figures is not None:
        yield from _shown(found, found.figures, item.code)
    if item.code == "previous":
        yield _carried(found)
    if item.code == "decisions":
        yield _decisions(found)
    if item.code == "next" and found.next_at:
        yield Paragraph(
            _("Nästa möte är **%(when)s**.")
            % {"when": timezone.localtime(found.next_at).strftime("%Y-%m-%d kl. %H.%M")}
        )


def _shown(found: Meeting, figures: Figures, code: str) -> Iterator[Block]:
    if code == "picture":
        yield from _picture(figures)
    elif code == "police" and figures.police:
        yield _lines("police", _("Det som kommer från polisen"), figures.police)
    elif code == "round":
        yield _round(figures)
    elif code == "surroundings":
        yield from _surroundings(figures)
    elif code == "assessment" and figures.problems:
        yield Table(
            "problems",
            _("Öppna problem, det högst bedömda först"),
            [
                Column("problem", _("Problem")),
                Column("state", _("Läge")),
                Column("score", _("Poäng"), "number", 1),
            ],
            [[p.label, p.state, p.score] for p in figures.problems],
            note=_("Poängen är medianen av vad funktionerna har svarat, 1–5. Ett streck: inte bedömt."),
        )
    elif code == "steering":
        passed = [d.text for d in (*found.carried, *found.decided) if d.is_for_steering]
        if passed:
            yield Bullets(passed)


def _picture(figures: Figures) -> Iterator[Block]:
    yield Paragraph(
        _(
            "**%(n)s händelser** %(since)s – %(until)s. Jämförs med %(before)s händelser %(bs)s – %(bu)s och "
            "%(year)s händelser %(ys)s – %(yu)s."
        )
        % {
            "n": figures.total.now,
            "since": figures.since,
            "until": figures.until,
            "before": figures.total.before,
            "bs": figures.before_since,
            "bu": figures.before_until,
            "year": figures.total.year_ago,
            "ys": figures.year_since,
            "yu": figures.year_until,
        }
    )
    if figures.categories:
        yield _lines("categories", _("Antal per kategori"), figures.categories)
    if figures.areas:
        yield _lines("areas", _("Antal per område"), figures.areas)
    yield Paragraph(_("**Platser som har vuxit.** %(text)s") % {"text": " ".join(figures.grown)})
    yield Paragraph(_("**Platser som har minskat.** %(text)s") % {"text": " ".join(figures.shrunk)})
    yield Paragraph(_("**Tider.** %(text)s") % {"text": " ".join(figures.hours)})


def _method(figures: Figures) -> Block:
    return Paragraph(
        _("%(method)s Lägesbild %(version)s, frö %(seed)s, n = %(n)s, gjort %(at)s.")
        % {
            "method": figures.method,
            "version": figures.version,
            "seed": figures.seed,
            "n": figures.n,
            "at": figures.made_at,
        }
    )


def _lines(name: str, caption: str, lines: tuple[Line, ...]) -> Table:
    rows: list[list[Cell]] = [
        [line.name, line.now, line.before, line.verdict, line.year_ago, line.year_verdict] for line in lines
    ]
    return Table(
        name,
        caption,
        [
            Column("name", _("Vad")),
            Column("now", _("Nu"), "count"),
            Column("before", _("Perioden före"), "count"),
            Column("verdict", _("Bedömning"), "verdict"),
            Column("year", _("Ett år tidigare"), "count"),
            Column("year_verdict", _("Bedömning"), "verdict"),
        ],
        rows,
    )


def _round(figures: Figures) -> Table:
    return Table(
        "round",
        _("Vad varje verksamhet har rapporterat"),
        [
            Column("name", _("Verksamhet")),
            Column("incidents", _("Händelser"), "count"),
            Column("zero", _("Nollrapporter"), "count"),
            Column("last", _("Senast")),
        ],
        [
            [
                r.name,
                r.incidents,
                r.zero_reports,
                (_("inget rapporterat, senast ") if r.is_silent else "") + r.last_on,
            ]
            for r in figures.reporters
        ],
        note=_("En nollrapport säger att inget hade hänt. Tystnad säger ingenting."),
    )


def _surroundings(figures: Figures) -> Iterator[Block]:
    if figures.coming:
        yield Bullets(
            [
                f"{c.first_day}: {c.name}"
                if c.first_day == c.last_day
                else f"{c.first_day} – {c.last_day}: {c.name}"
                for c in figures.coming
            ]
        )
    if figures.darkness:
        yield Paragraph(figures.darkness)


def _carried(found: Meeting) -> Block:
    if not found.carried:
        return Paragraph(_("Inga beslut från tidigare möten är öppna."))
    return _table("carried", _("Tidigare beslut"), found.carried)


def _decisions(found: Meeting) -> Block:
    if not found.decided:
        return Paragraph(_("Mötet fattade inga beslut."))
    return _table("decided", _("Beslut"), found.decided)


def _table(name: str, caption: str, decisions: tuple[DecisionLine, ...]) -> Table:
    return Table(
        name,
        caption,
        [
            Column("text", _("Beslut")),
            Column("function", _("Ansvarig")),
            Column("due", _("Klart senast"), "date"),
            Column("state", _("Läge")),
            Column("why", _("Kommentar eller uppföljning")),
        ],
        [[d.text, d.function, d.due_on, d.state_label, d.why or d.follow_up or None] for d in decisions],
    )
