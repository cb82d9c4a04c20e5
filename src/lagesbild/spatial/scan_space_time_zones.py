"""How far each centre of a space-time scan reaches, and what its circles hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_zones import circles

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reach:
    """The circles around one centre; places at the same distance enter together."""

    order: npt.NDArray[np.int32]
    """Places within the largest circle, nearest first."""
    ends: IntArray
    """Places in each circle, rising."""
    sizes: FloatArray
    """Expected cases of each circle over the whole period."""

    def size_of_places(self, places: int) -> FloatArray:
        """Size of the smallest circle that holds each place, shape (places,); infinite where none does."""
        found = np.full(places, np.inf)
        found[self.order] = np.repeat(self.sizes, np.diff(self.ends, prepend=0))
        return found

    def members(self, size: float) -> npt.NDArray[np.int32]:
        """Places of the smallest circle of a size."""
        return self.order[: self.ends[np.searchsorted(self.sizes, size * (1 - 1e-12))]]


def reaches(
    points: FloatArray, people: FloatArray, sizes: FloatArray, *, max_share: float, max_radius: float
) -> Sequence[Reach]:
    """Return the circles around every place with at most a share of the people and at most a radius.

    Parameters
    ----------
    points
        Shape (places, 2).
    people
        What ``max_share`` is a share of, shape (places,).
    sizes
        Expected cases of each place over the whole period, shape (places,).
    """
    found = []
    for centre, circle in enumerate(circles(points, people, max_share)):
        apart = points[circle.order] - points[centre]
        # Ten digits, as for distances that are the same.
        near = np.hypot(apart[:, 0], apart[:, 1]) <= max_radius * (1 + 1e-10)
        ends = np.flatnonzero(circle.ends & near) + 1
        order = circle.order[: ends[-1] if len(ends) else 0]
        found.append(Reach(order, ends.astype(np.int64), np.cumsum(sizes[order])[ends - 1]))
    return found
