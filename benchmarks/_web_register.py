"""A municipality with as many incidents as one likes, written past the ORM: a million in about a minute."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

ROOT = Path(__file__).parents[1]
WEST, SOUTH, EAST, NORTH = 18.30, 61.70, 18.70, 61.90
"""Out in the Gulf of Bothnia, where nobody lives."""
ACROSS, UP = 6, 4
YEARS = 10
CHUNK = 50_000
ROLES = ("coordinator", "reviewer", "reporter", "steering")


@dataclass(frozen=True, slots=True)
class Register:
    """What was made: who can log in, and with what."""

    municipality: UUID
    emails: dict[str, list[str]]
    """By role."""
    password: str


def set_up_django(data_dir: Path, database_url: str) -> None:
    """Let this process be an installation of its own."""
    os.environ["LAGESBILD_DATA_DIR"] = str(data_dir)
    os.environ.pop("DATABASE_URL", None)
    if database_url:
        os.environ["DATABASE_URL"] = database_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "lagesbild_web.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from lagesbild_web.serving import prepare

    prepare()


def make_register(rows: int, *, people: int, seed: int = 1) -> Register:
    """Make a municipality with districts, categories, people of each role, and incidents of ten years."""
    from tests.web import builders

    from lagesbild_web.access.roles import Role
    from lagesbild_web.areas.actions import import_boundaries, import_default_categories

    home = builders.a_municipality()
    import_boundaries(
        builders.SYSTEM,
        _districts(),
        municipality_id=home.id,
        kind="district",
        name="Distrikt",
        valid_from=date(2010, 1, 1),
    )
    import_default_categories(builders.SYSTEM, municipality_id=home.id)
    emails = {role: [builders.a_person(home, Role(role)).email for _ in range(people)] for role in ROLES}
    _insert(rows, home.id, np.random.default_rng(seed))
    return Register(home.id, emails, builders.PASSWORD)


def _districts() -> Any:
    from lagesbild.tables.area_files import read_areas

    features = []
    lons, lats = np.linspace(WEST, EAST, ACROSS + 1), np.linspace(SOUTH, NORTH, UP + 1)
    for i in range(ACROSS):
        for j in range(UP):
            w, e, s, n = (float(v) for v in (lons[i], lons[i + 1], lats[j], lats[j + 1]))
            features.append(
                {
                    "type": "Feature",
                    "properties": {"code": f"{i}{j}", "name": f"Distrikt {i + 1}{chr(65 + j)}"},
                    "geometry": {
                        "type": "Polygon",
                        "coordinates": [[[w, s], [e, s], [e, n], [w, n], [w, s]]],
                    },
                }
            )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "distrikt.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return read_areas(path)


def _insert(rows: int, home: UUID, rng: np.random.Generator) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for part in _parts(rows, home, rng):
            names = list(part)
            columns = ", ".join(f'"{name}"' for name in names)
            values = zip(*part.values(), strict=True)
            if connection.vendor == "postgresql":
                text = StringIO()
                for row in values:
                    text.write("\t".join("\\N" if v is None else str(v) for v in row) + "\n")
                with cursor.copy(f"COPY incidents_incident ({columns}) FROM STDIN") as copy:
                    copy.write(text.getvalue())
            else:
                marks = ", ".join("?" * len(names))
                sql = f"INSERT INTO incidents_incident ({columns}) VALUES ({marks})"  # noqa: S608  # our own names
                cursor.cursor.connection.executemany(sql, values)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _parts(rows: int, home: UUID, rng: np.random.Generator) -> Iterator[dict[str, list[Any]]]:
    """Yield the columns of some rows at a time, as both databases read them."""
    from django.db import connection

    from lagesbild.tables.coordinates import to_sweref
    from lagesbild_web.areas.locating import located_at
    from lagesbild_web.areas.queries import categories_of

    categories = [c for c in categories_of(home) if not c.is_sensitive]
    shares = rng.dirichlet(np.full(len(categories), 0.8))
    squares = rng.uniform((WEST, SOUTH), (EAST, NORTH), (60, 2))
    on_postgresql = connection.vendor == "postgresql"
    key = str if on_postgresql else (lambda value: value.hex)
    last = datetime.now(tz=UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    for first in range(0, rows, CHUNK):
        n = min(CHUNK, rows - first)
        kind = rng.choice(len(categories), n, p=shares)
        lonlat = squares[rng.integers(0, len(squares), n)] + rng.normal(0, (0.01, 0.005), (n, 2))
        lon, lat = np.clip(lonlat.T, ((WEST,), (SOUTH,)), ((EAST - 1e-6,), (NORTH - 1e-6,)))
        plane = to_sweref(lon, lat)
        minutes = rng.integers(0, YEARS * 365 * 24 * 60, n)
        starts = [last - timedelta(minutes=int(m)) for m in minutes]
        local = [at.astimezone(_zone()) for at in starts]
        areas = located_at(home, lon, lat, [at.date() for at in local])
        ids = [UUID(bytes=rng.bytes(16), version=4) for _ in range(n)]
        at = [f"{moment:%Y-%m-%d %H:%M:%S}" for moment in starts]
        if on_postgresql:
            at = [f"{text}+00" for text in at]
        yield {
            "id": [key(i) for i in ids],
            "municipality_id": [key(home)] * n,
            "organisation_id": [key(home)] * n,
            "circle": ["partners"] * n,
            "sensitivity": ["limited"] * n,
            "state": ["approved"] * n,
            "version": [1] * n,
            "category_id": [key(categories[k].id) for k in kind],
            "label": [""] * n,
            "code": [""] * n,
            "count": [1] * n,
            "lon": lon.tolist(),
            "lat": lat.tolist(),
            "e": plane.e.tolist(),
            "n": plane.n.tolist(),
            "location_precision": ["point"] * n,
            "place_name": [""] * n,
            "area_id": [key(area.id) if area else None for area in areas],
            "area_generation": [area.generation if area else "" for area in areas],
            "starts_at": at,
            "ends_at": at,
            "time_precision": ["minute"] * n,
            "starts_on": [moment.date().isoformat() for moment in local],
            "weekday": [moment.isoweekday() for moment in local],
            "hour": [moment.hour for moment in local],
            "seriousness": [categories[k].seriousness for k in kind],
            "witnessed": [""] * n,
            "police_report": ["unknown"] * n,
            "text": [""] * n,
            "personal_data_motive": [""] * n,
            "source": ["incidents"] * n,
            "batch": [None] * n,
            "external_id": [f"L{i}" for i in range(first, first + n)],
            "registered_at": at,
            "question": [""] * n,
            "answer": [""] * n,
        }


def _zone() -> Any:
    from django.utils import timezone

    return timezone.get_default_timezone()
