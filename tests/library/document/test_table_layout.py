"""Columns get their room where it makes the table lower, and no word is divided without need."""

from lagesbild.document.lettering import text_width
from lagesbild.document.table_layout import TEXT_WIDTH_PT, needs_wide_page, table_layout
from lagesbild.document.tree import Column, Table

LONG = "Månaden jämförs med samma månad och grannmånaderna i tidigare år, med årstid och trend. " * 3


def a_table(*headings: str, row: tuple[str, ...], rows: int = 4) -> Table:
    columns = tuple(Column(f"c{i}", heading) for i, heading in enumerate(headings))
    return Table("t", "Tabell", columns, (row,) * rows)


def test_the_column_with_the_long_text_gets_the_room() -> None:
    table = a_table("Vad", "Hur", "Val", row=("Normalt spann", LONG, "minst tre jämförbara månader i följd"))
    first, long, last = table_layout(table, available=TEXT_WIDTH_PT).widths
    assert long > 1.7 * max(first, last)
    assert first + long + last <= TEXT_WIDTH_PT + 0.01


def test_a_word_is_divided_only_where_it_is_wider_than_its_column() -> None:
    word = "samverkansöverenskommelsernas" * 2
    table = a_table("A", "B", "C", row=(word, "södra landsbygden", LONG))
    layout = table_layout(table, available=TEXT_WIDTH_PT)
    assert layout.hyphenated == (True, False, False)
    assert text_width("landsbygden", layout.size) < layout.widths[1]


def test_a_date_is_never_divided() -> None:
    table = a_table(*("I drift från den dag som beslutet säger",) * 8, row=("2026-05-05",) * 8)
    layout = table_layout(table, available=TEXT_WIDTH_PT)
    assert all(width - layout.right_air >= text_width("2026-05-05", layout.size) for width in layout.widths)


def test_a_low_table_is_kept_together_and_a_high_one_is_divided() -> None:
    low, high = (a_table("A", "B", row=("ett", "två"), rows=rows) for rows in (8, 20))
    assert table_layout(low, available=TEXT_WIDTH_PT).is_together
    assert not table_layout(high, available=TEXT_WIDTH_PT).is_together
    written = a_table("A", "B", row=("ett", LONG * 3), rows=4)
    assert not table_layout(written, available=TEXT_WIDTH_PT).is_together


def test_only_a_table_with_letters_that_would_be_tiny_lies_down() -> None:
    words = "Samordningsfunktionen i kommunen"
    assert needs_wide_page(a_table(*"ABCDEFGHI", row=(words,) * 9))
    assert not needs_wide_page(a_table(*"ABCD", row=(LONG,) * 4))
