"""Every source there is, which of them knows a file, and files of any kind read in one call."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.readers.mapping import Mapping
from lagesbild.readers.roles import folded
from lagesbild.sources.base import Progress, Recognition, Source, SourceTables
from lagesbild.sources.bra_sol import BraSol
from lagesbild.sources.bra_year import BraYear
from lagesbild.sources.compstat import Compstat
from lagesbild.sources.daily_report import DailyReport
from lagesbild.sources.figures import looked_at
from lagesbild.sources.incidents import IncidentTable
from lagesbild.sources.kolada import Kolada
from lagesbild.sources.measurements import MeasurementTable
from lagesbild.sources.overlap import settle_overlap
from lagesbild.sources.police_incidents import PoliceIncidents
from lagesbild.sources.polisen_events import PolisenEvents
from lagesbild.sources.scb import Scb
from lagesbild.sources.survey import Survey

LEAST_CONFIDENCE = 0.3
"""Below this no source is taken to know a file; the user is asked which it is."""


SURE = 0.9
"""From here on a source knows the file as its own, and a mapping meant for other files leaves it alone."""


class UnknownSourceError(ValueError):
    """There is no source of that id; the message lists those there are, in Swedish."""


@cache
def all_sources() -> tuple[Source, ...]:
    """Return every source, the most particular first."""
    return (
        PolisenEvents(),
        PoliceIncidents(),
        Compstat(),
        BraYear(),
        BraSol(),
        Kolada(),
        Scb(),
        Survey(),
        DailyReport(),
        IncidentTable(),
        MeasurementTable(),
    )


def source_by_id(id: str) -> Source:
    """Return the source with this id.

    Raises
    ------
    UnknownSourceError
        If there is none.
    """
    for source in all_sources():
        if source.id == id:
            return source
    known = ", ".join(source.id for source in all_sources())
    raise UnknownSourceError(f"Det finns ingen källa som heter '{id}'. Välj bland {known}.")


def recognise(path: Path) -> list[tuple[Source, Recognition]]:
    """Return every source with how sure it is that the file is its own, the surest first."""
    found = [(source, source.recognise(path)) for source in all_sources()]
    # The order is kept between equals: a particular source goes before a general one.
    return sorted(found, key=lambda pair: -pair[1].confidence)


def read_any(
    paths: Sequence[Path],
    *,
    source: str | None = None,
    mapping: Mapping | None = None,
    progress: Progress | None = None,
) -> list[SourceTables]:
    """Read each file with the source that knows it, one answer per file in the order given.

    Parameters
    ----------
    paths
        Files of the same or different kinds.
    source
        Id of the source that all files belong to; otherwise each file is recognised.
    mapping
        Which column means what. Without ``source`` it is used for the files that have its columns, and for
        those that no source is sure of; a file that is surely something else is read as that.
    progress
        Called while reading.

    Returns
    -------
    list of SourceTables
        The faults of each file stand in its answer. Rows of incidents that stand in more than one of the
        files count once: the others are marked as superseded or duplicates, with a note.

    Raises
    ------
    FaultyFileError
        With one fault for each file that no source knows: what was tried, and why it did not fit.
    UnknownSourceError
        If ``source`` is not the id of a source.
    """
    chosen = [(source_by_id(source), mapping) for _ in paths] if source else _recognised(paths, mapping)
    read = [
        reader.read(path, mapping=used, progress=progress)
        for path, (reader, used) in zip(paths, chosen, strict=True)
    ]
    return settle_overlap(read)


def _recognised(paths: Sequence[Path], mapping: Mapping | None) -> list[tuple[Source, Mapping | None]]:
    found: list[tuple[Source, Mapping | None]] = []
    faults: list[Fault] = []
    for path in paths:
        if mapping and mapping.columns and _has_columns(path, mapping):
            found.append((source_by_id(mapping.source), mapping))
            continue
        candidates = recognise(path)
        best, seen = candidates[0]
        if mapping and mapping.columns and path.exists() and seen.confidence < SURE:
            # Read all the same, so that the faults say which of its columns the file lacks.
            found.append((source_by_id(mapping.source), mapping))
        elif seen.confidence >= LEAST_CONFIDENCE:
            found.append((best, mapping if mapping and not mapping.columns else None))
        else:
            faults.append(_unknown(path, candidates))
    if faults:
        raise FaultyFileError(faults)
    return found


def _has_columns(path: Path, mapping: Mapping) -> bool:
    wanted = {folded(heading) for heading in mapping.columns.values()}
    return any(wanted <= {folded(name) for name in sheet.columns} for sheet in looked_at(path))


def _unknown(path: Path, candidates: Sequence[tuple[Source, Recognition]]) -> Fault:
    if not path.exists():
        return Fault(path.name, 0, "", "Filen finns inte", "Kontrollera namnet och mappen")
    if not path.stat().st_size:
        return Fault(
            path.name, 0, "", "Filen är tom", "Kontrollera att uttaget blev klart och spara filen igen"
        )
    tried = "; ".join(f"{source.id} ({seen.reason})" for source, seen in candidates)
    return Fault(
        path.name,
        0,
        "",
        f"Ingen källa känner igen filen. Prövade: {tried}",
        "Ange källan, till exempel --source incidents, eller en kolumnkarta med --mapping",
    )
