"""Where it happened: degrees and metres from whatever coordinates the file has, and what is wrong in them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from lagesbild.readers.log import FaultLog
from lagesbild.readers.numbers import Numbers, parse_numbers
from lagesbild.readers.plan import Batch
from lagesbild.tables.coordinates import (
    E_SWEDEN,
    N_SWEDEN,
    coordinate_problems,
    local_plane,
    read_coordinates,
    to_plane,
    to_sweref,
    to_wgs84,
)

Floats = npt.NDArray[np.float64]
Kind = Literal["none", "degrees", "sweref", "rt90", "plane"]
_RT90 = 3021
_SAMPLE = 20_000  # rows that decide what the coordinates are
_PAIR = r"^\s*(-?\d{1,3}(?:\.\d+)?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d+)?)\s*$"


@dataclass(frozen=True, slots=True)
class Geography:
    """What the coordinates of a file are, decided once for the whole file.

    ``is_swapped`` tells that the column mapped as the east (or longitude) holds the north.
    ``utm_epsg`` is the plane used for metres outside Sweden, 0 in Sweden.
    """

    kind: Kind
    first: str = ""
    """Role of the column that was mapped as longitude or east."""
    second: str = ""
    is_swapped: bool = False
    is_swedish: bool = True
    utm_epsg: int = 0


@dataclass(frozen=True, slots=True)
class Where:
    """Columns ``lon``, ``lat``, ``e``, ``n`` (null where there is no place), and what was noticed."""

    frame: pl.DataFrame
    zeros: int
    """Rows with the coordinates 0, 0: an empty field written as a number."""
    outside: int
    """Rows in a Swedish file whose coordinates lie outside Sweden."""


@dataclass(frozen=True, slots=True)
class _Pair:
    first: Numbers
    second: Numbers


def decide_geography(batch: Batch) -> Geography:
    """Tell what the coordinates are from the first rows of a file."""
    roles = _roles(batch)
    if roles is None:
        return Geography("none")
    pair = _pair(batch.sample(_SAMPLE), *roles)
    a, b = _floats(pair.first.values), _floats(pair.second.values)
    reading = read_coordinates(a, b)
    if reading.system == "wgs84":
        return Geography("degrees", *roles, is_swapped=reading.swapped)
    if reading.system in ("sweref99tm", "rt90"):
        kind: Kind = "sweref" if reading.system == "sweref99tm" else "rt90"
        return Geography(kind, *roles, is_swapped=reading.swapped)
    known = np.isfinite(a) & np.isfinite(b) & ~((a == 0) & (b == 0))
    a, b = a[known], b[known]
    if not a.size:
        return Geography("degrees" if roles[0] != "e" else "sweref", *roles)
    if np.mean((np.abs(a) <= 180) & (np.abs(b) <= 180)) >= 0.5:
        is_swapped = bool(np.mean(np.abs(b) > 90) >= 0.5)
        lon, lat = (b, a) if is_swapped else (a, b)
        epsg = local_plane(lon, lat)
        return Geography("degrees", *roles, is_swapped, is_swedish=False, utm_epsg=epsg)
    return Geography("plane", *roles, is_swedish=False)


def check_geography(batch: Batch, geography: Geography, log: FaultLog) -> None:
    """Log columns called latitude and longitude that hold each other's values, in the whole file."""
    if geography.kind == "degrees" and geography.first == "lon" and geography.is_swapped:
        lon, lat = batch.plan.heading("lon"), batch.plan.heading("lat")
        log.add(
            column=lat,
            what=f"Kolumnerna '{lat}' och '{lon}' har bytt plats: latituderna står i '{lon}'",
            advice=f'Byt rubrikerna, eller skriv lat = "{lon}" och lon = "{lat}" i kolumnkartan',
        )


def read_where(batch: Batch, geography: Geography, log: FaultLog) -> Where:
    """Read the coordinates of a batch; faults go to ``log``."""
    if geography.kind == "none":
        return Where(_frame(*[np.full(len(batch.rows), np.nan)] * 4), 0, 0)
    pair = _pair(batch, geography.first, geography.second)
    _check_cells(batch, geography, pair, log)
    first, second = _floats(pair.first.values), _floats(pair.second.values)
    zero = (first == 0) & (second == 0)
    first, second = np.where(zero, np.nan, first), np.where(zero, np.nan, second)
    east, north = (second, first) if geography.is_swapped else (first, second)
    half = np.isfinite(east) != np.isfinite(north)
    east, north = np.where(half, np.nan, east), np.where(half, np.nan, north)
    if geography.kind == "degrees":
        return _from_degrees(batch, geography, east, north, int(zero.sum()), log)
    return _from_metres(batch, geography, east, north, int(zero.sum()), log)


def _roles(batch: Batch) -> tuple[str, str] | None:
    for roles in (("lon", "lat"), ("e", "n")):
        if all(role in batch.plan.columns for role in roles):
            return roles
    return ("position", "position") if "position" in batch.plan.columns else None


def _pair(batch: Batch, first: str, second: str) -> _Pair:
    if first == "position":
        # Map services write latitude first: 59.51,17.64.
        parts = batch.text("position").str.extract_groups(_PAIR).struct.unnest()
        missing = batch.text("position").is_null()
        lat, lon = (part.cast(pl.Float64, strict=False) for part in parts.get_columns())
        wrong = lat.is_null() & ~parse_numbers(batch.text("position"), kind="measure").is_missing
        return _Pair(
            Numbers(lon, missing, wrong), Numbers(lat, missing, wrong.clear(len(wrong)).fill_null(False))
        )
    return _Pair(*(_numbers(batch, role) for role in (first, second)))


def _numbers(batch: Batch, role: str) -> Numbers:
    sign = batch.plan.decimals.get(role, "")
    # The whole part of a coordinate in metres has six or seven digits, often divided in threes.
    return parse_numbers(batch.text(role), kind="measure", decimal=sign, typed=batch.numbers(role))


def _check_cells(batch: Batch, geography: Geography, pair: _Pair, log: FaultLog) -> None:
    example = "59,5136" if geography.kind == "degrees" else "6600000"
    if geography.first == "position":
        example = "59.5136,17.6419"
    for role, numbers in ((geography.first, pair.first), (geography.second, pair.second)):
        log.add_cells(
            numbers.is_wrong,
            batch.rows,
            column=batch.plan.heading(role),
            values=batch.text(role),
            what="'{value}' är inte en koordinat",
            advice=f"Skriv den som {example}, eller lämna cellen tom",
        )
    if geography.first == "position":
        return
    for here, there, role, other in (
        (pair.first, pair.second, geography.first, geography.second),
        (pair.second, pair.first, geography.second, geography.first),
    ):
        log.add_cells(
            here.is_missing & there.values.is_not_null() & (there.values != 0),
            batch.rows,
            column=batch.plan.heading(role),
            values=batch.text(role),
            what=f"Koordinaten saknas, men '{batch.plan.heading(other)}' är ifylld",
            advice="Fyll i båda eller ingen",
        )


def _from_degrees(
    batch: Batch, geography: Geography, lon: Floats, lat: Floats, zeros: int, log: FaultLog
) -> Where:
    problems = coordinate_problems(lon, lat)
    column = batch.plan.heading(geography.second)
    values = batch.text(geography.second)
    if geography.is_swedish:
        log.add_cells(
            pl.Series(problems == "swapped"),
            batch.rows,
            column=column,
            values=values,
            what="Latitud och longitud har bytt plats ('{value}' är inte en latitud i Sverige)",
            advice="Byt plats på de två värdena i raden",
        )
    for role, is_wrong in ((geography.first, np.abs(lon) > 180), (geography.second, np.abs(lat) > 90)):
        log.add_cells(
            pl.Series(is_wrong),
            batch.rows,
            column=batch.plan.heading(role),
            values=batch.text(role),
            what="'{value}' är ingen plats på jorden",
            advice="Kontrollera decimaltecknet, och att kolumnen har grader och inte meter",
        )
    usable = ~np.isin(problems, ["missing", "zero", "impossible"])
    lon, lat = np.where(usable, lon, np.nan), np.where(usable, lat, np.nan)
    if geography.utm_epsg:
        away = to_plane(lon, lat, epsg=geography.utm_epsg)
        return Where(_frame(lon, lat, away.e, away.n), zeros, 0)
    plane = to_sweref(lon, lat)
    return Where(_frame(lon, lat, plane.e, plane.n), zeros, int((problems == "outside_sweden").sum()))


def _from_metres(
    batch: Batch, geography: Geography, e: Floats, n: Floats, zeros: int, log: FaultLog
) -> Where:
    if geography.kind == "plane":
        empty = np.full(len(e), np.nan)
        return Where(_frame(empty, empty, e, n), zeros, 0)
    first, second = (geography.second, geography.first) if geography.is_swapped else (
        geography.first, geography.second
    )  # fmt: skip
    if geography.kind == "sweref":
        for role, metres, (low, high) in ((first, e, E_SWEDEN), (second, n, N_SWEDEN)):
            log.add_cells(
                pl.Series((metres < low) | (metres > high)),
                batch.rows,
                column=batch.plan.heading(role),
                values=batch.text(role),
                what="'{value}' ligger inte i Sverige (SWEREF 99 TM)",
                advice=f"Kontrollera siffrorna: värdet ska ligga mellan {low:.0f} och {high:.0f}",
            )
    if geography.kind == "rt90":
        degrees = to_wgs84(e, n, epsg=_RT90)
        plane = to_sweref(degrees.lon, degrees.lat)
        return Where(_frame(degrees.lon, degrees.lat, plane.e, plane.n), zeros, 0)
    degrees = to_wgs84(e, n)
    return Where(_frame(degrees.lon, degrees.lat, e, n), zeros, 0)


def _floats(values: pl.Series) -> Floats:
    return values.cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _frame(lon: Floats, lat: Floats, e: Floats, n: Floats) -> pl.DataFrame:
    return pl.DataFrame({"lon": lon, "lat": lat, "e": e, "n": n}).with_columns(pl.all().fill_nan(None))
