"""What `lagesbild check` does: read files, tell how they were understood and every fault in them."""

from collections.abc import Sequence
from pathlib import Path

import typer

from lagesbild.cli.console import FAULTS_IN_INPUT, as_json, progress_bar, show_faults, show_result
from lagesbild.cli.inputs import read_files
from lagesbild.sources.base import SourceTables
from lagesbild.sources.catalogue import source_by_id


def check_files(files: Sequence[Path], *, source: str | None, mapping: Path | None, as_data: bool) -> None:
    """Print what is in each file, then every fault; exit with 1 when there is one."""
    with progress_bar() as report:
        found = read_files(files, source=source, mapping=mapping, progress=report)
    if as_data:
        show_result(as_json([_as_data(tables) for tables in found]), None)
    else:
        show_result("\n\n".join(_as_text(tables) for tables in found), None)
    faults = [fault for tables in found for fault in tables.faults]
    if faults:
        show_faults(faults)
        raise typer.Exit(FAULTS_IN_INPUT)


def _as_text(tables: SourceTables) -> str:
    name = source_by_id(tables.source).name
    lines = [f"{tables.file}: {name} ({tables.source})", f"  Rader i filen: {_number(tables.rows_read)}"]
    incidents = tables.incidents
    if len(incidents):
        counted = incidents.counted()
        lines.append(f"  Händelser: {_number(len(incidents))}, varav {_number(len(counted))} räknas")
        days = sorted(set(counted.frame.select(day=counted.local_start().dt.date())["day"].drop_nulls()))
        if days:
            lines.append(f"  Tid: {days[0]} till {days[-1]}")
    if len(tables.measurements):
        lines.append(f"  Mätvärden: {_number(len(tables.measurements))}")
    lines += [f"  Obs: {note.text}" for note in tables.notes if note.kind != "limit"]
    lines += [f"  Gräns: {limit}" for limit in source_by_id(tables.source).limits]
    lines.append(f"  Fel: {len(tables.faults) or 'inga'}")
    return "\n".join(lines)


def _as_data(tables: SourceTables) -> dict[str, object]:
    return {
        "file": tables.file,
        "source": tables.source,
        "sha256": tables.sha256,
        "rows": tables.rows_read,
        "incidents": len(tables.incidents),
        "counted": len(tables.incidents.counted()),
        "measurements": len(tables.measurements),
        "notes": [{"kind": note.kind, "text": note.text, "rows": note.rows} for note in tables.notes],
        "faults": [
            {
                "file": f.file,
                "row": f.row,
                "column": f.column,
                "what": f.what,
                "advice": f.advice,
                "value": f.value,
            }
            for f in tables.faults
        ],
    }


def _number(value: int) -> str:
    return f"{value:,}".replace(",", " ")
