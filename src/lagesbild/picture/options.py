"""What a picture is asked to be: for which place and time, compared with what, for whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from lagesbild.picture.assessment import Assessment
from lagesbild.picture.people import People
from lagesbild.sources.files import fingerprint
from lagesbild.tables.areas import Areas
from lagesbild.tables.municipalities import Municipality
from lagesbild.tables.periods import Period
from lagesbild.tables.population_file import read_population


class PictureError(ValueError):
    """The picture cannot be made from what was given; ``reasons`` says why, one Swedish sentence each."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("\n".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Population:
    """Residents by area and year (``tables.areas.POPULATION_SCHEMA``), for rates."""

    frame: pl.DataFrame
    source: str
    """As printed among the sources: the file's name, or "SCB, folkmängd"."""
    sha256: str = ""

    @classmethod
    def read(cls, path: Path) -> "Population":
        """Read residents from a CSV file with area (code or name), year and population.

        Raises
        ------
        FaultyFileError
            With every fault.
        """
        return cls(read_population(path), path.name, fingerprint(path))

    def residents(self, area: str, year: int) -> int | None:
        """Return the residents of an area at the end of ``year``, or of the year nearest before it.

        Without an earlier year the first known one is used: a rate against a population some year
        away is off by a per cent or two, far less than chance in the counts.
        """
        own = self.frame.filter(pl.col("area") == area).sort("year")
        if not own.height:
            return None
        earlier = own.filter(pl.col("year") <= year)
        row = earlier.tail(1) if earlier.height else own.head(1)
        return int(row["population"].item())


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided the picture, and when; printed on the title page."""

    body: str
    decided_on: date
    paragraph: str = ""

    def __str__(self) -> str:
        where = f" § {self.paragraph}" if self.paragraph else ""
        return f"Beslutad av {self.body} {self.decided_on.isoformat()}{where}"


@dataclass(frozen=True, slots=True)
class PictureOptions:
    """Everything that decides what a picture holds, apart from the data.

    The same options and the same files give the same picture, byte for byte: nothing here
    or in the picture reads the clock.
    """

    municipality: str | Municipality | None = None
    """Name, four-digit code or a municipality made by hand.

    None means everything in the files ("hela landet" for a national file)."""
    period: Period | None = None
    """None chooses the latest whole year, or the year so far."""
    compare: tuple[Period, ...] | None = None
    """None chooses the same part of up to five earlier years that the data cover."""
    as_of: date | None = None
    """What was known that day: later rows are left out. None is the last date in the data."""
    areas: Areas | None = None
    population: Population | None = None
    reference: tuple[str, ...] = ()
    """Names or codes of areas to compare with: county, nation, similar municipalities. Empty means
    every other area that the measurements hold."""
    assessment: Assessment | None = None
    public: bool = False
    decision: Decision | None = None
    status: str = ""
    """What the title page says when nobody has decided it; empty is that it is a draft."""
    seed: int = 1
    kind: str = ""
    """One of :data:`lagesbild.picture.kinds.KINDS`; empty is a picture with every section."""
    sections: tuple[str, ...] = ()
    """Ids of the sections wanted; empty is the kind's own choice. Some are always there."""
    area: str = ""
    """Code or name of one area among ``areas`` that the picture is about; empty is the whole place."""
    category: str = ""
    """A category, with all below it, that the picture is about; empty is every category."""
    people: People | None = None
    """What people have added beside the sections."""
    title: str = ""
    """Empty gives what the kind is called, with the place."""
    input_options: Mapping[str, str] = field(default_factory=dict)
    """How the files were read (mapping, source), for the manifest."""
