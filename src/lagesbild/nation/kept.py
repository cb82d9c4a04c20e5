"""Finished parts kept on disk, so that a run that was stopped goes on where it was."""

import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lagesbild.engine.snapshot import table_fingerprint

WORK = "work"
_RUN = "run.json"
_SHORT = 12


@dataclass(frozen=True, slots=True)
class KeptParts:
    """The finished parts of one run, in a folder of their own under ``out/work``.

    What decides the answers (input, options, versions) names the folder, so parts of another run are never
    mistaken for this one's. A part's file name holds the fingerprint of its rows: a file that was cut off or
    changed is not used.
    """

    folder: Path

    @classmethod
    def open(cls, out: Path, run: Mapping[str, object]) -> "KeptParts":
        """Make, or find again, the folder for the run that ``run`` describes."""
        text = json.dumps(run, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        folder = out / WORK / hashlib.sha256(text.encode()).hexdigest()[:_SHORT]
        folder.mkdir(parents=True, exist_ok=True)
        write_atomically(folder / _RUN, text.encode())
        return cls(folder)

    def others(self) -> list[Mapping[str, object]]:
        """Return the descriptions of other runs in the same folder, whose parts are not used."""
        found = []
        for path in sorted(self.folder.parent.glob(f"*/{_RUN}")):
            if path.parent != self.folder:
                with contextlib.suppress(OSError, ValueError):
                    found.append(json.loads(path.read_text(encoding="utf-8")))
        return found

    def read(self, name: str) -> pl.DataFrame | None:
        """Return a finished part, or None when it is not there or not whole."""
        for path in sorted(self.folder.glob(f"{name}.*.parquet")):
            with contextlib.suppress(OSError, pl.exceptions.PolarsError):
                table = pl.read_parquet(path)
                if path.name == self._file_name(name, table):
                    return table
        return None

    def write(self, name: str, table: pl.DataFrame) -> None:
        """Keep a finished part: either the whole file is there or none of it."""
        path = self.folder / self._file_name(name, table)
        unfinished = path.with_suffix(f".{os.getpid()}.tmp")
        table.write_parquet(unfinished)
        unfinished.replace(path)

    @staticmethod
    def _file_name(name: str, table: pl.DataFrame) -> str:
        return f"{name}.{table_fingerprint(table, name=name)[:_SHORT]}.parquet"


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it sees all of it or the old one."""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    unfinished.write_bytes(content)
    unfinished.replace(path)
