"""How a national run is cut into parts; the same cut wherever the parts are done."""

import zlib
from functools import cache

import numpy as np
import shapely

from lagesbild.engine.partitions import Partition
from lagesbild.nation.alarms import AlarmTask, followed
from lagesbild.nation.clumps import clumps
from lagesbild.nation.counts import FloatArray, IntArray, WeeklyCounts
from lagesbild.nation.options import NationOptions
from lagesbild.nation.scans import STUDY_WEEKS, ScanTask
from lagesbild.tables.boundaries import municipality_areas
from lagesbild.tables.coordinates import to_sweref

SERIES_IN_A_PART = 50
WEEKS_IN_A_PART = 13
"""A part takes seconds: long enough to be worth sending away, short enough to be done again."""
LEAST_TO_SCAN = 52
"""A category is scanned in a week when the half year before held as many events: two a week."""


def alarm_parts(counts: WeeklyCounts, judged: IntArray, options: NationOptions) -> list[Partition]:
    """Return the parts of the alarms: the series that are followed in some week, fifty at a time."""
    rows = np.flatnonzero(followed(counts.counts, judged, options.least_per_year).any(axis=1))
    parts = []
    for at in range(0, len(rows), SERIES_IN_A_PART):
        own = rows[at : at + SERIES_IN_A_PART]
        first, last = (counts.series["municipality"][int(row)] for row in (own[0], own[-1]))
        name = f"larm-{at // SERIES_IN_A_PART + 1:04d}-kommun-{first}-{last}"
        task = AlarmTask(own, counts.counts[own], counts.starts, judged, options)
        parts.append(Partition(name, task))
    return parts


def scan_parts(counts: WeeklyCounts, judged: IntArray, options: NationOptions) -> list[Partition]:
    """Return the parts of the scans: one category and a quarter of a year at a time.

    A week is scanned when there is half a year before it, and a category when that half year held enough
    events; only what happened before the judged week decides. Municipalities that are not on the map (an
    invented one) are left out.
    """
    if not options.scans:
        return []
    parts = []
    single = clumps(counts, seed=options.seed)
    places = counts.series["municipality"].to_numpy()
    kinds = counts.series["category"].to_numpy()
    on_map = np.isin(places, list(_centres()))
    for category in np.unique(kinds).tolist():
        rows = np.flatnonzero((kinds == category) & on_map)
        enough = _weeks_with_enough(counts.counts[rows].sum(axis=0), judged)
        for at in range(0, len(enough), WEEKS_IN_A_PART):
            weeks = enough[at : at + WEEKS_IN_A_PART]
            name = f"kluster-{category}-{counts.starts[weeks[0]]}"
            parts.append(Partition(name, _scan_task(counts, single, rows, weeks, options)))
    return parts


def _weeks_with_enough(total: FloatArray, judged: IntArray) -> IntArray:
    sums = np.concatenate([[0.0], np.cumsum(total)])
    before = sums[judged] - sums[np.maximum(judged - STUDY_WEEKS, 0)]
    return np.asarray(judged[(before >= LEAST_TO_SCAN) & (judged >= STUDY_WEEKS)])


def _scan_task(
    counts: WeeklyCounts, single: IntArray, rows: IntArray, weeks: IntArray, options: NationOptions
) -> ScanTask:
    first, last = int(weeks[0]) - STUDY_WEEKS + 1, int(weeks[-1]) + 1
    rows = rows[counts.counts[rows, first:last].any(axis=1)]
    codes = tuple(counts.series["municipality"].gather(rows).to_list())
    category = str(counts.series["category"][int(rows[0])])
    centre = _centres()
    return ScanTask(
        category=category,
        municipalities=codes,
        e=np.array([centre[code][0] for code in codes]),
        n=np.array([centre[code][1] for code in codes]),
        events=counts.counts[rows, first:last].astype(np.int64),
        clumps=single[rows, first:last],
        first=first,
        starts=counts.starts[first:last],
        judged=tuple(weeks.tolist()),
        permutations=options.permutations,
        seeds=tuple(_seed(options.seed, category, counts.starts[week]) for week in weeks),
    )


def _seed(seed: int, category: str, monday: np.datetime64) -> int:
    """Return the scan's own seed: by what is scanned, not by who scans it or what else is."""
    own = (seed, zlib.crc32(category.encode()), int(monday.astype("datetime64[D]").astype(np.int64)))
    return int(np.random.SeedSequence(own).generate_state(1)[0])


@cache
def _centres() -> dict[str, tuple[float, float]]:
    """Return a point inside each municipality, in metres SWEREF 99 TM."""
    areas = municipality_areas()
    points = shapely.point_on_surface(areas.polygons)
    plane = to_sweref(shapely.get_x(points), shapely.get_y(points))
    return {
        code: (float(e), float(n)) for code, e, n in zip(areas.frame["code"], plane.e, plane.n, strict=True)
    }
