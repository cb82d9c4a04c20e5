"""The auditor's document: the law, the five answers, the registers, the gaps of the chain, the log."""

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.document.tree import (
    Block,
    Callout,
    Column,
    Document,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Subsection,
    Table,
)
from lagesbild_web.access.queries import organisation_name
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.audit.queries import chain_state
from lagesbild_web.base.actor import Actor
from lagesbild_web.duties.contracts import STATUS_LABELS, Duty, Question, Status
from lagesbild_web.duties.gathering import Known
from lagesbild_web.duties.queries import duties_of
from lagesbild_web.duties.questions import five_questions
from lagesbild_web.duties.registers import REGISTERS, Register


def auditors_document(actor: Actor, known: Known) -> Document:
    """Return everything that the pages show, as one document."""
    duties = duties_of(known)
    name = organisation_name(known.municipality_id)
    return Document(
        title=_("Lagkoll %(name)s") % {"name": name},
        subtitle=_("Kommunens brottsförebyggande arbete mot lag (2023:196) och revisorns fem frågor"),
        organisation=name,
        made_on=known.today,
        facts=[
            (_("Läget den"), known.today.isoformat()),
            (_("Underlag"), _("Systemets egna uppgifter den dagen")),
        ],
        sections=[
            Section("summary", _("Sammanfattning"), _summary(duties)),
            Section("law", _("Lagen, paragraf för paragraf"), [*map(_duty, duties)]),
            Section(
                "questions", _("Revisorns fem frågor"), [_question(q) for q in five_questions(known, duties)]
            ),
            Section("registers", _("Register"), [_register(r, known) for r in REGISTERS.values()]),
            Section("chain", _("Luckor i kedjan"), _gaps(known)),
            Section("log", _("Loggen"), _log(actor)),
        ],
        status=_("Sammanställd %(day)s") % {"day": known.today.isoformat()},
        keywords=(_("lagkoll"), "2023:196", name),
    )


def _summary(duties: tuple[Duty, ...]) -> list[Block]:
    counts = {status: sum(duty.status == status for duty in duties) for status in Status}
    figures = [
        KeyFigure(
            str(STATUS_LABELS[status]), counts[status], "count", _("av %(n)s paragrafer") % {"n": len(duties)}
        )
        for status in Status
    ]
    return [
        Paragraph(
            _(
                "Statusen är räknad ur systemets egna uppgifter, och säger inte mer än de. Där någon har "
                "bedömt "
                "en paragraf på ett annat sätt står det med motiv."
            ),
            lead=True,
        ),
        KeyFigures(figures),
        _law_table(duties),
    ]


def _law_table(duties: tuple[Duty, ...]) -> Table:
    return Table(
        "law-status",
        _("Status för varje paragraf"),
        [
            Column("paragraph", _("Paragraf")),
            Column("status", _("Status")),
            Column("reason", _("Varför")),
            Column("function", _("Ansvarig funktion")),
            Column("due", _("Klart senast"), "date"),
        ],
        [
            [
                f"{duty.number}\u00a0§ {duty.heading}",
                duty.status_label,
                duty.note.motive if duty.is_by_hand else duty.judged.reason,
                duty.note.function or _("ingen angiven"),
                duty.note.due_on,
            ]
            for duty in duties
        ],
        note=_("Ett streck betyder att ingen dag är angiven."),
    )


def _duty(duty: Duty) -> Subsection:
    blocks: list[Block] = [Paragraph(duty.demand)]
    blocks.append(Paragraph(f"**{duty.status_label}.** {duty.judged.reason}"))
    if duty.note.motive:
        who = duty.note.changed_by
        title = _("Anteckning av %(who)s") % {"who": who} if who else _("Anteckning")
        blocks.append(Callout("note", title, duty.note.motive))
    if duty.judged.facts:
        rows = [[fact.label, fact.value] for fact in duty.judged.facts]
        columns = [Column("fact", _("Uppgift")), Column("value", _("Värde"))]
        caption = _("Uppgifter bakom %(n)s §") % {"n": duty.number}
        blocks.append(Table(f"facts-{duty.number}", caption, columns, rows))
    return Subsection(f"{duty.number}\u00a0§ {duty.heading}", blocks)


def _question(question: Question) -> Subsection:
    rows = [[fact.label, fact.value] for fact in question.facts]
    caption = _("Uppgifter bakom fråga %(n)s") % {"n": question.number}
    columns = [Column("fact", _("Uppgift")), Column("value", _("Värde"))]
    return Subsection(
        f"{question.number}. {question.question}",
        [
            Paragraph(question.answer),
            Table(f"question-{question.number}", caption, columns, rows),
            Callout("note", _("Det här kan systemet inte veta"), question.cannot_know),
        ],
    )


def _register(register: Register, known: Known) -> Subsection:
    entries = known.entries.get(register.slug, ())
    if not entries:
        return Subsection(str(register.label), [Paragraph(_("Registret är tomt."))])
    columns = [Column(field.name, str(field.label)) for field in register.fields]
    caption = _("%(label)s, %(n)s") % {
        "label": register.label,
        "n": swedish.plural(len(entries), "rad", "rader"),
    }
    rows = [list(entry.cells) for entry in entries]
    return Subsection(str(register.label), [Table(f"register-{register.slug}", caption, columns, rows)])


def _gaps(known: Known) -> list[Block]:
    if not known.gaps:
        return [Paragraph(_("Kedjan har inga luckor som systemet ser."))]
    rows = [[gap.label, gap.thing.label, gap.mend_label, gap.motive or "–"] for gap in known.gaps]
    columns = [
        Column("gap", _("Vad som fattas")),
        Column("thing", _("Var")),
        Column("mend", _("Vad som görs åt det")),
        Column("motive", _("Motiv, om någon har skrivit det")),
    ]
    return [Table("gaps", _("Luckor i kedjan från observation till rapport"), columns, rows)]


def _log(actor: Actor) -> list[Block]:
    if not has_somewhere(actor, Right.READ_LOG):
        return [Paragraph(_("Loggens läge står med i dokumentet för den som får läsa loggen."))]
    state = chain_state(actor)
    if state is None:
        return [Paragraph(_("Ingen har gått igenom loggens kedja ännu."))]
    day = timezone.localtime(state.at).strftime("%Y-%m-%d %H:%M")
    told = _("Loggens kedja gicks igenom %(day)s: %(records)s händelser, %(faults)s fel.") % {
        "day": day,
        "records": swedish.count(state.records),
        "faults": swedish.count(len(state.faults)),
    }
    return [Paragraph(told), *(Callout("warning", _("Fel i kedjan"), fault) for fault in state.faults)]
