"""Forecasts cover what comes as often as they say and never go below nought."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.methods.registry import run_on_file
from lagesbild.series.forecast import forecast

MONTHS = np.arange("2012-01", "2023-01", dtype="datetime64[M]").astype("datetime64[D]")


def _made(seed: int, series: int = 10, *, drift: float = 0.03, phi: float = 2.0) -> np.ndarray:
    rng, at = np.random.default_rng(seed), np.arange(132)
    level = rng.gamma(2, 8, (series, 1)) * np.exp(np.cumsum(rng.normal(0, drift, (series, 132)), axis=1))
    mean = level * (1 + 0.4 * np.sin(2 * np.pi * at / 12))
    return rng.negative_binomial(mean / (phi - 1), 1 / phi).astype(float)


def test_intervals_cover_what_comes_and_the_mean_beats_last_year():
    in80, in95, against_last_year = [], [], []
    for seed in range(25):
        y = _made(seed)
        found, coming = forecast(y[:, :120], MONTHS[:120], horizon=12, by="month"), y[:, 120:]
        in80.append((found.low80 <= coming) & (coming <= found.high80))
        in95.append((found.low95 <= coming) & (coming <= found.high95))
        against_last_year.append(np.abs(found.mean - coming).mean() / np.abs(y[:, 108:120] - coming).mean())
    assert 0.77 < np.mean(in80) < 0.9
    assert 0.92 < np.mean(in95) < 0.985
    assert np.mean(against_last_year) < 0.9


def test_a_steady_poisson_series_gives_the_poisson_interval():
    y = np.random.default_rng(1).poisson(20, (1, 520)).astype(float)
    starts = np.datetime64("2012-01-02") + 7 * np.arange(520)
    found = forecast(y, starts, horizon=3)
    assert found.mean[0] == pytest.approx([20, 20, 20], rel=0.15)
    assert found.low95[0, 0] == pytest.approx(11, abs=3)
    assert found.high95[0, 0] == pytest.approx(29, abs=4)
    assert [str(day) for day in found.starts] == ["2021-12-20", "2021-12-27", "2022-01-03"]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 999), st.sampled_from([0.05, 0.5, 5.0, 500.0]))
def test_limits_are_in_order_and_each_series_stands_alone(seed, level):
    rng = np.random.default_rng(seed)
    y = rng.poisson(level, (4, 60)).astype(float)
    y[0, 3], y[1] = 1, 0
    found = forecast(y, MONTHS[:60], horizon=6, by="month")
    known = y.any(axis=1)
    ordered = [found.low95, found.low80, found.high80, found.high95]
    for lower, upper in pairwise(ordered):
        assert (lower[known] <= upper[known]).all()
    assert (found.low95[known] >= 0).all()
    assert np.isnan(found.mean[~known]).all()
    alone = forecast(y[:1], MONTHS[:60], horizon=6, by="month")
    np.testing.assert_allclose(alone.mean, found.mean[:1], rtol=1e-6)


def test_uncertainty_grows_with_the_horizon():
    found = forecast(np.full((1, 30), 50.0), MONTHS[:30], horizon=60, by="month")
    width = found.high95[0] - found.low95[0]
    assert width[48:].mean() > width[:12].mean()


def test_an_old_level_is_forgotten():
    y = np.concatenate([np.full(84, 100.0), np.full(36, 20.0)])[None]
    found = forecast(y, MONTHS[:120], horizon=1, by="month")
    assert 20 <= found.mean[0, 0] < 50
    assert found.dispersion[0] > 5


def test_short_series_and_negative_counts_are_refused():
    with pytest.raises(ValueError, match="at least 12"):
        forecast(np.ones((1, 11)), MONTHS[:11], by="month")
    with pytest.raises(ValueError, match="0 or more"):
        forecast(-np.ones((1, 30)), MONTHS[:30], by="month")


def _file(folder: Path, rows: list[str], heading: str = "date,count") -> Path:
    path = folder / "serie.csv"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    return path


def test_the_method_foretells_every_series(tmp_path):
    y = _made(1, 2)
    rows = [f"{day},{int(y[at][step])},{'ab'[at]}" for at in range(2) for step, day in enumerate(MONTHS)]
    answer = run_on_file(
        "forecast", _file(tmp_path, rows, "date,count,series"), {"by": "month", "horizon": "6"}
    )
    assert [row["series"] for row in answer.rows] == ["a"] * 6 + ["b"] * 6
    assert answer.rows[0]["date"] == "2023-01-01"
    assert answer.rows[0]["low95"] <= answer.rows[0]["mean"] <= answer.rows[0]["high95"]


def test_a_week_that_is_not_whole_is_left_out(tmp_path):
    rows = [f"{date(2023, 1, 2) + timedelta(days=at)},{1 + at % 3}" for at in range(52 * 7 + 3)]
    answer = run_on_file("forecast", _file(tmp_path, rows))
    assert answer.summary["steps"] == 52
    assert answer.rows[0]["date"] == "2024-01-01"
    assert any("mitt i veckan" in warning for warning in answer.warnings)
    assert any("kortare än två år" in warning for warning in answer.warnings)


def test_what_cannot_be_foretold_is_null(tmp_path):
    short = run_on_file("forecast", _file(tmp_path, ["2025-01-06,3", "2025-01-13,2"]))
    assert not short.rows
    assert "minst 26" in short.warnings[-1]
    zeros = [f"{date(2023, 1, 2) + timedelta(weeks=at)},0" for at in range(110)]
    empty = run_on_file("forecast", _file(tmp_path, zeros))
    assert {row["mean"] for row in empty.rows} == {None}
    assert "Inga händelser i serien" in empty.warnings[-1]
    assert run_on_file("forecast", _file(tmp_path, [])).warnings[-1] == "Tabellen har inga rader."
