import csv
import io

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lagesbild.readers.delimited import cleaned, preview_delimited, read_batches, read_columns
from lagesbild.readers.files import joined


def read(path, **options):
    return joined(list(read_batches(path, **options)))


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_recognised(a_text_file, delimiter):
    rows = ["Datum", "Händelse", "Antal"], ["2025-03-09", "Rån", "3"], ["2025-03-10", "Stöld", "1"]
    sheet = read(a_text_file("\n".join(delimiter.join(row) for row in rows)))
    assert sheet.delimiter == delimiter
    assert sheet.frame.rows() == [tuple(row) for row in rows[1:]]


def test_decimal_commas_do_not_divide_a_semicolon_file(a_text_file):
    sheet = read(a_text_file("lat;lon\n59,5;17,6\n59,4;17,7\n"))
    assert sheet.frame.rows() == [("59,5", "17,6"), ("59,4", "17,7")]


def test_rows_keep_the_number_a_spreadsheet_shows(a_text_file):
    text = (
        'Rapport\n\nDatum;Text;Antal\n2025-03-09;"rad ett\nrad två";1\n\n2025-03-10;b;2\n;;\n2025-03-11;c;3'
    )
    sheet = read(a_text_file(text))
    assert sheet.header_rows == (3,)
    assert sheet.title == ("Rapport",)
    assert sheet.rows.to_list() == [4, 6, 8]
    assert sheet.frame["Text"].to_list() == ["rad ett\nrad två", "b", "c"]


def test_the_first_line_of_excels_own_is_not_a_row(a_text_file):
    sheet = read(a_text_file("sep=;\r\nDatum;Antal\r\n2025-03-09;1\r\n"))
    assert sheet.header_rows == (1,)
    assert sheet.rows.to_list() == [2]


def test_rows_with_too_many_or_too_few_cells_are_told(a_text_file):
    sheet = read(a_text_file("a;b;c\n1;2;3\n1;2;3;4\n1;2\n1;2;3;;\n1;2;3\n"))
    assert (sheet.ragged, sheet.short) == ((3,), (4,))


def test_a_delimiter_inside_quotation_marks_divides_nothing(a_text_file):
    sheet = read(a_text_file('a,b\n"x, y",1\n"säger ""hej""",2\n'))
    assert sheet.frame.rows() == [("x, y", "1"), ('säger "hej"', "2")]
    assert (sheet.ragged, sheet.short) == ((), ())


@pytest.mark.parametrize("cell", ['3" rör', '"lös', 'två "ord" här'])
def test_a_quotation_mark_without_partner_spoils_only_its_own_cell(a_text_file, cell):
    sheet = read(a_text_file(f"a;b;c\n1;2;3\n4;{cell};6\n7;8;9\n"))
    assert sheet.frame["c"].to_list() == ["3", "6", "9"]
    assert sheet.frame["b"].to_list()[1].strip('"') == cell.strip('"')


def test_a_formula_that_protects_a_zero_is_the_text_it_protects(a_text_file):
    assert read(a_text_file('kod;n\n="0801";1\n="0802";2\n')).frame["kod"].to_list() == ["0801", "0802"]


def test_a_file_with_only_a_heading_is_a_sheet_without_rows(a_text_file):
    sheet = read(a_text_file("Datum;Händelse;Antal\n"))
    assert sheet.columns == ("Datum", "Händelse", "Antal")
    assert len(sheet) == 0


def test_one_column_is_a_table_too(a_text_file):
    assert read(a_text_file("Antal\n1\n2\n")).frame.rows() == [("1",), ("2",)]


def test_a_preview_shows_what_the_whole_file_begins_with(a_text_file):
    path = a_text_file("a;b\n" + "".join(f"{i};å{i}\n" for i in range(50_000)))
    shown = preview_delimited(path, rows=20)
    assert shown.frame.equals(read(path).frame.head(20))


def test_batches_are_the_same_rows_as_the_file_in_one_piece(a_text_file, monkeypatch):
    text = "a;b\n" + "".join(f'{i};"rad {i}\nmer"\n' for i in range(2000))
    path = a_text_file(text)
    whole = read(path)
    monkeypatch.setattr("lagesbild.readers.encoding.CHUNK_BYTES", 1001)
    many = list(read_batches(path, batch_bytes=1))
    assert len(many) > 20
    assert joined(many).frame.equals(whole.frame)
    assert joined(many).rows.equals(whole.rows)


CELL = st.text(alphabet="abåÄö 1239,;\t\n\"'.-", max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    table=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12),
    delimiter=st.sampled_from([";", ",", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "mac_roman", "cp850", "utf-16"]),
    line_end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_comes_back_from_any_way_of_writing_it(a_text_file, table, delimiter, encoding, line_end):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    # The first row has what every list has: a number and Swedish words, which tell heading and encoding.
    writer.writerows([["Län", "Område", "År"], ["Skåne län", "Åstorps tätort, Östra", "2025"], *table])
    sheet = read(a_text_file(out.getvalue(), encoding=encoding), header_row=1)
    want = [("Skåne län", "Åstorps tätort, Östra", "2025")]
    want += [tuple(cell.strip() or None for cell in row) for row in table]
    assert sheet.columns == ("Län", "Område", "År")
    assert sheet.frame.rows() == [row for row in want if any(row)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(
    lines=st.lists(st.text(alphabet='ab1å ;;;"=', max_size=14), max_size=10),
    chosen=st.sampled_from([["a"], ["b"], ["c"], ["a", "c"], ["b", "c"]]),
)
def test_some_columns_are_the_same_rows_as_all_and_clean_to_the_same_cells(a_text_file, lines, chosen):
    path = a_text_file("a;b;c\nett;två;3\n" + "\n".join(lines) + "\n")
    whole = read(path, header_row=1)
    some = joined(list(read_columns(path, chosen, header_row=1)))
    assert some.frame.select(cleaned(some.frame[name]) for name in chosen).equals(whole.frame.select(chosen))
    assert some.rows.equals(whole.rows)
    assert (some.ragged, some.short) == (whole.ragged, whole.short)


def test_many_rows_are_read_in_pieces_that_stay_small(a_text_file, monkeypatch):
    monkeypatch.setattr("lagesbild.readers.encoding.CHUNK_BYTES", 1 << 14)
    path = a_text_file("a;b\n" + "1;2\n" * 200_000)
    sizes = [len(sheet) for sheet in read_batches(path, batch_bytes=1 << 18)]
    assert sum(sizes) == 200_000
    assert max(sizes) * len("1;2\n") <= (1 << 18) + (1 << 14)


def test_frames_have_only_text(a_text_file):
    assert set(read(a_text_file("a;b\n1;2\n")).frame.dtypes) == {pl.String}
