"""`lagesbild stats effect-did` on files as people have them, and the sentence that a board reads."""

from pathlib import Path

import numpy as np
import pytest

from lagesbild.methods.description import OptionError
from lagesbild.methods.registry import run_on_file
from lagesbild.readers.faults import FaultyFileError

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "did"
START = {"start": "2024-01-01"}


def months(units=16, treated=6, *, ratio=1.0, mean=30.0, seed=2, gap=0.0, only_from_start=False):
    """Rows of three years by month, the measure in the third; the arms may go apart from the first on."""
    rng = np.random.default_rng(seed)
    rows = []
    for unit in range(units):
        for month in range(36):
            is_treated, after = unit < treated, month >= 24
            expected = mean * (1 + unit % 3) * (ratio if is_treated and after else 1)
            expected *= (1 + 0.3 * np.sin(month / 2)) * np.exp(gap * month * is_treated)
            mark = is_treated and (after or not only_from_start)
            count = rng.poisson(expected)
            rows.append(f"O{unit},{2022 + month // 12}-{month % 12 + 1:02d}-01,{count},{int(mark)}")
    return rows


def ask(a_file, rows, options=START, heading="unit,date,count,treated"):
    return run_on_file("effect-did", a_file("\n".join([heading, *rows]) + "\n"), options)


def test_the_reference_panel_is_answered_as_the_regression_has_it():
    answer = run_on_file("effect-did", REFERENCE / "input_made.csv", {"start": "2023-07-01"})
    assert answer.summary["ratio"] == pytest.approx(np.exp(-0.14636768422686303), rel=1e-8)
    assert answer.summary["dispersion"] == pytest.approx(1.5459793309383305, rel=1e-8)
    assert (answer.summary["treated_units"], answer.summary["control_units"]) == (5, 9)
    assert any("räknas som okända" in warning for warning in answer.warnings)


def test_a_clear_effect_is_told_with_counts_interval_and_strength(a_file):
    answer = ask(a_file, months(ratio=0.6))
    told = answer.summary
    assert told["verdict"] == "decrease"
    assert told["low"] < 0.6 < told["high"] < 1
    assert told["design_strength"] == 3
    assert told["observed"] == sum(p["treated"] for p in told["periods"] if p["date"] >= "2024")
    assert told["expected_low"] < told["expected_without"] < told["expected_high"]
    after = [p["expected_without"] for p in told["periods"] if p["date"] >= "2024"]
    assert sum(after) == pytest.approx(told["expected_without"])
    sentence = told["sentence"].replace("\u202f", " ").replace("\u00a0", " ")
    assert sentence.startswith(f"Där åtgärden gjordes hände {told['observed']:,} fall".replace(",", " "))
    assert "Det är en säker minskning: −" in sentence


def test_made_up_starts_and_changed_roles_are_reported(a_file):
    answer = ask(a_file, months(ratio=0.6), START | {"permutations": "199"})
    kinds = [row["kind"] for row in answer.rows]
    assert kinds == ["effect"] + ["placebo"] * answer.summary["placebo_starts"]
    assert answer.rows[0]["ratio"] == answer.summary["ratio"]
    assert all(row["start"] < "2024" for row in answer.rows[1:])
    assert (answer.summary["placebo_start"], answer.summary["placebo_units"]) == ("2023-01-01", 199)
    assert answer.summary["placebo_units_p_value"] == (answer.summary["placebo_units_as_large"] + 1) / 200
    assert answer.summary["placebo_p_value"] > 0.05
    assert answer.seed == 1


def test_nothing_happened_gives_no_conclusion(a_file):
    answer = ask(a_file, months(mean=3))
    assert answer.summary["verdict"] == "unclear"
    assert "kan vara en slump" in answer.summary["sentence"]
    assert answer.summary["sentence"].endswith("Ingen slutsats kan dras om åtgärden.")


def test_a_small_difference_known_well_is_stable(a_file):
    answer = ask(a_file, months(mean=3000))
    assert answer.summary["verdict"] == "stable"
    assert "Skillnaden är liten" in answer.summary["sentence"]


def test_areas_that_went_apart_before_the_start_decide_nothing(a_file):
    answer = ask(a_file, months(mean=200, gap=-0.02))
    assert answer.summary["trend_before_p_value"] < 0.01
    assert answer.summary["high"] < 1
    assert (answer.summary["verdict"], answer.summary["design_strength"]) == ("unclear", 2)
    assert "gick isär redan före starten. Därför kan ingen slutsats dras" in answer.summary["sentence"]
    assert any("utvecklades olika redan före" in warning for warning in answer.warnings)


def test_an_effect_much_larger_than_what_was_apart_before_still_counts(a_file):
    answer = ask(a_file, months(mean=400, gap=-0.004, ratio=0.4))
    assert answer.summary["trend_before_p_value"] < 0.05
    assert (answer.summary["verdict"], answer.summary["design_strength"]) == ("decrease", 2)
    assert answer.summary["sentence"].endswith("men mindre än så.")


def test_few_areas_must_also_stand_out_when_they_change_roles(a_file):
    answer = ask(a_file, months(units=4, treated=2, ratio=0.3, mean=400))
    assert answer.summary["p_value"] < 0.05
    assert answer.summary["p_randomisation"] == pytest.approx(2 / 6)
    assert answer.summary["verdict"] == "unclear"
    assert any("Områdena är bara 4" in warning and "0,167" in warning for warning in answer.warnings)


def test_one_area_with_the_measure_borrows_the_variation_of_the_others(a_file):
    answer = ask(a_file, months(units=25, treated=1, ratio=0.4, mean=100))
    assert answer.summary["low"] < 0.4 < answer.summary["high"] < 1
    assert answer.summary["p_randomisation"] == 1 / 25
    assert answer.summary["verdict"] == "decrease"
    assert any("ett enda område" in warning for warning in answer.warnings)


def test_a_pair_of_areas_has_a_ratio_and_no_interval(a_file):
    answer = ask(a_file, months(units=2, treated=1))
    assert answer.summary["ratio"] > 0
    assert [answer.summary[name] for name in ("low", "high", "p_value")] == [None] * 3
    assert answer.summary["verdict"] == "unclear"
    assert any("för få områden" in warning for warning in answer.warnings)


def test_the_mark_may_stand_on_all_rows_or_from_the_start_on(a_file):
    everywhere = ask(a_file, months(ratio=0.6))
    from_start = ask(a_file, months(ratio=0.6, only_from_start=True))
    assert from_start.summary == everywhere.summary


def test_a_mark_that_changes_at_another_date_is_a_fault(a_file):
    with pytest.raises(FaultyFileError, match=r"tabell.csv:2:treated: 'O0' har både ja och nej"):
        ask(a_file, months(only_from_start=True), {"start": "2023-06-01"})


def test_rows_that_are_missing_mean_nothing_happened_when_no_row_says_so(a_file):
    rows = [row for row in months(mean=2, seed=4) if ",0," not in row]
    filled = ask(a_file, rows)
    assert any("räknas som 0 händelser" in warning for warning in filled.warnings)
    assert filled.summary["ratio"] == pytest.approx(ask(a_file, months(mean=2, seed=4)).summary["ratio"])
    unknown = ask(a_file, rows, START | {"missing": "leave-out"})
    assert any("räknas som okända" in warning for warning in unknown.warnings)
    assert unknown.summary["ratio"] != pytest.approx(filled.summary["ratio"], rel=1e-4)


def test_days_weeks_semicolons_and_extra_rows_of_a_cell_give_the_same(a_file):
    rows = months(ratio=0.7)
    split = [row.replace(",", ";") for row in rows] + ["O3;2022-05-01;0;1"]
    a, b = ask(a_file, rows), ask(a_file, split, heading="Unit;DATE;count;treated")
    assert a.summary == b.summary
    assert any("lades ihop: 1" in warning for warning in b.warnings)


def test_a_start_inside_a_period_leaves_that_one_out(a_file):
    answer = ask(a_file, months(), {"start": "2024-01-10"})
    assert (answer.summary["before"], answer.summary["after"]) == (24, 11)
    assert any("mitt i en period" in warning for warning in answer.warnings)


def test_an_area_without_events_is_named_and_left_out(a_file):
    silent = [f"Tyst,{2022 + month // 12}-{month % 12 + 1:02d}-01,0,0" for month in range(36)]
    rows = months(ratio=0.7)
    with_it, without = ask(a_file, rows + silent), ask(a_file, rows)
    assert with_it.summary["p_value"] == without.summary["p_value"]
    assert any("lämnas utanför: Tyst" in warning for warning in with_it.warnings)


def test_exposure_that_explains_the_change_removes_it(a_file):
    rows = [
        f"{row},{100 if row.split(',')[1] < '2024' or row[-1] == '0' else 50}" for row in months(ratio=0.5)
    ]
    answer = ask(a_file, rows, heading="unit,date,count,treated,exposure")
    assert answer.summary["low"] < 1 < answer.summary["high"]


@pytest.mark.parametrize(
    ("rows", "start", "says"),
    [
        ([], "2024-01-01", "inga rader"),
        (["a,2024-01-01,3,1"], "2024-01-01", "inga områden utan åtgärden"),
        (months(treated=0), "2024-01-01", "inga områden med åtgärden"),
        (months(treated=16), "2024-01-01", "inga områden utan åtgärden"),
        (months(), "2030-01-01", "både före och efter"),
        (months(), "2010-01-01", "både före och efter"),
        (months(mean=0), "2024-01-01", "inga händelser där åtgärden gjordes före"),
        (months(ratio=0), "2024-01-01", "inga händelser där åtgärden gjordes efter"),
    ],
)
def test_what_cannot_be_answered_is_null_with_a_reason(a_file, rows, start, says):
    answer = ask(a_file, rows, {"start": start})
    assert set(answer.summary.values()) == {None}
    assert answer.rows == ()
    assert says in answer.warnings[-1]


def test_equal_numbers_everywhere_give_no_interval(a_file):
    rows = [",".join([*row.split(",")[:2], "5", row[-1]]) for row in months()]
    answer = ask(a_file, rows)
    assert answer.summary["ratio"] == pytest.approx(1)
    assert answer.summary["p_value"] is None
    assert answer.summary["verdict"] == "unclear"


def test_a_handful_of_events_is_too_few(a_file):
    rows = [
        f"O{unit},{day},{1 if unit else 2},{int(unit < 1)}" for unit in range(9) for day in ("2023", "2024")
    ]
    answer = ask(a_file, rows)
    assert answer.summary["verdict"] == "too_few"
    assert "Så få fall säger inget" in answer.summary["sentence"]


def test_without_a_start_it_says_what_to_write(a_file):
    with pytest.raises(OptionError, match="--start 2024-03-01"):
        ask(a_file, months(), {})
