"""What a national run is asked to do, and what it refuses."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

Algorithm = Literal["farrington-flexible", "ears-c1", "ears-c2"]
Level = Literal["category", "group"]

ALGORITHMS: tuple[Algorithm, ...] = ("farrington-flexible", "ears-c1", "ears-c2")
LEVELS: tuple[Level, ...] = ("category", "group")
MOST_YEARS_BACK = 4
DEFAULT_WEEKS = 52


class NationError(ValueError):
    """The run cannot be made from what was given; the message is Swedish and says what to do."""


class PartsFailedError(RuntimeError):
    """Some parts could not be done, so nothing was put together; the message is Swedish and names them."""


@dataclass(frozen=True, slots=True)
class NationOptions:
    """Everything that decides the findings, apart from the data and never where the work runs."""

    first: date | None = None
    """First day of the weeks that are judged; None is 52 weeks before the last."""
    last: date | None = None
    """Last day; None is the last whole week in the data."""
    level: Level = "category"
    """Series for each category as the rows have it, or for its group at the top."""
    algorithm: Algorithm = "farrington-flexible"
    alpha: float = 0.01
    """Chance of an alarm in a series and week when nothing has happened (0-1)."""
    years_back: int | None = None
    """Earlier years to compare with; None is as many as the data hold for each week, at most 4."""
    least_per_year: int = 26
    """A series is judged in a week when the 52 weeks before held at least this many: one every other week."""
    scans: bool = True
    """Also look for clusters of neighbouring municipalities, one category at a time."""
    permutations: int = 999
    seed: int = 1
    null_seed: int | None = None
    """Replace every count by a drawn one, as if nothing had happened, to see what chance alone gives."""

    def __post_init__(self) -> None:
        if not 0 < self.alpha <= 0.5:
            raise NationError(f"--alpha {self.alpha} går inte. Välj ett tal över 0 och högst 0.5.")
        if self.years_back is not None and not 1 <= self.years_back <= 20:
            raise NationError(f"--years-back {self.years_back} går inte. Välj 1–20.")
        if self.least_per_year < 1:
            raise NationError(f"--least {self.least_per_year} går inte. Välj minst 1.")
        if not 19 <= self.permutations <= 99_999:
            raise NationError(f"--permutations {self.permutations} går inte. Välj 19–99999.")
        if self.first and self.last and self.first > self.last:
            raise NationError(f"--from {self.first} ligger efter --to {self.last}. Byt plats på dem.")

    def as_text(self) -> dict[str, str]:
        """Return every option as text, for manifests and for telling two runs apart."""
        return {name: str(value) for name, value in asdict(self).items()}
