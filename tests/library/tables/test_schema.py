"""Typed tables: what is let in, what is filled, what is refused."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from lagesbild.tables.incidents import INCIDENT_SCHEMA, Incidents
from lagesbild.tables.measurements import MEASUREMENT_SCHEMA, Measurements
from lagesbild.tables.schema import SchemaError


def an_incident(**values: object) -> pl.DataFrame:
    """One incident with everything that must be there."""
    row: dict[str, object] = {
        "id": "1",
        "category": "klotter",
        "time_precision": "day",
        "location_precision": "unknown",
        "source": "incidents",
        "count": 1,
    }
    return pl.DataFrame({name: [value] for name, value in (row | values).items()})


def a_measurement(**values: object) -> pl.DataFrame:
    """One published figure with everything that must be there."""
    row: dict[str, object] = {
        "indicator": "Otrygg ute",
        "period": "2025",
        "period_start": date(2025, 1, 1),
        "period_end": date(2026, 1, 1),
        "group": "alla",
        "unit": "percent",
        "is_total": False,
        "source": "survey",
    }
    return pl.DataFrame({name: [value] for name, value in (row | values).items()})


def test_missing_optional_columns_are_filled_and_order_is_the_schemas() -> None:
    incidents = Incidents.from_frame(an_incident().select("source", "count", pl.exclude("source", "count")))
    assert incidents.frame.columns == list(INCIDENT_SCHEMA)
    assert dict(incidents.frame.schema) == dict(INCIDENT_SCHEMA)
    assert incidents.frame["lon"].null_count() == 1
    measurements = Measurements.from_frame(a_measurement())
    assert dict(measurements.frame.schema) == dict(MEASUREMENT_SCHEMA)
    assert len(incidents) == len(measurements) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"suspect": "x"}, "no column suspect"),  # there is no place for a person
        ({"id": None}, "id must not be empty"),
        ({"time_precision": "second"}, "incidents"),
        ({"count": "many"}, "incidents"),
    ],
)
def test_an_incident_that_is_not_one_is_refused(change: dict[str, object], why: str) -> None:
    Incidents.from_frame(an_incident())  # the same row without the change is let in
    with pytest.raises(SchemaError, match=why):
        Incidents.from_frame(an_incident(**change))


def test_a_required_column_cannot_be_left_out() -> None:
    with pytest.raises(SchemaError, match="incidents needs the column source"):
        Incidents.from_frame(an_incident().drop("source"))
    with pytest.raises(SchemaError, match="measurements needs the column unit"):
        Measurements.from_frame(a_measurement().drop("unit"))


def test_a_measurement_in_an_unknown_unit_is_refused() -> None:
    with pytest.raises(SchemaError):
        Measurements.from_frame(a_measurement(unit="procent"))


def test_tables_without_rows_have_the_same_columns() -> None:
    assert dict(Incidents.empty().frame.schema) == dict(INCIDENT_SCHEMA)
    assert dict(Measurements.empty().frame.schema) == dict(MEASUREMENT_SCHEMA)
    assert len(Incidents.empty().counted()) == 0
    assert len(Incidents.from_frame(an_incident().clear())) == 0


def test_rows_that_are_excluded_are_kept_but_not_counted() -> None:
    frame = pl.concat(
        [an_incident(excluded="summary"), an_incident(id="2", excluded=None)], how="vertical_relaxed"
    )
    incidents = Incidents.from_frame(frame)
    assert len(incidents) == 2
    assert incidents.counted().frame["id"].to_list() == ["2"]


def test_hours_are_those_of_the_local_clock_in_winter_and_summer() -> None:
    winter, summer = datetime(2025, 1, 15, 22, 30, tzinfo=UTC), datetime(2025, 7, 15, 22, 30, tzinfo=UTC)
    frame = pl.concat([an_incident(start=winter, end=winter), an_incident(start=summer, end=summer)])
    incidents = Incidents.from_frame(frame)
    hours = incidents.frame.select(incidents.local_start().dt.hour())["start"].to_list()
    days = incidents.frame.select(incidents.local_end().dt.day())["end"].to_list()
    assert hours == [23, 0]  # one hour before UTC in winter, two in summer
    assert days == [15, 16]
    elsewhere = Incidents.from_frame(frame, timezone="America/Chicago").counted()
    assert elsewhere.frame.select(elsewhere.local_start().dt.hour())["start"].to_list() == [16, 17]
