"""A map layer: features on the ground, the table that says the same, and how to read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import polars as pl
from shapely.geometry.base import BaseGeometry

from lagesbild.document.tree import Table

Kind = Literal["points", "hexagons", "density", "hotspots", "clusters", "chains", "safety", "measures"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Feature:
    """Something drawn on the map."""

    shape: BaseGeometry
    """In metres, SWEREF 99 TM."""
    look: str
    """The key of its look in the legend."""
    words: str
    """What it says to the one who points at it; one sentence with its numbers."""
    row: int | None = None
    """Its row in the layer's table; None when it is not listed there."""


@dataclass(frozen=True, slots=True)
class MapLayer:
    """One layer, complete: what is drawn, what it means, what it was made from."""

    kind: Kind
    heading: str
    sentences: tuple[str, ...]
    """What the map shows and what it does not show, in plain Swedish. The first is the finding."""
    features: Sequence[Feature]
    legend: Mapping[str, str]
    """Look to label, in the order they are listed."""
    table: Table
    method: str
    """What was computed and by whom it was described, with the settings."""
    n: int
    """Incidents that the layer was made from."""
    left_out: int = 0
    """Incidents of the selection without a position exact enough for this layer."""
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Positions:
    """The incidents of a selection that lie at a known point."""

    frame: pl.DataFrame
    """Rows of the incident table; ``e`` and ``n`` are there in all of them."""
    left_out: int
    """Rows whose place is not known well enough."""

    @property
    def e(self) -> FloatArray:
        """East, metres SWEREF 99 TM, shape (incidents,)."""
        return self.frame["e"].to_numpy()

    @property
    def n(self) -> FloatArray:
        """North, metres SWEREF 99 TM, shape (incidents,)."""
        return self.frame["n"].to_numpy()

    def __len__(self) -> int:
        return self.frame.height


PRECISE: Final = ("point",)
AT_A_PLACE: Final = ("point", "place")


def positions(frame: pl.DataFrame, *, precisions: Sequence[str] = PRECISE) -> Positions:
    """Return the rows that count and whose place is known as well as ``precisions`` say.

    Parameters
    ----------
    frame
        Rows with the columns of :data:`lagesbild.tables.incidents.INCIDENT_SCHEMA`.
    precisions
        The kinds of ``location_precision`` that will do.
    """
    counted = frame.filter(pl.col("excluded").is_null())
    known = counted.filter(
        pl.col("location_precision").is_in(list(precisions))
        & pl.col("e").is_finite()
        & pl.col("n").is_finite()
    )
    return Positions(known, counted.height - known.height)
