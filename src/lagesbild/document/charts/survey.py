"""Shares from surveys, with the uncertainty of who was asked, wave by wave."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lagesbild.document import swedish
from lagesbild.document.charts.frame import (
    PERCENT_LABEL,
    TEXT,
    LegendItem,
    Margins,
    Spec,
    axis,
    draw,
    row_label_layer,
    row_labels,
    rows_at,
)
from lagesbild.document.lettering import text_width
from lagesbild.document.palette import ACCENT, FAINT, MUTED, PAPER

_WAVE_HEIGHT = 21.0


@dataclass(frozen=True, slots=True)
class SurveyPoint:
    """A share (0-1) of those who answered, with its interval; all three None when too few answered."""

    label: str
    wave: str
    share: float | None
    low: float | None
    high: float | None


def survey_bars(points: Sequence[SurveyPoint], *, axis_title: str = "Andel av de svarande") -> str:
    """Draw shares with 95 % intervals, the waves of each question under each other, oldest first.

    Parameters
    ----------
    points
        One for each question and wave; questions and waves keep the order they first come in.
    axis_title
        What the scale shows.

    Returns
    -------
    str
        SVG. The last wave is filled, earlier ones hollow; share and interval stand in words to the right.

    Raises
    ------
    ValueError
        If there is no point.
    """
    if not points:
        raise ValueError("a survey chart needs at least one share")
    questions = list(dict.fromkeys(point.label for point in points))
    waves = list(dict.fromkeys(point.wave for point in points))
    lines, left, row_height = row_labels(questions)
    line_of = dict(zip(questions, lines, strict=True))
    values = [
        {
            "label": line_of[point.label],
            "wave": point.wave,
            "share": point.share,
            "low": point.low,
            "high": point.high,
            "is_last": point.wave == waves[-1],
            "note": _note(point),
        }
        for point in points
    ]
    wave_width = max(text_width(wave, 11) for wave in waves) + 12
    right = max(text_width(_note(point), TEXT, semibold=True) for point in points) + 22
    largest = max([0.1, *(p.high for p in points if p.high is not None and math.isfinite(p.high))])
    return draw(
        _layers(lines, waves, end=min(1.0, largest * 1.08), axis_title=axis_title, wave_width=wave_width),
        height=max(row_height, _WAVE_HEIGHT * len(waves) + 10) * len(questions),
        margins=Margins(left=left + wave_width, right=right, bottom=44),
        legend=[
            LegendItem("circle", f"Senaste mätningen, {waves[-1]}"),
            *([LegendItem("hollow", "Tidigare mätningar")] if len(waves) > 1 else []),
            LegendItem("line", "95 % osäkerhetsintervall"),
        ],
        data={"values": values},
    )


def _note(point: SurveyPoint) -> str:
    if point.share is None:
        return "för få svar"
    return f"{swedish.percent(point.share)}  ({swedish.percent_interval(point.low, point.high)})"


def _layers(
    labels: Sequence[str], waves: Sequence[str], *, end: float, axis_title: str, wave_width: float
) -> list[Spec]:
    y = rows_at(labels)
    offset = {"field": "wave", "type": "nominal", "sort": list(waves), "scale": {"domain": list(waves)}}
    x: Spec = {
        "field": "share",
        "type": "quantitative",
        "scale": {"domain": [0, end], "nice": False},
        "axis": axis(grid=True, tickCount=5, labelExpr=PERCENT_LABEL, title=axis_title, gridColor=FAINT),
    }
    at = {"y": y, "yOffset": offset}
    weight = {"condition": {"test": "datum.is_last", "value": 600}, "value": 400}
    names = row_label_layer(labels, gap=10 + wave_width)
    return [
        names,
        {
            "mark": {"type": "text", "align": "right", "dx": -10, "fontSize": 11, "color": MUTED},
            "encoding": at | {"x": {"value": 0}, "text": {"field": "wave"}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 2, "color": ACCENT},
            "encoding": at | {"x": x | {"field": "low"}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "size": 75, "stroke": ACCENT, "strokeWidth": 1.8, "opacity": 1},
            "encoding": at
            | {
                "x": x,
                "fill": {"condition": {"test": "datum.is_last", "value": ACCENT}, "value": PAPER},
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 14},
            "encoding": at | {"x": {"value": "width"}, "text": {"field": "note"}, "fontWeight": weight},
        },
    ]
