"""Snapshots: the exact rows that something was computed from, kept so that it can be computed again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from lagesbild import __version__

MANIFEST = "manifest.json"


class SnapshotError(ValueError):
    """A snapshot on disk is not what its manifest says; the message names the file."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that rows came from, with its fingerprint as the source computed it."""

    file: str
    source: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Named tables with where they came from and how they were chosen.

    ``sha256`` is over the content of the tables, not over the Parquet files, so that the same rows
    have the same fingerprint whichever version of the file format wrote them.
    """

    tables: Mapping[str, pl.DataFrame]
    inputs: Sequence[InputFile]
    options: Mapping[str, str]
    seed: int
    version: str = __version__
    is_withheld: bool = False
    """True writes only the manifest: the rows stay with whoever made the snapshot."""

    @property
    def rows(self) -> int:
        """Rows in all tables together."""
        return sum(table.height for table in self.tables.values())

    def fingerprint(self) -> str:
        """Return the SHA-256 of every table's name, columns, types and rows, in order."""
        digest = hashlib.sha256()
        for name in sorted(self.tables):
            digest.update(table_fingerprint(self.tables[name], name=name).encode())
        return digest.hexdigest()

    def manifest(self) -> str:
        """Return the manifest as JSON, with a fixed key order and a final line break."""
        data = {
            "version": self.version,
            "seed": self.seed,
            "rows": self.rows,
            "sha256": self.fingerprint(),
            "withheld": self.is_withheld,
            "options": dict(self.options),
            "tables": [
                {
                    "file": f"{name}.parquet",
                    "rows": table.height,
                    "columns": {column: str(dtype) for column, dtype in table.schema.items()},
                    "sha256": table_fingerprint(table, name=name),
                }
                for name, table in sorted(self.tables.items())
            ],
            "inputs": [
                {"file": item.file, "source": item.source, "sha256": item.sha256, "rows": item.rows}
                for item in self.inputs
            ],
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def table_fingerprint(table: pl.DataFrame, *, name: str = "") -> str:
    """Return the SHA-256 of a table: its name, columns, types and rows in order.

    Notes
    -----
    The rows are hashed column by column over Arrow's own buffers after a canonical cast (text and enums as
    strings, times as whole microseconds), which takes about 0.1 s for a million incidents.
    """
    digest = hashlib.sha256(name.encode())
    for column in table.iter_columns():
        digest.update(f"|{column.name}:{column.dtype}:{len(column)}|".encode())
        values, missing = _bytes_of(column)
        digest.update(values)
        digest.update(missing)
    return digest.hexdigest()


def _bytes_of(column: pl.Series) -> tuple[bytes, bytes]:
    missing = column.is_null().to_numpy().tobytes()
    dtype = column.dtype
    if dtype.is_temporal():
        column = column.to_physical()
    elif isinstance(dtype, pl.Enum | pl.Categorical):
        column = column.cast(pl.String)
    if column.dtype == pl.String:
        lengths = column.str.len_bytes().fill_null(0).to_numpy().tobytes()
        joined = column.fill_null("").str.join("").item() if len(column) else ""
        return lengths + str(joined).encode(), missing
    if column.dtype == pl.Boolean:
        return column.fill_null(False).to_numpy().tobytes(), missing
    return column.fill_null(0).to_numpy().tobytes(), missing


def write_snapshot(snapshot: Snapshot, folder: Path) -> None:
    """Write the tables as Parquet and the manifest beside them into ``folder``, which is made.

    Raises
    ------
    FileExistsError
        If the folder already exists: a snapshot is never changed.
    """
    folder.mkdir(parents=True)
    for name, table in sorted(snapshot.tables.items()) if not snapshot.is_withheld else ():
        table.write_parquet(folder / f"{name}.parquet", compression="zstd", statistics=True)
    (folder / MANIFEST).write_text(snapshot.manifest(), encoding="utf-8")


def read_snapshot(folder: Path) -> Snapshot:
    """Read a snapshot back, and check that every table still is what the manifest says.

    Raises
    ------
    SnapshotError
        If the manifest is missing or a table has been changed.
    """
    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise SnapshotError(
            f"{folder / MANIFEST} går inte att läsa. Kopiera hela mappen snapshot på nytt."
        ) from error
    tables: dict[str, pl.DataFrame] = {}
    for item in data["tables"] if not data.get("withheld") else ():
        name = str(item["file"]).removesuffix(".parquet")
        path = folder / str(item["file"])
        try:
            table = pl.read_parquet(path)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise SnapshotError(f"{path} går inte att läsa. Kopiera hela mappen snapshot på nytt.") from error
        if table_fingerprint(table, name=name) != item["sha256"]:
            raise SnapshotError(
                f"{path} är ändrad efter att ögonblicksbilden gjordes. Använd den ursprungliga filen."
            )
        tables[name] = table
    inputs = tuple(InputFile(i["file"], i["source"], i["sha256"], i["rows"]) for i in data["inputs"])
    return Snapshot(
        tables, inputs, data["options"], data["seed"], data["version"], bool(data.get("withheld"))
    )
