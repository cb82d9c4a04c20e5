"""A job: the same input for us and for others, at several sizes, and how far their answers lie apart."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Program:
    """Something that can do a job. ``work`` is a function at the top of a module: input in, answer out."""

    name: str
    work: Callable[[Any], Any]
    largest: int = sys.maxsize
    """The largest size at which it answers within a minute or so; it is not asked beyond it."""


def largest_relative(ours: Any, theirs: Any) -> float:
    """Return the largest difference of two arrays over the largest value of theirs."""
    a, b = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    return float(np.nanmax(np.abs(a - b)) / np.nanmax(np.abs(b)))


@dataclass(frozen=True, slots=True)
class Job:
    """One row, or a few, of the common table."""

    name: str
    what: str
    """What is done, in words for the table: "points on 500 × 500 cells, corrected at the edge"."""
    sizes: tuple[int, ...]
    """Smallest first; the answers are compared, and the ratio taken, at the largest that both manage."""
    inputs: Callable[[int], Any]
    """Makes the input of a size, the same each time; not part of the time."""
    ours: Program
    peers: tuple[Program, ...]
    difference: Callable[[Any, Any], float] = largest_relative
    agreement: str = "of the highest value"
    """What the difference is a share of, or what it is."""
