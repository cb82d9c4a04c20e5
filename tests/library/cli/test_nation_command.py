"""`lagesbild nation` and where work runs, as the user meets them."""

import json
import os
import signal
import socket
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from lagesbild.cli import main
from lagesbild.cli.parts_progress import SECONDS_BETWEEN_LINES, parts_progress
from lagesbild.engine import cluster as engine_cluster

START, WEEKS = date(2024, 1, 1), 90


class Run(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command line as a user would; return exit code and what was printed."""

    def call(*words: object) -> Run:
        monkeypatch.setattr(sys, "argv", ["lagesbild", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as ending:
            code = int(ending.code or 0)
        captured = capsys.readouterr()
        return Run(code, captured.out.replace("\u00a0", " "), captured.err)

    return call


@pytest.fixture
def incidents(tmp_path: Path) -> Path:
    """A list with two events a week in one municipality, and twelve in the last week."""
    days = [START + timedelta(days=7 * week + day) for week in range(WEEKS) for day in (0, 6)]
    days += [START + timedelta(days=7 * (WEEKS - 1) + i % 7) for i in range(10)]
    rows = [f"{i};Stöld;{day} 12:00;Malmö" for i, day in enumerate(days)]
    file = tmp_path / "lista.csv"
    file.write_text("Ärendenr;Händelse;Datum;Kommun\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_the_week_that_stands_out_is_told_and_written(run, incidents: Path, tmp_path: Path) -> None:
    out = tmp_path / "nation"
    ended = run("nation", incidents, "--out", out, "--workers", 1, "--no-scans", "--from", "2025-09-01")
    assert ended.code == 0, ended.err
    assert "Malmö, Stöld, v. 38 2025: 12 händelser." in ended.out
    assert (out / "summary.md").read_text(encoding="utf-8").replace("\u00a0", " ") == ended.out
    assert pl.read_parquet(out / "findings.parquet")["observed"].to_list() == [12]
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["options"]["alpha"] == "0.01"
    assert len(manifest["inputs"][0]["sha256"]) == 64
    assert f"Resultatet finns i {out}" in ended.err


def test_running_again_says_that_it_was_done_before(run, incidents: Path, tmp_path: Path) -> None:
    words = (
        "nation",
        incidents,
        "--out",
        tmp_path / "ut",
        "--workers",
        1,
        "--no-scans",
        "--from",
        "2025-09-01",
    )
    first, again = run(*words), run(*words)
    assert first.out == again.out
    assert "1 av 1 delar fanns sedan tidigare" in again.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--workers", "0"), "--workers 0"),
        (("--workers", "2", "--cluster", "tcp://127.0.0.1:1"), "inte båda"),
        (("--cluster", "127.0.0.1:8786"), "tcp://10.0.0.5:8786"),
        (("--from", "igår"), "2024-02-28"),
        (("--from", "2025-02-01", "--to", "2025-01-01"), "Byt plats"),
        (("--level", "kommun"), "category eller group"),
        (("--algorithm", "cusum"), "farrington-flexible"),
        (("--alpha", "0"), "--alpha"),
        (("--years-back", "0"), "--years-back"),
        (("--permutations", "3"), "--permutations"),
    ],
)
def test_wrong_use_ends_with_2_and_leaves_nothing(
    run, incidents: Path, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    ended = run("nation", incidents, "--out", tmp_path / "ut", *words)
    assert ended.code == 2
    assert sentence in ended.err
    assert not (tmp_path / "ut").exists()


def test_incidents_without_municipality_end_with_1_and_a_sentence(run, tmp_path: Path) -> None:
    file = tmp_path / "lista.csv"
    rows = [f"{i};Stöld;2025-01-{i:02d} 12:00;Torget" for i in range(1, 29)]
    file.write_text("Ärendenr;Händelse;Datum;Plats\n" + "\n".join(rows) + "\n", encoding="utf-8")
    ended = run("nation", file, "--out", tmp_path / "ut")
    assert ended.code == 1
    assert "kolumn för kommun" in ended.err


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Thirty places with cases and population."""
    rng = np.random.default_rng(1)
    rows = [f"{i},{rng.integers(9999)},{rng.integers(9999)},{rng.integers(9)},100" for i in range(30)]
    file = tmp_path / "platser.csv"
    file.write_text("id,e,n,cases,population\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def test_stats_gives_the_same_answer_with_any_number_of_workers(run, table: Path) -> None:
    words = ("stats", "scan", table, "--permutations", "1999")
    answers = [run(*words, *more).out for more in ((), ("--workers", 1), ("--workers", 2))]
    assert answers[0].startswith("{")
    assert answers[0] == answers[1] == answers[2]


def test_an_unreachable_cluster_is_a_sentence_and_exit_code_1(
    run, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_cluster, "CONNECT_SECONDS", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    ended = run("stats", "scan", table, "--cluster", address)
    assert ended.code == 1
    assert f"Schemaläggaren på {address} svarar inte" in ended.err
    assert ended.out == ""


def test_being_stopped_says_what_is_kept_and_how_to_go_on(incidents: Path, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from lagesbild.nation import run\n"
        "real = run.judge_part\n"
        "def stopped(task):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    return real(task)\n"
        "run.judge_part = stopped\n"
        "from lagesbild.cli import main\n"
        "main()\n"
    )
    words = ("nation", incidents, "--out", tmp_path / "ut", "--workers", "1", "--from", "2025-09-01")
    ended = subprocess.run(  # noqa: S603  # a script of our own
        [sys.executable, "-c", script, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ,
    )
    assert ended.returncode == 130 == 128 + signal.SIGINT
    assert "0 av 2 delar är klara och sparade" in ended.stderr
    assert "Kör samma kommando igen" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "ut" / "findings.parquet").exists()


class Clock:
    """A clock that only goes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_progress_tells_rate_and_time_left_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with parts_progress(Console(force_terminal=False, width=100), "Granskar", clock=clock) as report:
        report(10, 100)  # kept from an earlier run: says nothing of the pace
        clock.now = 5
        report(11, 100)
        clock.now = 2 * SECONDS_BETWEEN_LINES
        report(25, 100)
        report(26, 100)
        clock.now = 200
        report(100, 100)
    assert capsys.readouterr().out.splitlines() == [
        "Granskar: 25 av 100 delar klara, 30 i minuten, ungefär 2 min kvar",
        "Granskar: 100 av 100 delar klara",
    ]


@pytest.mark.parametrize(("seconds", "left"), [(1, "mindre än en minut"), (3600, "ungefär 50 tim")])
def test_short_and_long_waits_are_said_in_their_own_units(
    seconds: int, left: str, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock()
    with parts_progress(Console(force_terminal=False, width=100), "Granskar", clock=clock) as report:
        report(0, 51)
        clock.now = seconds if seconds > 20 else 20
        report(1 if seconds > 20 else 50, 51)
    assert left in capsys.readouterr().out
