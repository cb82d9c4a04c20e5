"""The public version: no small count can be read or computed anywhere in it."""

import json
import re

import pytest

from lagesbild.picture.counts import CountRow, CountTable
from lagesbild.picture.picture import Picture, PictureOptions, make_picture
from lagesbild.picture.publication import protected
from lagesbild.sources.catalogue import read_any
from lagesbild.tables.periods import Period

from .builders import DATA, day_rows, incident_tables, spread


@pytest.fixture(scope="module")
def public() -> Picture:
    tables = read_any([DATA / "compstat_upplands-bro.csv"])
    return make_picture(tables, PictureOptions(municipality="0139", public=True))


def counts_in(picture: Picture) -> list[int]:
    found = []
    for table in picture.document.tables():
        for row in table.rows:
            found += [
                cell
                for column, cell in zip(table.columns, row, strict=True)
                if column.kind == "count" and column.key != "seriousness" and isinstance(cell, int)
            ]
    return found


def test_no_table_holds_a_count_of_one_to_four(public: Picture) -> None:
    assert not [count for count in counts_in(public) if 0 < count < 5]


def test_no_finding_tells_a_small_count(public: Picture) -> None:
    told = [f for f in public.findings if f.count is not None and f.reference is not None]
    assert told
    assert not [f for f in told if 0 < f.count < 5 or 0 < f.reference < 5]


def test_hidden_cells_cannot_be_computed_from_the_sums(public: Picture) -> None:
    for table in public.document.tables():
        if not table.id.startswith("development-compstat"):
            continue
        years = [
            i for i, column in enumerate(table.columns) if re.fullmatch(r"\d{4}|.*\d{4}.*", column.heading)
        ]
        for i in years:
            hidden = [row for n, row in enumerate(table.rows) if n not in table.total_rows and row[i] is None]
            assert len(hidden) != 1


def test_the_words_hold_no_hidden_number_either(public: Picture) -> None:
    text = json.dumps(json.loads(public.to_json())["sections"], ensure_ascii=False)
    assert "Mord/dråp, försök: 4 mot 7" not in text
    assert "Fridskränkning: 12 mot 7" not in text  # hidden only to protect another count


def test_certain_findings_are_the_same_as_in_the_working_version(public: Picture) -> None:
    assert [f.category for f in public.by_section["summary"]] == ["Stöld ur fordon"]


def test_the_rows_behind_a_public_version_stay_at_home(public: Picture) -> None:
    assert public.snapshot.is_withheld
    assert json.loads(public.snapshot.manifest())["withheld"] is True


def test_the_document_says_what_is_hidden(public: Picture) -> None:
    text = public.to_json().replace("\xa0", " ")
    assert "Antal som är 1–4 är dolda" in text
    assert re.search(r"\d+ tal är dolda", text)


def test_sensitive_kinds_are_not_shown_below_the_municipality() -> None:
    rows = [
        *day_rows("klotter", spread(200, "2025"), area="1980A0010"),
        *day_rows("klotter", spread(200, "2024"), area="1980A0010"),
        *day_rows("misshandel_nara_relation", spread(90, "2025"), area="1980B0020"),
    ]
    picture = make_picture([incident_tables(rows)], PictureOptions(public=True))
    area_tables = [t for t in picture.document.tables() if t.id.startswith("places")]
    assert [row[0] for row in area_tables[0].rows] == ["Område 1980A0010"]


def test_a_table_that_must_not_be_added_hides_only_what_is_small() -> None:
    periods = (Period.parse("2024"), Period.parse("2025"))
    rows = (CountRow("a", "A", None, "", False, (3, 40)), CountRow("b", "B", None, "", False, (50, 60)))
    found = protected(CountTable("bra-sol", periods, rows))
    assert [row.counts for row in found.table.rows] == [(None, 40), (50, 60)]
    assert found.hidden == 1
