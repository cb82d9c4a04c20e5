"""What each method answers on a table, from file to rows."""

import csv
import io
from pathlib import Path

import pytest

from lagesbild.methods.description import OptionError
from lagesbild.methods.registry import method, run_on_file
from lagesbild.readers.faults import FaultyFileError

REFERENCE = Path(__file__).parents[2] / "data/reference"

SMALL = {
    "change": "id,before,after\na,10,20\n",
    "rate": "id,cases,population\na,3,1000\nb,9,1000\n",
    "smooth": "id,cases,population\na,3,1000\nb,9,1000\n",
    "proportion": "id,x,n\na,3,10\n",
    "proportion-change": "id,x1,n1,x2,n2\na,30,100,50,100\n",
    "concentration": "id,count\na,3\nb,0\n",
    "accuracy": "id,area,predicted,count\na,1,2,3\nb,1,1,0\n",
    "effect-wdd": "case,treated_before,treated_after,control_before,control_after\na,20,10,20,20\n",
    "suppress": "area,type,count\na,x,3\na,y,30\nb,x,40\nb,y,50\n",
    "personal-data": "text\nring 0701234567\n",
}
EMPTY = {
    "change": "id,before,after\na,0,0\n",
    "rate": "id,cases,population\na,0,0\nb,0,10\n",
    "smooth": "id,cases,population\na,0,0\nb,0,10\n",
    "proportion": "id,x,n\na,0,0\n",
    "proportion-change": "id,x1,n1,x2,n2\na,0,0,0,0\n",
    "concentration": "id,count\na,0\nb,0\n",
    "accuracy": "id,area,predicted,count\na,1,2,0\nb,1,2,0\n",
    "effect-wdd": "case,treated_before,treated_after,control_before,control_after\na,0,0,0,0\n",
}


def table(rows):
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def columns(path, *wanted):
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield [row[name] for name in wanted]


@pytest.mark.parametrize("name", SMALL)
def test_rows_have_the_fields_that_the_method_promises(a_file, name):
    described = method(name)
    answer = run_on_file(name, a_file(SMALL[name]))
    assert answer.rows
    for row in answer.rows:
        assert [field for field in row if field in described.fields] == list(described.fields)


@pytest.mark.parametrize("name", EMPTY)
def test_a_table_without_events_gets_a_warning_and_no_invented_number(a_file, name):
    answer = run_on_file(name, a_file(EMPTY[name]))
    assert answer.warnings
    assert all(value != "nan" for row in answer.rows for value in row.values())


@pytest.mark.parametrize("name", SMALL)
def test_a_table_with_headings_only_is_answered(a_file, name):
    answer = run_on_file(name, a_file(SMALL[name].split("\n")[0] + "\n"))
    assert answer.n == 0


def test_change_tells_how_many_were_looked_at_and_how_many_hold(a_file):
    source = REFERENCE / "poisson_change/input_upplandsbro_compstat.csv"
    rows = [row for row in columns(source, "crime", "y2020", "y2021") if not row[0].startswith("Summa")]
    answer = run_on_file("change", a_file(table([["id", "before", "after"], *rows])))
    assert answer.summary["tested"] == 14
    assert answer.summary["significant_alone"] == 2
    assert answer.summary["significant_together"] == answer.summary["increase"] == 1
    assert [row["id"] for row in answer.rows if row["verdict"] == "increase"] == ["Stold ur fordon"]


def test_change_uses_exposure_and_says_infinity_in_words(a_file):
    answer = run_on_file(
        "change", a_file("id;before;after;exposure_before;exposure_after\na;0;9;365;273,5\nb;10;10;1;2\n")
    )
    assert answer.rows[0]["ratio"] == answer.rows[0]["high"] == "inf"
    assert answer.rows[1]["ratio"] == 0.5


def test_one_exposure_without_the_other_is_a_fault(a_file):
    with pytest.raises(FaultyFileError, match="kolumnen exposure_before saknas, men exposure_after finns"):
        run_on_file("change", a_file("id,before,after,exposure_after\na,3,9,365\n"))


def test_rate_flags_the_published_outliers(a_file):
    rows = columns(REFERENCE / "funnel/input.csv", "id", "observed", "denominator")
    answer = run_on_file("rate", a_file(table([["id", "cases", "population"], *rows])), {"per": "100000"})
    assert sorted(row["id"] for row in answer.rows if row["flag"] == "high") == [
        "Anson",
        "Halifax",
        "Northampton",
        "Robeson",
    ]
    assert answer.summary["dispersion"] == pytest.approx(1.54945312249185)
    assert answer.summary["rate"] == pytest.approx(202.144489365442)
    assert "1,5 gånger" in answer.warnings[0]


def test_smooth_uses_the_neighbours_of_the_second_file(a_file):
    rows = list(columns(REFERENCE / "eb_smoothing/expected_ncsids.csv", "id", "cases", "births", "eb_local"))
    answer = run_on_file(
        "smooth",
        a_file(table([["id", "cases", "population"], *(row[:3] for row in rows)])),
        {"neighbours": REFERENCE / "eb_smoothing/input_ncsids_neighbours.csv"},
    )
    expected = [float(row[3]) for row in rows]
    assert [row["eb_local"] for row in answer.rows] == pytest.approx(expected, rel=1e-9)
    assert answer.options == {"neighbours": "input_ncsids_neighbours.csv"}


def test_smooth_lists_neighbours_that_are_not_in_the_table(a_file):
    neighbours = a_file("i,j\na,q\n", "grannar.csv")
    with pytest.raises(FaultyFileError, match=r"grannar.csv:2:j: 'q' finns inte"):
        run_on_file("smooth", a_file(SMALL["smooth"]), {"neighbours": neighbours})


def test_proportions_refuse_more_answers_than_people(a_file):
    with pytest.raises(FaultyFileError) as caught:
        run_on_file("proportion", a_file("id,x,n,population\na,6,5,\nb,1,5,4\n"))
    assert [fault.row for fault in caught.value.faults] == [2, 3]


def test_concentration_warns_when_events_are_fewer_than_places(a_file):
    answer = run_on_file(
        "concentration", a_file("id,count\n" + "\n".join(f"{i},{int(i < 3)}" for i in range(20)))
    )
    assert "gini_corrected" in answer.warnings[0]
    assert answer.summary["gini_corrected"] == 0
    assert answer.rows[0] == {"place_share": 0.0, "event_share": 0.0}
    assert answer.rows[-1] == {"place_share": 1.0, "event_share": 1.0}


def test_accuracy_refuses_cuts_that_are_not_shares(a_file):
    with pytest.raises(OptionError, match="större än 0"):
        run_on_file("accuracy", a_file(SMALL["accuracy"]), {"cuts": "0,0.5"})


def test_the_displacement_test_agrees_with_the_paper_from_file(a_file):
    names = ["treated", "control", "displaced", "displaced_control"]
    heading = ["case", *(f"{name}_{when}" for name in names for when in ("before", "after"))]
    path = a_file(table([heading, ["paper", 207, 110, 308, 318, 178, 157, 150, 140]]))
    row = run_on_file("effect-wdd", path).rows[0]
    assert row["estimate"] == -118
    assert row["wdq"] == pytest.approx(0.258185688349089)


def test_lengths_and_sizes_of_the_displacement_test_are_divisors(a_file):
    path = a_file(
        "case,treated_before,treated_after,control_before,control_after,length_before,length_after\n"
        "a,80,20,100,50,2,1\n"
    )
    row = run_on_file("effect-wdd", path).rows[0]
    assert row["estimate"] == -20
    assert row["displaced"] is None


def test_weights_of_the_displacement_test_say_what_an_event_counts_for(a_file):
    names = ["treated", "control", "displaced", "displaced_control"]
    heading = ["case", *(f"{name}_{when}" for name in names for when in ("before", "after")), "weights"]
    paper = [207, 110, 308, 318, 178, 157, 150, 140]
    answer = run_on_file("effect-wdd", a_file(table([heading, ["a", *paper, 1], ["b", *paper, 2.5]])))
    plain, harm = answer.rows
    assert (harm["estimate"], harm["z"], harm["wdq"]) == (-118 * 2.5, plain["z"], plain["wdq"])
    assert [harm[name] for name in ("se", "low", "high", "local", "displaced")] == pytest.approx(
        [2.5 * plain[name] for name in ("se", "low", "high", "local", "displaced")]
    )
    # Together: the weighted sum, with the variances of independent cases.
    assert answer.summary["estimate"] == -118 * 3.5
    assert answer.summary["se"] == pytest.approx((1568 * (1 + 2.5**2)) ** 0.5)
    assert "vägda enheter färre" in harm["sentence"]


def test_half_an_area_around_is_not_counted_and_told(a_file):
    path = a_file(
        "case,treated_before,treated_after,control_before,control_after,displaced_before\na,20,10,20,20,4\n"
    )
    answer = run_on_file("effect-wdd", path)
    assert answer.rows[0]["displaced"] is None
    assert any("räknas inte med: a" in warning for warning in answer.warnings)


def test_effects_carry_a_sentence_and_the_strength_of_their_design(a_file):
    answer = run_on_file("effect-wdd", a_file(SMALL["effect-wdd"]))
    assert answer.summary["design_strength"] == 3
    assert answer.rows[0]["sentence"].startswith("Skillnaden mot jämförelsen är ungefär 10 händelser färre (")
    assert answer.rows[0]["sentence"].endswith("ingen slutsats kan dras.")


def test_suppress_finds_nested_areas_and_shows_no_hidden_count(a_file):
    rows = columns(REFERENCE / "sdc/input_cells.csv", "area", "type", "district", "n")
    path = a_file(table([["area", "type", "district", "count"], *rows]))
    answer = run_on_file("suppress", path, {"threshold": "4", "totals": True})
    assert answer.summary["nested"] == [["area", "district"]]
    assert answer.summary["exposed"] == 0
    assert answer.summary["suppressed"] == len(answer.summary["audit"]) <= 20
    for row in answer.rows:
        assert (row["count"] is None) == (row["status"] != "open")
        if row["status"] == "primary":
            assert row["high"] - row["low"] >= 3


def test_suppress_counts_combinations_without_a_row_as_zero(a_file):
    answer = run_on_file("suppress", a_file("area,type,count\na,x,9\na,y,9\nb,x,9\n"), {"totals": "ja"})
    missing = [row for row in answer.rows if (row["area"], row["type"]) == ("b", "y")]
    assert [row["count"] for row in missing] == [0]


def test_suppress_adds_rows_of_the_same_cell_and_says_so(a_file):
    answer = run_on_file("suppress", a_file("area,count\na,3\na,4\nb,9\n"))
    assert [row["count"] for row in answer.rows] == [7, 9]
    assert "lades ihop" in answer.warnings[0]


def test_suppress_without_totals_warns_that_sums_give_small_counts_away(a_file):
    assert "--totals" in run_on_file("suppress", a_file(SMALL["suppress"])).warnings[0]


def test_suppress_refuses_a_table_that_holds_its_own_sums(a_file):
    with pytest.raises(FaultyFileError, match=r"tabell.csv:3:area: 'Totalt' är en summa"):
        run_on_file("suppress", a_file("area,count\na,3\nTotalt,3\n"))


def test_suppress_refuses_a_table_without_dimensions(a_file):
    with pytest.raises(FaultyFileError, match="bara kolumnen count"):
        run_on_file("suppress", a_file("count\n3\n"))


def test_personal_data_are_found_by_row_and_place_without_being_repeated(a_file):
    answer = run_on_file(
        "personal-data", a_file('id;text\n1;klotter\n2;"ring 070-123 45 67"\n'), {"column": "Text"}
    )
    assert answer.rows == [
        {
            "row": 3,
            "column": "text",
            "kind": "phone",
            "start": 5,
            "end": 18,
            "why": "Ser ut som ett telefonnummer. Ta bort det.",
        }
    ]
    assert answer.summary == {"found": 1, "rows_with_findings": 1, "kinds": {"phone": 1}}
    assert "070" not in answer.to_json()


def test_personal_data_are_searched_in_every_column_unless_one_is_chosen(a_file):
    path = a_file("a,b\n850101-1236,0701234567\n")
    assert run_on_file("personal-data", path).summary["found"] == 2
    with pytest.raises(OptionError, match="Filen har a, b"):
        run_on_file("personal-data", path, {"column": "fritext"})
