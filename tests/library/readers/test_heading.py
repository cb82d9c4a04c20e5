from lagesbild.readers.heading import find_heading


def test_the_first_line_is_the_heading_when_figures_follow():
    heading = find_heading([["Datum", "Antal"], ["2025-03-09", "3"], ["2025-03-10", "1"]])
    assert heading.headings == ("Datum", "Antal")
    assert heading.data_from == 1


def test_titles_and_blank_lines_above_the_heading_are_skipped_and_kept():
    rows = [
        ["Anmälda brott", "", ""],
        ["Uttag 2025-03-10", "", ""],
        [],
        ["Datum", "Händelse", "Antal"],
        ["2025-03-09", "Rån", "3"],
        ["2025-03-10", "Stöld", "1"],
    ]
    heading = find_heading(rows)
    assert heading.headings == ("Datum", "Händelse", "Antal")
    assert heading.rows == (3,)
    assert heading.title == ("Anmälda brott", "Uttag 2025-03-10")


def test_a_heading_in_two_lines_is_merged_with_years_reaching_over_their_columns():
    rows = [
        ["Brott", "2020", "", "2021", ""],
        ["", "antal", "per 100 000", "antal", "per 100 000"],
        ["Bilstöld", "29", "93", "34", "104"],
        ["Rån", "3", "9", "5", "15"],
    ]
    assert find_heading(rows).headings == (
        "Brott", "2020 / antal", "2020 / per 100 000", "2021 / antal", "2021 / per 100 000",
    )  # fmt: skip


def test_years_as_headings_over_figures_are_not_data():
    rows = [["Brott", "2019", "2020"], ["Bilstöld", "29", "34"], ["Rån", "3", "5"]]
    assert find_heading(rows).headings == ("Brott", "2019", "2020")


def test_a_table_without_heading_gets_letters():
    rows = [["Upplands-Bro kommuns", "4 273", "12 909"], ["Åstorps kommuns", "1 927", "11 700"]]
    heading = find_heading(rows)
    assert heading.headings == ("kolumn A", "kolumn B", "kolumn C")
    assert heading.data_from == 0


def test_a_table_of_words_only_has_its_first_full_line_as_heading():
    heading = find_heading([["Plats", "Händelse"], ["Torget", "Rån"], ["Skolan", "Klotter"]])
    assert heading.headings == ("Plats", "Händelse")


def test_a_heading_with_nothing_below_is_still_a_heading():
    heading = find_heading([["Datum", "Händelse", "Antal"]])
    assert heading.headings == ("Datum", "Händelse", "Antal")
    assert heading.data_from == 1


def test_equal_headings_are_told_apart():
    rows = [["Datum", "Datum", ""], ["2025-03-09", "2025-03-10", "1"]]
    assert find_heading(rows).headings == ("Datum", "Datum (2)", "kolumn C")


def test_nothing_at_all_has_no_heading():
    assert find_heading([]).headings == ()
