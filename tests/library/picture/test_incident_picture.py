"""Pictures from incidents: where, when and what stands out, and why something cannot be shown."""

import json
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
import shapely

from lagesbild.picture.options import Population
from lagesbild.picture.picture import Picture, PictureError, PictureOptions, make_picture
from lagesbild.sources.base import SourceTables
from lagesbild.sources.catalogue import read_any
from lagesbild.tables.areas import Areas
from lagesbild.tables.coordinates import to_sweref
from lagesbild.tables.periods import Period

from .builders import DATA, SHARED, day_rows, figure_tables, incident_tables, spread

YEARS = ("2021", "2022", "2023", "2024", "2025")


def text_of(picture: Picture, section_id: str) -> str:
    sections = json.loads(picture.to_json())["sections"]
    return str(next(s for s in sections if s["id"] == section_id)["text"]).replace("\xa0", " ")


def steady(category: str, per_year: int, **more: str) -> list[dict[str, object]]:
    return [r for i, y in enumerate(YEARS) for r in day_rows(category, spread(per_year, y, seed=i), **more)]


def points(number: int, *, year: int = 2025, seed: int = 3, clustered: int = 0) -> list[dict[str, object]]:
    """Incidents with minute and point around Västerås, some of them at one corner."""
    rng = np.random.default_rng(seed)
    lon, lat = rng.uniform(16.45, 16.65, number), rng.uniform(59.57, 59.65, number)
    lon[:clustered], lat[:clustered] = (
        rng.normal(16.54, 0.0004, clustered),
        rng.normal(59.61, 0.0002, clustered),
    )
    plane = to_sweref(lon, lat)
    rows: list[dict[str, object]] = []
    for i in range(number):
        moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(minutes=int(rng.integers(0, 525_000)))
        rows.append(
            {
                "category": "klotter", "start": moment, "end": moment, "time_precision": "minute",
                "lon": float(lon[i]), "lat": float(lat[i]), "e": float(plane.e[i]), "n": float(plane.n[i]),
                "location_precision": "point",
            }
        )  # fmt: skip
    return rows


def west_and_east() -> Areas:
    frame = pl.DataFrame({"code": ["V", "O"], "name": ["Väster", "Öster"], "kind": ["own", "own"]})
    boxes = [shapely.box(16.40, 59.50, 16.55, 59.70), shapely.box(16.55, 59.50, 16.70, 59.70)]
    return Areas.from_frame(frame, np.array(boxes, dtype=object))


def test_a_week_far_above_the_others_is_an_alarm_with_its_expected_count() -> None:
    rows = [
        *steady("klotter", 300),
        *day_rows("klotter", [date(2025, 9, 2) + timedelta(days=i % 5) for i in range(30)]),
    ]
    picture = make_picture([incident_tables(rows)], PictureOptions(period=Period.parse("2025")))
    alarms = [f for f in picture.by_section["deviations"] if f.kind == "alarm"]
    assert alarms[0].period == "2025-W36"
    assert alarms[0].verdict == "increase"
    assert "v. 36 2025. Väntat var" in alarms[0].sentence.replace("\xa0", " ")
    assert "Av en ren slump väntas ungefär" in text_of(picture, "deviations")


def test_a_short_history_gives_no_alarms_and_says_why() -> None:
    picture = make_picture([incident_tables(day_rows("klotter", spread(300, "2025")))])
    assert "minst två år före" in text_of(picture, "deviations")
    assert picture.by_section["deviations"] == ()


def test_a_true_hot_spot_is_found_and_even_points_give_none() -> None:
    hot = make_picture([incident_tables(points(400, clustered=120))])
    spots = [f for f in hot.findings if f.kind == "hotspot"]
    assert len(spots) >= 1
    assert spots[0].count >= 100
    assert spots[0].q_value < 0.05
    even = make_picture([incident_tables(points(400))])
    assert [f for f in even.findings if f.kind == "hotspot"] == []
    assert "Ingen plats har säkert fler" in text_of(even, "places")


def test_hot_spots_and_points_are_never_in_the_public_version() -> None:
    picture = make_picture([incident_tables(points(400, clustered=120))], PictureOptions(public=True))
    assert not [f for f in picture.findings if f.kind == "hotspot"]
    assert not [figure for figure in picture.document.figures() if figure.kind == "map"]


def test_points_are_placed_in_the_given_areas_with_rates_and_a_map() -> None:
    population = Population(
        pl.DataFrame({"area": ["V", "O"], "year": [2024, 2024], "population": [5000, 5000]}), "egen fil"
    )
    options = PictureOptions(areas=west_and_east(), population=population)
    picture = make_picture([incident_tables(points(400, clustered=200))], options)
    table = next(t for t in picture.document.tables() if t.id.startswith("places") and "area" in t.id)
    keys = [column.key for column in table.columns]
    rows = {row[0]: dict(zip(keys, row, strict=True)) for row in table.rows}
    assert set(rows) == {"Väster", "Öster"}
    assert sum(row["count"] for row in rows.values()) == 400
    assert rows["Väster"]["rate"] == pytest.approx(rows["Väster"]["count"] / 5)
    assert any(f.id.startswith("places-map") for f in picture.document.figures())


def test_hours_use_only_incidents_whose_clock_is_known() -> None:
    rows = [*points(120), *day_rows("klotter", spread(80, "2025"))]
    text = text_of(make_picture([incident_tables(rows)]), "times")
    assert "120 händelser har klockslag" in text
    assert "80 händelser har bara datum och är inte med" in text


def test_only_dates_give_no_hours_and_say_so() -> None:
    assert "har klockslag, bara datum" in text_of(
        make_picture([incident_tables(steady("klotter", 60))]), "times"
    )


def test_the_news_feed_is_never_told_as_crime_and_has_no_point_map() -> None:
    picture = make_picture([incident_tables(steady("trafikolycka", 200), source="polisen-events")])
    kinds = {f.kind for f in picture.findings if f.kind != "data_quality"}
    assert kinds <= {
        "publication_change",
        "publication_level",
        "publication_alarm",
        "publication_time_pattern",
    }
    assert "Därför finns ingen karta med punkter" in text_of(picture, "places")
    assert "inte statistik" in text_of(picture, "summary")
    assert not next(d for d in picture.law if d.id == "extent").is_met


def test_a_municipality_is_compared_with_the_rest_of_the_file() -> None:
    here = [*day_rows("klotter", spread(60, "2024")), *day_rows("klotter", spread(180, "2025"))]
    there = [
        *day_rows("klotter", spread(600, "2024", seed=5)),
        *day_rows("klotter", spread(610, "2025", seed=6)),
    ]
    rows = [
        *({**row, "municipality": "1980", "county": "19"} for row in here),
        *({**row, "municipality": "1880", "county": "18"} for row in there),
    ]
    picture = make_picture(
        [incident_tables(rows, municipality=None)], PictureOptions(municipality="Västerås")
    )
    finding = next(f for f in picture.by_section["comparison"] if f.kind == "trend_comparison")
    assert finding.verdict == "increase"
    assert "180 mot 60 här, 610 mot 600 där" in finding.sentence


def test_levels_are_compared_only_where_the_difference_is_real() -> None:
    picture = make_picture(read_any([DATA / "bra_kommuner.csv"]), PictureOptions(municipality="Perstorp"))
    pairs = [f for f in picture.by_section["comparison"] if f.kind == "level_comparison"]
    told = [f for f in picture.by_section["comparison"] if f.kind == "level_summary"]
    assert len(pairs) == 6 * 5  # six kinds, and the five municipalities that have 2025
    assert {f.verdict for f in pairs} >= {"unclear"}
    assert all("säkert" in f.sentence for f in told)


def test_several_municipalities_without_a_choice_are_refused_with_their_names() -> None:
    with pytest.raises(PictureError, match=r"Alingsås.*--municipality"):
        make_picture(read_any([DATA / "bra_kommuner.csv"]))


def test_an_unknown_municipality_gets_the_nearest_names() -> None:
    with pytest.raises(PictureError, match="Menade du Västerås"):
        make_picture([incident_tables(steady("klotter", 20))], PictureOptions(municipality="Västeras"))


def test_a_period_without_incidents_says_what_the_files_cover() -> None:
    with pytest.raises(PictureError, match="Materialet täcker 2021"):
        make_picture([incident_tables(steady("klotter", 20))], PictureOptions(period=Period.parse("2031")))


def test_an_unfinished_year_is_cut_at_the_same_date_in_every_year() -> None:
    rows = [r for r in steady("klotter", 200) if r["start"] < datetime(2025, 9, 30, tzinfo=UTC)]
    options = PictureOptions(period=Period.parse("2025"), as_of=date(2025, 9, 15))
    picture = make_picture([incident_tables(rows)], options)
    assert str(picture.period) == "2025-01-01..2025-09-15"
    assert [str(p) for p in picture.compare] == [f"{y}-01-01..{y}-09-15" for y in (2021, 2022, 2023, 2024)]
    assert any("är inte slut i materialet" in warning for warning in picture.warnings)


def test_rows_that_came_after_the_day_are_left_out_and_counted() -> None:
    rows = steady("klotter", 100)
    picture = make_picture([incident_tables(rows)], PictureOptions(as_of=date(2024, 12, 31)))
    assert str(picture.period) == "2024"
    table = next(t for t in picture.document.tables() if t.id == "extent-left-out")
    assert ("Rader som kom till efter 2024-12-31", 100) in table.rows


def test_incidents_and_published_figures_stand_side_by_side() -> None:
    figures = figure_tables({"Skadegörelse": [900, 950, 940, 930, 1200]}, years=range(2021, 2026))
    picture = make_picture([incident_tables(steady("klotter", 100)), figures])
    ids = [t.id for t in picture.document.tables()]
    assert "development-police-incidents" in ids
    assert "development-bra-sol" in ids


def test_the_order_of_rows_changes_nothing() -> None:
    rows = steady("klotter", 100) + steady("ran", 30)
    one = make_picture([incident_tables(rows)])
    other = make_picture([incident_tables(rows[::-1])])
    assert [f.sentence for f in one.findings] == [f.sentence for f in other.findings]


@pytest.fixture(scope="module")
def national_feed() -> list[SourceTables]:
    path = SHARED / "sweden" / "polisen" / "events_2023-03_2025-12.json.gz"
    if not path.is_file():
        pytest.skip("the national archive is not here")
    return read_any([path])


def test_the_whole_country_is_pictured_from_the_national_feed(national_feed: list[SourceTables]) -> None:
    picture = make_picture(national_feed)
    assert picture.municipality == "hela landet"
    assert str(picture.period) == "2025"
    assert picture.snapshot.rows > 50_000
    codes = [f.sentence for f in picture.findings if "ersätts av" in f.sentence]
    assert any("Detonation" in text and "Explosion" in text for text in codes)


def test_a_category_that_is_only_a_new_label_is_no_increase(national_feed: list[SourceTables]) -> None:
    picture = make_picture(national_feed)
    arson = next(f for f in picture.by_section["development"] if f.category == "Mordbrand")
    assert arson.verdict == "unclear"
    assert "finns bara från 2025-10-15" in arson.sentence
