"""Nowcasts cover what is registered later and leave finished days alone."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.methods.registry import run_on_file
from lagesbild.series.nowcast import NoNowcastError, nowcast

DAYS, MOST = 200, 40


def _made(seed: int, *, level: float = 8.0, quick: float = 0.15) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    event = np.repeat(np.arange(DAYS), rng.poisson(rng.gamma(10, level / 10, DAYS)))
    return event, event + np.minimum(rng.geometric(quick, len(event)) - 1, MOST)


def test_delays_by_hand():
    # Twenty days with two events: one registered at once, one the day after. Today's second one is missing.
    event = np.repeat(np.arange(20), 2)
    report = event + np.tile([0, 1], 20)
    found = nowcast(event, report, as_of=19, max_delay=1)
    assert found.reported.tolist() == [2, 1]
    assert found.completeness.tolist() == [1, 0.5]
    # The level is known almost exactly (no variation), so half of two are to come.
    assert found.estimate.tolist() == pytest.approx([2, 2], rel=0.01)


def test_intervals_cover_what_is_registered_later():
    inside, error = [], []
    for seed in range(40):
        event, report = _made(seed)
        found = nowcast(event, report, as_of=DAYS - 1, max_delay=MOST)
        truth = np.bincount(event, minlength=DAYS)[-MOST - 1 :]
        inside.append((found.low <= truth)[-10:] & (truth <= found.high)[-10:])
        error.append((found.estimate - truth)[-10:])
    assert 0.93 < np.mean(inside) <= 1
    assert abs(np.mean(error)) < 0.4


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 999), st.integers(-20_000, 20_000))
def test_the_calendar_and_the_order_do_not_matter(seed, shift):
    event, report = _made(seed)
    a = nowcast(event, report, as_of=DAYS - 1, max_delay=MOST)
    order = np.random.default_rng(seed).permutation(len(event))
    b = nowcast(event[order] + shift, report[order] + shift, as_of=DAYS - 1 + shift, max_delay=MOST)
    assert a.estimate.tolist() == b.estimate.tolist()
    assert a.high.tolist() == b.high.tolist()
    assert (a.low >= a.reported).all()
    assert (np.diff(a.completeness) <= 1e-12).all()
    assert a.estimate[0] == a.reported[0]


def test_what_was_registered_later_does_not_change_an_earlier_nowcast():
    event, report = _made(3)
    known = report <= 150
    a = nowcast(event, report, as_of=150, max_delay=MOST)
    b = nowcast(event[known], report[known], as_of=150, max_delay=MOST)
    assert a.estimate.tolist() == b.estimate.tolist()


def test_everything_registered_at_once_leaves_nothing_to_come():
    event, _ = _made(1)
    found = nowcast(event, event, as_of=DAYS - 1, max_delay=MOST)
    np.testing.assert_allclose(found.estimate, found.reported)
    assert (found.high - found.reported <= 1).all()
    assert found.median_delay == 0


def test_too_little_history_is_refused():
    with pytest.raises(NoNowcastError):
        nowcast([], [], as_of=10)
    with pytest.raises(NoNowcastError):
        nowcast(np.arange(50), np.arange(50), as_of=49, max_delay=40)


def _file(folder: Path, event: np.ndarray, report: np.ndarray) -> Path:
    path, start = folder / "anmälningar.csv", date(2025, 1, 6)
    rows = [
        f"{start + timedelta(days=int(a))},{start + timedelta(days=int(b))}"
        for a, b in zip(event, report, strict=True)
    ]
    path.write_text("\n".join(["event_date,report_date", *rows]), encoding="utf-8")
    return path


def test_days_and_weeks_of_the_same_file_add_up(tmp_path):
    path = _file(tmp_path, *_made(2))
    chosen = {"max-delay": "40", "as-of": str(date(2025, 1, 6) + timedelta(days=DAYS - 1))}
    days = run_on_file("nowcast", path, chosen)
    weeks = run_on_file("nowcast", path, {**chosen, "by": "week"})
    assert len(days.rows) == 41
    by_date = {row["date"]: row for row in days.rows}
    for week in weeks.rows:
        monday = date.fromisoformat(week["date"])
        assert monday.weekday() == 0
        inside = [by_date[str(monday + timedelta(days=at))]["estimate"] for at in range(7)]
        assert week["estimate"] == pytest.approx(sum(inside))
        assert week["low"] <= week["estimate"] <= week["high"]
    assert any("registrerade efter" in warning for warning in days.warnings)


def test_late_and_impossible_registrations_are_told(tmp_path):
    event, report = _made(4)
    report[:60] += 90
    report[-1] = event[-1] - 5
    answer = run_on_file("nowcast", _file(tmp_path, event, report), {"max-delay": "40"})
    assert any("efter mer än 40 dagar" in warning for warning in answer.warnings)
    assert any("1 rader är registrerade före" in warning for warning in answer.warnings)
    assert any("Ange --as-of" in warning for warning in answer.warnings)


def test_a_short_file_gives_null(tmp_path):
    answer = run_on_file("nowcast", _file(tmp_path, np.arange(20), np.arange(20)))
    assert answer.summary["estimate"] is None
    assert "kortare --max-delay" in answer.warnings[-1]
    empty = run_on_file("nowcast", _file(tmp_path, np.array([]), np.array([])))
    assert empty.warnings[-1] == "Tabellen har inga rader."
