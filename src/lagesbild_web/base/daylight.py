"""When the sun rises and sets, and when it is dark, at a place on a day. Computed, not fetched."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.utils import timezone

_HORIZON: Final = -0.833
"""Degrees: the sun's upper edge, with the air's refraction."""
_CIVIL: Final = -6.0
"""Degrees: lower than this one needs light to see by (end of civil twilight)."""


@dataclass(frozen=True, slots=True)
class Daylight:
    """Moments of a day, local time; None where the sun never crosses the line that day."""

    sunrise: datetime | None
    sunset: datetime | None
    dark_from: datetime | None
    """The end of civil twilight: from then on it is dark outdoors."""
    light_from: datetime | None
    """The beginning of civil twilight in the morning."""


def daylight_at(lon: float, lat: float, day: date) -> Daylight:
    """Return when it is light and dark at a place (degrees, WGS 84), to within some two minutes.

    Notes
    -----
    NOAA's solar equations (after Meeus 1991, Astronomical Algorithms, ch. 25), with the sun's place at
    local noon.
    """
    rise, fall = _crossings(lon, lat, day, _HORIZON)
    dawn, dusk = _crossings(lon, lat, day, _CIVIL)
    return Daylight(rise, fall, dusk, dawn)


def is_dark(lon: float, lat: float, moment: datetime) -> bool:
    """Return whether the sun is so low that one needs light to see by."""
    utc = moment.astimezone(UTC)
    declination, equation_min = _sun(utc)
    minutes = utc.hour * 60 + utc.minute + utc.second / 60 + equation_min + 4 * lon
    hour_angle = math.radians(minutes / 4 - 180)
    height = math.asin(
        math.sin(math.radians(lat)) * math.sin(declination)
        + math.cos(math.radians(lat)) * math.cos(declination) * math.cos(hour_angle)
    )
    return math.degrees(height) < _CIVIL


def _crossings(lon: float, lat: float, day: date, height: float) -> tuple[datetime | None, datetime | None]:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(minutes=4 * lon)
    declination, equation_min = _sun(noon)
    at, up = math.radians(lat), math.radians(height)
    cosine = (math.sin(up) - math.sin(at) * math.sin(declination)) / (math.cos(at) * math.cos(declination))
    if not -1 <= cosine <= 1:
        return None, None
    half = timedelta(minutes=4 * math.degrees(math.acos(cosine)))
    highest = noon - timedelta(minutes=equation_min)
    return timezone.localtime(highest - half), timezone.localtime(highest + half)


def _sun(moment: datetime) -> tuple[float, float]:
    """Return the sun's declination (radians) and the equation of time (minutes)."""
    century = (moment - datetime(2000, 1, 1, 12, tzinfo=UTC)).total_seconds() / 86_400 / 36_525
    mean_longitude = math.radians((280.46646 + century * (36_000.76983 + century * 0.0003032)) % 360)
    anomaly = math.radians(357.52911 + century * (35_999.05029 - 0.0001537 * century))
    eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
    centre = (
        math.sin(anomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
        + math.sin(2 * anomaly) * (0.019993 - 0.000101 * century)
        + math.sin(3 * anomaly) * 0.000289
    )
    node = math.radians(125.04 - 1934.136 * century)
    longitude = mean_longitude + math.radians(centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = math.radians(23.439291 - 0.0130042 * century + 0.00256 * math.cos(node))
    declination = math.asin(math.sin(tilt) * math.sin(longitude))
    y = math.tan(tilt / 2) ** 2
    equation = (
        y * math.sin(2 * mean_longitude)
        - 2 * eccentricity * math.sin(anomaly)
        + 4 * eccentricity * y * math.sin(anomaly) * math.cos(2 * mean_longitude)
        - 0.5 * y * y * math.sin(4 * mean_longitude)
        - 1.25 * eccentricity * eccentricity * math.sin(2 * anomaly)
    )
    return declination, 4 * math.degrees(equation)
