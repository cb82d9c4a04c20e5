import json
from pathlib import Path

import pytest

from lagesbild.privacy.identity_numbers import find_identity_numbers

REFERENCE = Path(__file__).parents[2] / "data/reference/personnummer"
KINDS = {"ssn": "personnummer", "con": "samordningsnummer", "interim": "interimsnummer"}
FORMATS = ("long_format", "short_format", "separated_format", "separated_long")


def official(name):
    for number in json.loads((REFERENCE / name).read_text()):
        for form in FORMATS:
            written = number[form]
            # The list calls a blank in the middle invalid; people write so, and the screen must see it.
            if " " not in written:
                yield pytest.param(written, number["valid"], KINDS[number["type"]], id=written)


@pytest.mark.parametrize(("written", "valid", "kind"), [*official("list.json"), *official("interim.json")])
def test_every_official_test_number_is_judged_right(written, valid, kind):
    found = find_identity_numbers(f"Anmälaren {written} ringde")
    if valid:
        assert [(n.kind, n.is_valid) for n in found] == [(kind, True)]
        assert (found[0].start, found[0].end) == (10, 10 + len(written))
    else:
        assert not any(number.is_valid for number in found)


@pytest.mark.parametrize(
    "written",
    [
        "19090527 1474",
        "090527 1474",
        "850101-1234",
        "8501011234",
        "19850101 - 1234",
        "1985 01 01-1236",
        "20850161-1234",
        "1985.01.01-1236",
        "1985/01/01-1236",
        "1985–01–01–1236",
        "pnr850101-1236",
        "850101-1236an",
    ],
)
def test_numbers_written_carelessly_or_wrongly_are_found(written):
    assert len(find_identity_numbers(f"({written})")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "dnr 2024-00123-45",
        "KS 2023/1234",
        "5000-K123456-23",
        "organisationsnummer 556677-8899",
        "2024-05-12 14:30",
        "20240512 1430",
        "den 240512 1200 kr",
        "851301-1234",
        "850132-1234",
        "ring 0850101-1234",
        "1234567890123456",
        "pnr850101-1234",
        "1985.01.01-1234",
        "2024.05.12 1430",
        "59.3293, 18.0686",
        "",
    ],
)
def test_case_numbers_dates_and_times_are_not_taken_for_persons(text):
    assert find_identity_numbers(text) == []


def test_serial_number_000_is_never_valid_though_its_check_digit_is_right():
    assert [number.is_valid for number in find_identity_numbers("150916-0006")] == [False]


def test_a_blank_before_the_number_is_not_part_of_it():
    number = find_identity_numbers("ja, 090527+1474.")[0]
    assert (number.start, number.end) == (4, 15)
