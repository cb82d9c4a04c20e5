from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.privacy.personal_data import find_personal_data


def found(text):
    return [(data.kind, text[data.start : data.end]) for data in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ring 070-123 45 67.", [("phone", "070-123 45 67")]),
        ("0703456789", [("phone", "0703456789")]),
        ("+46 70 123 45 67", [("phone", "+46 70 123 45 67")]),
        ("0046701234567", [("phone", "0046701234567")]),
        ("08-508 000 00", [("phone", "08-508 000 00")]),
        ("018 12 34 56", [("phone", "018 12 34 56")]),
        ("Skriv till fornamn.efternamn@kommun.se, tack", [("email", "fornamn.efternamn@kommun.se")]),
        ("bil ABC 123", [("registration_plate", "ABC 123")]),
        ("bil ABC12D", [("registration_plate", "ABC12D")]),
        ("bil abc123", [("registration_plate", "abc123")]),
        ("Han heter Kalle", [("name", "Kalle")]),
        ("en man vid namn Kalle Karlsson", [("name", "Kalle Karlsson")]),
        ("personen heter Anna-Karin von Berg", [("name", "Anna-Karin von Berg")]),
        ("Namn: Eva", [("name", "Eva")]),
        ("850101-1236", [("personnummer", "850101-1236")]),
        ("(070) 123 45 67", [("phone", "070) 123 45 67")]),
        ("070.123.45.67", [("phone", "070.123.45.67")]),
        ("(08) 508 000 00", [("phone", "08) 508 000 00")]),
        ("fornamn (at) kommun.se", [("email", "fornamn (at) kommun.se")]),
        ("Abc123 stod där", [("registration_plate", "Abc123")]),
    ],
)
def test_what_points_at_a_person_is_found_with_its_place(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "klotter på väggen klockan 08-16, 2024-05-12 kl 14:30-15:30",
        "SFS 202, SOU 202, 12 000 kr, 0-14 år, lgh 1102",
        "Brå 123 och KS 2024/00123",
        "skolan heter Björkskolan, gatan heter Stora Nygatan",
        "ring 112 eller 114 14",
        "kommun.se och 59.3293 18.0686",
        "0701234567890",
        "ABC1234, XABC123",
        "",
    ],
)
def test_ordinary_words_numbers_and_places_are_left_alone(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("850101\N{NO-BREAK SPACE}1236", "personnummer"),
        ("850101\N{NON-BREAKING HYPHEN}1236", "personnummer"),
        ("850101-\N{ZERO WIDTH SPACE}1236", "personnummer"),
        ("8501\N{SOFT HYPHEN}01-1236", "personnummer"),
        ("\N{FULLWIDTH DIGIT ONE}9850101-1236", "personnummer"),
        ("٨٥٠١٠١-١٢٣٦", "personnummer"),
        ("070-123\N{NO-BREAK SPACE}45\N{NARROW NO-BREAK SPACE}67", "phone"),
        ("namn\N{FULLWIDTH COMMERCIAL AT}kommun.se", "email"),
        ("ABC\N{NO-BREAK SPACE}123", "registration_plate"),
        ("ＡＢＣ 123", "registration_plate"),
    ],
)
def test_what_programs_put_in_hides_nothing_and_moves_no_place(text, expected):
    assert found(f"på väg: {text}, sa de") == [(expected, text)]


def test_each_finding_says_why_and_what_to_do():
    for data in find_personal_data("850101-1236, 070-123 45 67, a@b.se, ABC 123, hon heter Eva"):
        assert data.why.startswith("Ser ut som")
        assert data.why.count(".") >= 2


def test_a_wrong_check_digit_is_told_as_doubt():
    assert "kontrollsiffran" in find_personal_data("850101-1234")[0].why
    assert "kontrollsiffran" not in find_personal_data("090527+1474")[0].why


def test_findings_come_in_the_order_of_the_text_and_never_overlap():
    findings = find_personal_data("hon heter Eva, 0701234568, 070412-3456, a@b.se")
    assert [data.kind for data in findings] == ["name", "phone", "personnummer", "email"]
    assert all(one.end <= other.start for one, other in pairwise(findings))


@given(st.text(max_size=200))
def test_any_text_can_be_searched(text):
    for data in find_personal_data(text):
        assert 0 <= data.start < data.end <= len(text)
