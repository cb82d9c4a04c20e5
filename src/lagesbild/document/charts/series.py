"""A series of counts by week or month, beside what was to be expected."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

from lagesbild.document import swedish
from lagesbild.document.charts.frame import LegendItem, Margins, Spec, axis, draw
from lagesbild.document.palette import ACCENT, ACCENT_LIGHT, FAINT, INK, PAPER, SIGNAL

_HEIGHT: Final = 230.0
_MOST_DOTS: Final = 80
"""A longer series is drawn as a line without dots, which would run together."""
_MOST_LABELS: Final = 8


def series_with_band(
    starts: Sequence[date],
    observed: Sequence[float | None],
    *,
    expected: Sequence[float | None] = (),
    low: Sequence[float | None] = (),
    high: Sequence[float | None] = (),
    alarms: Sequence[bool] = (),
    preliminary: Sequence[bool] = (),
    by: Literal["week", "month"] = "week",
    unit: str = "Antal händelser",
    observed_label: str = "Antal",
    band_label: str = "Normalt spann",
) -> str:
    """Draw counts over time with the span that is normal and the periods that stand out.

    Parameters
    ----------
    starts
        First day of each period, in order.
    observed
        Count of each period; None leaves a gap.
    expected, low, high
        What was to be expected, and the limits of the normal span; as long as ``starts`` or empty.
    alarms
        Periods that stand out; drawn as a triangle with its count.
    preliminary
        Periods where reports are still coming in; drawn hollow.
    by
        Whether the periods are weeks or months.
    unit
        What is counted, written above the scale.
    observed_label, band_label
        Words of the legend.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    ValueError
        If there is nothing to draw or the sequences are not equally long.
    """
    if not starts:
        raise ValueError("a series needs at least one period")
    values = _values(starts, observed, expected, low, high, alarms, preliminary)
    has = {key: any(value[key] for value in values) for key in ("is_alarm", "is_preliminary")}
    has_band, has_expected = bool(low) and bool(high), bool(expected)
    legend = [LegendItem("line", observed_label)]
    if has_expected:
        legend.append(LegendItem("dashed", "Väntat"))
    if has_band:
        legend.append(LegendItem("band", band_label))
    if has["is_alarm"]:
        legend.append(LegendItem("triangle-up", "Sticker ut"))
    if has["is_preliminary"]:
        legend.append(LegendItem("hollow", "Preliminärt, fler anmälningar väntas"))
    top = _top(values)
    digits = len(f"{top:.0f}")
    return draw(
        _layers(values, top=top, unit=unit, by=by, has_band=has_band, has_expected=has_expected),
        height=_HEIGHT,
        margins=Margins(left=18.0 + 7.5 * digits, right=20, top=28, bottom=42),
        legend=legend,
        data={"values": values},
    )


def _values(
    starts: Sequence[date],
    observed: Sequence[float | None],
    expected: Sequence[float | None],
    low: Sequence[float | None],
    high: Sequence[float | None],
    alarms: Sequence[bool],
    preliminary: Sequence[bool],
) -> list[Spec]:
    n = len(starts)
    parts = {"observed": observed, "expected": expected, "low": low, "high": high}
    for name, part in (parts | {"alarms": alarms, "preliminary": preliminary}).items():
        if len(part) not in ({n} if name == "observed" else {0, n}):
            raise ValueError(f"{name} has {len(part)} values for {n} periods")

    def at(part: Sequence[float | None], i: int) -> float | None:
        value = part[i] if part else None
        return None if value is None or not math.isfinite(value) else value

    return [
        {
            "start": start.isoformat(),
            **{name: at(part, i) for name, part in parts.items()},
            "is_alarm": bool(alarms) and bool(alarms[i]) and observed[i] is not None,
            "is_preliminary": bool(preliminary) and bool(preliminary[i]),
            "label": swedish.count(observed[i]),
        }
        for i, start in enumerate(starts)
    ]


def _top(values: Sequence[Spec]) -> float:
    found = [value[key] for value in values for key in ("observed", "high", "expected")]
    return max([1.0, *(float(each) for each in found if isinstance(each, (int, float)))]) * 1.08


def _layers(
    values: Sequence[Spec], *, top: float, unit: str, by: str, has_band: bool, has_expected: bool
) -> list[Spec]:
    x, y = _x(values, by=by), _y(top, unit)
    layers: list[Spec] = []
    if has_band:
        layers.append(
            {
                "mark": {"type": "area", "color": ACCENT_LIGHT, "interpolate": "monotone", "opacity": 0.75},
                "encoding": {"x": x, "y": y | {"field": "low"}, "y2": {"field": "high"}},
            }
        )
    if has_expected:
        layers.append(
            {
                "mark": {"type": "line", "color": INK, "strokeWidth": 1.2, "strokeDash": [4, 3]},
                "encoding": {"x": x, "y": y | {"field": "expected"}},
            }
        )
    layers.append(_line(x, y))
    layers.append(_tail(values, x, y))
    layers.append(_dots(values, x, y))
    return [*layers, *_alarms(values, x, y)]


def _x(values: Sequence[Spec], *, by: str) -> Spec:
    is_long = len(values) > (4 * 53 if by == "week" else 4 * 12)
    month = "['jan','feb','mar','apr','maj','jun','jul','aug','sep','okt','nov','dec'][utcmonth(datum.value)]"
    year = "toString(utcyear(datum.value))"
    label = year if is_long else f"[{month}, utcmonth(datum.value) == 0 ? {year} : '']"
    step = "month" if len(values) <= (30 if by == "week" else 15) else {"interval": "month", "step": 3}
    return {
        "field": "start",
        "type": "temporal",
        "scale": {"type": "utc"},
        "axis": axis(
            format="",
            labelExpr=label,
            tickCount="year" if is_long else step,
            ticks=True,
            tickColor=INK,
            tickSize=4,
            labelPadding=4,
            domain=True,
            domainColor=INK,
            labelOverlap=False,
        ),
    }


def _y(top: float, unit: str) -> Spec:
    return {
        "field": "observed",
        "type": "quantitative",
        "scale": {"domain": [0, top], "nice": False},
        "axis": axis(
            grid=True,
            tickCount=5,
            tickMinStep=1,
            format=",.0f",
            title=unit,
            titleAngle=0,
            titleAlign="left",
            titleAnchor="start",
            titleX=-12,
            titleY=-14,
            gridColor=FAINT,
        ),
    }


def _line(x: Spec, y: Spec) -> Spec:
    return {
        "transform": [{"filter": "!datum.is_preliminary"}],
        "mark": {"type": "line", "color": ACCENT, "strokeWidth": 1.8, "invalid": "break-paths-show-domains"},
        "encoding": {"x": x, "y": y},
    }


def _tail(values: Sequence[Spec], x: Spec, y: Spec) -> Spec:
    """The preliminary part, joined to the last whole period."""
    first = next((i for i, value in enumerate(values) if value["is_preliminary"]), len(values))
    return {
        "data": {"values": list(values[max(0, first - 1) :]) if first < len(values) else []},
        "mark": {"type": "line", "color": ACCENT, "strokeWidth": 1.4, "strokeDash": [2, 3]},
        "encoding": {"x": x, "y": y},
    }


def _dots(values: Sequence[Spec], x: Spec, y: Spec) -> Spec:
    """A dot for each period; in a long series only for the preliminary ones, which must not look certain."""
    shown = [value for value in values if len(values) <= _MOST_DOTS or value["is_preliminary"]]
    return {
        "data": {"values": shown},
        "mark": {
            "type": "point",
            "size": 18 if len(values) > 40 else 26,
            "strokeWidth": 1.4,
            "stroke": ACCENT,
            "opacity": 1,
        },
        "encoding": {
            "x": x,
            "y": y,
            "fill": {"condition": {"test": "datum.is_preliminary", "value": PAPER}, "value": ACCENT},
        },
    }


def _alarms(values: Sequence[Spec], x: Spec, y: Spec) -> list[Spec]:
    only = [value for value in values if value["is_alarm"]]
    marks: list[Spec] = [
        {
            "data": {"values": only},
            "mark": {"type": "point", "shape": "triangle-up", "size": 110, "filled": True, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": {"value": SIGNAL}},
        }
    ]
    if len(only) <= _MOST_LABELS:
        marks.append(
            {
                "data": {"values": only},
                "mark": {"type": "text", "dy": -13, "fontWeight": 600, "color": SIGNAL},
                "encoding": {"x": x, "y": y, "text": {"field": "label"}},
            }
        )
    return marks
