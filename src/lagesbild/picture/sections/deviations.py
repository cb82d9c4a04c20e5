"""Deviations: weeks with more than season, trend and chance explain, and how many weeks were examined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from lagesbild.document import swedish
from lagesbild.document.charts import series_with_band
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Block, Callout, Column, Figure, Paragraph, Table
from lagesbild.picture.changes import SIGNIFICANT
from lagesbild.picture.context import Context, MethodUsed, Part, is_feed, part, statements
from lagesbild.picture.findings import Finding
from lagesbild.picture.publication import THRESHOLD, without_sensitive
from lagesbild.picture.quality import Quality
from lagesbild.picture.ranking import ranked
from lagesbild.picture.wording import BY_CHANCE_SMALL, about, number_word
from lagesbild.series.alarms import Alarms, Status
from lagesbild.series.farrington import FarringtonSettings, farrington
from lagesbild.stats.change import FEWEST
from lagesbild.stats.multiple import benjamini_hochberg
from lagesbild.tables.periods import containing

MOST_YEARS_BACK = 4
FEWEST_YEARS_BACK = 2
FEWEST_PER_SERIES = 50
"""A series with fewer incidents in its whole history cannot tell a normal week from a strange one."""
MOST_AREAS = 200
SHOWN = 8
ROWS = 25
"""More weeks than this and nobody reads the last ones."""
LEAST_DRAWN = 8
"""With fewer judged weeks, as in a weekly picture, a drawing would be some dots without a course."""
ALPHA = 0.01

METHOD = MethodUsed(
    "farrington",
    "Avvikande veckor",
    "Veckan jämförs med samma tid på året i tidigare år, med säsong och trend; tidigare toppar "
    "vägs ned och de senaste 26 veckorna "
    "används inte som jämförelse.",
    "Farrington m.fl. 1996; Noufaily m.fl. 2013, Statistics in Medicine 32",
    "två till fyra år bakåt, ±3 veckor, övre gräns 99,5\u00a0%",
)


@dataclass(frozen=True, slots=True)
class WeeklySeries:
    """Weekly counts of many things: ``counts`` has shape (series, weeks)."""

    keys: tuple["SeriesKey", ...]
    weeks: tuple[date, ...]
    counts: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """What a weekly series counts: a category of one source, or everything in one area."""

    source: str
    label: str
    category: str | None
    area: str | None = None


def deviations(context: Context, quality: Quality) -> Part:
    """Return the section on weeks that stand out."""
    if not context.inputs.has_incidents:
        return part("deviations", [_no_dates()])
    series = weekly_series(context)
    years_back = _years_back(context, series)
    if years_back < FEWEST_YEARS_BACK or not series.keys:
        return part("deviations", [_too_short(context)])
    judged = _judged_weeks(context, series)
    settings = FarringtonSettings(years_back=years_back, alpha=ALPHA)
    found = farrington(
        series.counts,
        judged=judged,
        dates=np.array(series.weeks, dtype="datetime64[D]"),
        settings=settings,
    )
    findings = _findings(context, series, found)
    if context.options.public:
        findings = tuple(f for f in findings if f.count is not None and f.count >= THRESHOLD)
    blocks = _blocks(context, series, found, findings, years_back, quality)
    return part("deviations", blocks, findings=findings, methods=(METHOD,))


def weekly_series(context: Context) -> WeeklySeries:
    """Return whole ISO weeks of every category with enough incidents, and of every area if there are some."""
    long_enough = _long_enough(context)
    if not long_enough:
        return WeeklySeries((), (), np.zeros((0, 0)))
    begins = max(long_enough.values())
    first = begins + timedelta(days=-begins.weekday() % 7)
    end = context.frame.as_of + timedelta(days=1)
    weeks = tuple(first + timedelta(weeks=i) for i in range(max(0, (end - first).days // 7)))
    rows = context.inputs.incidents.filter(
        pl.col("time_precision").is_in(["minute", "span", "day", "week"]),
        pl.col("source").is_in(list(long_enough)),
    ).with_columns(_week=(pl.col("day") - pl.lit(first)).dt.total_days().floordiv(7))
    rows = rows.filter((pl.col("_week") >= 0) & (pl.col("_week") < len(weeks)))
    keys, lines = [], []
    if context.options.public:
        rows = without_sensitive(rows, context.taxonomy).with_columns(area=pl.lit(None, dtype=pl.String))
    for by, limit in (("category", None), ("area", MOST_AREAS)):
        cells = (
            rows.filter(pl.col(by).is_not_null()).group_by("source", by, "_week").agg(pl.col("count").sum())
        )
        sums = cells.group_by("source", by).agg(pl.col("count").sum().alias("total"))
        kept = sums.filter(pl.col("total") >= FEWEST_PER_SERIES).sort("source", by)
        if limit is not None and kept.height > limit:
            continue
        for source, value, _ in kept.iter_rows():
            own = cells.filter((pl.col("source") == source) & (pl.col(by) == value))
            line = np.zeros(len(weeks))
            line[own["_week"].to_numpy()] = np.maximum(0, own["count"].to_numpy())
            lines.append(line)
            keys.append(_key(context, source, by, value))
    return WeeklySeries(tuple(keys), weeks, np.array(lines) if lines else np.zeros((0, len(weeks))))


def _long_enough(context: Context) -> dict[str, date]:
    """Return the first day of each source that is long enough to know what is usual.

    A source that began during the years compared with would lend its silence to the expectation, and
    everything after would look like an alarm.
    """
    last = min(context.frame.as_of, context.frame.period.last_day)
    return {
        source: coverage.first
        for source, coverage in context.inputs.coverages.items()
        if _whole_years(coverage.first, last) >= FEWEST_YEARS_BACK
    }


def _whole_years(first: date, last: date) -> int:
    return ((last - first).days - 26) // 365


def _key(context: Context, source: str, by: str, value: str) -> SeriesKey:
    if by == "category":
        return SeriesKey(source, context.taxonomy.name(value), value)
    return SeriesKey(source, f"Alla händelser i {context.area_name(value)}", None, value)


def _judged_weeks(context: Context, series: WeeklySeries) -> npt.NDArray[np.int64]:
    """Judge the weeks that end within the period; for a long period the last year of it."""
    period = context.frame.period
    inside = [
        i
        for i, week in enumerate(series.weeks)
        if week + timedelta(days=6) >= period.start
        and week + timedelta(days=7) <= period.end + timedelta(days=6)
    ]
    return np.array(inside[-53:], dtype=np.int64)


def _years_back(context: Context, series: WeeklySeries) -> int:
    """Return how many whole years lie before the last judged week, at most four."""
    if not series.weeks:
        return 0
    last = min(series.weeks[-1], context.frame.period.last_day)
    return min(MOST_YEARS_BACK, _whole_years(series.weeks[0], last))


def _findings(context: Context, series: WeeklySeries, found: Alarms) -> tuple[Finding, ...]:
    judged = found.status == Status.OK
    p_values = np.where(judged, found.p_value, np.nan)
    q_values = benjamini_hochberg(p_values.ravel()).reshape(p_values.shape)
    return ranked(
        _finding(context, series, found, int(s), int(w), float(q_values[s, w]))
        for s, w in zip(*np.nonzero(found.alarm & judged), strict=True)
    )


def _finding(context: Context, series: WeeklySeries, found: Alarms, s: int, w: int, q: float) -> Finding:
    key, week = series.keys[s], series.weeks[found.judged[w]]
    observed, expected = float(found.observed[s, w]), float(found.expected[s, w])
    # Fewer than five cases are too few to call anything certain, here as in every other table.
    is_certain = q < SIGNIFICANT and observed >= FEWEST
    return Finding(
        kind="publication_alarm" if is_feed(key.source) else "alarm",
        category=key.label,
        area=context.area_name(key.area) if key.area else context.place,
        period=str(containing(week, "week")),
        count=int(observed),
        reference=round(expected, 4),
        ratio=observed / expected if expected > 0 else None,
        low=None,
        high=None,
        p_value=float(found.p_value[s, w]),
        q_value=q,
        verdict="increase" if is_certain else "unclear",
        sentence=_sentence(key, week, observed, expected, float(found.upper[s, w])),
        method="farrington-flexible",
        detail="" if is_certain else _why_uncertain(observed),
        weight=(70.0 if is_certain else 5.0)
        + min(20.0, float(found.score[s, w]))
        + 10 * context.seriousness(key.category),
    )


def _why_uncertain(observed: float) -> str:
    if observed < FEWEST:
        return BY_CHANCE_SMALL
    return "En enstaka topp som denna kan vara slump när så många veckor granskas."


def _sentence(key: SeriesKey, week: date, observed: float, expected: float, upper: float) -> str:
    subject = f"Publicerade händelser av typen {key.label}" if is_feed(key.source) else key.label
    return (
        f"{subject}: {swedish.count(observed)} {swedish.week(week, with_year=True)}. Väntat var "
        f"{swedish.number(expected)}, och högst {swedish.count(float(np.floor(upper)))} i en vanlig vecka."
    )


def _blocks(
    context: Context,
    series: WeeklySeries,
    found: Alarms,
    findings: Sequence[Finding],
    years_back: int,
    quality: Quality,
) -> list[Block]:
    judged = int((found.status == Status.OK).sum())
    used = int((found.status == Status.OK).any(axis=1).sum())
    if not judged:
        return [_too_few(series)]
    false = about(judged * ALPHA / 2)
    standing = sorted((f for f in findings if f.verdict == "increase"), key=_most_certain_first)
    text = (
        f"{plural(used, 'serie', 'serier')} har granskats vecka för vecka, tillsammans "
        f"**{swedish.count(judged)} veckor**, med "
        f"{plural(years_back, 'år', 'år')} bakåt som jämförelse. Av en ren slump väntas ungefär "
        f"{false} larm. "
        f"Det blev **{plural(len(findings), 'larm', 'larm')}**{_left(len(findings), len(standing))}."
    )
    blocks: list[Block] = [Paragraph(text, lead=True)]
    unjudged = series.counts.shape[0] * len(found.judged) - judged
    if unjudged:
        blocks.append(
            Paragraph(
                f"{swedish.count(unjudged)} veckor i serierna gick inte att bedöma: för få fall "
                "(färre än fem på fyra veckor) eller för kort historia."
            )
        )
    if standing:
        blocks.append(statements(standing[:SHOWN]))
        blocks.append(_table(standing))
        if not context.options.public and len(found.judged) >= LEAST_DRAWN:
            blocks.append(_figure(context, series, found, standing[0], quality))
    elif not findings:
        blocks.append(Paragraph("Ingen vecka i perioden ligger över vad säsong, trend och slump kan ge."))
    return blocks


def _left(alarms: int, certain: int) -> str:
    if not alarms:
        return ""
    left = "inget" if not certain else number_word(certain, neuter=True)
    text = f", och {left} av dem står kvar när alla granskade veckor räknas in"
    others = alarms - certain
    if not others:
        return text
    if not certain:
        return f"{text}. Larmen kan vara slump och visas inte här"
    rest = "Ett annat larm" if others == 1 else f"{_capital(number_word(others))} andra larm"
    return f"{text}. {rest} kan vara slump och visas inte här"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _most_certain_first(finding: Finding) -> tuple[float, float, str]:
    q = finding.q_value if finding.q_value is not None else 1.0
    return (q, -finding.weight, finding.sentence)


def _table(standing: Sequence[Finding]) -> Table:
    columns = (
        Column("category", "Serie"),
        Column("week", "Vecka"),
        Column("count", "Antal", "count"),
        Column("expected", "Väntat", "number", 1),
        Column("p_value", "p", "number", 4),
        Column("q_value", "q", "number", 3),
        Column("verdict", "Bedömning", "verdict"),
    )
    rows = tuple(
        (f.category, _week_words(f.period), f.count, f.reference, f.p_value, f.q_value, f.verdict)
        for f in standing[:ROWS]
    )
    note = "q räknar in alla veckor och serier som har granskats. Bara larm som då står kvar är med."
    if len(standing) > ROWS:
        note += f" Tabellen visar de {ROWS} säkraste av {len(standing)}."
    return Table("deviations-alarms", "Veckor med larm", columns, rows, note)


def _figure(
    context: Context, series: WeeklySeries, found: Alarms, first: Finding, quality: Quality
) -> Figure:
    """Draw the series of the weightiest alarm over the judged weeks."""
    names = [f"{k.label}|{context.area_name(k.area) if k.area else context.place}" for k in series.keys]
    s = names.index(f"{first.category}|{first.area}")
    weeks = [series.weeks[i] for i in found.judged]
    limit = quality.preliminary_from
    svg = series_with_band(
        weeks,
        [float(v) for v in found.observed[s]],
        expected=[_drawn(v) for v in found.expected[s]],
        low=[None if np.isnan(v) else 0.0 for v in found.upper[s]],
        high=[_drawn(v) for v in found.upper[s]],
        alarms=[bool(a) for a in found.alarm[s]],
        preliminary=[limit is not None and week + timedelta(days=6) >= limit for week in weeks],
        by="week",
        band_label="Vad som kan väntas",
    )
    alarms = int(found.alarm[s].sum())
    return Figure(
        "deviations-week",
        f"{first.category} vecka för vecka, med vad som kan väntas",
        f"Antal per vecka {weeks[0]} till {weeks[-1]}. "
        f"{plural(alarms, 'vecka ligger', 'veckor ligger')} över gränsen. {first.sentence}",
        "chart",
        svg,
        "deviations-alarms",
    )


def _drawn(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _week_words(period: str) -> str:
    year, week = period.split("-W")
    return f"v. {int(week)} {year}"


def _no_dates() -> Callout:
    return Callout(
        "missing",
        "Avvikande veckor går inte att söka",
        "Underlaget är färdiga summor för hela perioder. Lägg till händelser med datum, till "
        "exempel polisens utdrag med brottskod och "
        "brottsdatum, för att se vilka veckor som sticker ut.",
    )


def _too_short(context: Context) -> Callout:
    coverage = context.inputs.coverage
    known = f"Materialet täcker {coverage.first} till {coverage.last}. " if coverage else ""
    text = (
        f"{known}Det krävs minst två år före den vecka som bedöms, och minst {FEWEST_PER_SERIES} "
        "fall i en kategori, för att "
        "veta vad som är en vanlig vecka."
    )
    return Callout("missing", "För kort historia för att söka avvikande veckor", text)


def _too_few(series: WeeklySeries) -> Callout:
    return Callout(
        "missing",
        "För få fall för att söka avvikande veckor",
        f"{plural(len(series.keys), 'kategori', 'kategorier')} granskades, men ingen har minst fem "
        "fall på fyra veckor och tillräckligt lång historia. "
        "Titta på månader eller tertial i stället.",
    )
