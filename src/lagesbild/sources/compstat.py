"""Compstat: the police's table of crime phenomena, accumulated over the year, for one municipality."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from lagesbild.readers.encoding import decode
from lagesbild.readers.faults import FaultyFileError
from lagesbild.readers.files import kind_of
from lagesbild.readers.mapping import Mapping
from lagesbild.readers.sheet import Sheet
from lagesbild.sources.base import Note, Progress, Recognition, SourceTables
from lagesbild.sources.compstat_checks import mismatches
from lagesbild.sources.compstat_grid import SECTION_WORDS, Line, head_of, lines_of_sheet, lines_of_text
from lagesbild.sources.compstat_table import CompstatTables, Figure, YearSpan, read_tables, span_of
from lagesbild.sources.figures import (
    Findings,
    column,
    looked_at,
    numbers_in,
    period_columns,
    read_figures,
    sheets_of,
    years_in,
)
from lagesbild.sources.files import beginning, is_no_table, whole
from lagesbild.sources.kinds import categories_of, unmapped_note

_PHENOMENON_WORDS = ("brottsfenomen", "fenomen")
_YEAR_WORDS = ("ar", "year")
_COUNT_WORDS = ("antal", "count")
_PASTED_BYTES = 1_000_000  # a table pasted among prose may stand far down


class Compstat:
    """The police's Compstat table."""

    id: str = "compstat"
    name: str = "Polisens Compstat"
    description: str = (
        "Tabell med brottsfenomen, år och rubriken Period: 1 jan – 30 sep: inklistrad text, CSV eller Excel."
    )
    limits: Sequence[str] = (
        "Compstat visar anmälda brott i ett urval brottsfenomen, inte all brottslighet.",
        "Brott som inte anmäls syns inte.",
        "Vilka brottskoder som ingår i varje brottsfenomen är inte publicerat. "
        "Jämför därför inte nivåerna med andra källor.",
        "Siffrorna gäller hela kommunen, inte var i kommunen eller när på dygnet brotten begicks.",
        "Siffrorna är preliminära: anmälningar kommer in i efterhand och brott kan byta rubricering.",
        "Procent på små antal vilseleder. När 3 blir 0 är det minus 100 procent, men det kan vara slump.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for a heading of years beside ``Period:``, or for a column of crime phenomena."""
        heads = [head for line in _first_lines(path) if (head := head_of(line))]
        if any(head.period is not None or span_of(" ".join(head.line.cells)) for head in heads):
            return Recognition(0.95, f"rad {heads[0].line.row} har brottsfenomen, period och år som Compstat")
        if any(_is_long(sheet) for sheet in looked_at(path)):
            return Recognition(0.95, "kolumnerna brottsfenomen, år och antal")
        if heads:
            return Recognition(0.4, f"rad {heads[0].line.row} har brott och år men ingen period")
        return Recognition(0.0, "ingen rubrik med Period: och år, och ingen kolumn brottsfenomen")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read every table in the file; sums and printed changes are held against the counts.

        Where the file does not say which part of the year it covers, the constant ``period`` of the
        mapping does: ``1 jan – 30 sep``.
        """

        def understand(found: Findings) -> None:
            tables = _tables(path, mapping, found)
            if not tables.figures and not found.faults:
                found.fault_in_file("Filen har ingen Compstat-tabell", "Ta med rubriken med Period: och år")
            if tables.figures:
                _add(tables, mapping, found)

        return read_figures(self.id, path, understand, progress=progress)


def _tables(path: Path, mapping: Mapping | None, found: Findings) -> CompstatTables:
    given = span_of(mapping.constants.get("period", "")) if mapping else None
    is_text = kind_of(path) == "text"
    sheets = [] if is_text else sheets_of(path, mapping)
    lines = lines_of_text(decode(whole(path)).text) if is_text else []
    for sheet in sheets:
        lines += lines_of_sheet(sheet)
    if any(head_of(line) for line in lines):
        return read_tables(lines, found, given_span=given)
    longs = [sheet for sheet in sheets or sheets_of(path, mapping) if _is_long(sheet)]
    figures = [figure for sheet in longs for figure in _long_figures(sheet, given, found)]
    return CompstatTables(tuple(figures), ())


def _first_lines(path: Path) -> list[Line]:
    if is_no_table(path):
        return []
    try:
        if kind_of(path) == "text":
            return lines_of_text(decode(beginning(path, _PASTED_BYTES)).text)
    except (FaultyFileError, OSError):
        return []
    return [line for sheet in looked_at(path) for line in lines_of_sheet(sheet)]


def _is_long(sheet: Sheet) -> bool:
    return all(column(sheet, *words) for words in (_PHENOMENON_WORDS, _YEAR_WORDS, _COUNT_WORDS))


def _long_figures(sheet: Sheet, given: YearSpan | None, found: Findings) -> list[Figure]:
    label, year, count = (column(sheet, *words) for words in (_PHENOMENON_WORDS, _YEAR_WORDS, _COUNT_WORDS))
    if label is None or year is None or count is None:
        return []
    years, counts = years_in(sheet, year, found), numbers_in(sheet, count, found)
    sections = _texts(sheet, column(sheet, *SECTION_WORDS))
    spans = _spans(sheet, column(sheet, "period"), given, found)
    rows = zip(sheet.rows, _texts(sheet, label), sections, years, counts, spans, strict=True)
    figures: list[Figure] = []
    for row, words, section, of_year, value, span in rows:
        if not words:
            found.fault(row, label, "", "är inget brottsfenomen", "Skriv vad raden räknar")
        elif of_year is not None and span is not None:
            figures.append(Figure(section, words, of_year, value, row, span))
    return figures


def _spans(sheet: Sheet, name: str | None, given: YearSpan | None, found: Findings) -> list[YearSpan | None]:
    if name is None:
        if given is None:
            found.fault_in_file(
                "Filen säger inte vilken del av året siffrorna gäller",
                "Lägg till en kolumn period, till exempel 1 jan – 30 sep",
            )
        return [given] * len(sheet)
    spans: list[YearSpan | None] = []
    for row, text in zip(sheet.rows, _texts(sheet, name), strict=True):
        span = span_of(text)
        if span is None:
            found.fault(row, name, text, "är ingen period", "Skriv till exempel 1 jan – 30 sep")
        spans.append(span)
    return spans


def _texts(sheet: Sheet, name: str | None) -> list[str]:
    return [text or "" for text in sheet.frame[name]] if name else [""] * len(sheet)


def _add(tables: CompstatTables, mapping: Mapping | None, found: Findings) -> None:
    figures = tables.figures
    _check_repeats(figures, found)
    found.rows_read = len({figure.row for figure in figures})
    labels = pl.Series([figure.label for figure in figures], dtype=pl.String)
    totals = pl.Series([figure.is_total for figure in figures], dtype=pl.Boolean)
    categories = categories_of(labels, scheme="compstat", mapping=mapping)
    found.notes.extend(mismatches(tables))
    found.notes.extend(unmapped_note(labels.filter(~totals), categories.filter(~totals), "siffra", "siffror"))
    found.notes.append(
        Note("assumed", "Filen säger inte vilken kommun den gäller. Ange kommunen när du gör lägesbilden.", 0)
    )
    found.frames.append(
        pl.DataFrame(
            {
                "indicator": labels,
                "category": pl.select(pl.when(~totals).then(categories)).to_series(),
                "section": [figure.section or None for figure in figures],
                **period_columns([figure.span.in_year(figure.year) for figure in figures]),
                "group": ["alla"] * len(figures),
                "value": [figure.value for figure in figures],
                "unit": ["count"] * len(figures),
                "is_total": totals,
                "row": [figure.row for figure in figures],
            },
            schema_overrides={"value": pl.Float64, "section": pl.String},
        )
    )


def _check_repeats(figures: tuple[Figure, ...], found: Findings) -> None:
    seen: dict[tuple[str, str, int, YearSpan], int] = {}
    for figure in figures:
        key = (figure.section, figure.label, figure.year, figure.span)
        first = seen.setdefault(key, figure.row)
        if first != figure.row:
            what = f"för {figure.year} finns redan på rad {first}"
            found.fault(figure.row, str(figure.year), figure.label, what, "Behåll en av raderna")
