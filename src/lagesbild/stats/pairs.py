"""Lists of who is whose neighbour: written once, in both directions, or one way on purpose."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Pairs = NDArray[np.intp]


def both_ways(pairs: ArrayLike) -> Pairs:
    """Return the pairs from whom to whom they count, shape (pairs, 2), each once.

    Parameters
    ----------
    pairs
        Positions, shape (pairs, 2). A list where no pair stands in both directions holds each pair once: it
        counts both ways. A list where some pairs stand in both directions and others in one, such as that
        of everybody's four nearest, counts as it is written, from the first to the second.

    Examples
    --------
    >>> both_ways([[0, 1], [1, 2]]).tolist()
    [[0, 1], [1, 0], [1, 2], [2, 1]]
    >>> both_ways([[0, 1], [1, 0], [2, 1]]).tolist()
    [[0, 1], [1, 0], [2, 1]]
    """
    given = np.unique(np.asarray(pairs, dtype=np.intp).reshape(-1, 2), axis=0)
    return given if one_way(given) else np.unique(np.concatenate([given, given[:, ::-1]]), axis=0)


def one_way(pairs: ArrayLike) -> int:
    """Return how many pairs stand in one direction only, when others stand in both; else 0.

    Examples
    --------
    >>> one_way([[0, 1], [1, 0], [2, 1]]), one_way([[0, 1], [2, 1]])
    (1, 0)
    """
    given = np.unique(np.asarray(pairs, dtype=np.intp).reshape(-1, 2), axis=0)
    given = given[given[:, 0] != given[:, 1]]
    if not len(given):
        return 0
    width = int(given.max()) + 1
    there, back = given[:, 0] * width + given[:, 1], given[:, 1] * width + given[:, 0]
    single = int((~np.isin(there, back)).sum())
    return single if single < len(given) else 0
