"""`lagesbild stats alarms` on files as people have them."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from lagesbild.methods.registry import run_on_file

MONDAY = date(2019, 1, 7)


def _file(folder: Path, rows: list[str]) -> Path:
    path = folder / "veckor.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def _weeks(weeks: int = 290, *, last: int | None = None, name: str = "stöld") -> list[str]:
    counts = np.random.default_rng(1).poisson(5, weeks).tolist()
    if last is not None:
        counts[-1] = last
    return [f"{MONDAY + timedelta(weeks=week)},{count},{name}" for week, count in enumerate(counts)]


def test_a_clear_peak_gives_an_alarm_in_its_own_series_only(tmp_path):
    path = _file(tmp_path, ["date,count,series", *_weeks(last=25), *_weeks(name="klotter")])
    answer = run_on_file("alarms", path)
    alarms = [(row["series"], row["date"]) for row in answer.rows if row["alarm"]]
    assert ("stöld", str(MONDAY + timedelta(weeks=289))) in alarms
    assert answer.summary["alarms"] == len(alarms)
    assert answer.summary["alarms_by_chance"] == pytest.approx(0.01 * answer.summary["judged"])


def test_days_are_added_up_to_weeks_and_gaps_are_said(tmp_path):
    days = [MONDAY + timedelta(days=step) for step in range(0, 7 * 300, 3) if not 70 <= step < 84]
    answer = run_on_file("alarms", _file(tmp_path, ["date;count", *(f"{day};2" for day in days)]))
    assert answer.summary["weeks"] == 300
    assert any("räknas som 0 händelser: 2 av 300" in warning for warning in answer.warnings)
    assert any("Veckan är kanske inte hel" in warning for warning in answer.warnings)


@pytest.mark.parametrize("rows", [_weeks(30), [f"{MONDAY},3,stöld"]])
def test_a_short_history_gives_null_and_says_what_to_do(tmp_path, rows):
    answer = run_on_file("alarms", _file(tmp_path, ["date,count,series", *rows]))
    assert [row["upper"] for row in answer.rows] == [None]
    assert [row["alarm"] for row in answer.rows] == [None]
    assert any(
        "Historiken räcker inte (stöld)" in warning and "--years-back" in warning
        for warning in answer.warnings
    )


def test_nothing_but_zeros_gives_null(tmp_path):
    rows = [f"{MONDAY + timedelta(weeks=week)},0" for week in range(290)]
    answer = run_on_file("alarms", _file(tmp_path, ["date,count", *rows]))
    assert {row["p_value"] for row in answer.rows} == {None}
    assert any("Inga händelser i historiken" in warning for warning in answer.warnings)


def test_empty_table_and_dates_outside_it_are_answered(tmp_path):
    assert run_on_file("alarms", _file(tmp_path, ["date,count"])).warnings[-1] == "Tabellen har inga rader."
    path = _file(tmp_path, ["date,count,series", *_weeks()])
    answer = run_on_file("alarms", path, {"from": "2031-01-01"})
    assert not answer.rows
    assert "Ändra --from eller --to" in answer.warnings[-1]


def test_c3_tells_of_what_has_gone_on_and_says_so(tmp_path):
    counts = [*np.random.default_rng(1).poisson(5, 40).tolist(), 12, 14, 5]
    rows = [f"{MONDAY + timedelta(weeks=week)},{count}" for week, count in enumerate(counts)]
    answer = run_on_file("alarms", _file(tmp_path, ["date,count", *rows]), {"algorithm": "ears-c3"})
    assert answer.rows[-1]["alarm"] is True
    assert any(warning.startswith("C3 larmar för veckor efter två") for warning in answer.warnings)


@pytest.mark.parametrize("algorithm", ["ears-c1", "ears-c2", "cusum"])
def test_the_simple_algorithms_find_the_same_peak(tmp_path, algorithm):
    path = _file(tmp_path, ["date,count,series", *_weeks(60, last=25)])
    answer = run_on_file("alarms", path, {"algorithm": algorithm})
    assert answer.rows[-1]["alarm"] is True
    assert answer.rows[-1]["observed"] == 25


def test_from_and_to_choose_the_weeks_that_hold_those_days(tmp_path):
    path = _file(tmp_path, ["date,count,series", *_weeks()])
    answer = run_on_file("alarms", path, {"from": "2024-03-06", "to": "2024-03-12"})
    assert [row["date"] for row in answer.rows] == ["2024-03-04", "2024-03-11"]


@pytest.mark.parametrize("algorithm", ["ears-c1", "ears-c2"])
def test_the_alarms_that_chance_gives_are_told_as_they_come_and_not_as_alpha_says(tmp_path, algorithm):
    rng = np.random.default_rng(2)
    rows = ["date,count,series"]
    for series in range(40):  # large counts, so that they are nearly normal
        for week, count in enumerate(rng.poisson(400, 120).tolist()):
            rows.append(f"{MONDAY + timedelta(weeks=week)},{count},{series}")
    told = run_on_file("alarms", _file(tmp_path, rows), {"algorithm": algorithm}).summary
    assert told["alarms_by_chance"] > 2.5 * 0.01 * told["judged"]
    assert told["alarms"] == pytest.approx(told["alarms_by_chance"], rel=0.2)


@pytest.mark.parametrize("algorithm", ["ears-c3", "cusum"])
def test_an_algorithm_without_a_known_rate_of_false_alarms_promises_none(tmp_path, algorithm):
    answer = run_on_file(
        "alarms", _file(tmp_path, ["date,count,series", *_weeks()]), {"algorithm": algorithm}
    )
    assert answer.summary["alarms_by_chance"] is None
