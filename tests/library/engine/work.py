"""Work for the tests of the engine: at the top of a module, so that every process and cluster can find it."""

import os
import signal
from pathlib import Path

import numpy as np


def squared(number: int) -> int:
    """The square; refuses 13."""
    if number == 13:
        raise ValueError("13 bringar otur")
    return number * number


def drawn(seed: np.random.SeedSequence) -> float:
    """A random number that depends on its own seed alone."""
    return float(np.random.default_rng(seed).random())


def dies_once(task: tuple[int, str]) -> int:
    """Kill the process at the first call of number 3; answer as :func:`squared` ever after."""
    number, folder = task
    mark = Path(folder) / "dog"
    if number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def poison(number: int) -> int:
    """Kill every process that computes number 3."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def process_id(_: int) -> int:
    """Which process does the work."""
    return os.getpid()
