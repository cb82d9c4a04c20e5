"""With the analyst's text the picture has what § 4 demands; without it the document says what is missing."""

import json
from datetime import date

import pytest

from lagesbild.picture.assessment import parse_assessment
from lagesbild.picture.options import Decision, PictureError, PictureOptions
from lagesbild.picture.picture import Picture, make_picture
from lagesbild.readers.faults import FaultyFileError
from lagesbild.sources.base import SourceTables

TEXT = """# Konsekvenser
Bilägare på pendlarparkeringen slutar parkera där.

# Annan information
Fritidsgården ser fler unga på parkeringen sent.

# Analys
Stölderna följer **parkeringen** och mörkret, inte invånarna.
"""


def section(picture: Picture, section_id: str) -> str:
    sections = json.loads(picture.to_json())["sections"]
    return str(next(s for s in sections if s["id"] == section_id)["text"])


def test_the_text_lands_in_its_sections_and_the_law_is_met(compstat_tables: list[SourceTables]) -> None:
    options = PictureOptions(municipality="0139", assessment=parse_assessment(TEXT))
    picture = make_picture(compstat_tables, options)
    assert picture.is_complete
    assert "slutar parkera där" in section(picture, "consequences")
    assert "fler unga på parkeringen" in section(picture, "other_information")
    assert "Stölderna följer parkeringen" in section(picture, "analysis")
    assert "kommunens egen bedömning" in section(picture, "analysis")
    assert "har de delar som 4 § kräver" in section(picture, "summary")


@pytest.mark.parametrize("part", ["Konsekvenser", "Annan information", "Analys"])
def test_each_missing_part_is_named(compstat_tables: list[SourceTables], part: str) -> None:
    kept = [piece for piece in TEXT.split("# ") if piece.strip() and not piece.startswith(part)]
    assessment = parse_assessment("".join(f"# {piece}" for piece in kept))
    picture = make_picture(compstat_tables, PictureOptions(municipality="0139", assessment=assessment))
    assert len([d for d in picture.law if not d.is_met]) == 1
    assert (
        f"{part} saknas"
        in json.loads(picture.to_json())["sections"][
            {"Konsekvenser": 7, "Annan information": 8, "Analys": 9}[part]
        ]["text"]
    )


def test_an_identity_number_in_the_text_is_refused_with_its_row_and_is_not_repeated() -> None:
    with pytest.raises(FaultyFileError) as error:
        parse_assessment("# Analys\nSe ärendet om 19900101-0017.\n", file="b.md")
    assert [(fault.file, fault.row) for fault in error.value.faults] == [("b.md", 2)]
    assert "0017" not in str(error.value)


def test_other_personal_data_is_warned_of_and_stops_the_public_version(
    compstat_tables: list[SourceTables],
) -> None:
    assessment = parse_assessment("# Analys\nRing 070-123 45 67 för mer.\n")
    working = make_picture(compstat_tables, PictureOptions(assessment=assessment))
    assert any("telefonnummer" in warning for warning in working.warnings)
    with pytest.raises(PictureError, match="publika versionen"):
        make_picture(compstat_tables, PictureOptions(assessment=assessment, public=True))


def test_a_decision_is_printed_instead_of_draft(compstat_tables: list[SourceTables]) -> None:
    draft = make_picture(compstat_tables)
    decided = make_picture(
        compstat_tables, PictureOptions(decision=Decision("kommunstyrelsen", date(2022, 1, 12), "7"))
    )
    assert draft.document.status == "Utkast"
    assert decided.document.status == "Beslutad av kommunstyrelsen 2022-01-12 § 7"


def test_files_with_faults_make_no_picture() -> None:
    from lagesbild.readers.faults import Fault
    from lagesbild.tables.incidents import Incidents
    from lagesbild.tables.measurements import Measurements

    fault = Fault("fil.csv", 2, "Datum", "'31/2' är inte ett datum", "Skriv det som 2024-02-28")
    table = SourceTables("incidents", "fil.csv", "", Incidents.empty(), Measurements.empty(), faults=(fault,))
    with pytest.raises(PictureError, match=r"lagesbild check fil\.csv"):
        make_picture([table])


def test_no_files_at_all_say_what_to_do() -> None:
    with pytest.raises(PictureError, match="lagesbild check"):
        make_picture([])
