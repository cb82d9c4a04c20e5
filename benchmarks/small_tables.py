"""Change tests, rates and suppression on 12,000 rows; suppression with audit of 300 x 60 cells with totals.

The peer that can be had from PyPI is scipy itself, asked row by row, on 500 rows.
"""

import time
from collections.abc import Callable

import numpy as np
from scipy import stats

from lagesbild.privacy.disclosure import suppress_grid
from lagesbild.stats.change import changes_in_counts
from lagesbild.stats.rates import funnel, rate_limits

ROWS = 12_000
PEER_ROWS = 500


def best_of(work: Callable[[], object], repeats: int = 5) -> float:
    """Return the shortest of some runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def row_by_row(before: np.ndarray, after: np.ndarray) -> None:
    """Test and interval for each row by scipy."""
    for b, a in zip(before.tolist(), after.tolist(), strict=True):
        if a + b:
            stats.binomtest(a, a + b, 0.5).proportion_ci(method="exact")


def main() -> None:
    """Print the times."""
    rng = np.random.default_rng(1)
    print("\n| Job | Seconds | Peer, same rows |\n|---|---:|---:|")
    for mean in (3, 30, 3000):
        before, after = rng.poisson(mean, ROWS), rng.poisson(mean, ROWS)
        peer = (
            best_of(lambda b=before, a=after: row_by_row(b[:PEER_ROWS], a[:PEER_ROWS]), 1) * ROWS / PEER_ROWS
        )
        ours = best_of(lambda b=before, a=after: changes_in_counts(b, a))
        print(f"| change, {ROWS} rows, mean {mean} | {ours:.4f} | {peer:.1f} (scipy, extrapolated) |")
    population = rng.uniform(100, 9000, ROWS)
    cases = rng.poisson(population * 0.002)
    ours = best_of(lambda: (funnel(cases, population), rate_limits(cases, population)))
    print(f"| rate, {ROWS} rows | {ours:.4f} | |")
    for mean in (1, 4, 20, 100, 500):
        expected = rng.gamma(1, 1, (300, 1)) * rng.gamma(1, 1, (1, 60)) * mean
        counts = rng.poisson(expected)
        found = suppress_grid(counts)
        ours = best_of(lambda c=counts: suppress_grid(c), 2)
        hidden = f"{int(found.primary.sum())} + {int(found.secondary.sum())} hidden"
        print(f"| suppress, 300 x 60 with totals and audit, mean {mean} ({hidden}) | {ours:.2f} | |")


if __name__ == "__main__":
    main()
