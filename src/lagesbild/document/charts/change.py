"""Changes with their intervals: a point and a whisker for each row, on a scale where halved and doubled
are equally far from unchanged."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lagesbild.document import swedish
from lagesbild.document.charts.frame import (
    TEXT,
    LegendItem,
    Margins,
    Spec,
    Symbol,
    axis,
    draw,
    note_layer,
    row_label_layer,
    row_labels,
    rows_at,
)
from lagesbild.document.lettering import text_width
from lagesbild.document.palette import ACCENT, INK, MUTED, PAPER, RULE, SIGNAL

_TICKS: Final = (1.0, 2.0, 0.5, 5.0, 0.2, 1.5, 0.75, 1.25, 0.9, 1.1, 3.0, 0.3)
"""Where the scale may be marked, most useful first; the rest is left out when there is no room."""
_TICK_ROOM: Final = 54.0
"""Pixels between two marks, so that "+100 %" and "+400 %" do not touch."""
_NARROWEST, _WIDEST = (0.66, 1.5), (0.2, 5.0)
"""The scale is never narrower or wider than this; what falls outside ends in an arrow."""
_SIGNS: Final[dict[str, Symbol]] = {
    "increase": "triangle-up",
    "decrease": "triangle-down",
    "unclear": "hollow",
    "stable": "circle",
    "too_few": "cross",
}
_SHAPES: Final = {
    "increase": "triangle-up",
    "decrease": "triangle-down",
    "unclear": "circle",
    "stable": "circle",
    "too_few": "M-.9,-.9L.9,.9M-.9,.9L.9,-.9",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change to draw; ``ratio``, ``low`` and ``high`` are 1.0 when nothing changed, None when unknown."""

    label: str
    before: float
    after: float
    ratio: float | None
    low: float | None
    high: float | None
    verdict: str


def bar_with_intervals(
    rows: Sequence[ChangeRow], *, is_sorted: bool = False, axis_title: str = "Förändring"
) -> str:
    """Draw changes with their 95 % intervals, the largest increase first.

    Parameters
    ----------
    rows
        One for each category or area. ``high`` may be infinite.
    is_sorted
        True keeps the order given, as for areas that the reader knows by number.
    axis_title
        What the scale shows.

    Returns
    -------
    str
        SVG. The verdict is shown by shape as well as colour; the change and both counts stand in words
        to the right of each row.

    Raises
    ------
    ValueError
        If there is no row.
    """
    if not rows:
        raise ValueError("a chart of changes needs at least one row")
    shown = list(rows) if is_sorted else sorted(rows, key=_order)
    low, high = _domain(shown)
    labels, left, row_height = row_labels([row.label for row in shown])
    notes = [_note(row) for row in shown]
    margins = Margins(
        left=left, right=max(text_width(note, TEXT, semibold=True) for note in notes) + 22, bottom=44
    )
    values = [
        _values(row, label, note, low=low, high=high)
        for row, label, note in zip(shown, labels, notes, strict=True)
    ]
    present = {row.verdict for row in shown}
    legend = [
        LegendItem(sign, swedish.verdict(name).words.capitalize())
        for name, sign in _SIGNS.items()
        if name in present
    ]
    return draw(
        _layers(labels, low=low, high=high, plot_width=margins.plot_width, axis_title=axis_title),
        height=row_height * len(shown),
        margins=margins,
        legend=[*legend, LegendItem("line", "95 % osäkerhetsintervall")],
        data={"values": values},
    )


def _order(row: ChangeRow) -> tuple[bool, float, str]:
    is_unknown = row.ratio is None or row.verdict == "too_few"
    return is_unknown, -(row.ratio or 0.0), row.label


def _domain(rows: Sequence[ChangeRow]) -> tuple[float, float]:
    limits = [
        value
        for row in rows
        for value in (row.low, row.high, row.ratio)
        if value is not None and math.isfinite(value) and value > 0
    ]
    low = min([_NARROWEST[0], *(max(value, _WIDEST[0]) for value in limits)])
    high = max([_NARROWEST[1], *(min(value, _WIDEST[1]) for value in limits)])
    return low * 0.94, high * 1.06


def _note(row: ChangeRow) -> str:
    counts = f"{swedish.number(row.before, _decimals(row.before))} → {swedish.count(row.after)}"
    return counts if row.ratio is None else f"{swedish.change(row.ratio)}  ({counts})"


def _decimals(value: float) -> int:
    return 0 if float(value).is_integer() else 1


def _values(row: ChangeRow, label: str, note: str, *, low: float, high: float) -> Spec:
    def clipped(value: float | None) -> float | None:
        return None if value is None or math.isnan(value) else min(max(value, low), high)

    return {
        "label": label,
        "ratio": clipped(row.ratio),
        "low": clipped(row.low),
        "high": clipped(row.high),
        "before_scale": row.low is not None and row.low < low,
        "beyond_scale": row.high is not None and row.high > high,
        "verdict": row.verdict,
        "note": note,
    }


def _layers(
    labels: Sequence[str], *, low: float, high: float, plot_width: float, axis_title: str
) -> list[Spec]:
    ticks = _ticks(low, high, plot_width)
    names = ", ".join(f"'{tick:g}': '{swedish.change(tick)}'" for tick in ticks)
    scale = {"type": "log", "domain": [low, high], "nice": False, "zero": False}
    x_axis = axis(
        values=ticks,
        labelExpr=f"({{{names}}})[toString(datum.value)]",
        grid=True,
        title=axis_title,
        labelOverlap=False,
    )
    y = rows_at(labels)
    x: Spec = {"field": "ratio", "type": "quantitative", "scale": scale, "axis": x_axis}
    return [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
            "encoding": {"x": {"datum": 1.0, "type": "quantitative", "scale": scale, "axis": x_axis}},
        },
        row_label_layer(labels),
        {
            "mark": {"type": "rule", "strokeWidth": 2},
            "encoding": {
                "y": y,
                "x": x | {"field": "low"},
                "x2": {"field": "high"},
                "color": {
                    "condition": {"test": "datum.verdict == 'too_few'", "value": RULE},
                    "value": ACCENT,
                },
            },
        },
        _arrow("before_scale", low, "left", x=x, y=y),
        _arrow("beyond_scale", high, "right", x=x, y=y),
        _points(x, y),
        note_layer(labels),
    ]


def _ticks(low: float, high: float, plot_width: float) -> list[float]:
    pixels = plot_width / math.log(high / low)
    chosen: list[float] = []
    for tick in _TICKS:
        if low <= tick <= high and all(
            abs(math.log(tick / other)) * pixels >= _TICK_ROOM for other in chosen
        ):
            chosen.append(tick)
    return sorted(chosen)


def _arrow(field: str, edge: float, side: str, *, x: Spec, y: Spec) -> Spec:
    at_edge = {key: value for key, value in x.items() if key != "field"} | {"datum": edge}
    return {
        "transform": [{"filter": f"datum.{field}"}],
        "mark": {"type": "point", "shape": f"triangle-{side}", "size": 50, "filled": True, "opacity": 1},
        "encoding": {
            "y": y,
            "x": at_edge,
            "color": {"condition": {"test": "datum.verdict == 'too_few'", "value": RULE}, "value": ACCENT},
        },
    }


def _points(x: Spec, y: Spec) -> Spec:
    colour = [
        {"test": "datum.verdict == 'increase'", "value": SIGNAL},
        {"test": "datum.verdict == 'too_few'", "value": MUTED},
    ]
    hollow = {"test": "datum.verdict == 'unclear'", "value": PAPER}
    return {
        "mark": {"type": "point", "size": 105, "strokeWidth": 1.8, "opacity": 1},
        "encoding": {
            "y": y,
            "x": x,
            "shape": {
                "field": "verdict",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": list(_SHAPES), "range": list(_SHAPES.values())},
            },
            "fill": {"condition": [hollow, *colour], "value": ACCENT},
            "stroke": {"condition": colour, "value": ACCENT},
        },
    }
