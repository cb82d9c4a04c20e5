"""The expansion for large counts agrees with SciPy's beta function, and its terms with their recurrence."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from lagesbild.stats import large_counts
from lagesbild.stats.large_counts import beta_chance, beta_quantile

Terms = list[Fraction]

any_size = st.floats(-0.5, 9).map(lambda power: 10.0**power)


@settings(max_examples=300, deadline=None)
@given(any_size, st.floats(-3, 3), st.sampled_from([0.025, 0.05, 0.005, 0.0005, 1e-7, 0.25, 0.5, 0.975]))
def test_quantiles_agree_with_scipy_for_counts_of_any_size(a, tilt, chance):
    b = a * 10**tilt
    found = beta_quantile(np.array([a]), np.array([b]), chance)[0]
    assert found == pytest.approx(special.betaincinv(a, b, chance), rel=1e-10, abs=1e-300)


@settings(max_examples=300, deadline=None)
@given(any_size, st.floats(-3, 3), st.floats(-8, 8))
def test_chances_agree_with_scipy_for_counts_of_any_size(a, tilt, deviate):
    b = a * 10**tilt
    share = a / (a + b)
    x = np.clip(share + deviate * np.sqrt(share * (1 - share) / (a + b)), 1e-12, 1 - 1e-12)
    found = beta_chance(np.array([a]), np.array([b]), np.array([x]))[0]
    assert found == pytest.approx(special.betainc(a, b, x), rel=2e-10, abs=1e-290)


def test_small_and_large_counts_side_by_side_keep_their_rows():
    a, b = np.array([2.0, 400, 3, 5000, 400, 1e8]), np.array([3.0, 500, 900, 4000, 1, 1e8])
    x = np.array([0.2, 0.44, 0.01, 0.56, 0.9, 0.5])
    np.testing.assert_allclose(beta_chance(a, b, x), special.betainc(a, b, x), rtol=1e-11)
    np.testing.assert_allclose(beta_quantile(a, b, 0.025), special.betaincinv(a, b, 0.025), rtol=1e-11)
    assert beta_chance(a[:0], b[:0], x[:0]).shape == beta_quantile(a[:0], b[:0], 0.025).shape == (0,)


def test_the_expansion_is_used_and_not_only_scipy(monkeypatch):
    def refuse(*numbers):
        assert all(np.size(number) == 0 or np.isscalar(number) for number in numbers)
        return np.empty(0)

    a = np.full(5, 3000.0)
    share, chance = beta_quantile(a, a + 1, 0.025), beta_chance(a, a + 1, np.full(5, 0.5))
    monkeypatch.setattr(special, "betaincinv", refuse)
    monkeypatch.setattr(special, "betainc", refuse)
    assert beta_quantile(a, a + 1, 0.025).tolist() == share.tolist()
    assert beta_chance(a, a + 1, np.full(5, 0.5)).tolist() == chance.tolist()


def test_the_terms_of_the_series_are_those_of_the_recurrence():
    """With t the distance from the mean in variances and v the root of twice the entropy.

    The entropy is t^2 / 2 times a series in t; turned round (Lagrange), t is a series in v; the density is
    one over t / v. Every coefficient is a polynomial in d, the difference of the shares q and p.
    """
    order = len(large_counts._WEIGHTS) - 1
    d, product = [Fraction(0), Fraction(1)], [Fraction(1, 4), Fraction(0), Fraction(-1, 4)]
    powers = [[Fraction(0)], [Fraction(1)]]  # q^n - (-p)^n, since q and -p solve z^2 = d z + p q
    while len(powers) < order + 2:
        powers.append(_plus(_times(d, powers[-1]), _times(product, powers[-2])))
    entropy = [_times(powers[n + 1], [Fraction(2, n + 2)]) for n in range(order + 1)]
    turned = [
        _times(_coefficient_of_power(entropy, Fraction(-(n + 1), 2), n), [Fraction(1, n + 1)])
        for n in range(order + 1)
    ]
    density = [[Fraction(1)]]
    for n in range(1, order + 1):
        rest = turned[n]
        for m in range(1, n):
            rest = _plus(rest, _times(density[n - m], turned[m]))
        density.append(_times(rest, [Fraction(-1)]))
    for n, (term, printed) in enumerate(zip(density, large_counts._WEIGHTS, strict=True)):
        assert [float(number) for number in term[n % 2 : n + 1 : 2]] == list(printed)
        assert not any(term[1 - n % 2 :: 2])


def _times(one: Terms, two: Terms) -> Terms:
    found = [Fraction(0)] * (len(one) + len(two) - 1)
    for i, x in enumerate(one):
        for j, y in enumerate(two):
            found[i + j] += x * y
    return found


def _plus(one: Terms, two: Terms) -> Terms:
    longer, shorter = sorted((one, two), key=len, reverse=True)
    return [x + y for x, y in zip(longer, shorter + [Fraction(0)] * len(longer), strict=False)]


def _coefficient_of_power(series: list[Terms], exponent: Fraction, n: int) -> Terms:
    found = [[Fraction(1)]]
    for m in range(1, n + 1):
        total = [Fraction(0)]
        for j in range(1, m + 1):
            part = _times(series[j], found[m - j])
            total = _plus(total, _times(part, [((exponent + 1) * j - m) / m]))
        found.append(total)
    return found[n]
