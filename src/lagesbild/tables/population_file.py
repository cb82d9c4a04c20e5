"""Reading the number of residents by area and year from a CSV file, with every fault listed."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lagesbild.tables.area_codes import parse_area_code
from lagesbild.tables.areas import POPULATION_SCHEMA
from lagesbild.tables.faults import Fault, FaultyFileError
from lagesbild.tables.labels import label_key

AREA_HEADINGS = (
    "area", "område", "omrade", "områdeskod", "omradeskod", "region", "kod", "code", "deso", "regso",
    "kommunkod",
)  # fmt: skip
YEAR_HEADINGS = ("year", "år", "ar", "tid")
POPULATION_HEADINGS = ("population", "folkmängd", "folkmangd", "befolkning", "invånare", "invanare", "antal")
MISSING = frozenset({"", "..", ".", "-", "–"})

_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: str
    area: str
    year: str
    population: str


def read_population(path: Path) -> pl.DataFrame:
    """Read ``area``, ``year``, ``population`` (``POPULATION_SCHEMA``) from CSV, comma or semicolon.

    The file has either the columns area, year and population (or the Swedish words) or one column for
    each year, as SCB's own tables have. Areas may have SCB's suffix (``_DeSO2025``), which is taken
    away; cells without a figure (``..``) are left out.

    Raises
    ------
    FaultyFileError
        With every fault.
    OSError
        If the file cannot be opened.

    Notes
    -----
    SCB publishes 0 (not an empty cell) for areas of the 2025 generation in the years before 2025; those
    are left out, since nobody can live in an area that is not drawn yet.
    """
    faults: list[Fault] = []
    cells = _cells(path, faults)
    found: dict[tuple[str, int], int] = {}
    for cell in cells:
        population = _whole_number(path.name, cell, faults)
        year = _year(path.name, cell, faults)
        if not cell.area:
            faults.append(_fault(path.name, cell, "Området saknas", "Skriv områdets kod"))
        if population is None or year is None or not cell.area:
            continue
        code = parse_area_code(cell.area)
        if population == 0 and code.generation is not None and year < int(code.generation[-4:]):
            continue
        if (code.code, year) in found:
            what = f"'{code.code}' har redan en folkmängd för {year}"
            faults.append(_fault(path.name, cell, what, "Behåll en rad, eller summera kön och åldrar först"))
        found[code.code, year] = population
    if faults:
        raise FaultyFileError(faults)
    return pl.DataFrame(
        [(area, year, count) for (area, year), count in sorted(found.items())],
        schema=dict(POPULATION_SCHEMA),
        orient="row",
    )


def _cells(path: Path, faults: list[Fault]) -> list[_Cell]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # what SCB's and Excel's older exports are written in
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error:
        faults.append(Fault(path.name, 0, "", "Filen är ingen CSV-fil", "Spara om den som CSV UTF-8"))
        return []
    heading = [cell.strip() for cell in rows[0]] if rows else []
    area = _find(heading, AREA_HEADINGS)
    year = _find(heading, YEAR_HEADINGS)
    population = _find(heading, POPULATION_HEADINGS)
    years = [index for index, name in enumerate(heading) if _YEAR.fullmatch(name)]
    if area is None or not ((year is not None and population is not None) or years):
        what = f"Rubrikerna {', '.join(heading) or 'saknas'} räcker inte"
        faults.append(Fault(path.name, 1, "", what, "Skriv rubrikerna area, year och population"))
        return []
    found: list[_Cell] = []
    for number, row in enumerate(rows[1:], start=2):
        padded = [cell.strip() for cell in row] + [""] * (len(heading) - len(row))
        if not any(padded):
            continue
        if year is not None and population is not None:
            found.append(_Cell(number, heading[population], padded[area], padded[year], padded[population]))
        else:
            found += [_Cell(number, heading[i], padded[area], heading[i], padded[i]) for i in years]
    return found


def _find(heading: Sequence[str], names: Sequence[str]) -> int | None:
    keys = [label_key(name) for name in heading]
    return next((keys.index(name) for name in names if name in keys), None)


def _whole_number(file: str, cell: _Cell, faults: list[Fault]) -> int | None:
    if cell.population in MISSING:
        return None
    plain = re.sub(r"[\s\u00a0\u202f]", "", cell.population).removesuffix(",0").removesuffix(".0")
    if plain.isdecimal():
        return int(plain)
    what = f"'{cell.population}' är ingen folkmängd"
    faults.append(_fault(file, cell, what, "Skriv ett helt tal, 0 eller mer"))
    return None


def _year(file: str, cell: _Cell, faults: list[Fault]) -> int | None:
    if _YEAR.fullmatch(cell.year):
        return int(cell.year)
    faults.append(_fault(file, cell, f"'{cell.year}' är inget år", "Skriv året med fyra siffror, som 2025"))
    return None


def _fault(file: str, cell: _Cell, what: str, advice: str) -> Fault:
    return Fault(file, cell.row, cell.column, what, advice, cell.population)
