"""Development: what has changed since last year and against the usual, and what has not been shown to."""

from lagesbild.document import swedish
from lagesbild.document.charts.change import ChangeRow, bar_with_intervals
from lagesbild.document.tree import Block, Callout, Figure, Paragraph, Subsection
from lagesbild.picture.change_findings import findings_of, looks_sentence, swing_sentence, usual_findings
from lagesbild.picture.change_tables import certainty_table, change_table, usual_table
from lagesbild.picture.changes import ChangeTable, whole_of
from lagesbild.picture.context import Context, Part, is_feed, part, source_name, statements
from lagesbild.picture.findings import Finding
from lagesbild.picture.quality import Quality

FEWEST_DRAWN = 3
SHOWN = 12
"""More changes than this in a chart or a list and nobody reads the last ones."""


def development(context: Context, _quality: Quality) -> Part:
    """Return the section on development."""
    blocks: list[Block] = [Paragraph(note) for note in context.frame.notes]
    findings: list[Finding] = []
    for found in context.changes:
        made, told = _of_source(context, found)
        blocks.append(Subsection(source_name(found.table.source), tuple(made)))
        findings.extend(told)
    if not context.changes:
        blocks.append(_nothing_to_compare(context))
    return part("development", blocks, findings=findings)


def _of_source(context: Context, found: ChangeTable) -> tuple[list[Block], list[Finding]]:
    changes = findings_of(context, found)
    levels = usual_findings(context, found)
    blocks: list[Block] = [Paragraph(looks_sentence(found), lead=True)]
    if swing := swing_sentence(found):
        blocks.append(Paragraph(swing))
    blocks.append(Paragraph(_how_certain(found)))
    if is_feed(found.table.source):
        blocks.extend(_whole_feed(found))
    told = [f for f in changes if f.verdict in ("increase", "decrease")]
    rest = [f for f in changes if f.verdict not in ("increase", "decrease")]
    if told:
        blocks.append(statements(told[:SHOWN]))
    sections = dict.fromkeys(row.section for row in found.table.rows)
    for number, section in enumerate(sections, start=1):
        blocks.append(change_table(found, section=section or None, number=number))
    if len(found.changes) >= FEWEST_DRAWN:
        blocks.append(_figure(found, next(iter(sections))))
    if rest:
        blocks.append(
            Subsection("Det som inte är säkert", (statements(rest[:SHOWN]), *_more(len(rest) - SHOWN)))
        )
    if levels:
        blocks.append(Subsection("Mot det vanliga", (statements(levels[:SHOWN]),)))
    if table := usual_table(found):
        blocks.append(table)
    blocks.append(certainty_table(found))
    return blocks, [*changes, *levels]


def _whole_feed(found: ChangeTable) -> list[Block]:
    """Say how much more is published altogether: what that alone would do to each kind of event."""
    whole = whole_of(found)
    if not whole or whole[0].ratio is None or whole[0].before == 0:
        return []
    text = (
        f"Hela flödet gick från {swedish.count(whole[0].before)} till "
        f"{swedish.count(whole[0].after)} publicerade händelser "
        f"({swedish.change(whole[0].ratio)}). En händelsetyp som har ändrats ungefär lika mycket "
        "följer bara hur mycket "
        "polisen publicerar."
    )
    return [Paragraph(text)]


def _more(left_over: int) -> tuple[Block, ...]:
    if left_over <= 0:
        return ()
    return (
        Paragraph(f"Ytterligare {swedish.count(left_over)} jämförelser utan säker ändring står i tabellen."),
    )


def _how_certain(found: ChangeTable) -> str:
    if found.dispersion is None:
        return (
            "Intervallen räknar med slumpen i antalen. Färre än fyra tidigare perioder finns, så "
            "hur mycket antalen "
            "brukar variera mellan år går inte att räkna in: osäkerheten är i verkligheten större."
        )
    return (
        f"Mellan de tidigare perioderna har antalen varierat {swedish.number(found.dispersion)} "
        "gånger så mycket som slumpen "
        "ensam ger (medianen för raderna). En ändring kallas säker bara om den håller också när "
        "det räknas in."
    )


def _figure(found: ChangeTable, first_section: str) -> Figure:
    shown = sorted(found.changes, key=lambda c: (c.verdict == "too_few", -(c.before + c.after)))[:SHOWN]
    rows = [
        ChangeRow(c.row.label, c.before, c.after, *(_drawn(c.ratio), c.low, c.high), c.verdict) for c in shown
    ]
    certain = [c.row.label for c in found.changes if c.is_certain]
    about = f"Säkra ändringar: {', '.join(certain)}." if certain else "Ingen ändring är säker."
    table_id = f"development-{found.table.source}" + ("-1" if first_section else "")
    return Figure(
        id=f"development-change-{found.table.source}",
        caption=f"Ändring mot {found.changes[0].before_period.label} med 95\u00a0%\u00a0intervall, "
        + (f"de {SHOWN} vanligaste kategorierna" if len(found.changes) > SHOWN else "alla kategorier"),
        alt=f"{len(rows)} kategorier med punkt för ändringen och streck för intervallet. {about}",
        kind="chart",
        svg=bar_with_intervals(rows),
        table_id=table_id,
    )


def _drawn(ratio: float | None) -> float | None:
    return None if ratio is None or ratio == float("inf") else ratio


def _nothing_to_compare(context: Context) -> Callout:
    return Callout(
        "missing",
        "Utvecklingen går inte att beskriva",
        f"Det finns ingen tidigare period att jämföra {context.frame.period.label} med. "
        "Lägg till filer från tidigare år, med samma period och samma indelning.",
    )
