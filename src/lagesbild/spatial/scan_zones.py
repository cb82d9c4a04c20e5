"""The circles that a scan looks at: around every place, growing one distance at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

_BLOCK = 400_000  # distances at a time: what is worked on stays in the processor's cache
_TIED_BITS = 19  # of the 52 that a number has: ten digits are left


@dataclass(frozen=True, slots=True)
class Circles:
    """The circles around one centre: the first of ``order``, the first two, and so on."""

    order: npt.NDArray[np.int32]
    """Places, nearest first (the centre itself, or another at the same place, comes first)."""
    ends: npt.NDArray[np.bool_]
    """True where a circle may end: the next place is farther away."""


Zones = Sequence[Circles]


def circles(points: FloatArray, people: FloatArray, max_share: float) -> Zones:
    """Return the circles around every place that hold at most ``max_share`` of all people.

    A place alone is a circle even when it holds more, and places at the same distance enter together.
    """
    limit = max_share * float(people.sum()) * (1 + 1e-12)
    # The last bits of a squared distance give way to the place's number: one fast sort then orders places by
    # distance, and by number where the distance is the same to ten digits.
    bits = max(len(points).bit_length(), _TIED_BITS)
    number = np.arange(len(points), dtype=np.int64)
    mask = np.int64((1 << bits) - 1)
    found: list[Circles] = []
    step = max(_BLOCK // max(len(points), 1), 1)
    for at in range(0, len(points), step):
        part = points[at : at + step]
        squared = (part[:, None, 0] - points[:, 0]) ** 2 + (part[:, None, 1] - points[:, 1]) ** 2
        key = squared.view(np.int64)
        key &= ~mask
        key |= number
        key.sort(axis=1)
        order = (key & mask).astype(np.int32)
        ends = np.ones(order.shape, dtype=np.bool_)
        # Equal distances that rounding has put on either side of the tenth digit are still equal.
        ends[:, :-1] = np.diff(key >> bits, axis=1) > 1
        inside = np.cumsum(people[order], axis=1) <= limit
        for row in range(len(part)):
            size = max(int(np.count_nonzero(inside[row])), 1)
            found.append(Circles(order[row, :size].copy(), ends[row, :size].copy()))
    return found
