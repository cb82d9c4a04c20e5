"""Every measurement can be listed, says what it measures, and needs no peer until the peer has its turn."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
COMPARED = [
    path.stem for path in sorted(BENCHMARKS.glob("[!_]*.py")) if "\nJOB = Job(" in path.read_text("utf-8")
]


def python(*words: str) -> str:
    """Run our own Python in the folder of the benchmarks; return what it printed."""
    ended = subprocess.run(  # noqa: S603  # our own files
        [sys.executable, *words], cwd=BENCHMARKS, capture_output=True, text=True, check=True
    )
    return ended.stdout


def test_the_list_says_what_each_measurement_is() -> None:
    listed = {line.split()[0]: line.split()[1:] for line in python("run.py", "--list").splitlines()}
    assert listed.keys() == {path.stem for path in BENCHMARKS.glob("[!_]*.py")} - {"run"}
    assert [name for name, told in listed.items() if len(told) < 3] == []


def test_every_compared_job_has_a_peer_and_sizes_that_grow() -> None:
    code = f"""
import importlib
for name in {COMPARED}:
    job = importlib.import_module(name).JOB
    assert job.name == name, (job.name, name)
    assert job.peers and list(job.sizes) == sorted(set(job.sizes)) and len(job.sizes) >= 2, name
    assert all(peer.largest >= job.sizes[0] for peer in job.peers), name
print(len({COMPARED}))
"""
    assert int(python("-c", code)) >= 10


def test_a_peer_that_is_not_installed_is_told_in_a_sentence() -> None:
    code = """
import contextlib, io, _contest
from _job import Job, Program
from types import SimpleNamespace
def missing(job, program, size):
    if program.name == "peer":
        raise _contest.NotInstalledError("grannen")
    return _contest.Turn(1.0, 1.0, 1.0, 0)
_contest._turn = missing
job = Job("jobb", "x", (1, 2), int, Program("vi", int), (Program("peer", int),))
told = io.StringIO()
with contextlib.redirect_stderr(told):
    assert list(_contest.contest([job], quick=True)) == []
print(told.getvalue())
"""
    assert "peer står över, för grannen är inte installerat. Kör make bench." in python("-c", code)


@pytest.mark.parametrize(("ours", "theirs", "apart"), [([1, 2], [1, 2], 0.0), ([1, 2], [1, 4], 0.5)])
def test_answers_are_compared_with_the_highest_value(
    ours: list[int], theirs: list[int], apart: float
) -> None:
    code = f"from _job import largest_relative; print(largest_relative({ours}, {theirs}))"
    assert float(python("-c", code)) == apart
