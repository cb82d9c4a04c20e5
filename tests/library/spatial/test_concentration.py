from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.spatial.concentration import concentration

REFERENCE = Path(__file__).parents[2] / "data/reference/concentration"
COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=40).filter(any)


def counts_of(name):
    return pl.read_csv(REFERENCE / "input.csv").filter(pl.col("set") == name)["count"].to_numpy()


@pytest.mark.parametrize("name", ["readme1", "readme2", "one_place"])
def test_the_examples_of_the_paper_agree(name):
    expected = pl.read_csv(REFERENCE / "expected.csv").row(by_predicate=pl.col("set") == name, named=True)
    found = concentration(counts_of(name))
    for field, column in (
        ("places", "n_units"),
        ("events", "n_crimes"),
        ("gini", "gini_biased"),
        ("gini_unbiased", "gini_unbiased"),
        ("gini_corrected", "gini_generalised_biased"),
        ("gini_corrected_unbiased", "gini_generalised_unbiased"),
        ("share_top_1", "top1_share"),
        ("share_top_5", "top5_share"),
        ("places_for_25", "places_for_25"),
        ("places_for_50", "places_for_50"),
    ):
        assert getattr(found, field) == pytest.approx(expected[column], rel=1e-9), field


@given(COUNTS)
def test_gini_is_half_the_relative_mean_difference_between_places(counts):
    x = np.array(counts, dtype=float)
    difference = np.abs(x[:, None] - x[None, :]).mean()
    assert concentration(counts).gini == pytest.approx(difference / (2 * x.mean()), abs=1e-12)


@given(COUNTS)
def test_gini_is_twice_the_area_between_the_lorenz_curve_and_evenness(counts):
    found = concentration(counts)
    assert found.gini == pytest.approx(1 - 2 * np.trapezoid(found.event_share, found.place_share), abs=1e-12)


@given(COUNTS)
def test_shares_and_corrections_stay_where_they_belong(counts):
    found = concentration(counts)
    assert -1e-12 <= found.gini_corrected <= found.gini + 1e-12 <= 1 + 1e-12
    assert 0 < found.share_top_1 <= found.share_top_5 <= 1
    assert 0 < found.places_for_25 <= found.places_for_50 <= 1


def test_rare_events_one_at_each_place_are_not_called_concentrated():
    found = concentration(counts_of("sparse"))
    assert found.gini > 0.9
    assert found.gini_corrected == 0


def test_equal_counts_are_not_concentrated():
    found = concentration(counts_of("equal"))
    assert found.gini == found.gini_corrected == 0
    assert found.places_for_50 == 0.5


def test_a_quarter_that_is_reached_exactly_counts_as_reached():
    assert concentration([1, 1, 1, 1]).places_for_25 == 0.25
    assert concentration([3, 3, 3, 1, 1, 1]).places_for_25 == pytest.approx(1 / 6)


def test_one_event_or_one_place_or_none_gives_no_false_answer():
    assert concentration([0, 0, 1]).gini_corrected == 0
    assert np.isnan(concentration([7]).gini_unbiased)
    nothing = concentration([0, 0, 0])
    assert np.isnan([nothing.gini, nothing.gini_corrected, nothing.share_top_5, nothing.places_for_50]).all()


def test_bad_counts_are_refused():
    with pytest.raises(ValueError, match="whole numbers"):
        concentration([1.5])
    with pytest.raises(ValueError, match="whole numbers"):
        concentration([-1])
    with pytest.raises(ValueError, match="one row"):
        concentration([])
