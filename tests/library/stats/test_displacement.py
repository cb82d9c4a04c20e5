import math
from pathlib import Path

import polars as pl
import pytest

from lagesbild.stats.displacement import BeforeAfter, displacement_difference

REFERENCE = Path(__file__).parents[2] / "data/reference/wdd"


def paper(**weights):
    return displacement_difference(
        BeforeAfter(207, 110, *weights.get("treated", (1, 1))),
        BeforeAfter(308, 318, *weights.get("control", (1, 1))),
        displaced=BeforeAfter(178, 157, *weights.get("displaced", (1, 1))),
        displaced_control=BeforeAfter(150, 140, *weights.get("displaced_control", (1, 1))),
    )


def test_the_published_table_gives_the_published_effect():
    found, expected = paper(), pl.read_csv(REFERENCE / "expected_wdd.csv").row(0, named=True)
    assert found.local == expected["Est_Local"]
    assert found.displaced == expected["Est_Displace"]
    assert found.estimate == expected["Est_Total"]
    assert found.se == pytest.approx(expected["SE_Total"], rel=1e-9)
    assert found.z == pytest.approx(expected["Z"], rel=1e-9)
    assert [found.low, found.high] == pytest.approx([expected["LowCI"], expected["HighCI"]], rel=1e-9)
    wdq = pl.read_csv(REFERENCE / "expected_wdq.csv").row(0, named=True)["wdq"]
    assert found.wdq == pytest.approx(wdq, rel=1e-9)


def test_periods_of_unequal_length_are_compared_per_unit_of_time():
    # 80 in two years, then 20 in one; control 100, then 50: printed by the authors' program.
    found = displacement_difference(BeforeAfter(80, 20, 2, 1), BeforeAfter(100, 50, 2, 1))
    assert found.estimate == -20
    assert found.se == pytest.approx(math.sqrt(115))


def test_areas_of_unequal_size_are_compared_per_unit_of_area():
    found = paper(treated=(1.2, 1.2), control=(0.9, 0.9), displaced=(1.5, 1.5), displaced_control=(1.6, 1.6))
    assert found.estimate == pytest.approx(-99.69444444)
    assert found.se == pytest.approx(35.4280755)
    assert [found.low, found.high] == pytest.approx([-169.1321965, -30.25669241])


def test_without_areas_around_there_is_no_displacement_to_speak_of():
    found = displacement_difference(BeforeAfter(20, 10), BeforeAfter(20, 20))
    assert found.estimate == found.local == -10
    assert math.isnan(found.wdq)


def test_no_events_at_all_give_no_certainty():
    found = displacement_difference(BeforeAfter(0, 0), BeforeAfter(0, 0))
    assert found.estimate == 0
    assert all(math.isnan(number) for number in (found.se, found.z, found.low, found.high))


def test_an_effect_of_nothing_has_no_quotient():
    found = displacement_difference(
        BeforeAfter(10, 10),
        BeforeAfter(10, 10),
        displaced=BeforeAfter(5, 6),
        displaced_control=BeforeAfter(5, 5),
    )
    assert math.isnan(found.wdq)


def test_half_a_displacement_area_and_bad_numbers_are_refused():
    with pytest.raises(ValueError, match="belong together"):
        displacement_difference(BeforeAfter(1, 1), BeforeAfter(1, 1), displaced=BeforeAfter(1, 1))
    with pytest.raises(ValueError, match="0 or more"):
        BeforeAfter(-1, 1)
    with pytest.raises(ValueError, match="positive"):
        BeforeAfter(1, 1, weight_after=0)
