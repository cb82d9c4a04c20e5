import json
import math

import pytest

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import OptionError
from lagesbild.methods.options import read_options
from lagesbild.methods.registry import UnknownMethodError, all_methods, method, run_on_file
from lagesbild.readers.faults import FaultyFileError


@pytest.mark.parametrize("described", all_methods(), ids=lambda m: m.name)
def test_every_method_says_what_it_answers_and_from_where(described):
    assert described.question.endswith("?")
    assert described.answers.endswith(".")
    assert any(character.isdigit() for character in described.source), "a source has a year"
    assert described.fields
    for part in (*described.columns, *described.options):
        assert part.meaning
        assert not part.meaning.endswith(".")


@pytest.mark.parametrize("described", all_methods(), ids=lambda m: m.name)
def test_every_method_can_run_on_its_defaults(described):
    options = read_options(described, {})
    for option in described.options:
        assert option.name in options.values
        if option.kind == "choice":
            assert option.default in option.choices


def test_names_are_unique():
    names = [described.name for described in all_methods()]
    assert len(set(names)) == len(names)


def test_a_mistyped_name_gets_the_nearest():
    with pytest.raises(UnknownMethodError, match="Menade du change"):
        method("chnage")
    with pytest.raises(UnknownMethodError, match="Det finns: change, rate"):
        method("qqqqqq")


def test_options_are_read_from_text_with_decimal_comma_too():
    options = read_options(method("change"), {"confidence": "0,9"})
    assert options.number("confidence") == 0.9
    assert options.shown == {"confidence": 0.9, "dispersion": 1.0}


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("change", {"confidense": "0.9"}, "Menade du --confidence"),
        ("change", {"confidence": "hög"}, "är inte ett tal"),
        ("change", {"confidence": "2"}, "högst 0.999"),
        ("suppress", {"threshold": "2.5"}, "är inte ett heltal"),
        ("suppress", {"threshold": "1"}, "minst 2"),
        ("suppress", {"zeros": "kanske"}, "Välj open eller protected"),
        ("suppress", {"totals": "kanske"}, "ja eller nej"),
        ("accuracy", {"cuts": "0.1,x"}, "är inte ett tal"),
        ("smooth", {"neighbours": "saknas.csv"}, "finns inte"),
    ],
)
def test_wrong_options_say_what_to_write(name, given, message):
    with pytest.raises(OptionError, match=message):
        read_options(method(name), given)


def test_an_answer_repeats_method_source_options_and_version(a_file):
    answer = run_on_file("change", a_file("id,before,after\na,153,241\n"), {"confidence": "0.9"})
    data = json.loads(answer.to_json())
    assert list(data) == [
        "method",
        "version",
        "source",
        "options",
        "seed",
        "n",
        "summary",
        "rows",
        "warnings",
    ]
    assert data["options"]["confidence"] == 0.9
    assert data["n"] == 1
    assert data["seed"] is None


def test_reading_warnings_come_before_the_method_s_own(a_file):
    answer = run_on_file("change", a_file("id,before,after,mer\na,0,0,x\n"))
    assert "mer" in answer.warnings[0]
    assert "utan händelser" in answer.warnings[1]


def test_a_faulty_table_lists_its_faults(a_file):
    with pytest.raises(FaultyFileError, match=r"tabell.csv:2:after: 'x'"):
        run_on_file("change", a_file("id,before,after\na,1,x\n"))


def test_rows_hold_no_number_that_json_cannot_write():
    import numpy as np

    rows = rows_of({"id": ["a", "b"], "x": np.array([np.nan, np.inf]), "n": np.array([1, 2])})
    assert rows == [{"id": "a", "x": None, "n": 1}, {"id": "b", "x": "inf", "n": 2}]


def test_an_answer_is_json_whatever_its_numbers_are():
    answer = MethodAnswer("m", "s", {}, None, 0, {"x": math.nan}, [{"y": -math.inf}])
    data = json.loads(answer.to_json())
    assert data["summary"] == {"x": None}
    assert data["rows"] == [{"y": "-inf"}]
