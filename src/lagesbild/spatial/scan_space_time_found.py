"""What a search for cylinders finds, and how many cases a cylinder needs to be found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_models import Poisson

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Found:
    """Cylinders that reach a level, one entry each."""

    map: IntArray
    centre: IntArray
    """Position of the centre among those searched."""
    ratio: FloatArray
    expected: FloatArray
    size: FloatArray
    """Expected cases of the circle over the whole period."""
    start: IntArray
    """First interval."""
    end: IntArray
    """Last interval."""
    cases: IntArray


class Finder(Protocol):
    """Looks for cylinders on some maps."""

    def found(self, level: float, maps: npt.NDArray[np.bool_] | None = None) -> Iterator[Found]:
        """Yield the cylinders that reach a level on the maps that are marked (None: all).

        One may come more than once, and some that are a hair below the level come too.
        """


def most_expected(likelihood: Poisson, level: float) -> FloatArray:
    """Return, for 1, 2, … cases, the most that may be expected for them to reach a level."""
    cases = np.arange(1, likelihood.cases + 1, dtype=np.float64)
    low, high = np.zeros_like(cases), cases.copy()
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        reaches = likelihood.ratio(cases, middle) >= level
        low, high = np.where(reaches, middle, low), np.where(reaches, high, middle)
    # A hair's breadth: what is on the border is judged by its logarithms afterwards.
    return np.asarray(high * (1 + 1e-9))
