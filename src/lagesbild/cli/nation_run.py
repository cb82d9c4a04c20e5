"""What `lagesbild nation` does: read, run in parts, say what was found or what is kept."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FrameType
from typing import NoReturn

import typer

from lagesbild.cli.console import WrongUseError, messages, progress_bar, show_result
from lagesbild.cli.inputs import read_files, stop_on_faults
from lagesbild.cli.parts_progress import parts_progress
from lagesbild.cli.places import place_of, say
from lagesbild.engine.place import Place
from lagesbild.nation.options import ALGORITHMS, LEVELS, NationError, NationOptions
from lagesbild.nation.run import NationRun, run_nation
from lagesbild.nation.summary import SUMMARY, summary
from lagesbild.sources.base import SourceTables

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Wish:
    """The options of the command, as written."""

    files: tuple[Path, ...]
    out: Path
    source: str | None
    mapping: Path | None
    first: str | None
    last: str | None
    level: str
    algorithm: str
    alpha: float
    years_back: int | None
    least: int
    scans: bool
    permutations: int
    seed: int
    null: int | None
    workers: int | None
    cluster: str | None


def run(wish: Wish) -> None:
    """Run, and say what was found.

    Raises
    ------
    FaultyFileError
        With every fault of every file; nothing is run.
    NationError, PartsFailedError, ClusterError
        There is nothing to judge, a part could not be done, or the cluster cannot be used.
    WrongUseError
        An option cannot be understood.
    """
    if wish.out.exists() and not wish.out.is_dir():
        raise WrongUseError(f"--out {wish.out} är en fil. Ange en mapp, till exempel out/{wish.out.stem}.")
    options, place = _options(wish), place_of(wish.workers, wish.cluster)
    with progress_bar() as report:
        tables = read_files(wish.files, source=wish.source, mapping=wish.mapping, progress=report)
        stop_on_faults(tables)
    found = _run(tables, wish.out, options, place)
    text = summary(found, tables)
    (wish.out / SUMMARY).write_text(text + "\n", encoding="utf-8")
    show_result(text, None)
    again = f" {found.reused} av {found.parts} delar fanns sedan tidigare." if found.reused else ""
    messages.print(f"Resultatet finns i {wish.out}.{again}", markup=False)


def _run(tables: list[SourceTables], out: Path, options: NationOptions, place: Place) -> NationRun:
    done = [0, 0]
    try:
        with _ended_as_by_ctrl_c(), parts_progress(messages, "Granskar") as report:

            def progress(finished: int, total: int) -> None:
                done[:] = finished, total
                report(finished, total)

            return run_nation(tables, out, options, place=place, progress=progress, say=say)
    except KeyboardInterrupt:
        kept = (
            f"{done[0]} av {done[1]} delar är klara och sparade i {out}." if done[1] else "Inget är sparat."
        )
        messages.print(f"Avbrutet. {kept} Kör samma kommando igen, så fortsätter det där.", markup=False)
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def _ended_as_by_ctrl_c() -> Iterator[None]:
    """Let a service manager's request to end (SIGTERM) do what Ctrl-C does."""

    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _options(wish: Wish) -> NationOptions:
    if wish.level not in LEVELS:
        raise WrongUseError(f"--level '{wish.level}' finns inte. Välj {' eller '.join(LEVELS)}.")
    if wish.algorithm not in ALGORITHMS:
        raise WrongUseError(f"--algorithm '{wish.algorithm}' finns inte. Välj bland {', '.join(ALGORITHMS)}.")
    try:
        return NationOptions(
            first=_day(wish.first, "--from"),
            last=_day(wish.last, "--to"),
            level=wish.level,
            algorithm=wish.algorithm,
            alpha=wish.alpha,
            years_back=wish.years_back,
            least_per_year=wish.least,
            scans=wish.scans,
            permutations=wish.permutations,
            seed=wish.seed,
            null_seed=wish.null,
        )
    except NationError as error:
        raise WrongUseError(str(error)) from error


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise WrongUseError(f"{option} '{text}' är inte ett datum. Skriv det som 2024-02-28.") from None
