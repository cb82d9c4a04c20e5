"""Pictures of a kind, of an area and of a crime type: cut before anything is counted, and said so."""

from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely

from lagesbild.picture.kinds import KINDS, latest_periods
from lagesbild.picture.options import PictureError
from lagesbild.picture.people import People, SectionNote
from lagesbild.picture.picture import PictureOptions, make_picture
from lagesbild.tables.areas import Areas

from .builders import day_rows, incident_tables, spread

ROWS = [
    *day_rows("skadegorelse", spread(120, "2023", seed=1), area="A"),
    *day_rows("skadegorelse", spread(160, "2024", seed=2), area="A"),
    *day_rows("cykelstold", spread(90, "2023", seed=3), area="B"),
    *day_rows("cykelstold", spread(80, "2024", seed=4), area="B"),
]
SQUARES = Areas.from_frame(
    pl.DataFrame({"code": ["A", "B"], "name": ["Norrby", "Söderby"], "kind": ["own", "own"]}),
    np.array([shapely.box(16, 59, 16.1, 59.1), shapely.box(16.1, 59, 16.2, 59.1)], dtype=object),
)


def made(**options: object):  # type: ignore[no-untyped-def]
    wish = {"municipality": "1980", "areas": SQUARES} | options
    return make_picture([incident_tables(ROWS)], PictureOptions(**wish))  # type: ignore[arg-type]


def test_a_week_is_the_latest_whole_one_and_has_its_own_sections() -> None:
    picture = made(kind="week", as_of=date(2024, 12, 11))
    assert str(picture.period) == "2024-W49"
    assert [s.id for s in picture.document.sections] == [
        "summary", "extent", "development", "places", "times", "deviations", "other_information", "analysis",
        "sources", "methods",
    ]  # fmt: skip
    assert picture.document.title == "Veckobild Västerås"
    assert "uppfyller ännu inte 4 §" not in picture.to_json()
    assert picture.law == ()


def test_only_the_year_is_measured_by_the_law() -> None:
    assert [kind.id for kind in KINDS.values() if kind.is_by_law] == ["year"]
    assert "uppfyller ännu inte 4 §" in made(kind="year").to_json()


def test_an_area_holds_its_own_rows_and_nothing_else() -> None:
    picture = made(kind="area", area="norrby")
    assert picture.document.title == "Områdesbild Norrby, Västerås"
    assert picture.snapshot.tables["incidents"]["area"].unique().to_list() == ["A"]
    assert picture.municipality == "Västerås"
    assert "cykel" not in picture.to_json().lower()


def test_a_point_is_judged_by_the_boundary_whatever_its_row_says() -> None:
    rows = [dict(row, lon=16.15, lat=59.05, location_precision="point") for row in ROWS[:280]]
    table = incident_tables(rows)
    with pytest.raises(PictureError, match="inga händelser i Norrby"):
        make_picture([table], PictureOptions(municipality="1980", areas=SQUARES, area="Norrby"))


def test_a_topic_holds_one_category() -> None:
    picture = made(kind="topic", category="skadegorelse", sections=("extent",))
    assert picture.document.title == "Fördjupning skadegörelse, Västerås"
    assert [s.id for s in picture.document.sections] == ["summary", "extent", "sources", "methods"]
    assert picture.snapshot.rows == 280


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"kind": "decade"}, "ingen sorts lägesbild"),
        ({"sections": ("weather",)}, "Avsnittet 'weather'"),
        ({"area": "Månen"}, "Området 'Månen'"),
        ({"area": "Norrby", "areas": None}, "--areas"),
        ({"category": "x"}, "Kategorin 'x'"),
        ({"category": "mord_drap"}, "inga uppgifter|finns inte"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(PictureError, match=sentence):
        made(**options)


def test_what_people_add_stands_in_its_section() -> None:
    people = People(
        notes=(SectionNote("extent", "Ökningen är *verklig*.", "Samordnare, 2025-01-10", "En mening."),),
        hidden=(("places", "Området är för litet för att visas."),),
        problems=("Skadegörelse vid skolan",),
    )
    picture = made(people=people)
    text = picture.to_json()
    assert all(words in text for words in ("Ökningen är verklig.", "Samordnare, 2025-01-10", "En mening."))
    assert "Området är för litet för att visas." in text
    assert "1. Skadegörelse vid skolan" in text or "- Skadegörelse vid skolan" in text
    assert picture.by_section["places"] == ()


def test_nothing_changes_for_who_chooses_nothing() -> None:
    assert made().to_json() == made(people=People()).to_json()


def test_periods_that_are_over_are_offered_the_latest_first() -> None:
    assert [str(p) for p in latest_periods("month", date(2025, 2, 14), number=3)] == [
        "2025-01", "2024-12", "2024-11",
    ]  # fmt: skip
