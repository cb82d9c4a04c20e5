"""Levels beside others: published rates of the place and of the reference areas."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from lagesbild.document import swedish
from lagesbild.document.tree import Column, Table
from lagesbild.picture.context import Context, source_name
from lagesbild.picture.findings import Finding
from lagesbild.picture.publication import THRESHOLD
from lagesbild.picture.references import (
    Comparison,
    area_key,
    area_words,
    comparison_finding,
    limits_of,
    verdict_of,
)
from lagesbild.picture.wording import listed
from lagesbild.stats.change import CountChanges, changes_in_counts

MOST_REFERENCES = 12
PUBLISHED_RATES = {"per_100000": 100_000.0, "per_1000": 1_000.0}


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


def _wanted(context: Context, others: pl.DataFrame) -> list[str]:
    keys = others["area_key"].drop_nulls().unique(maintain_order=True).to_list()
    if not context.options.reference:
        return keys[:MOST_REFERENCES]
    wanted = {area_key(name) for name in context.options.reference}
    return [key for key in keys if key in wanted]


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
            *limits_of(tested, i),
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
    verdict = verdict_of(tested, i)
    words = {"increase": "ligger säkert högre än", "decrease": "ligger säkert lägre än"}
    sentence = (
        f"{pair.label} {words.get(verdict, 'skiljer sig inte säkert från')} {pair.reference}: "
        f"{swedish.count(own)} mot "
        f"{swedish.count(other)} per 100 000 invånare ({swedish.count(pair.own)} mot "
        f"{swedish.count(pair.other)} anmälda)."
    )
    return comparison_finding(
        context, "level_comparison", pair.label, tested, i, verdict, sentence, own, other
    )


def _told_together(context: Context, pairs: Sequence[_Pair], tested: CountChanges) -> list[Finding]:
    """Return one finding for each category: against whom it is certainly higher, and lower."""
    told: list[Finding] = []
    for label in dict.fromkeys(pair.label for pair in pairs):
        own = [i for i, pair in enumerate(pairs) if pair.label == label]
        parts = []
        for verdict, words in (("increase", "säkert högre än"), ("decrease", "säkert lägre än")):
            certain = [i for i in own if verdict_of(tested, i) == verdict]
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
