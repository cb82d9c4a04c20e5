"""Numbers, dates and verdicts in Swedish."""

import math
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.document import swedish
from lagesbild.document.tree import Cell, Kind

N = "\u00a0"


@pytest.mark.parametrize(
    ("value", "kind", "printed"),
    [
        (1234567, "count", f"1{N}234{N}567"),
        (0, "count", "0"),
        (-3, "count", "−3"),
        (1234.55, "number", f"1{N}234,6"),
        (0.25, "number", "0,3"),
        (0.574, "percent", f"57{N}%"),
        (0.0, "percent", f"0{N}%"),
        (0.0049, "percent", f"<1{N}%"),
        (0.005, "percent", f"1{N}%"),
        (-0.12, "percent", f"−12{N}%"),
        (1.575, "change", f"+58{N}%"),
        (0.88, "change", f"−12{N}%"),
        (1.0, "change", f"0{N}%"),
        (1.004, "change", f"0{N}%"),
        (0.996, "change", f"0{N}%"),
        (0.0, "change", f"−100{N}%"),
        (13.0, "change", f"+1{N}200{N}%"),
        (math.inf, "change", "kan inte räknas"),
        (math.nan, "change", "–"),
        (math.nan, "percent", "–"),
        (None, "count", "–"),
        ("", "text", "–"),
        ("Centrum", "text", "Centrum"),
        (2024, "text", f"2{N}024"),
        (date(2025, 3, 9), "date", "2025-03-09"),
        (datetime(2025, 3, 9, 14, 5), "datetime", "2025-03-09 14:05"),  # noqa: DTZ001  # local clock time
        ("increase", "verdict", f"▲{N}säker ökning"),
        ("too_few", "verdict", f"–{N}för få för att bedöma"),
    ],
)
def test_every_kind_is_printed_as_swedes_write_it(value: Cell, kind: Kind, printed: str) -> None:
    assert swedish.value_text(value, kind) == printed


@pytest.mark.parametrize(("value", "kind"), [("tolv", "count"), (3, "date"), (0.5, "verdict")])
def test_value_of_another_kind_is_refused(value: Cell, kind: Kind) -> None:
    with pytest.raises(TypeError):
        swedish.value_text(value, kind)


def test_unknown_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="not a verdict"):
        swedish.value_text("bättre", "verdict")


def test_every_verdict_has_its_own_sign_so_that_colour_is_not_needed() -> None:
    signs = [text.sign for text in swedish.VERDICTS.values()]
    assert len(set(signs)) == len(signs)


@given(st.integers(-(10**12), 10**12))
def test_a_printed_count_can_be_read_back(value: int) -> None:
    assert int(swedish.count(value).replace(N, "").replace("−", "-")) == value


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_printed_number_is_never_off_by_more_than_half_its_last_decimal(
    value: float, decimals: int
) -> None:
    printed = swedish.number(value, decimals).replace(N, "").replace("−", "-").replace(",", ".")
    assert abs(float(printed) - value) <= 0.5 * 10**-decimals * (1 + 1e-6) + abs(value) * 1e-15


@given(st.floats(0.0001, 1000))
def test_an_increase_is_never_printed_with_a_minus(ratio: float) -> None:
    printed = swedish.change(ratio)
    assert not (ratio > 1 and printed.startswith("−"))
    assert not (ratio < 1 and printed.startswith("+"))


def test_intervals_are_said_in_words_and_open_ends_too() -> None:
    assert swedish.change_interval(1.28, 1.94) == f"+28{N}% till +94{N}%"
    assert swedish.change_interval(1.28, math.inf) == f"+28{N}% eller mer"
    assert swedish.change_interval(None, 2.0) == "–"
    assert swedish.percent_interval(0.12, 0.18) == f"12–18{N}%"
    assert swedish.percent_interval(None, None) == "–"


def test_weeks_follow_iso_over_new_year() -> None:
    assert swedish.week(date(2024, 12, 30), with_year=True) == f"v.{N}1 2025"
    assert swedish.week(date(2025, 11, 17)) == f"v.{N}47"


def test_a_chance_that_is_more_than_nothing_is_never_printed_as_nothing() -> None:
    assert swedish.value_text(0.00001, "number", decimals=4) == "<0,0001"
    assert swedish.value_text(0.0, "number", decimals=4) == "0,0000"
    assert swedish.value_text(0.01, "number", decimals=1) == "0,0"  # an ordinary number is rounded
