"""The published Compstat table of Upplands-Bro 2017–2021: most of its printed changes are chance."""

import json

import pytest

from lagesbild.document.tree import Callout
from lagesbild.picture.picture import Picture, PictureOptions, make_picture
from lagesbild.sources.base import SourceTables
from lagesbild.tables.periods import Period

SECTIONS = [
    "summary", "extent", "development", "comparison", "places", "times", "deviations", "consequences",
    "other_information", "analysis", "sources", "methods",
]  # fmt: skip


def findings(picture: Picture, section: str = "development", kind: str = "change") -> dict[str, object]:
    return {f.category: f for f in picture.by_section[section] if f.kind == kind}


def test_two_of_fourteen_look_certain_and_only_theft_from_vehicles_is(compstat: Picture) -> None:
    changes = [f for f in compstat.by_section["development"] if f.kind == "change"]
    tested = [f for f in changes if f.p_value is not None]
    assert len(tested) == 14
    assert sum(f.p_value < 0.05 for f in tested) == 2
    assert [f.category for f in changes if f.verdict in ("increase", "decrease")] == ["Stöld ur fordon"]


def test_theft_from_vehicles_is_told_with_both_counts_and_its_interval(compstat: Picture) -> None:
    sentence = findings(compstat)["Stöld ur fordon"].sentence.replace("\xa0", " ")
    assert sentence == (
        "Stöld ur fordon har ökat säkert: 241 mot 153 samma period i fjol "
        "(+58 %, 95 % intervall +28 till +94)."
    )


def test_small_numbers_get_no_per_cent(compstat: Picture) -> None:
    told = findings(compstat)
    assert (
        told["Mord/dråp, försök"].sentence == "Mord/dråp, försök: 4 mot 7. Så små tal kan ändras av en slump."
    )
    assert told["Mord/dråp"].sentence == "Mord/dråp: inget fall mot 3. Så små tal kan ändras av en slump."
    assert told["Mord/dråp"].verdict == "too_few"
    assert told["Våldtäkt, utomhus"].sentence.startswith("Våldtäkt, utomhus: inget fall i perioden")


def test_burglary_looks_certain_alone_and_the_reader_is_told_why_it_is_not(compstat: Picture) -> None:
    finding = findings(compstat)["Inbrott i bostad"]
    assert finding.p_value < 0.05 < finding.q_value
    assert finding.verdict == "unclear"
    assert "bland 14 jämförelser kan den vara en slump" in finding.sentence


def test_the_first_page_says_how_many_comparisons_were_looked_at(compstat: Picture) -> None:
    text = summary_text(compstat)
    assert "14 jämförelser" in text
    assert "0,7 väntas av en ren slump" in text
    assert "återstår en säker ändring" in text


def test_sum_rows_are_never_part_of_the_family(
    compstat_tables: list[SourceTables], compstat: Picture
) -> None:
    # The file has no sum rows: the key figures are sums of each section and change nothing that was tested.
    labels = [f.category for f in compstat.by_section["development"]]
    assert "Alla kategorier" not in labels
    assert "Hushåll: 361 mot 312" in summary_text(compstat)


def test_the_twelve_sections_stand_in_their_order(compstat: Picture) -> None:
    assert [section.id for section in compstat.document.sections] == SECTIONS


def test_json_has_exactly_the_keys_of_the_contract(compstat: Picture) -> None:
    data = json.loads(compstat.to_json())
    assert list(data) == [
        "title", "municipality", "period", "compare", "as_of", "version", "snapshot", "sections", "warnings",
    ]  # fmt: skip
    assert set(data["snapshot"]) == {"rows", "sha256"}
    for section in data["sections"]:
        assert list(section) == ["id", "heading", "text", "findings", "tables", "figures"]
        assert section["text"]
        for finding in section["findings"]:
            assert list(finding) == [
                "kind", "category", "area", "period", "count", "reference", "ratio", "low", "high", "p_value",
                "q_value", "verdict", "sentence", "method",
            ]  # fmt: skip
            assert finding["verdict"] in {"increase", "decrease", "unclear", "too_few", "stable"}
        for table in section["tables"]:
            assert list(table) == ["id", "caption", "columns", "rows"]
            assert all(len(row) == len(table["columns"]) for row in table["rows"])
        for figure in section["figures"]:
            assert list(figure) == ["id", "caption", "alt", "kind"]
    assert data["period"] == "2021-01-01..2021-09-30"
    assert data["compare"] == [f"{year}-01-01..{year}-09-30" for year in (2017, 2018, 2019, 2020)]


def test_the_same_input_gives_the_same_json_byte_for_byte(
    compstat_tables: list[SourceTables], compstat: Picture
) -> None:
    again = make_picture(compstat_tables, PictureOptions(municipality="0139"))
    assert again.to_json() == compstat.to_json()


def test_a_section_without_data_says_why(compstat: Picture) -> None:
    for section_id in ("places", "times", "deviations", "comparison"):
        section = next(s for s in compstat.document.sections if s.id == section_id)
        boxes = [block for block in section.blocks if isinstance(block, Callout)]
        assert [box.kind for box in boxes] == ["missing"]
        assert len(boxes[0].text) > 60


def test_the_law_is_not_fulfilled_without_the_analysts_text(compstat: Picture) -> None:
    assert not compstat.is_complete
    assert [d.id for d in compstat.law if not d.is_met] == ["consequences", "other_information", "analysis"]
    assert "uppfyller ännu inte 4 §" in summary_text(compstat)


def test_a_wished_period_that_is_not_there_is_said(compstat_tables: list[SourceTables]) -> None:
    picture = make_picture(compstat_tables, PictureOptions(period=Period.parse("2021")))
    assert str(picture.period) == "2021-01-01..2021-09-30"
    assert any("2021" in warning and "1 jan–30 sep 2021" in warning for warning in picture.warnings)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_figure_has_its_table_in_the_document(compstat: Picture, section: str) -> None:
    tables = {table.id for table in compstat.document.tables()}
    assert len(tables) == len(compstat.document.tables())
    assert all(figure.table_id in tables for figure in compstat.document.figures()), section


def summary_text(picture: Picture) -> str:
    text = json.loads(picture.to_json())["sections"][0]["text"]
    return str(text).replace("\xa0", " ")
