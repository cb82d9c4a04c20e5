"""Whatever is wrong with the words of a command, it ends with a Swedish sentence and the right code.

The commands and their options are found by walking the command line, so that a new one is tried too.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer

from lagesbild.cli import app, main
from lagesbild.cli.console import FAULTS_IN_INPUT, WRONG_USE

COMMANDS: Final[dict[str, Any]] = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a group

GOOD: Final = "bra.csv"
BASE: Final = {
    "check": [GOOD],
    "count": [GOOD],
    "picture": [GOOD, "--out", "ut"],
    "nation": [GOOD, "--out", "ut"],
    "stats": ["change", GOOD],
}
"""What is right of a command, for trying one thing that is wrong."""

READS_A_FILE: Final = {"--mapping", "--areas", "--population", "--assessment"}
WRITES: Final = {"--out"}
OTHER_WORDS: Final = {"stats": ["change", "antal.csv"], "nation": ["land.csv"]}
"""Where more must be right before anything is written."""

ENDINGS: Final = {"count": ".csv"}
"""What the name of a file that a command writes must end with."""

UNKNOWN_VALUES: Final = {
    "--source": "exel",
    "--period": "2025-13",
    "--compare": "2024..xyz",
    "--kind": "dygn",
    "--sections": "extnt",
    "--as-of": "2025-02-30",
    "--format": "odt",
    "--municipality": "Västeros",
    "--by": "Finns inte",
    "--date": "Finns inte",
    "--date-order": "ddmm",
    "--from": "2025-02-30",
    "--to": "igår",
    "--level": "grupp",
    "--algorithm": "gissa",
    "--alpha": "2",
    "--years-back": "-1",
    "--least": "-1",
    "--permutations": "1",
    "--workers": "0",
    "--cluster": "xyz",
}
"""A value of each option that can be read but not meant."""

ENGLISH: Final = re.compile(
    r"Traceback|\b(?:Error|Invalid|Usage|Try|Missing|such|does not|requires|expected|Input should)\b"
)
TAKES_ANYTHING: Final = {"manage"}
"""Hands its words on to the web's own commands."""


def _parameters() -> Iterator[tuple[str, Any]]:
    for name, command in COMMANDS.items():
        for parameter in command.params:
            if name not in TAKES_ANYTHING and "--help" not in parameter.opts:
                yield name, parameter


def _wrong_words() -> Iterator[tuple[str, ...]]:
    """Every option of every command: misspelled, without its value, with one that it cannot have."""
    for name, command in COMMANDS.items():
        if name in TAKES_ANYTHING:
            continue
        if name != "stats":  # its options belong to the method
            yield (name, *BASE.get(name, []), "--finns-inte")
            yield (name, *["ett ord"] * 3, "--finns-inte")
        if any(p.required for p in command.params):
            yield (name,)
    for name, parameter in _parameters():
        if parameter.param_type_name == "option":
            for rest in _wrong_values(parameter, name in BASE):
                yield (name, *BASE.get(name, []), *rest)


def _wrong_values(parameter: Any, can_run: bool) -> Iterator[tuple[str, ...]]:
    """An option without the value that it must have, or with one that it cannot have."""
    option = parameter.opts[0]
    if parameter.is_flag:
        yield (f"{option}=1",)
        return
    yield (option,)
    if _is_number(parameter):
        yield (option, "åtta")
        yield (option, "")
    if option == "--port":
        yield (option, "0")
        yield (option, "65536")
    if option in UNKNOWN_VALUES and can_run:
        yield (option, UNKNOWN_VALUES[option])


def _wrong_files() -> Iterator[tuple[str, ...]]:
    """Every file that a command reads: gone, a folder, empty, no table at all."""
    files = (
        "saknas.csv",
        "mapp",
        "tom.csv",
        "skräp.csv",
        "fel kolumner.csv",
        "trasig.parquet",
        "bra.csv/i.csv",
    )
    for name, words in BASE.items():
        for file in files:
            yield (name, *(file if word == GOOD else word for word in words))
    for name, parameter in _parameters():
        option = parameter.opts[0]
        if option in READS_A_FILE and name in BASE:
            # An assessment is text of any kind, and text can be empty.
            taken = {"tom.csv", "fel kolumner.csv"} if option == "--assessment" else set()
            for file in [file for file in files if file not in taken and not file.endswith("parquet")]:
                yield (name, *BASE[name], option, file)


def _is_number(parameter: Any) -> bool:
    return isinstance(parameter.default, int | float) or parameter.opts[0] in {
        "--workers",
        "--years-back",
        "--null",
    }


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder with files of every wrong kind, and one that is right."""
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{i};Klotter;2025-{i % 12 + 1:02d}-{i % 28 + 1:02d} 10:30;Torget\n" for i in range(40))
    (tmp_path / GOOD).write_text(f"Ärendenr;Händelse;Datum;Plats\n{rows}", encoding="utf-8")
    rows = "".join(f"{i};Klotter;2025-{i % 12 + 1:02d}-05;Uppsala\n" for i in range(60))
    (tmp_path / "land.csv").write_text(f"Ärendenr;Händelse;Datum;Kommun\n{rows}", encoding="utf-8")
    (tmp_path / "antal.csv").write_text("id;before;after\nRån;3;4\n", encoding="utf-8")
    (tmp_path / "mapp").mkdir()
    (tmp_path / "tom.csv").touch()
    (tmp_path / "skräp.csv").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "trasig.parquet").write_bytes(b"PAR1 och inte mer")
    (tmp_path / "fel kolumner.csv").write_text("a;b\n1;2\n", encoding="utf-8")


def ended(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """Run the command line as a user would; return the exit code and what was said on stderr."""
    monkeypatch.setattr(sys, "argv", ["lagesbild", *words])
    with pytest.raises(SystemExit) as ending:
        main()
    return int(ending.value.code or 0), capsys.readouterr().err


@pytest.mark.parametrize("words", [*_wrong_words(), *_wrong_files()], ids=" ".join)
def test_what_is_wrong_is_said_in_swedish(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = ended(words, monkeypatch, capsys)
    assert code in {FAULTS_IN_INPUT, WRONG_USE}, told
    assert not ENGLISH.search(told), told
    assert "gick fel i programmet" not in told
    assert told.rstrip().endswith((".", "?", "--help")), told
    assert not Path("ut").exists()


@pytest.mark.parametrize(
    ("name", "option"), [(n, p.opts[0]) for n, p in _parameters() if p.opts[0] in WRITES and n in BASE]
)
def test_what_cannot_be_written_is_said(
    name: str, option: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = OTHER_WORDS.get(name) or [word for word in BASE[name] if word not in {"--out", "ut"}]
    code, told = ended((name, *words, option, f"{GOOD}/ut{ENDINGS.get(name, '')}"), monkeypatch, capsys)
    assert code == WRONG_USE, told
    assert GOOD in told
    assert "Traceback" not in told
    assert Path(GOOD).is_file()


def test_a_command_that_does_not_exist_is_told_with_those_that_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = ended(("chek",), monkeypatch, capsys)
    assert code == WRONG_USE
    assert told.startswith("Kommandot chek finns inte. Menade du check?\nKommandon: demo, check,")


def test_every_option_with_values_of_its_own_is_tried() -> None:
    known = {
        *UNKNOWN_VALUES,
        *READS_A_FILE,
        *WRITES,
        "--seed",
        "--null",
        "--area",
        "--category",
        "--reference",
    }
    tried = {
        p.opts[0] for n, p in _parameters() if n in BASE and p.param_type_name == "option" and not p.is_flag
    }
    assert tried <= known
