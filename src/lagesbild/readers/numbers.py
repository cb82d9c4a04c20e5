"""Numbers as people write them: decimal comma or point, spaced thousands, and marks for missing."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from lagesbild.readers.mapping import Decimal

NumberKind = Literal["whole", "measure"]

MISSING_MARKS = (
    "..", "...", ".", "-", "–", "—", "−", "na", "n/a", "nan", "null", "none", "(null)", "okänt", "okänd",
    "uppgift saknas", "saknas", "ej känt",
)  # fmt: skip
"""What stands in a cell when somebody says that the value is not known, in small letters."""

# Space, no-break space, thin and narrow no-break space, apostrophes: between groups of three digits.
_GAP = r"[ \u00a0\u2009\u202f'’]"
_SIMPLE = r"^[-+]?\d+(?:[.,]\d+)?$"
_AMBIGUOUS = r"^[-+]?[1-9]\d{0,2}[.,]\d{3}$"
_GAPPED = rf"^[-+]?\d{{1,3}}(?:{_GAP}\d{{3}})+(?:[.,]\d+)?$"
_POINT = r"^[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$"
_COMMA = r"^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$"
_SCIENTIFIC = r"^[-+]?\d(?:[.,]\d+)?[eE][-+]?\d{1,3}$"
_SURE = r"^[-+]?(?:\d+{sign}(?:\d{{1,2}}|\d{{4,}})|0{sign}\d+|\d{{4,}}{sign}\d+|\d{{1,3}}(?:{other}\d{{3}})+{sign}\d+|\d{{1,3}}(?:{other}\d{{3}}){{2,}})$"  # noqa: E501  # one pattern
_SURE_COMMA = _SURE.format(sign=",", other=r"\.")
_SURE_POINT = _SURE.format(sign=r"\.", other=",")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers read from a column, shape (n,) each.

    ``values`` is null where the cell is missing or not a number; ``is_missing`` tells the first,
    ``is_wrong`` the second.
    """

    values: pl.Series
    is_missing: pl.Series
    is_wrong: pl.Series


@dataclass(frozen=True, slots=True)
class DecimalEvidence:
    """How many cells can only be read with a decimal comma, a decimal point, or in both ways."""

    comma: int = 0
    point: int = 0
    either: int = 0

    def __add__(self, other: "DecimalEvidence") -> "DecimalEvidence":
        return DecimalEvidence(self.comma + other.comma, self.point + other.point, self.either + other.either)

    @property
    def sign(self) -> Decimal:
        """The column's decimal sign; empty when nothing decides it."""
        if self.comma == self.point:
            return ""
        return "," if self.comma > self.point else "."


def decimal_evidence(text: pl.Series) -> DecimalEvidence:
    """Count what the cells of a column tell about its decimal sign.

    Examples
    --------
    >>> decimal_evidence(pl.Series(["1.234", "1.234,5"])).sign
    ','
    """
    cells = pl.col("text")
    counts = _cleaned(text).to_frame("text").select(
        comma=cells.str.contains(_SURE_COMMA).sum(),
        point=cells.str.contains(_SURE_POINT).sum(),
        either=cells.str.contains(_AMBIGUOUS).sum(),
    )  # fmt: skip
    return DecimalEvidence(*(int(count or 0) for count in counts.row(0)))


def parse_numbers(
    text: pl.Series, *, kind: NumberKind, decimal: Decimal = "", typed: pl.Series | None = None
) -> Numbers:
    """Read a column of numbers.

    Parameters
    ----------
    text
        The cells, shape (n,).
    kind
        ``whole`` for counts, ``measure`` for all else.
    decimal
        The column's decimal sign where it is known (see :func:`decimal_evidence`).
    typed
        The same cells where a workbook stores them as real numbers, null elsewhere.

    Notes
    -----
    With two different signs the last is the decimal sign (``1.234,5``, ``1,234.5``); a sign that comes
    twice divides thousands. One sign before exactly three digits (``1.234``) can be either: the
    column's decimal sign decides. Without one, it divides thousands in a whole number and is the
    decimal sign in a measure, so that ``59.334`` stays a latitude.

    Examples
    --------
    >>> parse_numbers(pl.Series(["1 234,5", "..", "tolv"]), kind="measure").values.to_list()
    [1234.5, None, None]
    >>> parse_numbers(pl.Series(["1.234"]), kind="whole").values.to_list()
    [1234.0]
    """
    cells = _cleaned(text)
    missing = is_missing(cells)
    values = _simple(cells, kind, decimal)
    left = values.is_null() & ~missing
    if left.any():
        values = _scattered(values, left, _careful(cells.filter(left), kind, decimal))
    # 1e400 has the form of a number, but is none that a computer can hold.
    values = values.zip_with(values.is_finite().fill_null(False), _nulls(values))
    if typed is not None:
        known = typed.is_not_null() & typed.is_finite()
        values = values.zip_with(~known, typed)
        missing = missing & ~known
    return Numbers(values, missing, values.is_null() & ~missing)


def is_missing(cells: pl.Series) -> pl.Series:
    """Tell which cells are empty or hold a mark for a missing value."""
    # A mark is short and seldom: the long cells need not be folded.
    marked = cells.str.len_bytes() <= max(len(mark.encode()) for mark in MISSING_MARKS)
    found = cells.is_null() | (cells == "")
    if marked.any():
        found = found | (cells.is_in(_ALL_CASES))
    return found.fill_null(True)


_ALL_CASES = sorted({form for mark in MISSING_MARKS for form in (mark, mark.upper(), mark.capitalize())})


def _cleaned(text: pl.Series) -> pl.Series:
    """Strip the cells and write every minus sign as a hyphen."""
    cells = text.cast(pl.String)
    if cells.str.contains(r"^\s|\s$").any():
        cells = cells.str.strip_chars()
    if cells.str.contains(r"^[−–]\s?\d").any():
        cells = cells.str.replace(r"^[−–]\s?(\d)", "-$1")
    return cells


def _simple(cells: pl.Series, kind: NumberKind, decimal: Decimal) -> pl.Series:
    """Read what needs no thought, fast: digits with at most one sign that is clearly decimal."""
    plain = cells.str.contains(_SIMPLE)
    if kind == "whole" or decimal:
        plain = plain & ~cells.str.contains(_AMBIGUOUS)
    text = cells.str.replace(",", ".", literal=True)
    return text.zip_with(plain.fill_null(False), _nulls(text)).cast(pl.Float64, strict=False)


def _careful(cells: pl.Series, kind: NumberKind, decimal: Decimal) -> pl.Series:
    """Read thousands, two signs and doubtful signs; null where it is not a number."""
    cell = pl.col("cell")
    bare = pl.when(cell.str.contains(_GAPPED)).then(cell.str.replace_all(_GAP, "")).otherwise(cell)
    if kind == "measure":
        bare = bare.str.replace(r"\s*%$", "")
    thousands = _thousands_sign(kind, decimal)
    comma_last = cell.str.contains(_COMMA) & cell.str.contains(",")
    point_last = cell.str.contains(_POINT) & cell.str.contains(".", literal=True)
    as_comma = cell.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    as_point = cell.str.replace_all(",", "", literal=True)
    repeated = cell.str.contains(r"^[-+]?\d{1,3}(?:\.\d{3}){2,}$|^[-+]?\d{1,3}(?:,\d{3}){2,}$")
    without = cell.str.replace_all(r"[.,]", "")
    either = cell.str.contains(_AMBIGUOUS)
    doubtful = (
        pl.when(cell.str.contains(rf"[{thousands}]")).then(without)
        if thousands
        else pl.when(False).then(without)
    ).otherwise(cell.str.replace(",", ".", literal=True))
    text = (
        pl.when(either).then(doubtful)
        .when(repeated).then(without)
        .when(comma_last).then(as_comma)
        .when(point_last).then(as_point)
        .when(cell.str.contains(r"^[-+]?\d+$")).then(cell)
        .when(cell.str.contains(_SCIENTIFIC)).then(cell.str.replace(",", ".", literal=True))
    )  # fmt: skip
    frame = cells.to_frame("cell").select(cell=bare).select(value=text.cast(pl.Float64, strict=False))
    return frame["value"]


def _thousands_sign(kind: NumberKind, decimal: Decimal) -> str:
    """The sign that divides thousands in a doubtful cell; both for whole numbers, none for measures."""
    if decimal:
        return r"\." if decimal == "," else ","
    return ".," if kind == "whole" else ""


def _nulls(like: pl.Series) -> pl.Series:
    return pl.Series(like.name, [None], dtype=like.dtype).new_from_index(0, len(like))


def _scattered(values: pl.Series, where: pl.Series, new: pl.Series) -> pl.Series:
    return values.scatter(where.arg_true(), new)
