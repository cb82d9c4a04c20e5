"""Extent: how much of what, per resident where that is known, and what the figures leave out."""

from collections.abc import Sequence

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Block, Callout, Cell, Column, Paragraph, Subsection, Table
from lagesbild.picture.changes import may_be_added
from lagesbild.picture.context import Context, Part, is_feed, part, source_name
from lagesbild.picture.counts import CountRow, CountTable
from lagesbild.picture.not_problems import apart_words
from lagesbild.picture.nouns import counted, noun_of
from lagesbild.picture.quality import Quality
from lagesbild.picture.wording import listed
from lagesbild.stats.rates import rate_limits

SERIOUS = 4
"""Seriousness 4 and 5 in the taxonomy: grave violence, robbery, deadly violence."""


def extent(context: Context, _quality: Quality) -> Part:
    """Return the section on extent."""
    blocks: list[Block] = []
    for table in context.tables:
        blocks.extend(_of_table(context, table))
    if not blocks:
        blocks.append(
            Callout(
                "missing",
                "Omfattningen går inte att beskriva",
                "Filerna har inga antal. Lägg till en fil med anmälda brott eller rapporterade händelser.",
            )
        )
    blocks.extend(apart_words(context))
    if context.inputs.left_out:
        blocks.append(_left_out(context))
    return part("extent", blocks)


def _of_table(context: Context, table: CountTable) -> list[Block]:
    blocks: list[Block] = [Paragraph(_opening(context, table), lead=True)]
    if is_feed(table.source):
        blocks.append(
            Callout(
                "warning",
                "Händelseflödet är nyheter, inte statistik",
                "Siffrorna visar hur många händelser polisen har publicerat. De säger inte hur "
                "många brott som har "
                "begåtts eller anmälts. Lägg till anmälda brott för att kunna beskriva "
                "brottslighetens omfattning.",
            )
        )
    sections = dict.fromkeys(row.section for row in table.rows)
    is_counted_here = all(row.category == row.key for row in table.parts)
    printed = set() if is_counted_here else {row.label for row in table.rows}
    for number, section in enumerate(sections, start=1):
        # A category that only the earlier periods have says nothing about the extent now.
        rows = [
            row for row in table.rows if row.section == section and (row.now != 0 or row.label in printed)
        ]
        blocks.append(_count_table(context, table, rows, section=section, number=number))
    if grave := _grave(context, table):
        blocks.append(grave)
    return blocks


def _opening(context: Context, table: CountTable) -> str:
    noun = noun_of(table.source)
    totals = [row for row in table.totals if row.now is not None]
    where = f"i {context.place}" if not context.inputs.place.is_whole else "i hela landet"
    start = f"{source_name(table.source)}, {table.period.label}, {where}: "
    if totals:
        return start + listed([_named_total(row) for row in totals]) + "."
    if not may_be_added(table):
        return (
            f"{start}{plural(len(table.parts), 'brottstyp', 'brottstyper')}, som delvis kan räkna samma "
            "brott."
        )
    number = sum(row.now or 0 for row in table.parts)
    kinds = sum(1 for row in table.parts if row.now)
    return (
        f"{start}**{counted(number, noun)}** i {swedish.count(kinds)} "
        f"{'kategori' if kinds == 1 else 'kategorier'}."
    )


def _named_total(row: CountRow) -> str:
    return (
        f"**{swedish.count(row.now)}** "
        f"{f'i tabellen {row.section}' if row.section else f'({row.label.lower()})'}"
    )


def _count_table(
    context: Context, table: CountTable, rows: Sequence[CountRow], *, section: str, number: int
) -> Table:
    residents = context.residents()
    base = _base(table, rows)
    columns = [
        Column("category", "Kategori"),
        Column(
            "count", "Antal", "count", description=f"{noun_of(table.source).many.capitalize()} i perioden"
        ),
        Column("share", "Andel", "percent", description="Andel av summan: summaraden om den finns"),
    ]
    if residents:
        columns += [
            Column("rate", "Per 1 000 inv.", "number", 2, "Antal per 1 000 invånare i perioden"),
            Column("rate_low", "Lägst", "number", 2, "Undre gräns, 95\u00a0% (Garwood 1936)"),
            Column("rate_high", "Högst", "number", 2, "Övre gräns, 95\u00a0% (Garwood 1936)"),
        ]
    columns.append(
        Column(
            "seriousness", "Allvar 1–5", "count", description="Kategoriträdets bedömning; 5 är allvarligast"
        )
    )
    cells = [_cells(context, row, base=base, residents=residents) for row in rows]
    name = f"{source_name(table.source)}: {section}" if section else source_name(table.source)
    return Table(
        id=f"extent-{table.source}" + (f"-{number}" if section else ""),
        caption=f"Omfattning {table.period.label}. {name}",
        columns=tuple(columns),
        rows=tuple(cells),
        note=_note(context, residents),
        total_rows=frozenset(i for i, row in enumerate(rows) if row.is_total),
    )


def _base(table: CountTable, rows: Sequence[CountRow]) -> int:
    """Return what shares are taken of: the printed sum, or the sum where adding is right, else 0."""
    if totals := [row.now for row in rows if row.is_total and row.now]:
        return totals[0]
    return sum(row.now or 0 for row in rows) if may_be_added(table) else 0


def _cells(context: Context, row: CountRow, *, base: int, residents: int | None) -> tuple[Cell, ...]:
    cells: list[Cell] = [row.label, row.now]
    cells.append(row.now / base if row.now is not None and base and not row.is_total else None)
    if residents:
        if row.now is None:
            cells += [None, None, None]
        else:
            limits = rate_limits([max(0, row.now)], [residents], per=1000)
            cells += [row.now * 1000 / residents, float(limits.low[0]), float(limits.high[0])]
    known = row.category is not None and row.category in context.taxonomy and not row.is_total
    cells.append(context.taxonomy.category(row.category).seriousness if known and row.category else None)
    return tuple(cells)


def _note(context: Context, residents: int | None) -> str:
    note = (
        "Allvar är kategoriträdets ordning, inte ett mått på skada: den visas bredvid antalet, aldrig "
        "i stället för det."
    )
    if residents and context.options.population:
        return f"{note} Folkmängd {swedish.count(residents)} ({context.options.population.source})."
    return f"{note} Folkmängd är inte angiven, så antalet går inte att jämföra med andra kommuner."


def _grave(context: Context, table: CountTable) -> Block | None:
    rows = [row for row in table.parts if row.now and context.seriousness(row.category) >= (SERIOUS - 1) / 4]
    known = [row for row in table.parts if row.category in context.taxonomy.categories]
    total = sum(row.now or 0 for row in table.parts)
    if not rows or not known or not total or not may_be_added(table) or context.hidden:
        return None
    number = sum(row.now or 0 for row in rows)
    parts = [
        f"{row.label} ({swedish.count(row.now)})" for row in sorted(rows, key=lambda r: -(r.now or 0))[:6]
    ]
    return Paragraph(
        f"De allvarligaste kategorierna (allvar 4 och 5) är {swedish.count(number)} av "
        f"{swedish.count(total)}: {listed(parts)}."
    )


def _left_out(context: Context) -> Subsection:
    columns = (Column("reason", "Varför"), Column("rows", "Rader", "count"))
    rows = tuple((item.reason, item.rows) for item in context.inputs.left_out)
    return Subsection(
        "Det som inte är räknat",
        (
            Paragraph("Raderna nedan finns i filerna men ingår inte i något antal i lägesbilden."),
            Table("extent-left-out", "Rader som inte är räknade, alla perioder", columns, rows),
        ),
    )
