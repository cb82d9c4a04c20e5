"""What a scan compares cases with: a population (Poisson) or controls (Bernoulli)."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import special

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_HALVINGS = 100


class ScanModel(Protocol):
    """The likelihood of a scan. ``sizes`` are the places' expected cases or people, which circles add up."""

    @property
    def cases(self) -> int:
        """All cases."""

    @property
    def sizes(self) -> FloatArray:
        """Size of each place, shape (places,)."""

    @property
    def can_differ(self) -> bool:
        """False when every map has the same likelihood."""

    def ratio(self, inside: npt.ArrayLike, size: npt.ArrayLike) -> FloatArray:
        """Log likelihood ratio of circles with so many cases and such a size; 0 where risk is not raised."""

    def expected(self, size: float) -> float:
        """Expected cases in a circle of a size."""

    def draw(self, maps: int, rng: np.random.Generator) -> IntArray:
        """Cases per place on maps without clusters, shape (maps, places)."""


@dataclass(frozen=True, slots=True)
class Poisson:
    """Cases in proportion to the expected ones, given their total."""

    cases: int
    sizes: FloatArray

    @property
    def can_differ(self) -> bool:
        """At least one case and two places where cases may be."""
        return self.cases > 0 and int((self.sizes > 0).sum()) > 1

    def ratio(self, inside: npt.ArrayLike, size: npt.ArrayLike) -> FloatArray:
        """Kulldorff 1997, with c cases of C and E expected: c ln(c/E) + (C-c) ln((C-c)/(C-E))."""
        c, expected = np.asarray(inside, dtype=np.float64), np.asarray(size, dtype=np.float64)
        rest = np.maximum(self.cases - expected, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = special.xlogy(c, c / expected) + special.xlogy(self.cases - c, (self.cases - c) / rest)
        return np.asarray(np.where(c > expected, np.nan_to_num(ratio, nan=0.0), 0.0))

    def expected(self, size: float) -> float:
        """Return the size, which is the expected number itself."""
        return size

    def draw(self, maps: int, rng: np.random.Generator) -> IntArray:
        """Share the cases out at random in proportion to the sizes."""
        return rng.multinomial(self.cases, self.sizes / self.sizes.sum(), size=maps).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Bernoulli:
    """Cases among people who are either cases or controls; sizes are people."""

    cases: int
    sizes: FloatArray

    @property
    def can_differ(self) -> bool:
        """Both cases and controls, in at least two places."""
        return 0 < self.cases < self.sizes.sum() and int((self.sizes > 0).sum()) > 1

    def ratio(self, inside: npt.ArrayLike, size: npt.ArrayLike) -> FloatArray:
        """Kulldorff 1997: log likelihood of two shares over that of one."""
        c, people = np.asarray(inside, dtype=np.float64), np.asarray(size, dtype=np.float64)
        total = float(self.sizes.sum())
        outside, rest = self.cases - c, total - people
        with np.errstate(divide="ignore", invalid="ignore"):
            two = (
                special.xlogy(c, c / people)
                + special.xlogy(people - c, (people - c) / people)
                + special.xlogy(outside, outside / rest)
                + special.xlogy(rest - outside, (rest - outside) / rest)
            )
        share = self.cases / total
        one = special.xlogy(self.cases, share) + special.xlogy(total - self.cases, 1 - share)
        return np.asarray(np.where(c > people * share, np.maximum(np.nan_to_num(two, nan=one) - one, 0), 0.0))

    def expected(self, size: float) -> float:
        """Return the people times the share of cases in all."""
        return size * self.cases / float(self.sizes.sum())

    def draw(self, maps: int, rng: np.random.Generator) -> IntArray:
        """Exchange the labels case and control."""
        people = self.sizes.astype(np.int64)
        return rng.multivariate_hypergeometric(people, self.cases, size=maps).astype(np.int64)


def largest_sizes(model: ScanModel, least: float) -> FloatArray:
    """Return, for 1, 2, … cases, the largest size at which a circle still has the ratio ``least``.

    A circle reaches the ratio exactly when its size is at most this, so that one comparison of whole
    numbers takes the place of the logarithms. 0 where no size does.
    """
    c = np.arange(1, model.cases + 1, dtype=np.float64)
    high = c * float(model.sizes.sum()) / model.cases  # the size at which c cases are just what is expected
    low = np.full_like(c, 1e-12) if isinstance(model, Poisson) else c.copy()
    possible = model.ratio(c, low) >= least
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        reaches = model.ratio(c, middle) >= least
        low, high = np.where(reaches, middle, low), np.where(reaches, high, middle)
    # A hair's breadth: what is on the border is judged by its logarithms afterwards.
    return np.maximum.accumulate(np.where(possible, low * (1 + 1e-9), 0.0))
