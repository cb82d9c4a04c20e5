"""How often a promise is kept in simulation: the share found, with its own Monte Carlo interval."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Z = 1.96


@dataclass(frozen=True, slots=True)
class Found:
    """One line: what was promised (``aim``) and the share found in each simulated data set."""

    method: str
    setting: str
    aim: float
    shares: npt.NDArray[np.float64]
    """Share of intervals, weeks or p-values in each data set, shape (data sets,); NaN: there were none."""
    each: int = 1
    """How many of them there are in a data set."""


def turns(many: int, few: int) -> int:
    """Return how many data sets to simulate: ``few`` with ``--quick``."""
    return few if "--quick" in sys.argv else many


def show(title: str, lines: Sequence[Found]) -> None:
    """Print a table; the Monte Carlo interval takes each data set as one, since its weeks are related."""
    print(f"\n{title}\n")
    print("| Method | Simulated | Promised | Found | 95 % Monte Carlo | Data sets |")
    print("|---|---|---:|---:|---:|---:|")
    for line in lines:
        known = line.shares[~np.isnan(line.shares)]
        mean = float(known.mean())
        # With nothing, or everything, in every data set the spread tells nothing: rule of three.
        error = (
            Z * float(known.std(ddof=1)) / np.sqrt(len(known))
            if known.std()
            else 3 / (len(known) * line.each)
        )
        low, high = max(0.0, mean - error), min(1.0, mean + error)
        sets = f"{len(known)} × {line.each}" if line.each > 1 else f"{len(known)}"
        print(
            f"| {line.method} | {line.setting} | {_written(line.aim)} | {_written(mean)} "
            f"| {_written(low)}–{_written(high)} | {sets} |"
        )


def covered(low: npt.ArrayLike, high: npt.ArrayLike, truth: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return 1 where the interval holds the truth, 0 where not, NaN where there is no interval."""
    a, b = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    return np.where(np.isnan(a) | np.isnan(b), np.nan, (a <= truth) & (truth <= b))


def _written(share: float) -> str:
    if np.isnan(share):
        return "–"
    return f"{share:.3f}" if share < 0.1 or share > 0.9 else f"{share:.2f}"
