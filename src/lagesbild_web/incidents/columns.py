"""Every incident of a municipality as columns in memory, brought up to date before each reading.

A database answers a million rows in seconds; columns in memory answer in hundredths. What has changed
since last is read from the database, so nothing is ever older than the request. A file beside the database
lets a start begin from what was kept the last hour (``column_files``).
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count, islice
from threading import Lock
from typing import Any, Final
from uuid import UUID

import polars as pl
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast

from lagesbild.tables.incidents import TIME
from lagesbild_web.incidents import column_files
from lagesbild_web.incidents.changes import (
    Batches,
    Mark,
    Standing,
    batches_of,
    changed_rows,
    changed_since,
    remove_until,
    standing,
)
from lagesbild_web.incidents.models import Incident

TIMES: Final = ("starts_at", "ends_at", "registered_at")
_LABELS: Final = (
    "category_id", "label", "code", "time_precision", "area_id", "place_id", "place_name",
    "location_precision", "source", "state", "organisation_id", "circle", "sensitivity", "batch",
    "reporter_id", "function_id",
)  # fmt: skip
"""Columns with few different values: each is kept once."""
_NUMBERS: Final[dict[str, Any]] = {
    **dict.fromkeys(("lon", "lat", "e", "n"), pl.Float64),
    **dict.fromkeys(("count", "seriousness", "weekday", "hour"), pl.Int64),
}
COLUMNS: Final = ("id", *_LABELS, *_NUMBERS, *TIMES, "starts_on")
SCHEMA: Final[dict[str, Any]] = {
    "id": pl.String,
    **dict.fromkeys(_LABELS, pl.Categorical),
    **_NUMBERS,
    **dict.fromkeys(TIMES, TIME),
    "starts_on": pl.Date,
}
FORM: Final = pl.DataFrame(schema=SCHEMA).schema
_CHUNK: Final = 50_000
"""Rows held as Python objects at a time."""
_MOST_CHANGES: Final = 200_000
"""With more changes than this it is quicker to begin again."""
_MOST_KEPT: Final = 8
"""Municipalities whose columns are kept in memory; the one that was asked for longest ago goes first."""
_MOST_AT_ONCE: Final = 500
"""Ids in one question: SQLite allows no more than 32 766 and PostgreSQL plans poorly with many."""


@dataclass(frozen=True, slots=True)
class _Kept:
    frame: pl.DataFrame
    mark: Mark
    revision: int
    """Another number for each frame, in this process."""
    batches: Batches
    """As they were when the frame was read."""
    replaced: pl.Series
    """Ids of what the switching batches replace."""

    @property
    def shown(self) -> pl.DataFrame:
        """The frame without what is hidden and what is switched."""
        frame = self.frame
        if self.batches.hidden:
            is_hidden = pl.col("batch").is_in(list(self.batches.hidden)).fill_null(value=False)
            frame = frame.filter(~is_hidden)
        return frame.join(self.replaced.to_frame(), on="id", how="anti") if len(self.replaced) else frame


_NOTHING: Final = pl.Series("id", [], dtype=pl.String)
_kept: OrderedDict[UUID, _Kept] = OrderedDict()
_lock: Final = Lock()
_revisions: Final = count(1)


def columns_of(municipality_id: UUID) -> pl.DataFrame:
    """Return every incident of a municipality, whatever its state and whoever may see it.

    Those of a batch that is hidden are not among them, nor what a switching one replaces, as in the
    database (``models.WholeBatches``).
    Nobody outside the feature is given this: :mod:`lagesbild_web.incidents.choosing` asks access first.
    The row's own ``id`` is written with dashes, as elsewhere; other ids are 32 hexadecimal digits. Rows
    are in order of time, then of id.
    """
    return _now(municipality_id).shown


def revision_of(municipality_id: UUID) -> int:
    """Return a number that is new whenever an incident of the municipality has changed.

    For keeping what was made of the incidents until then. Numbers are those of this process.
    """
    return _now(municipality_id).revision


def keep(municipality_id: UUID) -> bool:
    """Write the file of columns if anything has changed since last; returns whether it was written.

    Changes that are in the file are then removed. Must run outside a transaction: what a transaction sees may
    still be undone.
    """
    with _lock:
        before = _kept.get(municipality_id)
    status = standing(municipality_id)
    is_there = status.kept is not None and column_files.is_there(municipality_id, status.kept.token, FORM)
    if status.kept is not None and is_there and not changed_since(status.kept.mark, municipality_id):
        remove_until(status.kept.mark, municipality_id)
        return False
    now = _brought_up_to_date(municipality_id, before)
    column_files.write(municipality_id, now.frame, now.mark)
    remove_until(now.mark, municipality_id)
    return True


def warm(municipality_ids: Iterable[UUID]) -> None:
    """Read the columns of some municipalities before anybody asks for them, as many as are kept."""
    for municipality_id in islice(municipality_ids, _MOST_KEPT):
        columns_of(municipality_id)


def _now(municipality_id: UUID) -> _Kept:
    with _lock:
        before = _kept.get(municipality_id)
        now = _brought_up_to_date(municipality_id, before)
        # What a transaction has changed may still be undone: it is shown within it, and not kept.
        if not connection.in_atomic_block:
            _kept[municipality_id] = now
            _kept.move_to_end(municipality_id)
            while len(_kept) > _MOST_KEPT:
                _kept.popitem(last=False)
        return now


def _brought_up_to_date(municipality_id: UUID, before: _Kept | None) -> _Kept:
    while True:
        # Before reading: what is committed in between is read twice, not never.
        status = standing(municipality_id)
        now, read = _caught_up(municipality_id, before, status)
        # A batch that was hidden, shown or switched between the questions may have been read by half.
        has_batches = read is not None and read["batch"].null_count() < read.height
        if not has_batches or batches_of(municipality_id) == status.batches:
            return now


def _caught_up(
    municipality_id: UUID, before: _Kept | None, status: Standing
) -> tuple[_Kept, pl.DataFrame | None]:
    """Return the columns as they are now, and those rows of them that were read just now, if any."""
    rows = Incident.every.filter(municipality_id=municipality_id)
    is_alike = before is not None and before.batches == status.batches
    # Before what has changed: whatever takes it away meanwhile is among the changes.
    replaced = before.replaced if before is not None and is_alike else _replaced(status.batches)
    if before is None or status.has_lost(before.mark):
        before = _from_file(municipality_id, status)
    changed = [] if before is None else changed_since(before.mark, municipality_id)
    if before is None or len(changed) > _MOST_CHANGES:
        read = _read(rows)
        return _Kept(read, status.now, next(_revisions), status.batches, replaced), read
    if not changed:
        revision = before.revision if is_alike else next(_revisions)
        return _Kept(before.frame, status.now, revision, status.batches, replaced), None
    if len(changed) > _MOST_AT_ONCE:
        read = _read(changed_rows(before.mark, municipality_id))
    else:
        read = _read(rows.filter(pk__in=changed))
    gone = pl.Series("id", [str(incident_id) for incident_id in changed])
    unchanged = before.frame.join(gone.to_frame(), on="id", how="anti")
    frame = pl.concat([unchanged, read]).sort("starts_at", "id")
    return _Kept(frame, status.now, next(_revisions), status.batches, replaced), read


def _replaced(batches: Batches) -> pl.Series:
    """Return what is replaced by the batches that are switching; only asked when there are any."""
    ids: Iterable[UUID | None] = ()
    if batches.switching:
        later = Incident.every.filter(batch__in=[UUID(text) for text in batches.switching])
        ids = later.filter(replaces__isnull=False).values_list("replaces", flat=True).iterator()
    return pl.Series("id", [str(incident_id) for incident_id in ids], dtype=pl.String)


def _from_file(municipality_id: UUID, status: Standing) -> _Kept | None:
    if status.kept is None or status.has_lost(status.kept.mark):
        return None
    frame = column_files.read(municipality_id, status.kept.token, FORM)
    if frame is None:
        return None
    return _Kept(frame, status.kept.mark, next(_revisions), status.batches, _NOTHING)


def _read(rows: QuerySet[Incident]) -> pl.DataFrame:
    """Run the query and gather its columns, a chunk at a time."""
    told = rows.annotate(
        reporter_id=F("report__reporter_id"),
        function_id=F("report__function_id"),
        **{f"{name}_text": Cast(name, TextField()) for name in (*TIMES, "starts_on")},
    )
    columns = [f"{name}_text" if name in (*TIMES, "starts_on") else name for name in COLUMNS]
    try:
        sql, parameters = told.order_by().values_list(*columns).query.sql_with_params()
    except EmptyResultSet:
        return pl.DataFrame(schema=SCHEMA)
    parts = []
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, parameters)
        while chunk := cursor.fetchmany(_CHUNK):
            parts.append(_part(chunk))
    return pl.concat(parts).sort("starts_at", "id") if parts else pl.DataFrame(schema=SCHEMA)


def _part(rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    columns = dict(zip(COLUMNS, zip(*rows, strict=True), strict=True))
    return pl.DataFrame([_series(name, values) for name, values in columns.items()])


def _series(name: str, values: tuple[Any, ...]) -> pl.Series:
    """Return a column of the answer; other ids than the row's own without dashes, from both databases."""
    if name in TIMES:
        # Both databases write a moment as text in UTC, PostgreSQL with +00 after it.
        text = pl.Series(name, values, dtype=pl.String).str.strip_suffix("+00")
        return text.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", time_zone="UTC")
    if name == "starts_on":
        return pl.Series(name, values, dtype=pl.String).str.to_date("%Y-%m-%d")
    if isinstance(next((value for value in values if value is not None), ""), UUID):
        values = tuple(value and value.hex for value in values)
    if name in _NUMBERS:
        return pl.Series(name, values, dtype=SCHEMA[name])
    if name == "id":
        return pl.select(dashed(pl.Series(name, values, dtype=pl.String))).to_series()
    return pl.Series(name, values, dtype=pl.String).cast(SCHEMA[name])


def dashed(ids: pl.Series) -> pl.Expr:
    """Return ids of 32 hexadecimal digits as they are written in addresses, with their dashes."""
    text = pl.lit(ids)
    parts = [text.str.slice(at, length) for at, length in ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))]
    return pl.concat_str(parts, separator="-").alias(ids.name)
