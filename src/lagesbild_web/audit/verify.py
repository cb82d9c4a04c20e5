"""Check that the log is whole: no record changed, none missing, none put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from lagesbild_web.audit.chain import hash_of, who_hash
from lagesbild_web.audit.models import ChainCheck, ChainEnd, Record


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found. ``faults`` are Swedish sentences; none means that the log is whole."""

    records: int
    erased: int
    """Records whose link to a person has been erased."""
    faults: tuple[str, ...]
    last_hash: str
    """The hash of the last record: kept elsewhere it proves that nothing before it has been written anew."""


def verify() -> Verdict:
    """Go through the whole log, from the first record to the last that was there when it began.

    Whoever can change the database can also cut the log off, or write it anew from some record on, and put
    the end right. So every earlier check is looked up as well: the record that was the last one then must
    still be there.
    """
    faults: list[str] = []
    previous, expected, records, erased = "", 1, 0, 0
    seen, end = _seen_before(), _end()
    # What is added meanwhile is for the next time.
    rows = Record.objects.filter(sequence__lte=end.sequence).select_related("who").order_by("sequence")
    for row in rows.iterator(chunk_size=2000):
        faults.extend(_faults_of(row, previous, expected))
        if seen.get(row.sequence, ("", None))[0] == row.hash:
            del seen[row.sequence]
        erased += bool(row.who_hash) and not hasattr(row, "who")
        previous, expected, records = row.hash, row.sequence + 1, records + 1
    if (end.sequence, end.hash) != (expected - 1, previous):
        faults.append(
            f"Slut: den sista händelsen borde ha nummer {end.sequence}, men loggen slutar vid {expected - 1}."
        )
    # In this order: a record and the end are saved together, so an honest log is never past its end.
    last = Record.objects.aggregate(last=Max("sequence"))["last"] or 0
    if last > (now := _end().sequence):
        faults.append(f"Slut: händelse {last} står efter den sista, som har nummer {now}.")
    faults.extend(
        f"Händelse {number}: den som fanns vid kontrollen {timezone.localtime(at):%Y-%m-%d kl. %H.%M} "
        "är borta eller utbytt."
        for number, (_hash, at) in sorted(seen.items())
    )
    return Verdict(records, erased, tuple(faults), previous)


def _end() -> ChainEnd:
    return ChainEnd.objects.filter(pk=1).first() or ChainEnd()


def _seen_before() -> dict[int, tuple[str, datetime]]:
    """Return the last record of each earlier check: by its number, its hash and when it was seen."""
    kept = ChainCheck.objects.exclude(last_hash="").order_by("-at")
    return {number: (told, at) for number, told, at in kept.values_list("records", "last_hash", "at")}


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
