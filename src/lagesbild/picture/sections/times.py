"""Times: the hours and weekdays, counted only where the clock is known, and the months of the year."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from lagesbild.document import swedish
from lagesbild.document.charts import series_with_band
from lagesbild.document.tree import Block, Callout, Cell, Column, Figure, Paragraph, Subsection, Table
from lagesbild.picture.context import Context, MethodUsed, Part, is_feed, part, source_name
from lagesbild.picture.findings import Finding
from lagesbild.picture.hours import Hours, hour_blocks
from lagesbild.picture.monthly import MONTHS_SHOWN, MonthlySeries, monthly_series
from lagesbild.picture.publication import THRESHOLD
from lagesbild.picture.quality import Quality
from lagesbild.picture.wording import about
from lagesbild.tables.periods import MONTHS

BAND = MethodUsed(
    "month-band",
    "Normalt spann per månad",
    "Månaden jämförs med samma månad och grannmånaderna i tidigare år. Spannet rymmer 95\u00a0% av vad "
    "en negativ binomialfördelning med "
    "de månadernas medelvärde och spridning ger.",
    "McCullagh & Nelder 1989, avsnitt 6.2.3",
    "minst tre jämförbara månader",
)


def times(context: Context, quality: Quality) -> Part:
    """Return the section on when it happens."""
    if not context.inputs.has_incidents:
        return part("times", [_no_times()])
    hours = hour_blocks(context) if not context.options.public else Hours()
    blocks: list[Block] = list(hours.blocks)
    findings: list[Finding] = list(hours.findings)
    blocks.append(Subsection("Månad för månad", tuple(_months(context, quality))))
    return part("times", blocks, findings=findings, methods=(*hours.methods, BAND))


def _months(context: Context, quality: Quality) -> list[Block]:
    blocks: list[Block] = []
    for source in context.inputs.incidents["source"].unique().sort().to_list():
        own = context.inputs.incidents.filter(pl.col("source") == source)
        series = monthly_series(
            own, since=_first_day(context, source), until=context.frame.as_of, years=MONTHS_SHOWN // 12
        )
        if len(series.starts) < 3:
            continue
        if context.options.public and any(0 < count < THRESHOLD for count in series.counts):
            text = f"{source_name(source)}: någon månad har så få fall att månaderna inte visas."
            blocks.append(Paragraph(text))
            continue
        tail = None if is_feed(source) else quality.preliminary_from
        blocks.extend(_of_source(source, series, [tail is not None and end > tail for end in series.ends]))
    return blocks or [Paragraph("Färre än tre hela månader: det går inte att visa hur året ser ut.")]


def _of_source(source: str, series: MonthlySeries, preliminary: Sequence[bool]) -> list[Block]:
    marks = [_mark(series, i, preliminary) for i in range(len(series.starts))]
    outside = sum(mark in ("över det normala", "under det normala") for mark in marks)
    words = _month_words(source, outside, sum(value is not None for value in series.expected))
    table = _table(source, series, marks)
    figure = Figure(
        f"times-months-chart-{source}",
        f"{source_name(source)} per månad med normalt spann",
        f"Linje med {len(marks)} månader. {words}",
        "chart",
        series_with_band(
            series.starts,
            [float(count) for count in series.counts],
            expected=series.expected,
            low=series.low,
            high=series.high,
            alarms=[mark == "över det normala" for mark in marks],
            preliminary=preliminary,
            by="month",
        ),
        table.id,
    )
    return [Paragraph(words), figure, table]


def _table(source: str, series: MonthlySeries, marks: Sequence[str | None]) -> Table:
    columns = (
        Column("month", "Månad"),
        Column("count", "Antal", "count"),
        Column("expected", "Väntat", "number", 1),
        Column("low", "Normalt från", "count"),
        Column("high", "Normalt till", "count"),
        Column("mark", "Not"),
    )
    rows: list[tuple[Cell, ...]] = [
        (f"{MONTHS[start.month - 1]} {start.year}", count, expected, low, high, mark)
        for start, count, expected, low, high, mark in zip(
            series.starts, series.counts, series.expected, series.low, series.high, marks, strict=True
        )
    ]
    note = (
        "Normalt spann: 95\u00a0% av vad samma tid i tidigare år låter en vänta. Streck: för få tidigare år."
    )
    return Table(f"times-months-{source}", f"{source_name(source)} per månad", columns, tuple(rows), note)


def _first_day(context: Context, source: str) -> date:
    coverage = context.inputs.coverages.get(source)
    return coverage.first if coverage else context.frame.period.start


def _mark(series: MonthlySeries, i: int, preliminary: Sequence[bool]) -> str | None:
    high, low = series.high[i], series.low[i]
    if high is not None and series.counts[i] > high:
        return "över det normala"
    if preliminary[i]:
        return "preliminär"
    return "under det normala" if low is not None and series.counts[i] < low else None


def _month_words(source: str, outside: int, judged: int) -> str:
    if not judged:
        return f"{source_name(source)}: det finns för få tidigare år för att säga vad som är en normal månad."
    chance = about(judged * 0.05)
    return (
        f"{source_name(source)}: {swedish.count(outside)} av {swedish.count(judged)} månader ligger "
        "utanför det normala spannet. "
        f"Av en ren slump väntas ungefär {chance}."
    )


def _no_times() -> Callout:
    return Callout(
        "missing",
        "Tider går inte att visa",
        "Underlaget är färdiga summor utan klockslag och veckodag. Lägg till händelser med tid för "
        "att se när på dygnet och veckan de sker.",
    )
