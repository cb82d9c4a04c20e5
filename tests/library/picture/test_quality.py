"""What is wrong with the data is found in the data and said where it matters."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lagesbild.picture.picture import Picture, PictureOptions, make_picture
from lagesbild.tables.periods import Period

from .builders import day_rows, figure_tables, incident_tables, spread

YEARS = ("2021", "2022", "2023", "2024", "2025")


def caveats(picture: Picture) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in picture.findings:
        if finding.kind == "data_quality":
            found.setdefault(finding.method.split(": ")[1], []).append(finding.sentence.replace("\xa0", " "))
    return found


def change(picture: Picture, category: str) -> tuple[str, str]:
    finding = next(
        f for f in picture.by_section["development"] if f.kind == "change" and f.category == category
    )
    return finding.verdict, finding.sentence.replace("\xa0", " ")


def steady(category: str, per_year: int, **more: str) -> list[dict[str, object]]:
    return [
        row
        for i, year in enumerate(YEARS)
        for row in day_rows(category, spread(per_year, year, seed=i), **more)
    ]


def test_one_day_that_inflates_a_year_is_told_with_and_without_and_is_no_certain_increase() -> None:
    rows = [*steady("skadegorelse", 120), *day_rows("skadegorelse", [date(2025, 5, 3)] * 80)]
    picture = make_picture([incident_tables(rows)], PictureOptions(period=Period.parse("2025")))
    verdict, sentence = change(picture, "Skadegörelse")
    assert verdict == "unclear"
    assert "200 mot 120" in sentence
    assert "samma datum, 2025-05-03" in sentence
    assert any("Utan den dagen är antalet 120" in text for text in caveats(picture)["series"])


def test_a_busy_but_ordinary_day_is_no_series() -> None:
    picture = make_picture([incident_tables(steady("skadegorelse", 600))])
    assert "series" not in caveats(picture)


def test_a_published_year_far_above_the_others_is_told() -> None:
    perstorp = figure_tables(
        {"Narkotika- och vapenbrott": [30, 60, 90, 150, 762, 120, 100]}, years=range(2014, 2021), area="1275"
    )
    picture = make_picture([perstorp])
    assert "762 år 2018, mot som mest 150 andra år" in caveats(picture)["series"][0]


def test_a_new_code_makes_no_certain_increase() -> None:
    rows = [
        *steady("klotter", 100),
        *day_rows("rattfylleri", spread(60, "2025-06-01..2025-12-31", seed=9), code="4099"),
    ]
    picture = make_picture([incident_tables(rows)])
    verdict, sentence = change(picture, "Rattfylleri")
    assert verdict == "unclear"
    assert "finns bara från 2025-06" in sentence
    assert "går inte att jämföra" in sentence


def test_a_code_that_changes_name_within_its_category_hurts_no_comparison() -> None:
    rows = [
        *steady("klotter", 100),
        *day_rows("sprangning", spread(150, "2024-01-01..2024-09-03", seed=1), code="Detonation"),
        *day_rows("sprangning", spread(300, "2024-09-07..2025-12-31", seed=2), code="Explosion"),
    ]
    picture = make_picture([incident_tables(rows)], PictureOptions(period=Period.parse("2025")))
    assert any(
        "Koden Detonation (sprangning) ersätts av Explosion (sprangning)" in text
        for text in caveats(picture)["break"]
    )
    assert "finns bara från" not in change(picture, "Sprängning")[1]


@pytest.mark.parametrize("share", [0.0, 0.3])
def test_missing_areas_are_counted_and_said(share: float) -> None:
    rows = steady("klotter", 200)
    for i, row in enumerate(rows):
        row["area"] = None if i % 10 < share * 10 else "1980A0010"
    found = caveats(make_picture([incident_tables(rows)]))
    assert ("places" in found) == (share > 0)
    if share:
        assert "område saknas för 30 % av raderna" in found["places"][0]


def test_the_delay_is_measured_and_marks_the_last_weeks_as_preliminary() -> None:
    rows = steady("klotter", 400)
    for i, row in enumerate(rows):
        late = (0, 0, 0, 0, 0, 3, 3, 5, 10, 20)[i % 10]
        start = row["start"]
        assert isinstance(start, datetime)
        row["reported_at"] = start + timedelta(days=late)
    picture = make_picture([incident_tables(rows)], PictureOptions(as_of=date(2025, 12, 31)))
    sentence = caveats(picture)["delay"][0]
    assert "50 % registreras samma dag, 80 % inom sju dagar och 100 % inom 30 dagar" in sentence
    assert "2025-12-12 och framåt är därför för låga" in sentence


def test_without_registration_dates_the_delay_cannot_be_measured_and_that_is_said() -> None:
    assert (
        "Eftersläpningen går inte att mäta"
        in caveats(make_picture([incident_tables(steady("klotter", 100))]))["delay"][0]
    )


def test_a_source_that_fell_silent_is_named() -> None:
    police = incident_tables(steady("klotter", 300))
    own = incident_tables(day_rows("nedskrapning", spread(120, "2024-01-01..2025-08-15")), source="incidents")
    picture = make_picture([police, own])
    assert any("inga rader efter 2025-08" in text for text in caveats(picture)["silent"])


def test_exact_copies_are_counted_but_told() -> None:
    moment = datetime(2025, 3, 1, 22, 15, tzinfo=UTC)
    point = {
        "category": "klotter", "start": moment, "end": moment, "time_precision": "minute",
        "lon": 16.5, "lat": 59.6, "e": 584000.0, "n": 6608000.0, "location_precision": "point",
    }  # fmt: skip
    picture = make_picture([incident_tables([*steady("klotter", 100), point, point, point])])
    assert caveats(picture)["duplicates"][0].startswith("2 rader är exakt lika")


def test_a_few_stray_old_dates_do_not_become_comparison_years() -> None:
    rows = [
        *[row for row in steady("klotter", 200) if row["start"].year >= 2024],
        *day_rows("klotter", [date(2001, 1, 1), date(2019, 7, 1), date(2020, 7, 2)]),
    ]
    picture = make_picture([incident_tables(rows)])
    assert [str(p) for p in picture.compare] == ["2024"]
    assert any("3 rader med tidigare datum" in warning for warning in picture.warnings)


def test_rows_in_two_overlapping_files_count_once() -> None:
    table = incident_tables(steady("klotter", 50))
    once, twice = make_picture([table]), make_picture([table, table])
    counted = {f.category: f.count for f in once.by_section["development"] if f.kind == "change"}
    assert counted == {f.category: f.count for f in twice.by_section["development"] if f.kind == "change"}
