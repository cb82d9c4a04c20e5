"""Not speed: how often 95 % intervals of rates, shares, differences and effects hold the truth."""

import numpy as np
from _calibration import Found, covered, show, turns

from lagesbild.series.effect import interrupted_series, season_terms
from lagesbild.stats.change import changes_in_counts
from lagesbild.stats.displacement import BeforeAfter, displacement_difference
from lagesbild.stats.rates import rate_limits
from lagesbild.stats.survey import proportion_changes, proportions

SETS = turns(20_000, 2_000)
SLOW_SETS = turns(600, 60)


def counts(rng: np.random.Generator) -> list[Found]:
    """Changes and rates of Poisson counts."""
    found = []
    for mean in (5, 50, 500):
        before, after = rng.poisson(mean, SETS), rng.poisson(1.2 * mean, SETS)
        change = changes_in_counts(before, after)
        found.append(
            Found("change", f"mean {mean}, true ratio 1.2", 0.95, covered(change.low, change.high, 1.2))
        )
    for mean in (1, 5, 50):
        rate = rate_limits(rng.poisson(mean, SETS), np.full(SETS, 1000.0))
        found.append(Found("rate", f"{mean} cases expected", 0.95, covered(rate.low, rate.high, mean / 1000)))
    return found


def shares(rng: np.random.Generator) -> list[Found]:
    """Shares of a survey, and their change."""
    found = []
    for asked, share in ((50, 0.1), (500, 0.02), (500, 0.3)):
        p = proportions(rng.binomial(asked, share, SETS), np.full(SETS, asked))
        setting = f"{asked} answers, true share {share}"
        found.append(Found("proportion, Wilson", setting, 0.95, covered(p.low, p.high, share)))
        exact = covered(p.clopper_low, p.clopper_high, share)
        found.append(Found("proportion, exact", setting, 0.95, exact))
    for asked, one, two in ((50, 0.1, 0.2), (500, 0.3, 0.35), (500, 0.02, 0.04)):
        n = np.full(SETS, asked)
        d = proportion_changes(rng.binomial(asked, one, SETS), n, rng.binomial(asked, two, SETS), n)
        setting = f"{asked} answers, {one} to {two}"
        found.append(Found("proportion-change", setting, 0.95, covered(d.low, d.high, two - one)))
    return found


def differences(rng: np.random.Generator) -> list[Found]:
    """Weighted displacement difference: no true effect."""
    found = []
    for mean, phi in ((5, 1.0), (20, 1.0), (100, 1.0), (100, 2.4)):
        hits = []
        for _ in range(turns(4000, 400)):
            level = np.full(4, float(mean)) if phi == 1 else rng.gamma(mean / (phi - 1), phi - 1, 4)
            a, b, c, d = rng.poisson(level)
            wdd = displacement_difference(BeforeAfter(int(a), int(b)), BeforeAfter(int(c), int(d)))
            hits.append(float(covered(wdd.low, wdd.high, 0.0)))
        setting = f"mean {mean}, variance {phi} × mean"
        found.append(Found("effect-wdd", setting, 0.95, np.array(hits)))
    return found


def interrupted(rng: np.random.Generator) -> list[Found]:
    """Interrupted series of months with season, a true fall of a fifth, and more variation than chance."""
    found = []
    months = np.arange("2018-01", "2025-01", dtype="datetime64[M]").astype("datetime64[D]")
    season = season_terms(months, "harmonic:2")
    after = np.arange(len(months)) >= 60
    shape = 1 + 0.2 * np.sin(2 * np.pi * np.arange(len(months)) / 12)
    for mean, phi in ((20, 1.0), (20, 2.4), (5, 1.0)):
        hits = []
        for _ in range(SLOW_SETS):
            level = mean * shape * np.where(after, 0.8, 1.0)
            drawn = level if phi == 1 else rng.gamma(level / (phi - 1), phi - 1)
            effect = interrupted_series(rng.poisson(drawn).astype(float), season, after)
            hits.append(float(covered(effect.level.low, effect.level.high, 0.8)))
        setting = f"84 months, mean {mean}, variance {phi} × mean, true level ratio 0.8"
        found.append(Found("effect-its", setting, 0.95, np.array(hits)))
    return found


if __name__ == "__main__":
    rng = np.random.default_rng(1)
    show("Coverage of 95 % intervals", [*counts(rng), *shares(rng), *differences(rng), *interrupted(rng)])
