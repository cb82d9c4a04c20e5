"""Incidents as the library's table: columns from memory, never row by row through the ORM."""

from uuid import UUID

import polars as pl

from lagesbild.tables.incidents import Incidents
from lagesbild.tables.municipalities import UnknownPlaceError, find_municipality
from lagesbild_web.access.queries import organisation_name, organisations_of
from lagesbild_web.areas.queries import areas_of, categories_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotAllowed
from lagesbild_web.incidents.boundaries import boundary_note
from lagesbild_web.incidents.choosing import chosen, lying_on, positions_in
from lagesbild_web.incidents.contracts import IncidentFilter, IncidentSelection, State
from lagesbild_web.incidents.selecting import Positions, ground_of


def incidents_table(
    actor: Actor, wanted: IncidentFilter, *, municipality_id: UUID | None = None
) -> IncidentSelection:
    """Return the incidents that the actor may read and that match, as a table in the library's schema.

    Parameters
    ----------
    actor
        Who reads. Places that the actor may not see exactly are told as the middle of a square: the row's
        ``location_precision`` is then ``area``, so that no method takes it for a point, and ``cell_m`` in
        ``details`` says how large the square is.
    wanted
        The filter; without anything asked for, everything that is approved.
    municipality_id
        The actor's own municipality when not given.

    Raises
    ------
    NotAllowed
        If no municipality is given and the actor belongs to none.
    """
    home = municipality_id or actor.municipality_id
    if home is None:
        raise NotAllowed
    ground = ground_of(home, wanted)
    frame = lying_on(ground, chosen(actor, home, wanted, ground))
    note = boundary_note(actor, home, wanted, ground)
    return _selection(home, frame, positions_in(frame), note)


def _selection(
    municipality_id: UUID, frame: pl.DataFrame, positions: Positions, note: str
) -> IncidentSelection:
    categories = {c.id.hex: c for c in categories_of(municipality_id, with_retired=True)}
    areas = {a.id.hex: a for a in areas_of(municipality_id, with_retired=True)}
    organisations = {o.id.hex: o.name for o in organisations_of(municipality_id)}
    code = _municipality_code(municipality_id)
    is_coarse = pl.Series("is_coarse", positions.cell_m > 0)
    told = frame.with_columns(
        is_coarse,
        *(pl.Series(name, getattr(positions, name)).fill_nan(None) for name in ("lon", "lat", "e", "n")),
        cell_m=pl.when(is_coarse).then(pl.Series(positions.cell_m)),
    )
    names_place = pl.col("is_exact") | pl.col("place_id").is_not_null()
    table = told.select(
        "id",
        _renamed("category_id", {key: c.library_code for key, c in categories.items()}).alias("category"),
        pl.when(pl.col("code") == "")
        .then(_renamed("category_id", {key: c.code for key, c in categories.items()}))
        .otherwise(_text("code"))
        .alias("code"),
        pl.when(pl.col("label") == "")
        .then(_renamed("category_id", {key: c.name for key, c in categories.items()}))
        .otherwise(_text("label"))
        .alias("label"),
        pl.col("starts_at").alias("start"),
        pl.col("ends_at").alias("end"),
        "time_precision",
        "lon",
        "lat",
        "e",
        "n",
        _renamed("area_id", {key: a.code for key, a in areas.items()}).alias("area"),
        pl.when(names_place & (pl.col("place_name") != "")).then(_text("place_name")).alias("place"),
        pl.lit(code, dtype=pl.String).alias("municipality"),
        pl.lit(code[:2] if code else None, dtype=pl.String).alias("county"),
        pl.when("is_coarse")
        .then(pl.lit("area"))
        .otherwise(_text("location_precision"))
        .alias("location_precision"),
        "source",
        pl.col("registered_at").alias("reported_at"),
        "count",
        pl.when(pl.col("state") == State.MERGED.value).then(pl.lit("duplicate")).alias("excluded"),
    )
    details = told.select(
        "id",
        _dashed(told, "area_id"),
        _dashed(told, "organisation_id"),
        _renamed("organisation_id", organisations).alias("organisation"),
        _text("state"),
        "seriousness",
        "cell_m",
        _dashed(told, "batch"),
        _renamed("category_id", {key: c.code for key, c in categories.items()}).alias("category_code"),
        "starts_on",
    )
    return IncidentSelection(Incidents.from_frame(table), details, note)


def _dashed(frame: pl.DataFrame, name: str) -> pl.Expr:
    """Return a column of ids as they are written in addresses: the few different ones, not each row's."""
    ids = frame[name].unique().drop_nulls().cast(pl.String).to_list()
    return _renamed(name, {text: str(UUID(text)) for text in ids})


def _renamed(column: str, names: dict[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(names, default=None, return_dtype=pl.String)


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String)


def _municipality_code(municipality_id: UUID) -> str | None:
    try:
        return find_municipality(organisation_name(municipality_id)).code
    except UnknownPlaceError:
        return None
