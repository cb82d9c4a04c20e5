import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.readers.numbers import decimal_evidence, parse_numbers


def read(cell, *, kind="measure", decimal=""):
    return parse_numbers(pl.Series([cell], dtype=pl.String), kind=kind, decimal=decimal)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1 234,5", 1234.5),
        ("1\u00a0234", 1234.0),
        ("1\u202f234 567,25", 1_234_567.25),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1_234_567.0),
        ("−12", -12.0),
        ("– 12", -12.0),
        ("1'234", 1234.0),
        ("12 %", 12.0),
        ("1e+05", 100_000.0),
        ("0,123", 0.123),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(cell, value):
    assert read(cell).values.to_list() == [value]


@pytest.mark.parametrize("cell", ["..", "-", "–", "—", "", None, "NA", "okänt", "Uppgift saknas"])
def test_marks_for_missing_are_missing_and_not_wrong(cell):
    found = read(cell)
    assert found.is_missing.to_list() == [True]
    assert found.is_wrong.to_list() == [False]


@pytest.mark.parametrize("cell", ["(12)", "1 2", "12a", "1.2.3", "1,23,456", "tolv", "inf", "12 st", "1e400"])
def test_what_is_no_number_is_wrong_and_not_missing(cell):
    found = read(cell)
    assert found.values.to_list() == [None]
    assert found.is_wrong.to_list() == [True]


def test_a_sign_before_three_digits_follows_the_column_and_else_the_kind():
    assert read("1.234", decimal=",").values.to_list() == [1234.0]
    assert read("1.234", decimal=".").values.to_list() == [1.234]
    assert read("1.234", kind="whole").values.to_list() == [1234.0]
    assert read("59.334").values.to_list() == [59.334]


def test_the_column_tells_its_decimal_sign_when_any_cell_is_certain():
    assert decimal_evidence(pl.Series(["1.234", "2.345", "1.234,5"])).sign == ","
    assert decimal_evidence(pl.Series(["1,234", "0.5"])).sign == "."
    assert decimal_evidence(pl.Series(["1,234", "12"])).sign == ""


def test_real_numbers_of_a_workbook_win_over_their_text():
    found = parse_numbers(pl.Series(["1.234", "tolv"]), kind="whole", typed=pl.Series([1.234, None]))
    assert found.values.to_list() == [1.234, None]
    assert found.is_wrong.to_list() == [False, True]


@settings(deadline=None)
@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.sampled_from([",", "."]),
    st.sampled_from(["", " ", "\u00a0", "\u202f", "'"]),
)
def test_a_number_comes_back_from_every_way_of_writing_it(number, decimal, gap):
    text = f"{number:,.2f}".replace(",", "|").replace(".", decimal).replace("|", gap)
    assert read(text, decimal=decimal).values.to_list() == [float(number)]


@settings(deadline=None)
@given(st.integers(min_value=-(10**12), max_value=10**12), st.sampled_from(["", " ", "\u00a0", ".", ","]))
def test_a_count_comes_back_with_any_sign_between_thousands(number, gap):
    text = f"{number:,}".replace(",", gap)
    assert read(text, kind="whole").values.to_list() == [float(number)]
