"""The place beside others: whether its rate or its change differs by more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from lagesbild.document import swedish
from lagesbild.document.tree import Cell, Column, Table
from lagesbild.picture.changes import as_verdict
from lagesbild.picture.context import Context, is_feed, source_name
from lagesbild.picture.counts import count_incidents
from lagesbild.picture.findings import Finding, Verdict
from lagesbild.picture.publication import THRESHOLD
from lagesbild.picture.wording import listed
from lagesbild.stats.change import CountChanges, changes_in_counts
from lagesbild.tables.municipalities import UnknownPlaceError, counties, find_county, find_municipality

MOST_REFERENCES = 12
COMMON_ENOUGH = 20
"""A reference with fewer cases than this in a category says nothing about the place's own change."""
PUBLISHED_RATES = {"per_100000": 100_000.0, "per_1000": 1_000.0}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One table of differences that were tested together."""

    opening: str
    table: Table
    findings: tuple[Finding, ...]
    together: tuple[Finding, ...] = ()
    """The same told for each category at once, when there are several references."""


@dataclass(frozen=True, slots=True)
class _Pair:
    label: str
    reference: str
    own: int
    other: int
    own_exposure: float
    other_exposure: float

    @property
    def own_rate(self) -> float:
        """Per 100,000 residents here."""
        return self.own / self.own_exposure * 1e5

    @property
    def other_rate(self) -> float:
        """Per 100,000 residents there."""
        return self.other / self.other_exposure * 1e5


def level_comparisons(context: Context) -> tuple[Comparison, ...]:
    """Return published rates of the place beside those of the reference areas, one table for each source.

    The number of residents behind a rate is its count divided by the rate, so that the test uses counts.
    """
    own, others = context.inputs.figures, context.inputs.figures_elsewhere
    others = others.filter(pl.col("area_key").is_in(_wanted(context, others)))
    found: list[Comparison] = []
    for source in own["source"].unique(maintain_order=True).to_list():
        pairs = _rate_pairs(
            own.filter(pl.col("source") == source), others.filter(pl.col("source") == source), context
        )
        if context.options.public:
            pairs = [
                p
                for p in pairs
                if min(p.own, p.other) >= THRESHOLD and not context.is_hidden(source, p.label)
            ]
        if pairs:
            found.append(_levels(context, source, pairs))
    return tuple(found)


def trend_comparisons(context: Context) -> tuple[Comparison, ...]:
    """Return the place's change beside the change elsewhere in the same files, one table for each source."""
    frame = context.frame
    elsewhere = context.inputs.elsewhere
    if frame.before is None or not elsewhere.height or context.inputs.place.is_whole:
        return ()
    county = context.inputs.place.county
    near = elsewhere.filter(pl.col("county") == county)
    name = next((c.name for c in counties() if c.code == county), None)
    scopes = (
        [("övriga landet", elsewhere)]
        if name is None or not near.height
        else [(f"övriga {name}", near), ("övriga landet", elsewhere)]
    )
    found: list[Comparison] = []
    for source in context.inputs.incidents["source"].unique().sort().to_list():
        for scope, rows in scopes:
            if made := _trend(context, source, scope, rows.filter(pl.col("source") == source)):
                found.append(made)
    return tuple(found)


def _wanted(context: Context, others: pl.DataFrame) -> list[str]:
    keys = others["area_key"].drop_nulls().unique(maintain_order=True).to_list()
    if not context.options.reference:
        return keys[:MOST_REFERENCES]
    wanted = {_key(name) for name in context.options.reference}
    return [key for key in keys if key in wanted]


def _key(name: str) -> str:
    if name.casefold() in ("riket", "sverige", "00"):
        return "00"
    for find in (find_municipality, find_county):
        try:
            return find(name).code
        except UnknownPlaceError:
            continue
    return name


def area_words(key: str) -> str:
    """Return the name of a municipality, county or nation by its code; another text names itself."""
    if key == "00":
        return "riket"
    for find in (find_municipality, find_county):
        try:
            return find(key).name
        except UnknownPlaceError:
            continue
    return key


def _rate_pairs(own: pl.DataFrame, others: pl.DataFrame, context: Context) -> list[_Pair]:
    mine, theirs = _counts_and_bases(own, context), _counts_and_bases(others, context)
    pairs: list[_Pair] = []
    for (indicator, _), (count, base) in mine.items():
        pairs.extend(
            _Pair(indicator, area_words(area), count, other, base, other_base)
            for (same, area), (other, other_base) in theirs.items()
            if same == indicator
        )
    return pairs


def _counts_and_bases(figures: pl.DataFrame, context: Context) -> dict[tuple[str, str], tuple[int, float]]:
    """Return count and residents by indicator and area, for the picture's period."""
    period = context.frame.period
    now = figures.filter(
        (pl.col("period_start") == period.start)
        & (pl.col("period_end") == period.end)
        & (pl.col("group") == "alla")
        & pl.col("value").is_not_null()
    )
    by = ["indicator", "area_key"]
    counts = {
        (i, a or ""): round(v)
        for i, a, v in now.filter(pl.col("unit") == "count").select(*by, "value").iter_rows()
    }
    bases: dict[tuple[str, str], float] = {}
    for unit, per in PUBLISHED_RATES.items():
        for i, a, rate in now.filter(pl.col("unit") == unit).select(*by, "value").iter_rows():
            key = (i, a or "")
            if rate and key in counts and counts[key]:
                bases.setdefault(key, counts[key] / rate * per)
    return {key: (counts[key], base) for key, base in bases.items()}


def _levels(context: Context, source: str, pairs: Sequence[_Pair]) -> Comparison:
    tested = changes_in_counts(
        [p.other for p in pairs],
        [p.own for p in pairs],
        exposure_before=[p.other_exposure for p in pairs],
        exposure_after=[p.own_exposure for p in pairs],
    )
    findings = tuple(_level_finding(context, p, tested, i) for i, p in enumerate(pairs))
    together = tuple(_told_together(context, pairs, tested))
    columns = (
        Column("category", "Kategori"),
        Column("reference", "Jämfört med"),
        Column("rate", "Per 100 000 här", "number", 0),
        Column("reference_rate", "Per 100 000 där", "number", 0),
        Column("difference", "Skillnad", "change"),
        Column("low", "Lägst", "change"),
        Column("high", "Högst", "change"),
        Column("verdict", "Bedömning", "verdict"),
    )
    rows = tuple(
        (
            p.label,
            p.reference,
            p.own_rate,
            p.other_rate,
            *_limits(tested, i),
            str(tested.verdict[i]),
        )
        for i, p in enumerate(pairs)
    )
    places = listed(list(dict.fromkeys(p.reference for p in pairs)))
    opening = (
        f"{source_name(source)}, {context.frame.period.label}: antal per 100 000 invånare i "
        f"{context.place} jämfört med {places}. "
        f"{swedish.count(len(pairs))} skillnader är prövade tillsammans. Kommunerna skiljer sig i "
        "befolkning, handel och pendling: "
        "en säker skillnad är inte detsamma som bättre eller sämre arbete."
    )
    table = Table(
        f"comparison-level-{source}", f"Nivå jämfört med andra, {context.frame.period.label}", columns, rows
    )
    return Comparison(opening, table, findings, together)


def _level_finding(context: Context, pair: _Pair, tested: CountChanges, i: int) -> Finding:
    own, other = pair.own_rate, pair.other_rate
    verdict = _verdict(tested, i)
    words = {"increase": "ligger säkert högre än", "decrease": "ligger säkert lägre än"}
    sentence = (
        f"{pair.label} {words.get(verdict, 'skiljer sig inte säkert från')} {pair.reference}: "
        f"{swedish.count(own)} mot "
        f"{swedish.count(other)} per 100 000 invånare ({swedish.count(pair.own)} mot "
        f"{swedish.count(pair.other)} anmälda)."
    )
    return _finding(context, "level_comparison", pair.label, tested, i, verdict, sentence, own, other)


def _told_together(context: Context, pairs: Sequence[_Pair], tested: CountChanges) -> list[Finding]:
    """Return one finding for each category: against whom it is certainly higher, and lower."""
    told: list[Finding] = []
    for label in dict.fromkeys(pair.label for pair in pairs):
        own = [i for i, pair in enumerate(pairs) if pair.label == label]
        parts = []
        for verdict, words in (("increase", "säkert högre än"), ("decrease", "säkert lägre än")):
            certain = [i for i in own if _verdict(tested, i) == verdict]
            if certain:
                names = [f"{pairs[i].reference} ({swedish.count(pairs[i].other_rate)})" for i in certain]
                parts.append(f"{words} {listed(names)}")
        if not parts:
            continue
        rate = pairs[own[0]].own_rate
        higher = parts[0].startswith("säkert högre")
        told.append(
            Finding(
                kind="level_summary",
                category=label,
                area=context.place,
                period=str(context.frame.period),
                count=rate,
                reference=float(np.median([pairs[i].other_rate for i in own])),
                ratio=None,
                low=None,
                high=None,
                p_value=None,
                q_value=None,
                verdict=("increase" if higher else "decrease") if len(parts) == 1 else "unclear",
                sentence=f"{label}, {swedish.count(rate)} anmälda per 100 000 invånare: {', '.join(parts)}.",
                method="exakt betingat test mot jämförelsen, Benjamini–Hochberg",
                weight=40.0 + 10 * context.seriousness(None) + len(own),
            )
        )
    return told


def _trend(context: Context, source: str, scope: str, rows: pl.DataFrame) -> Comparison | None:
    frame = context.frame
    if frame.before is None:
        return None
    periods = (frame.before, frame.period)
    own = {
        c: n
        for _, c, n in count_incidents(
            context.inputs.incidents.filter(pl.col("source") == source), periods
        ).iter_rows()
    }
    other = {c: n for _, c, n in count_incidents(rows, periods).iter_rows()}
    pairs = [
        (category, counts, other[category])
        for category, counts in own.items()
        if category in other
        and min(other[category]) >= COMMON_ENOUGH
        and sum(counts) > 0
        and not (context.options.public and any(0 < count < THRESHOLD for count in counts))
        and not context.is_hidden(source, category)
    ]
    if not pairs:
        return None
    pairs.sort(key=lambda p: (-p[1][1], p[0]))
    tested = _relative_changes(pairs)
    findings = tuple(_trend_finding(context, source, scope, p, tested, i) for i, p in enumerate(pairs))
    columns = (
        Column("category", "Kategori"),
        Column("before", str(frame.before.label), "count"),
        Column("after", str(frame.period.label), "count"),
        Column("change", "Ändring här", "change"),
        Column("reference_change", "Ändring där", "change"),
        Column("verdict", "Skillnaden", "verdict"),
    )
    cells: list[tuple[Cell, ...]] = []
    for i, (category, (b, a), (rb, ra)) in enumerate(pairs):
        change = a / b if b and a + b >= 5 else None
        cells.append((context.taxonomy.name(category), b, a, change, ra / rb, str(tested.verdict[i])))
    feed = " Det gäller publicerade händelser, inte brott." if is_feed(source) else ""
    opening = (
        f"{source_name(source)}: ändringen i {context.place} jämförd med {scope}, "
        f"{frame.period.label} mot {frame.before.label}. "
        f"{swedish.count(len(pairs))} kategorier är prövade tillsammans.{feed}"
    )
    slug = "lan" if "län" in scope else "riket"
    table = Table(
        f"comparison-trend-{source}-{slug}",
        f"Ändring jämfört med {scope}",
        columns,
        tuple(cells),
        "Bedömningen gäller om ändringen här skiljer sig från ändringen där.",
    )
    return Comparison(opening, table, findings)


def _relative_changes(pairs: Sequence[tuple[str, Sequence[int], Sequence[int]]]) -> CountChanges:
    """Test own change over the reference's change.

    The reference's counts are the exposure; their own chance widens the variance by what it adds
    to that of the log ratio (1/before + 1/after for each side).
    """
    own = np.array([np.maximum(p[1], 0) for p in pairs], dtype=float)
    other = np.array([p[2] for p in pairs], dtype=float)
    noise = (1 / (own + 0.5)).sum(axis=1)
    widening = 1 + (1 / other).sum(axis=1) / noise
    return changes_in_counts(
        own[:, 0].astype(int),
        own[:, 1].astype(int),
        exposure_before=other[:, 0],
        exposure_after=other[:, 1],
        dispersion=widening,
    )


def _trend_finding(
    context: Context,
    source: str,
    scope: str,
    pair: tuple[str, Sequence[int], Sequence[int]],
    tested: CountChanges,
    i: int,
) -> Finding:
    category, (before, after), (ref_before, ref_after) = pair
    name = context.taxonomy.name(category)
    verdict = _verdict(tested, i)
    subject = f"Publicerade händelser av typen {name}" if is_feed(source) else name
    words = {
        "increase": f"har säkert utvecklats uppåt jämfört med {scope}",
        "decrease": f"har säkert utvecklats nedåt jämfört med {scope}",
    }.get(verdict, f"följer {scope} så långt det går att säga")
    sentence = (
        f"{subject} {words}: {swedish.count(after)} mot {swedish.count(before)} här, "
        f"{swedish.count(ref_after)} mot "
        f"{swedish.count(ref_before)} där."
    )
    kind = "publication_trend_comparison" if is_feed(source) else "trend_comparison"
    return _finding(context, kind, name, tested, i, verdict, sentence, after, before)


def _finding(
    context: Context,
    kind: str,
    category: str,
    tested: CountChanges,
    i: int,
    verdict: Verdict,
    sentence: str,
    count: float,
    reference: float,
) -> Finding:
    certain = verdict in ("increase", "decrease")
    return Finding(
        kind=kind,
        category=category,
        area=context.place,
        period=str(context.frame.period),
        count=count,
        reference=reference,
        ratio=_known(tested.ratio[i]),
        low=_known(tested.low[i]),
        high=_known(tested.high[i]),
        p_value=_known(tested.p_value[i]),
        q_value=_known(tested.q_value[i]),
        verdict=verdict,
        sentence=sentence,
        method="exakt betingat test mot jämförelsen, Benjamini–Hochberg",
        weight=(60.0 if certain else 2.0)
        + min(10.0, abs(float(np.log2(max(tested.ratio[i], 1e-3)))) * 5 if tested.ratio[i] > 0 else 0.0),
    )


def _limits(tested: CountChanges, i: int) -> tuple[Cell, Cell, Cell]:
    high = float(tested.high[i])
    return _known(tested.ratio[i]), _known(tested.low[i]), None if np.isinf(high) else _known(high)


def _verdict(tested: CountChanges, i: int) -> Verdict:
    return as_verdict(str(tested.verdict[i]))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
