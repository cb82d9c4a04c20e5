"""Events that come several at a time counted as one, so that an unruly evening is no cluster."""

import numpy as np

from lagesbild.nation.counts import FloatArray, IntArray, WeeklyCounts
from lagesbild.nation.null import null_model
from lagesbild.stats.exact_tails import negative_binomial_limit

_POISSON = 1.0001  # a dispersion this near 1 has no clumps
_OUTLYING = 0.005
_OWN = 26.0
"""A series with fewer events than this has its category's dispersion, since its own says little."""


def clumps(counts: WeeklyCounts, *, seed: int) -> IntArray:
    """Return how many separate happenings the events of each series and week are, shape (series, weeks).

    Parameters
    ----------
    counts
        The events.
    seed
        Of the draw: which events belong together is not known, only how many usually do.

    Notes
    -----
    A negative binomial count is a Poisson number of clumps with a logarithmic number of events in each
    (Quenouille 1949, Biometrics 5, 162-164). Given n events, the number of clumps is that of tables in a
    Chinese restaurant with n guests and concentration r = mean / (dispersion - 1): the n-th event begins a
    new one with chance r / (r + n - 1) (Antoniak 1974, Annals of Statistics 2, 1152-1174). The clumps of a
    week are Poisson, as a scan assumes of its cases.
    """
    mean, dispersion = _dispersions(counts)
    concentration = mean / (dispersion[:, None] - 1)
    rng = np.random.default_rng([seed, 1949])
    found = np.zeros(counts.counts.shape, dtype=np.int64)
    for nth in range(1, int(counts.counts.max(initial=0)) + 1):
        new = np.divide(
            concentration,
            concentration + nth - 1,
            out=np.ones_like(concentration),
            where=concentration > 0,
        )
        found += (counts.counts >= nth) & (rng.random(found.shape) < new)
    return found


def _dispersions(counts: WeeklyCounts) -> tuple[FloatArray, FloatArray]:
    """Return each mean, and each series' dispersion: its own where it has enough, at least the category's.

    Counts above what one week in two hundred reaches are brought down to that first: an outbreak must not
    make itself ordinary.
    """
    mean, _ = null_model(counts)
    category = counts.series["category"].to_numpy()
    first = _by_category(counts.counts, mean, category)[:, None]
    size = np.where(mean > 0, mean, 1.0) / (first - 1)
    most = negative_binomial_limit(_OUTLYING, size, np.broadcast_to(1 / first, size.shape))
    ordinary = np.minimum(counts.counts, most)
    common = _by_category(ordinary, mean, category)
    events = mean.sum(axis=1)
    own = ((ordinary - mean) ** 2).sum(axis=1) / np.maximum(events, 1e-9)
    return mean, np.where(events >= _OWN, np.maximum(own, common), common)


def _by_category(y: FloatArray, mean: FloatArray, category: np.typing.NDArray[np.object_]) -> FloatArray:
    """Return variance over mean of all series of each series' category together, above 1, shape (series,)."""
    dispersion = np.ones(len(y))
    for each in np.unique(category):
        rows = category == each
        dispersion[rows] = ((y[rows] - mean[rows]) ** 2).sum() / max(mean[rows].sum(), 1e-9)
    return np.maximum(dispersion, _POISSON)
