"""Run benchmarks: `python benchmarks/run.py [--list] [--quick] [JOB …]`; `lagesbild bench` does the same.

Jobs that have a ``JOB`` come in one table with ratios. The others, among them ``calibration_*``, print
their own.
"""

import ast
import importlib
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from _contest import contest, show
from _job import Job

HERE = Path(__file__).parent


def jobs() -> dict[str, str]:
    """Return every job's name and, in a line, what it does."""
    found = {}
    for path in sorted(HERE.glob("*.py")):
        if path.stem.startswith("_") or path.stem == "run":
            continue
        told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        found[path.stem] = told.splitlines()[0] if told else ""
    return found


def in_table(name: str) -> bool:
    """Tell whether a job belongs in the common table."""
    text = (HERE / f"{name}.py").read_text(encoding="utf-8")
    return any(line.startswith("JOB = ") for line in text.splitlines())


def run(names: Sequence[str], *, quick: bool) -> list[str]:
    """Run jobs and return the names of those that could not be measured."""
    compared: list[Job] = [importlib.import_module(name).JOB for name in names if in_table(name)]
    if compared:
        show(contest(compared, quick=quick))
    failed = []
    for name in names:
        if in_table(name):
            continue
        print(f"\n{name}", file=sys.stderr, flush=True)
        words = [sys.executable, str(HERE / f"{name}.py"), *(["--quick"] if quick else [])]
        if subprocess.run(words, check=False).returncode:  # noqa: S603  # our own files
            failed.append(name)
    return failed


def main(words: Sequence[str]) -> int:
    """Do what the words say; 0 when all could be measured."""
    every = jobs()
    if "--list" in words:
        print("\n".join(f"{name:<28} {told}" for name, told in every.items()))
        return 0
    names = [word for word in words if not word.startswith("--")] or list(every)
    if unknown := [name for name in names if name not in every]:
        print(f"There is no job called {', '.join(unknown)}.", file=sys.stderr)
        return 2
    failed = run(names, quick="--quick" in words)
    if failed:
        print(f"Could not be measured: {', '.join(failed)}.", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
