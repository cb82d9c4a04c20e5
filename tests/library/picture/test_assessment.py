"""The analyst's Markdown: every usual way to write the headings, and every fault told with its row."""

from pathlib import Path

import pytest

from lagesbild.document.tree import Bullets, Paragraph, Subsection
from lagesbild.picture.assessment import Assessment, load_assessment, parse_assessment, part_of_heading
from lagesbild.readers.faults import FaultyFileError


def test_the_three_parts_land_where_the_law_wants_them() -> None:
    found = parse_assessment("# Konsekvenser\nOro.\n\n# Annan information\nEnkät.\n\n# Analys\nOrsak.\n")
    assert (found.consequences, found.other_information, found.analysis) == ("Oro.", "Enkät.", "Orsak.")
    assert found.missing == ()


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Konsekvenser", "consequences"),
        ("2. Brottslighetens konsekvenser:", "consequences"),
        ("KONSEKVENSERNA", "consequences"),
        ("Övrig information", "other_information"),
        ("Annan information av betydelse", "other_information"),
        ("Omvärldsbevakning", "other_information"),
        ("Samlad analys", "analysis"),
        ("§ 4.3 Analys", "analysis"),
        ("Åtgärder", None),
    ],
)
def test_headings_are_known_in_their_usual_forms(heading: str, part: str | None) -> None:
    assert part_of_heading(heading) == part


def test_a_title_may_stand_first_and_subheadings_stay_in_their_part() -> None:
    found = parse_assessment(
        "# Bedömning 2025\n\n## Analys\nText.\n\n### Orsaker\n- mörker\n- tomma lokaler\n"
    )
    blocks = found.blocks_of("analysis")
    assert blocks == (
        Paragraph("Text."),
        Subsection("Orsaker", (Bullets(("mörker", "tomma lokaler")),)),
    )


def test_text_without_heading_and_unknown_headings_are_all_told_with_their_row() -> None:
    with pytest.raises(FaultyFileError) as error:
        parse_assessment("Inledning\n# Analys\nx\n# Åtgärder\ny\n# Analys\nz\n", file="b.md")
    assert [(fault.row, fault.what) for fault in error.value.faults] == [
        (1, "Texten står före den första rubriken"),
        (4, "Rubriken 'Åtgärder' hör inte till någon del av lägesbilden"),
        (6, "Rubriken 'Analys' finns två gånger"),
    ]
    assert "Skriv rubrikerna # Konsekvenser" in error.value.faults[0].advice


@pytest.mark.parametrize("text", ["", "   \n\n"])
def test_an_empty_file_says_what_to_write(text: str) -> None:
    with pytest.raises(FaultyFileError, match="ingen rubrik"):
        parse_assessment(text)


def test_a_part_with_a_heading_but_no_text_is_missing() -> None:
    assert parse_assessment("# Konsekvenser\n\n# Analys\nx").missing == ("consequences", "other_information")


def test_links_keep_their_address_and_markup_is_inert() -> None:
    blocks = Assessment(analysis="Se [rapporten](https://ex.se/r). <b>x</b> {{ y }} **starkt**").blocks_of(
        "analysis"
    )
    assert blocks == (Paragraph("Se rapporten (https://ex.se/r). <b>x</b> {{ y }} **starkt**"),)


def test_a_file_in_another_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    path = tmp_path / "b.md"
    path.write_bytes("# Analys\nför".encode("latin-1"))
    with pytest.raises(FaultyFileError, match="UTF-8"):
        load_assessment(path)
