"""A trail drawn as SVG: a column for each kind, the start framed, every box a link. No script is needed."""

from collections.abc import Callable, Sequence
from typing import Final

from lagesbild.document.lettering import wrapped
from lagesbild.document.palette import ACCENT, INK, MUTED, PAPER, RULE, TINT
from lagesbild.document.svg import drawing, element, text
from lagesbild_web.base.chain import Link, Ref, Thing
from lagesbild_web.trail.contracts import Layer, Node, Trail

_WIDTH: Final = 200.0
_GAP: Final = 56.0
_PAD: Final = 8.0
_LINE: Final = 17.0
_SIZE: Final = 13.0
_TOP: Final = 44.0
_MOST_LINES: Final = 4
MOST_BOXES: Final = 12
"""A column with more boxes is no picture; the list below has them all."""


def trail_svg(trail: Trail, address: Callable[[Thing], str]) -> str:
    """Return the trail as a drawing; ``address`` says where a box leads."""
    boxes: dict[Ref, tuple[float, float, float]] = {}
    parts: list[str] = []
    bottom = _TOP
    for column, layer in enumerate(trail.layers):
        x = 4.0 + column * (_WIDTH + _GAP)
        parts.append(text(layer.label, x=x, y=22.0, size=14, fill=ACCENT, weight=600))
        y = _TOP
        for node in shown_nodes(layer):
            lines = (*_shortened(node.thing.label), *_ended(node.thing))
            height = _LINE * len(lines) + 2 * _PAD
            boxes[node.thing.ref] = (x, y, height)
            parts.append(_box(node.thing, lines, x, y, height, address, is_start=node.is_start))
            y += height + 12.0
        hidden = len(layer.nodes) - len(shown_nodes(layer))
        if hidden:
            parts.append(text(f"… och {hidden} till i listan", x=x, y=y + 12.0, size=_SIZE, fill=MUTED))
            y += 24.0
        bottom = max(bottom, y)
    # The last column needs room for the bends between its own boxes.
    width = 8.0 + len(trail.layers) * (_WIDTH + _GAP) - _GAP / 2
    return drawing(_lines(trail.links, boxes) + "".join(parts), width=width, height=bottom + 4.0)


def shown_nodes(layer: Layer) -> Sequence[Node]:
    """Return the nodes of a column that are drawn: the first, and the start wherever it is."""
    if len(layer.nodes) <= MOST_BOXES:
        return layer.nodes
    first = [node for node in layer.nodes if node.is_start]
    return [*first, *(node for node in layer.nodes if not node.is_start)][:MOST_BOXES]


def _shortened(label: str) -> tuple[str, ...]:
    lines = wrapped(label, _SIZE, width=_WIDTH - 2 * _PAD)
    return lines if len(lines) <= _MOST_LINES else (*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …")


def _ended(thing: Thing) -> tuple[str, ...]:
    return _shortened(thing.ended) if thing.ended else ()


def _box(
    thing: Thing,
    lines: Sequence[str],
    x: float,
    y: float,
    height: float,
    address: Callable[[Thing], str],
    *,
    is_start: bool,
) -> str:
    shape = element(
        "rect",
        x=x,
        y=y,
        width=_WIDTH,
        height=height,
        rx=6,
        fill=TINT if is_start else PAPER,
        stroke=ACCENT if is_start else RULE,
        stroke_width=3 if is_start else 1.5,
        stroke_dasharray="6 4" if thing.ended_on is not None else None,
    )
    words = "".join(
        text(
            line,
            x=x + _PAD,
            y=y + _PAD + _LINE * number - 4.0,
            size=_SIZE,
            fill=INK,
            weight=600 if is_start else None,
        )
        for number, line in enumerate(lines, start=1)
    )
    return element("a", shape + words, href=address(thing))


def _lines(links: Sequence[Link], boxes: dict[Ref, tuple[float, float, float]]) -> str:
    drawn = []
    for link in links:
        if link.lower not in boxes or link.upper not in boxes:
            continue
        (from_x, from_y, from_h), (to_x, to_y, to_h) = boxes[link.lower], boxes[link.upper]
        y, end_y = from_y + from_h / 2, to_y + to_h / 2
        if from_x == to_x:  # within a column: out to the right and back
            x = end_x = from_x + _WIDTH
            bend = x + _GAP / 2
            path = f"M {x} {y} C {bend} {y} {bend} {end_y} {end_x} {end_y}"
        else:
            x, end_x = (from_x + _WIDTH, to_x) if from_x < to_x else (from_x, to_x + _WIDTH)
            middle = (x + end_x) / 2
            path = f"M {x} {y} C {middle} {y} {middle} {end_y} {end_x} {end_y}"
        dash = "6 4" if link.ended_on is not None else None
        drawn.append(
            element("path", d=path, fill="none", stroke=MUTED, stroke_width=1.5, stroke_dasharray=dash)
        )
    return "".join(drawn)
