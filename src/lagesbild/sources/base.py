"""What a source is: it knows its own files, turns them into tables and says what they cannot tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lagesbild.readers.faults import Fault
from lagesbild.readers.mapping import Mapping
from lagesbild.readers.notes import Note
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements

__all__ = ["Note", "Progress", "Recognition", "Source", "SourceTables"]

Progress = Callable[[int, int | None, str], None]
"""Called with (done, total or None when unknown, what is being done in Swedish)."""


@dataclass(frozen=True, slots=True)
class SourceTables:
    """What came out of one file. Use nothing of it when ``faults`` is not empty."""

    source: str
    file: str
    sha256: str
    incidents: Incidents
    measurements: Measurements
    notes: Sequence[Note] = field(default_factory=tuple)
    faults: Sequence[Fault] = field(default_factory=tuple)
    rows_read: int = 0


@dataclass(frozen=True, slots=True)
class Recognition:
    """How sure a source is that a file is its own: 0 (not mine) to 1, and what it saw."""

    confidence: float
    reason: str


class Source(Protocol):
    """One outside source."""

    id: str
    """Stable, used with ``--source``: ``polisen-events``, ``police-incidents``, ``compstat``,
    ``bra-year``, ``bra-sol``, ``kolada``, ``scb``, ``survey``, ``daily-report``,
    ``incidents``, ``measurements``."""
    name: str
    """In Swedish, as printed among the sources of a picture."""
    description: str
    """How its files are recognised, one Swedish sentence."""
    limits: Sequence[str]
    """What the source cannot tell, in Swedish sentences; printed in every picture made from it."""

    def recognise(self, path: Path) -> Recognition:
        """Look at the beginning of the file; never raises for a strange file."""
        ...

    def read(
        self,
        path: Path,
        *,
        mapping: Mapping | None = None,
        progress: Progress | None = None,
    ) -> SourceTables:
        """Read the whole file, collecting every fault."""
        ...
