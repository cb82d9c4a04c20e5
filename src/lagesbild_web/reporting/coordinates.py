"""Read coordinates that somebody wrote where an address is asked for."""

import re
from dataclasses import dataclass
from typing import Final

from lagesbild.tables.coordinates import read_coordinates, to_wgs84

_NUMBER: Final = r"(\d{2,7}(?:[.,]\d+)?)"
_PAIR: Final = re.compile(rf"\s*{_NUMBER}(?:\s*[;,]\s*|\s+){_NUMBER}\s*")
_DEGREE_DECIMALS: Final = 3
"""With fewer, degrees say no more than which town it is; "60,15" may be anything."""

WRITTEN_POINT_M: Final = 10
"""How exactly written coordinates are taken to be meant, metres."""


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees, WGS 84."""

    lon: float
    lat: float


def point_in(text: str) -> Point | None:
    """Return the point that a text is, or None when it is something else, such as an address.

    Degrees (WGS 84) and metres (SWEREF 99 TM) in either order, within Sweden.

    Examples
    --------
    >>> point_in("59.3293, 18.0686")
    Point(lon=18.0686, lat=59.3293)
    >>> point_in("6580742 674570")
    Point(lon=18.06857, lat=59.32929)
    >>> point_in("Storgatan 12") is None
    True
    """
    match = _PAIR.fullmatch(text)
    if match is None:
        return None
    written = (match[1].replace(",", "."), match[2].replace(",", "."))
    first, second = (float(number) for number in written)
    reading = read_coordinates([first], [second])
    if reading.swapped:
        first, second = second, first
    if reading.system == "wgs84" and all(_decimals(number) >= _DEGREE_DECIMALS for number in written):
        return Point(round(first, 5), round(second, 5))
    if reading.system == "sweref99tm":
        degrees = to_wgs84([first], [second])
        return Point(round(float(degrees.lon[0]), 5), round(float(degrees.lat[0]), 5))
    return None


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])
