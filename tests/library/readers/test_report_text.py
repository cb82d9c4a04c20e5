"""A daily report in running text is divided so that nothing is lost, and read where it says something."""

from datetime import date, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.readers.report_text import longest_word, proposals, split_report
from lagesbild.readers.report_words import report_words
from lagesbild.tables.categories import Taxonomy

GUARDS = """Exempelvakten, dagrapport
Natten mot lördag 8 mars 2025

Stationstorget:
22:15 Klotter på norra väggen, nytt sedan igår.
22:40-23:05 Bråk mellan flera ungdomar.
Skingrades efter samtal.
01.30 Krossad ruta vid kiosken, anmält.

BJÖRKSKOLAN
kl 02:10 Upplåst dörr, kontrollerad och låst.
"""
POINTS = """7/3
- Stöld av cykel vid Stationstorget
- Öppen försäljning av narkotika i Norra parken,
  tre personer på plats
8/3
1. Brand i container
"""
PARAGRAPHS = """Vi körde runt centrum. Allt var lugnt hela kvällen.

Vid skolan satt några och drack öl. De gick när vi kom.
"""
PLACES = ["Stationstorget", "Björkskolan", "Norra parken", "Parken"]
WORDS = {"klotter": "klotter", "bråk": "brak", "krossad": "skadegorelse", "narkotika": "narkotika",
         "öppen försäljning av narkotika": "narkotika_handel", "stöld": "stold",
         "stöld av cykel": "cykelstold", "brand": "brand", "drack": "berusning"}  # fmt: skip

lines = st.sampled_from(
    [
        "22:15 Klotter.",
        "- punkt",
        "1. punkt",
        "",
        "   ",
        "RUBRIK",
        "Löpande text som fortsätter.",
        "7/3",
        "\t•  x",
    ]
)
reports = st.one_of(
    st.text(max_size=300),
    st.lists(st.tuples(lines, st.sampled_from(["\n", "\r\n", "\n\n", "\x0b", "\u2028"])), max_size=20).map(
        lambda parts: "".join(line + ending for line, ending in parts)
    ),
)


@given(reports)
def test_no_character_is_lost_and_the_order_is_kept(text: str) -> None:
    pieces = split_report(text)
    assert "".join(text[p.start : p.end] for p in pieces) == text
    assert all(p.start < p.end for p in pieces)
    assert all(a.end == b.start for a, b in pairwise(pieces))


@given(reports)
def test_every_word_is_in_an_entry_or_a_heading_and_every_proposal_is_an_entry(text: str) -> None:
    pieces = split_report(text)
    assert not "".join(text[p.start : p.end] for p in pieces if p.kind == "blank").strip()
    entries = [(p.start, p.end) for p in pieces if p.kind == "entry"]
    told = proposals(text, day=date(2025, 3, 7), places=PLACES, words=WORDS)
    assert [(p.start, p.end) for p in told] == entries
    assert all(p.text == text[p.start : p.end].strip() for p in told)


def test_a_night_of_guards_is_read_with_times_past_midnight_and_the_places_of_the_headings() -> None:
    found = proposals(GUARDS, day=date(2025, 3, 9), places=PLACES, words=WORDS)
    told = [(p.day, p.first, p.last, p.place, p.category) for p in found]
    assert told == [
        (date(2025, 3, 7), time(22, 15), None, "Stationstorget", "klotter"),
        (date(2025, 3, 7), time(22, 40), time(23, 5), "Stationstorget", "brak"),
        (date(2025, 3, 8), time(1, 30), None, "Stationstorget", "skadegorelse"),
        (date(2025, 3, 8), time(2, 10), None, "Björkskolan", ""),
    ]
    assert found[1].text == "22:40-23:05 Bråk mellan flera ungdomar.\nSkingrades efter samtal."


def test_points_belong_to_the_day_above_them_and_the_longest_word_decides() -> None:
    found = proposals(POINTS, day=date(2025, 1, 1), places=PLACES, words=WORDS)
    assert [(p.day, p.place, p.category, p.word) for p in found] == [
        (date(2025, 3, 7), "Stationstorget", "cykelstold", "stöld av cykel"),
        (date(2025, 3, 7), "Norra parken", "narkotika_handel", "öppen försäljning av narkotika"),
        (date(2025, 3, 8), "", "brand", "brand"),
    ]


def test_where_nothing_marks_an_entry_each_paragraph_is_one() -> None:
    found = proposals(PARAGRAPHS, day=date(2025, 3, 7), words=WORDS)
    assert [(p.text[:12], p.category, p.first) for p in found] == [
        ("Vi körde run", "", None),
        ("Vid skolan s", "berusning", None),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-12-31 23:10 Smällare", date(2025, 12, 31)),
        ("- 31/12 smällare", date(2025, 12, 31)),
        ("- den 31 december smällare", date(2025, 12, 31)),
        ("- 31/12 2024 smällare", date(2024, 12, 31)),
        ("- 31/2 smällare", date(2026, 1, 2)),
        ("- version 3.10.2 av 12/34/56", date(2026, 1, 2)),
    ],
)
def test_days_are_read_as_they_are_written_and_without_year_the_nearest(text: str, day: date) -> None:
    [found] = proposals(text, day=date(2026, 1, 2))
    assert found.day == day


def test_numbers_that_are_no_clock_are_not_taken_for_one() -> None:
    [found] = proposals("- Kostnad 12.500 kr, paragraf 3.10.2, tel 08-123 45 67", day=date(2025, 3, 7))
    assert (found.first, found.last) == (None, None)


def test_an_empty_report_tells_nothing() -> None:
    assert split_report("") == ()
    assert proposals(" \n\n") == []


def test_the_words_of_reports_lead_to_categories_of_the_taxonomy() -> None:
    words = report_words()
    taxonomy = Taxonomy.load()
    assert {code for code in words.values() if code not in taxonomy} == set()
    said = {
        "Klottrat på fasaden": "klotter",
        "Ruta krossad": "skadegorelse",
        "Två cyklar stulna": "stold",
        "Berusade personer": "berusning",
        "Rondering utan anmärkning": None,
    }
    assert {text: words.get(longest_word(text, words)) for text in said} == said
