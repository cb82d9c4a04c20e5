"""The places of a space-time scan, and what their population gives to expect there in each interval."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_space_time_axis import TimeAxis

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Places:
    """Rows gathered by coordinates; places are numbered as they first appear."""

    points: FloatArray
    """Coordinates of each place, shape (places, 2)."""
    place: IntArray
    """Number of the place of each row, shape (rows,)."""
    day: IntArray
    """Days since 1970-01-01 of each row."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a population gives to expect."""

    people: FloatArray
    """Mean population of each place over the period, shape (places,)."""
    sizes: FloatArray
    """Expected cases of each place over the period; they add up to all cases."""
    expected: FloatArray
    """Expected cases of each place and interval, shape (places, intervals)."""
    table: FloatArray | None
    """The same added up over time, shape (places, intervals + 1); None for a constant population."""


def places_of(e: npt.ArrayLike, n: npt.ArrayLike, dates: npt.ArrayLike, counts: IntArray) -> Places:
    """Gather rows by coordinates.

    Raises
    ------
    ValueError
        If a coordinate is not finite, a date is missing, or they are not equally many.
    """
    points = np.column_stack([np.asarray(e, dtype=np.float64), np.asarray(n, dtype=np.float64)])
    day = np.asarray(dates, dtype="datetime64[D]")
    if not np.isfinite(points).all():
        raise ValueError("every coordinate must be a finite number")
    if np.isnat(day).any():
        raise ValueError("every row needs a date")
    if not len(points) == len(day) == len(counts):
        raise ValueError("coordinates, dates and cases must be equally many")
    unique, first, inverse = np.unique(points, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    return Places(unique[order], number[inverse.ravel()].astype(np.int64), day.astype(np.int64))


def poisson_table(
    places: Places,
    axis: TimeAxis,
    population: npt.ArrayLike,
    *,
    area: npt.ArrayLike | None,
    expected: npt.ArrayLike | None,
    cases: int,
) -> Base:
    """Return what a population, or expected cases, give to expect at each place in each interval.

    Raises
    ------
    ValueError
        If a number is negative or not finite, or an area has two populations on the same date.
    """
    people = _amounts(population, "population")
    unit = places.place if area is None else np.unique(np.asarray(area), return_inverse=True)[1].ravel()
    by_interval = np.zeros((len(places.points), axis.intervals))
    is_constant = True
    for rows in _groups(unit):
        lived = _lived(places.day[rows], people[rows], axis)
        is_constant &= bool((people[rows] == people[rows[0]]).all())
        by_interval[places.place[rows[0]]] += lived
    mean = by_interval.sum(axis=1) / float(axis.edges[-1] - axis.edges[0])
    if expected is not None:
        by_interval = _given(places, axis, _amounts(expected, "expected"))
    total = float(by_interval.sum())
    if total > 0:
        by_interval = by_interval * (cases / total)
    if expected is None and is_constant:
        return Base(mean, by_interval.sum(axis=1), by_interval, None)
    table = np.concatenate([np.zeros((len(by_interval), 1)), np.cumsum(by_interval, axis=1)], axis=1)
    return Base(mean, table[:, -1].copy(), by_interval, table)


def _groups(unit: IntArray) -> list[IntArray]:
    order = np.argsort(unit, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(unit[order])) + 1) if len(unit) else []


def _lived(day: IntArray, people: FloatArray, axis: TimeAxis) -> FloatArray:
    """Population times days of one area in each interval, even between the dates that it is known for."""
    known, first = np.unique(day, return_index=True)
    if (people != people[first][np.searchsorted(known, day)]).any():
        raise ValueError("an area has two populations on the same date")
    if (people == people[0]).all():
        return np.asarray(people[0] * axis.days.astype(np.float64))
    each = np.interp(np.arange(axis.edges[0], axis.edges[-1]), known, people[first])
    return np.add.reduceat(each, axis.edges[:-1] - axis.edges[0])


def _given(places: Places, axis: TimeAxis, expected: FloatArray) -> FloatArray:
    found = np.zeros((len(places.points), axis.intervals))
    interval = axis.interval_of(places.day)
    inside = interval >= 0
    np.add.at(found, (places.place[inside], interval[inside]), expected[inside])
    return found


def _amounts(values: npt.ArrayLike, name: str) -> FloatArray:
    array = np.asarray(values, dtype=np.float64)
    if not np.isfinite(array).all() or (array < 0).any():
        raise ValueError(f"{name} must be 0 or more")
    return array
