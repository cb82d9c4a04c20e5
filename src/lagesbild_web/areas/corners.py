"""The corners of a drawn surface, as somebody writes them: one on each line."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from lagesbild.tables.coordinates import read_coordinates, to_wgs84

MOST: Final = 200
_FEWEST: Final = 3


def read_corners(text: str) -> tuple[tuple[tuple[float, float], ...], list[str]]:
    """Return the corners as longitude and latitude, and a sentence for each fault."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return (), []
    if not _FEWEST <= len(lines) <= MOST:
        return (), [_("En yta har minst tre hörn och högst 200. Skriv ett hörn på varje rad.")]
    corners, faults = [], []
    for number, line in enumerate(lines, start=1):
        corner = _read(line)
        if corner is None:
            told = _(
                "Rad %(number)s: ”%(line)s” är ingen plats i Sverige. Skriv till exempel 6857000 690000."
            )
            faults.append(told % {"number": number, "line": line})
        else:
            corners.append(corner)
    return (tuple(corners) if not faults else ()), faults


def written_corners(corners: Sequence[tuple[float, float]]) -> str:
    """Return the corners as they are written: latitude and longitude, one corner on each line."""
    return "\n".join(f"{lat:.6f} {lon:.6f}" for lon, lat in corners)


def _read(line: str) -> tuple[float, float] | None:
    try:
        parts = line.replace(";", " ").replace(", ", " ").split()
        parts = line.split(",") if len(parts) == 1 else parts
        first, second = (float(part.replace(",", ".")) for part in parts)
    except ValueError:
        return None
    reading = read_coordinates([first], [second])
    east, north = (second, first) if reading.swapped else (first, second)
    if reading.system == "wgs84":
        return round(east, 6), round(north, 6)
    if reading.system == "sweref99tm":
        point = to_wgs84([east], [north])
        return round(float(point.lon[0]), 6), round(float(point.lat[0]), 6)
    return None
