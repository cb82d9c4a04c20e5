"""Farrington flexible on 300 weekly series, the latest 52 weeks each, four years back."""

import numpy as np
from _measure import cost_of, show

SERIES, WEEKS, JUDGED = 300, 52 * 6, 52


def counts() -> np.ndarray:
    """Return counts with a season and levels from one event a month to fifteen a week."""
    rng = np.random.default_rng(1)
    level = rng.gamma(1.2, 4.0, (SERIES, 1)) + 0.2
    season = 1 + 0.4 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18)
    return rng.poisson(level * season).astype(float)


def with_lagesbild() -> object:
    """All series and weeks in one call."""
    from lagesbild.series.farrington import farrington

    dates = np.datetime64("2019-01-07") + 7 * np.arange(WEEKS)
    return farrington(counts(), judged=np.arange(WEEKS - JUDGED, WEEKS), dates=dates)


if __name__ == "__main__":
    # R surveillance cannot be had from PyPI: about 80 s for the same job on a machine like this.
    show(
        f"alarms: {SERIES} series × {JUDGED} weeks",
        [cost_of("lagesbild", with_lagesbild, repeats=3)],
        base="lagesbild",
    )
