"""Counts of combinations of values, added up batch by batch in bounded memory."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl

Codes = npt.NDArray[np.int64]

_DENSE_CELLS = 1 << 23
"""Most cells held as one array (64 MB); beyond that only the combinations that exist are held."""
_PENDING_ROWS = 1 << 22
"""So many rows wait before equal combinations are added together."""


@dataclass(slots=True)
class Numbered:
    """The different values of a column, numbered from 1 in the order they come; null is 0."""

    values: pl.Series
    """The values so far; empty to begin with, of the column's type."""

    def codes(self, cells: pl.Series) -> Codes:
        """Return each cell's number, shape (n,)."""
        found = self._looked_up(cells)
        if found.null_count() > cells.null_count():
            new = cells.filter(found.is_null()).drop_nulls().unique(maintain_order=True)
            self.values = pl.concat([self.values, new.alias(self.values.name)])
            found = self._looked_up(cells)
        return found.fill_null(0).to_numpy().astype(np.int64)

    def _looked_up(self, cells: pl.Series) -> pl.Series:
        numbers = pl.int_range(1, len(self.values) + 1, dtype=pl.UInt32, eager=True)
        return cells.replace_strict(self.values, numbers, default=None, return_dtype=pl.UInt32)

    def decoded(self, codes: Codes) -> pl.Series:
        """Return the values that numbers stand for, shape (n,)."""
        none = self.values.clear(1)
        return pl.concat([none, self.values])[codes]


@dataclass(slots=True)
class GroupCounts:
    """How often each combination of codes has come.

    As long as all combinations fit, they are cells of one array, which is the fastest; else a table
    of those that exist.
    """

    columns: int
    dense: npt.NDArray[np.int64] | None = field(init=False)
    sparse: list[pl.DataFrame] = field(default_factory=list)
    pending: int = 0

    def __post_init__(self) -> None:
        self.dense = np.zeros((1,) * self.columns, dtype=np.int64)

    def add(self, codes: Sequence[Codes]) -> None:
        """Count rows; ``codes`` has one array of shape (n,) for each column, numbers from 0 up."""
        if not codes[0].size:
            return
        if self.dense is not None and self._has_room([int(each.max()) + 1 for each in codes]):
            np.add.at(self.dense.reshape(-1), np.ravel_multi_index(tuple(codes), self.dense.shape), 1)
        else:
            self._add_sparse(codes)

    def _has_room(self, sizes: list[int]) -> bool:
        """Make the array large enough; give it up when it would be too large."""
        assert self.dense is not None  # noqa: S101  # only asked while there is one
        shape = self.dense.shape
        if all(size <= has for size, has in zip(sizes, shape, strict=True)):
            return True
        # Half as much again, so that a column that grows a little each time is not copied each time.
        wanted = [
            max(has, size + size // 2 if size > has else 0) for size, has in zip(sizes, shape, strict=True)
        ]
        if math.prod(wanted) <= _DENSE_CELLS:
            larger = np.zeros(wanted, dtype=np.int64)
            larger[tuple(slice(has) for has in shape)] = self.dense
            self.dense = larger
            return True
        at = np.nonzero(self.dense)
        self.sparse.append(self._framed(at, self.dense[at]))
        self.dense = None
        return False

    def _add_sparse(self, codes: Sequence[Codes]) -> None:
        self.sparse.append(_together(self._framed(codes, np.ones(codes[0].size, dtype=np.int64))))
        self.pending += self.sparse[-1].height
        if self.pending > max(_PENDING_ROWS, 2 * self.sparse[0].height):
            self.sparse = [_together(pl.concat(self.sparse))]
            self.pending = 0

    def found(self) -> pl.DataFrame:
        """Return the combinations that have come: columns ``0``, ``1`` … with codes, and ``count``."""
        if self.dense is not None:
            at = np.nonzero(self.dense)
            return self._framed(at, self.dense[at])
        return _together(pl.concat(self.sparse))

    def _framed(self, codes: Sequence[Codes], counts: npt.NDArray[np.int64]) -> pl.DataFrame:
        named = {str(index): each for index, each in enumerate(codes)}
        return pl.DataFrame({**named, "count": counts})


def _together(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.group_by(pl.exclude("count")).agg(pl.col("count").sum())
