"""Drawings of an analysis as SVG: the crime triangle, the tree of causes and the fishbone.

Every drawing has a text twin on the page and in the document; the drawing is never the only place for a word.
The triangle: Cohen & Felson 1979, American Sociological Review 44, 588-608.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from lagesbild.document.lettering import wrapped
from lagesbild.document.palette import ACCENT, INK, MUTED, PAPER, RULE, SIGNAL, TINT
from lagesbild.document.svg import drawing, element, text
from lagesbild_web.problems.contracts import Cause
from lagesbild_web.problems.labels import CORNER_LABELS, PERSPECTIVE_LABELS

Link = Callable[[Cause], str]
SIZE: Final = 14.0
LINE: Final = 18.0
_BOX_WIDTH: Final = 210.0
_GAP: Final = 44.0
_PAD: Final = 10.0


def triangle_svg(causes: Sequence[Cause], *, problem: str) -> str:
    """Return the crime triangle with the causes of each corner beside it."""
    lines = {
        corner: _listed([c.text for c in causes if c.corner == corner and c.verdict != "rejected"])
        for corner in CORNER_LABELS
    }
    top = 30.0 + LINE * (len(lines["offender"]) + 1)
    bottom = top + 190.0
    height = bottom + 40.0 + LINE * (1 + max(len(lines["target"]), len(lines["control"])))
    width = 760.0
    shape = element(
        "path",
        d=f"M {width / 2} {top} L 590 {bottom} L 170 {bottom} Z",
        fill=TINT,
        stroke=ACCENT,
        stroke_width=2,
    )
    middle = _centred(wrapped(problem, SIZE, width=190), x=width / 2, y=top + 120.0, weight=600)
    parts = [
        shape,
        middle,
        _corner("offender", lines["offender"], x=width / 2, y=24.0, anchor="middle"),
        _corner("target", lines["target"], x=20.0, y=bottom + 34.0, anchor="start"),
        _corner("control", lines["control"], x=width - 20.0, y=bottom + 34.0, anchor="end"),
    ]
    return drawing("".join(parts), width=width, height=height)


def _corner(corner: str, lines: Sequence[str], *, x: float, y: float, anchor: str) -> str:
    heading = text(str(CORNER_LABELS[corner]), x=x, y=y, size=15, anchor=anchor, fill=ACCENT, weight=600)
    told = lines or ["–"]
    rest = [
        text(line, x=x, y=y + LINE * number, size=SIZE, anchor=anchor)
        for number, line in enumerate(told, start=1)
    ]
    return heading + "".join(rest)


def _listed(texts: Sequence[str]) -> list[str]:
    """Return each text on lines that fit beside a corner."""
    return [line for words in texts for line in wrapped(words, SIZE, width=330)]


@dataclass(slots=True)
class _Box:
    """A box of the tree: its lines, its place, and what hangs on it."""

    cause: Cause | None
    lines: tuple[str, ...]
    depth: int
    children: "list[_Box]"
    y: float = 0.0

    @property
    def height(self) -> float:
        return LINE * len(self.lines) + 2 * _PAD

    @property
    def x(self) -> float:
        return 8.0 + self.depth * (_BOX_WIDTH + _GAP)


def tree_svg(causes: Sequence[Cause], *, problem: str, link: Link | None = None) -> str:
    """Return the tree of causes, the problem to the left and each why one step to the right.

    Parameters
    ----------
    causes
        In the tree's reading order.
    link
        The address of a cause, for a drawing on a page.
    """
    root = _Box(None, wrapped(problem, SIZE, width=_BOX_WIDTH - 2 * _PAD), 0, [])
    boxes: dict[UUID, _Box] = {}
    for cause in causes:
        above = boxes.get(cause.parent_id, root) if cause.parent_id else root
        box = _Box(cause, wrapped(cause.text, SIZE, width=_BOX_WIDTH - 2 * _PAD), above.depth + 1, [])
        above.children.append(box)
        boxes[cause.id] = box
    bottom = _place(root, 8.0)
    every = [root, *boxes.values()]
    width = max(box.x for box in every) + _BOX_WIDTH + 8.0
    lines = "".join(_branch(box, child) for box in every for child in box.children)
    return drawing(lines + "".join(_drawn(box, link) for box in every), width=width, height=bottom)


def _place(box: _Box, top: float) -> float:
    """Give a box and all under it their places; return where the next may begin."""
    if not box.children:
        box.y = top
        return top + box.height + 12.0
    bottom = top
    for child in box.children:
        bottom = _place(child, bottom)
    first, last = box.children[0], box.children[-1]
    middle = (first.y + last.y + last.height) / 2
    box.y = max(top, middle - box.height / 2)
    return max(bottom, box.y + box.height + 12.0)


def _branch(box: _Box, child: _Box) -> str:
    x, y = box.x + _BOX_WIDTH, box.y + box.height / 2
    to_x, to_y = child.x, child.y + child.height / 2
    middle = (x + to_x) / 2
    is_protective = child.cause is not None and child.cause.factor == "protective"
    return element(
        "path",
        d=f"M {x} {y} C {middle} {y} {middle} {to_y} {to_x} {to_y}",
        fill="none",
        stroke=ACCENT if is_protective else MUTED,
        stroke_width=1.5,
        stroke_dasharray="5 4" if is_protective else None,
    )


def _drawn(box: _Box, link: Link | None) -> str:
    cause = box.cause
    is_rejected = cause is not None and cause.verdict == "rejected"
    is_assumed = cause is not None and cause.grade == "assumption"
    shape = element(
        "rect",
        x=box.x,
        y=box.y,
        width=_BOX_WIDTH,
        height=box.height,
        rx=6,
        fill=TINT if cause is None else PAPER,
        stroke=RULE if is_rejected else ACCENT,
        stroke_width=2 if cause is None else 1.5,
        stroke_dasharray="3 3" if is_assumed else None,
    )
    words = "".join(
        text(
            line,
            x=box.x + _PAD,
            y=box.y + _PAD + LINE * number - 4.0,
            size=SIZE,
            fill=MUTED if is_rejected else INK,
            weight=600 if cause is None else None,
        )
        for number, line in enumerate(box.lines, start=1)
    )
    if is_rejected:
        words += element(
            "line",
            x1=box.x + _PAD,
            x2=box.x + _BOX_WIDTH - _PAD,
            y1=box.y + box.height / 2,
            y2=box.y + box.height / 2,
            stroke=SIGNAL,
            stroke_width=1.5,
        )
    drawn = shape + words
    return element("a", drawn, href=link(cause)) if link and cause else drawn


def fishbone_svg(causes: Sequence[Cause], *, problem: str) -> str:
    """Return the fishbone: a bone for each perspective, and one for what protects."""
    standing = [cause for cause in causes if cause.verdict != "rejected"]
    bones = [
        (str(label), [c.text for c in standing if c.perspective == code and c.factor != "protective"])
        for code, label in PERSPECTIVE_LABELS.items()
    ]
    bones.append(("Skyddsfaktorer", [c.text for c in standing if c.factor == "protective"]))
    room = [[line for words in texts for line in _marked(words)] for _, texts in bones]
    above, below = (LINE * max(len(room[a]), len(room[b]), 3) + 56.0 for a, b in ((0, 1), (2, 3)))
    spine, width = above, 1000.0
    head = wrapped(problem, SIZE, width=170)
    parts = [
        element("line", x1=20, x2=790, y1=spine, y2=spine, stroke=ACCENT, stroke_width=3),
        element(
            "rect", x=790, y=spine - 40, width=200, height=80, rx=8, fill=TINT, stroke=ACCENT, stroke_width=2
        ),
        _centred(head, x=890.0, y=spine + 5 - LINE * (len(head) - 1) / 2, weight=600),
    ]
    for number, ((label, _texts), lines) in enumerate(zip(bones, room, strict=True)):
        is_above = number < 2
        foot = 400.0 + 370.0 * (number % 2)
        end = spine - above + 34.0 if is_above else spine + below - 30.0
        parts.append(element("line", x1=foot - 130, x2=foot, y1=end, y2=spine, stroke=MUTED, stroke_width=2))
        parts.append(
            text(
                label,
                x=foot - 135,
                y=end - 8 if is_above else end + 20,
                size=15,
                anchor="end" if number % 2 == 0 else "middle",
                fill=ACCENT,
                weight=600,
            )
        )
        first = end + 18.0 if is_above else spine + 28.0
        parts += [
            text(line, x=foot - 345.0, y=first + LINE * at, size=SIZE, has_halo=True)
            for at, line in enumerate(lines)
        ]
    return drawing("".join(parts), width=width, height=above + below)


def _marked(words: str) -> list[str]:
    lines = wrapped(words, SIZE, width=250)
    return [f"• {lines[0]}", *(f"   {line}" for line in lines[1:])]


def _centred(lines: Sequence[str], *, x: float, y: float, weight: int | None = None) -> str:
    return "".join(
        text(line, x=x, y=y + LINE * number, size=SIZE, anchor="middle", weight=weight, has_halo=True)
        for number, line in enumerate(lines)
    )
