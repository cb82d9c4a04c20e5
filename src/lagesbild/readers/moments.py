"""Dates and times as people write them, and how exactly they tell when something happened."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from lagesbild.readers.mapping import DateOrder
from lagesbild.readers.numbers import is_missing
from lagesbild.tables.periods import MONTHS

WALL = pl.Datetime("us")

_TIME = r"(?:\s*(?:t|,|kl\.?|\s)\s*(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?)?"
_ZONE = r"\s*(z|[+-]\d{2}:?\d{2})?"
_YEAR_FIRST = rf"^(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}{_ZONE}$"
_COMPACT = r"^((?:19|20)\d{2})(\d{2})(\d{2})(?:[t\s]?(\d{2}):?(\d{2})(?::?(\d{2}))?)?()()$"
# Two digits for the year only between strokes or points: 25-03-09 could be any of the three orders.
_DAY_MONTH = rf"^(\d{{1,2}})[-/.](\d{{1,2}})(?:[-/.\s]\s*(\d{{4}})|[/.](\d{{2}})){_TIME}()$"
_NAMED = (
    r"^(?:[a-zåäö]{3,9}\s+)?(?:den\s+)?"  # söndag den
    rf"(\d{{1,2}})[.:]?[\s-]+([a-zåäö]{{3,9}})\.?,?[\s-]+(\d{{4}}){_TIME}()$"
)
_NAMED_FIRST = rf"^([a-z]{{3,9}})\.?\s+(\d{{1,2}}),?\s+(\d{{4}}){_TIME}()$"
_SERIAL = r"^(\d{5})(?:[.,](\d+))?$"
_MONTH_ONLY = r"^(\d{4})-(\d{1,2})$"
_NAMED_MONTH = r"^([a-zåäö]{3,9})\s+(\d{4})$"
_YEAR_ONLY = r"^((?:19|20)\d{2})$"
_WEEK = r"^(\d{4})[-\s]?[wv](?:ecka)?\.?\s?(\d{1,2})$"
_WEEK_FIRST = r"^v(?:ecka)?\.?\s?(\d{1,2})[,\s-]+(\d{4})$"

_ENGLISH = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_NAMES = {
    name: number
    for names in (MONTHS, _ENGLISH)
    for number, full in enumerate(names, start=1)
    for name in (full, full[:3], full[:4])
} | {"okt": 10, "oct": 10, "mar": 3, "mai": 5}

# Excel counts days from here: its day 60, 29 February 1900, never was.
_EXCEL_EPOCH = pl.lit("1899-12-30").str.to_date()
_EXCEL_DAYS = (20_000, 80_000)  # 1954 to 2119: five digits outside that are no date
_TIMES = (("", "day"), (" %H:%M", "minute"), (" %H:%M:%S", "minute"), (" %H.%M", "minute"))
_YEAR_FIRST_DATES = ("%Y-%m-%d", "%Y/%m/%d")
_YEAR_LAST_DATES = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m %Y")
# Years that are written with four digits: chrono reads the year 25 in 25-03-09.
_YEARS = (1000, 9999)


@dataclass(frozen=True, slots=True)
class Moments:
    """Dates and times read from a column.

    ``frame`` has one row per cell: ``wall`` (Datetime without zone: what the clock showed), ``utc``
    (where the cell itself tells its offset from UTC), ``precision`` (``minute``, ``day``, ``week``,
    ``month``, ``year``), ``is_missing`` and ``is_wrong``.
    """

    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class OrderEvidence:
    """How many cells can only be read with the day first, the month first, or in both ways."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0

    def __add__(self, other: "OrderEvidence") -> "OrderEvidence":
        return OrderEvidence(
            self.day_first + other.day_first,
            self.month_first + other.month_first,
            self.either + other.either,
        )

    @property
    def order(self) -> DateOrder:
        """The column's order; empty when nothing decides it."""
        if self.day_first == self.month_first:
            return ""
        return "dmy" if self.day_first > self.month_first else "mdy"


def order_evidence(text: pl.Series) -> OrderEvidence:
    """Count what the cells of a column tell about the order of day and month.

    Examples
    --------
    >>> order_evidence(pl.Series(["03/09/2025", "25/09/2025"])).order
    'dmy'
    """
    cells = text.cast(pl.String)
    cells = (
        cells.filter(cells.str.contains(r"^\s*\d{1,2}[-/.]\d")).str.strip_chars().str.to_lowercase().unique()
    )
    parts = cells.str.extract_groups(_DAY_MONTH).struct.unnest().select(
        first=pl.nth(0).cast(pl.Int64, strict=False), second=pl.nth(1).cast(pl.Int64, strict=False)
    )  # fmt: skip
    first, second = pl.col("first"), pl.col("second")
    counts = parts.select(
        day=((first > 12) & (second <= 12)).sum(),
        month=((second > 12) & (first <= 12)).sum(),
        either=((first <= 12) & (second <= 12) & (first != second)).sum(),
    )
    return OrderEvidence(*(int(count or 0) for count in counts.row(0)))


def parse_moments(text: pl.Series, *, order: DateOrder = "", typed: pl.Series | None = None) -> Moments:
    """Read a column of dates, with or without a time of day.

    Parameters
    ----------
    text
        The cells, shape (n,).
    order
        Order of day and month where the year stands last; empty is read as Swedish, day first.
    typed
        The same cells where a workbook stores them as real dates (Datetime), null elsewhere.

    Notes
    -----
    Read are ISO 8601 with or without offset and with unpadded parts, ``20250309``, ``9/3 2025``,
    ``09.03.2025``, ``9 mars 2025 kl. 14.05``, day numbers from Excel, and periods that are all that is
    known: ``2025``, ``2025-03``, ``mars 2025``, ``2025-W10``, ``v. 10 2025``.

    Examples
    --------
    >>> read = parse_moments(pl.Series(["9/3 2025", "2025-03-09 14:05", "31/2 2025"])).frame
    >>> [str(value) for value in read["wall"]]
    ['2025-03-09 00:00:00', '2025-03-09 14:05:00', 'None']
    """
    cells = text.cast(pl.String).str.strip_chars().alias("cell")
    missing = is_missing(cells)
    frame = _by_format(cells, order)
    left = frame["wall"].is_null() & ~missing
    if left.any():
        frame = _filled(frame, left, cells.filter(left), order)
    if typed is not None:
        frame = _with_typed(frame, typed)
        missing = missing & typed.is_null()
    wrong = frame["wall"].is_null() & ~missing
    return Moments(frame.with_columns(is_missing=missing, is_wrong=wrong))


def _by_format(cells: pl.Series, order: DateOrder) -> pl.DataFrame:
    """Read the forms that computers write, in the order of how usual they are, fast."""
    wall = pl.Series("wall", [None], dtype=WALL).new_from_index(0, len(cells))
    precision = pl.Series("precision", [None], dtype=pl.String).new_from_index(0, len(cells))
    for pattern, name in _formats(order):
        todo = wall.is_null() & cells.is_not_null()
        if not todo.any():
            break
        # The first cells tell whether the form is worth trying on the rest.
        if _strptime(cells.filter(todo).head(50), pattern).is_null().all():
            continue
        found = _strptime(cells, pattern)
        new = todo & found.is_not_null()
        wall = wall.zip_with(~new, found)
        precision = precision.zip_with(~new, pl.Series([name]).new_from_index(0, len(cells)))
    utc = pl.Series("utc", [None], dtype=pl.Datetime("us", "UTC")).new_from_index(0, len(cells))
    return pl.DataFrame([wall.alias("wall"), utc, precision.alias("precision")])


def _formats(order: DateOrder) -> Iterator[tuple[str, str]]:
    last: tuple[str, ...] = _YEAR_LAST_DATES
    if order == "mdy":
        last = tuple(date.replace("%d", "%1").replace("%m", "%d").replace("%1", "%m") for date in last)
    for date in (*_YEAR_FIRST_DATES, *last):
        for time, precision in _TIMES:
            yield date + time, precision
    yield "%Y-%m-%dT%H:%M:%S", "minute"


def _strptime(cells: pl.Series, pattern: str) -> pl.Series:
    found = cells.str.to_datetime(pattern, strict=False, time_unit="us")
    return found.zip_with(found.dt.year().is_between(*_YEARS).fill_null(False), found.clear(len(found)))


def _filled(frame: pl.DataFrame, left: pl.Series, cells: pl.Series, order: DateOrder) -> pl.DataFrame:
    """Read each different cell that is left once, and put the answers back."""
    different = cells.unique().alias("cell")
    found = _by_pattern(different, order)
    answers = cells.to_frame("cell").join(found, on="cell", how="left", maintain_order="left")
    at = left.arg_true()
    return frame.with_columns(frame[name].scatter(at, answers[name]) for name in ("wall", "utc", "precision"))


def _by_pattern(cells: pl.Series, order: DateOrder) -> pl.DataFrame:
    frame = pl.DataFrame({"cell": cells, "low": cells.str.to_lowercase()})
    day_first = ("m", "d", "y", "y2") if order == "mdy" else ("d", "m", "y", "y2")
    patterns = (
        (_YEAR_FIRST, ("y", "m", "d")),
        (_COMPACT, ("y", "m", "d")),
        (_DAY_MONTH, day_first),
        (_NAMED, ("d", "m", "y")),
        (_NAMED_FIRST, ("m", "d", "y")),
    )
    found = []
    for pattern, names in patterns:
        is_mine = frame["low"].str.contains(pattern)
        mine = frame.filter(is_mine)
        if mine.height:
            found.append(pl.concat([mine, _wall(_parts(mine["low"], pattern, names))], how="horizontal"))
            frame = frame.filter(~is_mine)
    rest = frame.with_columns(
        wall=pl.lit(None, dtype=WALL),
        utc=pl.lit(None, dtype=pl.Datetime("us", "UTC")),
        precision=pl.lit(None, dtype=pl.String),
    )
    found.append(_serials(rest["low"], _periods(rest["low"], rest)))
    return pl.concat(found).select("cell", "wall", "utc", "precision")


def _parts(cells: pl.Series, pattern: str, names: tuple[str, ...]) -> pl.DataFrame:
    """Take a date apart: y, m, d, hour, minute, second, half (am or pm) and zone, as text."""
    groups = cells.str.extract_groups(pattern).struct.unnest()
    named = [*names, "hour", "minute", "second", "half", "zone"]
    return groups.rename(dict(zip(groups.columns, named, strict=True)))


def _wall(parts: pl.DataFrame) -> pl.DataFrame:
    """Put a date together; null where the parts are no date in the calendar."""
    number = {
        name: pl.col(name).cast(pl.Int32, strict=False) for name in ("y", "d", "hour", "minute", "second")
    }
    month = pl.col("m").cast(pl.Int32, strict=False).fill_null(
        pl.col("m").replace_strict(_MONTH_NAMES, default=None, return_dtype=pl.Int32)
    )  # fmt: skip
    year = number["y"]
    if "y2" in parts.columns:
        year = year.fill_null(pl.col("y2").cast(pl.Int32, strict=False) + 2000)
    half = pl.col("half").str.slice(0, 1)
    hour = (
        pl.when((half == "p") & (number["hour"] < 12)).then(number["hour"] + 12)
        .when((half == "a") & (number["hour"] == 12)).then(0)
        .otherwise(number["hour"])
    )  # fmt: skip
    frame = parts.with_columns(
        date=_date(year, month, number["d"]),
        hour=hour.fill_null(0),
        minute=number["minute"].fill_null(0),
        second=number["second"].fill_null(0),
        precision=pl.when(pl.col("hour").is_null() | (pl.col("hour") == ""))
        .then(pl.lit("day"))
        .otherwise(pl.lit("minute")),
        offset=_offset(pl.col("zone")),
    )
    is_time = (pl.col("hour") <= 24) & (pl.col("minute") <= 59) & (pl.col("second") <= 59) & (
        (pl.col("hour") < 24) | ((pl.col("minute") == 0) & (pl.col("second") == 0))
    )  # fmt: skip
    is_year = pl.col("date").dt.year().is_between(*_YEARS)
    wall = pl.when(is_time & is_year).then(
        pl.col("date").cast(WALL)
        + pl.duration(hours=pl.col("hour"), minutes=pl.col("minute"), seconds=pl.col("second"))
    )
    made = frame.select(wall=wall, precision="precision", offset="offset")
    return made.select(
        "wall",
        utc=(pl.col("wall") - pl.col("offset")).dt.replace_time_zone("UTC"),
        precision=pl.when(pl.col("wall").is_not_null()).then("precision"),
    )


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """Make dates; a day that the month does not have gives null."""
    text = pl.format(
        "{}-{}-{}",
        year.cast(pl.String).str.zfill(4),
        month.cast(pl.String).str.zfill(2),
        day.cast(pl.String).str.zfill(2),
    )
    return text.str.to_date("%Y-%m-%d", strict=False)


def _offset(zone: pl.Expr) -> pl.Expr:
    digits = zone.str.replace(":", "", literal=True)
    minutes = digits.str.slice(1, 2).cast(pl.Int64, strict=False) * 60 + digits.str.slice(3, 2).cast(
        pl.Int64, strict=False
    )
    signed = pl.when(zone.str.starts_with("-")).then(-minutes).otherwise(minutes)
    return pl.duration(minutes=pl.when(zone == "z").then(0).otherwise(signed))


def _periods(low: pl.Series, frame: pl.DataFrame) -> pl.DataFrame:
    """Read a year, a month or a week as its first day."""
    month = low.str.extract_groups(_MONTH_ONLY).struct.unnest()
    named = low.str.extract_groups(_NAMED_MONTH).struct.unnest()
    year = low.str.extract(_YEAR_ONLY)
    week = low.str.extract_groups(_WEEK).struct.unnest()
    first = low.str.extract_groups(_WEEK_FIRST).struct.unnest()
    parts = pl.DataFrame(
        {
            "y": month.to_series(0).fill_null(named.to_series(1)).fill_null(year),
            "m": month.to_series(1)
            .fill_null(named.to_series(0).replace_strict(_MONTH_NAMES, default=None, return_dtype=pl.String))
            .fill_null(pl.Series(["1"]).new_from_index(0, len(low)).zip_with(year.is_not_null(), _none(low))),
            "is_year": year.is_not_null(),
            "week_year": week.to_series(0).fill_null(first.to_series(1)),
            "week": week.to_series(1).fill_null(first.to_series(0)),
        }
    )
    whole = {name: pl.col(name).cast(pl.Int32, strict=False) for name in ("y", "m")}
    monday = pl.format("{}-W{}-1", "week_year", pl.col("week").str.zfill(2)).str.to_date(
        "%G-W%V-%u", strict=False
    )
    made = parts.select(
        month=_date(whole["y"], whole["m"], pl.lit(1)).cast(WALL),
        week=monday.cast(WALL),
        is_year="is_year",
    )
    precision = (
        pl.when(pl.col("wall").is_not_null()).then("precision")
        .when(made["week"].is_not_null()).then(pl.lit("week"))
        .when(made["month"].is_not_null()).then(
            pl.when(made["is_year"]).then(pl.lit("year")).otherwise(pl.lit("month"))
        )
    )  # fmt: skip
    return frame.with_columns(wall=pl.coalesce("wall", made["week"], made["month"]), precision=precision)


def _serials(low: pl.Series, frame: pl.DataFrame) -> pl.DataFrame:
    """Read day numbers of a spreadsheet: 45725 is 9 March 2025, 45725,5 noon that day."""
    serial = low.filter(low.str.contains(_SERIAL))
    if serial.is_empty():
        return frame
    days = low.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    is_serial = low.str.contains(_SERIAL) & days.is_between(*_EXCEL_DAYS)
    seconds = ((days - days.floor()) * 86_400).round()
    # To the nearest second: the fraction of a day is not exact.
    wall = pl.select(
        _EXCEL_EPOCH.cast(WALL)
        + pl.duration(days=pl.lit(days.floor().cast(pl.Int64)), seconds=pl.lit(seconds.cast(pl.Int64)))
    ).to_series()
    precision = pl.select(
        pl.when(pl.lit(seconds) == 0).then(pl.lit("day")).otherwise(pl.lit("minute"))
    ).to_series()
    new = is_serial & frame["wall"].is_null()
    return frame.with_columns(
        wall=frame["wall"].zip_with(~new, wall), precision=frame["precision"].zip_with(~new, precision)
    )


def _with_typed(frame: pl.DataFrame, typed: pl.Series) -> pl.DataFrame:
    at_midnight = typed.dt.time() == pl.Series([0]).cast(pl.Time)[0]
    precision = pl.select(
        pl.when(pl.lit(at_midnight)).then(pl.lit("day")).otherwise(pl.lit("minute"))
    ).to_series()
    known = typed.is_not_null()
    return frame.with_columns(
        wall=frame["wall"].zip_with(~known, typed.cast(WALL).dt.round("1s")),
        precision=frame["precision"].zip_with(~known, precision),
    )


def _none(like: pl.Series) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, len(like))
