"""Any list of incidents: guards' reports, the municipality's own register, another country's open data."""

from collections.abc import Sequence
from pathlib import Path

from lagesbild.readers.incident_file import read_incidents
from lagesbild.readers.mapping import Mapping
from lagesbild.readers.suggest import Choice, Suggestion, best_sheet, suggest
from lagesbild.sources.base import Progress, Recognition, SourceTables
from lagesbild.sources.figures import looked_at
from lagesbild.sources.files import unreadable
from lagesbild.tables.incidents import Incidents
from lagesbild.tables.measurements import Measurements

_MOST = 0.8  # a source that knows its own columns goes before this one
_ROLES_OF_INCIDENTS = (
    "lat",
    "lon",
    "e",
    "n",
    "position",
    "place",
    "area",
    "end",
    "reported_at",
    "start_time",
)


class IncidentTable:
    """A table in which each row is something that happened."""

    id: str = "incidents"
    name: str = "Lista med händelser"
    description: str = (
        "CSV, Excel eller Parquet med en händelse på varje rad: när, vad och gärna var. "
        "Kolumnerna känns igen på rubrik och innehåll eller pekas ut i en kolumnkarta."
    )
    limits: Sequence[str] = (
        "Listan visar det som någon har rapporterat. Där ingen rapporterar syns inget.",
        "Fler rapporter kan bero på fler rapportörer eller nya rutiner och inte på fler händelser.",
        "Samma händelse kan ha rapporterats av flera eller finnas i polisens statistik också.",
    )

    def recognise(self, path: Path) -> Recognition:
        """See whether the columns suggest when and what; a fair guess ranks below a source that knows."""
        sheets = [sheet for sheet in looked_at(path) if len(sheet)]
        if not sheets:
            return Recognition(0.0, "filen är ingen tabell med rader")
        found = suggest(best_sheet(sheets))
        when = next((choice for choice in found.choices if choice.role == "start"), None)
        if when is None:
            return Recognition(0.0, "ingen kolumn säger när något hände")
        return Recognition(round(_MOST * _confidence(found, when), 2), _reason(found))

    def read(
        self, path: Path, *, mapping: Mapping | None = None, progress: Progress | None = None
    ) -> SourceTables:
        """Read the list with the given mapping, or with the one that its columns suggest."""
        return incident_tables(self.id, path, mapping=mapping, progress=progress)


def incident_tables(
    source: str, path: Path, *, mapping: Mapping | None, progress: Progress | None
) -> SourceTables:
    """Read a file of incidents as ``source``; a file that cannot be opened becomes a fault."""
    try:
        read = read_incidents(path, mapping=mapping, source=source, progress=progress)
    except OSError:
        return SourceTables(
            source, path.name, "", Incidents.empty(), Measurements.empty(), faults=(unreadable(path),)
        )
    return SourceTables(
        source,
        path.name,
        read.sha256,
        read.incidents,
        Measurements.empty(),
        notes=read.notes,
        faults=read.faults,
        rows_read=read.rows_read,
    )


def _confidence(found: Suggestion, when: Choice) -> float:
    """Weigh the suggestion with what else a list of incidents has; a table of figures has none of it."""
    roles = {choice.role for choice in found.choices}
    others = sum(role in roles for role in _ROLES_OF_INCIDENTS)
    return max(found.confidence, when.confidence * min(1.0, 0.3 * others))


def _reason(found: Suggestion) -> str:
    columns = found.mapping.columns
    words = [
        f"{columns[role]} säger {say}"
        for role, say in (("start", "när"), ("label", "vad"))
        if role in columns
    ]
    return " och ".join(words)
