"""A file's own words become categories when they are used often, and only then."""

from datetime import UTC, datetime, timedelta

import polars as pl

from lagesbild.picture.options import PictureOptions
from lagesbild.picture.own_words import MOST_WORDS, with_own_words
from lagesbild.picture.picture import make_picture
from lagesbild.sources.base import SourceTables
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements
from lagesbild.tables.periods import Period

TAXONOMY = Taxonomy.load()


def a_list(words: list[str]) -> SourceTables:
    """A list with one incident per word, a day apart, none of which the taxonomy knows."""
    start = datetime(2025, 1, 1, 12, tzinfo=UTC)
    moments = [start + timedelta(hours=7 * i) for i in range(len(words))]
    frame = pl.DataFrame(
        {
            "id": [str(i) for i in range(len(words))],
            "category": "okand",
            "label": words,
            "start": moments,
            "end": moments,
            "time_precision": "minute",
            "location_precision": "unknown",
            "source": "incidents",
            "count": 1,
        }
    )
    incidents = Incidents.from_frame(frame)
    return SourceTables(
        "incidents", "lista.csv", "0" * 64, incidents, Measurements.empty(), rows_read=len(words)
    )


def names(words: list[str]) -> set[str]:
    """The names of the categories that the rows end up in."""
    tables, taxonomy = with_own_words([a_list(words)], TAXONOMY)
    return {taxonomy.name(code) for code in tables[0].incidents.frame["category"].unique()}


def test_a_word_on_five_rows_is_a_category_and_one_on_four_is_not() -> None:
    assert names(["planket"] * 5 + ["skjulet"] * 4) == {"Planket", TAXONOMY.name("okand")}


def test_free_text_does_not_become_a_hundred_categories() -> None:
    words = [f"sak nummer {i}" for i in range(100) for _ in range(5)]
    assert len(names(words)) == MOST_WORDS + 1


def test_a_word_that_points_at_a_person_is_never_a_category() -> None:
    assert names(["ring 070-174 06 05"] * 9) == {TAXONOMY.name("okand")}


def test_words_that_the_taxonomy_knows_are_left_alone() -> None:
    table = a_list(["Klotter"] * 9)
    known = SourceTables(
        "incidents", "lista.csv", "0" * 64,
        Incidents.from_frame(table.incidents.frame.with_columns(category=pl.lit("klotter"))),
        Measurements.empty(),
    )  # fmt: skip
    tables, taxonomy = with_own_words([known], TAXONOMY)
    assert taxonomy is TAXONOMY
    assert tables[0].incidents.frame["category"].unique().to_list() == ["klotter"]


def test_the_picture_counts_the_own_words_apart() -> None:
    picture = make_picture(
        [a_list(["planket"] * 30 + ["skjulet"] * 20)], PictureOptions(period=Period.year(2025))
    )
    rows = {
        row[0]: row[1]
        for table in picture.document.tables()
        if table.id.startswith("extent")
        for row in table.rows
    }
    assert (rows["Planket"], rows["Skjulet"]) == (30, 20)
