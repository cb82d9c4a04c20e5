"""Zero reports, safe places and events are told apart: they are never counted or ranked as problems."""

import json
from datetime import date, timedelta

import pytest

from lagesbild.document.tree import Section
from lagesbild.picture.not_problems import is_problem
from lagesbild.picture.options import PictureError, PictureOptions
from lagesbild.picture.picture import Picture, make_picture
from lagesbild.tables.categories import Taxonomy

from .builders import day_rows, incident_tables, spread

YEARS = ("2022", "2023", "2024", "2025")
APART = ("nollrapport", "trygg_plats", "arrangemang")


def rows(*, with_reports: bool) -> list[dict[str, object]]:
    """Steady graffiti; and perhaps zero reports, safe places and events that suddenly became many."""
    found = [
        r for i, y in enumerate(YEARS) for r in day_rows("klotter", spread(200, y, seed=i), area="1980C1010")
    ]
    if with_reports:
        week = [date(2025, 9, 1) + timedelta(days=i % 7) for i in range(60)]
        found += [r for category in APART for r in day_rows(category, week, area="1980C1020")]
        found += day_rows("nollrapport", spread(60, "2024"))
    return found


def made(*, with_reports: bool, public: bool = False) -> Picture:
    tables = [incident_tables(rows(with_reports=with_reports), source="incidents")]
    return make_picture(tables, PictureOptions(municipality="1980", public=public))


def section(picture: Picture, section_id: str) -> Section:
    return next(s for s in picture.document.sections if s.id == section_id)


def text(picture: Picture, section_id: str) -> str:
    found = next(s for s in json.loads(picture.to_json())["sections"] if s["id"] == section_id)
    return str(found["text"]).replace("\xa0", " ")


@pytest.fixture(scope="module")
def picture() -> Picture:
    return made(with_reports=True)


def test_every_finding_is_the_same_with_and_without_them(picture: Picture) -> None:
    without = made(with_reports=False)
    kept = [f for f in picture.findings if f.kind != "data_quality"]
    assert kept
    assert kept == [f for f in without.findings if f.kind != "data_quality"]


def test_they_are_in_no_total_and_no_table_but_their_own(picture: Picture) -> None:
    names = {Taxonomy.load().name(code) for code in APART}
    holding = {t.id for t in picture.document.tables() if names & {row[0] for row in t.rows}}
    assert holding == {"other-not-problems"}
    assert "182 händelser i 1 kategori" in text(picture, "extent")
    assert "står under Annan information" in text(picture, "extent")


def test_zero_reports_are_told_with_what_they_mean(picture: Picture) -> None:
    told = text(picture, "other_information")
    assert "Nollrapporter: 60." in told
    assert "Ingen rapport är inte samma sak som att inget har hänt" in told


def test_the_rows_stay_in_the_snapshot(picture: Picture) -> None:
    assert picture.snapshot.tables["incidents"].height == 4 * 200 + 3 * 60 + 60


def test_the_law_is_not_met_by_zero_reports(picture: Picture) -> None:
    demand = next(d for d in picture.law if d.id == "other_information")
    assert not demand.is_met
    assert "Annan information saknas" in text(picture, "other_information")


def test_a_picture_without_such_reports_does_not_mention_them() -> None:
    assert "other-not-problems" not in {t.id for t in made(with_reports=False).document.tables()}


def test_small_numbers_of_them_are_hidden_in_the_public_version() -> None:
    few = [*rows(with_reports=False), *day_rows("nollrapport", spread(3, "2025"))]
    tables = [incident_tables(few, source="incidents")]
    found = make_picture(tables, PictureOptions(municipality="1980", public=True))
    table = next(t for t in found.document.tables() if t.id == "other-not-problems")
    assert [row[-1] for row in table.rows] == [None]
    assert "Nollrapporter:" not in text(found, "other_information")


def test_nothing_but_zero_reports_says_what_to_add() -> None:
    tables = [incident_tables(day_rows("nollrapport", spread(30, "2025")), source="incidents")]
    with pytest.raises(PictureError, match="bara rader som inte är problem"):
        make_picture(tables, PictureOptions(municipality="1980"))


def test_an_unsafe_place_is_a_problem_and_a_safe_one_is_not() -> None:
    taxonomy = Taxonomy.load()
    assert is_problem("otrygg_plats", taxonomy)
    assert is_problem("en_egen_kod", taxonomy)
    assert [is_problem(code, taxonomy) for code in APART] == [False, False, False]
