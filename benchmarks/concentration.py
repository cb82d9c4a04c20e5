"""Gini coefficient of events over places."""

from typing import Any

import numpy as np
from _job import Job, Program


def places(count: int) -> Any:
    """Return events at each of ``count`` addresses; most have none."""
    rng = np.random.default_rng(1)
    return rng.poisson(rng.gamma(0.15, 2.0, count))


def with_lagesbild(given: Any) -> Any:
    """The ordinary coefficient among six other measures and the Lorenz curve."""
    from lagesbild.spatial.concentration import concentration

    return concentration(given).gini


def with_inequality(given: Any) -> Any:
    """The ordinary coefficient alone."""
    from inequality.gini import Gini

    return Gini(given).g


JOB = Job(
    name="concentration",
    what="places: Gini corrected for rare events, Lorenz curve (peer: Gini alone)",
    sizes=(10_000, 100_000, 1_000_000),
    inputs=places,
    ours=Program("lagesbild", with_lagesbild),
    peers=(Program("PySAL inequality", with_inequality, largest=10_000),),
)
