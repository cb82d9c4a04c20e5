"""Which search for cylinders is the quickest one."""

from collections.abc import Sequence

import numpy as np

from lagesbild.spatial.scan_space_time_counts import CountedSearch
from lagesbild.spatial.scan_space_time_found import Finder
from lagesbild.spatial.scan_space_time_models import Events, SpaceTimeModel
from lagesbild.spatial.scan_space_time_now import CurrentSearch
from lagesbild.spatial.scan_space_time_search import Search
from lagesbild.spatial.scan_space_time_zones import Reach

_SHELLS = 3.5  # all shells of a centre together hold about so many times its cases
_COLUMN_SHELLS = 80.0  # two steps for each of about forty shells


def finder(model: SpaceTimeModel, events: Events, zones: Sequence[Reach], least_cases: int) -> Finder:
    """Return the search that takes the fewest steps; all find the same."""
    if model.table is not None or _steps_of_counts(model, zones) < _steps_of_search(model, zones):
        return CountedSearch(model, events, zones, least_cases)
    if model.axis.is_prospective:
        return CurrentSearch(model, events, zones, least_cases)
    return Search(model, events, zones, least_cases)


def _steps_of_counts(model: SpaceTimeModel, zones: Sequence[Reach]) -> float:
    """Rough number of additions and comparisons for each map when every cylinder is counted."""
    axis = model.axis
    windows = float((axis.last - axis.first + 1).clip(0).sum())
    columns = windows if axis.is_prospective else axis.intervals
    return sum(len(zone.order) * columns + 3 * len(zone.ends) * windows for zone in zones)


def _steps_of_search(model: SpaceTimeModel, zones: Sequence[Reach]) -> float:
    """The same when cases are followed from one to the next."""
    axis, units = model.axis, model.units
    longest = float((units[axis.last + 1] - units[:-1]).max() / units[-1])
    if axis.is_prospective:
        return len(zones) * model.cases * longest * _COLUMN_SHELLS
    around = np.array([zone.sizes[-1] if len(zone.sizes) else 0.0 for zone in zones])
    return float((3 * model.cases + 2 * _SHELLS * around * (around * longest / 2 + 6)).sum())
