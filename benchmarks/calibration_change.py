"""Not speed: how often the 95 % interval of a change holds the truth, when counts vary more than chance."""

import numpy as np
from _calibration import turns

from lagesbild.stats.change import changes_in_counts
from lagesbild.stats.dispersion import estimate_dispersion

PERIODS = 4
REPEATS = turns(300, 40)


def coverage(rows: int, mean: float, phi: float, rng: np.random.Generator) -> tuple[float, float]:
    """Return the coverage with and without the estimated dispersion; the true ratio is 1."""
    widened, plain = [], []
    for _ in range(REPEATS):
        expected = rng.gamma(2, mean / 2, rows) + 0.5
        if phi > 1:
            expected = rng.gamma(np.tile(expected / (phi - 1), (PERIODS + 1, 1)), phi - 1)
        counts = rng.poisson(np.broadcast_to(expected, (PERIODS + 1, rows))).T
        before, after = counts[:, -2], counts[:, -1]
        some = (before + after) > 0
        if not some.any():
            continue
        factor = estimate_dispersion(counts[:, :-1]).factor
        for found, kept in (
            (changes_in_counts(before, after, dispersion=factor), widened),
            (changes_in_counts(before, after), plain),
        ):
            kept.append(np.mean((found.low <= 1)[some] & (found.high >= 1)[some]))
    return float(np.mean(widened)), float(np.mean(plain))


def main() -> None:
    """Print the table of docs/en/methods/change.md."""
    rng = np.random.default_rng(1)
    print("\n| Rows | Mean | Variance / mean | With dispersion | Poisson only |\n|---:|---:|---:|---:|---:|")
    for rows in (1, 10, 50):
        for mean in (5, 50, 300):
            for phi in (1.0, 2.4):
                widened, plain = coverage(rows, mean, phi, rng)
                print(f"| {rows} | {mean} | {phi} | {widened:.3f} | {plain:.3f} |")


if __name__ == "__main__":
    main()
