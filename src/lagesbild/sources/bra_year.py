"""Brå's yearly table of reported crimes in the municipalities, and series made from several years of it."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from lagesbild.readers.mapping import Mapping
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
    year_of,
    years_in,
)
from lagesbild.sources.kinds import categories_of, unmapped_note
from lagesbild.tables.municipalities import is_municipality
from lagesbild.tables.periods import Period

ALL_CRIMES = "Samtliga brott"

_KEYS = {
    "total": ALL_CRIMES,
    "person": "Brott mot person",
    "theft": "Tillgreppsbrott",
    "burglary": "Inbrott",
    "vandalism": "Skadegörelse",
    "drugs_weapons": "Narkotika- och vapenbrott",
}
"""The short keys of series made from the yearly files, in Swedish."""

_PLACE = ("kommun", "kommunnamn", "region")
_COUNT = ("antal", "antalbrott", "antalanmaldabrott")
_RATE = ("per100000inv", "per100000", "per100000invanare", "100000inv")
_KEY = ("nyckel", "brott", "brottstyp")


class BraYear:
    """Brå: reported crimes per municipality and year."""

    id: str = "bra-year"
    name: str = "Brå, anmälda brott i kommunerna per år"
    description: str = (
        "CSV eller Excel med Kommun, Antal och Per 100 000 inv., "
        "eller en serie med kommun, ar, nyckel och antal."
    )
    limits: Sequence[str] = (
        "Statistiken visar anmälda brott, inte alla brott. "
        "Hur stor del som anmäls skiljer sig mellan brottstyper.",
        "Narkotika- och trafikbrott speglar hur mycket polisen kontrollerar.",
        "En enda utredning kan ge hundratals anmälda brott ett år. Se efter vad som ligger bakom en topp.",
        "Brottet räknas där det begicks. "
        "Per 100 000 invånare blir missvisande där många vistas som inte bor där.",
        "Siffrorna gäller hela kommunen och hela året: inget om plats, månad eller tid på dygnet.",
    )

    def recognise(self, path: Path) -> Recognition:
        """Look for the columns of the yearly file, or for its older form without a heading."""
        for sheet in looked_at(path):
            if _is_series(sheet):
                return Recognition(0.95, "kolumnerna kommun, ar, nyckel och antal")
            if all(column(sheet, *words) for words in (_PLACE, _COUNT, _RATE)) and len(sheet.columns) <= 5:
                return Recognition(0.95, "kolumnerna Kommun, Antal och Per 100 000 inv.")
            if _is_without_heading(sheet):
                return Recognition(0.85, "tre kolumner utan rubrik: kommun, antal och antal per 100 000")
        return Recognition(0.0, "kolumnerna Kommun, Antal och Per 100 000 inv. saknas")

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read the file.

        The yearly file does not say which year it is: the year is taken from a column, from the constant
        ``year`` of the mapping, from a title above the table or from the name of the file.
        """

        def understand(found: Findings) -> None:
            for sheet in sheets_of(path, mapping):
                found.rows_read += len(sheet)
                if _is_series(sheet):
                    _add_series(sheet, mapping, found)
                elif (columns := _year_columns(sheet)) is not None:
                    _add_year(sheet, columns, _year(sheet, path, mapping), found)
            if not found.frames and not found.faults:
                found.fault_in_file(
                    "Filen har inte kolumnerna Kommun, Antal och Per 100 000 inv.",
                    "Hämta tabellen från Brå på nytt, eller ange en annan källa",
                )

        return read_figures(self.id, path, understand, progress=progress)


def _is_series(sheet: Sheet) -> bool:
    return all(column(sheet, *words) for words in (_PLACE, ("ar", "year"), _KEY, _COUNT)) and not column(
        sheet, "period"
    )


def _is_without_heading(sheet: Sheet) -> bool:
    if sheet.header_rows or len(sheet.columns) != 3 or not len(sheet):
        return False
    names = [name or "" for name in sheet.frame.to_series(0)]
    return sum(is_municipality(name) for name in names) * 2 > len(names)


def _year_columns(sheet: Sheet) -> Sequence[str | None] | None:
    if _is_without_heading(sheet):
        return sheet.columns
    place, count = column(sheet, *_PLACE), column(sheet, *_COUNT)
    return (place, count, column(sheet, *_RATE)) if place and count else None


def _year(sheet: Sheet, path: Path, mapping: Mapping | None) -> int | None:
    told = mapping.constants.get("year", "") if mapping else ""
    if told:
        return year_of(told)
    return only_year_in(*sheet.title, path.name)


def _add_year(sheet: Sheet, columns: Sequence[str | None], told: int | None, found: Findings) -> None:
    place, count, rate = columns
    if place is None or count is None:
        return
    of_year = column(sheet, "ar", "year")
    years = years_in(sheet, of_year, found) if of_year else [told] * len(sheet)
    if told is None and not of_year:
        found.fault_in_file(
            "Filen säger inte vilket år siffrorna gäller",
            "Skriv året i filens namn, till exempel anmalda_brott_2024.csv",
        )
    labels = pl.Series([ALL_CRIMES] * len(sheet), dtype=pl.String)
    _add(sheet, found, place=place, count=count, rate=rate, labels=labels, keys=labels, years=years)


def _add_series(sheet: Sheet, mapping: Mapping | None, found: Findings) -> None:
    place, year, key, count = (column(sheet, *words) for words in (_PLACE, ("ar", "year"), _KEY, _COUNT))
    if place is None or year is None or key is None or count is None:
        return
    keys = sheet.frame[key]
    labels = keys.replace(_KEYS)
    rate = column(sheet, *_RATE)
    categories = _add(
        sheet,
        found,
        place=place,
        count=count,
        rate=rate,
        labels=labels,
        keys=keys,
        years=years_in(sheet, year, found),
        mapping=mapping,
    )
    found.notes.extend(unmapped_note(labels, categories, "rad", "rader"))
    derived = int((labels != ALL_CRIMES).sum())
    if rate and derived and column(sheet, "folkmangdharledd"):
        text = (
            "Antal per 100 000 är Brås eget bara för samtliga brott. För övriga är det räknat från antalen."
        )
        found.notes.append(Note("assumed", text, derived))


def _add(
    sheet: Sheet,
    found: Findings,
    *,
    place: str,
    count: str,
    rate: str | None,
    labels: pl.Series,
    keys: pl.Series,
    years: Sequence[int | None],
    mapping: Mapping | None = None,
) -> pl.Series:
    """Add a count and a rate for each row; return the categories, shape (n,)."""
    names = sheet.frame[place]
    for at in names.is_null().arg_true():
        found.fault(sheet.rows[at], place, "", "är ingen kommun", "Skriv kommunens namn")
    code = column(sheet, "kommunkod")
    areas = area_codes((sheet.frame[code] if code else names).fill_null("").str.zfill(4 if code else 0))
    _tell_strange_areas(names, areas, found)
    categories = categories_of(keys, scheme="bra", mapping=mapping)
    residents = column(sheet, "folkmangdharledd", "folkmangd")
    shared = {
        "indicator": labels,
        "category": categories,
        "area": areas,
        "area_name": area_names(areas, names),
        **period_columns([Period.year(year or 1900) for year in years]),
        "group": pl.Series(["alla"] * len(sheet), dtype=pl.String),
        # All crimes hold the other kinds, also where the file shows nothing else.
        "is_total": labels == ALL_CRIMES,
        "row": sheet.rows.cast(pl.Int64),
    }
    counts = {"value": numbers_in(sheet, count, found), "unit": pl.Series(["count"] * len(sheet))}
    found.frames.append(pl.DataFrame(shared | counts))
    if rate:
        none = pl.Series([None] * len(sheet), dtype=pl.Float64)
        rates = {
            "value": numbers_in(sheet, rate, found, kind="measure"),
            "unit": pl.Series(["per_100000"] * len(sheet)),
            "base_size": (numbers_in(sheet, residents, found) if residents else none).cast(pl.Int64),
        }
        found.frames.append(pl.DataFrame(shared | rates))
    return categories


def _tell_strange_areas(names: pl.Series, areas: pl.Series, found: Findings) -> None:
    strange = names.filter(~areas.str.contains(r"^\d{2}(\d{2})?$")).drop_nulls()
    if len(strange):
        rows = amount(len(strange), "rad", "rader")
        words = listing(strange.unique(maintain_order=True))
        text = f"{rows} gäller något som inte är en kommun eller ett län: {words}."
        found.notes.append(Note("assumed", text, len(strange)))
