"""What the user sees: progress and faults on stderr, results on stdout."""

import ctypes
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from lagesbild.readers.faults import Fault
    from lagesbild.sources.base import Progress as Report

_STDOUT, _STDERR = 1, 2  # numbers of the files, whatever Python's own are set to

DONE, FAULTS_IN_INPUT, WRONG_USE = 0, 1, 2
"""Exit codes, as promised on the command line's page."""


class WrongUseError(ValueError):
    """The command was used wrongly; the message is Swedish and says what to write instead."""


def no_such_file(*paths: Path) -> WrongUseError:
    """Say of files that cannot be read because they are not there, or are folders."""
    folders = [str(path) for path in paths if path.is_dir()]
    gone = [str(path) for path in paths if not path.is_dir()]
    sentences = [
        f"Filen finns inte: {', '.join(gone)}. Kontrollera namnet och vilken mapp du står i." if gone else "",
        f"Det här är en mapp: {', '.join(folders)}. Skriv vilken fil i den." if folders else "",
    ]
    return WrongUseError(" ".join(filter(None, sentences)))


messages = Console(stderr=True, highlight=False, soft_wrap=True)
"""Where people read; results go to stdout so that they can be piped."""


def show_faults(faults: Sequence["Fault"]) -> None:
    """Print every fault on a line of its own, as ``file:row:column: what. advice.``, and how many."""
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stderr.write("1 fel.\n" if len(faults) == 1 else f"{len(faults)} fel.\n")


def show_result(text: str, out: Path | None) -> None:
    """Write ``text`` to the file, or to stdout when there is none."""
    if out is None:
        sys.stdout.write(text + "\n")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text + "\n", encoding="utf-8")
    messages.print(f"Skrev {out}.")


@contextmanager
def stdout_for_results_alone() -> Iterator[None]:
    """Send to stderr what libraries write to stdout below Python, so that the answer stays JSON.

    Solvers have lines of their own that no option silences.
    """
    sys.stdout.flush()
    try:
        kept = os.dup(_STDOUT)
    except OSError:  # closed: nothing can be written there
        yield
        return
    os.dup2(_STDERR, _STDOUT)
    try:
        yield
    finally:
        # What C has not written yet must leave before stdout is the reader's again.
        if os.name == "posix":
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, _STDOUT)
        os.close(kept)


def as_json(data: object) -> str:
    """Return ``data`` as readable JSON with å, ä and ö as they are."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=str)


@contextmanager
def progress_bar() -> Iterator["Report"]:
    """Show how far the work has come, on stderr; one line per step, and nothing when nobody is watching.

    Yields a function to be called with (done, total or None, what is being done).
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[amount]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=messages, transient=True, disable=not messages.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def report(done: int, total: int | None, what: str) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total, amount="")
                if not messages.is_terminal:
                    messages.print(what + " …")
            amount = f"{done:,}".replace(",", " ") if total != 1 else ""
            bar.update(tasks[what], completed=done, total=total, amount=amount)

        yield report
