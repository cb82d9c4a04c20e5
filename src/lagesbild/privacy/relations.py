"""The cells of a published table and how they add up: what makes a hidden number computable."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Counts = NDArray[np.int64]

TOTAL = "Total"
"""Label of a total in every dimension."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One direction of a table: its values, and the sums of them that are published too.

    Node 0 is the total when there is one; sums come before the values they hold.
    """

    columns: tuple[str, ...]
    """Columns that name the dimension, finest first: ``("area", "district")``."""
    labels: tuple[tuple[str, ...], ...]
    """For each node its label in every column; ``Total`` where the node sums over that column."""
    parent: tuple[int, ...]
    """For each node the sum that it belongs to, -1 for none."""

    @property
    def size(self) -> int:
        """Number of nodes."""
        return len(self.labels)

    @property
    def has_total(self) -> bool:
        """True when node 0 is the sum of everything."""
        return 0 in self.parent

    @property
    def is_flat(self) -> bool:
        """True when no sum but the total is published."""
        return all(parent <= 0 for parent in self.parent)

    def children(self) -> dict[int, list[int]]:
        """Return for each sum the nodes that add up to it."""
        found: dict[int, list[int]] = {}
        for node, parent in enumerate(self.parent):
            if parent >= 0:
                found.setdefault(parent, []).append(node)
        return found


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """Every number that would be published: values and sums, over all dimensions."""

    dimensions: tuple[Dimension, ...]
    counts: Counts
    """Shape (nodes of the first dimension, nodes of the second, ...)."""

    @property
    def is_two_way(self) -> bool:
        """True for rows by columns with totals and no sums between."""
        return len(self.dimensions) == 2 and all(d.has_total and d.is_flat for d in self.dimensions)

    def equations(self) -> sparse.csr_array:
        """Return how the cells add up: one row for each sum, +1 for its parts and -1 for itself.

        Shape (sums, cells); cells are counted in the order of ``counts.ravel()``.
        """
        shape = tuple(d.size for d in self.dimensions)
        cells = np.arange(prod(shape)).reshape(shape)
        rows: list[NDArray[np.int64]] = []
        columns: list[NDArray[np.int64]] = []
        values: list[NDArray[np.int64]] = []
        start = 0
        for axis, dimension in enumerate(self.dimensions):
            along = np.moveaxis(cells, axis, 0).reshape(dimension.size, -1)
            number = along.shape[1]
            for parent, children in dimension.children().items():
                equation = np.arange(start, start + number)
                for node, sign in [(parent, -1), *((child, 1) for child in children)]:
                    rows.append(equation)
                    columns.append(along[node])
                    values.append(np.full(number, sign))
                start += number
        if not rows:
            return sparse.csr_array((0, cells.size))
        entries = (np.concatenate(values), (np.concatenate(rows), np.concatenate(columns)))
        return sparse.csr_array(entries, shape=(start, cells.size))


def flat_dimension(column: str, values: Sequence[str], *, total: bool) -> Dimension:
    """Return a dimension of plain values, with their total in front when ``total``."""
    return nested_dimension((column,), [(value,) for value in values], total=total)


def nested_dimension(
    columns: tuple[str, ...], values: Sequence[tuple[str, ...]], *, total: bool
) -> Dimension:
    """Return a dimension where values lie within coarser ones, such as areas within districts.

    Parameters
    ----------
    columns
        Names, finest first.
    values
        For each finest value its label in every column. A finer label must lie in one coarser only.
    total
        Whether the sums (of each coarser value and of everything) are published. Without them there is
        nothing to add up, and nodes are the finest values only.

    Raises
    ------
    ValueError
        If a label lies within two coarser ones.
    """
    if not total:
        return Dimension(columns, tuple(values), (-1,) * len(values))
    labels: list[tuple[str, ...]] = [(TOTAL,) * len(columns)]
    parents = [-1]
    node_of: dict[tuple[str, ...], int] = {labels[0]: 0}
    for level in range(len(columns) - 1, -1, -1):
        seen: dict[str, tuple[str, ...]] = {}
        for value in values:
            label = (TOTAL,) * level + value[level:]
            if label in node_of:
                continue
            if seen.setdefault(value[level], label) != label:
                raise ValueError(
                    f"{columns[level]} {value[level]} lies within two values of {columns[level + 1]}"
                )
            above = (TOTAL,) * (level + 1) + value[level + 1 :]
            node_of[label] = len(labels)
            labels.append(label)
            parents.append(node_of[above])
    return Dimension(columns, tuple(labels), tuple(parents))


def published_table(dimensions: Sequence[Dimension], finest: Counts) -> PublishedTable:
    """Return the table with all its sums computed.

    Parameters
    ----------
    dimensions
        One for each axis of ``finest``.
    finest
        Counts of the finest values, in the order in which each dimension lists them.
    """
    counts = np.asarray(finest, dtype=np.int64)
    for axis, dimension in enumerate(dimensions):
        counts = np.moveaxis(_with_sums(np.moveaxis(counts, axis, 0), dimension), 0, axis)
    return PublishedTable(tuple(dimensions), counts)


def _with_sums(finest: Counts, dimension: Dimension) -> Counts:
    holds = set(dimension.parent)
    leaves = [node for node in range(dimension.size) if node not in holds]
    if len(leaves) != finest.shape[0]:
        raise ValueError(
            f"{dimension.columns[0]} has {len(leaves)} values but the table has {finest.shape[0]}"
        )
    counts = np.zeros((dimension.size, *finest.shape[1:]), dtype=np.int64)
    counts[leaves] = finest
    # Sums come before their parts, so walking backwards every part is complete when it is added.
    for node in range(dimension.size - 1, 0, -1):
        if dimension.parent[node] >= 0:
            counts[dimension.parent[node]] += counts[node]
    return counts
