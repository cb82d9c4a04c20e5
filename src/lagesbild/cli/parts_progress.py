"""How far long work in many parts has come: a bar with rate and time left, or a line now and then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

SECONDS_BETWEEN_LINES = 15.0

Report = Callable[[int, int], None]
"""Called with parts done and all parts; the first call tells what was done beforehand."""


@contextmanager
def parts_progress(
    console: Console, what: str, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[Report]:
    """Show progress on ``console``; when nobody is watching, a line at most every fifteen seconds."""
    pace = _Pace(clock)
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[words]}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, words="")
        last_line = clock()

        def report(done: int, total: int) -> None:
            nonlocal last_line
            words = pace.in_words(done, total)
            bar.update(task, completed=done, total=total, words=words)
            if not console.is_terminal and (done == total or clock() - last_line >= SECONDS_BETWEEN_LINES):
                console.print(f"{what}: {words}", markup=False)
                last_line = clock()

        yield report


class _Pace:
    """Rate and time left, from the parts done since the start and not from those kept from before."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._start: float | None = None
        self._before = 0

    def in_words(self, done: int, total: int) -> str:
        """Say how many parts are done, how fast it goes and how long it takes."""
        words = f"{done} av {total} delar klara"
        if self._start is None:
            self._start, self._before = self._clock(), done
            return words
        seconds, new = self._clock() - self._start, done - self._before
        if new <= 0 or seconds <= 0 or done >= total:
            return words
        rate = 60 * new / seconds
        # A decimal helps where it goes slowly.
        shown = f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}".replace(".", ",")
        return f"{words}, {shown} i minuten, {_left((total - done) / rate)} kvar"


def _left(minutes: float) -> str:
    if minutes < 1:
        return "mindre än en minut"
    if minutes < 90:
        return f"ungefär {minutes:.0f} min"
    return f"ungefär {minutes / 60:.0f} tim"
