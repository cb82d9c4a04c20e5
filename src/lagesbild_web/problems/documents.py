"""The analysis of a problem and the list of priorities as documents to take along."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.document.tree import (
    Block,
    Bullets,
    Callout,
    Column,
    Document,
    Figure,
    Paragraph,
    Section,
    Statement,
    Statements,
    Subsection,
    Table,
)
from lagesbild_web.problems.contracts import Cause, DecisionLine, Problem, RankedProblem
from lagesbild_web.problems.criteria import CriteriaSet
from lagesbild_web.problems.figures import fishbone_svg, tree_svg, triangle_svg
from lagesbild_web.problems.formulation import PARTS, part_in_words
from lagesbild_web.problems.labels import (
    CORNER_LABELS,
    GRADE_HELP,
    GRADE_LABELS,
    LEVEL_LABELS,
    PERSPECTIVE_LABELS,
)


def analysis_document(problem: Problem, *, organisation: str, today: date) -> Document:
    """Return a problem with its evidence and the analysis of its causes."""
    return Document(
        title=_("Orsaksanalys"),
        subtitle=problem.formulation.title,
        organisation=organisation,
        made_on=today,
        facts=_facts(problem),
        sections=[_summary(problem), _formulation(problem), _evidence(problem), *_causes(problem), _grades()],
        status=problem.decisions[0].label if problem.decisions else problem.summary.state_label,
        layout="sheet",
    )


def priorities_document(
    ranking: Sequence[RankedProblem],
    criteria: CriteriaSet,
    decisions: Sequence[DecisionLine],
    *,
    organisation: str,
    today: date,
) -> Document:
    """Return the list of priorities for a steering group, with what is uncertain in it."""
    scored = [line for line in ranking if line.place is not None]
    return Document(
        title=_("Prioritering av problem"),
        subtitle=_("Underlag till styrgruppen"),
        organisation=organisation,
        made_on=today,
        facts=[
            (_("Problem"), swedish.count(len(ranking))),
            (_("Bedömda"), swedish.count(len(scored))),
            (_("Kriterier"), _criteria_in_words(criteria)),
        ],
        sections=[
            Section("lista", _("Listan"), [*_how_to_read(scored), ranking_table(ranking)]),
            Section("kriterier", _("Kriterierna"), [_criteria_table(criteria)]),
            Section("beslut", _("Tidigare beslut"), _decisions(decisions)),
        ],
        status=_("Underlag, inte beslutat"),
        layout="sheet",
    )


def ranking_table(ranking: Sequence[RankedProblem]) -> Table:
    """Return the list of priorities as a table."""
    return Table(
        "prioritering",
        _("Öppna problem i ordning efter bedömning"),
        [
            Column("problem", _("Problem")),
            Column("place", _("Plats"), "count"),
            Column("range", _("Kan stå på plats")),
            Column("score", _("Bedömning 1–5"), "number", 1),
            Column("spread", _("Lägst–högst")),
            Column("scorers", _("Bedömare"), "count"),
            Column("disagreement", _("Olika syn på")),
            Column("state", _("Läge")),
        ],
        [
            [
                line.summary.title,
                line.place,
                f"{line.first_place}–{line.last_place}" if line.is_uncertain else str(line.first_place or ""),
                line.scores.median if line.scores else None,
                f"{swedish.number(line.scores.low, 1)}–{swedish.number(line.scores.high, 1)}"
                if line.scores
                else "",
                line.scores.scorers if line.scores else 0,
                ", ".join(line.disagreements),
                line.summary.state_label,
            ]
            for line in ranking
        ],
        note=_(
            "Bedömningen är medianen av vad varje funktion har sagt. Platser som går in i varandra säger "
            "inget om ordningen: problemen ligger inom ett steg eller inom det som bedömarna är oense om."
        ),
    )


def _how_to_read(scored: Sequence[RankedProblem]) -> list[Block]:
    if not scored:
        return [Callout("missing", _("Inget är bedömt"), _("Bedöm problemen innan de prioriteras."))]
    uncertain = sum(line.is_uncertain for line in scored)
    told = _(
        "%(n)s av %(total)s problem kan byta plats med något annat. Listan är ett underlag, inte ett beslut."
    )
    return [Callout("note", _("Så läser du listan"), told % {"n": uncertain, "total": len(scored)})]


def _criteria_in_words(criteria: CriteriaSet) -> str:
    # Number 0 is the program's own, before the municipality has changed anything.
    return _("version %(n)s") % {"n": criteria.number} if criteria.number else _("de förvalda")


def _criteria_table(criteria: CriteriaSet) -> Table:
    return Table(
        "kriterier-tabell",
        _("Kriterier, %(which)s") % {"which": _criteria_in_words(criteria)},
        [
            Column("name", _("Kriterium")),
            Column("weight", _("Vikt"), "count"),
            Column("low", _("1 betyder")),
            Column("middle", _("3 betyder")),
            Column("high", _("5 betyder")),
        ],
        [[c.name, c.weight, c.low, c.middle, c.high] for c in criteria.used],
    )


def _decisions(decisions: Sequence[DecisionLine]) -> list[Block]:
    if not decisions:
        return [Paragraph(_("Inget beslut om prioritering är inskrivet ännu."))]
    return [
        Bullets(
            [
                _("%(label)s: %(n)s problem prioriterades.") % {"label": d.label, "n": d.place}
                for d in decisions
            ]
        )
    ]


def _facts(problem: Problem) -> list[tuple[str, str]]:
    summary = problem.summary
    facts = [
        (_("Läge"), summary.state_label),
        (_("Plats"), summary.area),
        (_("Ansvarig"), summary.function or _("Kommunens samordnare")),
        (_("Version av formuleringen"), str(summary.version)),
    ]
    if problem.scores.summary:
        facts.append(
            (
                _("Bedömning"),
                _("%(score)s av 5") % {"score": swedish.number(problem.scores.summary.median, 1)},
            )
        )
    if problem.analysed_on:
        facts.append((_("Analysen klar"), problem.analysed_on.isoformat()))
    return [(label, value) for label, value in facts if value]


def _summary(problem: Problem) -> Section:
    blocks: list[Block] = []
    if problem.analysis:
        blocks += [
            Paragraph(part, lead=number == 0) for number, part in enumerate(_paragraphs(problem.analysis))
        ]
    else:
        blocks.append(
            Callout(
                "missing", _("Analysen har ingen slutsats ännu"), _("Skriv vad orsakerna tillsammans säger.")
            )
        )
    supported = [cause.text for cause in problem.causes if cause.verdict == "supported"]
    if supported:
        blocks += [Paragraph(_("Orsaker med stöd:")), Bullets(supported)]
    return Section("summary", _("Sammanfattning"), blocks)


def _formulation(problem: Problem) -> Section:
    told = problem.formulation
    blocks: list[Block] = []
    for name, label in PARTS.items():
        words = part_in_words(told, name)
        if name != "title" and words:
            blocks.append(Subsection(str(label), [Paragraph(part) for part in _paragraphs(words)]))
    if problem.missing:
        blocks.append(Callout("missing", _("Problemet är inte smalt nog"), ", ".join(problem.missing)))
    return Section("problem", _("Problemet"), blocks)


def _evidence(problem: Problem) -> Section:
    blocks: list[Block] = []
    if problem.evidence:
        blocks.append(
            Statements(
                [
                    Statement(
                        item.finding.sentence,
                        item.finding.verdict or "notice",  # type: ignore[arg-type]  # a verdict of the library
                        _("%(stance)s. Fruset %(day)s av %(who)s. Källa: %(source)s.")
                        % {
                            "stance": item.stance_label,
                            "day": timezone.localtime(item.finding.at).date().isoformat(),
                            "who": item.finding.frozen_by,
                            "source": item.finding.source.rstrip("."),
                        },
                    )
                    for item in problem.evidence
                ]
            )
        )
    else:
        blocks.append(Callout("missing", _("Inget underlag är fruset"), _("Problemet saknar siffror.")))
    for note in problem.dialogues:
        heading = f"{note.form}, {note.held_on.isoformat()}"
        groups = note.groups if note.participants is None else f"{note.groups} (omkring {note.participants})"
        blocks.append(
            Subsection(heading, [Paragraph(groups), *(Paragraph(p) for p in _paragraphs(note.said))])
        )
    return Section("underlag", _("Underlag och medborgardialog"), blocks)


def _causes(problem: Problem) -> list[Section]:
    if not problem.causes:
        empty = Callout("missing", _("Inga orsaker är skrivna"), _("Börja med frågan varför."))
        return [Section("orsaker", _("Orsaker"), [empty])]
    title = problem.formulation.title
    tree = Table(
        "orsakstrad-tabell",
        _("Orsakerna i trädets ordning"),
        [
            Column("cause", _("Orsak")),
            Column("perspective", _("Perspektiv")),
            Column("level", _("Nivå")),
            Column("grade", _("Belägg")),
            Column("control", _("Rådighet")),
            Column("verdict", _("Ställning")),
            Column("source", _("Källa och motiv")),
        ],
        [
            [
                "– " * depth + cause.text,
                cause.perspective_label,
                cause.level_label,
                cause.grade_label,
                cause.control_label,
                cause.verdict_label,
                " ".join(part for part in (cause.source, cause.motive) if part),
            ]
            for depth, cause in with_depth(problem.causes)
        ],
        note=_("Streck framför orsaken visar hur många varför den ligger under."),
    )
    shown = [
        Section(
            "orsakstrad",
            _("Orsaksträd"),
            [
                Figure(
                    "orsakstrad-figur",
                    _("Orsaksträdet"),
                    _(
                        "Problemet till vänster och ett varför för varje steg åt höger. "
                        "Samma orsaker står i tabellen."
                    ),
                    "chart",
                    tree_svg(problem.causes, problem=title),
                    tree.id,
                ),
                tree,
            ],
        ),
        Section("perspektiv", _("Tre perspektiv"), _perspectives(problem.causes, title, tree.id)),
        Section("triangel", _("Brottstriangeln"), _triangle(problem.causes, title)),
        Section("faktorer", _("Risk- och skyddsfaktorer"), [_factors(problem.causes)]),
    ]
    if problem.event_chain:
        shown.append(Section("kedja", _("Händelsekedja"), [_event_chain(problem)]))
    return shown


def with_depth(causes: Sequence[Cause]) -> list[tuple[int, Cause]]:
    """Return causes in reading order with how deep each lies, 0 at the top."""
    depths: dict[object, int] = {}
    found = []
    for cause in causes:
        depth = depths[cause.parent_id] + 1 if cause.parent_id in depths else 0
        depths[cause.id] = depth
        found.append((depth, cause))
    return found


def _perspectives(causes: Sequence[Cause], title: str, table_id: str) -> list[Block]:
    blocks: list[Block] = [
        Figure(
            "fiskben",
            _("Fiskbensdiagram"),
            _("Ett ben för varje perspektiv och ett för det som skyddar. Samma orsaker står i tabellen."),
            "chart",
            fishbone_svg(causes, problem=title),
            table_id,
        )
    ]
    for code, label in PERSPECTIVE_LABELS.items():
        texts = [_told(cause) for cause in causes if cause.perspective == code]
        blocks.append(
            Subsection(str(label), [Bullets(texts) if texts else Paragraph(_("Inget är skrivet."))])
        )
    return blocks


def _told(cause: Cause) -> str:
    return f"{cause.text} ({cause.verdict_label.lower()}, {_('belägg')}: {cause.grade_label.lower()})"


def _triangle(causes: Sequence[Cause], title: str) -> list[Block]:
    rows = [
        [
            str(label),
            "; ".join(c.text for c in causes if c.corner == code and c.verdict != "rejected") or None,
        ]
        for code, label in CORNER_LABELS.items()
    ]
    table = Table(
        "triangel-tabell",
        _("Brottstriangelns hörn"),
        [Column("corner", _("Hörn")), Column("causes", _("Orsaker"))],
        rows,
        note=_("Ett brott kräver alla tre. Försvinner ett hörn händer det inte (Cohen & Felson 1979)."),
    )
    figure = Figure(
        "triangel-figur",
        _("Brottstriangeln"),
        _(
            "Tre hörn: motiverad gärningsperson, lämpligt objekt och avsaknad av kontroll. "
            "Orsakerna står i tabellen."
        ),
        "chart",
        triangle_svg(causes, problem=title),
        table.id,
        width_share=0.8,
    )
    return [figure, table]


def _factors(causes: Sequence[Cause]) -> Table:
    levels = [(code, label) for code, label in LEVEL_LABELS.items() if code != "situation"]
    return Table(
        "faktorer-tabell",
        _("Risk- och skyddsfaktorer på tre nivåer"),
        [
            Column("level", _("Nivå")),
            Column("risk", _("Riskfaktorer")),
            Column("protective", _("Skyddsfaktorer")),
        ],
        [
            [
                str(label),
                "; ".join(c.text for c in causes if c.level == code and c.factor == "risk") or None,
                "; ".join(c.text for c in causes if c.level == code and c.factor == "protective") or None,
            ]
            for code, label in levels
        ],
        note=_("Individnivån gäller grupper, aldrig enskilda personer."),
    )


def _event_chain(problem: Problem) -> Table:
    return Table(
        "handelsekedja",
        _("Steg för steg fram till händelsen"),
        [
            Column("step", _("Steg")),
            Column("happens", _("Vad händer?")),
            Column("broken", _("Hur kan det brytas här?")),
        ],
        [[str(step.position), step.happens, step.broken_by or None] for step in problem.event_chain],
    )


def _grades() -> Section:
    table = Table(
        "belagg-tabell",
        _("Vad beläggen betyder"),
        [Column("grade", _("Belägg")), Column("means", _("Betyder"))],
        [[str(label), str(GRADE_HELP[code])] for code, label in GRADE_LABELS.items()],
    )
    return Section("belagg", _("Så läser du beläggen"), [table])


def _paragraphs(words: str) -> list[str]:
    return [" ".join(part.split()) for part in words.replace("\r", "").split("\n\n") if part.strip()]
