"""Count incidents by category, area and period, as far as the reader may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl
from django.utils.translation import gettext as _

from lagesbild.tables.periods import Period
from lagesbild_web.access.rights import has_somewhere
from lagesbild_web.access.roles import Right
from lagesbild_web.areas.queries import areas_of, categories_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.incidents.boundaries import by_districts_of_today
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.queries import incidents_table

MOST_COUNTS: Final = 50_000
"""More figures than this are rows, and rows have their own address."""
PERIODS: Final[Mapping[str, str]] = {
    "dag": "1d", "vecka": "1w", "manad": "1mo", "tertial": "4mo", "kvartal": "1q", "ar": "1y",
}  # fmt: skip
"""The words of the address → the length that the day is cut to."""
_FINE: Final = ("minute", "span", "day")
_KNOWN_IN: Final[Mapping[str, tuple[str, ...]]] = {
    "dag": _FINE,
    "vecka": (*_FINE, "week"),
    "manad": (*_FINE, "month"),
    "tertial": (*_FINE, "month"),
    "kvartal": (*_FINE, "month"),
    "ar": (*_FINE, "month", "year"),
}
"""How well an incident's time must be known to be counted in a period. A week may lie in two months."""


class TooManyCountsError(Exception):
    """The address asks for more figures than one answer should hold."""


@dataclass(frozen=True, slots=True)
class CountLine:
    """How many incidents of a category, in an area, in a period; None is where the figure is not divided."""

    category: str | None
    category_name: str | None
    area_code: str | None
    """None also for incidents outside every district."""
    area: str | None
    period: Period
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """The counts, and what they were made of."""

    lines: tuple[CountLine, ...]
    rows: int
    """Incidents that match, one row each."""
    total: int
    """What the rows stand for together; a row from a file may stand for several, or correct another."""
    without_period: int
    """How many of them have too vaguely known a time to belong to a period; they are in no line."""
    method: str


def counted(actor: Actor, wanted: IncidentFilter, *, period: str, by: tuple[str, ...]) -> Counted:
    """Return the counts of a filter; ``by`` holds ``category`` and ``area``, or one of them, or none.

    Raises
    ------
    NotAllowed
        If no role lets the actor read incidents.
    TooManyCountsError
        If there are more than :data:`MOST_COUNTS`.
    """
    home = actor.municipality_id
    if home is None or not has_somewhere(actor, Right.READ_INCIDENT):
        raise NotAllowed
    selection = incidents_table(actor, wanted, municipality_id=home)
    if "area" in by:
        selection = by_districts_of_today(home, selection)
    frame = selection.incidents.frame.select("id", "area", "time_precision", "count").join(
        selection.details.select("id", "category_code", "starts_on"), on="id"
    )
    is_known = pl.col("time_precision").cast(pl.String).is_in(list(_KNOWN_IN[period]))
    first_day = pl.col("starts_on").dt.truncate(PERIODS[period])
    keys = [{"category": "category_code", "area": "area"}[name] for name in by]
    grouped = (
        frame.filter(is_known)
        .with_columns(pl.col("area").cast(pl.String), first_day=first_day)
        .group_by(*keys, "first_day")
        .agg(pl.col("count").sum())
        .sort("first_day", *keys, nulls_last=True)
    )
    if grouped.height > MOST_COUNTS:
        raise TooManyCountsError
    names = {c.code: c.name for c in categories_of(home, with_retired=True)}
    areas = {a.code: a.name for a in areas_of(home, with_retired=True)}
    return Counted(
        lines=tuple(_line(row, names, areas, period) for row in grouped.iter_rows(named=True)),
        rows=frame.height,
        total=int(frame["count"].sum()),
        without_period=int(frame.filter(~is_known)["count"].sum()),
        method=_(
            "Antal händelser som nyckeln får läsa, räknade på den dag de började och i det område de låg i "
            "med dagens gränser. Grupper utan händelser finns inte med. Små antal är inte dolda."
        )
        + (f" {selection.note}" if selection.note else ""),
    )


def _line(
    row: Mapping[str, object], names: Mapping[str, str], areas: Mapping[str, str], period: str
) -> CountLine:
    category, area = row.get("category_code"), row.get("area")
    first_day = row["first_day"]
    assert isinstance(first_day, date)  # noqa: S101  # a column of days
    return CountLine(
        category=None if category is None else str(category),
        category_name=None if category is None else names.get(str(category)),
        area_code=None if area is None else str(area),
        area=None if area is None else areas.get(str(area)),
        period=_period(first_day, period),
        count=int(str(row["count"])),
    )


def _period(first_day: date, kind: str) -> Period:
    if kind == "dag":
        return Period.of_days(first_day, first_day + timedelta(days=1))
    if kind == "vecka":
        return Period.of_days(first_day, first_day + timedelta(weeks=1))
    months = {"manad": 1, "tertial": 4, "kvartal": 3, "ar": 12}[kind]
    year, month = divmod(first_day.year * 12 + first_day.month - 1 + months, 12)
    return Period.of_days(first_day, date(year, month + 1, 1))
