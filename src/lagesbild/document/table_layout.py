"""How wide a table's columns should be, and how small its letters, to fit a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lagesbild.document import swedish
from lagesbild.document.lettering import text_width
from lagesbild.document.swedish import RIGHT_ALIGNED
from lagesbild.document.tree import Table
from lagesbild.document.words import without_markup

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


@dataclass(frozen=True, slots=True)
class TableLayout:
    """Widths of the columns, air left of each, and size of the letters, in points."""

    widths: tuple[float, ...]
    left_air: tuple[float, ...]
    size: float
    right_air: float = _RIGHT_AIR


@dataclass(frozen=True, slots=True)
class _Need:
    least: float
    wanted: float


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

    def needs(size: float) -> list[_Need]:
        return [_need(table, i, size, gap=left_air[i] + _RIGHT_AIR) for i in range(len(table.columns))]

    for size in _COMFORTABLE:
        found = needs(size)
        if sum(need.wanted for need in found) <= available:
            return TableLayout(_shared(found, available), left_air, size)
    for size in _SMALL:
        found = needs(size)
        if sum(need.least for need in found) <= available:
            break
    return TableLayout(_shared(found, available), left_air, size)


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
        return _Need(least, max(least, heading_wanted + gap))
    # Even a long compound word may be broken, but not a short one.
    words = [word for cell in cells for word in cell.split()]
    longest = max((text_width(word, size) for word in words), default=0.0)
    least = max(min(heading_least, 13 * size), min(longest, 13 * size)) + gap
    return _Need(least, max(least, min(max(whole, heading_wanted), 26 * size) + gap))


def _on_two_lines(words: Sequence[str], size: float) -> float:
    """Return the narrowest width that holds the words on at most two lines."""
    return min(
        max(
            text_width(" ".join(words[:i]), size, semibold=True),
            text_width(" ".join(words[i:]), size, semibold=True),
        )
        for i in range(1, len(words) + 1)
    )


def _shared(needs: Sequence[_Need], available: float) -> tuple[float, ...]:
    least = sum(need.least for need in needs)
    if least >= available:
        return tuple(need.least * available / least for need in needs)
    wanted = sum(need.wanted - need.least for need in needs)
    room = available - least
    if wanted > room:
        level = _level([need.wanted - need.least for need in needs], room)
        return tuple(need.least + min(need.wanted - need.least, level) for need in needs)
    first, other = _MOST_EXTRA
    most = first + other * (len(needs) - 1)
    share = min(1.0, (room - wanted) / most)
    return tuple(need.wanted + share * (other if i else first) for i, need in enumerate(needs))


def _level(asked: Sequence[float], room: float) -> float:
    """Return the most that each may have so that the room is enough: those who ask for little get all of it.

    A column of short words stays on one line, and the long ones share what is left.
    """
    left = room
    for met, most in enumerate(sorted(asked)):
        share = left / (len(asked) - met)
        if most >= share:
            return share
        left -= most
    return max(asked)
