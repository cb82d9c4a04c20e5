"""Which of the two searches for cylinders is the quicker one."""

from collections.abc import Sequence

from lagesbild.spatial.scan_space_time_counts import CountedSearch
from lagesbild.spatial.scan_space_time_found import Finder
from lagesbild.spatial.scan_space_time_models import Events, SpaceTimeModel
from lagesbild.spatial.scan_space_time_search import Search
from lagesbild.spatial.scan_space_time_zones import Reach

_SHELLS = 5.0  # all shells of a centre together hold about five times its cases


def finder(model: SpaceTimeModel, events: Events, zones: Sequence[Reach], least_cases: int) -> Finder:
    """Return the search that takes fewer steps; both find the same."""
    if model.table is not None or _steps_of_counts(model, zones) < _steps_of_search(model, zones):
        return CountedSearch(model, events, zones, least_cases)
    return Search(model, events, zones, least_cases)


def _steps_of_counts(model: SpaceTimeModel, zones: Sequence[Reach]) -> float:
    """Rough number of additions and comparisons for each map when every cylinder is counted."""
    axis = model.axis
    windows = float((axis.last - axis.first + 1).clip(0).sum())
    return sum(len(zone.order) * axis.intervals + 3 * len(zone.ends) * windows for zone in zones)


def _steps_of_search(model: SpaceTimeModel, zones: Sequence[Reach]) -> float:
    """The same when cases are followed from one to the next."""
    axis, units = model.axis, model.units
    longest = max(units[axis.last + 1] - units[:-1]) / units[-1]
    steps = 0.0
    for zone in zones:
        cases = float(zone.sizes[-1]) if len(zone.sizes) else 0.0
        steps += 3 * model.cases + 2 * _SHELLS * cases * (
            1 if axis.is_prospective else cases * longest / 2 + 6
        )
    return steps
