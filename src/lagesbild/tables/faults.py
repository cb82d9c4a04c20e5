"""A fault in a file: what is wrong, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that must be put right before the file can be used.

    ``row`` is counted as a spreadsheet shows it (the heading is usually row 1); 0 means the whole
    file. ``column`` is the heading as written in the file, empty when the fault is the row's.
    """

    file: str
    row: int
    column: str
    what: str
    """What is wrong, with the value quoted: "'31/2' är inte ett datum"."""
    advice: str
    """What to do: "Skriv det som 2024-02-28"."""
    value: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.row}:{self.column}: {self.what}. {self.advice}."


class FaultyFileError(ValueError):
    """A file, or several, could not be used; ``faults`` holds every fault found, in file order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))
