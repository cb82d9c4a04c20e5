"""What a search for cylinders finds, and how many cases a cylinder needs to be found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from lagesbild.spatial.scan_models import Poisson

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

Marks = npt.NDArray[np.uint8]

OUTSIDE = 255
"""Shell of a place that no circle holds, or where nothing is expected and no case can be."""
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


def shells_of(size: FloatArray, smallest: float, ratio: float) -> tuple[Marks, FloatArray]:
    """Return the shell of circles of a size, and the size of the smallest circle in each shell.

    Circles of nearly the same size are in the same shell, and larger ones in one with a higher number.

    Parameters
    ----------
    size
        Size of circles, any shape; infinite where there is none.
    smallest
        Smallest size above 0 that there is.
    ratio
        How many times larger than the smallest one a circle in a shell is at most.
    """
    inside = np.isfinite(size) & (size > 0)
    number = np.floor(np.log(np.where(inside, size, smallest) / smallest) / np.log(ratio) + 1e-9)
    shell = np.where(inside, np.clip(number, 0, OUTSIDE - 1), OUTSIDE).astype(np.uint8)
    least = np.full(OUTSIDE + 1, np.inf)
    np.minimum.at(least, shell.ravel(), size.ravel())
    return shell, least
