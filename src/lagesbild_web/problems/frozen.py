"""A finding as it was when it was taken as evidence: every number with what it was made of."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FrozenFinding:
    """A frozen finding. What a kind has nothing to say about is None or empty.

    A finding from a selection has counts, an interval and rows; one from a picture has the picture's words
    and the hash of its snapshot; one that was written by hand has only the sentence and the source.
    """

    kind: str
    """``selection``, ``picture`` or ``note``."""
    sentence: str
    frozen_at: str
    """ISO 8601, with zone."""
    frozen_by: str
    """The function, in words."""
    source: str = ""
    """Where it comes from, in words."""
    about: str = ""
    """What was chosen, in words."""
    query: str = ""
    """The selection's address, without the question mark."""
    first_day: str = ""
    last_day: str = ""
    count: int | None = None
    before: int | None = None
    before_first: str = ""
    before_last: str = ""
    ratio: float | None = None
    """After divided by before; None when there was nothing to divide by."""
    low: float | None = None
    high: float | None = None
    """None is no upper limit."""
    verdict: str = ""
    seriousness: tuple[int, ...] = ()
    """Count for each seriousness 1-5."""
    n: int | None = None
    """How many rows both periods hold together."""
    method: str = ""
    version: str = ""
    """The program's."""
    seed: int | None = None
    """None: no chance is involved."""
    data_revision: int | None = None
    """The log's latest number about the municipality's incidents, areas and categories."""
    rows_sha256: str = ""
    """The hash of the rows that were counted (see ``freezing.hash_of_rows``)."""
    snapshot_sha256: str = ""
    """The hash of a picture's snapshot."""
    section: str = ""
    """The chapter of the picture that it stands in."""

    @property
    def at(self) -> datetime:
        """When it was frozen."""
        return datetime.fromisoformat(self.frozen_at)

    @property
    def period(self) -> str:
        """The days that were counted, both included."""
        return f"{self.first_day} – {self.last_day}" if self.first_day else ""

    @property
    def period_before(self) -> str:
        """The days that they were compared with."""
        return f"{self.before_first} – {self.before_last}" if self.before_first else ""

    @property
    def days(self) -> int:
        """How many days were counted; 0 when it is not about days."""
        if not self.first_day:
            return 0
        return (date.fromisoformat(self.last_day) - date.fromisoformat(self.first_day)).days + 1


def to_json(finding: FrozenFinding) -> dict[str, Any]:
    """Return the finding as it is kept."""
    return {**asdict(finding), "seriousness": list(finding.seriousness)}


def from_json(kept: Mapping[str, Any]) -> FrozenFinding:
    """Return a kept finding; what an earlier program did not write is empty."""
    known = {field.name: kept[field.name] for field in fields(FrozenFinding) if field.name in kept}
    return FrozenFinding(**{**known, "seriousness": tuple(known.get("seriousness", ()))})
