"""How much of everything happens at how few places."""

from collections.abc import Sequence
from typing import Final

from lagesbild.document import swedish
from lagesbild.document.charts.frame import PERCENT_LABEL, LegendItem, Margins, Spec, axis, draw
from lagesbild.document.palette import ACCENT, INK, PAPER

_SIDE: Final = 300.0


def lorenz(
    share_of_places: Sequence[float],
    share_of_events: Sequence[float],
    *,
    marks: Sequence[float] = (0.01, 0.05, 0.25),
    places: str = "platserna",
    events: str = "händelserna",
) -> str:
    """Draw the share of events against the share of places, the most burdened places first.

    Parameters
    ----------
    share_of_places, share_of_events
        Points of the curve, both 0-1 and rising, most burdened places first (0, 0 may be left out).
    marks
        Shares of places (0-1) that are marked and written out.
    places, events
        What they are called, in the definite plural.

    Returns
    -------
    str
        SVG.

    Raises
    ------
    ValueError
        If the sequences are empty or not equally long.
    """
    if not share_of_places or len(share_of_places) != len(share_of_events):
        raise ValueError("the curve needs as many shares of places as of events, at least one")
    curve = sorted({(0.0, 0.0), *zip(map(float, share_of_places), map(float, share_of_events), strict=True)})
    points: list[Spec] = [{"p": p, "e": e} for p, e in curve]
    noted: list[Spec] = [
        {"p": mark, "e": value, "note": _note(mark, value, places=places, events=events)}
        for mark in marks
        for value in [_at(curve, mark)]
    ]
    return draw(
        _layers(points, noted, places=places, events=events),
        height=_SIDE,
        margins=Margins(left=62, right=24, top=28, bottom=46),
        legend=[LegendItem("line", f"Andel av {events}"), LegendItem("dashed", "Om alla platser var lika")],
    )


def _at(curve: Sequence[tuple[float, float]], p: float) -> float:
    before = (0.0, 0.0)
    for point in curve:
        if point[0] >= p:
            span = point[0] - before[0]
            return point[1] if span == 0 else before[1] + (point[1] - before[1]) * (p - before[0]) / span
        before = point
    return before[1]


def _note(mark: float, value: float, *, places: str, events: str) -> str:
    return f"{swedish.percent(mark)} av {places}: {swedish.percent(value)} av {events}"


def _layers(points: Sequence[Spec], noted: Sequence[Spec], *, places: str, events: str) -> list[Spec]:
    def share(field: str, **more: object) -> Spec:
        return {
            "field": field,
            "type": "quantitative",
            "scale": {"domain": [0, 1], "nice": False},
            "axis": axis(grid=True, values=[0, 0.25, 0.5, 0.75, 1], labelExpr=PERCENT_LABEL, **more),
        }

    x = share("p", title=f"Andel av {places}, de mest drabbade först")
    y = share("e", title=f"Andel av {events}", titleAngle=0, titleAlign="left", titleX=-52, titleY=-14)
    words = {"type": "text", "align": "left", "baseline": "top", "dx": 9, "dy": 5, "fontWeight": 600}
    return [
        {
            "data": {"values": [{"p": 0, "e": 0}, {"p": 1, "e": 1}]},
            "mark": {"type": "line", "color": INK, "strokeWidth": 1.2, "strokeDash": [4, 3]},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": list(points)},
            "mark": {"type": "line", "color": ACCENT, "strokeWidth": 2},
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": list(noted)},
            "mark": {
                "type": "point",
                "size": 60,
                "fill": PAPER,
                "stroke": ACCENT,
                "strokeWidth": 1.8,
                "opacity": 1,
            },
            "encoding": {"x": x, "y": y},
        },
        {
            "data": {"values": list(noted)},
            "mark": words | {"stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round", "color": PAPER},
            "encoding": {"x": x, "y": y, "text": {"field": "note"}},
        },
        {
            "data": {"values": list(noted)},
            "mark": words,
            "encoding": {"x": x, "y": y, "text": {"field": "note"}},
        },
    ]
