"""A source that began during the compared years is not compared with the years it does not hold."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from lagesbild.picture.options import PictureOptions
from lagesbild.picture.picture import Picture, make_picture
from lagesbild.sources.base import SourceTables
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.periods import Period, comparison_periods


def daily(source: str, first: date, last: date, per_day: int) -> SourceTables:
    """A source with the same number of incidents every day, in one area."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    rows = [
        {
            "id": f"{source}-{day}-{i}",
            "category": "klotter",
            "label": "Klotter",
            "start": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            "end": datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            "time_precision": "minute",
            "area": "1980C1010",
            "municipality": "1980",
            "location_precision": "area",
            "source": source,
            "count": 1,
        }
        for day in days
        for i in range(per_day)
    ]
    incidents = Incidents.from_frame(pl.DataFrame(rows))
    return SourceTables(source, f"{source}.csv", "0" * 64, incidents, _no_measurements(), rows_read=len(rows))


def _no_measurements():
    from lagesbild.tables.measurements import Measurements

    return Measurements.empty()


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


def test_no_finding_says_that_the_new_source_has_increased(picture: Picture) -> None:
    assert [f.sentence for f in picture.findings if f.verdict in {"increase", "decrease"}] == []


def test_the_old_source_is_still_compared_with_every_year(picture: Picture) -> None:
    tables = {t.id: t for t in picture.document.tables() if t.id.startswith("development")}
    headings = [column.heading for table in tables.values() for column in table.columns]
    assert {"2022", "2023", "2024", "2025"} <= set(headings)


def test_the_reader_is_told_which_source_is_not_compared_and_since_when_it_holds(picture: Picture) -> None:
    text = picture.to_json()
    assert "börjar 2024-08-01 och täcker inte hela 2022, 2023 och 2024" in text


def test_the_new_source_gives_no_alarms(picture: Picture) -> None:
    assert [f for f in picture.findings if f.kind == "alarm"] == []
