"""Weekday and hour: each incident shared over the hours that it may have happened in."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from lagesbild.document import swedish
from lagesbild.document.charts import hour_weekday
from lagesbild.document.tree import Block, Callout, Cell, Column, Figure, Paragraph, Subsection, Table
from lagesbild.picture.context import Context, MethodUsed, is_feed, source_name, statements
from lagesbild.picture.findings import Finding
from lagesbild.series.aoristic import weekday_hour_table
from lagesbild.stats.exact_tails import at_least_binomial, share_limits
from lagesbild.stats.multiple import benjamini_hochberg

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
PARTS = ("natten mot {} (00–06)", "{} morgon (06–12)", "{} eftermiddag (12–18)", "{} kväll (18–24)")
FEWEST = 20
"""With fewer incidents the squares of the week are empty by chance."""
LONG_SPAN_HOURS = 24
WHOLE = 1e-9
"""Sums of whole shares may be this far from a whole number."""
SIGNIFICANT = 0.05

METHOD = MethodUsed(
    "aoristic",
    "Veckodag och timme",
    "En händelse med första och sista möjliga tid delas lika över timmarna däremellan, på den "
    "klocka som gällde (sommartid inräknad). "
    "Händelser med bara datum är inte med.",
    "Ratcliffe 2002, Journal of Quantitative Criminology 18",
)

Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hours:
    """What the section on times shows from the clock."""

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    methods: tuple[MethodUsed, ...] = ()


def hour_blocks(context: Context) -> Hours:
    """Return weekday by hour for incidents whose clock time is known, and how many were left out."""
    period = context.frame.period
    rows = context.inputs.incidents.filter((pl.col("day") >= period.start) & (pl.col("day") < period.end))
    timed = rows.filter(pl.col("time_precision").is_in(["minute", "span"]))
    if not timed.height:
        return Hours((_no_hours(rows.height),))
    blocks: list[Block] = []
    findings: list[Finding] = []
    for source in timed["source"].unique().sort().to_list():
        own = timed.filter(pl.col("source") == source)
        without = rows.filter(pl.col("source") == source).height - own.height
        made, told = _of_source(context, source, own, without)
        blocks.append(Subsection(f"Veckodag och timme: {source_name(source)}", tuple(made)))
        findings.extend(told)
    return Hours(tuple(blocks), tuple(findings), (METHOD,))


def _of_source(
    context: Context, source: str, own: pl.DataFrame, without: int
) -> tuple[list[Block], list[Finding]]:
    if own.height < FEWEST:
        text = (
            f"Bara {swedish.count(own.height)} händelser har klockslag. Det är för få för att visa när "
            "på veckan de sker."
        )
        return [Paragraph(text)], []
    weights = weekday_hour_table(
        own["start"].dt.replace_time_zone(None).to_numpy(),
        own["end"].dt.replace_time_zone(None).to_numpy(),
        tz=context.inputs.timezone,
    )
    findings = _busiest(context, source, weights)
    is_shared = bool((np.abs(weights - np.round(weights)) > WHOLE).any())
    table = _table(source, weights, is_shared=is_shared)
    blocks: list[Block] = [Paragraph(_opening(own, without, weights), lead=True)]
    if findings:
        blocks.append(statements(findings))
    blocks.append(_figure(source, weights, table))
    blocks.append(table)
    return blocks, findings


def _opening(own: pl.DataFrame, without: int, weights: Weights) -> str:
    long = own.filter((pl.col("end") - pl.col("start")).dt.total_hours() > LONG_SPAN_HOURS).height
    ordered = np.sort(weights.ravel())[::-1]
    hours = int(np.searchsorted(np.cumsum(ordered), ordered.sum() / 4)) + 1
    text = (
        f"{swedish.count(own.height)} händelser har klockslag. En fjärdedel av dem ryms i {hours} av "
        "veckans 168 timmar."
    )
    if without:
        text += (
            f" {swedish.count(without)} händelser har bara datum och är inte med: de säger inget om timmen."
        )
    if long:
        share = swedish.percent(long / own.height)
        text += (
            f" För {swedish.count(long)} ({share}) är spannet längre än ett dygn. De delas över många "
            "timmar och jämnar ut bilden."
        )
    return text


def _busiest(context: Context, source: str, weights: Weights) -> list[Finding]:
    """Return the six-hour part of the week that holds most, if it holds more than chance would give."""
    blocks = weights.reshape(7, 4, 6).sum(axis=2)
    total, expected = float(blocks.sum()), float(blocks.sum()) / blocks.size
    p_values = at_least_binomial(np.floor(blocks).ravel(), round(total), 1 / blocks.size)
    q_values = benjamini_hochberg(np.minimum(1.0, 2 * p_values))
    at = int(blocks.ravel().argmax())
    q, count = float(q_values[at]), float(blocks.ravel()[at])
    if q > SIGNIFICANT or count < FEWEST / 4:
        return []
    when = PARTS[at % 4].format(WEEKDAYS[at // 4])
    low, high = share_limits(int(count), round(total))
    subject = "De publicerade händelserna" if is_feed(source) else "Händelserna"
    sentence = (
        f"{subject} är flest {when}: omkring {swedish.count(count)} av {swedish.count(total)}, mot "
        f"{swedish.count(expected)} om de vore jämnt spridda över veckan."
    )
    return [
        Finding(
            kind="publication_time_pattern" if is_feed(source) else "time_pattern",
            category=None,
            area=context.place,
            period=str(context.frame.period),
            count=round(count, 1),
            reference=round(expected, 4),
            ratio=count / expected,
            low=low * blocks.size,
            high=high * blocks.size,
            p_value=float(min(1.0, 2 * p_values[at])),
            q_value=q,
            verdict="increase",
            sentence=sentence,
            method="aoristisk fördelning, binomialtest, Benjamini–Hochberg över 28 delar av veckan",
            weight=30.0,
        )
    ]


def _table(source: str, weights: Weights, *, is_shared: bool) -> Table:
    """Return the hours; whole numbers when every incident lies in one hour alone."""
    if not is_shared:
        weights = np.round(weights)
    decimals = 1 if is_shared else 0
    columns = (
        Column("hour", "Timme"),
        *(Column(f"day_{i + 1}", name.capitalize(), "number", decimals) for i, name in enumerate(WEEKDAYS)),
        Column("total", "Hela veckan", "number", decimals),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            f"{hour:02d}–{(hour + 1) % 24:02d}",
            *(float(w) for w in weights[:, hour]),
            float(weights[:, hour].sum()),
        )
        for hour in range(24)
    ]
    return Table(
        f"times-hours-{source}",
        f"{source_name(source)}: antal per veckodag och timme",
        columns,
        tuple(rows),
        "Decimaler kommer av att en händelse med osäker tid delas över de timmar den kan ha skett."
        if is_shared
        else "",
    )


def _figure(source: str, weights: Weights, table: Table) -> Figure:
    at = int(weights.argmax())
    day, hour = WEEKDAYS[at // 24], at % 24
    return Figure(
        f"times-hours-chart-{source}",
        f"{source_name(source)}: veckodag och timme",
        f"Sju dagar gånger 24 timmar. Flest är det {day} klockan {hour:02d}–{(hour + 1) % 24:02d}, "
        f"med {swedish.number(float(weights.ravel()[at]), table.columns[-1].decimals)} händelser.",
        "chart",
        hour_weekday([[float(v) for v in row] for row in weights]),
        table.id,
    )


def _no_hours(rows: int) -> Callout:
    return Callout(
        "missing",
        "Veckodag och timme går inte att visa",
        f"Ingen av {swedish.count(rows)} händelser i perioden har klockslag, bara datum. Be källan "
        "om första och sista "
        "möjliga tid.",
    )
