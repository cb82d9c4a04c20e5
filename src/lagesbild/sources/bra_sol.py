"""Brå's statistics database (SOL): crime, region, year and month as it is exported."""

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from lagesbild.readers.mapping import Mapping
from lagesbild.readers.sheet import Sheet
from lagesbild.sources.amounts import amount
from lagesbild.sources.base import Note, Progress, Recognition, SourceTables
from lagesbild.sources.figures import (
    Findings,
    area_codes,
    area_names,
    column,
    looked_at,
    numbers_in,
    period_columns,
    read_figures,
    sheets_of,
    years_in,
)
from lagesbild.sources.kinds import categories_of, unmapped_note
from lagesbild.tables.periods import MONTHS, Period, PeriodError

_REGION, _CRIME, _YEAR, _PERIOD, _COUNT = (
    ("region",),
    ("brott", "brottstyp", "brottskod"),
    ("ar",),
    ("period",),
    ("antal",),
)
_RATE = ("100000inv", "per100000inv", "antalper100000inv", "100000invanare")
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
_WHOLE_YEAR = ("hela året", "helår", "år", "")
_PARTS = {"kv": "Q", "halvår": "H", "tertial": "T"}
_TOTAL = re.compile(r"^(samtliga|totalt|summa)\b|\b(totalt|totala antalet)\b", re.IGNORECASE)
_PRELIMINARY = re.compile(r"prelim", re.IGNORECASE)


class BraSol:
    """Brå: export from the statistics database."""

    id: str = "bra-sol"
    name: str = "Brås statistikdatabas (SOL)"
    description: str = "CSV med Region, Brott, År, Period och Antal, som Brås databas exporterar den."
    limits: Sequence[str] = (
        "Statistiken visar anmälda brott, inte alla brott.",
        "Månadssiffror är preliminära och ändras. Årets slutliga siffror kommer på våren året efter.",
        "För en kommun finns bara några brottstyper per månad.",
        "Brottskoder har ändrats flera gånger (bland annat bedrägeri 2019). En nivå kan byta av det skälet.",
        "Brottstyperna överlappar: en summa och dess delar står på var sin rad och får inte läggas ihop.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for the five columns of the export."""
        if any(_is_export(sheet) for sheet in looked_at(path)):
            return Recognition(0.97, "kolumnerna Region, Brott, År, Period och Antal")
        return Recognition(0.0, "kolumnerna Region, Brott, År, Period och Antal saknas")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read counts and, where they are given, counts per 100,000 residents; ``..`` is missing."""

        def understand(found: Findings) -> None:
            for sheet in sheets_of(path, mapping):
                if _is_export(sheet):
                    _add(sheet, mapping, found)
            if not found.frames and not found.faults:
                found.fault_in_file(
                    "Filen har inte kolumnerna Region, Brott, År, Period och Antal",
                    "Exportera tabellen ur Brås databas på nytt",
                )

        return read_figures(self.id, path, understand, progress=progress)


def _is_export(sheet: Sheet) -> bool:
    return all(column(sheet, *words) for words in (_REGION, _CRIME, _YEAR, _PERIOD, _COUNT))


def _add(sheet: Sheet, mapping: Mapping | None, found: Findings) -> None:
    region, crime, year, period, count = (
        column(sheet, *words) or "" for words in (_REGION, _CRIME, _YEAR, _PERIOD, _COUNT)
    )
    found.rows_read += len(sheet)
    labels, names = sheet.frame[crime], sheet.frame[region]
    for name, cells in ((crime, labels), (region, names)):
        for at in cells.is_null().arg_true():
            found.fault(sheet.rows[at], name, "", "saknas", "Fyll i cellen eller ta bort raden")
    periods = [
        _period(row, of_year, text or "", period, found)
        for row, of_year, text in zip(
            sheet.rows, years_in(sheet, year, found), sheet.frame[period], strict=True
        )
    ]
    areas = area_codes(names)
    categories = categories_of(labels, scheme="bra", mapping=mapping)
    shared = {
        "indicator": labels,
        "category": categories,
        "area": areas,
        "area_name": area_names(areas, names),
        **period_columns(periods),
        "group": pl.Series(["alla"] * len(sheet), dtype=pl.String),
        "is_total": labels.str.contains(f"(?i){_TOTAL.pattern}").fill_null(False),
        "is_preliminary": _preliminary(sheet, periods, found),
        "row": sheet.rows.cast(pl.Int64),
    }
    found.frames.append(
        pl.DataFrame(
            shared | {"value": numbers_in(sheet, count, found), "unit": pl.Series(["count"] * len(sheet))}
        )
    )
    if rate := column(sheet, *_RATE):
        rates = numbers_in(sheet, rate, found, kind="measure")
        found.frames.append(
            pl.DataFrame(shared | {"value": rates, "unit": pl.Series(["per_100000"] * len(sheet))})
        )
    found.notes.extend(unmapped_note(labels, categories, "rad", "rader"))


def _period(row: int, year: int | None, text: str, column_name: str, found: Findings) -> Period:
    if year is None:  # already a fault
        return Period.year(1900)
    try:
        return Period.parse(_written(year, text))
    except PeriodError:
        found.fault(row, column_name, text, "är ingen period", "Skriv Hela året, en månad eller Kvartal 1")
        return Period.year(year)


def _written(year: int, text: str) -> str:
    """Return the period as ``Period`` writes it: ``Jan`` 2025 is ``2025-01``."""
    words = text.strip().casefold()
    if words in _WHOLE_YEAR:
        return str(year)
    if (month := _MONTH_NUMBERS.get(words[:3])) and words.isalpha():
        return f"{year}-{month:02d}"
    letter = next((letter for word, letter in _PARTS.items() if word in words), None)
    if letter and (number := re.search(r"[1-4]", words)):
        return f"{year}-{letter}{number[0]}"
    return text


def _preliminary(sheet: Sheet, periods: list[Period], found: Findings) -> pl.Series:
    """Tell which rows are preliminary: all when the export says so, else those of a year not yet closed."""
    if any(_PRELIMINARY.search(text) for text in (*sheet.title, *sheet.columns)):
        return pl.Series([True] * len(periods), dtype=pl.Boolean)
    closed = max((period.start.year for period in periods if period.kind == "year"), default=None)
    if closed is None:
        return pl.Series([None] * len(periods), dtype=pl.Boolean)
    found_open = [period.start.year > closed for period in periods]
    if any(found_open):
        rows = amount(sum(found_open), "rad", "rader")
        text = f"{rows} gäller tid efter {closed}, det senaste hela året i filen. De räknas som preliminära."
        found.notes.append(Note("assumed", text, sum(found_open)))
    return pl.Series(found_open, dtype=pl.Boolean)
