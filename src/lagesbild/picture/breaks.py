"""Breaks in the time axis: codes that came, went or changed meaning, known beforehand or seen in the data."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from lagesbild.document import swedish
from lagesbild.picture.context import Context
from lagesbild.picture.nouns import noun_of

SILENT_EXPECTED = 15.0
"""A code is said to have come or gone when at least this many incidents would have been expected in the
silence: by chance that happens less than once in a million (exp(-15))."""
FEWEST = 20
MOST_REPORTED = 6


@dataclass(frozen=True, slots=True)
class KnownBreak:
    """A change in how crimes are coded, from public descriptions of the statistics."""

    categories: tuple[str, ...]
    """Codes of the taxonomy; everything below them is concerned too."""
    on: date
    what: str


KNOWN: tuple[KnownBreak, ...] = (
    KnownBreak(
        ("penninghaleri", "haleri"),
        date(2014, 7, 1),
        "Penningtvättsbrott blev ett eget brott 2014 (tidigare penninghäleri)",
    ),
    KnownBreak(("misshandel", "vald"), date(2018, 1, 1), "Brottskoderna för våldsbrott ändrades 2018"),
    KnownBreak(("misshandel", "vald"), date(2019, 1, 1), "Brottskoderna för våldsbrott ändrades 2019"),
    KnownBreak(("bedrageri",), date(2019, 1, 1), "Brottskoderna för bedrägeri gjordes om 2019"),
    KnownBreak(("terror",), date(2023, 7, 1), "Terroristbrottslagen och dess brottskoder är nya 2023"),
    KnownBreak(("misshandel", "vald"), date(2024, 1, 1), "Brottskoderna för våldsbrott ändrades 2024"),
    KnownBreak(("manniskohandel",), date(2025, 1, 1), "Brottskoderna för människohandel ändrades 2025"),
)
"""Source: Brå's notes on the statistics of reported crime, as compiled for the field study; years, not days, are certain."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place on the time axis where counts before and after cannot be compared as they stand."""

    label: str
    on: date
    sentence: str
    is_known: bool


def known_breaks(context: Context) -> tuple[Break, ...]:
    """Return the known code changes that lie between the compared periods, for categories in the tables."""
    found: list[Break] = []
    for table in context.tables:
        if not noun_of(table.source).is_reported_crime or not table.earlier:
            continue
        first, last = table.earlier[0].start, table.period.end
        for known in KNOWN:
            labels = [
                row.label
                for row in table.parts
                if row.category is not None
                and _concerns(context, known, row.category)
                and sum(row.earlier) + (row.now or 0)
            ]
            if labels and first < known.on < last:
                sentence = (
                    f"{known.what}. Jämför {', '.join(labels[:3])}{' med flera' if len(labels) > 3 else ''} "
                    f"före och efter {known.on.year} med försiktighet."
                )
                found.append(Break(labels[0], known.on, sentence, is_known=True))
    return tuple({b.sentence: b for b in found}.values())


def _concerns(context: Context, known: KnownBreak, category: str) -> bool:
    if category in known.categories:
        return True
    if category not in context.taxonomy:
        return False
    return any(above in known.categories for above in context.taxonomy.ancestors(category))


def code_breaks(context: Context) -> tuple[Break, ...]:
    """Return codes that suddenly appear or disappear within the periods that are compared.

    A code's incidents give its rate while it was in use; when the silence before its first or
    after its last incident would have held 15 or more at that rate, chance is not the reason.
    """
    coverage = context.inputs.coverage
    if coverage is None:
        return ()
    first = context.frame.compare[0].start if context.frame.compare else context.frame.period.start
    start, end = max(first, coverage.first), min(context.frame.as_of, coverage.last)
    rows = context.inputs.incidents.filter(
        (pl.col("day") >= start)
        & (pl.col("day") <= end)
        & (pl.col("code").is_not_null() | pl.col("label").is_not_null())
    )
    spans = (
        rows.with_columns(_code=pl.coalesce("code", "label"))
        .group_by("source", "_code")
        .agg(
            pl.len().alias("n"),
            pl.col("day").min().alias("first"),
            pl.col("day").max().alias("last"),
            pl.col("label").first().alias("label"),
        )
        .filter(pl.col("n") >= FEWEST)
        .with_columns(
            days=(pl.col("last") - pl.col("first")).dt.total_days() + 1,
            before=(pl.col("first") - start).dt.total_days(),
            after=(pl.lit(end) - pl.col("last")).dt.total_days(),
        )
        .with_columns(
            missing_before=pl.col("n") / pl.col("days") * pl.col("before"),
            missing_after=pl.col("n") / pl.col("days") * pl.col("after"),
        )
    )
    found: list[tuple[float, Break]] = []
    for row in spans.sort("source", "_code").iter_rows(named=True):
        if row["days"] < 28:
            continue  # a short burst is a series of reports, not a code in use
        name = row["_code"] if row["label"] in (None, row["_code"]) else f"{row['_code']} ({row['label']})"
        if row["missing_before"] >= SILENT_EXPECTED:
            found.append((row["missing_before"], _appeared(name, row["first"], row["n"])))
        if row["missing_after"] >= SILENT_EXPECTED:
            found.append((row["missing_after"], _vanished(name, row["last"], row["n"])))
    found.sort(key=lambda item: (-item[0], item[1].sentence))
    return tuple(item for _, item in found[:MOST_REPORTED])


def _appeared(name: str, on: date, n: int) -> Break:
    sentence = (
        f"Koden {name} finns bara från {on} ({swedish.count(n)} rader). En ökning kan bero på att koden är ny, "
        "och en annan kod kan ha minskat i stället."
    )
    return Break(name, on, sentence, is_known=False)


def _vanished(name: str, on: date, n: int) -> Break:
    sentence = (
        f"Koden {name} finns inte efter {on} ({swedish.count(n)} rader före). En minskning kan bero på att koden har "
        "upphört eller bytt namn, och en annan kod kan ha ökat i stället."
    )
    return Break(name, on, sentence, is_known=False)
