"""What every section may look at, worked out once: the place, the time, the counts and their changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from lagesbild.document.tree import Block, Section, Statement, Statements
from lagesbild.picture.breaks import Break, code_breaks
from lagesbild.picture.changes import ChangeTable, changes_of, with_sums
from lagesbild.picture.counts import CountTable, figure_period, figure_tables, incident_tables
from lagesbild.picture.doubts import with_doubts
from lagesbild.picture.findings import Finding
from lagesbild.picture.inputs import Inputs
from lagesbild.picture.kinds import KINDS, latest_period
from lagesbild.picture.nouns import noun_of
from lagesbild.picture.options import PictureError, PictureOptions
from lagesbild.picture.publication import protected, published_changes
from lagesbild.picture.series_reports import SeriesReport, series_in_figures, series_in_incidents
from lagesbild.picture.timeframe import Coverage, TimeFrame, choose_time_frame
from lagesbild.picture.wording import listed
from lagesbild.sources.catalogue import all_sources
from lagesbild.tables.categories import UNKNOWN, Taxonomy
from lagesbild.tables.periods import Period

HEADINGS: Mapping[str, str] = {
    "summary": "Sammanfattning",
    "extent": "Omfattning",
    "development": "Utveckling",
    "comparison": "Jämförelse",
    "places": "Platser",
    "times": "Tider",
    "deviations": "Avvikelser",
    "consequences": "Konsekvenser",
    "other_information": "Annan information",
    "analysis": "Analys",
    "sources": "Källor",
    "methods": "Metoder",
}
"""The twelve sections, in order; the ids are a contract."""


NOT_OVER_TIME = frozenset(
    {
        "hotspot", "time_pattern", "publication_time_pattern", "level_comparison", "trend_comparison",
        "publication_trend_comparison", "data_quality", "level_summary",
    }
)  # fmt: skip
"""Kinds of findings that are about a place, an hour or others: "ökning" would be the wrong word for them."""


NO_CATEGORY = "Händelser utan känd kategori"


@dataclass(frozen=True, slots=True)
class MethodUsed:
    """One method that the picture used: what for, how, after whom and with which choices."""

    id: str
    purpose: str
    how: str
    source: str
    choices: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One finished section with what it found, what the reader must be warned of and how it was made."""

    section: Section
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()
    methods: tuple[MethodUsed, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that the sections share."""

    options: PictureOptions
    inputs: Inputs
    frame: TimeFrame
    taxonomy: Taxonomy
    incident_tables: tuple[CountTable, ...]
    figure_tables: tuple[CountTable, ...]
    changes: tuple[ChangeTable, ...]
    """One for each count table that has an earlier period, incidents first."""
    breaks: tuple[Break, ...]
    """Codes that come or go within the compared periods, found in the data."""
    series: tuple[SeriesReport, ...]
    """Days and years that one investigation may have inflated."""
    hidden: int = 0
    """Cells that the public version does not show."""

    @property
    def tables(self) -> tuple[CountTable, ...]:
        """Every count table, incidents first."""
        return (*self.incident_tables, *self.figure_tables)

    @property
    def place(self) -> str:
        """The name of what the picture is about, as it stands in a sentence."""
        return self.inputs.place.part or self.inputs.place.name

    def changes_for(self, table: CountTable) -> ChangeTable | None:
        """Return the changes of a count table, None when there is nothing to compare with."""
        return next((found for found in self.changes if found.table is table), None)

    def is_hidden(self, source: str, key: str) -> bool:
        """Tell whether a row of a count table has a cell that the public version hides."""
        rows = [
            row for table in self.tables if table.source == source for row in table.rows if row.key == key
        ]
        return self.options.public and any(None in row.counts for row in rows)

    def area_name(self, code: str) -> str:
        """Return the name of an area, or its code where no name is known."""
        areas = self.options.areas
        name = areas.names().get(code) if areas is not None else None
        return name or f"område {code}"

    def seriousness(self, category: str | None) -> float:
        """Return how serious a category is, 0 (disorder) to 1 (deadly violence); 0.5 when not known."""
        if category is None or category not in self.taxonomy:
            return 0.5
        return (self.taxonomy.category(category).seriousness - 1) / 4

    def residents(self, area: str | None = None) -> int | None:
        """Return the residents of an area, or of the whole place; None when not known."""
        population = self.options.population
        if population is None:
            return None
        return population.residents(
            area or self.inputs.place.part_code or self.inputs.place.code or "00",
            self.frame.period.last_day.year,
        )


def source_name(source: str) -> str:
    """Return the Swedish name of a source; an unknown id names itself."""
    own = {"rapport": "Rapporterade händelser"}
    return next((known.name for known in all_sources() if known.id == source), own.get(source, source))


def source_limits(source: str) -> tuple[str, ...]:
    """Return what a source can never tell, as Swedish sentences."""
    return next((tuple(known.limits) for known in all_sources() if known.id == source), ())


def work_out(inputs: Inputs, options: PictureOptions, taxonomy: Taxonomy) -> Context:
    """Choose the time frame, count everything once and compare it.

    Raises
    ------
    PictureError
        If nothing can be counted in the wished period.
    """
    frame = _time_frame(inputs, options)
    frame = replace(frame, notes=(*frame.notes, *_short_sources(inputs, frame)))
    names = {code: item.name for code, item in taxonomy.categories.items()} | {UNKNOWN: NO_CATEGORY}
    periods = (*frame.compare, frame.period)
    from_incidents = (
        incident_tables(inputs.incidents, periods, names=names, covers=inputs.covers)
        if inputs.has_incidents
        else ()
    )
    own_period = None if options.period is None and inputs.has_incidents else frame.period
    from_figures = figure_tables(inputs.figures, period=own_period, compare=options.compare)
    breaks = code_breaks(inputs, frame, taxonomy)
    series = (*series_in_incidents(inputs, frame, taxonomy), *series_in_figures(from_figures))
    changes = tuple(
        with_doubts(found, breaks, series)
        for table in (*from_incidents, *from_figures)
        if (found := changes_of(table))
    )
    made = Context(options, inputs, frame, taxonomy, from_incidents, from_figures, changes, breaks, series)
    return _for_everyone(made) if options.public else made


def _for_everyone(context: Context) -> Context:
    """Hide the small counts before any section sees them."""
    safe = {id(table): protected(table) for table in context.tables}
    changes = tuple(
        published_changes(with_sums(found), safe[id(found.table)].table) for found in context.changes
    )
    return replace(
        context,
        incident_tables=tuple(safe[id(table)].table for table in context.incident_tables),
        figure_tables=tuple(safe[id(table)].table for table in context.figure_tables),
        changes=changes,
        hidden=sum(each.hidden for each in safe.values()),
    )


def _time_frame(inputs: Inputs, options: PictureOptions) -> TimeFrame:
    if inputs.has_incidents and inputs.coverage is not None:
        frame = choose_time_frame(
            inputs.coverage,
            period=options.period or _period_of_kind(options, inputs.coverage),
            compare=options.compare,
            as_of=options.as_of,
        )
        _demand_rows(inputs, frame.period)
        return frame
    counts = inputs.figures.filter(inputs.figures["unit"] == "count")
    figures = counts if counts.height else inputs.figures
    period = figure_period(figures, options.period)
    if period is None:
        wished = options.period.label if options.period else "perioden"
        raise PictureError([f"Filerna har inga siffror för {wished}. Välj en period som finns i dem."])
    spans = [
        Period.of_days(a, b) for a, b in figures.select("period_start", "period_end").unique().iter_rows()
    ]
    coverage = Coverage(min(s.start for s in spans), max(s.last_day for s in spans), slack_days=0)
    earlier = _figure_comparisons(spans, period, options.compare)
    notes: tuple[str, ...] = ()
    if options.period is not None and period != options.period:
        notes = (
            f"Filerna har inga siffror för just {options.period.label}. Lägesbilden gäller därför "
            f"{period.label}.",
        )
    as_of = min(options.as_of, coverage.last) if options.as_of else period.last_day
    return TimeFrame(period, earlier, as_of, notes)


def _period_of_kind(options: PictureOptions, coverage: Coverage) -> Period | None:
    """The latest whole week of a week's picture, and so on; None lets the data decide."""
    kind = KINDS[options.kind].period if options.kind in KINDS else None
    return latest_period(kind, coverage.known_on(options.as_of) + timedelta(days=1)) if kind else None


def _short_sources(inputs: Inputs, frame: TimeFrame) -> list[str]:
    """Tell which sources do not hold every earlier period, and are therefore not compared with it."""
    told: list[str] = []
    for source, coverage in inputs.coverages.items():
        missing = [p.label for p in frame.compare if not coverage.covers(p)]
        if missing and source in inputs.incidents["source"]:
            told.append(
                f"{source_name(source)} börjar {coverage.first.isoformat()} och täcker inte hela "
                f"{listed(missing)}. Källan jämförs därför inte med den tiden."
            )
    return told


def _figure_comparisons(
    spans: Sequence[Period], period: Period, compare: Sequence[Period] | None
) -> tuple[Period, ...]:
    earliest = min(span.start.year for span in spans)
    wanted = {p.start.year for p in compare} if compare is not None else None
    candidates = [period.shifted_years(-back) for back in range(period.start.year - earliest, 0, -1)]
    kept = [p for p in candidates if (p.start.year in wanted if wanted is not None else True)]
    present = [
        p
        for p in kept
        if any((s.start <= p.start and p.end <= s.end) or p.start <= s.start < p.end for s in spans)
    ]
    return tuple(present if wanted is not None else present[-5:])


def _demand_rows(inputs: Inputs, period: Period) -> None:
    days = inputs.incidents["day"]
    if inputs.figures.height or ((days >= period.start) & (days < period.end)).any():
        return
    coverage = inputs.coverage
    known = f" Materialet täcker {coverage.first} till {coverage.last}." if coverage else ""
    raise PictureError([f"Filerna har inga händelser i {period.label} för {inputs.place.name}.{known}"])


def statements(findings: Sequence[Finding]) -> Statements:
    """Return findings as a reader meets them."""
    return Statements(
        tuple(
            Statement(f.sentence, "notice" if f.kind in NOT_OVER_TIME else f.verdict, f.detail)
            for f in findings
        )
    )


def part(
    section_id: str,
    blocks: Sequence[Block],
    *,
    findings: Sequence[Finding] = (),
    warnings: Sequence[str] = (),
    methods: Sequence[MethodUsed] = (),
) -> Part:
    """Return a finished section under its fixed heading."""
    section = Section(section_id, HEADINGS[section_id], tuple(blocks))
    return Part(section, tuple(findings), tuple(warnings), tuple(methods))


def is_feed(source: str) -> bool:
    """Tell whether a source is a news feed, from which nothing about crime may be concluded."""
    return noun_of(source).is_feed
