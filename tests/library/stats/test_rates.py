import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from lagesbild.stats.rates import funnel, funnel_limits, rate_limits

REFERENCE = Path(__file__).parents[2] / "data/reference/funnel"


@pytest.fixture(scope="module")
def table():
    return pl.read_csv(REFERENCE / "expected.csv")


@pytest.fixture(scope="module")
def found(table):
    return funnel(table["observed"], table["denominator"])


def test_funnel_limits_and_p_values_agree_with_the_published_data(table, found):
    pairs = {
        "expected": found.expected,
        "ratio": found.ratio,
        "lo95": found.warning.low,
        "hi95": found.warning.high,
        "lo998": found.alarm.low,
        "hi998": found.alarm.high,
        "z": found.z,
        "p_exact": found.p_value,
    }
    for column, numbers in pairs.items():
        np.testing.assert_allclose(numbers, table[column].to_numpy(), rtol=1e-9, atol=1e-12, err_msg=column)
    assert found.flag.tolist() == table["flag998"].to_list()


def test_dispersion_and_flags_agree_with_the_published_data(table, found):
    expected = json.loads((REFERENCE / "expected.json").read_text())
    assert found.dispersion == pytest.approx(expected["phi_winsor10"], rel=1e-9)
    assert sorted(table["id"].to_numpy()[found.flag == "high"]) == sorted(expected["high"])
    np.testing.assert_allclose(found.z / np.sqrt(found.dispersion), table["z_od"].to_numpy(), rtol=1e-9)
    assert table["id"].to_numpy()[found.flag_dispersed == "high"].tolist() == ["Anson"]


@given(st.integers(0, 10_000))
def test_garwood_limits_are_where_the_count_becomes_unlikely(cases):
    limits = rate_limits([cases], [1.0])
    if cases:
        assert stats.poisson.sf(cases - 1, limits.low[0]) == pytest.approx(0.025, rel=1e-6)
    else:
        assert limits.low[0] == 0
    assert stats.poisson.cdf(cases, limits.high[0]) == pytest.approx(0.025, rel=1e-6)


@given(st.floats(0.01, 1e6), st.sampled_from([0.95, 0.998]))
def test_the_interpolated_limit_lies_within_one_event_of_the_quantile(expected, level):
    limits = funnel_limits([expected], level=level)
    for limit, p in ((limits.low[0], (1 - level) / 2), (limits.high[0], (1 + level) / 2)):
        quantile = stats.poisson.ppf(p, expected)
        assert max(quantile - 1, 0) - 1e-6 <= limit * expected <= quantile + 1e-6


def test_rates_scale_with_their_base():
    one, thousand = rate_limits([7], [3500.0]), rate_limits([7], [3500.0], per=1000)
    assert thousand.low[0] == pytest.approx(1000 * one.low[0])


def test_expected_counts_from_elsewhere_are_used():
    found = funnel([10, 30], [1, 1], expected=[10, 10])
    assert found.ratio.tolist() == [1, 3]
    assert found.flag.tolist() == ["in", "high"]


def test_a_place_without_population_has_no_ratio_and_no_flag():
    found = funnel([0, 3, 4], [0, 100, 200])
    assert np.isnan(found.ratio[0])
    assert np.isnan(found.p_value[0])
    assert found.flag[0] == "none"
    assert np.isnan(rate_limits([0], [0.0]).high[0])


def test_a_table_without_events_flags_nothing():
    assert set(funnel([0, 0], [10, 20]).flag) == {"none"}
    assert funnel([], []).flag.size == 0


def test_bad_tables_are_refused():
    with pytest.raises(ValueError, match="whole numbers"):
        funnel([1.5], [10])
    with pytest.raises(ValueError, match="0 or more"):
        funnel([1], [-10])
    with pytest.raises(ValueError, match="same rows"):
        funnel([1, 2], [10])


def test_cases_without_population_do_not_raise_the_common_rate():
    found, alone = funnel([5, 5, 0], [0, 1000, 300]), funnel([5, 0], [1000, 300])
    np.testing.assert_allclose(found.expected[1:], alone.expected)
    np.testing.assert_allclose(found.ratio[1:], alone.ratio)
    assert np.isnan(found.ratio[0])
