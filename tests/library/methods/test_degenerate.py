"""Every method on tables that hold nothing, one thing, or nonsense: a sentence, never a wrong number."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from lagesbild.methods.description import OptionError
from lagesbild.methods.registry import all_methods, method, run_on_file
from lagesbild.readers.faults import FaultyFileError

from .contracts import CONTRACTS, Contract

METHODS = {described.name for described in all_methods()}
THERE = [contract for contract in CONTRACTS if contract.method in METHODS]
Rows = list[list[str]]


def _numbers(contract: Contract, heading: list[str]) -> set[int]:
    kinds = {column.name: column.kind for column in method(contract.method).columns}
    return {
        at for at, name in enumerate(heading) if kinds.get(name) in ("count", "number") and name not in "en"
    }


def _with(change: Callable[[int, str], str]) -> Callable[[Rows, set[int]], Rows]:
    """Change every number by its row and what was written."""
    return lambda rows, numbers: [
        [change(row, cell) if at in numbers else cell for at, cell in enumerate(cells)]
        for row, cells in enumerate(rows)
    ]


TABLES: dict[str, Callable[[Rows, set[int]], Rows]] = {
    "headings only": lambda _rows, _numbers: [],
    "one row": lambda rows, _numbers: rows[:1],
    "two rows": lambda rows, _numbers: rows[:2],
    "one row again and again": lambda rows, _numbers: rows[:1] * len(rows),
    "every row twice": lambda rows, _numbers: rows * 2,
    "equal numbers": _with(lambda _row, _cell: "5"),
    "only zeros": _with(lambda _row, _cell: "0"),
    "one event": _with(lambda row, _cell: "1" if row == 0 else "0"),
    "huge numbers": _with(lambda row, _cell: str(10**11 + row)),
}
WRONG: dict[str, Callable[[int, str], str]] = {
    "negative": lambda row, cell: "-" + cell if row == 1 else cell,
    "text": lambda row, cell: "många" if row == 1 else cell,
    "not a number": lambda row, cell: "1e400" if row == 1 else cell,
}


def _file(folder: Path, heading: str, rows: Iterable[list[str]]) -> Path:
    path = folder / "tabell.csv"
    path.write_text("\n".join([heading, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return path


def _options(contract: Contract, folder: Path) -> dict[str, object]:
    options: dict[str, object] = dict(contract.given)
    for name, text in contract.second.items():
        options[name] = folder / f"{name}.csv"
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    if "permutations" in contract.defaults:
        options["permutations"] = "99"
    return options


@pytest.mark.parametrize("made", TABLES)
@pytest.mark.parametrize("contract", THERE, ids=lambda contract: contract.method)
def test_a_table_that_cannot_be_answered_gets_a_sentence(contract, made, tmp_path):
    heading, *lines = contract.table.splitlines()
    rows = TABLES[made]([line.split(",") for line in lines], _numbers(contract, heading.split(",")))
    try:
        found = run_on_file(contract.method, _file(tmp_path, heading, rows), _options(contract, tmp_path))
    except (FaultyFileError, OptionError):
        return  # said in words, row by row
    # Strict JSON: no NaN and no infinity.
    answer = json.loads(found.to_json(), parse_constant=lambda name: pytest.fail(f"{name} in the answer"))
    assert answer["warnings"] or answer["rows"]
    if not rows:
        assert answer["n"] == 0
        assert answer["warnings"]


@pytest.mark.parametrize("made", WRONG)
@pytest.mark.parametrize(
    "contract",
    [c for c in THERE if _numbers(c, c.table.splitlines()[0].split(","))],
    ids=lambda contract: contract.method,
)
def test_what_is_not_a_number_is_a_fault_in_its_row(contract, made, tmp_path):
    heading, *lines = contract.table.splitlines()
    numbers = _numbers(contract, heading.split(","))
    rows = _with(WRONG[made])([line.split(",") for line in [*lines, lines[0]]], numbers)
    path = _file(tmp_path, heading, rows)
    counts = {column.name for column in method(contract.method).columns if column.kind == "count"}
    if made == "negative" and not counts & set(heading.split(",")):
        return  # any number will do, also one below 0
    with pytest.raises(FaultyFileError, match=r"tabell.csv:3:\w+: '"):
        run_on_file(contract.method, path, _options(contract, tmp_path))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1899-12-31"])
def test_a_date_that_no_register_has_is_a_fault(day, tmp_path):
    path = _file(tmp_path, "date,count", [["2024-01-01", "3"], [day, "4"]])
    with pytest.raises(
        FaultyFileError, match=f"tabell.csv:3:date: '{day}' ligger utanför åren 1900 till 2199"
    ):
        run_on_file("season", path)


@pytest.mark.parametrize("name", ["alarms", "season", "forecast"])
def test_a_slip_of_decades_is_a_fault_and_not_a_series_of_empty_years(name, tmp_path):
    path = _file(
        tmp_path, "date,count", [["1924-01-01", "3"], *([f"2024-0{m}-01", "4"] for m in range(1, 9))]
    )
    with pytest.raises(FaultyFileError, match=r"tabell.csv:2:date: '1924-01-01' ligger mer än tjugo år"):
        run_on_file(name, path)


def test_a_table_to_suppress_needs_every_label(tmp_path):
    path = _file(tmp_path, "area,type,count", [["a", "x", "3"], ["", "y", "9"]])
    with pytest.raises(FaultyFileError, match=r"tabell.csv:3:area: cellen är tom"):
        run_on_file("suppress", path)


def test_a_series_with_one_event_has_no_effect_to_tell(tmp_path):
    rows = [[f"{2018 + month // 12}-{month % 12 + 1:02d}-01", str(int(month == 0))] for month in range(72)]
    answer = run_on_file("effect-its", _file(tmp_path, "date,count", rows), {"start": "2022-01-01"})
    assert set(answer.summary.values()) == {None}
    assert "för kort eller för tom" in answer.warnings[-1]


def test_more_cases_than_a_scan_can_count_are_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "stora.csv"
    file.write_text("id,e,n,cases,population\na,0,0,9000000000000000,5\nb,1,1,5,5\n", encoding="utf-8")
    with pytest.raises(OptionError, match="hundra miljoner"):
        run_on_file("scan", file)
