"""Coordinates: degrees (WGS 84) and metres (SWEREF 99 TM), and how to tell them apart."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

Floats = npt.NDArray[np.float64]
System = Literal["wgs84", "sweref99tm", "rt90", "unknown"]
CoordinateProblem = Literal["ok", "missing", "zero", "swapped", "outside_sweden", "impossible"]

LON_SWEDEN = (10.5, 24.5)
LAT_SWEDEN = (55.0, 69.3)
E_SWEDEN = (250_000.0, 930_000.0)
N_SWEDEN = (6_100_000.0, 7_700_000.0)
RT90_EAST = (1_180_000.0, 1_930_000.0)  # RT 90 2.5 gon V writes its easting with a leading 1


@dataclass(frozen=True, slots=True)
class Plane:
    """Points in metres, SWEREF 99 TM: ``e`` and ``n`` of shape (n,); NaN where a point has no place."""

    e: Floats
    n: Floats


@dataclass(frozen=True, slots=True)
class Degrees:
    """Points in degrees, WGS 84: ``lon`` and ``lat`` of shape (n,); NaN where a point has no place."""

    lon: Floats
    lat: Floats


@dataclass(frozen=True, slots=True)
class CoordinateReading:
    """How two columns of numbers are to be read.

    ``swapped`` is True when the first column is the northing (or latitude).
    ``share`` is the share of the filled rows (0-1) that fit the reading.
    """

    system: System
    swapped: bool
    share: float


def to_sweref(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Plane:
    """Return SWEREF 99 TM (EPSG:3006) metres for WGS 84 degrees.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,). NaN stays NaN; so does what cannot be projected.

    Notes
    -----
    WGS 84 and SWEREF 99 are taken as identical, as is usual for maps: the drift since 1999 is less
    than one metre.

    Examples
    --------
    Lantmäteriet's control point at 55° N, 12° 45' E:

    >>> p = to_sweref([12.75], [55.0])
    >>> round(float(p.e[0]), 3), round(float(p.n[0]), 3)
    (356083.438, 6097106.672)
    """
    return Plane(*_transformed(4326, 3006, lon, lat))


def local_plane(lon: npt.ArrayLike, lat: npt.ArrayLike) -> int:
    """Return the EPSG code of the plane to measure metres in: SWEREF 99 TM in Sweden, else the UTM zone.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,); the middle of them decides. At least one must be a number.
    """
    middle_lon, middle_lat = float(np.nanmedian(_floats(lon))), float(np.nanmedian(_floats(lat)))
    if LON_SWEDEN[0] <= middle_lon <= LON_SWEDEN[1] and LAT_SWEDEN[0] <= middle_lat <= LAT_SWEDEN[1]:
        return 3006
    zone = int(np.clip((middle_lon + 180) // 6 + 1, 1, 60))
    return (32_600 if middle_lat >= 0 else 32_700) + zone


def to_plane(lon: npt.ArrayLike, lat: npt.ArrayLike, *, epsg: int = 3006) -> Plane:
    """Return metres in a plane (see :func:`local_plane`) for WGS 84 degrees, shape (n,); NaN stays NaN."""
    return Plane(*_transformed(4326, epsg, lon, lat))


def to_wgs84(e: npt.ArrayLike, n: npt.ArrayLike, *, epsg: int = 3006) -> Degrees:
    """Return WGS 84 degrees for plane metres.

    Parameters
    ----------
    e, n
        Easting and northing in metres, shape (n,). NaN stays NaN.
    epsg
        The plane's EPSG code: 3006 is SWEREF 99 TM, 3007-3018 its local zones, 3021 RT 90.
    """
    return Degrees(*_transformed(epsg, 4326, e, n))


def read_coordinates(first: npt.ArrayLike, second: npt.ArrayLike) -> CoordinateReading:
    """Tell what two columns of numbers are: degrees or metres, and in which order.

    The reading that fits most of the filled rows wins; with no filled row, or when less than half of
    them fit any reading in Sweden, the answer is ``unknown``. Degrees outside Sweden are ``unknown`` too:
    which column is the latitude cannot be seen from the numbers there.

    Examples
    --------
    >>> read_coordinates([6_581_098.0], [674_345.0])
    CoordinateReading(system='sweref99tm', swapped=True, share=1.0)
    """
    a, b = _floats(first), _floats(second)
    filled = np.isfinite(a) & np.isfinite(b) & ~((a == 0) & (b == 0))
    a, b = a[filled], b[filled]
    if not a.size:
        return CoordinateReading("unknown", False, 0.0)
    boxes: tuple[tuple[System, tuple[float, float], tuple[float, float]], ...] = (
        ("wgs84", LON_SWEDEN, LAT_SWEDEN),
        ("sweref99tm", E_SWEDEN, N_SWEDEN),
        ("rt90", RT90_EAST, N_SWEDEN),
    )
    readings = [
        CoordinateReading(system, swapped, float(np.mean(_inside(east, x_range) & _inside(north, y_range))))
        for system, x_range, y_range in boxes
        for swapped, east, north in ((False, a, b), (True, b, a))
    ]
    best = max(readings, key=lambda reading: reading.share)
    return best if best.share >= 0.5 else CoordinateReading("unknown", False, best.share)


def coordinate_problems(lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.str_]:
    """Tell what is wrong with each pair of degrees, in the words of ``CoordinateProblem``.

    Parameters
    ----------
    lon, lat
        Degrees, shape (n,).

    Returns
    -------
    array of str, shape (n,)
        ``ok``; ``missing`` (one of them empty); ``zero`` (0, 0: an empty field written as a number);
        ``swapped`` (in Sweden if they change places); ``impossible`` (no such place on earth);
        ``outside_sweden``.
    """
    x, y = _floats(lon), _floats(lat)
    missing = ~(np.isfinite(x) & np.isfinite(y))
    inside = _inside(x, LON_SWEDEN) & _inside(y, LAT_SWEDEN)
    swapped = _inside(y, LON_SWEDEN) & _inside(x, LAT_SWEDEN)
    impossible = (np.abs(x) > 180) | (np.abs(y) > 90)
    return np.select(
        [missing, (x == 0) & (y == 0), inside, swapped, impossible],
        ["missing", "zero", "ok", "swapped", "impossible"],
        default="outside_sweden",
    )


def _inside(values: Floats, bounds: tuple[float, float]) -> npt.NDArray[np.bool_]:
    return (values >= bounds[0]) & (values <= bounds[1])


def _floats(values: npt.ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def _transformed(
    source: int, target: int, first: npt.ArrayLike, second: npt.ArrayLike
) -> tuple[Floats, Floats]:
    a, b = _floats(first), _floats(second)
    if not a.size:
        return a, b
    x, y = _transformer(source, target).transform(a, b)
    known = np.isfinite(x) & np.isfinite(y)  # PROJ answers inf for what it cannot project
    return np.where(known, x, np.nan), np.where(known, y, np.nan)
