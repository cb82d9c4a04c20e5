"""Many incidents at once, from a file: the library's table turned into rows, and written without detours.

Rows are made and written some thousand at a time, so that a large file takes no more memory than a small one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

import numpy as np
import polars as pl
from django.db import connection, transaction
from django.db.models import Field
from django.utils import timezone

from lagesbild.tables.categories import UNKNOWN
from lagesbild.tables.incidents import Incidents
from lagesbild_web.access.roles import Circle, Sensitivity
from lagesbild_web.areas.contracts import Category
from lagesbild_web.areas.locating import located_at
from lagesbild_web.areas.queries import categories_of
from lagesbild_web.incidents.contracts import State
from lagesbild_web.incidents.models import Incident

Tell = Callable[[int, int], None]
"""Called with (rows done, rows in all)."""

CHUNK: Final = 2_000
"""Rows written in one transaction: a few tenths of a second during which nobody else writes in SQLite."""
_LOCATION: Final = {"county": "unknown"}
"""How the library's precisions are kept here; the others have the same names."""
_SAME: Final = (
    "category_id",
    "starts_at",
    "ends_at",
    "time_precision",
    "count",
    "label",
    "code",
    "place_name",
)
"""What makes a row of a file the same as the one that was loaded before."""


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """What became of the rows of a file."""

    new: int
    same: int
    """Already here, and unchanged."""
    changed: int
    """Already here with other contents: the new one counts, the old one is kept beneath it."""
    left_out: int
    """Rows that do not count or have no time at all."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """How far the taking back of a batch has come."""

    rows: int
    """How many of its incidents count, or did."""
    is_gone: bool
    """None of them counts any longer, and what they replaced counts again."""
    must_wait: bool = False
    """Another batch of the municipality is switching: try again when it is done."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose the incidents become and who may see them."""

    municipality_id: UUID
    organisation_id: UUID
    circle: Circle
    sensitivity: Sensitivity


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the rows of a file, judged by what has been loaded before."""

    new: list[dict[str, Any]]
    """Rows to write, as columns of the table; ``replaces`` is the earlier one that says something else."""
    same: int

    @property
    def changed(self) -> int:
        """How many of the rows replace an earlier one."""
        return sum(row["replaces"] is not None for row in self.new)


class Rows:
    """The incidents of a file that count and have a time, as columns of the table, some at a time.

    The same file and ``run`` give the same ids.

    Notes
    -----
    A category that the municipality does not use is looked up by the library's code; what nobody knows
    becomes the category for the unknown.
    """

    def __init__(self, incidents: Incidents, owner: Owner, *, batch_id: UUID, run: UUID) -> None:
        frame = incidents.frame.filter(pl.col("excluded").is_null() & pl.col("start").is_not_null())
        local = pl.col("start").dt.convert_time_zone(incidents.timezone)
        clocked = pl.col("time_precision").is_in(["minute", "span"])
        self._frame = frame.with_columns(
            day=local.dt.date(),
            weekday=local.dt.weekday(),
            hour=pl.when(clocked).then(local.dt.hour()),
            end=pl.max_horizontal(pl.col("start"), pl.col("end").fill_null(pl.col("start"))),
            has_point=pl.col("e").is_not_null() & pl.col("lon").is_not_null(),
        )
        self._owner, self._batch_id, self._run = owner, batch_id, run
        self._known = _Known(categories_of(owner.municipality_id, with_retired=True))
        self._now = timezone.now()
        self.left_out = len(incidents) - frame.height

    def __len__(self) -> int:
        """Return how many they are."""
        return self._frame.height

    def parts(self) -> Iterator[Part]:
        """Go through the file, ``CHUNK`` rows at a time."""
        before = known_rows(self._owner, self._frame["source"].unique().sort().to_list())
        for start in range(0, len(self), CHUNK):
            new, same = [], 0
            for row in self._rows(start, self._frame.slice(start, CHUNK)):
                earlier = before.get((row["source"], row["external_id"]))
                if earlier is not None and is_same(row, earlier):
                    same += 1
                else:
                    new.append({**row, "replaces": earlier and earlier["id"]})
            yield Part(new, same)

    def _rows(self, start: int, frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
        days: list[date] = frame["day"].to_list()
        lon, lat = (frame[x].cast(pl.Float64).fill_null(np.nan).to_numpy() for x in ("lon", "lat"))
        areas = located_at(self._owner.municipality_id, lon, lat, days)
        for number, (row, area) in enumerate(zip(frame.iter_rows(named=True), areas, strict=True), start):
            key = uuid5(self._run, str(number))
            category = self._known.of(row["category"])
            yield {"id": key, **_columns(row, category, area, self._owner, self._batch_id, self._now)}


class _Known:
    """The municipality's categories, by their own code and by the library's."""

    def __init__(self, categories: Sequence[Category]) -> None:
        self._by_library = {c.library_code: c for c in reversed(categories)}
        self._by_code = {c.code: c for c in categories}

    def of(self, code: str) -> Category:
        """Return the category that an incident of the library's code gets."""
        own = self._by_code.get(code)
        return own or self._by_library.get(code) or self._by_code[UNKNOWN]


def _columns(
    row: dict[str, Any], category: Category, area: Any, owner: Owner, batch_id: UUID, now: datetime
) -> dict[str, Any]:
    sensitivity = Sensitivity.PROTECTED if category.is_sensitive else owner.sensitivity
    has_point = row["has_point"]
    return {
        "municipality_id": owner.municipality_id,
        "organisation_id": owner.organisation_id,
        "circle": owner.circle.value,
        "sensitivity": sensitivity.value,
        "state": State.APPROVED.value,
        "version": 1,
        "category_id": category.id,
        "label": (row["label"] or "")[:200],
        "code": (row["code"] or "")[:60],
        "count": row["count"],
        **{name: row[name] if has_point else None for name in ("lon", "lat", "e", "n")},
        "location_precision": _LOCATION.get(row["location_precision"], row["location_precision"]),
        "place_name": (row["place"] or "")[:200],
        "area_id": area.id if area else None,
        "area_generation": area.generation if area else "",
        "starts_at": row["start"],
        "ends_at": row["end"],
        "time_precision": row["time_precision"],
        "starts_on": row["day"],
        "weekday": row["weekday"],
        "hour": row["hour"],
        "seriousness": category.seriousness,
        "witnessed": "",
        "police_report": "unknown",
        "text": "",
        "personal_data_motive": "",
        "source": row["source"][:60],
        "batch": batch_id,
        "external_id": row["id"][:120],
        "registered_at": row["reported_at"] or now,
        "question": "",
        "answer": "",
    }


def known_rows(owner: Owner, sources: Sequence[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what has been loaded before from the sources and still counts, by source and its own id."""
    rows = Incident.objects.filter(
        municipality_id=owner.municipality_id,
        organisation_id=owner.organisation_id,
        source__in=sources,
        state=State.APPROVED,
    ).exclude(external_id="")
    return {
        (row["source"], row["external_id"]): row
        for row in rows.values("id", "source", "external_id", *_SAME).iterator(chunk_size=20_000)
    }


def is_same(row: dict[str, Any], before: dict[str, Any]) -> bool:
    """Return whether a row of a file says what the one that was loaded before says."""
    return all(row[name] == before[name] for name in _SAME)


def insert(rows: Sequence[dict[str, Any]], *, first: Callable[[], None] | None = None) -> None:
    """Write the rows in one transaction, after what must come first; those that are there already stay."""
    if not rows:
        return
    names = list(rows[0])
    fields = [_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    table = connection.ops.quote_name(Incident._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING"  # noqa: S608  # names of our own columns
    values = [
        [field.get_db_prep_save(row[name], connection) for field, name in zip(fields, names, strict=True)]
        for row in rows
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        if first is not None:
            first()
        cursor.executemany(sql, values)


def _field(name: str) -> "Field[Any, Any]":
    """Return the model's field for a column such as ``area_id``."""
    own = name.removesuffix("_id") if name not in ("external_id",) else name
    found = Incident._meta.get_field(own)
    assert isinstance(found, Field)  # noqa: S101  # only columns are written, never relations from elsewhere
    return found
