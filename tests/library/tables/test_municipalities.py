"""Municipalities and counties: found as people write them."""

import polars as pl
import pytest

from lagesbild.tables.municipalities import (
    EXAMPLE,
    UnknownPlaceError,
    counties,
    county_codes,
    find_county,
    find_municipality,
    is_county,
    is_municipality,
    municipalities,
    municipality_codes,
)


def test_there_are_290_municipalities_in_21_counties() -> None:
    assert len({item.code for item in municipalities()}) == 290
    assert len({item.code for item in counties()}) == 21
    assert all(item.code.startswith(item.county.code) for item in municipalities())


def test_each_municipality_is_found_by_every_way_of_writing_it() -> None:
    for item in municipalities():
        for text in (
            item.code,
            item.code.lstrip("0"),
            item.name,
            item.name.upper(),
            item.full_name,
            f"{item.name}s kommun",
            item.name.replace("-", " "),
            f"  {item.name.lower()} ",
        ):
            assert find_municipality(text) == item, text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Upplands-bro", "0139"), ("upplands-bro kommun", "0139"), ("Upplandsbro", "0139"),
        ("Åstorps kommun", "1277"), ("Malmö stad", "1280"), ("Borås Stad", "1490"),
        ("Region Gotland", "0980"),
        ("Falu kommun", "2080"), ("Dals-ed", "1438"), ("Lilla edet", "1462"), ("Kalixs kommun", "2514"),
    ],
)  # fmt: skip
def test_names_as_other_systems_write_them_are_understood(text: str, code: str) -> None:
    assert find_municipality(text).code == code


@pytest.mark.parametrize(
    ("typo", "meant"), [("Vesterås", "Västerås"), ("Alingsas", "Alingsås"), ("Aastorp", "Åstorp")]
)
def test_a_misspelt_name_is_answered_with_the_nearest_ones(typo: str, meant: str) -> None:
    with pytest.raises(UnknownPlaceError, match="Menade du") as caught:
        find_municipality(typo)
    assert meant in caught.value.suggestions
    assert meant in str(caught.value)


def test_a_name_like_no_other_is_answered_with_how_to_write_one() -> None:
    with pytest.raises(UnknownPlaceError, match="Skriv kommunens namn eller kod"):
        find_municipality("Xyzzy")
    with pytest.raises(UnknownPlaceError, match="Skriv länets namn eller kod"):
        find_county("Xyzzy")


def test_a_county_and_the_municipality_of_the_same_name_are_told_apart() -> None:
    assert is_municipality("Uppsala")
    assert not is_county("Uppsala")
    assert is_county("Uppsala län")
    assert not is_municipality("Uppsala län")
    assert find_county("Stockholms län").code == "01"
    assert find_county("västra götaland").code == "14"
    assert find_county("3").name == "Uppsala län"


def test_columns_of_names_become_codes_and_unknown_names_null() -> None:
    names = pl.Series(["Upplands-bro", None, "Stockholms län", "Påhittköping", "1277"])
    assert municipality_codes(names).to_list() == ["0139", None, None, None, "1277"]
    assert county_codes(names).to_list() == ["01", None, "01", None, "12"]
    assert municipality_codes(pl.Series([], dtype=pl.String)).to_list() == []
    assert municipality_codes(pl.Series([None, None], dtype=pl.String)).to_list() == [None, None]


def test_the_example_municipality_is_found_but_is_none_of_the_real_ones() -> None:
    assert find_municipality("exempelköpings kommun") == find_municipality("9901") == EXAMPLE
    assert municipality_codes(pl.Series(["Exempelköping"])).to_list() == ["9901"]
    assert county_codes(pl.Series(["Exempelköping", "Exempellän"])).to_list() == ["99", "99"]
    assert EXAMPLE not in municipalities()
    assert EXAMPLE.county not in counties()
    assert EXAMPLE.name not in {item.name for item in municipalities()}
    with pytest.raises(UnknownPlaceError) as caught:
        find_municipality("Exempelköpin")
    assert EXAMPLE.name not in caught.value.suggestions
