import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.readers.encoding import decode, scan_file, utf8_chunks

SWEDISH = "Händelse;Plats\nSkadegörelse;Östra Ågatan\nRån;Västerås\nStöld;Åstorp\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman", "cp850"])
def test_swedish_text_is_read_right_whatever_wrote_it(codec, tmp_path):
    path = tmp_path / "fil.csv"
    path.write_bytes(SWEDISH.encode(codec))
    assert decode(path.read_bytes()).text.removeprefix("\ufeff") == SWEDISH
    assert b"".join(utf8_chunks(path, scan_file(path))).decode() == SWEDISH


def test_a_windows_file_is_never_taken_for_east_european():
    decoded = decode("Skåne län".encode("cp1252"))
    assert decoded.text == "Skåne län"
    assert decoded.encoding.codec == "cp1252"


def test_one_letter_outside_ascii_is_told_with_less_certainty_than_many():
    alone = decode(b"caf\x8e")
    many = decode(SWEDISH.encode("mac_roman"))
    assert many.encoding.confidence > 0.8
    assert alone.encoding.confidence <= many.encoding.confidence


def test_a_letter_far_down_in_a_large_file_decides_the_encoding(tmp_path):
    path = tmp_path / "stor.csv"
    path.write_bytes(b"a;b\n" * 1_500_000 + "Å;ö\n".encode("cp1252"))
    assert scan_file(path).encoding.codec == "cp1252"


def test_a_letter_cut_in_two_between_pieces_stays_utf8(tmp_path):
    path = tmp_path / "stor.csv"
    data = b"x" * ((1 << 22) - 1) + "å".encode() + b"\n"
    path.write_bytes(data)
    scan = scan_file(path)
    assert scan.encoding.codec == "utf-8"
    assert b"".join(utf8_chunks(path, scan)) == data


def test_lines_of_an_old_mac_become_lines(tmp_path):
    path = tmp_path / "mac.csv"
    path.write_bytes("Datum;Händelse\r2025-03-09;Rån\r".encode("mac_roman"))
    scan = scan_file(path)
    assert scan.lines == 2
    assert b"".join(utf8_chunks(path, scan)).decode() == "Datum;Händelse\n2025-03-09;Rån\n"


def test_an_empty_file_has_no_lines(tmp_path):
    path = tmp_path / "tom.csv"
    path.write_bytes(b"")
    scan = scan_file(path)
    assert (scan.bytes, scan.lines, scan.encoding.codec) == (0, 0, "utf-8")


@settings(deadline=None)
@given(st.text(alphabet="abc åäöÅÄÖé\n;", min_size=1))
def test_utf8_always_comes_back_as_it_was(text):
    assert decode(text.encode()).text == text
