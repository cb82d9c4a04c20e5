"""Alarms: which weeks stand out from what their own past leads us to expect."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


class Status(IntEnum):
    """Why a week has, or has not, been judged."""

    OK = 0
    TOO_SHORT = 1
    """The history does not reach back far enough."""
    NO_CASES = 2
    """There is not a single case in the history."""
    TOO_FEW = 3
    """Too few cases in the latest weeks for a limit to mean anything."""
    NO_VARIATION = 4
    """Every week of the history has the same count, so that there is no spread to measure against."""
    NO_LIMIT = 5
    """The model could not be estimated, usually because the season has no case in earlier years."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """What was observed and expected in each judged week; arrays have the shape (series, judged weeks)."""

    judged: npt.NDArray[np.int64]
    """Index of each judged week, shape (judged weeks,)."""
    observed: FloatArray
    expected: FloatArray
    """Mean that the past leads us to expect; NaN where the week could not be judged."""
    upper: FloatArray
    """Counts above this limit give an alarm."""
    alarm: npt.NDArray[np.bool_]
    p_value: FloatArray
    """Chance of a count this large or larger; NaN where the method has none."""
    dispersion: FloatArray
    """Variance over mean, at least 1; NaN for methods that do not estimate it."""
    score: FloatArray
    """(observed - expected) / (upper - expected): above 1 is an alarm."""
    status: npt.NDArray[np.int64]
    """See :class:`Status`."""
