"""What a file of boundaries would change, before anything is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import UUID

import polars as pl
import shapely
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.tables.area_files import read_areas
from lagesbild.tables.areas import Areas
from lagesbild.tables.faults import Fault, FaultyFileError
from lagesbild.tables.population_file import read_population
from lagesbild_web.areas.geopackage import as_geojson
from lagesbild_web.areas.outline import outline_of
from lagesbild_web.areas.queries import polygons_of

MOST_AREAS: Final = 2000
MOST_BYTES: Final = 50_000_000
_MOVED_SHARE: Final = 0.01
"""Boundaries that differ by less than this share of the area are the same boundary, drawn again."""

STATUS_LABELS: Final[Mapping[str, Promise]] = {
    "new": gettext_lazy("Nytt"),
    "gone": gettext_lazy("Upphör"),
    "moved": gettext_lazy("Ändrad gräns"),
    "renamed": gettext_lazy("Nytt namn"),
    "same": gettext_lazy("Oförändrat"),
}


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """An area of the file, or one that is in force and missing in it."""

    code: str
    name: str
    status: str
    status_label: str
    km2: float | None
    detail: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change, area by area, and a map of what is in the file."""

    areas: Areas
    lines: tuple[PreviewLine, ...]
    map: SafeString
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileFaults:
    """Everything that is wrong with a file, in its order."""

    faults: tuple[Fault, ...]


def preview_of(content: bytes, filename: str, *, municipality_id: UUID, kind: str) -> Preview | FileFaults:
    """Read a file of areas and compare it with what is in force; or return all its faults."""
    try:
        areas = areas_in(content, filename)
    except FaultyFileError as error:
        return FileFaults(error.faults)
    lines = _lines(areas, polygons_of(municipality_id, kind=kind))
    overlaps = areas.overlapping()
    warnings = [
        _("%(a)s och %(b)s ligger över varandra. Punkter i den gemensamma delen räknas i %(a)s.")
        % {"a": row["i"], "b": row["j"]}
        for row in overlaps.iter_rows(named=True)
    ]
    return Preview(areas, lines, outline_of(areas, _("Områdena i filen")), tuple(warnings[:20]))


def areas_in(content: bytes, filename: str) -> Areas:
    """Return the areas of a GeoJSON or GeoPackage file.

    Raises
    ------
    FaultyFileError
        With every fault.
    """
    name = _short(filename) or "fil"
    if len(content) > MOST_BYTES:
        raise FaultyFileError(
            [Fault(name, 0, "", "Filen är för stor", "Förenkla gränserna till under 50 MB")]
        )
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        if content.startswith(b"SQLite format 3\x00"):
            text = as_geojson(path)
            path.write_text(text, encoding="utf-8")
        areas = read_areas(path)
    if len(areas) > MOST_AREAS:
        what = f"Filen har {len(areas)} områden"
        raise FaultyFileError([Fault(name, 0, "", what, "Ta bara med den egna kommunens områden")])
    return areas


def _short(filename: str) -> str:
    """Return the end of the name, ending and all: file systems stop at 255 bytes."""
    return Path(filename).name[-100:]


def population_in(content: bytes, filename: str) -> pl.DataFrame:
    """Return area, year and population of a CSV file.

    Raises
    ------
    FaultyFileError
        With every fault.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / (_short(filename) or "fil.csv")
        path.write_bytes(content)
        return read_population(path)


def _lines(areas: Areas, before: Areas) -> tuple[PreviewLine, ...]:
    old = dict(zip(before.frame["code"], before.plane_polygons(), strict=True))
    old_names = before.names()
    new_codes = set(areas.frame["code"])
    lines = [
        _line(code, name, polygon, old.get(code), old_names.get(code, ""))
        for code, name, polygon in zip(
            areas.frame["code"], areas.frame["name"], areas.plane_polygons(), strict=True
        )
    ]
    lines += [
        PreviewLine(code, name, "gone", str(STATUS_LABELS["gone"]), old[code].area / 1e6, "")
        for code, name in old_names.items()
        if code not in new_codes
    ]
    return tuple(lines)


def _line(
    code: str, name: str, polygon: shapely.Geometry, before: shapely.Geometry | None, old_name: str
) -> PreviewLine:
    km2 = polygon.area / 1e6
    if before is None:
        return PreviewLine(code, name, "new", str(STATUS_LABELS["new"]), km2, "")
    differs = shapely.symmetric_difference(polygon, before).area / before.area
    if differs > _MOVED_SHARE:
        detail = _("Från %(before)s till %(after)s km².") % {
            "before": _number(before.area / 1e6),
            "after": _number(km2),
        }
        return PreviewLine(code, name, "moved", str(STATUS_LABELS["moved"]), km2, detail)
    if name != old_name:
        detail = _("Hette %(name)s.") % {"name": old_name}
        return PreviewLine(code, name, "renamed", str(STATUS_LABELS["renamed"]), km2, detail)
    return PreviewLine(code, name, "same", str(STATUS_LABELS["same"]), km2, "")


def _number(km2: float) -> str:
    return f"{km2:.2f}".replace(".", ",")
