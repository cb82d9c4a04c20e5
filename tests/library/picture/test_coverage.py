"""A source that began during the compared years is not compared with the years it does not hold."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from lagesbild.document.tree import KeyFigures
from lagesbild.picture.options import PictureOptions
from lagesbild.picture.picture import Picture, make_picture
from lagesbild.sources.base import SourceTables
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements
from lagesbild.tables.periods import Period, comparison_periods


def daily(source: str, first: date, last: date, per_day: int, *, municipality: str = "1980") -> SourceTables:
    """A source with the same number of incidents every day, in one area."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    rows = [
        {
            "id": f"{source}-{municipality}-{day}-{i}",
            "category": "klotter",
            "label": "Klotter",
            "start": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            "end": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            "time_precision": "minute",
            "area": "1980C1010",
            "municipality": municipality,
            "county": municipality[:2],
            "location_precision": "area",
            "source": source,
            "count": 1,
        }
        for day in days
        for i in range(per_day)
    ]
    incidents = Incidents.from_frame(pl.DataFrame(rows))
    return SourceTables(
        source, f"{source}.csv", "0" * 64, incidents, Measurements.empty(), rows_read=len(rows)
    )


@pytest.fixture(scope="module")
def picture() -> Picture:
    """Two equally calm sources; one of them began in August of the last year compared with."""
    period = Period.year(2025)
    options = PictureOptions(
        municipality="1980", period=period, compare=comparison_periods("2022..2024", period)
    )
    old = daily("police-incidents", date(2022, 1, 1), date(2025, 12, 31), 2)
    new = daily("incidents", date(2024, 8, 1), date(2025, 12, 31), 2)
    return make_picture([old, new], options)


OVER_TIME = {"change", "area_change", "level", "alarm"}
"""Kinds of findings that say something about then and now; a busy hour of the week does not."""


def test_no_finding_says_that_the_new_source_has_increased(picture: Picture) -> None:
    told = [f for f in picture.findings if f.kind in OVER_TIME]
    assert told
    assert [f.sentence for f in told if f.verdict in {"increase", "decrease"}] == []


def test_the_summary_shows_the_new_source_with_its_count_and_since_when_it_holds(picture: Picture) -> None:
    figures = [
        figure
        for block in picture.document.sections[0].blocks
        if isinstance(block, KeyFigures)
        for figure in block.items
    ]
    new = next(figure for figure in figures if figure.label == "Lista med händelser")
    assert new.value == 730
    assert new.detail == "börjar 2024-08-01, kan inte jämföras ännu"


def test_a_change_elsewhere_is_not_told_for_a_source_that_does_not_hold_the_year_before() -> None:
    period = Period.year(2025)
    options = PictureOptions(
        municipality="1980", period=period, compare=comparison_periods("2022..2024", period)
    )
    old = daily("police-incidents", date(2022, 1, 1), date(2025, 12, 31), 2)
    here = daily("incidents", date(2024, 8, 1), date(2025, 12, 31), 2)
    there = daily("incidents", date(2024, 8, 1), date(2025, 12, 31), 3, municipality="1984")
    made = make_picture([old, here, there], options)
    assert [f for f in made.findings if f.kind == "trend_comparison"] == []


def test_the_old_source_is_still_compared_with_every_year(picture: Picture) -> None:
    tables = {t.id: t for t in picture.document.tables() if t.id.startswith("development")}
    headings = [column.heading for table in tables.values() for column in table.columns]
    assert {"2022", "2023", "2024", "2025"} <= set(headings)


def test_the_reader_is_told_which_source_is_not_compared_and_since_when_it_holds(picture: Picture) -> None:
    text = picture.to_json()
    assert "börjar 2024-08-01 och täcker inte hela 2022, 2023 och 2024" in text


def test_the_new_source_gives_no_alarms(picture: Picture) -> None:
    assert [f for f in picture.findings if f.kind == "alarm"] == []
