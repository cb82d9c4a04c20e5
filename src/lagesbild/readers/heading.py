"""Where the heading of a table stands, when there are titles above it or when it takes two lines."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.readers.sheet import unique_headings

Cells = Sequence[Sequence[str]]
"""The first rows of a file, each a list of cells as text."""

_VALUE = re.compile(
    r"""[-+−–]?\d[\d\s.,'’]*\s*%?$          # a number
      | \d{1,4}[-/.]\d{1,2}[-/.]?\d{0,4}     # a date
      | \d{1,2}\s+[a-zåäö]{3,9}\.?\s+\d{4}   # 9 mars 2025
      | (kl\.?\s*)?\d{1,2}[.:]\d{2}$         # a time of day""",
    re.VERBOSE | re.IGNORECASE,
)
_CODE = re.compile(r"[A-Z]?\d[\dA-Z]*$", re.IGNORECASE)
"""A code with letters, such as an area's; a heading may look like one ("k1")."""
_YEAR = re.compile(r"(19|20)\d\d(\.0)?$")
_MISSING = frozenset({"..", "...", "-", "–", "—", "na", "n/a", "null", "."})


@dataclass(frozen=True, slots=True)
class Heading:
    """The headings of a table and where they stand.

    ``rows`` are 0-based indices into the rows looked at: one or two, empty when the table has no
    heading. ``data_from`` is the index of the first row below it, ``title`` what stands above.
    """

    headings: tuple[str, ...]
    rows: tuple[int, ...]
    data_from: int
    title: tuple[str, ...]


def find_heading(rows: Cells, *, at: int | None = None) -> Heading:
    """Find the heading among the first rows of a table.

    Parameters
    ----------
    rows
        The first rows as text, blank rows included.
    at
        Index of the (last line of the) heading when it is known.

    Notes
    -----
    The first row whose cells look like the cells further down is the first row of data; the heading
    is the row before it. The row above belongs to the heading as well when the lower line is not
    complete, or says the same thing twice ("antal", "per 100 000", "antal", "per 100 000").
    """
    width = _width(rows)
    first = at + 1 if at is not None else _first_data_row(rows, width)
    above = [index for index in range(first) if _filled(rows[index])]
    if not above:
        return Heading(tuple(unique_headings([""] * width)), (), first, ())
    last = above[-1]
    lines = (last - 1, last) if last - 1 in above and _belongs(rows[last - 1], rows[last]) else (last,)
    upper = rows[lines[0]] if len(lines) == 2 else []
    title = tuple(" ".join(cell for cell in rows[i] if cell.strip()) for i in above if i < lines[0])
    merged = _merged(upper, rows[last], width)
    return Heading(tuple(unique_headings(merged)), lines, last + 1, title)


def is_missing(cell: str) -> bool:
    """Tell whether a cell is empty or holds a mark for a missing value: ``..``, a dash, ``NA``."""
    text = cell.strip()
    return not text or text.casefold() in _MISSING


def looks_like_value(cell: str) -> bool:
    """Tell whether a cell looks like data (number, date, time, code) rather than like words."""
    return bool(_VALUE.match(cell.strip()) or _CODE.match(cell.strip()))


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _width(rows: Cells) -> int:
    """Usual number of columns, trailing empty ones left out; the widest of those that are equally usual."""
    widths = Counter(_last_filled(row) for row in rows)
    widths.pop(0, None)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _first_data_row(rows: Cells, width: int) -> int:
    full = [i for i, row in enumerate(rows) if _filled(row) * 2 >= width and _filled(row)]
    if not full:
        return 0
    columns = _value_columns(rows, full, width)
    if not columns:
        return full[0] + 1  # words only: nothing tells the first row from the rest but its place
    for index in full:
        if _is_data(rows[index], columns):
            return index
    return full[0] + 1


@dataclass(frozen=True, slots=True)
class _ValueColumn:
    index: int
    has_years: bool
    has_codes: bool


def _value_columns(rows: Cells, full: list[int], width: int) -> list[_ValueColumn]:
    """Columns that mostly hold values in the lower half of what is seen."""
    found = []
    lower = full[len(full) // 2 :] if len(full) > 2 else full[1:] or full
    for column in range(width):
        cells = [rows[i][column] for i in lower if column < len(rows[i]) and not is_missing(rows[i][column])]
        if cells and sum(map(looks_like_value, cells)) * 10 >= len(cells) * 6:
            found.append(_ValueColumn(column, _mostly(cells, _YEAR), _mostly(cells, _CODE)))
    return found


def _mostly(cells: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return sum(1 for cell in cells if pattern.match(cell.strip())) * 2 > len(cells)


def _is_data(row: Sequence[str], columns: Sequence[_ValueColumn]) -> bool:
    """Tell whether the row has values where values are expected; years over figures are headings."""
    values = words = 0
    for column in columns:
        cell = row[column.index].strip() if column.index < len(row) else ""
        if not cell or (_YEAR.match(cell) and not column.has_years):
            continue
        is_value = _VALUE.match(cell) or (column.has_codes and _CODE.match(cell))
        if is_value or is_missing(cell):
            values += 1
        else:
            words += 1
    return values > 0 and values >= words


def _belongs(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether two lines are one heading."""
    if _filled(upper) < 2:
        return False
    lower_cells = [cell.strip().casefold() for cell in lower if cell.strip()]
    says_it_twice = len(set(lower_cells)) < len(lower_cells)
    completes = any(
        above.strip() and not (lower[i].strip() if i < len(lower) else "") for i, above in enumerate(upper)
    )
    return says_it_twice or completes


def _merged(upper: Sequence[str], lower: Sequence[str], width: int) -> list[str]:
    """Join two lines cell by cell; an upper cell reaches over the empty ones to its right."""
    headings = []
    reach = ""
    for column in range(max(width, _last_filled(upper), _last_filled(lower))):
        above = upper[column].strip() if column < len(upper) else ""
        below = lower[column].strip() if column < len(lower) else ""
        reach = above or reach
        headings.append(
            " / ".join(dict.fromkeys(part for part in (reach if below else above, below) if part))
        )
    return headings


def _last_filled(row: Sequence[str]) -> int:
    return max((i + 1 for i, cell in enumerate(row) if cell.strip()), default=0)
