"""Files in, as several commands share it: read, and stop with every fault when there is one."""

from collections.abc import Sequence
from pathlib import Path

from lagesbild.cli.console import WrongUseError, no_such_file
from lagesbild.readers.faults import FaultyFileError
from lagesbild.readers.mapping import Mapping, load_mapping
from lagesbild.sources.base import Progress, SourceTables
from lagesbild.sources.catalogue import all_sources, read_any


def read_files(
    files: Sequence[Path], *, source: str | None, mapping: Path | None, progress: Progress
) -> list[SourceTables]:
    """Read every file; the faults of each stand in its answer."""
    if missing := [path for path in files if not path.is_file()]:
        raise no_such_file(*missing)
    known = [s.id for s in all_sources()]
    if source is not None and source not in known:
        raise WrongUseError(f"Det finns ingen källa som heter '{source}'. Välj bland {', '.join(known)}.")
    chosen: Mapping | None = load_mapping(mapping) if mapping else None
    return read_any(files, source=source, mapping=chosen, progress=progress)


def stop_on_faults(tables: Sequence[SourceTables]) -> None:
    """Raise when any file has a fault, with all faults of all files.

    Raises
    ------
    FaultyFileError
        With every fault found.
    """
    faults = [fault for table in tables for fault in table.faults]
    if faults:
        raise FaultyFileError(faults)
