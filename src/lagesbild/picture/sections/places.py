"""Places: where it happens, with what certainty, and why some sources must not be drawn as points."""

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Block, Callout, Cell, Column, Paragraph, Table
from lagesbild.picture.area_counts import AreaTable, area_tables
from lagesbild.picture.area_map import area_figure
from lagesbild.picture.changes import Change
from lagesbild.picture.context import Context, MethodUsed, Part, is_feed, part, source_name, statements
from lagesbild.picture.counts import CountRow
from lagesbild.picture.findings import Finding
from lagesbild.picture.nouns import noun_of
from lagesbild.picture.point_maps import point_blocks
from lagesbild.picture.publication import THRESHOLD
from lagesbild.picture.quality import Quality
from lagesbild.picture.ranking import ranked, weight_of_change
from lagesbild.picture.wording import change_sentence, may_show_percent
from lagesbild.spatial.concentration import concentration
from lagesbild.stats.rates import rate_limits

SHOWN = 8
ROWS = 30
"""More areas than this are in the workbook's snapshot, not on paper."""

CONCENTRATION = MethodUsed(
    "concentration",
    "Koncentration till få områden",
    "Hur liten andel av områdena som rymmer 25 och 50 procent av händelserna, med "
    "Gini-koefficienten rättad för få händelser.",
    "Weisburd 2015; Bernasco & Steenbeek 2017",
)


def places(context: Context, _quality: Quality) -> Part:
    """Return the section on places."""
    if not context.inputs.has_incidents:
        return part("places", [_no_places()])
    blocks: list[Block] = []
    findings: list[Finding] = []
    methods: list[MethodUsed] = []
    for table in area_tables(context):
        made, told = _of_areas(context, table)
        blocks.extend(made)
        findings.extend(told)
        methods.append(CONCENTRATION)
    points = point_blocks(context)
    blocks.extend(points.blocks)
    findings.extend(points.findings)
    methods.extend(points.methods)
    return part("places", blocks or [_no_areas()], findings=ranked(findings), methods=methods)


def _of_areas(context: Context, table: AreaTable) -> tuple[list[Block], list[Finding]]:
    feed = is_feed(table.source)
    findings = [] if feed else [_finding(table, c) for c in table.changes]
    certain = [f for f in ranked(findings) if f.verdict in ("increase", "decrease")]
    blocks: list[Block] = [Paragraph(_opening(context, table), lead=True)]
    if feed:
        blocks.append(
            Paragraph(
                "Händelseflödet visar var polisen har skrivit om något. Antalen går inte att "
                "jämföra mellan orter: de beror på vilka "
                "händelser som publiceras. Tabellen står därför i bokstavsordning och bedömer inga ändringar."
            )
        )
    elif certain:
        blocks.append(statements(certain[:SHOWN]))
    elif table.changes:
        blocks.append(
            Paragraph(
                f"Ingen av {swedish.count(len(table.changes))} {table.kind.many} har ändrats säkert "
                "när alla räknas in. "
                "Ordningen mellan dem säger därför lite om vart de är på väg."
            )
        )
    if len(table.rows) > 2:
        blocks.append(Paragraph(_concentration(table)))
    made = _table(context, table, feed=feed)
    if not feed and (figure := area_figure(context, table, made)):
        blocks.append(figure)
    blocks.append(made)
    return blocks, certain


def _opening(context: Context, table: AreaTable) -> str:
    total = table.total
    text = (
        f"{source_name(table.source)}, {context.frame.period.label}: {swedish.count(total)} "
        f"{noun_of(table.source).many} kan föras till "
        f"{plural(len(table.rows), table.kind.one, table.kind.many)}."
    )
    if table.unplaced and not (context.options.public and table.unplaced < THRESHOLD):
        share = table.unplaced / (total + table.unplaced)
        text += (
            f" För {swedish.count(table.unplaced)} ({swedish.percent(share)}) saknas uppgift om "
            f"{table.kind.one}."
        )
    return text


def _concentration(table: AreaTable) -> str:
    found = concentration(table.spread)
    if not found.events:
        return "Inga händelser i perioden har ett känt område."
    quarter = round(found.places_for_25 * found.places)
    half = round(found.places_for_50 * found.places)
    return (
        f"En fjärdedel av händelserna ryms i {plural(quarter, table.kind.one, table.kind.many)} och "
        f"hälften i {swedish.count(half)}, av "
        f"{swedish.count(found.places)}. Det säger var händelserna är många, inte var risken för "
        "den enskilde är störst."
    )


def _table(context: Context, table: AreaTable, *, feed: bool) -> Table:
    changes = {c.row.key: c for c in table.changes}
    has_rate = any(context.residents(row.key) for row in table.rows)
    columns = [Column("area", table.kind.one.capitalize()), Column("count", "Antal", "count")]
    if table.before and not feed:
        columns.append(Column("before", f"Antal {table.before.label}", "count"))
    if has_rate:
        columns += [
            Column("rate", "Per 1 000 inv.", "number", 1),
            Column("low", "Lägst", "number", 1, "Undre gräns, 95\u00a0%"),
            Column("high", "Högst", "number", 1, "Övre gräns, 95\u00a0%"),
        ]
    if table.before and not feed:
        columns += [Column("change", "Ändring", "change"), Column("verdict", "Bedömning", "verdict")]
    ordered = sorted(table.rows, key=lambda r: r.label) if feed else list(table.rows)
    rows = [
        _row(
            context,
            row,
            changes.get(row.key),
            has_rate=has_rate,
            compared=table.before is not None and not feed,
        )
        for row in ordered[:ROWS]
    ]
    note = "" if len(ordered) <= ROWS else f"Tabellen visar {ROWS} av {len(ordered)} {table.kind.many}."
    return Table(
        f"places-{table.source}-{table.kind.id}",
        f"{source_name(table.source)} per {table.kind.one}, {context.frame.period.label}",
        tuple(columns),
        tuple(rows),
        note,
    )


def _row(
    context: Context, row: CountRow, change: Change | None, *, has_rate: bool, compared: bool
) -> tuple[Cell, ...]:
    now = row.now
    cells: list[Cell] = [row.label, now]
    if compared:
        cells.append(row.before)
    if has_rate:
        residents = context.residents(row.key)
        if residents and now is not None:
            limits = rate_limits([max(0, now)], [residents], per=1000)
            cells += [now * 1000 / residents, float(limits.low[0]), float(limits.high[0])]
        else:
            cells += [None, None, None]
    if compared:
        shown = change is not None and may_show_percent(change)
        cells += [change.ratio if change and shown else None, change.verdict if change else None]
    return tuple(cells)


def _finding(table: AreaTable, change: Change) -> Finding:
    weight = weight_of_change(change, seriousness=0.3)
    return Finding(
        kind="area_change",
        category=None,
        area=change.row.label,
        period=str(change.period),
        count=change.after,
        reference=change.before,
        ratio=change.ratio,
        low=change.low,
        high=change.high,
        p_value=change.p_value,
        q_value=change.q_value,
        verdict=change.verdict,
        sentence=change_sentence(change, noun_of(table.source)),
        method="exakt betingat test, Benjamini–Hochberg över områdena",
        weight=weight,
    )


def _no_places() -> Callout:
    return Callout(
        "missing",
        "Platser går inte att visa",
        "Underlaget är summor för hela kommunen. Lägg till händelser med område eller koordinater, "
        "till exempel polisens utdrag med DeSO-område "
        "eller kommunens egna rapporter.",
    )


def _no_areas() -> Callout:
    return Callout(
        "missing",
        "Platser går inte att visa",
        "Händelserna har varken område eller punkt. Lägg till en kolumn med område, eller "
        "koordinater tillsammans med en karta över områdena.",
    )
