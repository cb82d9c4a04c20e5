"""What is special about the data: delay, breaks, series, gaps. The first question is always the data's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from lagesbild.document import swedish
from lagesbild.document.swedish import plural
from lagesbild.picture.breaks import Break, known_breaks
from lagesbild.picture.context import Context, is_feed, source_name
from lagesbild.picture.findings import Finding
from lagesbild.picture.inputs import Inputs
from lagesbild.picture.nouns import noun_of
from lagesbild.picture.series_reports import SeriesReport
from lagesbild.picture.wording import listed

SETTLED_DAYS = 90
"""Delay is measured on incidents at least this old, so that what is not yet registered does not hide it."""
FEWEST_FOR_DELAY = 50
MOST_BREAKS = 8
COMPLETE = 0.95
LONGEST_TAIL_DAYS = 42
TAIL_WHEN_UNKNOWN_DAYS = 28
"""The last four weeks are treated as unfinished when the files do not say when rows were registered."""


@dataclass(frozen=True, slots=True)
class Delay:
    """How long it takes from an incident to its registration; shares are 0-1."""

    source: str
    measured: int
    same_day: float
    within_7: float
    within_30: float
    tail_days: int
    """Days until 95 % are registered, at most 42."""


@dataclass(frozen=True, slots=True)
class Caveat:
    """One thing a reader must know, said as a sentence, and the sections where it matters."""

    kind: str
    sentence: str
    sections: tuple[str, ...]
    weight: float
    category: str | None = None
    count: float | None = None
    reference: float | None = None

    def as_finding(self, context: Context) -> Finding:
        """Return the caveat among the findings of the picture."""
        return Finding(
            kind="data_quality",
            category=self.category,
            area=context.place,
            period=str(context.frame.period),
            count=self.count,
            reference=self.reference,
            ratio=None,
            low=None,
            high=None,
            p_value=None,
            q_value=None,
            verdict="unclear",
            sentence=self.sentence,
            method=f"kvalitetskontroll: {self.kind}",
            weight=self.weight,
        )


@dataclass(frozen=True, slots=True)
class Quality:
    """Everything found about the data themselves."""

    caveats: tuple[Caveat, ...]
    delays: tuple[Delay, ...]
    breaks: tuple[Break, ...]
    preliminary_from: date | None
    """First day of the unfinished end of the incidents; None without incidents."""

    def for_section(self, section_id: str) -> tuple[Caveat, ...]:
        """Return what matters in one section, most important first."""
        return tuple(c for c in self.caveats if section_id in c.sections)


def look_at_data(context: Context) -> Quality:
    """Examine the data before anything is concluded from them."""
    inputs = context.inputs
    delays = tuple(measured_delays(inputs, as_of=context.frame.as_of))
    breaks = (*known_breaks(context.tables, context.taxonomy), *context.breaks[:MOST_BREAKS])
    start = _preliminary_from(inputs, delays, context.frame.as_of)
    caveats = [
        *_feed_caveats(context),
        *_delay_caveats(context, delays, start),
        *(_series_caveat(found) for found in context.series),
        *(_break_caveat(found) for found in breaks),
        *_place_caveats(context),
        *_duplicate_caveats(inputs),
        *_preliminary_caveats(context),
        *_silent_caveats(inputs),
        *_unknown_category_caveats(context),
    ]
    caveats.sort(key=lambda c: (-c.weight, c.sentence))
    return Quality(tuple(caveats), delays, breaks, start)


def measured_delays(inputs: Inputs, *, as_of: date) -> list[Delay]:
    """Return the delay from incident to registration of each source that tells both."""
    settled = inputs.incidents.filter(
        pl.col("reported_day").is_not_null()
        & pl.col("time_precision").is_in(["minute", "span", "day"])
        & (pl.col("day") <= as_of - timedelta(days=SETTLED_DAYS))
    ).with_columns(_lag=(pl.col("reported_day") - pl.col("day")).dt.total_days().clip(lower_bound=0))
    found: list[Delay] = []
    for source in settled["source"].unique().sort().to_list():
        lag = settled.filter(pl.col("source") == source)["_lag"]
        if len(lag) < FEWEST_FOR_DELAY:
            continue
        quantile = lag.quantile(COMPLETE, "higher") or 0
        found.append(
            Delay(
                source,
                len(lag),
                _share(lag <= 0),
                _share(lag <= 7),
                _share(lag <= 30),
                int(min(quantile, LONGEST_TAIL_DAYS)),
            )
        )
    return found


def _share(flags: pl.Series) -> float:
    mean = flags.mean()
    return float(mean) if isinstance(mean, float) else 0.0


def _preliminary_from(inputs: Inputs, delays: Sequence[Delay], as_of: date) -> date | None:
    if not inputs.has_incidents:
        return None
    measured = {delay.source: delay.tail_days for delay in delays}
    tails = [
        measured.get(source, 0 if is_feed(source) else TAIL_WHEN_UNKNOWN_DAYS)
        for source in inputs.incidents["source"].unique().to_list()
    ]
    return as_of - timedelta(days=max(tails) - 1) if max(tails) else as_of + timedelta(days=1)


def _feed_caveats(context: Context) -> list[Caveat]:
    if not any(is_feed(source) for source in context.inputs.sources):
        return []
    sentence = (
        "Polisens händelseflöde är ett urval nyheter. Att något har ökat i flödet betyder att "
        "polisen har publicerat fler "
        "händelser av det slaget, inte att brottsligheten har ökat."
    )
    return [Caveat("feed", sentence, ("summary", "development", "deviations"), 100)]


def _delay_caveats(context: Context, delays: Sequence[Delay], start: date | None) -> list[Caveat]:
    found: list[Caveat] = []
    touches = start is not None and start < context.frame.period.end and context.frame.as_of >= start
    for delay in delays:
        if is_feed(delay.source):
            continue
        sentence = (
            f"{source_name(delay.source)}: {swedish.percent(delay.same_day)} registreras samma dag, "
            f"{swedish.percent(delay.within_7)} inom sju dagar och "
            f"{swedish.percent(delay.within_30)} inom 30 dagar "
            f"(mätt på {swedish.count(delay.measured)} rader)."
        )
        if touches and delay.tail_days:
            sentence += f" Antalen från {start} och framåt är därför för låga och märkta som preliminära."
        found.append(
            Caveat("delay", sentence, ("development", "deviations", "sources"), 60 if touches else 20)
        )
    unknown = [
        source_name(source)
        for source in context.inputs.incidents["source"].unique().sort().to_list()
        if source not in {d.source for d in delays} and not is_feed(source)
    ]
    if unknown and touches:
        sentence = (
            f"{listed(unknown)} saknar uppgift om när raderna registrerades. Eftersläpningen går "
            "inte att mäta: räkna med att "
            f"antalen från {start} och framåt är för låga."
        )
        found.append(Caveat("delay", sentence, ("development", "deviations", "sources"), 40))
    return found


def _series_caveat(found: SeriesReport) -> Caveat:
    return Caveat(
        "series",
        found.sentence(),
        ("summary", "extent", "development"),
        90,
        category=found.label,
        count=found.count,
        reference=found.without,
    )


def _break_caveat(found: Break) -> Caveat:
    return Caveat(
        "break", found.sentence, ("development", "deviations"), 70 if found.is_known else 55, found.label
    )


def _place_caveats(context: Context) -> list[Caveat]:
    found: list[Caveat] = []
    for (source,), rows in context.inputs.incidents.group_by("source", maintain_order=True):
        in_period = rows.filter(_in_period(context))
        if not in_period.height or is_feed(str(source)):
            continue
        with_area = in_period["area"].count()
        if 0 < with_area < in_period.height:
            missing = 1 - with_area / in_period.height
            sentence = (
                f"{source_name(str(source))}: område saknas för {swedish.percent(missing)} av raderna "
                f"({swedish.count(in_period.height - with_area)} av {swedish.count(in_period.height)}). "
                "Antalen per område är därför för låga, och olika mycket i olika områden."
            )
            found.append(Caveat("places", sentence, ("places", "comparison"), 50 + 40 * missing))
    return found


def _duplicate_caveats(inputs: Inputs) -> list[Caveat]:
    exact = inputs.incidents.filter(
        pl.col("time_precision").is_in(["minute", "span"]) & (pl.col("location_precision") == "point")
    )
    if not exact.height:
        return []
    groups = exact.group_by("source", "category", "start", "end", "e", "n").len().filter(pl.col("len") > 1)
    extra = int((groups["len"] - 1).sum()) if groups.height else 0
    if not extra or extra / exact.height < 0.001:
        return []
    sentence = (
        f"{plural(extra, 'rad är exakt lik', 'rader är exakt lika')} en annan i tid, plats och "
        "kategori och kan vara "
        f"{'en dubblett' if extra == 1 else 'dubbletter'} "
        f"({swedish.percent(extra / exact.height, 1)} av raderna). De är räknade: kontrollera dem i källan."
    )
    return [Caveat("duplicates", sentence, ("extent",), 30 + 100 * extra / exact.height, count=extra)]


def _preliminary_caveats(context: Context) -> list[Caveat]:
    return [
        Caveat(
            "preliminary",
            f"{source_name(table.source)}: siffrorna för {table.period.label} är preliminära och "
            "ändras när Brå fastställer dem.",
            ("summary", "development"),
            65,
        )
        for table in context.figure_tables
        if table.is_preliminary
    ]


def _silent_caveats(inputs: Inputs) -> list[Caveat]:
    """Find sources that have stopped sending rows while others went on."""
    if inputs.coverage is None:
        return []
    spans = inputs.incidents.group_by("source").agg(
        pl.col("day").min().alias("first"),
        pl.col("day").max().alias("last"),
        pl.col("day").n_unique().alias("days"),
    )
    found: list[Caveat] = []
    for source, first, last, days in spans.sort("source").iter_rows():
        usual_gap = ((last - first).days + 1) / days
        silent = (inputs.coverage.last - last).days
        if days >= 10 and silent > max(28, 8 * usual_gap):
            sentence = (
                f"{source_name(source)} har inga rader efter {last}, {silent} dagar före det sista "
                "datumet i materialet. "
                "Minskningar kan bero på att källan har slutat rapportera."
            )
            found.append(Caveat("silent", sentence, ("summary", "development", "deviations"), 80))
    return found


def _unknown_category_caveats(context: Context) -> list[Caveat]:
    rows = context.inputs.incidents.filter(_in_period(context))
    unknown = rows.filter(pl.col("category") == "okand").height
    if not rows.height or unknown / rows.height < 0.01:
        return []
    noun = noun_of(context.inputs.sources[0])
    share = swedish.percent(unknown / rows.height)
    sentence = (
        f"{swedish.count(unknown)} av {swedish.count(rows.height)} {noun.many} ({share}) har en "
        "rubrik som inte hör till någon kategori. "
        "De räknas som okänd kategori, så andra kategorier kan vara för låga."
    )
    return [
        Caveat(
            "unmapped", sentence, ("extent", "development"), 30 + 60 * unknown / rows.height, count=unknown
        )
    ]


def _in_period(context: Context) -> pl.Expr:
    period = context.frame.period
    return (pl.col("day") >= period.start) & (pl.col("day") < period.end)
