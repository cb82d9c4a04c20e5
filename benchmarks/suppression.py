"""Small numbers hidden in a table with totals, and the proof: what each hidden cell can be."""

from typing import Any

import numpy as np
from _job import Job, Program

COLUMNS = 12


def table(rows: int) -> Any:
    """Return counts of ``rows`` areas by twelve kinds; about a third are small."""
    rng = np.random.default_rng(1)
    return rng.poisson(rng.gamma(1, 1, (rows, 1)) * rng.gamma(1, 1, (1, COLUMNS)) * 15)


def with_lagesbild(given: Any) -> Any:
    """Cells chosen and audited."""
    from lagesbild.privacy.disclosure import suppress_grid

    found = suppress_grid(given)
    return found.hidden, found.intervals.low, found.intervals.high


def with_linear_programmes(given: Any) -> Any:
    """The audit alone, of the same pattern: two programmes by HiGHS (scipy) for each hidden cell."""
    from scipy import optimize, sparse

    from lagesbild.privacy.disclosure import suppress_grid

    hidden = suppress_grid(given).hidden
    counts = np.zeros(hidden.shape)
    counts[1:, 1:] = given
    counts[0], counts[:, 0] = counts.sum(axis=0), counts.sum(axis=1)
    counts[0, 0] = given.sum()
    at = np.arange(hidden.size).reshape(hidden.shape)
    lines = [at[row] for row in range(hidden.shape[0])] + [at[:, column] for column in range(hidden.shape[1])]
    sums = sparse.lil_array((len(lines), hidden.size))
    for index, line in enumerate(lines):
        sums[index, line[0]], sums[index, line[1:]] = -1, 1
    flat, open_cells = counts.ravel(), ~hidden.ravel()
    bounds = [
        (value, value) if is_open else (0, None) for value, is_open in zip(flat, open_cells, strict=True)
    ]
    low, high = np.full(hidden.size, np.nan), np.full(hidden.size, np.nan)
    for cell in np.flatnonzero(hidden):
        for sign, limit in ((1, low), (-1, high)):
            cost = np.zeros(hidden.size)
            cost[cell] = sign
            solved = optimize.linprog(
                cost, A_eq=sums.tocsr(), b_eq=np.zeros(len(lines)), bounds=bounds, method="highs"
            )
            limit[cell] = sign * solved.fun if solved.success else np.inf
    return hidden, low.reshape(hidden.shape), high.reshape(hidden.shape)


def difference(ours: Any, theirs: Any) -> float:
    """Return the largest difference of a limit, in events."""
    hidden = theirs[0]
    apart = [np.abs(mine[hidden] - other[hidden]) for mine, other in zip(ours[1:], theirs[1:], strict=True)]
    return float(np.max(apart))


JOB = Job(
    name="suppression",
    what=f"areas × {COLUMNS} kinds with totals: cells chosen and audited (peer: audit alone)",
    sizes=(10, 30, 300),
    inputs=table,
    ours=Program("lagesbild", with_lagesbild),
    peers=(Program("scipy HiGHS, two programmes a cell", with_linear_programmes, largest=30),),
    difference=difference,
    agreement="events in any limit",
)
