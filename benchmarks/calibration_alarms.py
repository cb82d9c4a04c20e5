"""Not speed: how many false alarms each algorithm gives when nothing has happened."""

import numpy as np
import numpy.typing as npt
from _calibration import Found, show, turns

from lagesbild.series.control_charts import cusum, ears
from lagesbild.series.farrington import FarringtonSettings, farrington

WEEKS, JUDGED = 52 * 5, 52
SERIES = turns(400, 60)
NULLS = (
    ("Poisson, mean 10", 10.0, 1.0, 0.0),
    ("Poisson, mean 10, season ± 40 %", 10.0, 1.0, 0.4),
    ("Poisson, mean 2, season ± 40 %", 2.0, 1.0, 0.4),
    ("variance 2 × mean, mean 10, season ± 40 %", 10.0, 2.0, 0.4),
)


def drawn(mean: float, phi: float, season: float, rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """Return series in which nothing happens, shape (series, weeks)."""
    level = np.broadcast_to(
        mean * (1 + season * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18)), (SERIES, WEEKS)
    )
    if phi > 1:
        level = rng.gamma(level / (phi - 1), phi - 1)
    return rng.poisson(level).astype(float)


def shares(alarm: npt.NDArray[np.bool_], limit: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return each series' share of alarms among the weeks that got a limit."""
    has = ~np.isnan(limit)
    with np.errstate(invalid="ignore"):
        return np.where(has.any(axis=1), (alarm & has).sum(axis=1) / has.sum(axis=1), np.nan)


def main() -> None:
    """Print the table of docs/en/methods/alarms.md."""
    rng = np.random.default_rng(1)
    dates = np.datetime64("2019-01-07") + 7 * np.arange(WEEKS)
    judged = np.arange(WEEKS - JUDGED, WEEKS)
    found = []
    for setting, mean, phi, season in NULLS:
        y = drawn(mean, phi, season, rng)
        for threshold in ("nb-plugin", "nb-predictive", "muan", "delta"):
            chosen = FarringtonSettings(threshold=threshold)
            seen = farrington(y, judged=judged, dates=dates, settings=chosen)
            found.append(
                Found(
                    f"farrington-flexible, {threshold}", setting, 0.01, shares(seen.alarm, seen.upper), JUDGED
                )
            )
        for kind in ("c1", "c2", "c3"):
            seen = ears(y, judged=judged, kind=kind, alpha=0.01)
            found.append(Found(f"ears-{kind}", setting, 0.01, shares(seen.alarm, seen.upper), JUDGED))
        seen = cusum(y, judged=judged)
        found.append(Found("cusum", setting, float("nan"), seen.alarm.mean(axis=1), JUDGED))
    show("Weeks with an alarm when nothing has happened", found)


if __name__ == "__main__":
    main()
