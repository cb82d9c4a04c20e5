"""Surveys: a margin where the answers are known, and the word that it is unknown where they are not."""

from datetime import date

import polars as pl

from lagesbild.picture.picture import Picture, PictureOptions, make_picture
from lagesbild.sources.base import SourceTables
from lagesbild.sources.catalogue import read_any
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements

from .builders import DATA


def survey(*rows: tuple[str, int, float, int | None, str], unit: str = "percent") -> SourceTables:
    frame = pl.DataFrame(
        [
            {
                "indicator": question,
                "section": "Trygghetsmätning",
                "area": "0139",
                "period": str(year),
                "period_start": date(year, 1, 1),
                "period_end": date(year + 1, 1, 1),
                "group": group,
                "value": value,
                "base_size": n,
                "unit": unit,
                "is_total": False,
                "source": "survey",
            }
            for question, year, value, n, group in rows
        ],
        infer_schema_length=None,
    )
    return SourceTables("survey", "e.csv", "ef" * 32, Incidents.empty(), Measurements.from_frame(frame))


def sentence(picture: Picture, question: str) -> tuple[str, str]:
    finding = next(f for f in picture.by_section["other_information"] if f.category == question)
    return finding.verdict, finding.sentence.replace("\xa0", " ")


def test_the_margin_of_a_third_among_500_is_four_points() -> None:
    picture = make_picture([survey(("Otrygg", 2021, 33, 500, "alla"))])
    assert sentence(picture, "Otrygg")[1] == "Otrygg: 33 % 2021 (95 % intervall 29–37 %, 500 svar)."


def test_three_points_among_500_are_no_certain_change() -> None:
    picture = make_picture([survey(("Otrygg", 2020, 36, 500, "alla"), ("Otrygg", 2021, 33, 500, "alla"))])
    verdict, text = sentence(picture, "Otrygg")
    assert verdict == "unclear"
    assert "Skillnaden kan vara en slump (95 % intervall −9 till +3 procentenheter)" in text


def test_a_large_change_with_known_answers_is_certain() -> None:
    picture = make_picture([survey(("Klotter", 2020, 54, 500, "alla"), ("Klotter", 2021, 40, 500, "alla"))])
    verdict, text = sentence(picture, "Klotter")
    assert verdict == "decrease"
    assert "Minskningen är säker" in text


def test_without_the_number_of_answers_nothing_is_called_certain() -> None:
    picture = make_picture([survey(("Klotter", 2020, 54, None, "alla"), ("Klotter", 2021, 40, 500, "alla"))])
    assert sentence(picture, "Klotter") == (
        "unclear",
        "Klotter: 40 % 2021 (95 % intervall 36–44 %, 500 svar) mot 54 % 2020. "
        "Ändringen går inte att pröva: antalet svar saknas.",
    )


def test_one_number_of_answers_for_all_groups_gives_no_group_a_margin() -> None:
    picture = make_picture(
        [survey(("Vapen", 2020, 8, 326, "pojkar åk 9"), ("Vapen", 2020, 5, 326, "flickor åk 9"))]
    )
    table = next(t for t in picture.document.tables() if t.id.startswith("survey"))
    assert [row[3:6] for row in table.rows] == [(None, None, None), (None, None, None)]
    assert "326 svar för alla grupper tillsammans" in picture.to_json().replace("\xa0", " ")


def test_the_index_is_explained_and_low_is_good() -> None:
    picture = make_picture([survey(("Nedskräpning", 2021, 1.66, None, "alla"), unit="index_0_6")])
    assert "Index går från 0 (inget problem) till 6" in picture.to_json()


def test_too_few_answers_are_not_judged() -> None:
    picture = make_picture([survey(("Hot", 2020, 50, 12, "alla"), ("Hot", 2021, 0, 12, "alla"))])
    assert sentence(picture, "Hot")[0] == "too_few"


def test_few_answers_are_not_shown_to_everybody() -> None:
    tables = [survey(("Hot", 2021, 25, 12, "alla"), ("Oro", 2021, 30, 400, "alla"))]
    picture = make_picture(tables, PictureOptions(public=True))
    table = next(t for t in picture.document.tables() if t.id.startswith("survey"))
    assert [row[0] for row in table.rows] == ["Oro"]


def test_a_survey_counts_as_other_information_of_importance() -> None:
    tables = read_any([DATA / "compstat_upplands-bro.csv", DATA / "enkat_upplands-bro.csv"])
    picture = make_picture(tables, PictureOptions(municipality="0139"))
    assert [d.id for d in picture.law if d.is_met] == ["extent", "other_information"]
    assert "Stockholms län: 13 %" in picture.to_json().replace("\xa0", " ")
