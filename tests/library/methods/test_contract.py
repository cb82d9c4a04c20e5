"""What the command line promises of every method; the promises are the table in ``contracts.py``."""

import io
import json
import sys
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from lagesbild.cli import main
from lagesbild.methods.registry import all_methods, method, run_on_file

from .contracts import CONTRACTS, Contract

ANSWER = ["method", "version", "source", "options", "seed", "n", "summary", "rows", "warnings"]
METHODS = {described.name for described in all_methods()}
THERE = [contract for contract in CONTRACTS if contract.method in METHODS]
KEEPS_OTHERS = {described.name for described in all_methods() if described.keeps_other_columns}


def by_method(contract: Contract) -> str:
    return contract.method


def each(*, but: set[str] | frozenset[str] = frozenset()):
    """Run a test for every method there is, except some."""
    return pytest.mark.parametrize("contract", [c for c in THERE if c.method not in but], ids=by_method)


@pytest.fixture
def command(monkeypatch, capsys):
    """Run the command line as a user would; return its exit code, what it answered and what it told."""

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["lagesbild", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as ending:
            code = int(ending.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def written(contract: Contract, folder: Path) -> list[str]:
    """Return the options that the contract's table needs, as words."""
    words = [word for name, value in contract.given.items() for word in (f"--{name}", value)]
    for name, text in contract.second.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        words += [f"--{name}", str(path)]
    return words


def answer(contract: Contract, path: Path):
    """Return the rows of a short run."""
    options: dict[str, object] = dict(contract.given)
    if "permutations" in contract.defaults:
        options["permutations"] = "99"
    return run_on_file(contract.method, path, options)


@each()
def test_the_documented_table_gets_the_documented_answer(contract, command, tmp_path):
    table = tmp_path / "tabell.csv"
    table.write_text(contract.table, encoding="utf-8")
    code, out, told = command("stats", contract.method, table, *written(contract, tmp_path))
    found = json.loads(out)
    assert (code, list(found)) == (0, ANSWER)
    assert found["method"] == contract.method
    assert found["rows"], told
    for row in found["rows"]:
        assert [name for name in contract.rows.split() if name not in row] == []
    assert [name for name in contract.summary.split() if name not in found["summary"]] == []
    assert {name: found["options"].get(name, "finns inte") for name in contract.defaults} == contract.defaults
    for warning in found["warnings"]:
        assert warning in told


@each()
def test_every_column_of_the_contract_is_known(contract):
    known = {column.name for column in method(contract.method).columns}
    assert [name for name in contract.optional.split() if name not in known] == []


@each(but={"suppress"})  # where the order of the columns is the order of the table's dimensions
def test_a_table_means_the_same_however_it_is_written(contract, tmp_path):
    frame = pl.read_csv(io.StringIO(contract.table), infer_schema=False).fill_null("")
    expected = answer(contract, _csv(tmp_path / "a.csv", frame, ","))
    backwards = frame.select(reversed(frame.columns)).rename(str.upper)
    paths = [
        _csv(tmp_path / "b.csv", backwards, ";", decimals=",", mark="\ufeff"),
        _csv(tmp_path / "c.csv", frame, "\t", ends="\r\n"),
        _workbook(tmp_path / "d.xlsx", backwards),
        _parquet(tmp_path / "e.parquet", frame),
    ]
    for path in paths:
        found = answer(contract, path)
        assert found.n == expected.n
        assert [_told(row) for row in found.rows] == [_told(row) for row in expected.rows], path.suffix


@each(but=KEEPS_OTHERS)
def test_a_column_that_is_not_asked_for_is_told_of_and_left_out(contract, command, tmp_path):
    lines = contract.table.splitlines()
    table = tmp_path / "tabell.csv"
    table.write_text("\n".join([f"{lines[0]},anteckning", *(f"{line},x" for line in lines[1:])]))
    code, out, told = command("stats", contract.method, table, *written(contract, tmp_path))
    assert code == 0
    assert "anteckning" in told
    assert "anteckning" not in out.replace(told.strip(), "").split('"warnings"')[0]


@each()
def test_a_missing_column_is_a_fault_with_its_name(contract, command, tmp_path):
    required = [column.name for column in method(contract.method).columns if column.required]
    if not required:  # personal-data reads any text column
        return
    table = tmp_path / "tabell.csv"
    table.write_text("namn;antal\na;1\n", encoding="utf-8")
    code, out, told = command("stats", contract.method, table, *written(contract, tmp_path))
    assert (code, out) == (1, "")
    for name in required:
        assert f"tabell.csv:1:{name}: " in told


@each()
def test_the_answer_can_be_written_to_a_file(contract, command, tmp_path):
    table, target = tmp_path / "tabell.csv", tmp_path / "mapp" / "svar.json"
    table.write_text(contract.table, encoding="utf-8")
    words = ("stats", contract.method, table, *written(contract, tmp_path), "--out", target)
    code, out, _ = command(*words)
    assert (code, out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["method"] == contract.method


@each()
def test_an_unknown_option_is_wrong_use(contract, command, tmp_path):
    table = tmp_path / "tabell.csv"
    table.write_text(contract.table, encoding="utf-8")
    code, out, told = command("stats", contract.method, table, "--hittepå", "3")
    assert (code, out) == (2, "")
    assert "--hittepå" in told


def test_every_method_of_the_contract_is_listed(command):
    code, out, _ = command("methods")
    assert code == 0
    listed = [line.split()[0] for line in out.splitlines()]
    assert listed == [described.name for described in all_methods()]
    assert [contract.method for contract in THERE if contract.method not in listed] == []
    # No method without a contract: a new one gets its row here.
    assert METHODS - {contract.method for contract in CONTRACTS} == set()


def _told(row):
    """Return a row without where it stood: a Parquet table has no heading, so its rows count from 1."""
    return {name: str(value).lower() for name, value in row.items() if name not in ("row", "rows", "ids")}


def _csv(
    path: Path, frame: pl.DataFrame, separator: str, *, decimals: str = ".", mark: str = "", ends: str = "\n"
) -> Path:
    lines = [separator.join(frame.columns)]
    lines += [separator.join(cell.replace(".", decimals) for cell in row) for row in frame.iter_rows()]
    path.write_bytes((mark + ends.join(lines) + ends).encode("utf-8"))
    return path


def _workbook(path: Path, frame: pl.DataFrame) -> Path:
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([frame.columns, *frame.iter_rows()]):
            sheet.write_row(number, 0, row)
    return path


def _parquet(path: Path, frame: pl.DataFrame) -> Path:
    text = frame.write_csv()
    pl.read_csv(io.StringIO(text), try_parse_dates=True).write_parquet(path)
    return path
