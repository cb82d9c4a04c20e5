"""What the pages for importing show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lagesbild_web.base.progress import Progress


class UploadState(StrEnum):
    """Where in its life a file is."""

    READING = "reading"
    FAULTY = "faulty"
    READY = "ready"
    LOADING = "loading"
    LOADED = "loaded"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"


UPLOAD_STATE_LABELS: Final[Mapping[UploadState, Promise]] = {
    UploadState.READING: _("Läses"),
    UploadState.FAULTY: _("Har fel"),
    UploadState.READY: _("Klar att läsa in"),
    UploadState.LOADING: _("Läses in"),
    UploadState.LOADED: _("Inläst"),
    UploadState.UNDOING: _("Ångras"),
    UploadState.UNDONE: _("Ångrad"),
    UploadState.FAILED: _("Avbröts"),
}
MEANINGS: Final[Mapping[tuple[UploadState, bool], Promise]] = {
    (UploadState.LOADING, False): _(
        "Inget ur filen räknas förrän allt är skrivet. Andra kan rapportera under tiden."
    ),
    (UploadState.LOADING, True): _("Alla händelser ur filen räknas nu. Det som de ersatte läggs under dem."),
    (UploadState.UNDOING, True): _(
        "Händelserna ur filen räknas tills det som de ersatte är framme. Då byts allt på en gång. "
        "Andra kan rapportera under tiden."
    ),
    (UploadState.UNDOING, False): _(
        "Händelserna ur filen räknas inte längre. Det som de ersatte räknas igen."
    ),
}
"""State, and whether its incidents are seen → what that means for whoever waits."""
AT_WORK: Final = (UploadState.READING, UploadState.LOADING, UploadState.UNDOING)


@dataclass(frozen=True, slots=True)
class UploadSummary:
    """A file as a line in the list."""

    id: UUID
    filename: str
    state: UploadState
    state_label: str
    source: str
    """In Swedish; empty until it is recognised."""
    uploaded_at: datetime
    uploaded_by: str
    rows: int
    loaded: int

    @property
    def is_at_work(self) -> bool:
        """Something is being done with it now."""
        return self.state in AT_WORK


@dataclass(frozen=True, slots=True)
class FaultLine:
    """Something that must be put right, and where."""

    row: int
    column: str
    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class RoleColumn:
    """What a column can mean, and which column of the file means it now."""

    role: str
    label: str
    heading: str


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word for what happened that nobody knows, and how many rows have it."""

    word: str
    count: int
    code: str
    """The category it has been given; empty when none."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """The beginning of the file as it stands, for the page that shows the faults."""

    number: int
    cells: Sequence[tuple[str, str]]
    """Value and, when something is wrong with it, what."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file with everything that its page shows."""

    summary: UploadSummary
    progress: Progress | None
    sources: Sequence[tuple[str, str]]
    """Every source that can be chosen: id and name."""
    source_id: str
    headings: Sequence[str]
    """The columns of the file; empty when the source knows its own columns."""
    roles: Sequence[RoleColumn]
    unknown: Sequence[UnknownWord]
    faults: Sequence[FaultLine]
    faults_in_all: int
    sheet: Sequence[SheetRow]
    notes: Sequence[str]
    counted: int
    measurements: int
    screened: int
    """Texts that look like personal data and will not be loaded."""
    first_day: date | None
    last_day: date | None
    outcome: Mapping[str, int]
    """new, changed, same and left_out, once it is loaded."""
    failure: str
    removed_at: datetime | None
    """When the file was removed because it was old; the incidents that it brought stay."""
    meaning: str
    """While it is at work: what of it counts just now."""
    can_load: bool
    can_undo: bool
