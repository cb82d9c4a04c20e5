"""How wide a table's columns should be, and how small its letters, to fit a page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from lagesbild.document import swedish
from lagesbild.document.lettering import text_width
from lagesbild.document.swedish import RIGHT_ALIGNED
from lagesbild.document.tree import Table
from lagesbild.document.words import without_markup

TEXT_WIDTH_PT: Final = 462.0
"""An A4 page between its margins of 23.5 mm; every writer's margins give the same."""
WIDE_TEXT_WIDTH_PT: Final = 708.0
"""The same page lying down."""
_COMFORTABLE: Final = (9.5, 9.0, 8.5)
_SMALL: Final = (8.5, 8.0, 7.5, 7.0)
"""Sizes in points that are tried, largest first; below 7 points nobody can read a printed page."""
_LOOKED_AT: Final = 400
"""Rows that decide the widths; a longer table is not measured to the end."""
_RIGHT_AIR: Final = 8.0
_LEFT_AIR: Final = 10.0
"""Before words that follow a right-aligned number, or the two would run together."""
_MOST_EXTRA: Final = (90.0, 26.0)
"""What the first and every other column may grow beyond its need; a small table stays small."""
_TOGETHER_PT: Final = 250.0
"""A table that is lower than this, about a third of a page, is not divided between pages."""
_ROUNDS: Final = 40
"""Steps in which the room that is left is handed out to the columns."""
_PLACE_TO_BREAK: Final = re.compile(r"[ \t\r\n]+|(?<=-)(?=[^\W\d])")
"""Between words, and after a hyphen before a letter, but not within a date or a range of years."""
_BREAKS: Final = 1.08
"""What lines lose when words do not fill them."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Widths of the columns, air left of each, and size of the letters, in points."""

    widths: tuple[float, ...]
    left_air: tuple[float, ...]
    size: float
    hyphenated: tuple[bool, ...]
    """Columns with a word that is wider than the column; in the others no word has to be divided."""
    is_together: bool
    """The table is so low that it is kept on one page."""
    right_air: float = _RIGHT_AIR


@dataclass(frozen=True, slots=True)
class _Need:
    least: float
    wanted: float
    whole: float
    """So wide that no cell is broken."""


def table_layout(table: Table, *, available: float) -> TableLayout:
    """Return widths and the largest letters that fit.

    Parameters
    ----------
    table
        The table.
    available
        Width of the page between its margins, in points.

    Returns
    -------
    TableLayout
        Widths add up to at most ``available``. Numbers are never broken; words are broken before the
        letters become smaller than 7 points.
    """
    kinds = [column.kind in RIGHT_ALIGNED for column in table.columns]
    left_air = tuple(
        _LEFT_AIR if i and kinds[i - 1] and not kinds[i] else 0.0 for i in range(len(table.columns))
    )
    size, needs = _size_that_fits(table, left_air, available)
    cells = _cell_widths(table, size)
    gaps = np.array([air + _RIGHT_AIR for air in left_air])
    widths = _shared(needs, cells, gaps, available)
    room = np.array(widths) - gaps
    longest = [_longest_word(table, i, size) for i in range(len(widths))]
    return TableLayout(
        widths,
        left_air,
        size,
        tuple(bool(word > width + 0.1) for word, width in zip(longest, room, strict=True)),
        is_together=len(table.rows) <= _LOOKED_AT and _height(cells, room, size) <= _TOGETHER_PT,
    )


def needs_wide_page(table: Table) -> bool:
    """Return whether a standing page would make the table's letters so small that it is better laid down."""
    kinds = [column.kind in RIGHT_ALIGNED for column in table.columns]
    left_air = [_LEFT_AIR if i and kinds[i - 1] and not kinds[i] else 0.0 for i in range(len(kinds))]
    return _size_that_fits(table, left_air, TEXT_WIDTH_PT)[0] < _SMALL[0]


def _size_that_fits(
    table: Table, left_air: Sequence[float], available: float
) -> tuple[float, tuple[_Need, ...]]:
    def needs(size: float) -> tuple[_Need, ...]:
        return tuple(_need(table, i, size, gap=air + _RIGHT_AIR) for i, air in enumerate(left_air))

    for size in _COMFORTABLE:
        found = needs(size)
        if sum(need.wanted for need in found) <= available:
            return size, found
    for size in _SMALL:
        found = needs(size)
        if sum(need.least for need in found) <= available:
            break
    return size, found


def cell_words(table: Table, index: int) -> list[str]:
    """Return the printed cells of a column, without markup."""
    column = table.columns[index]
    return [without_markup(swedish.cell_text(row[index], column)) for row in table.rows[:_LOOKED_AT]]


def widest_word(heading: str, size: float) -> float:
    """Return the width of the widest word of a heading."""
    return max((text_width(word, size, semibold=True) for word in heading.split()), default=0.0)


def _need(table: Table, index: int, size: float, *, gap: float) -> _Need:
    column = table.columns[index]
    cells = cell_words(table, index)
    heading_words = column.heading.split() or [""]
    heading_least = widest_word(column.heading, size)
    heading_wanted = _on_two_lines(heading_words, size)
    whole = max((text_width(cell, size, semibold=True) for cell in cells), default=0.0)
    if column.kind != "text":
        # A number, date or verdict stays on one line; its heading may take two or three.
        least = max(whole, heading_least) + gap
        wanted = max(least, heading_wanted + gap)
        return _Need(least, wanted, wanted)
    # Even a long compound word may be broken, but not a short one.
    longest = _longest_word(table, index, size)
    least = max(min(heading_least, 13 * size), min(longest, 13 * size)) + gap
    wanted = max(least, min(max(whole, heading_wanted), 26 * size) + gap)
    return _Need(least, wanted, max(wanted, whole + gap))


def _longest_word(table: Table, index: int, size: float) -> float:
    """Return the width of the longest piece that stays on one line without being divided."""
    if table.columns[index].kind != "text":
        return 0.0
    words = {word for cell in cell_words(table, index) for word in _PLACE_TO_BREAK.split(cell)}
    return max((text_width(word, size) for word in words), default=0.0)


def _on_two_lines(words: Sequence[str], size: float) -> float:
    """Return the narrowest width that holds the words on at most two lines."""
    return min(
        max(
            text_width(" ".join(words[:i]), size, semibold=True),
            text_width(" ".join(words[i:]), size, semibold=True),
        )
        for i in range(1, len(words) + 1)
    )


def _cell_widths(table: Table, size: float) -> NDArray[np.float64]:
    """Return what each cell would need on one line, the headings first, in points: rows × columns."""
    columns = [
        [
            text_width(column.heading, size, semibold=True),
            *(text_width(cell, size) for cell in cell_words(table, i)),
        ]
        for i, column in enumerate(table.columns)
    ]
    return np.array(columns).T


def _shared(
    needs: Sequence[_Need], cells: NDArray[np.float64], gaps: NDArray[np.float64], available: float
) -> tuple[float, ...]:
    least = sum(need.least for need in needs)
    if least >= available:
        return tuple(need.least * available / least for need in needs)
    wanted = [need.wanted for need in needs]
    fits = sum(wanted) <= available
    widths = np.array(wanted if fits else [need.least for need in needs])
    most = np.array([need.whole for need in needs])
    widths = _where_it_helps(widths, most, cells, gaps, available)
    room = available - widths.sum()
    first, other = _MOST_EXTRA
    share = min(1.0, room / (first + other * (len(needs) - 1)))
    return tuple(float(width + share * (other if i else first)) for i, width in enumerate(widths))


def _where_it_helps(
    widths: NDArray[np.float64],
    most: NDArray[np.float64],
    cells: NDArray[np.float64],
    gaps: NDArray[np.float64],
    available: float,
) -> NDArray[np.float64]:
    """Hand out the room that is left, a little at a time, to the column that makes the table lower.

    A row is as high as its highest cell. A softer measure is used, the fourth power, so that two columns
    that are as high as each other both get their share.
    """
    step = (available - widths.sum()) / _ROUNDS
    for _round in range(_ROUNDS):
        now = _lines(cells, widths - gaps) ** 4
        wider = _lines(cells, widths + step - gaps) ** 4
        rest = now.sum(axis=1)[:, None]
        gain = ((rest**0.25) - (rest - now + wider) ** 0.25).sum(axis=0)
        gain[widths >= most] = 0.0
        best = int(gain.argmax())
        if gain[best] <= 0:
            break
        widths = widths.copy()
        widths[best] += step
    return widths


def _lines(cells: NDArray[np.float64], room: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how many lines each cell takes, as a number that grows evenly."""
    return np.where(cells <= room, 1.0, np.maximum(1.0, _BREAKS * cells / room))


def _height(cells: NDArray[np.float64], room: NDArray[np.float64], size: float) -> float:
    """Return about how high the rows are together, in points."""
    lines = np.ceil(_lines(cells, room)).max(axis=1, initial=1.0)
    line_pt, air_pt = 1.2 * size, 8.8
    return float((lines * line_pt + air_pt).sum())
