"""What the cells of a column look like: dates, times, figures, places, words, or a number of its own."""

from dataclasses import dataclass

import polars as pl

from lagesbild.readers.clock import parse_clock_times
from lagesbild.readers.moments import order_evidence, parse_moments
from lagesbild.readers.numbers import decimal_evidence, is_missing, parse_numbers
from lagesbild.readers.sheet import Sheet
from lagesbild.tables.coordinates import E_SWEDEN, LAT_SWEDEN, LON_SWEDEN, N_SWEDEN


@dataclass(frozen=True, slots=True)
class Contents:
    """Shares (0-1) of the filled cells of a column that can be read in each way.

    A column without filled cells has ``filled`` 0 and all shares 0.
    """

    filled: int
    dates: float
    """Dates that are more than a lone number."""
    day_numbers: float
    """Numbers that a spreadsheet may mean as dates (45725), and years."""
    with_time: float
    """Dates that have a time of day."""
    clock_times: float
    """Times of day that are more than a lone number."""
    numbers: float
    whole: float
    different: float
    """Different cells among the filled ones; 1 when no cell comes twice."""
    in_lat: float
    """Numbers that may be a latitude anywhere on earth, with decimals."""
    in_lon: float
    in_swedish_lat: float
    in_swedish_lon: float
    in_metres: float
    """Numbers that may be metres in a plane: more than 1,000 from nought."""
    in_swedish_e: float
    in_swedish_n: float
    pairs: float
    """Cells that hold two numbers: ``59.33,18.07``."""
    words: float
    mean_length: float


def contents_of(sheet: Sheet, column: str) -> Contents:
    """Look at every filled cell of one column of a sheet (a preview is enough)."""
    cells = sheet.frame[column].str.strip_chars()
    keep = ~is_missing(cells)
    cells = cells.filter(keep)
    count = len(cells)
    if not count:
        return Contents(0, *[0.0] * 17)
    typed = sheet.numbers[column].filter(keep) if column in sheet.numbers.columns else None
    moments = sheet.moments[column].filter(keep) if column in sheet.moments.columns else None
    decimal = decimal_evidence(cells).sign
    values = parse_numbers(cells, kind="measure", decimal=decimal, typed=typed).values
    dates = parse_moments(cells, order=order_evidence(cells).order, typed=moments).frame
    is_bare = cells.str.contains(r"^\d+([.,]\d+)?$")
    is_date = dates["wall"].is_not_null()
    clock = parse_clock_times(cells).seconds.is_not_null()
    metres = values.abs() > 1000

    def share(found: pl.Series) -> float:
        return float(found.fill_null(False).sum()) / count

    return Contents(
        filled=count,
        dates=share(is_date & ~is_bare) + share(is_date & is_bare & cells.str.contains(r"^(19|20)\d{6}$")),
        day_numbers=share(is_date & is_bare),
        with_time=share(is_date & (dates["precision"] == "minute")),
        clock_times=share(clock & ~cells.str.contains(r"^\d+$")),
        numbers=share(values.is_not_null()),
        whole=share(values == values.round()),
        different=cells.n_unique() / count,
        in_lat=share((values.abs() <= 90) & (values != values.round())),
        in_lon=share((values.abs() <= 180) & (values != values.round())),
        in_swedish_lat=share(values.is_between(*LAT_SWEDEN) & (values != values.round())),
        in_swedish_lon=share(values.is_between(*LON_SWEDEN) & (values != values.round())),
        in_metres=share(metres),
        in_swedish_e=share(values.is_between(*E_SWEDEN)),
        in_swedish_n=share(values.is_between(*N_SWEDEN)),
        pairs=share(cells.str.contains(r"^-?\d{1,3}\.\d+\s*[,;]?\s*-?\d{1,3}\.\d+$")),
        words=share(cells.str.contains(r"\p{L}{2,}") & values.is_null() & ~is_date),
        mean_length=float(cells.str.len_chars().mean() or 0.0),  # type: ignore[arg-type]  # a number: cells are filled
    )
