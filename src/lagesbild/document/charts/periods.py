"""A figure period by period, with its interval where one is known, and what it is compared with."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lagesbild.document import swedish
from lagesbild.document.charts.frame import LegendItem, Margins, Spec, axis, draw
from lagesbild.document.lettering import text_width
from lagesbild.document.palette import ACCENT, ACCENT_MID, FAINT, MUTED, PAPER

_HEIGHT: Final = 220
_MOST_NOTES: Final = 12
"""Printed values would stand in each other's way beyond this."""


@dataclass(frozen=True, slots=True)
class PeriodPoint:
    """The figure of one period; ``value`` is None where it is missing, and leaves a gap."""

    period: str
    value: float | None
    low: float | None = None
    high: float | None = None
    is_preliminary: bool = False
    other: float | None = None
    """What it is compared with in the same period, such as the country."""


def figure_by_period(
    points: Sequence[PeriodPoint], *, unit: str, label: str, other_label: str = "", decimals: int = 0
) -> str:
    """Draw a figure period by period, as dots with whiskers for their intervals.

    Parameters
    ----------
    points
        One for each period, in order.
    unit
        What is measured, written above the scale, which starts at 0.
    label, other_label
        Words of the legend; without ``other_label`` nothing is compared.
    decimals
        Decimals of the printed values.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    ValueError
        If there is no point.
    """
    if not points:
        raise ValueError("a figure needs at least one period")
    values = [_value(point, decimals) for point in points]
    numbers = [value[key] for value in values for key in ("value", "high", "other")]
    top = max([*(n for n in numbers if isinstance(n, float)), 0.0]) * 1.12 or 1.0
    legend = [LegendItem("circle", label)]
    if any(value["low"] is not None for value in values):
        legend.append(LegendItem("bar", "95 % intervall"))
    if any(point.is_preliminary for point in points):
        legend.append(LegendItem("hollow", "Preliminärt"))
    if other_label:
        legend.append(LegendItem("dashed", other_label))
    widest = text_width(swedish.number(top, decimals), 12.5)
    return draw(
        _layers(values, top=top, unit=unit, decimals=decimals, has_other=bool(other_label)),
        height=_HEIGHT,
        margins=Margins(left=widest + 18, right=24, top=28, bottom=34),
        legend=legend,
        data={"values": values},
    )


def _value(point: PeriodPoint, decimals: int) -> Spec:
    def finite(value: float | None) -> float | None:
        return float(value) if value is not None and math.isfinite(value) else None

    value, low, high = finite(point.value), finite(point.low), finite(point.high)
    has_interval = value is not None and low is not None and high is not None
    return {
        "period": point.period,
        "value": value,
        "low": low if has_interval else None,
        "high": high if has_interval else None,
        "note_at": high if has_interval else value,
        "other": finite(point.other),
        "is_preliminary": point.is_preliminary,
        "note": swedish.number(point.value, decimals),
    }


def _layers(values: Sequence[Spec], *, top: float, unit: str, decimals: int, has_other: bool) -> list[Spec]:
    step = -(-len(values) // _MOST_NOTES)
    x: Spec = {
        "field": "period",
        "type": "ordinal",
        "scale": {"domain": [value["period"] for value in values]},
        "axis": axis(
            domain=True, domainColor=MUTED, labelAngle=0, values=[v["period"] for v in values[::-step]][::-1]
        ),
    }
    y: Spec = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False},
        "axis": axis(
            grid=True, tickCount=5, tickMinStep=1 if decimals == 0 else 0, format=",~f", title=unit,
            titleAngle=0, titleAlign="left", titleAnchor="start", titleX=-12, titleY=-14, gridColor=FAINT,
        ),
    }  # fmt: skip
    breaks = "break-paths-show-domains"
    layers: list[Spec] = [
        {
            "transform": [{"filter": "isValid(datum.low)"}],
            "mark": {"type": "rule", "color": ACCENT_MID, "strokeWidth": 5, "opacity": 1},
            "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "color": ACCENT, "strokeWidth": 1.4, "invalid": breaks},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": [{"filter": "isValid(datum.value)"}],
            "mark": {"type": "point", "size": 60, "strokeWidth": 1.6, "stroke": ACCENT, "opacity": 1},
            "encoding": {
                "x": x,
                "y": y,
                "fill": {"condition": {"test": "datum.is_preliminary", "value": PAPER}, "value": ACCENT},
            },
        },
    ]
    if has_other:
        layers.insert(
            1,
            {
                "mark": {
                    "type": "line",
                    "color": MUTED,
                    "strokeWidth": 1.4,
                    "strokeDash": [4, 3],
                    "invalid": breaks,
                },
                "encoding": {"x": x, "y": y | {"field": "other"}},
            },
        )
    if len(values) <= _MOST_NOTES:
        layers.append(
            {
                "transform": [{"filter": "isValid(datum.value)"}],
                "mark": {"type": "text", "dy": -13, "fontWeight": 600, "color": ACCENT},
                "encoding": {"x": x, "y": y | {"field": "note_at"}, "text": {"field": "note"}},
            }
        )
    return layers
