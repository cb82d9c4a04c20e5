"""Cells as written in a file, read into a column's type; every cell that cannot be read is a fault."""

from dataclasses import dataclass

import polars as pl

from lagesbild.methods.description import Column
from lagesbild.tables.periods import Period, PeriodError

_SPACES = r"[\s\u00a0\u202f]"
_NUMBER = r"^[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?$"
# "12.0" is how many programs write a whole number; "1.000" is left as a fault, it may mean a thousand.
_COUNT = r"^\+?\d+([.,]0{1,2})?$"
_YES = ("ja", "1", "true", "sant", "1.0")
_NO = ("nej", "0", "false", "falskt", "0.0")
_LARGEST_COUNT = 2**53  # beyond this a count is no longer exact as a float
_LARGEST_NUMBER = 1e15  # beyond this squares and sums lose what the number says, and no unit of ours needs it
_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # a date outside is a slip of the pen, or a program's word for "unknown"
_EMPTY = ("", "NA", "NaN", "null")

_ADVICE = {
    "count": "Skriv ett heltal, 0 eller större, utan tusenavskiljare",
    "number": "Skriv ett tal som 12, 0.5 eller 0,5",
    "date": "Skriv det som 2024-02-28 (eller 2024-W09, 2024-02)",
    "datetime": "Skriv det som 2024-02-28T14:30",
    "yes_no": "Skriv ja eller nej (eller 1 eller 0)",
    "text": "Fyll i cellen",
}
_KIND = {
    "count": "ett antal",
    "number": "ett tal",
    "date": "ett datum",
    "datetime": "ett datum med klockslag",
    "yes_no": "ett ja eller nej",
    "text": "text",
}


@dataclass(frozen=True, slots=True)
class CellFault:
    """One cell that could not be read; ``index`` counts the data rows from 0."""

    index: int
    what: str
    advice: str
    value: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A column's values, the cells that could not be read (null in the values), and warnings."""

    values: pl.Series
    faults: tuple[CellFault, ...]
    warnings: tuple[str, ...]


def convert(cells: pl.Series, column: Column, *, tz: str) -> Converted:
    """Read a column's cells into the type of ``column.kind``.

    Parameters
    ----------
    cells
        Strings as written, or values of a stored type (Parquet).
    column
        What the column should be.
    tz
        Time zone given to date-times that are written without one.
    """
    written = _as_text(cells)
    is_empty = written.is_in(_EMPTY)
    values, warnings = _parse(cells, written, column, tz)
    values = values.set(is_empty, None) if column.kind != "text" else values
    faults = _unreadable(written, values, is_empty, column)
    faults += _out_of_range(written, values, column)
    return Converted(values, tuple(sorted(faults, key=lambda f: f.index)), tuple(warnings))


def _as_text(cells: pl.Series) -> pl.Series:
    if isinstance(cells.dtype, pl.Datetime):
        return cells.dt.to_string("iso:strict").fill_null("")
    return cells.cast(pl.String).fill_null("").str.strip_chars()


def _parse(cells: pl.Series, written: pl.Series, column: Column, tz: str) -> tuple[pl.Series, list[str]]:
    match column.kind:
        case "count":
            return _counts(cells, written), []
        case "number":
            return _numbers(cells, written), []
        case "date":
            return _dates(written), []
        case "datetime":
            return _moments(written, tz)
        case "yes_no":
            return _claims(written), []
        case _:
            return written, []


def _numbers(cells: pl.Series, written: pl.Series) -> pl.Series:
    if cells.dtype.is_numeric():
        numbers = cells.cast(pl.Float64)
    else:
        compact = written.str.replace_all(_SPACES, "").str.replace_all("−", "-", literal=True)
        compact = compact.set(~compact.str.contains(_NUMBER), None)
        numbers = compact.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return numbers.set(~numbers.is_finite(), None)


def _counts(cells: pl.Series, written: pl.Series) -> pl.Series:
    if cells.dtype.is_integer():
        return cells.cast(pl.Int64, strict=False)
    if cells.dtype.is_numeric():
        whole = cells.cast(pl.Float64)
        return whole.set(whole != whole.floor(), None).cast(pl.Int64, strict=False)
    compact = written.str.replace_all(_SPACES, "")
    compact = compact.set(~compact.str.contains(_COUNT), None)
    return compact.str.extract(r"(\d+)").cast(pl.Int64, strict=False)


def _dates(written: pl.Series) -> pl.Series:
    day = written.str.extract(r"^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$")
    dates = day.str.to_date("%Y-%m-%d", strict=False)
    left = written.filter(dates.is_null()).unique()
    starts = {text: start for text in left if (start := _period_start(text)) is not None}
    if not starts:
        return dates
    periods = written.replace_strict(list(starts), list(starts.values()), default=None, return_dtype=pl.Date)
    return dates.zip_with(dates.is_not_null(), periods)


def _period_start(text: str) -> object:
    try:
        return Period.parse(text).start
    except (PeriodError, ValueError):
        return None


def _moments(written: pl.Series, tz: str) -> tuple[pl.Series, list[str]]:
    text = written.str.replace(r"^(\d{4}-\d{2}-\d{2}) ", "${1}T")
    offset = text.str.extract(r"T[\d:.,]+\s?(Z|[+-]\d{2}:?\d{2})$")
    plain = text.str.replace(r"\s?(Z|[+-]\d{2}:?\d{2})$", "")
    plain = pl.select(pl.when(offset.is_null()).then(text).otherwise(plain)).to_series()
    plain = plain.str.replace(r"^(\d{4}-\d{2}-\d{2})$", "${1}T00:00")
    plain = plain.str.replace(r"T(\d{2}:\d{2})$", "T${1}:00")
    naive = plain.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f", time_unit="us", strict=False)

    # The doubled hour in October is read as its first pass; the hour that is skipped in March does not exist.
    local = naive.dt.replace_time_zone(tz, ambiguous="earliest", non_existent="null")
    skipped = local.is_null() & naive.is_not_null() & offset.is_null()
    warnings = []
    if skipped.any():
        shifted = naive.dt.offset_by("1h").dt.replace_time_zone(tz, ambiguous="earliest", non_existent="null")
        local = shifted.zip_with(skipped, local)
        number = int(skipped.sum())
        warnings.append(
            f"{number} klockslag finns inte (övergången till sommartid); de flyttades fram en timme."
        )
    if offset.is_null().all():
        return local, warnings
    stated = (plain + offset.str.replace("Z", "+00:00", literal=True)).str.to_datetime(
        "%Y-%m-%dT%H:%M:%S%.f%#z", time_unit="us", time_zone="UTC", strict=False
    )
    return stated.dt.convert_time_zone(tz).zip_with(offset.is_not_null(), local), warnings


def _claims(written: pl.Series) -> pl.Series:
    lower = written.str.to_lowercase()
    return pl.select(
        pl.when(lower.is_in(_YES)).then(True).when(lower.is_in(_NO)).then(False).otherwise(None)
    ).to_series()


def _unreadable(
    written: pl.Series, values: pl.Series, is_empty: pl.Series, column: Column
) -> list[CellFault]:
    faults = []
    kind, advice = _KIND[column.kind], _ADVICE[column.kind]
    if column.kind != "text":
        for index in (values.is_null() & ~is_empty).arg_true():
            faults.append(CellFault(index, f"'{written[index]}' är inte {kind}", advice, written[index]))
    if not column.may_be_empty:
        empty = (written == "") if column.kind == "text" else is_empty
        what = f"cellen är tom men ska vara {kind}"
        faults.extend(CellFault(index, what, advice, "") for index in empty.arg_true())
    return faults


def _out_of_range(written: pl.Series, values: pl.Series, column: Column) -> list[CellFault]:
    if values.dtype.is_temporal():
        return _out_of_time(written, values)
    if not values.dtype.is_numeric():
        return []
    least = 0 if column.kind == "count" and column.least is None else column.least
    limits: list[tuple[pl.Series, str, str]] = []
    if least is not None:
        limits.append((values < least, f"är mindre än {least:g}", f"Skriv {least:g} eller större"))
    if column.above_zero:
        limits.append((values <= 0, "är inte större än 0", "Skriv ett tal större än 0"))
    if column.kind == "count":
        advice = "Kontrollera att det är ett antal och inte ett nummer"
        limits.append((values > _LARGEST_COUNT, "är för stort för ett antal", advice))
    if column.kind == "number":
        limits.append((values.abs() > _LARGEST_NUMBER, "är för stort", "Kontrollera talet och enheten"))
    return [
        CellFault(index, f"'{written[index]}' {what}", advice, written[index])
        for outside, what, advice in limits
        for index in outside.fill_null(value=False).arg_true()
    ]


def _out_of_time(written: pl.Series, values: pl.Series) -> list[CellFault]:
    year = values.dt.year()
    outside = ((year < _FIRST_YEAR) | (year > _LAST_YEAR)).fill_null(value=False)
    what = f"ligger utanför åren {_FIRST_YEAR} till {_LAST_YEAR}"
    advice = "Rätta datumet, eller lämna cellen tom om det är okänt och kolumnen får vara tom"
    return [
        CellFault(index, f"'{written[index]}' {what}", advice, written[index]) for index in outside.arg_true()
    ]
