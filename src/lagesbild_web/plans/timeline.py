"""The plan's time as a drawing by quarter, with a table that says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from lagesbild.document.palette import ACCENT, ACCENT_LIGHT, ACCENT_MID, FAINT, INK, MUTED, SIGNAL
from lagesbild.document.svg import drawing, element, text
from lagesbild.document.tree import Column, Table
from lagesbild_web.base.months import months_after
from lagesbild_web.plans.contracts import MeasureCard, MeasureState

_LEFT: Final = 330.0
_RIGHT: Final = 12.0
_WIDTH: Final = 1000.0
_ROW: Final = 26.0
_TOP: Final = 44.0
_LONGEST_NAME: Final = 46
_FILLS: Final = {
    MeasureState.PLANNED: FAINT,
    MeasureState.DECIDED: ACCENT_LIGHT,
    MeasureState.ONGOING: ACCENT_MID,
    MeasureState.DONE: ACCENT,
    MeasureState.ENDED_EARLY: "#f0c9b4",
    MeasureState.NOT_STARTED: "#ffffff",
}


@dataclass(frozen=True, slots=True)
class Timeline:
    """A drawing, the table that says the same, and the measures that have no time."""

    svg: str
    table: Table
    without_time: tuple[MeasureCard, ...]


def timeline_of(cards: Sequence[MeasureCard], *, first: date, last: date, today: date) -> Timeline:
    """Draw the measures from the quarter of the first day to and with the quarter of the last."""
    timed = [card for card in cards if card.summary.starts_on or card.summary.ends_on]
    start = _quarter(min([first, *(c.summary.starts_on for c in timed if c.summary.starts_on)]))
    latest = max([last, *(c.summary.ends_on for c in timed if c.summary.ends_on)])
    end = months_after(_quarter(latest), 3)
    scale = _Scale(start, end)
    height = _TOP + _ROW * len(timed) + 24
    parts = [_grid(scale, height)]
    parts += [_bar(card, _TOP + _ROW * n, scale) for n, card in enumerate(timed)]
    if start <= today < end:
        x = scale.at(today)
        parts.append(element("line", x1=x, x2=x, y1=_TOP - 6, y2=height - 18, stroke=SIGNAL, stroke_width=2))
        parts.append(
            text(_("i dag"), x=x, y=height - 5, size=12, anchor="middle", fill=SIGNAL, has_halo=True)
        )
    svg = drawing("".join(parts), width=_WIDTH, height=height)
    without = tuple(card for card in cards if card not in timed)
    return Timeline(svg, _table(cards, today), without)


def quarter_name(day: date) -> str:
    """Return the quarter that a day lies in: ``kv 2 2026``."""
    return f"kv {(day.month - 1) // 3 + 1} {day.year}"


class _Scale:
    """Where on the drawing a day lies."""

    def __init__(self, start: date, end: date) -> None:
        self.start, self.end = start, end

    def at(self, day: date) -> float:
        share = (day - self.start).days / (self.end - self.start).days
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * min(max(share, 0.0), 1.0), 1)


def _grid(scale: _Scale, height: float) -> str:
    parts = []
    day = scale.start
    while day < scale.end:
        x = scale.at(day)
        parts.append(element("line", x1=x, x2=x, y1=_TOP - 4, y2=height - 4, stroke=FAINT, stroke_width=1))
        middle = (x + scale.at(months_after(day, 3))) / 2
        parts.append(
            text(f"kv {(day.month - 1) // 3 + 1}", x=middle, y=30, size=12, anchor="middle", fill=MUTED)
        )
        if day.month == 1 or day == scale.start:
            parts.append(text(str(day.year), x=x + 2, y=14, size=13, fill=INK, weight=600))
        day = months_after(day, 3)
    return "".join(parts)


def _bar(card: MeasureCard, y: float, scale: _Scale) -> str:
    measure = card.summary
    x = scale.at(measure.starts_on) if measure.starts_on else _LEFT
    ends = scale.at(measure.ends_on + timedelta(days=1)) if measure.ends_on else scale.at(scale.end)
    name = measure.title
    short = name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
    is_dashed = measure.state is MeasureState.NOT_STARTED
    parts = [
        text(short, x=4, y=y + 17, size=13),
        element(
            "rect",
            x=x,
            y=y + 5,
            width=max(ends - x, 3),
            height=15,
            rx=2,
            fill=_FILLS[measure.state],
            stroke=ACCENT if not is_dashed else MUTED,
            stroke_width=1,
            stroke_dasharray="4 3" if is_dashed else None,
        ),
    ]
    for milestone in card.milestones:
        at = scale.at(milestone.due_on)
        fill = INK if milestone.done_on else "#ffffff"
        path = f"M{at},{y + 5} l6,7.5 l-6,7.5 l-6,-7.5 Z"
        parts.append(element("path", d=path, fill=fill, stroke=INK, stroke_width=1))
    return "".join(parts)


def _table(cards: Sequence[MeasureCard], today: date) -> Table:
    rows = [
        [
            card.summary.title,
            card.summary.function or _("ingen"),
            card.summary.starts_on,
            card.summary.ends_on,
            card.summary.state_label + (_(", försenad") if card.summary.is_late(today) else ""),
            _milestones(card),
        ]
        for card in cards
    ]
    columns = [
        Column("measure", _("Åtgärd")),
        Column("function", _("Ansvarig")),
        Column("starts_on", _("Börjar"), "date"),
        Column("ends_on", _("Klar senast"), "date"),
        Column("state", _("Läge")),
        Column("milestones", _("Delmål")),
    ]
    return Table("tidslinje", _("Åtgärderna i tid"), columns, rows)


def _milestones(card: MeasureCard) -> str:
    if not card.milestones:
        return "–"
    done = sum(milestone.done_on is not None for milestone in card.milestones)
    following = next((m for m in card.milestones if m.done_on is None), None)
    told = _("%(done)s av %(all)s klara") % {"done": done, "all": len(card.milestones)}
    return told + (f"; {following.title} {following.due_on.isoformat()}" if following else "")


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
