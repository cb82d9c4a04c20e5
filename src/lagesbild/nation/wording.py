"""Findings of a national run in Swedish: what, where, when, how much, and whether chance could do it."""

import polars as pl

from lagesbild.document import swedish


def alarm_sentences(rows: pl.DataFrame) -> list[str]:
    """Return a sentence or three for each alarm; ``rows`` as ``findings.FINDING_SCHEMA``."""
    wanted = ("municipality_name", "category_name", "week", "observed", "expected", "upper")
    sentences = []
    for place, kind, week, observed, expected, upper in rows.select(wanted).iter_rows():
        limit = swedish.number(upper, 0 if upper == int(upper) else 1)
        sentences.append(
            f"{place}, {kind}, {swedish.week(week, with_year=True)}: "
            f"{swedish.plural(observed, 'händelse', 'händelser')}. {swedish.number(expected)} väntades och "
            f"gränsen går vid {limit}."
        )
    chances, levels = _chances(rows, "serie", "serier"), _levels(rows)
    return [" ".join(parts).strip() for parts in zip(sentences, chances, levels, strict=True)]


def cluster_sentences(rows: pl.DataFrame) -> list[str]:
    """Return a sentence or three for each cluster; ``rows`` as ``findings.FINDING_SCHEMA``."""
    sentences = []
    when = _spans(rows)
    wanted = rows.select("municipality_name", "category_name", "areas", "radius_km", "observed", "expected")
    for span, (place, kind, areas, radius, observed, expected) in zip(when, wanted.iter_rows(), strict=True):
        number = areas.count(",") + 1
        where = f"{number} kommuner inom {swedish.count(radius)} km från {place}" if number > 1 else place
        sentences.append(
            f"{where}, {kind}, {span}: {swedish.plural(observed, 'händelse', 'händelser')}. "
            f"{swedish.number(expected)} väntades."
        )
    chances, before = _chances(rows, "kategori", "kategorier"), _before(rows)
    return [" ".join(parts).strip() for parts in zip(sentences, chances, before, strict=True)]


def _chances(rows: pl.DataFrame, one: str, many: str) -> list[str]:
    sentences = []
    for looked_at, q_value, verdict in rows.select("looked_at", "q_value", "verdict").iter_rows():
        looked, q = swedish.plural(looked_at, one, many), swedish.number(q_value, 3)
        sentences.append(
            f"Det sticker ut även bland {looked} som granskades den veckan (q = {q})."
            if verdict == "increase"
            else f"Bland {looked} som granskades den veckan kan det vara en slump (q = {q})."
        )
    return sentences


def _levels(rows: pl.DataFrame) -> list[str]:
    return [
        f"Redan halvåret före var nivån högre än ett år tidigare ({now} mot {before}). Det kan vara ett "
        "ändrat sätt att rapportera."
        if changed
        else ""
        for changed, now, before in rows.select("level_changed", "half_year", "half_year_before").iter_rows()
    ]


def _spans(rows: pl.DataFrame) -> list[str]:
    return [
        swedish.week(last, with_year=True)
        if first == last
        else f"{swedish.week(first)}–{swedish.week(last, with_year=True)}"
        for first, last in rows.select("start", "week").iter_rows()
    ]


def _before(rows: pl.DataFrame) -> list[str]:
    """Say how it was a year earlier: winter holidays in the mountains are no news."""
    return [
        f"Samma veckor och platser året före: {swedish.count(before)}." if before is not None else ""
        for before in rows["year_before"]
    ]
