"""What `scan-space-time` answers on a table, from file to rows."""

from pathlib import Path

import pytest

from lagesbild.methods.description import OptionError
from lagesbild.methods.registry import method, run_on_file
from lagesbild.readers.faults import FaultyFileError

ARSON = Path(__file__).parents[2] / "data/reference/satscan/input_chicago_arson.csv"

SERIES = "e,n,date\n" + "".join(
    [f"0,{step},2024-05-0{3 + step}\n" for step in range(4)]
    + [f"{step * 100},0,2024-{step:02}-15\n" for step in range(1, 13)]
)
AREAS = "id,e,n,date,cases,population\n" + "".join(
    f"{name},{at},0,2024-01-{day:02},{5 if name == 'b' and day in (8, 9) else 1},{100 + at}\n"
    for at, name in enumerate("abcd")
    for day in range(1, 15)
)


def test_arson_in_chicago_from_file_agrees_with_satscan():
    options = {"max-radius": "5280", "max-days": "28", "from": "2016-01-01", "to": "2016-12-29"}
    answer = run_on_file("scan-space-time", ARSON, options | {"permutations": "0"})
    first = answer.rows[0]
    assert first["llr"] == pytest.approx(15.094627, abs=1e-6)
    assert (first["start"], first["end"], first["cases"]) == ("2016-10-29", "2016-10-29", 5)
    assert set(first["ids"]) == {"L439", "L440", "L443", "L74", "L274", "L442", "L40", "L441"}
    assert first["ids"][0] == "L439"
    assert first["radius"] == pytest.approx(880.78, abs=0.005)
    assert first["p_value"] is first["recurrence_days"] is first["relative_risk"] is None
    assert len(first["rows"]) == 5
    assert (answer.summary["places"], answer.summary["cases"]) == (513, 522)
    assert answer.summary["clusters"] == answer.rows


def test_rows_have_the_fields_that_the_method_promises(a_file):
    answer = run_on_file("scan-space-time", a_file(SERIES), {"permutations": "99"})
    assert list(answer.rows[0]) == list(method("scan-space-time").fields)
    assert answer.rows[0]["rows"] == answer.rows[0]["ids"] == [2, 3, 4, 5]
    assert answer.rows[0]["p_value"] <= 0.05
    assert answer.seed == 1


def test_a_population_gives_a_relative_risk_and_now_a_recurrence(a_file):
    answer = run_on_file("scan-space-time", a_file(AREAS), {"permutations": "99", "max-days": "5"})
    first = answer.rows[0]
    assert (first["ids"], first["start"], first["end"]) == (["b"], "2024-01-08", "2024-01-09")
    assert (first["cases"], answer.summary["model"]) == (10, "poisson")
    assert first["relative_risk"] > 4
    now = run_on_file(
        "scan-space-time",
        a_file(AREAS),
        {"permutations": "99", "prospective": "ja", "to": "2024-01-09", "max-days": "5"},
    )
    assert now.rows[0]["end"] == "2024-01-09"
    assert now.rows[0]["recurrence_days"] == pytest.approx(1 / now.rows[0]["p_value"])
    assert "20 rader med fall ligger utanför perioden" in now.warnings[0]


def test_populations_that_change_are_taken_to_change_evenly(a_file):
    rows = [
        "a,0,0,2024-01-01,2,100",
        "a,0,0,2024-01-11,2,200",
        "b,9,0,2024-01-01,1,50",
        "b,9,0,2024-01-06,3,50",
    ]
    path = a_file("id,e,n,date,cases,population\n" + "\n".join(rows))
    answer = run_on_file("scan-space-time", path, {"permutations": "0", "max-days": "1", "max-share": "1"})
    best = answer.rows[0]
    assert (best["ids"], best["start"]) == (["b"], "2024-01-06")
    # 11 days of 50, and 100, 110, …, 200.
    assert best["expected"] == pytest.approx(8 * 50 / (550 + 1650))


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("", "inga rader"),
        ("0,0,2024-01-01\n", "Det finns 1 fall"),
        ("0,0,2024-01-01\n5,5,2024-01-01\n9,9,2024-01-01\n", "samma datum"),
        ("0,0,2024-01-01\n0,0,2024-01-05\n0,0,2024-01-09\n", "samma plats"),
        ("0,0,\n0,,2024-01-05\n0,0,2024-01-09\n", "2 av 3 rader saknar plats eller datum"),
    ],
)
def test_a_table_that_cannot_answer_says_why_and_gives_no_number(a_file, rows, says):
    answer = run_on_file("scan-space-time", a_file("e,n,date\n" + rows), {"permutations": "9"})
    assert not answer.rows
    assert says in " ".join(answer.warnings)
    assert answer.summary.get("critical_05") is None


def test_no_cases_among_people_is_said(a_file):
    text = "id,e,n,date,cases,population\na,0,0,2024-01-01,0,5\nb,1,0,2024-01-02,0,5\n"
    answer = run_on_file("scan-space-time", a_file(text))
    assert "0 fall" in answer.warnings[-1]


def test_a_long_period_and_a_large_circle_are_warned_for(a_file):
    text = "e,n,date\n" + "".join(
        f"{at % 7},{at % 3},20{10 + at // 12}-0{at % 9 + 1}-11\n" for at in range(60)
    )
    answer = run_on_file("scan-space-time", a_file(text), {"permutations": "9"})
    assert any("två år" in warning for warning in answer.warnings)
    assert any("serie av samma personer" in warning for warning in answer.warnings)


def test_a_period_without_rows_or_of_one_step_is_said(a_file):
    outside = run_on_file("scan-space-time", a_file(AREAS), {"from": "2025-01-01"})
    assert outside.n == 0
    assert "inga rader" in outside.warnings[-1]
    options = {"aggregate-days": "400", "max-days": "400"}
    assert "ett enda steg" in run_on_file("scan-space-time", a_file(SERIES), options).warnings[-1]


@pytest.mark.parametrize(
    ("heading", "options", "message"),
    [
        ("e,n,date", {"from": "2024-02-01", "to": "2024-01-01"}, "Byt plats"),
        ("e,n,date", {"aggregate-days": "31"}, "Höj --max-days till minst 31"),
        ("e,n,date", {"by": "year"}, "Höj --max-days till minst 366"),
        ("e,n,date", {"aggregate-days": "7", "by": "month"}, "Ta bort det ena"),
        ("e,n,date,population", {}, "behövs också id och cases"),
        ("e,n,date,expected", {}, "population"),
    ],
)
def test_wrong_use_says_what_to_write(a_file, heading, options, message):
    row = ",".join(["0", "0", "2024-01-01", "1"][: heading.count(",") + 1])
    with pytest.raises(OptionError, match=message):
        run_on_file("scan-space-time", a_file(f"{heading}\n{row}\n"), options)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ["a,0,0,2024-01-01,1,0", "b,1,0,2024-01-02,1,9"],
            ":2:population: population är 0 men det finns 1 fall",
        ),
        (["a,0,0,2024-01-01,1,8", "a,1,0,2024-01-02,1,8"], "'a' har flera platser"),
        (["a,0,0,2024-01-01,1,8", "a,0,0,2024-01-01,1,9"], "'a' har flera befolkningar samma dag"),
    ],
)
def test_populations_that_cannot_be_are_faults(a_file, rows, message):
    with pytest.raises(FaultyFileError, match=message):
        run_on_file("scan-space-time", a_file("\n".join(["id,e,n,date,cases,population", *rows])))
