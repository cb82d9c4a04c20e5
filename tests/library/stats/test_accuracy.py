from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.stats.accuracy import hot_spot_accuracy

REFERENCE = Path(__file__).parents[2] / "data/reference/pai/expected_unit_test.csv"
PLACES = st.lists(
    st.tuples(st.floats(0.1, 10), st.floats(0, 10), st.integers(0, 20)), min_size=1, max_size=30
).filter(lambda places: sum(count for _, _, count in places) > 0)


def test_the_published_example_agrees():
    table = pl.read_csv(REFERENCE).cast(pl.Float64)
    found = hot_spot_accuracy(table["Area"], table["Pred"], table["Count"], cuts=table["PCumArea"].to_list())
    np.testing.assert_allclose(found.area_share, table["PCumArea"], rtol=1e-9)
    np.testing.assert_allclose(found.hit_rate, table["PCumCount"], rtol=1e-9)
    np.testing.assert_allclose(found.pai, table["PAI"], rtol=1e-9)
    np.testing.assert_allclose(found.pei, table["PEI"], rtol=1e-9)


@given(PLACES)
def test_efficiency_is_a_share_and_all_the_ground_is_no_better_than_chance(places):
    area, predicted, count = zip(*places, strict=True)
    found = hot_spot_accuracy(area, predicted, count, cuts=[0.05, 0.5, 1.0])
    assert ((found.pei >= 0) & (found.pei <= 1)).all()
    assert found.pai[-1] == pytest.approx(1)


@given(PLACES)
def test_knowing_the_outcome_beforehand_is_the_best_that_can_be_done(places):
    area, _, count = zip(*places, strict=True)
    found = hot_spot_accuracy(area, count, count, cuts=[0.3])
    assert found.pei[0] == pytest.approx(1)


def test_the_worst_forecast_misses_everything():
    found = hot_spot_accuracy([1, 1, 1, 1], [4, 3, 2, 1], [0, 0, 0, 9], cuts=[0.25, 0.75])
    assert found.hit_rate.tolist() == [0, 0]
    assert found.pei.tolist() == [0, 0]


def test_a_cut_smaller_than_a_place_takes_one_place_and_says_how_large_it_is():
    found = hot_spot_accuracy([1, 1], [2, 1], [3, 1], cuts=[0.01])
    assert found.places.tolist() == [1]
    assert found.area_share.tolist() == [0.5]


def test_without_events_there_is_nothing_to_hit():
    assert np.isnan(hot_spot_accuracy([1, 1], [2, 1], [0, 0]).pai).all()


def test_bad_tables_are_refused():
    with pytest.raises(ValueError, match="equal length"):
        hot_spot_accuracy([1], [1, 2], [1])
    with pytest.raises(ValueError, match="positive"):
        hot_spot_accuracy([0], [1], [1])
    with pytest.raises(ValueError, match="cuts"):
        hot_spot_accuracy([1], [1], [1], cuts=[1.5])
