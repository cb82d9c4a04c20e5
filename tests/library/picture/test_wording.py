"""Sentences: no per cent without both counts, no certainty that the numbers do not have."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.picture.changes import Change, changes_of
from lagesbild.picture.counts import CountRow, CountTable
from lagesbild.picture.nouns import OBSERVATION, PUBLISHED, REPORTED_CRIME, counted
from lagesbild.picture.timeframe import same_period_words
from lagesbild.picture.wording import change_sentence, listed, number_word, usual_sentence
from lagesbild.tables.periods import Period

PERIOD = Period.parse("2021-01-01..2021-09-30")
counts = st.integers(min_value=0, max_value=3000)


def changes(*rows: tuple[int, ...]) -> tuple[Change, ...]:
    years = len(rows[0])
    periods = tuple(PERIOD.shifted_years(i - years + 1) for i in range(years))
    table = CountTable(
        "compstat",
        periods,
        tuple(CountRow(f"k{i}", "Stöld", None, "", False, row) for i, row in enumerate(rows)),
    )
    found = changes_of(table)
    assert found is not None
    return found.changes


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(counts, counts), min_size=1, max_size=12), st.sampled_from([REPORTED_CRIME, PUBLISHED])
)
def test_no_per_cent_without_both_counts_and_no_certainty_that_is_not_there(rows, noun) -> None:
    for change in changes(*rows):
        sentence = change_sentence(change, noun).replace("\xa0", "")
        if "%" in sentence:
            assert str(change.before) in sentence
            assert str(change.after) in sentence
            assert "intervall" in sentence
            assert change.before > 0
            assert change.before + change.after >= 5
        if "säkert" in sentence:
            assert change.q_value is not None
            assert change.q_value <= 0.05
            assert change.low is not None
            assert change.low > 1 or change.high < 1
        assert sentence.endswith(".")
        assert "nan" not in sentence
        assert "inf" not in sentence.replace("inget", "")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(counts, counts, counts, counts, counts), min_size=5, max_size=8))
def test_with_four_earlier_years_certain_also_means_outside_the_usual_variation(rows) -> None:
    for change in changes(*rows):
        if change.is_certain:
            assert change.wide_low is not None
            assert change.wide_low > 1 or change.wide_high < 1
        sentence = usual_sentence(change, REPORTED_CRIME)
        if "säkert över" in sentence or "säkert under" in sentence:
            assert change.usual is not None
            if "skiljer sig inte" not in sentence:
                assert change.usual.low > 1 or change.usual.high < 1


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (7, 4, "Stöld: 4 mot 7. Så små tal kan ändras av en slump."),
        (0, 3, "Stöld: 3 mot inget fall. Så små tal kan ändras av en slump."),
        (0, 0, "Stöld: inget fall i perioden och inget samma period i fjol."),
        (0, 24, "Stöld har ökat säkert: 24 mot inget fall samma period i fjol."),
        (30, 0, "Stöld har minskat säkert: inget fall mot 30 samma period i fjol."),
        (1, 1, "Stöld: 1 mot 1. Så små tal kan ändras av en slump."),
    ],
)
def test_sentence_for_small_and_empty_counts(before: int, after: int, expected: str) -> None:
    assert change_sentence(changes((before, after))[0], REPORTED_CRIME) == expected


def test_news_items_are_never_told_as_crimes() -> None:
    sentence = change_sentence(changes((20, 80))[0], PUBLISHED)
    assert sentence.startswith("Publicerade händelser av typen Stöld har ökat säkert: 80 mot 20")


def test_an_unchanged_count_is_said_to_be_on_the_same_level() -> None:
    sentence = change_sentence(changes((5000, 5020))[0], REPORTED_CRIME).replace("\xa0", " ")
    assert sentence.startswith("Stöld ligger på samma nivå: 5 020 mot 5 000")


def test_counts_take_the_right_form_of_their_noun() -> None:
    assert [counted(n, REPORTED_CRIME) for n in (0, 1, 2)] == [
        "inget anmält brott",
        "1 anmält brott",
        "2 anmälda brott",
    ]
    assert [counted(n, OBSERVATION) for n in (0, 1, 2)] == ["ingen händelse", "1 händelse", "2 händelser"]


def test_lists_and_numbers_read_as_running_text() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b och c"
    assert (number_word(1, neuter=True), number_word(12), number_word(13)) == ("ett", "tolv", "13")


def test_the_comparison_is_named_as_people_name_it() -> None:
    week = Period.parse("2025-W36")
    assert same_period_words(week, week.year_before()) == "samma vecka i fjol"
    month = Period.parse("2025-09")
    assert same_period_words(month, month.year_before()) == "september i fjol"
    assert same_period_words(Period.parse("2025"), Period.parse("2022")) == "år 2022"


def test_every_sentence_is_one_line_of_printable_text() -> None:
    sentence = change_sentence(changes((153, 241))[0], REPORTED_CRIME)
    assert not re.search(r"[\n\t{}]", sentence)
