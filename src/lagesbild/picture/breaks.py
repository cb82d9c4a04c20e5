"""Breaks in the time axis: codes that came, went or changed meaning, known beforehand or seen in the data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from lagesbild.document import swedish
from lagesbild.picture.counts import CountTable
from lagesbild.picture.inputs import Inputs
from lagesbild.picture.nouns import noun_of
from lagesbild.picture.timeframe import TimeFrame
from lagesbild.tables.categories import Taxonomy

SILENT_EXPECTED = 15.0
"""A code is said to have come or gone when at least this many incidents would have been expected in the
silence: by chance that happens less than once in a million (exp(-15))."""
FEWEST = 20
SHORTEST_DAYS = 28
"""A shorter burst is a series of reports, not a code in use."""
SAME_TIME_DAYS = 60


@dataclass(frozen=True, slots=True)
class KnownBreak:
    """Years in which the codes of a kind of crime changed."""

    category: str
    """Code of the taxonomy; codes that begin with it or lie below it are concerned too."""
    years: tuple[int, ...]
    what: str


KNOWN: tuple[KnownBreak, ...] = (
    KnownBreak("haleri", (2014,), "penninghäleri och häleri"),
    KnownBreak("misshandel", (2018, 2019, 2024), "misshandel"),
    KnownBreak("bedrageri", (2019,), "bedrägeri"),
    KnownBreak("terror", (2023,), "terroristbrott"),
    KnownBreak("manniskohandel", (2025,), "människohandel"),
)
"""From descriptions of the statistics on reported crime; only the years are certain, not the days."""


@dataclass(frozen=True, slots=True)
class Break:
    """A place on the time axis where counts before and after cannot be compared as they stand."""

    label: str
    on: date
    sentence: str
    is_known: bool
    source: str = ""
    category: str | None = None
    side: Literal["came", "went", "renamed", "changed"] = "changed"
    """``came`` and ``went`` make the category's count rise or fall; ``renamed`` stays within the category."""
    rows: int = 0


def known_breaks(tables: Sequence[CountTable], taxonomy: Taxonomy) -> tuple[Break, ...]:
    """Return the known code changes that lie between the compared periods, for categories in the tables."""
    found: dict[str, Break] = {}
    for table in tables:
        if not noun_of(table.source).is_reported_crime or not table.earlier:
            continue
        first, last = table.earlier[0].start.year, table.period.start.year
        for known in KNOWN:
            years = [year for year in known.years if first < year <= last]
            labels = [
                row.label
                for row in table.parts
                if _concerns(taxonomy, known, row.category) and any(row.earlier)
            ]
            if labels and years:
                when = (
                    " och ".join(map(str, years))
                    if len(years) < 3
                    else f"{', '.join(map(str, years[:-1]))} och {years[-1]}"
                )
                sentence = (
                    f"Brottskoderna för {known.what} ändrades {when}. Jämför {_some(labels)} över "
                    f"{'det året' if len(years) == 1 else 'de åren'} med försiktighet."
                )
                found[sentence] = Break(labels[0], date(years[-1], 1, 1), sentence, is_known=True)
    return tuple(found.values())


def _some(labels: list[str]) -> str:
    return (
        labels[0]
        if len(labels) == 1
        else f"{labels[0]} och {len(labels) - 1} {'kategori' if len(labels) == 2 else 'kategorier'} till"
    )


def _concerns(taxonomy: Taxonomy, known: KnownBreak, category: str | None) -> bool:
    if category is None:
        return False
    above = taxonomy.ancestors(category) if category in taxonomy else ()
    return category.startswith(known.category) or known.category in above


def code_breaks(inputs: Inputs, frame: TimeFrame, taxonomy: Taxonomy) -> tuple[Break, ...]:
    """Return codes that suddenly appear or disappear within the periods that are compared.

    A code's incidents give its rate while it was in use; when the silence before its first or
    after its last incident would have held 15 or more at that rate, chance is not the reason. A code
    that goes while another of the same category comes is a change of name and hurts no comparison.
    """
    first = frame.compare[0].start if frame.compare else frame.period.start
    found: list[Break] = []
    for source, coverage in inputs.coverages.items():
        own = inputs.incidents.filter(pl.col("source") == source)
        start, end = max(first, coverage.first), min(frame.as_of, coverage.last)
        found += [b for span in _spans(own, start, end) for b in _breaks_of(span)]
    return tuple(_renamed_or_kept(found, taxonomy))


@dataclass(frozen=True, slots=True)
class _Span:
    source: str
    category: str
    code: str
    label: str
    n: int
    first: date
    last: date
    silent_before: int
    silent_after: int

    @property
    def name(self) -> str:
        return self.code if self.label == self.code else f"{self.code} ({self.label})"

    @property
    def per_day(self) -> float:
        return self.n / ((self.last - self.first).days + 1)


def _spans(incidents: pl.DataFrame, start: date, end: date) -> list[_Span]:
    rows = incidents.filter(
        (pl.col("day") >= start)
        & (pl.col("day") <= end)
        & (pl.col("code").is_not_null() | pl.col("label").is_not_null())
    )
    spans = (
        rows.with_columns(_code=pl.coalesce("code", "label"))
        .group_by("source", "category", "_code")
        .agg(
            pl.len().alias("n"),
            pl.col("day").min().alias("first"),
            pl.col("day").max().alias("last"),
            pl.col("label").drop_nulls().first().alias("label"),
        )
        .filter(pl.col("n") >= FEWEST, (pl.col("last") - pl.col("first")).dt.total_days() >= SHORTEST_DAYS)
        .sort("source", "category", "_code")
    )
    return [
        _Span(source, category, code, label or code, n, a, b, (a - start).days, (end - b).days)
        for source, category, code, n, a, b, label in spans.iter_rows()
    ]


def _breaks_of(span: _Span) -> list[Break]:
    found: list[Break] = []
    number = swedish.count(span.n)
    if span.per_day * span.silent_before >= SILENT_EXPECTED:
        sentence = (
            f"Koden {span.name} finns bara från {span.first} ({number} rader). En ökning kan bero "
            "på att koden är ny, "
            "och en annan kod kan ha minskat i stället."
        )
        found.append(
            Break(span.name, span.first, sentence, False, span.source, span.category, "came", span.n)
        )
    if span.per_day * span.silent_after >= SILENT_EXPECTED:
        sentence = (
            f"Koden {span.name} finns inte efter {span.last} ({number} rader före). En minskning "
            "kan bero på att koden har "
            "upphört eller bytt namn, och en annan kod kan ha ökat i stället."
        )
        found.append(Break(span.name, span.last, sentence, False, span.source, span.category, "went", span.n))
    return found


def _renamed_or_kept(found: list[Break], taxonomy: Taxonomy) -> list[Break]:
    """Turn a code that goes and one that comes, in one category at one time, into a change of name."""
    came = [b for b in found if b.side == "came"]
    went = [b for b in found if b.side == "went"]
    made: list[Break] = []
    for old in went:
        new = next(
            (n for n in came if n.category == old.category and abs((n.on - old.on).days) <= SAME_TIME_DAYS),
            None,
        )
        if new is None or old.category is None:
            made.append(old)
            continue
        came.remove(new)
        sentence = (
            f"Koden {old.label} ersätts av {new.label} kring {new.on}. Båda räknas till "
            f"{taxonomy.name(old.category)}, "
            "så den kategorin går att jämföra."
        )
        made.append(
            Break(
                new.label, new.on, sentence, False, old.source, old.category, "renamed", old.rows + new.rows
            )
        )
    return sorted([*made, *came], key=lambda b: (b.side == "renamed", -b.rows, b.sentence))
