"""When on the week things happen: weekdays down, hours across."""

import math
from collections.abc import Sequence
from typing import Final

from lagesbild.document import swedish
from lagesbild.document.charts.frame import TEXT, WIDTH
from lagesbild.document.lettering import text_width
from lagesbild.document.palette import INK, MUTED, PAPER, SEQUENTIAL
from lagesbild.document.svg import drawing, element, text

WEEKDAYS: Final = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_LEFT: Final = 64.0
_TOP: Final = 44.0
_ROW: Final = 27.0
_STEPS: Final = SEQUENTIAL[:5]


def hour_weekday(weights: Sequence[Sequence[float]], *, unit: str = "Antal händelser") -> str:
    """Draw 7 days × 24 hours as squares that darken with the number, each with its number printed.

    Parameters
    ----------
    weights
        Seven rows (Monday first) of 24 numbers (hour 0 first), 0 or more; decimals come from events
        whose time is only known as a span.
    unit
        What is counted.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    ValueError
        If the shape is not 7 × 24, or a number is negative or not a number.
    """
    if len(weights) != 7 or any(len(row) != 24 for row in weights):
        raise ValueError("weights must be 7 rows (weekdays) of 24 numbers (hours)")
    if any(not math.isfinite(value) or value < 0 for row in weights for value in row):
        raise ValueError("weights must be numbers of 0 or more")
    limits = _limits(weights)
    column = (WIDTH - _LEFT) / 24
    parts = [text(unit, x=0, y=13, size=TEXT, fill=MUTED), *_legend(limits, x=_LEFT + 140)]
    parts += [
        text(f"{hour:02d}", x=_LEFT + (hour + 0.5) * column, y=_TOP - 6, anchor="middle", size=11, fill=MUTED)
        for hour in range(24)
    ]
    for day, row in enumerate(weights):
        y = _TOP + day * _ROW
        parts.append(text(WEEKDAYS[day], x=_LEFT - 10, y=y + 17, anchor="end", size=TEXT))
        for hour, value in enumerate(row):
            parts.append(_square(value, _step(value, limits), x=_LEFT + hour * column, y=y, width=column))
    return drawing("".join(parts), width=WIDTH, height=_TOP + 7 * _ROW + 4)


def _limits(weights: Sequence[Sequence[float]]) -> list[float]:
    """Upper limits of the steps: equal steps to the largest value, so that the ramp is read as amounts."""
    largest = max(value for row in weights for value in row)
    step = max(1.0, math.ceil(largest / len(_STEPS)))
    return [step * (i + 1) for i in range(len(_STEPS))]


def _step(value: float, limits: Sequence[float]) -> int:
    return next((i for i, limit in enumerate(limits) if value <= limit), len(limits) - 1)


def _square(value: float, step: int, *, x: float, y: float, width: float) -> str:
    is_dark = step >= 3
    label = swedish.count(value)
    if value == 0:
        fill, label = "#f6f9f9", "·"
    else:
        fill = _STEPS[step]
    square = element("rect", x=x + 0.75, y=y + 0.75, width=width - 1.5, height=_ROW - 1.5, fill=fill)
    size = min(10.5, 10.5 * (width - 3) / text_width(label, 10.5))
    return square + text(
        label, x=x + width / 2, y=y + 17, anchor="middle", size=size, fill=PAPER if is_dark else INK
    )


def _legend(limits: Sequence[float], *, x: float) -> list[str]:
    parts: list[str] = []
    for i, limit in enumerate(limits):
        low = 0 if i == 0 else limits[i - 1]
        label = (
            f"{swedish.count(low + 1)}–{swedish.count(limit)}" if limit - low > 1 else swedish.count(limit)
        )
        label = f"högst {swedish.count(limit)}" if i == 0 and limit > 1 else label
        parts.append(element("rect", x=x, y=2, width=18, height=13, fill=_STEPS[i]))
        parts.append(text(label, x=x + 24, y=13, size=TEXT))
        x += 24 + text_width(label, TEXT) + 18
    return parts
