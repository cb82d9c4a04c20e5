"""The change beside the change elsewhere, for incidents of several places in the same files."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from lagesbild.document import swedish
from lagesbild.document.tree import Cell, Column, Table
from lagesbild.picture.context import Context, is_feed, source_name
from lagesbild.picture.counts import count_incidents
from lagesbild.picture.findings import Finding
from lagesbild.picture.publication import THRESHOLD
from lagesbild.picture.references import Comparison, comparison_finding, verdict_of
from lagesbild.stats.change import CountChanges, changes_in_counts
from lagesbild.tables.municipalities import counties

COMMON_ENOUGH = 20
"""A reference with fewer cases than this in a category says nothing about the place's own change."""


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


def _trend(context: Context, source: str, scope: str, rows: pl.DataFrame) -> Comparison | None:
    frame = context.frame
    if frame.before is None or not context.inputs.covers(source, frame.before):
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
    verdict = verdict_of(tested, i)
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
    return comparison_finding(context, kind, name, tested, i, verdict, sentence, after, before)
