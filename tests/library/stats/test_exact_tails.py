"""Tails and quantiles without the statistics package agree with it, and it is not imported for a picture."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from lagesbild.stats.exact_tails import (
    at_least_binomial,
    at_least_negative_binomial,
    at_least_poisson,
    negative_binomial_limit,
    negative_binomial_quantile,
    poisson_limit,
    poisson_quantile,
    share_limits,
)

MEANS = st.floats(0.01, 500)
SIZES = st.floats(0.1, 200)
COUNTS = st.integers(0, 600)


@given(COUNTS, MEANS)
def test_poisson_tail_agrees(count: int, mean: float) -> None:
    assert np.isclose(at_least_poisson(count, mean), stats.poisson.sf(count - 1, mean), rtol=1e-9, atol=0)


@given(COUNTS, MEANS, SIZES)
@settings(max_examples=60)
def test_negative_binomial_tail_agrees(count: int, mean: float, size: float) -> None:
    expected = stats.nbinom.sf(count - 1, size, size / (size + mean))
    assert np.isclose(at_least_negative_binomial(count, mean, size), expected, rtol=1e-8, atol=1e-300)


@given(st.lists(st.integers(0, 80), min_size=1, max_size=6), st.integers(0, 70))
def test_binomial_tail_agrees(counts: list[int], trials: int) -> None:
    found = at_least_binomial(np.array(counts, dtype=float), trials, 1 / 28)
    assert np.allclose(found, stats.binom.sf(np.array(counts) - 1, trials, 1 / 28), rtol=1e-9, atol=1e-300)


@given(st.integers(1, 300), st.data())
@settings(max_examples=40)
def test_share_limits_agree(trials: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, trials))
    expected = stats.binomtest(count, trials).proportion_ci(method="exact")
    assert np.allclose(share_limits(count, trials), (expected.low, expected.high), atol=1e-9)


@given(st.sampled_from([0.025, 0.5, 0.975]), MEANS, SIZES)
@settings(max_examples=60)
def test_quantiles_agree(share: float, mean: float, size: float) -> None:
    assert poisson_quantile(share, mean) == stats.poisson.ppf(share, mean)
    assert negative_binomial_quantile(share, mean, size) == stats.nbinom.ppf(
        share, size, size / (size + mean)
    )


@pytest.mark.parametrize(
    "module",
    [
        "picture.hours",
        "picture.monthly",
        "picture.point_maps",
        "picture.series_reports",
        "picture.changes",
        "picture.picture",
    ],
)
def test_counting_and_drawing_do_not_import_the_statistics_package(module: str) -> None:
    code = f"import sys, lagesbild.{module}; print('scipy.stats' in sys.modules)"
    done = subprocess.run(  # noqa: S603  # our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


@given(st.lists(st.floats(1e-6, 1e5), min_size=1, max_size=20), st.floats(1.0001, 500), st.floats(1e-6, 0.2))
def test_limits_are_the_same_whole_numbers_as_the_statistics_package_gives(
    means: list[float], phi: float, alpha: float
) -> None:
    mean = np.array(means)
    size, chance = mean / (phi - 1), np.full(mean.shape, 1 / phi)
    np.testing.assert_array_equal(poisson_limit(alpha, mean), stats.poisson.isf(alpha, mean))
    np.testing.assert_array_equal(
        negative_binomial_limit(alpha, size, chance), stats.nbinom.isf(alpha, size, chance)
    )
