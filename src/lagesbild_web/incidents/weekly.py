"""Count incidents week by week on the columns in memory, so that a million rows become a small table."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

import numpy as np
import numpy.typing as npt
import polars as pl
from django.utils import timezone

from lagesbild_web.access.rights import within_columns
from lagesbild_web.access.roles import Right
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.boundaries import in_districts_of, needs_places
from lagesbild_web.incidents.choosing import is_exact, positions_in
from lagesbild_web.incidents.columns import columns_of
from lagesbild_web.incidents.contracts import State

_DATED: Final = ("minute", "span", "day", "week")
"""Incidents of which only the month or the year is known belong to no week."""


@dataclass(frozen=True, slots=True)
class WeeklyCounts:
    """Approved incidents by category, district and week, as far as the reader may read them.

    ``counts`` has the shape (series, weeks). Series ``i`` is about ``categories[i]`` in ``areas[i]``,
    None for incidents outside every district. ``mondays`` are the first days of the weeks, without gaps.
    """

    mondays: tuple[date, ...]
    categories: tuple[UUID, ...]
    areas: tuple[UUID | None, ...]
    counts: npt.NDArray[np.int64]

    @property
    def digest(self) -> str:
        """The same for the same counts: what is judged from them need not be judged again."""
        told = hashlib.sha256(repr((self.mondays, self.categories, self.areas)).encode())
        told.update(self.counts.tobytes())
        return told.hexdigest()


def weekly_counts(actor: Actor, municipality_id: UUID, *, last_monday: date, weeks: int) -> WeeklyCounts:
    """Return the counts of the weeks up to and with the one that begins on ``last_monday``.

    All are counted by the boundaries in force today: where these have moved, by the places that the reader
    may know.
    """
    first = last_monday - timedelta(weeks=weeks - 1)
    read = (
        columns_of(municipality_id)
        .lazy()
        .with_columns(municipality_id=pl.lit(municipality_id.hex))
        .filter(
            pl.col("state") == State.APPROVED.value,
            pl.col("time_precision").is_in(_DATED),
            pl.col("starts_on").is_between(first, last_monday + timedelta(weeks=1), closed="left"),
            within_columns(actor, Right.READ_INCIDENT),
        )
    )
    counted = (
        _by_districts_of_today(actor, municipality_id, read)
        .group_by("category_id", "area_id", week=(pl.col("starts_on") - first).dt.total_days() // 7)
        .agg(pl.col("count").sum())
        .collect()
    )
    # Series by series and week by week are hundreds of thousands of numbers: they are set at once.
    series = counted.select("category_id", "area_id").unique().with_columns(pl.all().cast(pl.String))
    pairs = sorted(series.iter_rows(), key=lambda pair: (pair[0], pair[1] or ""))
    keys = [(UUID(category), UUID(area) if area else None) for category, area in pairs]
    ranks = pl.DataFrame(
        [(category, area, rank) for rank, (category, area) in enumerate(pairs)],
        schema={"category_id": pl.Categorical, "area_id": pl.Categorical, "rank": pl.Int64},
        orient="row",
    )
    ranked = counted.join(ranks, on=["category_id", "area_id"], nulls_equal=True)
    counts = np.zeros((len(keys), weeks), dtype=np.int64)
    counts[ranked["rank"].to_numpy(), ranked["week"].to_numpy()] = ranked["count"].to_numpy()
    return WeeklyCounts(
        mondays=tuple(first + timedelta(weeks=n) for n in range(weeks)),
        categories=tuple(category for category, _ in keys),
        areas=tuple(area for _, area in keys),
        counts=counts,
    )


def _by_districts_of_today(actor: Actor, municipality_id: UUID, read: pl.LazyFrame) -> pl.LazyFrame:
    today = timezone.localdate()
    given = read.select(pl.col("area_id").unique()).collect().to_series().cast(pl.String)
    if not needs_places(municipality_id, today, given):
        return read
    frame = read.with_columns(is_exact=is_exact(actor)).collect()
    areas = in_districts_of(municipality_id, today, frame["area_id"], positions_in(frame))
    return frame.lazy().with_columns(area_id=areas.cast(pl.Categorical))
