"""Aoristic shares: exact hours on the local clock, adding to one for every event."""

from datetime import UTC, timedelta
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.methods.registry import run_on_file
from lagesbild.series.aoristic import hour_weights, weekday_hour_table

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "aoristic"

# The spans behind the exact cases; 1 January 2024 is a Monday.
SPANS = {
    "point": ("2024-01-01T01:30", "2024-01-01T01:30"),
    "within_hour": ("2024-01-01T01:10", "2024-01-01T01:40"),
    "cross_hour": ("2024-01-01T01:00", "2024-01-01T02:30"),
    "cross_partial": ("2024-01-01T01:45", "2024-01-01T02:15"),
    "end_on_hour": ("2024-01-03T08:00", "2024-01-03T12:00"),
    "one_day": ("2024-01-01T10:00", "2024-01-02T11:00"),
    "midnight": ("2024-01-01T23:30", "2024-01-02T01:15"),
    "weekend": ("2024-01-07T22:00", "2024-01-08T02:00"),
    "year_end": ("2023-12-31T18:00", "2024-01-01T06:00"),
    "leap_day": ("2024-02-28T20:00", "2024-03-01T04:00"),
    "exact_week": ("2024-01-01T00:00", "2024-01-08T00:00"),
    "eight_days": ("2024-01-01T12:00", "2024-01-09T12:00"),
    "thirty_days": ("2024-01-01T00:00", "2024-01-31T00:00"),
}


def _times(*texts: str) -> np.ndarray:
    return np.array(texts, dtype="datetime64[us]")


def _week(found, event: int = 0) -> np.ndarray:
    mine = found.event == event
    place = (found.weekday[mine] - 1) * 24 + found.hour[mine]
    assert len(set(place.tolist())) == len(place), "one entry per hour"
    return np.bincount(place, weights=found.weight[mine], minlength=168)


def _minute_by_minute(start: np.datetime64, minutes: int, tz: str) -> np.ndarray:
    at, zone, week = start.astype("datetime64[s]").item().replace(tzinfo=UTC), ZoneInfo(tz), np.zeros(168)
    for step in range(minutes):
        local = (at + timedelta(minutes=step)).astimezone(zone)
        week[local.weekday() * 24 + local.hour] += 1 / minutes
    return week


@pytest.mark.parametrize("case", SPANS)
def test_exact_rational_cases(case):
    start, end = (_times(text) for text in SPANS[case])
    table = pl.read_csv(REFERENCE / "expected_exact_cases.csv").filter(pl.col("case") == case)
    exact = np.zeros(168)
    for hour, share in table.select("hour_of_week", "exact").iter_rows():
        exact[hour] = float(Fraction(share))
    found = _week(hour_weights(start, end, tz="UTC"))
    np.testing.assert_allclose(found, exact, atol=1e-12)


def test_burglaries_in_washington_agree_with_counting_every_minute():
    frame = pl.read_csv(REFERENCE / "input_dc_burglaries.csv", null_values="NA")
    starts = frame["StartDateTime"].str.to_datetime().to_numpy().astype("datetime64[us]")
    ends = frame["EndDateTime"].str.to_datetime().to_numpy().astype("datetime64[us]")
    found = hour_weights(starts, ends, tz="UTC")
    np.testing.assert_allclose(np.bincount(found.event, weights=found.weight), 1.0, rtol=1e-12)
    assert int(np.isnat(ends).sum()) == 37
    minutes = (ends - starts) / np.timedelta64(60, "s")
    short = np.flatnonzero((minutes >= 1) & (minutes < 3000) & (minutes == np.floor(minutes)))[:60]
    for event in short.tolist():
        expected = _minute_by_minute(starts[event], int(minutes[event]), "UTC")
        np.testing.assert_allclose(_week(found, event), expected, atol=1e-10)
    assert weekday_hour_table(starts, ends, tz="UTC").sum() == pytest.approx(1025)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 3 * 366 * 1440),
    st.sampled_from([0, 1, 59, 600, 3000, 10_019, 10_079, 10_080, 10_081, 20_200]),
    st.sampled_from(["Europe/Stockholm", "Australia/Lord_Howe", "UTC"]),
)
def test_local_hours_agree_with_counting_every_minute(minute, length, tz):
    start = np.datetime64("2023-01-01T00:00", "us") + np.timedelta64(minute, "m")
    end = start + np.timedelta64(length, "m")
    expected = _minute_by_minute(start, max(length, 1), tz)
    np.testing.assert_allclose(
        _week(hour_weights(np.array([start]), np.array([end]), tz=tz)), expected, atol=1e-11
    )
    np.testing.assert_allclose(
        weekday_hour_table(np.array([start]), np.array([end]), tz=tz).ravel(), expected, atol=1e-11
    )


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.integers(-(10**6), 10**8)), min_size=1, max_size=40),
    st.randoms(use_true_random=False),
)
def test_weights_add_to_one_and_the_order_does_not_matter(spans, shuffle):
    base = np.datetime64("2000-01-01T00:00:00", "us")
    starts = base + np.array([s for s, _ in spans], dtype="timedelta64[s]")
    ends = starts + np.array([d for _, d in spans], dtype="timedelta64[s]")
    found = hour_weights(starts, ends)
    np.testing.assert_allclose(np.bincount(found.event, weights=found.weight), 1.0, rtol=1e-10)
    table = weekday_hour_table(starts, ends)
    assert table.sum() == pytest.approx(len(spans))
    cell = (found.weekday - 1) * 24 + found.hour
    np.testing.assert_allclose(
        np.bincount(cell, weights=found.weight, minlength=168), table.ravel(), atol=1e-9
    )
    order = list(range(len(spans)))
    shuffle.shuffle(order)
    np.testing.assert_allclose(weekday_hour_table(starts[order], ends[order]), table, atol=1e-9)


def test_both_hours_after_two_in_autumn_count_as_hour_two():
    # 27 October 2024: the clock goes from 3 back to 2; midnight to midnight is 25 hours.
    found = hour_weights(_times("2024-10-26T22:00"), _times("2024-10-27T23:00"))
    assert found.hour.tolist() == list(range(24))
    assert found.weight[2] == pytest.approx(2 / 25)
    assert found.weight[3] == pytest.approx(1 / 25)


def test_the_hour_that_is_skipped_in_spring_gets_nothing():
    # 31 March 2024: the clock goes from 2 to 3; midnight to midnight is 23 hours.
    found = hour_weights(_times("2024-03-30T23:00"), _times("2024-03-31T22:00"))
    assert 2 not in found.hour.tolist()
    assert found.weight.tolist() == pytest.approx([1 / 23] * 23)


def test_many_events_over_a_change_of_the_clock_keep_one_entry_per_hour():
    starts = np.repeat(_times("2024-10-27T00:30"), 20_000)
    found = hour_weights(starts, starts + np.timedelta64(60, "m"))
    # 02.30 summer time to 02.30 winter time: one local hour.
    assert len(found.event) == 20_000
    assert set(found.hour.tolist()) == {2}
    assert weekday_hour_table(starts, starts + np.timedelta64(60, "m"))[6, 2] == pytest.approx(20_000)


@pytest.mark.parametrize("end", ["NaT", "2024-01-01T10:30", "2023-12-24T10:00"])
def test_missing_equal_and_reversed_ends_count_in_the_hour_of_the_start(end):
    found = hour_weights(_times("2024-01-01T10:30"), _times(end), tz="UTC")
    assert (found.weekday.tolist(), found.hour.tolist(), found.weight.tolist()) == ([1], [10], [1.0])


def test_no_events_give_an_empty_table_and_a_missing_start_is_refused():
    none = _times()
    assert len(hour_weights(none, none).event) == 0
    assert weekday_hour_table(none, none).sum() == 0
    with pytest.raises(ValueError, match="needs a start"):
        hour_weights(_times("NaT"), _times("2024-01-01"))
    with pytest.raises(ValueError, match="equally many"):
        hour_weights(_times("2024-01-01"), none)


def test_the_method_names_the_rows_whose_end_is_before_the_start(tmp_path):
    path = tmp_path / "spann.csv"
    path.write_text(
        "id;start;end\n1;2024-06-03 08:00;2024-06-03 10:00\n"
        "2;2024-06-03 08:00;2024-06-02 10:00\n3;2024-06-03 08:00;\n",
        encoding="utf-8",
    )
    answer = run_on_file("aoristic", path)
    assert answer.rows[0] == {"id": "1", "weekday": 1, "hour": 8, "weight": 0.5}
    assert [row["id"] for row in answer.rows] == ["1", "1", "2", "3"]
    assert "rad 3" in answer.warnings[0]
    assert "1 händelser saknar sluttid" in answer.warnings[1]


def test_starts_at_midnight_sharp_are_doubted(tmp_path):
    path = tmp_path / "datum.csv"
    days = [f"{day},2024-06-{day:02d} 00:00,2024-06-{day:02d} 12:00" for day in range(1, 29)]
    path.write_text("\n".join(["id,start,end", *days]), encoding="utf-8")
    assert "Klockslaget saknas kanske" in run_on_file("aoristic", path).warnings[-1]
