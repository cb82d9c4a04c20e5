"""What a reader of the picture must know about the data, without anything being wrong."""

from dataclasses import dataclass

NOTE_KINDS = ("limit", "left_out", "assumed", "mismatch", "unmapped", "ignored_column")


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a reader of the picture must know about the data; not a fault.

    ``kind`` is a closed vocabulary: ``limit`` (what the source can never tell), ``left_out`` (rows kept
    but not counted), ``assumed`` (a reading that was chosen), ``mismatch`` (a printed figure disagrees
    with the counts), ``unmapped`` (categories that the taxonomy does not know), ``ignored_column``.
    """

    kind: str
    text: str
    rows: int = 0
