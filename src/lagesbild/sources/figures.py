"""Published figures out of a raw table: numbers, years and areas, with every fault told by its cell."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import polars as pl

from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.files import preview, read_sheets
from lagesbild.readers.mapping import Mapping
from lagesbild.readers.numbers import NumberKind, parse_numbers
from lagesbild.readers.roles import folded
from lagesbild.readers.sheet import Sheet
from lagesbild.sources.amounts import amount
from lagesbild.sources.base import Note, Progress, SourceTables
from lagesbild.sources.files import fingerprint, is_no_table
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements
from lagesbild.tables.municipalities import counties, county_codes, municipalities, municipality_codes
from lagesbild.tables.periods import Period

COUNTRY = "00"
"""Statistics Sweden's code for the whole country."""

_COUNTRY_NAMES = ("riket", "hela riket", "hela landet", "sverige")
_LOOK_ROWS = 60
_YEARS = range(1900, 2101)
_YEAR_IN_WORDS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


@dataclass(slots=True)
class Findings:
    """What is found while one file is read: figures, faults and notes, in the order they turn up."""

    file: str
    frames: list[pl.DataFrame] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    rows_read: int = 0

    def fault(self, row: int, column: str, value: str, what: str, advice: str) -> None:
        """Add a fault about one cell; ``what`` continues the quoted value."""
        self.faults.append(Fault(self.file, row, column, f"'{value}' {what}", advice, value))

    def fault_in_file(self, what: str, advice: str) -> None:
        """Add a fault about the whole file."""
        self.faults.append(Fault(self.file, 0, "", what, advice))


def read_figures(
    source: str, path: Path, understand: Callable[[Findings], None], *, progress: Progress | None = None
) -> SourceTables:
    """Let ``understand`` read the file into the findings, and return them as measurements.

    ``understand`` adds frames with the columns of the measurement table, without ``source``; what it
    raises as ``FaultyFileError`` becomes faults like the rest.
    """
    report = progress or (lambda *_: None)
    report(0, None, f"Läser {path.name}")
    found = Findings(path.name)
    sha256 = ""
    try:
        sha256 = fingerprint(path)
        understand(found)
    except FaultyFileError as error:
        found.faults.extend(error.faults)
    measurements = _measurements(source, found) if not found.faults else Measurements.empty()
    report(found.rows_read, found.rows_read, f"{amount(found.rows_read, 'rad', 'rader')} lästa")
    return SourceTables(
        source,
        path.name,
        sha256,
        Incidents.empty(),
        measurements,
        notes=tuple(found.notes),
        faults=tuple(sorted(found.faults)),
        rows_read=found.rows_read,
    )


def sheets_of(path: Path, mapping: Mapping | None) -> list[Sheet]:
    """Return the tables of a file, or the one that the mapping names.

    Raises
    ------
    FaultyFileError
        If the file cannot be opened, or has no such sheet.
    """
    if mapping is None:
        return read_sheets(path)
    return read_sheets(path, sheet=mapping.sheet, header_row=mapping.header_row)


def _measurements(source: str, found: Findings) -> Measurements:
    if not found.frames:
        return Measurements.empty()
    frame = pl.concat(found.frames, how="diagonal_relaxed")
    return Measurements.from_frame(frame.with_columns(pl.lit(source).alias("source")))


def looked_at(path: Path) -> tuple[Sheet, ...]:
    """Return the first rows of the file's tables; nothing when it is no table. Looked up once per file."""
    try:
        stat = path.stat()
        return _looked_at(path, stat.st_mtime_ns, stat.st_size)
    except OSError:
        return ()


@lru_cache(maxsize=16)
def _looked_at(path: Path, changed_ns: int, size: int) -> tuple[Sheet, ...]:
    del changed_ns, size  # part of the key only: a file that is changed is looked at again
    if is_no_table(path):
        return ()
    try:
        return tuple(preview(path, rows=_LOOK_ROWS))
    except FaultyFileError:
        return ()


def column(sheet: Sheet, *words: str) -> str | None:
    """Return the first heading that, without accents and signs, is one of ``words``; None when none is."""
    by_word = {folded(heading): heading for heading in reversed(sheet.columns)}
    return next((by_word[word] for word in words if word in by_word), None)


def numbers_in(
    sheet: Sheet,
    name: str,
    found: Findings,
    *,
    kind: NumberKind = "whole",
    most: float | None = None,
    advice: str = "",
) -> pl.Series:
    """Return a column as numbers, shape (n,), null where the source says that it is missing.

    A cell that is no number, is below 0 or above ``most`` is a fault, as is a part of a whole number.
    """
    typed = sheet.numbers[name] if name in sheet.numbers.columns else None
    numbers = parse_numbers(sheet.frame[name], kind=kind, typed=typed)
    values = numbers.values
    noun = "antal" if kind == "whole" else "tal"
    example = "Skriv ett helt tal, till exempel 1 234" if kind == "whole" else "Skriv till exempel 33,5"
    checks = [(numbers.is_wrong, f"är inget {noun}"), (values < 0, "är mindre än 0")]
    if kind == "whole":
        checks.append((values != values.floor(), "är inget helt tal"))
    if most is not None:
        checks.append((values > most, f"är större än {most:g}"))
    for is_wrong, what in checks:
        for at in is_wrong.fill_null(False).arg_true():
            found.fault(sheet.rows[at], name, sheet.frame[name][at] or "", what, advice or example)
    return values


def years_in(sheet: Sheet, name: str, found: Findings) -> list[int | None]:
    """Return a column as years; what is no year is a fault and comes back as None."""
    years: list[int | None] = []
    for row, text in zip(sheet.rows, sheet.frame[name], strict=True):
        year = year_of(text or "")
        if year is None:
            found.fault(
                row, name, text or "", "är inget år", "Skriv året med fyra siffror, till exempel 2024"
            )
        years.append(year)
    return years


def year_of(text: str) -> int | None:
    """Return the year that ``text`` is, or None: ``2024``, ``2024.0``, ``År 2024``, ``2024*``."""
    digits = text.strip().casefold().removeprefix("år").rstrip("* ").removesuffix(".0").strip()
    return int(digits) if digits.isdecimal() and int(digits) in _YEARS else None


def only_year_in(*texts: str) -> int | None:
    """Return the year that titles or a file name mention, when they mention exactly one."""
    years = {int(year) for text in texts for year in _YEAR_IN_WORDS.findall(text)}
    return years.pop() if len(years) == 1 else None


def years_among(sheet: Sheet) -> dict[str, int]:
    """Return the headings that are years, with the year."""
    found = {heading: year_of(heading) for heading in sheet.columns}
    return {heading: year for heading, year in found.items() if year is not None}


def area_codes(names: pl.Series) -> pl.Series:
    """Return a code for each area name, shape (n,): municipality, county or country, else the name itself."""
    text = names.cast(pl.String).str.strip_chars()
    folded_names = text.str.to_lowercase()
    # A police region ("Region Stockholm") is not the municipality of that name; Gotland is both.
    is_region = folded_names.str.starts_with("region ") & (folded_names != "region gotland")
    codes = text.zip_with(~is_region, pl.Series([None], dtype=pl.String).new_from_index(0, len(text)))
    places = pl.DataFrame(
        {
            "municipality": municipality_codes(codes),
            "county": county_codes(codes),
            "country": folded_names.is_in(_COUNTRY_NAMES),
            "name": text,
        }
    )
    return places.select(
        pl.when("country")
        .then(pl.lit(COUNTRY))
        .otherwise(pl.coalesce("municipality", "county", "name"))
        .alias("area")
    )["area"]


def area_names(areas: pl.Series, names: pl.Series) -> pl.Series:
    """Return one spelling of the name for each code, shape (n,); names as written where there is no code."""
    known = {COUNTRY: "Riket"}
    known |= {item.code: item.name for item in municipalities()}
    known |= {item.code: item.name for item in counties()}
    return areas.replace_strict(known, default=None, return_dtype=pl.String).fill_null(names)


def period_columns(periods: Sequence[Period]) -> dict[str, pl.Series]:
    """Return the three period columns of the measurement table, shape (n,) each."""
    return {
        "period": pl.Series([str(period) for period in periods], dtype=pl.String),
        "period_start": pl.Series([period.start for period in periods], dtype=pl.Date),
        "period_end": pl.Series([period.end for period in periods], dtype=pl.Date),
    }
