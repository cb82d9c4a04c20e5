"""Check that the log is whole: no record changed, none missing, none put in."""

from collections.abc import Iterator
from dataclasses import dataclass

from lagesbild_web.audit.chain import hash_of, who_hash
from lagesbild_web.audit.models import ChainEnd, Record


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found. ``faults`` are Swedish sentences; none means that the log is whole."""

    records: int
    erased: int
    """Records whose link to a person has been erased."""
    faults: tuple[str, ...]


def verify() -> Verdict:
    """Go through the whole log, from the first record to the last."""
    faults: list[str] = []
    previous, expected, erased = "", 1, 0
    for row in Record.objects.select_related("who").order_by("sequence").iterator(chunk_size=2000):
        faults.extend(_faults_of(row, previous, expected))
        erased += bool(row.who_hash) and not hasattr(row, "who")
        previous, expected = row.hash, row.sequence + 1
    end = ChainEnd.objects.filter(pk=1).first() or ChainEnd()
    if (end.sequence, end.hash) != (expected - 1, previous):
        faults.append(
            f"Slut: den sista händelsen borde ha nummer {end.sequence}, men loggen slutar vid {expected - 1}."
        )
    return Verdict(Record.objects.count(), erased, tuple(faults))


def _faults_of(row: Record, previous: str, expected: int) -> Iterator[str]:
    if row.sequence != expected:
        yield f"Händelse {expected}: saknas. Nästa händelse i loggen har nummer {row.sequence}."
    elif row.previous_hash != previous:
        yield f"Händelse {row.sequence}: hör inte ihop med händelsen före."
    if hash_of(row) != row.hash:
        yield f"Händelse {row.sequence}: innehållet har ändrats efter att det skrevs."
    who = getattr(row, "who", None)
    if who is not None and who_hash(who.user_id, who.salt) != row.who_hash:
        yield f"Händelse {row.sequence}: personen bakom händelsen har bytts ut."
