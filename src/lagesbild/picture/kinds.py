"""The kinds of situation pictures: how often, about how much, and which sections each of them has."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lagesbild.tables.periods import Kind, Period, containing

ALWAYS = ("summary", "sources", "methods")
"""Sections that no picture is without: what it says, what from, and how."""
_WHOLE = (
    "extent", "development", "comparison", "places", "times", "deviations", "consequences",
    "other_information", "analysis",
)  # fmt: skip
_SHORT = ("extent", "development", "places", "times", "deviations", "other_information", "analysis")
_MOST_SUGGESTED = 12


@dataclass(frozen=True, slots=True)
class PictureKind:
    """A kind of picture: its names in Swedish, its time, and the sections that it has when nobody chooses."""

    id: str
    label: str
    title: str
    """What such a picture is called, before the name of the place."""
    what: str
    """What it is for, one sentence."""
    period: Kind | None
    """The kind of period; None lets any span be chosen."""
    sections: tuple[str, ...]
    is_by_law: bool = False
    """It is meant to be the picture that lag (2023:196) § 4 demands."""


KINDS: Mapping[str, PictureKind] = {
    kind.id: kind
    for kind in (
        PictureKind(
            "week",
            "Veckobild",
            "Veckobild",
            "Det som har hänt den senaste veckan, till måndagens avstämning.",
            "week",
            _SHORT,
        ),
        PictureKind(
            "month",
            "Månadsbild",
            "Månadsbild",
            "Månaden bredvid samma månad tidigare år, till områdesgruppen.",
            "month",
            _SHORT,
        ),
        PictureKind(
            "tertial",
            "Tertialbild",
            "Tertialbild",
            "Fyra månader, till styrgruppen och den fördjupade analysen.",
            "tertial",
            _WHOLE,
        ),
        PictureKind(
            "year",
            "Årsbild enligt 4 §",
            "Lägesbild",
            "Den lägesbild som lagen kräver minst vartannat år, med kartläggning, konsekvenser och analys.",
            "year",
            _WHOLE,
            is_by_law=True,
        ),
        PictureKind(
            "area",
            "Områdesbild",
            "Områdesbild",
            "Ett område, en plats eller en ritad yta, för den som ska arbeta just där.",
            None,
            _WHOLE,
        ),
        PictureKind(
            "topic",
            "Fördjupning",
            "Fördjupning",
            "En brottstyp eller en sorts händelser, var, när och hur den utvecklas.",
            None,
            _WHOLE,
        ),
    )
}


def latest_period(kind: Kind, today: date) -> Period:
    """Return the latest period of a kind that is over.

    Examples
    --------
    >>> str(latest_period("week", date(2025, 3, 12))), str(latest_period("tertial", date(2025, 3, 12)))
    ('2025-W10', '2024-T3')
    """
    return containing(containing(today, kind).start - timedelta(days=1), kind)


def latest_periods(kind: Kind, today: date, *, number: int = _MOST_SUGGESTED) -> tuple[Period, ...]:
    """Return the latest periods of a kind that are over, the latest first."""
    found = [latest_period(kind, today)]
    while len(found) < number:
        found.append(containing(found[-1].start - timedelta(days=1), kind))
    return tuple(found)
