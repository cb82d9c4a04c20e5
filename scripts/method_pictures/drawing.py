"""Small charts that the product itself does not have: points, lines and squares in its colours."""

from collections.abc import Sequence

from lagesbild.document.charts.frame import LegendItem, Margins, Spec, axis, draw
from lagesbild.document.palette import ACCENT, ACCENT_LIGHT, FAINT, INK, MUTED, PAPER, SIGNAL

Rows = Sequence[dict[str, object]]

__all__ = ["ACCENT", "ACCENT_LIGHT", "FAINT", "INK", "MUTED", "PAPER", "SIGNAL", "LegendItem", "Rows", "Spec"]


def number(field: str, title: str, **more: object) -> Spec:
    """Return the encoding of a number on an axis with its title."""
    scale = {key: more.pop(key) for key in ("domain", "zero", "type", "nice") if key in more}
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"zero": False, "nice": False} | scale,
        "axis": axis(title=title, grid=True, tickCount=6, **more),
    }


def day(field: str = "date", *, form: str = "%b %Y") -> Spec:
    """Return the encoding of a date along the bottom."""
    look = axis(tickCount=6, labelExpr=f"timeFormat(datum.value, '{form}')")
    return {"field": field, "type": "temporal", "axis": look}


def line(values: Rows, x: Spec, y: Spec, *, colour: str = ACCENT, width: float = 1.6, dash: str = "") -> Spec:
    """Return a line."""
    mark: Spec = {"type": "line", "stroke": colour, "strokeWidth": width, "opacity": 1, "clip": True}
    if dash:
        mark["strokeDash"] = [int(part) for part in dash.split()]
    return {"data": {"values": list(values)}, "mark": mark, "encoding": {"x": x, "y": y}}


def band(values: Rows, x: Spec, low: Spec, high: str, *, colour: str = ACCENT_LIGHT) -> Spec:
    """Return the ground between two limits."""
    return {
        "data": {"values": list(values)},
        "mark": {"type": "area", "color": colour, "opacity": 1},
        "encoding": {"x": x, "y": low, "y2": {"field": high}},
    }


def points(
    values: Rows,
    x: Spec,
    y: Spec,
    *,
    fill: str = ACCENT,
    stroke: str = PAPER,
    size: float = 45,
    shape: str = "circle",
) -> Spec:
    """Return points of one look."""
    mark: Spec = {
        "type": "point", "shape": shape, "filled": True, "size": size,
        "fill": fill, "stroke": stroke, "strokeWidth": 1, "opacity": 1,
    }  # fmt: skip
    return {"data": {"values": list(values)}, "mark": mark, "encoding": {"x": x, "y": y}}


def words(values: Rows, x: Spec, y: Spec, *, dx: float = 8, dy: float = 0, align: str = "left") -> Spec:
    """Return the field ``note`` beside points."""
    mark: Spec = {"type": "text", "align": align, "baseline": "middle", "dx": dx, "dy": dy}
    return {
        "data": {"values": list(values)},
        "mark": mark,
        "encoding": {"x": x, "y": y, "text": {"field": "note"}},
    }


def rule(values: Rows, encoding: Spec, *, colour: str = INK, dash: str = "", width: float = 1.4) -> Spec:
    """Return straight lines, as an interval or across the plot."""
    mark: Spec = {"type": "rule", "color": colour, "strokeWidth": width, "opacity": 1}
    if dash:
        mark["strokeDash"] = [int(part) for part in dash.split()]
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def chart(
    layers: Sequence[Spec],
    *,
    height: float = 260,
    left: float = 64,
    right: float = 20,
    legend: Sequence[LegendItem] = (),
) -> str:
    """Draw layers as an SVG of the product's width."""
    return draw(
        layers, height=height, margins=Margins(left=left, right=right, top=14, bottom=48), legend=legend
    )
