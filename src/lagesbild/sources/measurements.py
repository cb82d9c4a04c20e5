"""Any other table of figures: one value in each row, or a column of counts for each kind of crime."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lagesbild.readers.mapping import Mapping
from lagesbild.readers.numbers import NumberKind, parse_numbers
from lagesbild.readers.roles import MEASUREMENT_ROLES, folded
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
    period_columns,
    read_figures,
    sheets_of,
    year_of,
    years_among,
)
from lagesbild.sources.kinds import categories_of
from lagesbild.tables.categories import UNKNOWN
from lagesbild.tables.periods import Period, PeriodError

_WORDS = {role.id: role.words for role in MEASUREMENT_ROLES}
_AREA = (
    "location", "omrade", "kommun", "area", "stadsdel", "plats", "region", "lan", "kommundel", "omradesnamn",
    "municipality", "district",
)  # fmt: skip
_CODE = ("omradeskod", "deso", "desokod", "desoomrade", "kommunkod", "areacode", "code", "kod")
_UNITS = {
    "antal": "count", "st": "count", "count": "count", "procent": "percent", "%": "percent",
    "andel": "percent", "percent": "percent", "per 1000": "per_1000", "per 1 000": "per_1000",
    "per 100000": "per_100000", "per 100 000": "per_100000", "index": "index", "dagar": "days",
    "kronor": "sek", "kr": "sek", "sek": "sek",
}  # fmt: skip
_UNIT_OF_VALUE = {
    "antal": "count", "count": "count", "andel": "percent", "andelprocent": "percent", "procent": "percent",
    "index": "index", "per100000": "per_100000",
}  # fmt: skip
_EVERYBODY = "alla"


class MeasurementTable:
    """A table of figures that no other source knows."""

    id: str = "measurements"
    name: str = "Egen tabell med mätvärden"
    description: str = (
        "CSV eller Excel med indikator, period eller år och värde, "
        "eller ett år och en kolumn för varje brottstyp."
    )
    limits: Sequence[str] = (
        "Vad värdena betyder och hur de har tagits fram står inte i filen. Skriv det i lägesbilden.",
        "Utan bas (antal svar eller invånare) går det inte att säga hur säkra värdena är.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for a period and a value, or a year and several columns of counts."""
        for sheet in looked_at(path):
            layout = _layout(sheet, None)
            if layout is None:
                continue
            if layout.value:
                return Recognition(0.6, f"kolumnerna {layout.indicator}, {layout.period} och {layout.value}")
            if layout.years:
                return Recognition(0.45, f"kolumnen {layout.indicator} och en kolumn för varje år")
            return Recognition(0.5, f"kolumnen {layout.period} och {len(layout.counts)} kolumner med antal")
        return Recognition(0.0, "ingen period eller inget år med värden")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read one value in each row, or one for each year or kind of crime."""

        def understand(found: Findings) -> None:
            for sheet in sheets_of(path, mapping):
                if (layout := _layout(sheet, mapping)) is not None:
                    _add(sheet, layout, mapping, found)
            if not found.frames and not found.faults:
                found.fault_in_file(
                    "Filen har ingen period eller inget år med värden",
                    "Skriv kolumnerna indikator, omrade, period och varde",
                )

        return read_figures(self.id, path, understand, progress=progress)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which columns mean what; ``value`` in a long table, ``years`` or ``counts`` in a wide one."""

    indicator: str
    period: str
    value: str
    years: Sequence[str]
    counts: Sequence[str]
    area: str
    code: str


def _layout(sheet: Sheet, mapping: Mapping | None) -> _Layout | None:
    def find(role: str, words: Sequence[str]) -> str:
        mapped = mapping.columns.get(role, "") if mapping else ""
        return mapped if mapped in sheet.columns else column(sheet, *words) or ""

    indicator, value = find("indicator", _WORDS["indicator"]), find("value", _WORDS["value"])
    period = find("period", _WORDS["period"]) or find("year", _WORDS["year"])
    area, code = find("area", _AREA), column(sheet, *_CODE) or ""
    years = list(years_among(sheet))
    if indicator and period and value:
        return _Layout(indicator, period, value, (), (), area, code)
    if indicator and len(years) > 1:
        return _Layout(indicator, "", "", years, (), area, code)
    taken = {indicator, period, area, code}
    counts = [name for name in sheet.columns if name not in taken and _is_counts(sheet, name)]
    if period and len(counts) > 1 and _are_years(sheet, period):
        return _Layout("", period, "", (), counts, area, code)
    return None


def _is_counts(sheet: Sheet, name: str) -> bool:
    numbers = parse_numbers(sheet.frame[name], kind="whole")
    return bool(numbers.values.is_not_null().any()) and not bool(numbers.is_wrong.any())


def _are_years(sheet: Sheet, name: str) -> bool:
    cells = [text or "" for text in sheet.frame[name].head(50)]
    return bool(cells) and all(year_of(text) or _period(text) for text in cells)


def _period(text: str) -> Period | None:
    if (year := year_of(text)) is not None:
        return Period.year(year)
    try:
        return Period.parse(text)
    except PeriodError:
        return None


def _add(sheet: Sheet, layout: _Layout, mapping: Mapping | None, found: Findings) -> None:
    found.rows_read += len(sheet)
    if layout.value:
        periods = _periods(sheet, layout.period, found)
        labels = sheet.frame[layout.indicator]
        for at in labels.is_null().arg_true():
            found.fault(sheet.rows[at], layout.indicator, "", "är ingen indikator", "Skriv vad raden mäter")
        frame = _frame(sheet, layout, found, value=layout.value, labels=labels, periods=periods)
        found.frames.append(_categorised(frame, mapping, found, is_certain=False))
        return
    if layout.years:
        frames = [
            _frame(
                sheet,
                layout,
                found,
                value=heading,
                labels=sheet.frame[layout.indicator],
                periods=[Period.year(year_of(heading) or 1900)] * len(sheet),
            )
            for heading in layout.years
        ]
        found.frames.append(_categorised(pl.concat(frames), mapping, found, is_certain=False))
        return
    periods = _periods(sheet, layout.period, found)
    frames = [
        _frame(sheet, layout, found, value=name, labels=pl.Series([name] * len(sheet)), periods=periods)
        for name in layout.counts
    ]
    found.frames.append(_categorised(pl.concat(frames), mapping, found, is_certain=True))
    _tell_left_out(sheet, layout, found)


def _periods(sheet: Sheet, name: str, found: Findings) -> list[Period]:
    periods: list[Period] = []
    for row, text in zip(sheet.rows, sheet.frame[name], strict=True):
        period = _period(text or "")
        if period is None:
            advice = "Skriv 2025, 2025-09, 2025-W36, 2025-T1, 2025-H1 eller 2025-01-01..2025-09-30"
            found.fault(row, name, text or "", "är ingen period", advice)
        periods.append(period or Period.year(1900))
    return periods


def _frame(
    sheet: Sheet,
    layout: _Layout,
    found: Findings,
    *,
    value: str,
    labels: pl.Series,
    periods: Sequence[Period],
) -> pl.DataFrame:
    def optional(role: str, limit: float | None = None) -> pl.Series:
        name = column(sheet, *_WORDS[role]) if layout.value else None
        if name is None or name == layout.value:
            return pl.Series([None] * len(sheet), dtype=pl.Float64)
        kind: NumberKind = "whole" if role == "base_size" else "measure"
        return numbers_in(sheet, name, found, kind=kind, most=limit)

    def text(role: str) -> pl.Series:
        name = column(sheet, *_WORDS[role])
        return sheet.frame[name] if name and layout.value else pl.Series([None] * len(sheet), dtype=pl.String)

    names = sheet.frame[layout.area] if layout.area else pl.Series([None] * len(sheet), dtype=pl.String)
    areas = (sheet.frame[layout.code] if layout.code else area_codes(names)).fill_null(names)
    units = _units(sheet, layout, found)
    kind: NumberKind = "whole" if (units == "count").all() else "measure"
    return pl.DataFrame(
        {
            "indicator": labels,
            "section": text("section"),
            "area": areas,
            "area_name": area_names(areas, names),
            **period_columns(periods),
            "group": text("group").fill_null(_EVERYBODY),
            "value": numbers_in(sheet, value, found, kind=kind),
            "lower": optional("lower"),
            "upper": optional("upper"),
            "base_size": optional("base_size").cast(pl.Int64),
            "response_rate": optional("response_rate", 100.0) / 100,
            "unit": units,
            "is_total": labels.str.contains(r"(?i)^(summa|totalt?|samtliga)\b").fill_null(False),
            "row": sheet.rows.cast(pl.Int64),
        }
    )


def _units(sheet: Sheet, layout: _Layout, found: Findings) -> pl.Series:
    name = column(sheet, *_WORDS["unit"]) if layout.value else None
    if name is None:
        unit = _UNIT_OF_VALUE.get(folded(layout.value), "other") if layout.value else "count"
        return pl.Series([unit] * len(sheet), dtype=pl.String)
    texts = [(text or "").casefold().strip() for text in sheet.frame[name]]
    unknown = Counter(text for text in texts if text and text not in _UNITS)
    for text, rows in unknown.items():
        what = f"Enheten '{text}' är okänd ({amount(rows, 'rad', 'rader')}). Värdena visas som de är."
        found.notes.append(Note("assumed", what, rows))
    return pl.Series([_UNITS.get(text, "other") for text in texts], dtype=pl.String)


def _categorised(
    frame: pl.DataFrame, mapping: Mapping | None, found: Findings, *, is_certain: bool
) -> pl.DataFrame:
    """Add the category where the indicator is a kind of incident; in a table of crimes all should be."""
    categories = categories_of(frame["indicator"], scheme=None, mapping=mapping)
    unknown = frame["indicator"].filter(categories == UNKNOWN).drop_nulls()
    if is_certain and len(unknown):
        words = listing(unknown.unique(maintain_order=True))
        text = f"{amount(len(unknown), 'värde', 'värden')} har en typ som saknas i indelningen: {words}."
        found.notes.append(Note("unmapped", text, len(unknown)))
    return frame.with_columns(category=categories.replace({UNKNOWN: None}))


def _tell_left_out(sheet: Sheet, layout: _Layout, found: Findings) -> None:
    used = {layout.period, layout.area, layout.code, *layout.counts}
    for name in (name for name in sheet.columns if name not in used):
        found.notes.append(Note("ignored_column", f"Kolumnen {name} används inte.", len(sheet)))
