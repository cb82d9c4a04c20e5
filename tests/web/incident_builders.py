"""Areas, categories and incidents for tests, with sensible values for everything else."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.utils import timezone
from tests.web import builders

from lagesbild.tables.area_files import read_areas
from lagesbild.tables.areas import Areas
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.areas.actions import add_place, import_boundaries, import_default_categories
from lagesbild_web.areas.contracts import Area
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import Draft, ReportLine

WEST, SOUTH, EAST, NORTH = 18.50, 61.80, 18.60, 61.85
"""The square that the two districts fill, degrees; out in the Gulf of Bothnia."""
MIDDLE = (WEST + EAST) / 2


def squares(*, divide: float = MIDDLE) -> Areas:
    """Two districts beside each other, divided at a longitude."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[w, SOUTH], [e, SOUTH], [e, NORTH], [w, NORTH], [w, SOUTH]]],
            },
        }
        for code, name, w, e in (("V", "Västra", WEST, divide), ("Ö", "Östra", divide, EAST))
    ]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "omraden.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return read_areas(path)


def areas_and_categories(municipality: Organisation) -> None:
    """Give a municipality two districts since 2020 and the library's categories."""
    import_boundaries(
        builders.SYSTEM,
        squares(),
        municipality_id=municipality.id,
        kind="district",
        name="Distrikt 2020",
        valid_from=date(2020, 1, 1),
    )
    import_default_categories(builders.SYSTEM, municipality_id=municipality.id)


def a_place(municipality: Organisation, name: str = "Stationstorget") -> Area:
    """A named place in the western district."""
    return add_place(
        builders.SYSTEM, municipality_id=municipality.id, name=name, lon=WEST + 0.02, lat=SOUTH + 0.02
    )


def yesterday(hour: int = 21, minute: int = 0) -> datetime:
    """A moment yesterday, by the local clock."""
    day = timezone.localdate() - timedelta(days=1)
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, minute))  # noqa: DTZ001  # made aware


def a_draft(**changes: Any) -> Draft:
    """Something that happened yesterday evening in the western district."""
    fields: dict[str, Any] = {
        "category": "klotter",
        "starts_at": yesterday(),
        "lon": WEST + 0.01,
        "lat": SOUTH + 0.01,
        "text": "Klotter på en vägg vid tunneln.",
    }
    return Draft(**(fields | changes))


def a_reporter(municipality: Organisation, *, name: str = "Björkskolan") -> Actor:
    """Somebody who reports for a partner."""
    return builders.an_actor(builders.a_partner(municipality, name=name, kind="school"), Role.REPORTER)


def a_report(reporter: Actor, *drafts: Draft) -> tuple[ReportLine, ...]:
    """A report that has been sent; returns its lines."""
    return actions.report(reporter, uuid4(), list(drafts) or [a_draft()]).lines


def an_approved(reporter: Actor, reviewer: Actor, *drafts: Draft) -> tuple[ReportLine, ...]:
    """A report whose incidents all count."""
    lines = a_report(reporter, *drafts)
    for line in lines:
        actions.approve(reviewer, line.id, version=line.version)
    return lines
