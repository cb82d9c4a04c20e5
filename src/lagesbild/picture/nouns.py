"""What the rows of each source are called: reported crimes are not the same as news items or observations."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noun:
    """The word for what a source counts, and what its numbers are evidence of."""

    one: str
    many: str
    many_definite: str
    about: str
    """What a certain change says something about, to end "… säger något om"."""
    is_feed: bool = False
    """A news feed: what is published, not what happened. Nothing in it is crime statistics."""
    is_reported_crime: bool = True


REPORTED_CRIME = Noun(
    "anmält brott", "anmälda brott", "de anmälda brotten", "anmälda brott, inte all brottslighet"
)
OBSERVATION = Noun(
    "händelse",
    "händelser",
    "händelserna",
    "det som har registrerats",
    is_reported_crime=False,
)
PUBLISHED = Noun(
    "publicerad händelse",
    "publicerade händelser",
    "de publicerade händelserna",
    "vad polisen har publicerat, inte om brottsligheten",
    is_feed=True,
    is_reported_crime=False,
)

_BY_SOURCE = {
    "polisen-events": PUBLISHED,
    "police-incidents": REPORTED_CRIME,
    "compstat": REPORTED_CRIME,
    "bra-year": REPORTED_CRIME,
    "bra-sol": REPORTED_CRIME,
}


def noun_of(source: str) -> Noun:
    """Return what the rows of ``source`` are called."""
    return _BY_SOURCE.get(source, OBSERVATION)


def counted(number: int, noun: Noun) -> str:
    """Return a number with its noun in the right form, small numbers as they are written in text.

    Examples
    --------
    >>> counted(0, REPORTED_CRIME), counted(1, REPORTED_CRIME), counted(2, REPORTED_CRIME)
    ('inget anmält brott', '1 anmält brott', '2 anmälda brott')
    """
    from lagesbild.document import swedish

    if number == 0:
        return f"{'inget' if noun.one.endswith('brott') else 'ingen'} {noun.one}"
    return f"{swedish.count(number)} {noun.one if number == 1 else noun.many}"
