"""The same choice as ``selecting`` makes in the database, made on columns in memory.

Every sentence here has its twin there; a test holds them equal for every role and filter. What only
the database knows (words in texts) is asked there and joined.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import numpy as np
import polars as pl

from lagesbild_web.access.rights import within_columns
from lagesbild_web.access.roles import Right, Sensitivity
from lagesbild_web.areas.queries import categories_of, category_with_descendants
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.columns import columns_of
from lagesbild_web.incidents.contracts import IncidentFilter, State
from lagesbild_web.incidents.reading import CELL_PROTECTED_M, functions_of
from lagesbild_web.incidents.selecting import Ground, Positions, known_positions, lies_on, matching


def chosen(actor: Actor, municipality_id: UUID, wanted: IncidentFilter, ground: Ground) -> pl.DataFrame:
    """Return the rows that the actor may read and that match, with ``is_exact``, in order of time.

    Columns with few different values are ``Categorical``: a million words are not written out to be counted.

    Where the ground needs geometry these are too many, as in :func:`selecting.matching`.
    """
    found = _found(actor, municipality_id, wanted, ground).with_columns(is_exact=is_exact(actor)).collect()
    if wanted.text.split():
        ids = matching(actor, municipality_id, wanted, ground).values_list("id", flat=True)
        found = found.join(
            pl.DataFrame({"id": [str(i) for i in ids]}, schema={"id": pl.String}), on="id", how="semi"
        )
    return found.drop("municipality_id")


def latest_ids(
    actor: Actor, municipality_id: UUID, wanted: IncidentFilter, ground: Ground, *, start: int, size: int
) -> tuple[list[str], int]:
    """Return the ids of some of the rows that match, the latest first, and how many match in all.

    Twin of the order of :func:`selecting.matching`.
    """
    if ground.needs_geometry or wanted.text.split():
        found = lying_on(ground, chosen(actor, municipality_id, wanted, ground)).select("starts_at", "id")
    else:
        found = _found(actor, municipality_id, wanted, ground).select("starts_at", "id").collect()
    latest = found.top_k(min(start + size, found.height), by=["starts_at", "id"], reverse=[False, True])
    return latest.sort("starts_at", "id", descending=[True, False])["id"][start:].to_list(), found.height


def counted_in(
    actor: Actor, municipality_id: UUID, wanted: IncidentFilter, ground: Ground, categories: Iterable[UUID]
) -> int:
    """Return how many of the incidents that match are of the categories."""
    if ground.needs_geometry or wanted.text.split():
        rows = lying_on(ground, chosen(actor, municipality_id, wanted, ground)).lazy()
    else:
        rows = _found(actor, municipality_id, wanted, ground)
    of_them = rows.filter(_listed("category_id", categories))
    return int(of_them.select(pl.col("count").sum()).collect().item())


def lying_on(ground: Ground, frame: pl.DataFrame) -> pl.DataFrame:
    """Return those of the rows of :func:`chosen` that lie on the ground."""
    if not ground.needs_geometry:
        return frame
    kept = lies_on(
        ground,
        positions_in(frame),
        in_district=frame.select(_listed("area_id", ground.districts)).to_series().to_numpy(),
        undecided=frame.select(undecided(ground)).to_series().to_numpy(),
        at_place=frame.select(_listed("place_id", ground.places)).to_series().to_numpy(),
    )
    return frame.filter(pl.Series(kept))


def positions_in(frame: pl.DataFrame) -> Positions:
    """Return where the rows of :func:`chosen` are, as exactly as the reader may know."""
    e, n, lon, lat = (frame[name].to_numpy().astype(np.float64) for name in ("e", "n", "lon", "lat"))
    return known_positions(
        e,
        n,
        lon,
        lat,
        is_exact=frame["is_exact"].to_numpy(),
        is_protected=(frame["sensitivity"] == Sensitivity.PROTECTED.value).to_numpy(),
    )


def reviewable_by_state(actor: Actor, municipality_id: UUID) -> dict[str, int]:
    """Return how many incidents that the actor may review there are in each state."""
    found = _reviewed(actor, municipality_id).group_by("state").len().collect()
    return {str(state): n for state, n in found.iter_rows()}


def reviewable(actor: Actor, municipality_id: UUID, state: State) -> pl.DataFrame:
    """Return ``id`` and ``registered_at`` of the incidents in a state that the actor may review."""
    rows = _reviewed(actor, municipality_id).filter(pl.col("state") == state.value)
    return rows.select("id", "registered_at").collect()


def _reviewed(actor: Actor, municipality_id: UUID) -> pl.LazyFrame:
    asked = (visible(actor), within_columns(actor, Right.REVIEW_INCIDENT))
    return _told(municipality_id).filter(*asked)


def _found(actor: Actor, municipality_id: UUID, wanted: IncidentFilter, ground: Ground) -> pl.LazyFrame:
    asked = [visible(actor), _plain(wanted), _categories(municipality_id, wanted), _may_lie_on(ground)]
    return _told(municipality_id).filter(pl.all_horizontal(asked))


def _told(municipality_id: UUID) -> pl.LazyFrame:
    return columns_of(municipality_id).lazy().with_columns(municipality_id=pl.lit(municipality_id.hex))


def visible(actor: Actor) -> pl.Expr:
    """Return whether the actor may read the row; twin of :func:`reading.visible`."""
    is_approved = pl.col("state") == State.APPROVED.value
    return (
        (is_approved & within_columns(actor, Right.READ_INCIDENT))
        | (~is_approved & within_columns(actor, Right.REVIEW_INCIDENT))
        | _sent_by(actor)
    )


def is_exact(actor: Actor) -> pl.Expr:
    """Return whether the actor may see the row's exact place; twin of :func:`reading.is_exact`."""
    if actor.kind == "system":
        return pl.lit(value=True)
    return within_columns(actor, Right.READ_EXACT_PLACE) | _sent_by(actor)


def _sent_by(actor: Actor) -> pl.Expr:
    is_own = _listed("function_id", functions_of(actor))
    if actor.user_id is not None:
        is_own |= (pl.col("reporter_id") == actor.user_id.hex).fill_null(value=False)
    return is_own & within_columns(actor, Right.REPORT_INCIDENT)


def _plain(wanted: IncidentFilter) -> pl.Expr:
    """Everything that is asked of the row's own columns."""
    asked: list[pl.Expr] = [
        _among("state", (state.value for state in wanted.states)),
        _among("source", wanted.sources),
        _among("organisation_id", (organisation.hex for organisation in wanted.organisations)),
        _among("hour", wanted.hours),
        _among("weekday", wanted.weekdays),
        _among("seriousness", wanted.seriousness),
    ]
    if wanted.first_day is not None:
        asked.append(pl.col("starts_on") >= wanted.first_day)
    if wanted.last_day is not None:
        asked.append(pl.col("starts_on") <= wanted.last_day)
    return pl.all_horizontal(asked)


def _among(column: str, values: Iterable[Any]) -> pl.Expr:
    """Return whether the column holds one of the values; no values ask for nothing."""
    listed = list(values)
    return pl.col(column).is_in(listed).fill_null(value=False) if listed else pl.lit(value=True)


def _categories(municipality_id: UUID, wanted: IncidentFilter) -> pl.Expr:
    if not wanted.categories:
        return pl.lit(value=True)
    known = categories_of(municipality_id, with_retired=True)
    codes = {code for asked in wanted.categories for code in category_with_descendants(known, asked)}
    ids = [category.id.hex for category in known if category.code in codes]
    return pl.col("category_id").is_in(ids).fill_null(value=False)


def _may_lie_on(ground: Ground) -> pl.Expr:
    """Return whether the row may lie on the ground; twin of :meth:`selecting.Ground.may_hold`."""
    ring = _in_box(ground.ring)
    if not ground.asks_for_areas:
        return ring
    areas = (
        _listed("area_id", ground.districts)
        | _listed("place_id", ground.places)
        | (_in_box(ground.drawn) if ground.drawn is not None else pl.lit(value=False))
    )
    if ground.outline is not None:
        areas |= undecided(ground) & _in_box(ground.outline)
    return areas & ring


def undecided(ground: Ground) -> pl.Expr:
    """Return whether the row's district says only partly whether it lies on the ground."""
    told = _listed("area_id", ground.shared)
    return told | pl.col("area_id").is_null() if ground.with_none else told


def unplaced(actor: Actor, municipality_id: UUID, wanted: IncidentFilter, ground: Ground) -> int:
    """Return how many incidents nobody can tell whether they lie on the ground: they have no place.

    Words in texts are not asked about.
    """
    rows = _told(municipality_id).filter(
        visible(actor),
        _plain(wanted),
        _categories(municipality_id, wanted),
        _listed("area_id", ground.shared),
        pl.col("e").is_null(),
    )
    return int(rows.select(pl.col("count").sum()).collect().item())


def _listed(column: str, ids: Iterable[UUID]) -> pl.Expr:
    return pl.col(column).is_in([item.hex for item in ids]).fill_null(value=False)


def _in_box(ground: Any) -> pl.Expr:
    if ground is None:
        return pl.lit(value=True)
    west, south, east, north = ground.bounds
    inside = pl.col("e").is_between(west - CELL_PROTECTED_M, east + CELL_PROTECTED_M) & pl.col(
        "n"
    ).is_between(south - CELL_PROTECTED_M, north + CELL_PROTECTED_M)
    return inside.fill_null(value=False)
