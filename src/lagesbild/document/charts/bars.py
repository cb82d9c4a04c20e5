"""Horizontal bars: how many of each, beside the period before."""

import math
from collections.abc import Sequence
from typing import Final

from lagesbild.document import swedish
from lagesbild.document.charts.frame import (
    TEXT,
    LegendItem,
    Margins,
    Spec,
    axis,
    draw,
    note_layer,
    row_label_layer,
    row_labels,
    rows_at,
)
from lagesbild.document.lettering import text_width
from lagesbild.document.palette import ACCENT_MID, INK

HIGHEST_INDEX: Final = 6.0


def horizontal_bars(
    labels: Sequence[str],
    values: Sequence[float | None],
    *,
    previous: Sequence[float | None] = (),
    label: str = "Antal",
    previous_label: str = "Jämförelseperioden",
    decimals: int = 0,
    highest: float | None = None,
) -> str:
    """Draw a bar for each label, with a mark where the comparison period was.

    Parameters
    ----------
    labels, values
        One bar each, in the order given; None is drawn as no bar and written as a dash.
    previous
        The comparison period's values, as many as the labels, or empty.
    label, previous_label
        Words of the legend.
    decimals
        Decimals of the printed values.
    highest
        Where the scale ends; by default just past the largest value.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    ValueError
        If there is no bar or the sequences are not equally long.
    """
    if not labels or len(values) != len(labels) or len(previous) not in (0, len(labels)):
        raise ValueError("bars need one label and one value each, and as many previous values or none")
    lines, left, row_height = row_labels(labels)
    notes = [_note(i, values, previous, decimals=decimals) for i in range(len(labels))]
    largest = max([0.0, *(value for each in (*values, *previous) if (value := _finite(each)) is not None)])
    rows = [
        {
            "label": line,
            "value": _finite(values[i]),
            "previous": _finite(previous[i]) if previous else None,
            "note": notes[i],
        }
        for i, line in enumerate(lines)
    ]
    legend = [LegendItem("bar", label), LegendItem("tick", previous_label)] if previous else []
    return draw(
        _layers(
            lines, end=highest or largest * 1.04 or 1.0, title=None if previous else label, decimals=decimals
        ),
        height=row_height * len(labels),
        margins=Margins(
            left=left,
            right=max(text_width(note, TEXT) for note in notes) + 22,
            bottom=44 if not previous else 28,
        ),
        legend=legend,
        data={"values": rows},
    )


def index_bars(
    labels: Sequence[str], values: Sequence[float | None], *, previous: Sequence[float | None] = ()
) -> str:
    """Draw a problem index 0-6 (0 no problem, 6 very large) for each label, on the whole scale.

    Returns
    -------
    str
        SVG.
    """
    return horizontal_bars(
        labels,
        values,
        previous=previous,
        label="Index 0–6",
        previous_label="Föregående mätning",
        decimals=2,
        highest=HIGHEST_INDEX,
    )


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _note(i: int, values: Sequence[float | None], previous: Sequence[float | None], *, decimals: int) -> str:
    now = swedish.number(values[i], decimals)
    return f"{now}  ({swedish.number(previous[i], decimals)})" if previous else now


def _layers(labels: Sequence[str], *, end: float, title: str | None, decimals: int) -> list[Spec]:
    y = rows_at(labels)
    x: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, end], "nice": False},
        "axis": axis(
            grid=True, tickCount=5, tickMinStep=1 if decimals == 0 or end == HIGHEST_INDEX else 0,
            format=",~f", title=title,
        ),
    }  # fmt: skip
    mark = {"type": "tick", "thickness": 2.5, "size": 22, "color": INK, "opacity": 1}
    before = {"y": y, "x": x | {"field": "previous"}}
    return [
        {
            "mark": {"type": "bar", "height": 15, "color": ACCENT_MID, "opacity": 1},
            "encoding": {"y": y, "x": x},
        },
        {"mark": mark, "encoding": before},
        row_label_layer(labels),
        note_layer(labels),
    ]
