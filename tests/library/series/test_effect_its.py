"""Interrupted series agree with R's glm, find what was put in and warn for peaks."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.document import swedish
from lagesbild.methods.description import OptionError
from lagesbild.methods.registry import run_on_file
from lagesbild.series.count_models import NoFitError, fit_counts
from lagesbild.series.effect import interrupted_series, season_terms

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "its"
MONTHS = np.arange("2015-01", "2025-01", dtype="datetime64[M]").astype("datetime64[D]")


def _seatbelts() -> tuple[np.ndarray, np.ndarray]:
    d = pl.read_csv(REFERENCE / "input_seatbelts.csv", infer_schema_length=0).cast(pl.Float64)
    month = d["month"].to_numpy()
    waves = [wave(2 * np.pi * k * month / 12) for wave in (np.sin, np.cos) for k in (1, 2)]
    columns = [np.ones(192), d["law"], d["t"], np.log(d["PetrolPrice"]), np.log(d["kms"]), *waves]
    return d["DriversKilled"].to_numpy(), np.column_stack(columns)


def _made(
    *, level: float = 1.0, slope: float = 1.0, mean: float = 60.0, seed: int = 1
) -> tuple[np.ndarray, ...]:
    at = np.arange(len(MONTHS))
    after = at >= 84
    season = 1 + 0.3 * np.sin(2 * np.pi * at / 12)
    expected = mean * season * np.where(after, level * slope ** (at - 84), 1.0)
    return np.random.default_rng(seed).poisson(expected).astype(float), after


def test_seat_belts_agree_with_r():
    table = pl.read_csv(REFERENCE / "expected_models.csv")
    fit = fit_counts(*_seatbelts())
    np.testing.assert_allclose(fit.coefficients, table["estimate"].to_numpy(), rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.covariance)), table["se"].to_numpy(), rtol=1e-9)
    assert fit.dispersion == pytest.approx(table["dispersion"][0], rel=1e-9)


def test_negative_binomial_is_at_the_top_of_its_likelihood():
    rng = np.random.default_rng(2)
    design = np.column_stack([np.ones(300), rng.normal(size=300)])
    mean = np.exp(design @ [2.0, 0.3])
    y = rng.negative_binomial(3, 3 / (3 + mean)).astype(float)
    fit = fit_counts(y, design, family="negative-binomial")
    assert fit.theta == pytest.approx(3, rel=0.35)
    # Score equations: residual weights are orthogonal to every column.
    score = design.T @ ((y - fit.fitted) / (1 + fit.fitted / fit.theta))
    np.testing.assert_allclose(score, 0, atol=1e-3)
    assert fit.dispersion == pytest.approx(1, abs=0.25)


def test_negative_binomial_without_extra_spread_is_a_poisson():
    y, design = np.array([4.0, 5, 4, 5, 4, 5, 4, 5]), np.ones((8, 1))
    fit = fit_counts(y, design, family="negative-binomial")
    assert np.isinf(fit.theta)
    assert fit.covariance[0, 0] == pytest.approx(1 / 36, rel=1e-6)


def test_newey_west_without_lag_is_the_sandwich():
    y, design = _seatbelts()
    fit = fit_counts(y, design, family="poisson-hac", lag=0)
    bread = np.linalg.inv((design * fit.fitted[:, None]).T @ design)
    meat = (design * ((y - fit.fitted) ** 2)[:, None]).T @ design
    np.testing.assert_allclose(fit.covariance, bread @ meat @ bread, rtol=1e-4)
    assert fit_counts(y, design, family="poisson-hac").covariance[1, 1] > fit.covariance[1, 1]


def test_newey_west_agrees_with_r():
    # R 4.2.2, sandwich 3.0-2: NeweyWest(glm(..., poisson), lag = 3, prewhite = FALSE, adjust = FALSE).
    month = np.arange(48)
    y = 3 + month**2 * 7 % 31 + 15 * np.isin(month % 12, (5, 6, 7)) - 2 * (month >= 30)
    found = interrupted_series(y, np.empty((48, 0)), month >= 30, family="poisson-hac")
    assert found.level.low == pytest.approx(0.411050203414748, rel=1e-9)
    assert found.level.high == pytest.approx(1.177630932896248, rel=1e-9)
    assert found.level.p_value == pytest.approx(0.176684780914915, rel=1e-9)
    assert found.slope.p_value == pytest.approx(0.468699158158206, rel=1e-9)


def test_a_known_effect_is_found_and_expected_counts_hold():
    y, after = _made(level=0.7, mean=200)
    found = interrupted_series(y, season_terms(MONTHS, "harmonic:1"), after)
    assert found.level.low < 0.7 < found.level.high < 1
    assert found.slope.low < 1 < found.slope.high
    assert found.expected_low < 200 * 36 < found.expected_high
    assert found.observed_after == y[after].sum()
    np.testing.assert_array_equal(found.counterfactual[~after], found.fitted[~after])


def test_interval_covers_the_truth_as_often_as_it_says():
    season, hits = season_terms(MONTHS, "harmonic:2"), 0
    for seed in range(150):
        y, after = _made(seed=seed)
        found = interrupted_series(y, season, after)
        hits += found.level.low < 1 < found.level.high
        assert (found.level.p_value < 0.05) == (not found.level.low < 1 < found.level.high)
    assert 0.89 < hits / 150 < 0.99


@settings(max_examples=15, deadline=None)
@given(
    st.floats(0.01, 1000),
    st.sampled_from(["quasi-poisson", "negative-binomial", "poisson-hac"]),
    st.integers(0, 50),
)
def test_the_unit_of_exposure_does_not_matter(scale, family, seed):
    y, after = _made(seed=seed)
    people = np.linspace(1000, 1500, len(y))
    season = season_terms(MONTHS, "month")
    a = interrupted_series(y, season, after, exposure=people, family=family)
    b = interrupted_series(y, season, after, exposure=people * scale, family=family)
    assert a.level.ratio == pytest.approx(b.level.ratio, rel=1e-4)
    assert a.level.high == pytest.approx(b.level.high, rel=1e-3)


def test_a_start_at_a_peak_is_noticed():
    y, after = _made()
    assert not interrupted_series(y, season_terms(MONTHS, "harmonic:2"), after).starts_at_a_peak
    y[81:84] *= 1.8
    assert interrupted_series(y, season_terms(MONTHS, "harmonic:2"), after).starts_at_a_peak


def test_what_cannot_be_estimated_is_refused():
    season = season_terms(MONTHS, "none")
    y, after = _made()
    for bad, chosen in (
        (np.zeros(120), after),
        (y, np.zeros(120, dtype=bool)),
        (y, np.ones(120, dtype=bool)),
    ):
        with pytest.raises(NoFitError):
            interrupted_series(bad, season, chosen)
    with pytest.raises(NoFitError):
        fit_counts([1.0, 2], np.eye(2))
    with pytest.raises(ValueError, match="harmonic:1 to harmonic:6"):
        season_terms(MONTHS, "spring")


def _file(folder: Path, rows: list[str], heading: str = "date,count") -> Path:
    path = folder / "serie.csv"
    path.write_text("\n".join([heading, *rows]), encoding="utf-8")
    return path


def _months(y: np.ndarray) -> list[str]:
    return [f"{day},{int(count)}" for day, count in zip(MONTHS, y, strict=True)]


def test_the_answer_holds_ratios_rows_and_the_caveat(tmp_path):
    y, after = _made(level=0.6, mean=200)
    answer = run_on_file("effect-its", _file(tmp_path, _months(y)), {"start": "2022-01-01"})
    assert answer.summary["level_high"] < 1
    assert (answer.summary["before"], answer.summary["after"], answer.summary["step"]) == (84, 36, "month")
    assert answer.summary["observed"] == y[after].sum()
    assert answer.rows[100]["counterfactual"] > answer.rows[100]["fitted"]
    assert "inget jämförelseområde" in answer.warnings[-1]
    assert answer.summary["design_strength"] == 2
    assert answer.summary["sentence"].startswith(f"Efter starten hände {swedish.count(y[after].sum())} fall.")
    assert "Nivån ändrades säkert vid starten: −" in answer.summary["sentence"]
    assert answer.summary["sentence"].endswith("Vad som gjorde det går inte att säga.")


def test_a_change_that_chance_gives_has_no_conclusion(tmp_path):
    answer = run_on_file("effect-its", _file(tmp_path, _months(_made()[0])), {"start": "2022-01-01"})
    assert answer.summary["sentence"].endswith("Ingen slutsats kan dras.")


def test_a_start_inside_a_month_leaves_that_month_out(tmp_path):
    y, _ = _made()
    answer = run_on_file("effect-its", _file(tmp_path, _months(y)), {"start": "2022-01-15"})
    assert (answer.summary["before"], answer.summary["after"]) == (84, 35)
    assert "2022-01-01" not in [row["date"] for row in answer.rows]
    assert any("mitt i en period" in warning for warning in answer.warnings)


def test_days_become_weeks(tmp_path):
    rng = np.random.default_rng(1)
    rows = [f"{date(2021, 1, 4) + timedelta(days=at)},{rng.poisson(3)}" for at in range(1400)]
    answer = run_on_file("effect-its", _file(tmp_path, rows), {"start": "2023-10-02", "model": "poisson-hac"})
    assert (answer.summary["step"], answer.summary["before"] + answer.summary["after"]) == ("week", 200)


@pytest.mark.parametrize(
    ("count", "start", "says"),
    [
        (3, "2031-01-01", "både före och efter"),
        (3, "2010-01-01", "både före och efter"),
        (0, "2022-01-01", "inga händelser"),
    ],
)
def test_what_cannot_be_answered_is_null(tmp_path, count, start, says):
    path = _file(tmp_path, _months(np.full(120, count)))
    answer = run_on_file("effect-its", path, {"start": start})
    assert set(answer.summary.values()) == {None}
    assert says in answer.warnings[-1]


def test_wrong_use_says_what_to_write(tmp_path):
    path = _file(tmp_path, _months(_made()[0]))
    with pytest.raises(OptionError, match="--start 2024-03-01"):
        run_on_file("effect-its", path)
    with pytest.raises(OptionError, match="Skriv harmonic:2"):
        run_on_file("effect-its", path, {"start": "2022-01-01", "season": "vår"})
    assert (
        run_on_file("effect-its", _file(tmp_path, []), {"start": "2022-01-01"}).warnings[-1]
        == "Tabellen har inga rader."
    )
