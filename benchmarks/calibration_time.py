"""Not speed: how often intervals of nowcasts and forecasts hold what came."""

import numpy as np
from _calibration import Found, covered, show, turns

from lagesbild.series.forecast import forecast
from lagesbild.series.nowcast import nowcast

LONGEST = 45


def nowcasts(rng: np.random.Generator) -> list[Found]:
    """The latest 30 days of 200, delays of two weeks in the median-long tail, level steady or uneven."""
    found = []
    for name, uneven in (("Poisson, mean 6", 0.0), ("variance 2 × mean, mean 6", 1.0)):
        shares = []
        for turn in range(turns(200, 30)):
            level = np.full(200, 6.0) if not uneven else rng.gamma(6 / uneven, uneven, 200)
            events = np.repeat(np.arange(200), rng.poisson(level))
            delay = np.minimum(rng.geometric(0.12, events.size) - 1, LONGEST)
            seen = nowcast(events, events + delay, as_of=199, max_delay=LONGEST, seed=turn)
            truth = np.bincount(events, minlength=200)[-len(seen.low) :]
            shares.append(covered(seen.low, seen.high, truth)[-30:].mean())
        found.append(Found("nowcast", f"{name}, delay 7 days on average", 0.95, np.array(shares), 30))
    return found


def forecasts(rng: np.random.Generator) -> list[Found]:
    """A year of months, and a quarter of weeks, after five years with a season."""
    found = []
    for by, steps, horizon in (("month", 60, 12), ("week", 260, 13)):
        per_year = 12 if by == "month" else 52.18
        every = np.arange(steps + horizon)
        first = np.datetime64("2018-01-01")
        starts = (first + 7 * every) if by == "week" else (first.astype("M8[M]") + every).astype("M8[D]")
        for name, phi, drift in (
            ("steady", 1.0, 0.0),
            ("variance 2 × mean", 2.0, 0.0),
            ("level drifts", 1.0, 0.03),
        ):
            count = turns(400, 60)
            walk = np.cumsum(rng.normal(0, drift, (count, steps + horizon)), axis=1)
            level = 15 * (1 + 0.3 * np.sin(2 * np.pi * every / per_year)) * np.exp(walk)
            y = rng.poisson(level if phi == 1 else rng.gamma(level / (phi - 1), phi - 1)).astype(float)
            seen = forecast(y[:, :steps], starts[:steps], horizon=horizon, by=by)
            truth = y[:, steps:]
            for aim, low, high in ((0.95, seen.low95, seen.high95), (0.8, seen.low80, seen.high80)):
                setting = f"{by}s, mean 15, season ± 30 %, {name}"
                shares = covered(low, high, truth).mean(axis=1)
                found.append(Found(f"forecast, {aim:.0%}", setting, aim, shares, horizon))
    return found


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    show("Intervals that held what came", [*nowcasts(rng), *forecasts(rng)])
