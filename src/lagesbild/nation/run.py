"""A national run from tables to findings: in parts that are done anywhere, kept, and put together."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import polars as pl

from lagesbild import __version__
from lagesbild.engine.partitions import Failed, Partition, run_partitions
from lagesbild.engine.place import Place, Say
from lagesbild.nation.alarms import JUDGEMENT_SCHEMA, AlarmTask, judge_part
from lagesbild.nation.counts import IntArray, WeeklyCounts, weekly_counts
from lagesbild.nation.findings import Found, gather
from lagesbild.nation.kept import KeptParts, write_atomically
from lagesbild.nation.null import without_events
from lagesbild.nation.options import NationOptions, PartsFailedError
from lagesbild.nation.plan import alarm_parts, scan_parts
from lagesbild.nation.scans import CLUSTER_SCHEMA, ScanTask, scan_part
from lagesbild.sources.base import SourceTables
from lagesbild.tables.schema import Schema

FINDINGS = "findings.parquet"
WEEKS = "weeks.csv"
MANIFEST = "manifest.json"
LAYOUT = 2
"""Goes up when a part's content changes meaning, so that parts of an older version are not reused."""

Progress = Callable[[int, int], None]
"""Called with the parts done and all parts."""


@dataclass(frozen=True, slots=True)
class NationRun:
    """What a run looked at and found."""

    counts: WeeklyCounts
    options: NationOptions
    judged: IntArray
    found: Found
    parts: int
    reused: int
    """Parts that an earlier, stopped run had done."""


def run_nation(
    tables: Sequence[SourceTables],
    out: Path,
    options: NationOptions,
    *,
    place: Place,
    progress: Progress,
    say: Say,
) -> NationRun:
    """Judge every series and week, and write findings, weeks and manifest into ``out``.

    Parameters
    ----------
    tables
        Incidents with municipality and date, from one source.
    out
        Made if it is not there. Finished parts are kept in ``out/work``.
    options
        What to look for. Together with the input and the version they decide the findings, to the byte.
    place
        Where the parts are done; the findings do not depend on it.
    progress, say
        Told how many parts are done, and what the user should know.

    Raises
    ------
    NationError
        If there is nothing to judge.
    PartsFailedError
        If a part failed; the others are kept.
    ClusterError
        If the cluster cannot be used.
    """
    counts = weekly_counts(tables, level=options.level)
    judged = counts.judged(options)
    if options.null_seed is not None:
        counts = without_events(counts, seed=options.null_seed)
    description = describe(tables, options)
    kept = KeptParts.open(out, description)
    _tell_of_others(kept, description, say)
    parts = alarm_parts(counts, judged, options) + scan_parts(counts, judged, options)
    answers = {part.name: table for part in parts if (table := kept.read(part.name)) is not None}
    reused = len(answers)
    progress(reused, len(parts))
    missing = [part for part in parts if part.name not in answers]
    failed = []
    for outcome in run_partitions(work_on, missing, place, say=say) if missing else ():
        if isinstance(outcome, Failed):
            failed.append(outcome)
        else:
            kept.write(outcome.partition.name, outcome.answer)
            answers[outcome.partition.name] = outcome.answer
            progress(len(answers), len(parts))
    if failed:
        raise PartsFailedError(_failures(failed, len(answers), len(parts)))
    found = gather(
        counts,
        options,
        judged,
        _together(parts, answers, AlarmTask, JUDGEMENT_SCHEMA),
        _together(parts, answers, ScanTask, CLUSTER_SCHEMA),
    )
    _write(found, out, description)
    return NationRun(counts, options, judged, found, len(parts), reused)


def work_on(task: AlarmTask | ScanTask) -> pl.DataFrame:
    """Do one part, wherever it has been sent."""
    return judge_part(task) if isinstance(task, AlarmTask) else scan_part(task)


def describe(tables: Sequence[SourceTables], options: NationOptions) -> dict[str, Any]:
    """Return all that decides the findings: input by content, options, and versions that compute."""
    return {
        "layout": LAYOUT,
        "version": __version__,
        "libraries": {name: metadata.version(name) for name in ("numpy", "polars", "scipy")},
        "options": options.as_text(),
        "inputs": [
            {"file": table.file, "source": table.source, "sha256": table.sha256, "rows": table.rows_read}
            for table in tables
        ],
    }


def _together(
    parts: Sequence[Partition],
    answers: dict[str, pl.DataFrame],
    kind: type[AlarmTask] | type[ScanTask],
    schema: Schema,
) -> pl.DataFrame:
    own = [answers[part.name] for part in parts if isinstance(part.task, kind)]
    return pl.concat([pl.DataFrame(schema=schema), *own])


def _write(found: Found, out: Path, description: dict[str, Any]) -> None:
    """Write the result; each file whole or not at all, the manifest last."""
    unfinished = out / f"{FINDINGS}.tmp"
    found.findings.write_parquet(unfinished, compression="zstd")
    unfinished.replace(out / FINDINGS)
    write_atomically(out / WEEKS, found.weeks.write_csv().encode())
    text = json.dumps({**description, "findings": found.findings.height}, ensure_ascii=False, indent=1)
    write_atomically(out / MANIFEST, (text + "\n").encode())


def _tell_of_others(kept: KeptParts, description: dict[str, Any], say: Say) -> None:
    """Say why parts that lie in the folder are not used."""
    for other in kept.others():
        differences = _differences(other, description)
        say(
            f"I {kept.folder.parent} finns delar från en körning med {differences}. De används inte. Ta bort "
            "mappen om du inte behöver dem."
        )


def _differences(other: Any, own: dict[str, Any]) -> str:
    words = []
    if other.get("inputs") != own["inputs"]:
        words.append("andra filer")
    theirs = other.get("options", {})
    words += [
        f"{name} {theirs.get(name)} i stället för {value}"
        for name, value in own["options"].items()
        if theirs.get(name) != value
    ]
    if any(other.get(key) != own[key] for key in ("version", "libraries", "layout")):
        words.append("en annan version av programmet")
    return ", ".join(words) or "något annat"


def _failures(failed: Sequence[Failed], done: int, total: int) -> str:
    named = "\n".join(f"{one.partition.name}: {one.reason}." for one in failed)
    return (
        f"{named}\n{len(failed)} av {total} delar gick inte att räkna, så inget resultat har skrivits. "
        f"{done} är klara och sparade. Kör samma kommando igen för att göra om resten, med --workers 1 om "
        "minnet tog slut."
    )
