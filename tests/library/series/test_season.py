"""STL agrees with R's stl and always gives the series back."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.methods.registry import run_on_file
from lagesbild.series.season import decompose

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "stl" / "expected.csv"


def test_temperatures_in_nottingham_agree_with_r():
    table = pl.read_csv(REFERENCE)
    parts = decompose(table["y"].to_numpy(), period=12)
    np.testing.assert_allclose(parts.season, table["seasonal"].to_numpy(), atol=1e-9)
    np.testing.assert_allclose(parts.trend, table["trend"].to_numpy(), atol=1e-9)
    np.testing.assert_allclose(parts.remainder, table["remainder"].to_numpy(), atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(
    st.integers(0, 999),
    st.sampled_from([(4, 9), (12, 60), (52, 120)]),
    st.sampled_from([None, 7, 13]),
    st.booleans(),
    st.floats(0.1, 50),
)
def test_parts_add_up_and_follow_the_unit(seed, shape, window, robust, scale):
    period, n = shape
    y = np.random.default_rng(seed).normal(20, 5, n)
    a = decompose(y, period=period, season_window=window, robust=robust)
    np.testing.assert_allclose(a.season + a.trend + a.remainder, y, rtol=1e-9)
    b = decompose(3 + scale * y, period=period, season_window=window, robust=robust)
    np.testing.assert_allclose(b.season, scale * a.season, atol=1e-6 * scale)
    np.testing.assert_allclose(b.trend, 3 + scale * a.trend, atol=1e-6 * scale)


def test_one_outbreak_does_not_bend_a_robust_season():
    y = 50 + 10 * np.sin(2 * np.pi * np.arange(96) / 12) + np.random.default_rng(1).normal(0, 1, 96)
    hit = y.copy()
    hit[40] += 200
    clean = decompose(y, period=12, robust=True).season
    plain, robust = decompose(hit, period=12).season, decompose(hit, period=12, robust=True).season
    assert np.abs(robust - clean).max() < 1 < np.abs(plain - clean).max()
    assert decompose(hit, period=12, robust=True).weights[40] == 0


def test_a_constant_series_has_no_season():
    parts = decompose(np.full(40, 7.0), period=12, robust=True)
    np.testing.assert_allclose(parts.season, 0, atol=1e-12)
    np.testing.assert_allclose(parts.trend, 7)


def test_too_short_and_missing_values_are_refused():
    with pytest.raises(ValueError, match="more than two periods"):
        decompose(np.ones(24), period=12)
    with pytest.raises(ValueError, match="finite"):
        decompose(np.full(40, np.nan), period=12)


def _file(folder: Path, rows: list[tuple[date, float]]) -> Path:
    path = folder / "serie.csv"
    path.write_text("date,count\n" + "\n".join(f"{day},{value}" for day, value in rows), encoding="utf-8")
    return path


def test_months_are_recognised_and_the_peak_is_named(tmp_path):
    rows = [(date(2020 + at // 12, at % 12 + 1, 1), 30 + 15 * (at % 12 == 6)) for at in range(60)]
    answer = run_on_file("season", _file(tmp_path, rows))
    assert (answer.summary["by"], answer.summary["highest"]) == ("month", "juli")
    assert answer.summary["strength_season"] > 0.9
    assert answer.rows[6]["season"] > 10
    assert answer.rows[6]["observed"] == 45


def test_days_become_weeks_and_gaps_are_said(tmp_path):
    rows = [
        (date(2022, 1, 3) + timedelta(days=at), 1 + (at % 364 < 7)) for at in range(1092) if at // 7 != 30
    ]
    answer = run_on_file("season", _file(tmp_path, rows))
    assert (answer.summary["by"], len(answer.rows)) == ("week", 156)
    assert answer.summary["highest"].startswith("v. ")
    assert "1 av 156" in answer.warnings[0]


@pytest.mark.parametrize(
    ("months", "says"), [(24, "mer än två hela år"), (1, "mer än två hela år"), (40, "lika")]
)
def test_what_cannot_be_taken_apart_is_null(tmp_path, months, says):
    rows = [(date(2020 + at // 12, at % 12 + 1, 1), 5) for at in range(months)]
    answer = run_on_file("season", _file(tmp_path, rows))
    assert {row["trend"] for row in answer.rows} == {None}
    assert says in answer.warnings[-1]
    assert run_on_file("season", _file(tmp_path, [])).warnings[-1] == "Tabellen har inga rader."
