"""Incidents by the districts of one division, also those that were given a district of another's."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import numpy as np
import polars as pl
import shapely
from django.utils import timezone
from django.utils.translation import gettext as _

from lagesbild.document import swedish
from lagesbild.tables.incidents import Incidents
from lagesbild_web.areas.crossing import (
    districts_on,
    division_of,
    has_other_boundaries,
    outlines_of,
)
from lagesbild_web.areas.queries import areas_of
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents.choosing import unplaced
from lagesbild_web.incidents.contracts import IncidentFilter, IncidentSelection
from lagesbild_web.incidents.selecting import Ground, Positions, ground_of


def boundary_note(actor: Actor, municipality_id: UUID, wanted: IncidentFilter, ground: Ground) -> str:
    """Return what must stand under a count when the boundaries have moved within the period, or nothing."""
    crossing = ground.crossing
    if crossing is None or not crossing.is_moved:
        return ""
    if all(own.held(wanted.first_day, wanted.last_day) for own in crossing.own):
        return ""
    text = _(
        "Gränserna har ändrats under perioden (%(others)s). Händelserna är räknade efter var de låg, med "
        "gränserna i %(own)s hela tiden, så att perioderna går att jämföra."
    ) % {
        "others": ", ".join(_told(b.name, b.valid_from, b.valid_to) for b in crossing.others),
        "own": ", ".join(own.name for own in crossing.own),
    }
    without = unplaced(actor, municipality_id, wanted, ground)
    if without:
        text += " " + _(
            "%(n)s utan koordinater i områden som delats går inte att placera och är inte med."
        ) % {"n": swedish.plural(without, _("händelse"), _("händelser"))}
    return text


def note_for(actor: Actor, municipality_id: UUID, wanted: IncidentFilter) -> str:
    """Return what must stand under a figure of a selection: see :func:`boundary_note`."""
    return boundary_note(actor, municipality_id, wanted, ground_of(municipality_id, wanted))


def needs_places(municipality_id: UUID, day: date, given: pl.Series) -> bool:
    """Return whether the districts that incidents were given are others than those in force on a day.

    ``given`` holds ids of 32 hexadecimal digits, null for incidents that were given none.
    """
    in_force = districts_on(municipality_id, day)
    names = {key.hex for key in in_force}
    if any(key not in names for key in given.drop_nulls().to_list()):
        return True
    if not given.has_nulls() or not has_other_boundaries(municipality_id):
        return False
    return any(crossing.reaches_out for crossing in division_of(municipality_id, in_force).values())


def in_districts_of(municipality_id: UUID, day: date, given: pl.Series, positions: Positions) -> pl.Series:
    """Return the district, by the boundaries in force on a day, that each incident lies in.

    Parameters
    ----------
    given
        The districts that the incidents were given: ids of 32 hexadecimal digits, null for none.
    positions
        Where they lie as the reader may know it.

    Returns
    -------
    pl.Series
        Ids of 32 hexadecimal digits, null for incidents outside every district, and for those without a
        place that were given a district that the boundaries of the day have divided.
    """
    text = given.cast(pl.String)
    if not needs_places(municipality_id, day, text.unique()):
        return text
    division = division_of(municipality_id, districts_on(municipality_id, day))
    within = {other.hex: key.hex for key, crossing in division.items() for other in crossing.inside}
    found = text.replace_strict(within, default=None, return_dtype=pl.String)
    is_open = any(crossing.reaches_out for crossing in division.values())
    asked = found.is_null() & (text.is_not_null() | is_open)
    rows = np.flatnonzero(asked.to_numpy() & ~np.isnan(positions.lon))
    names = np.full(rows.size, None, dtype=object)
    lon, lat = positions.lon[rows], positions.lat[rows]
    for key, outline in outlines_of(municipality_id, list(division)).items():
        west, south, east, north = outline.bounds
        near = np.flatnonzero((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))
        names[near[shapely.contains_xy(outline, lon[near], lat[near])]] = key.hex
    return found.scatter(rows, names.tolist())


def by_districts_of_today(municipality_id: UUID, selection: IncidentSelection) -> IncidentSelection:
    """Return a selection whose areas are the districts in force today, for those who count by area.

    ``area`` of the incidents and ``area_id`` of the details are the district that each lies in by the
    boundaries of today; null where that cannot be told.
    """
    frame, details = selection.incidents.frame, selection.details
    today = timezone.localdate()
    different = details["area_id"].unique()
    bare = {text: text.replace("-", "") for text in different.drop_nulls().to_list()}
    if not needs_places(municipality_id, today, different.replace_strict(bare, return_dtype=pl.String)):
        return selection
    given = details["area_id"].replace_strict(bare, return_dtype=pl.String)
    e, n, lon, lat = (frame[name].to_numpy().astype(np.float64) for name in ("e", "n", "lon", "lat"))
    places = Positions(e, n, lon, lat, np.zeros(len(frame), dtype=np.int64))
    areas = in_districts_of(municipality_id, today, given, places)
    known = {area.id.hex: area for area in areas_of(municipality_id, kind="district")}
    codes = areas.replace_strict({k: a.code for k, a in known.items()}, default=None, return_dtype=pl.String)
    ids = areas.replace_strict({k: str(a.id) for k, a in known.items()}, default=None, return_dtype=pl.String)
    return replace(
        selection,
        incidents=Incidents.from_frame(frame.with_columns(area=codes)),
        details=details.with_columns(area_id=ids),
    )


def by_today_words() -> str:
    """Return what must stand under counts by district when some were given districts of other boundaries."""
    return _(
        "Områdena är dagens. Händelser från tider med andra gränser är räknade efter var de låg. De som "
        "saknar koordinater och låg i ett område som har delats hör inte till något område här."
    )


def _told(name: str, valid_from: date | None, valid_to: date | None) -> str:
    if valid_to is not None:
        return _("%(name)s gällde till %(day)s") % {"name": name, "day": valid_to.isoformat()}
    if valid_from is not None:
        return _("%(name)s gäller från %(day)s") % {"name": name, "day": valid_from.isoformat()}
    return name
