"""Survey tables: shares in per cent and the police's index 0-6, with the number of answers where given."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from lagesbild.readers.mapping import Mapping
from lagesbild.readers.numbers import parse_numbers
from lagesbild.readers.roles import folded
from lagesbild.readers.sheet import Sheet
from lagesbild.sources.amounts import amount, listing
from lagesbild.sources.base import Note, Progress, Recognition, SourceTables
from lagesbild.sources.figures import (
    Findings,
    area_codes,
    area_names,
    column,
    looked_at,
    numbers_in,
    only_year_in,
    period_columns,
    read_figures,
    sheets_of,
    years_among,
    years_in,
)
from lagesbild.tables.periods import Period

Unit = Literal["percent", "index_0_6"]

MOST: Dictionary[Unit, float] = {"percent": 100.0, "index_0_6": 6.0}
"""The largest value of each unit; the smallest is 0."""

_QUESTION = (
    "fraga", "matomrade", "indikator", "pastaende", "indikatorfraga", "fragetext", "delindex", "question",
)  # fmt: skip
_SECTION = ("undersokning", "del", "avsnitt", "tema", "frageomrade", "huvudomrade", "grupprubrik", "section")
_AREA = (
    "omrade", "kommun", "plats", "stadsdel", "lokalpolisomrade", "lpo", "kommundel", "bostadsomrade",
    "tatort", "omradeskod", "area",
)  # fmt: skip
_GROUP = ("grupp", "kon", "arskurs", "alder", "aldersgrupp", "malgrupp", "bakgrund", "group")
_PERCENT = ("andelprocent", "andel", "procent", "andeli", "svarsandel", "percent", "share")
_INDEX = ("index", "indexvarde", "medelindex", "indexvarde06", "index06", "problemindex")
_VALUE = ("varde", "resultat", "value")
_ANSWERS = ("n", "antalsvar", "antalsvarande", "svarande", "bas", "antal")
_RESPONSE = ("svarsfrekvensprocent", "svarsfrekvens", "svarsandelprocent", "responserate")
_LOWER = ("undre", "nedre", "undregrans", "nedregrans", "kilag", "lower")
_UPPER = ("ovre", "ovregrans", "kihog", "upper")
_YEAR = ("ar", "matar", "year")
_EVERYBODY = "alla"


class Survey:
    """A table of results from a survey."""

    id: str = "survey"
    name: str = "Trygghetsundersökning eller annan enkät"
    description: str = (
        "CSV eller Excel med fråga eller mätområde, år och andel i procent eller index 0–6; gärna antal svar."
    )
    limits: Sequence[str] = (
        "En enkät visar vad de som svarade uppgav. De som inte svarade kan ha andra erfarenheter.",
        "Varje siffra har en felmarginal. Med 500 svar är den omkring fyra procentenheter åt vardera hållet, "
        "så små förändringar säger inget.",
        "Olika undersökningar frågar olika personer på olika sätt. Jämför dem inte med varandra.",
        "Upplevd otrygghet är inte samma sak som brott. Båda behövs i en lägesbild.",
        "I Polisens index 0–6 är 0 inget problem och 6 ett stort problem. Låga tal är bra.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for a question and a share, an index or a column for each year."""
        for sheet in looked_at(path):
            layout = _layout(sheet)
            if layout is None:
                continue
            if layout.value and layout.unit:
                return Recognition(0.93, f"kolumnerna {layout.question} och {layout.value}")
            each = "område" if layout.areas else "år"
            return Recognition(0.7, f"kolumnen {layout.question} och ett värde för varje {each}")
        return Recognition(0.0, "ingen fråga eller inget mätområde med andel i procent eller index")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read the table; a value outside 0-100 (per cent) or 0-6 (index) is a fault."""

        def understand(found: Findings) -> None:
            for sheet in sheets_of(path, mapping):
                if (layout := _layout(sheet, mapping)) is not None:
                    _add(sheet, layout, found)
            if not found.frames and not found.faults:
                found.fault_in_file(
                    "Filen har ingen fråga med andel i procent eller index",
                    "Skriv kolumnerna fraga, ar, omrade och andel_procent (eller index)",
                )

        return read_figures(self.id, path, understand, progress=progress)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns of a survey table mean what; empty when there is none.

    The values stand in one column (``value``), or in one for each year (``years``) or each area
    (``areas``); ``told_year`` is the year of the whole table when no column says it.
    """

    question: str
    value: str
    unit: Unit | None
    years: Dictionary[str, int]
    areas: Sequence[str]
    year: str
    told_year: int | None
    section: str
    area: str
    group: str

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that hold values."""
        return (*self.years, *self.areas, *([self.value] if self.value else []))


def _layout(sheet: Sheet, mapping: Mapping | None = None) -> _Layout | None:
    def find(role: str, *words: str) -> str:
        mapped = mapping.columns.get(role, "") if mapping else ""
        return mapped if mapped in sheet.columns else column(sheet, *words) or ""

    question, year = find("indicator", *_QUESTION), find("year", *_YEAR)
    if not question:
        return None
    years = years_among(sheet)
    percent, index, other = find("", *_PERCENT), find("", *_INDEX), find("value", *_VALUE)
    value = (percent or index or other) if not years else ""
    words = (find("section", *_SECTION), find("area", *_AREA), find("group", *_GROUP))
    told_year = only_year_in(*sheet.title, sheet.file)
    areas = () if years or value else _area_columns(sheet, {question, year, *words})
    if not (years or ((value or len(areas) > 1) and (year or told_year))):
        return None
    unit: Unit | None = None
    if value:
        unit = "percent" if percent else "index_0_6" if index else None
    return _Layout(question, value, unit or _told_unit(sheet), years, areas, year, told_year, *words)


def _area_columns(sheet: Sheet, taken: set[str]) -> Sequence[str]:
    """Return the columns of figures that are left: one for each area in a table of one year."""
    known = {*_ANSWERS, *_RESPONSE, *_LOWER, *_UPPER}
    return [
        name
        for name in sheet.columns
        if name not in taken and folded(name) not in known and _is_figures(sheet, name)
    ]


def _is_figures(sheet: Sheet, name: str) -> bool:
    cells = parse_numbers(sheet.frame[name], kind="measure")
    filled = int((~cells.is_missing).sum())
    return filled > 0 and int(cells.values.is_not_null().sum()) * 2 > filled


def _told_unit(sheet: Sheet) -> Unit | None:
    """Return the unit that a title, the name of the sheet or of the file, or a per cent sign tells."""
    words = folded(" ".join((*sheet.title, sheet.name, sheet.file)))
    if "index" in words:
        return "index_0_6"
    if "procent" in words or "andel" in words:
        return "percent"
    cells = sheet.frame.select(pl.concat_str(pl.all(), ignore_nulls=True).str.contains(r"\d\s?%").any())
    return "percent" if bool(cells.item()) else None


def _add(sheet: Sheet, layout: _Layout, found: Findings) -> None:
    found.rows_read += len(sheet)
    for at in sheet.frame[layout.question].is_null().arg_true():
        found.fault(sheet.rows[at], layout.question, "", "är ingen fråga", "Skriv vad raden mäter")
    unit = layout.unit or _guessed_unit(sheet, layout, found)
    told = [layout.told_year or 1900] * len(sheet)
    years = [year or 1900 for year in years_in(sheet, layout.year, found)] if layout.year else told
    certainty = _certainty(sheet, found, most=MOST[unit])
    frame = pl.concat(
        _frame(
            sheet,
            layout,
            found,
            value=value,
            unit=unit,
            years=[layout.years[value]] * len(sheet) if value in layout.years else years,
        ).with_columns(certainty)
        for value in layout.values
    )
    found.frames.append(frame)
    _tell_ignored(sheet, layout, found)
    without = frame.filter(pl.col("base_size").is_null() & pl.col("value").is_not_null()).height
    if without:
        text = (
            f"{amount(without, 'värde', 'värden')} saknar antal svar. Osäkerheten går då inte att räkna ut."
        )
        found.notes.append(Note("limit", text, without))


def _tell_ignored(sheet: Sheet, layout: _Layout, found: Findings) -> None:
    used = {layout.question, layout.year, layout.section, layout.area, layout.group, *layout.values}
    used |= {column(sheet, *words) or "" for words in (_ANSWERS, _RESPONSE, _LOWER, _UPPER)}
    if unused := [name for name in sheet.columns if name not in used]:
        text = f"Kolumner som inte används: {listing(unused)}."
        found.notes.append(Note("ignored_column", text, len(sheet)))


def _guessed_unit(sheet: Sheet, layout: _Layout, found: Findings) -> Unit:
    """Guess from the values: mostly at most 6, with decimals, is the index; anything else is per cent."""
    silent = Findings(found.file)
    values = pl.concat(
        [numbers_in(sheet, name, silent, kind="measure") for name in layout.values]
    ).drop_nulls()
    # Mostly, not all: one wrong value must be told as a fault and not change what the others mean.
    is_small = int((values <= MOST["index_0_6"]).sum()) * 2 > len(values)
    is_index = is_small and bool((values != values.floor()).any())
    unit: Unit = "index_0_6" if is_index else "percent"
    words = "index 0–6" if is_index else "procent"
    text = f"Tabellen säger inte vad värdena är. De läses som {words}. Skriv index eller procent i rubriken."
    found.notes.append(Note("assumed", text, len(sheet)))
    return unit


def _frame(
    sheet: Sheet, layout: _Layout, found: Findings, *, value: str, unit: Unit, years: list[int]
) -> pl.DataFrame:
    words = "procent, 0 till 100" if unit == "percent" else "index, 0 till 6"
    advice = f"Värdet ska vara {words}"
    names = sheet.frame[layout.area] if layout.area else _nothing(sheet)
    if value in layout.areas:
        names = pl.Series([value] * len(sheet), dtype=pl.String)
    areas = area_codes(names)
    group = (
        sheet.frame[layout.group].fill_null(_EVERYBODY)
        if layout.group
        else pl.Series([_EVERYBODY] * len(sheet))
    )
    columns = {
        "indicator": sheet.frame[layout.question],
        "section": sheet.frame[layout.section] if layout.section else _nothing(sheet),
        "area": areas,
        "area_name": area_names(areas, names),
        **period_columns([Period.year(year) for year in years]),
        "group": group,
        "value": numbers_in(sheet, value, found, kind="measure", most=MOST[unit], advice=advice),
        "unit": pl.Series([unit] * len(sheet), dtype=pl.String),
        "is_total": pl.Series([False] * len(sheet), dtype=pl.Boolean),
        "row": sheet.rows.cast(pl.Int64),
    }
    return pl.DataFrame(columns)


def _certainty(sheet: Sheet, found: Findings, *, most: float) -> list[pl.Series]:
    """Return the number of answers, the response rate (share) and the limits, null where there are none."""

    def values(words: tuple[str, ...], limit: float | None, kind: Literal["whole", "measure"]) -> pl.Series:
        name = column(sheet, *words)
        return (
            numbers_in(sheet, name, found, kind=kind, most=limit)
            if name
            else _nothing(sheet).cast(pl.Float64)
        )

    return [
        values(_ANSWERS, None, "whole").cast(pl.Int64).alias("base_size"),
        (values(_RESPONSE, 100.0, "measure") / 100).alias("response_rate"),
        values(_LOWER, most, "measure").alias("lower"),
        values(_UPPER, most, "measure").alias("upper"),
    ]


def _nothing(sheet: Sheet) -> pl.Series:
    return pl.Series([None] * len(sheet), dtype=pl.String)
