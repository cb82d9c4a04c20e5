"""What a scan compares cases with: a population (Poisson) or controls (Bernoulli)."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import special

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_HALVINGS = 32
_EVERY, _POINTS = 40, 100  # the first counts, and about so many of all


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
        counts, sizes = np.broadcast_arrays(inside, np.asarray(size, dtype=np.float64))
        is_raised = counts > sizes
        c, expected = counts[is_raised].astype(np.float64), sizes[is_raised]
        outside, rest = self.cases - c, self.cases - expected
        ratio = np.zeros(counts.shape)
        ratio[is_raised] = special.xlogy(c, c / expected) + special.xlogy(outside, outside / rest)
        return ratio

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
        counts, sizes = np.broadcast_arrays(inside, np.asarray(size, dtype=np.float64))
        total = float(self.sizes.sum())
        share = self.cases / total
        # A circle with everybody has the share of all; rounding must not raise it.
        is_raised = (counts > sizes * share) & (sizes < total)
        c, people = counts[is_raised].astype(np.float64), sizes[is_raised]
        outside, rest = self.cases - c, total - people
        two = (
            special.xlogy(c, c / people)
            + special.xlogy(people - c, (people - c) / people)
            + special.xlogy(outside, outside / rest)
            + special.xlogy(rest - outside, (rest - outside) / rest)
        )
        one = special.xlogy(self.cases, share) + special.xlogy(total - self.cases, 1 - share)
        ratio = np.zeros(counts.shape)
        ratio[is_raised] = np.maximum(two - one, 0)
        return ratio

    def expected(self, size: float) -> float:
        """Return the people times the share of cases in all."""
        return size * self.cases / float(self.sizes.sum())

    def draw(self, maps: int, rng: np.random.Generator) -> IntArray:
        """Exchange the labels case and control."""
        people = self.sizes.astype(np.int64)
        return rng.multivariate_hypergeometric(people, self.cases, size=maps).astype(np.int64)


def largest_sizes(model: ScanModel, levels: FloatArray) -> FloatArray:
    """Return the largest size at which a circle of 0, 1, 2, … cases still has a ratio of each level.

    Shape (levels, cases + 1); 0 where no size gives the ratio. A circle can only reach the level when its
    size is at most this, so that one comparison of whole numbers takes the place of the logarithms.

    Notes
    -----
    The ratio is jointly convex in cases and size (a sum of relative entropies), so the border is a convex
    curve and lies below its chords: some hundred points give all others, a hair too large at most. What
    is on the border is judged by its logarithms afterwards.
    """
    least = levels[:, None]
    every = np.arange(1, model.cases + 1, dtype=np.float64)
    c = np.unique(np.append(every[:_EVERY], np.rint(np.geomspace(1, model.cases, _POINTS))))
    smallest = 1e-12 if isinstance(model, Poisson) else 1.0  # times the cases: no fewer people than cases
    low = np.broadcast_to(c * smallest, (len(levels), len(c)))
    high = low + c * (float(model.sizes.sum()) / model.cases - smallest)  # where c cases are what is expected
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        reaches = model.ratio(c, middle) >= least
        low, high = np.where(reaches, middle, low), np.where(reaches, high, middle)
    border = np.array([np.interp(every, c, line) for line in high * (1 + 1e-9)])
    border[model.ratio(every, every * smallest) < least] = 0.0
    return np.maximum.accumulate(np.pad(border, ((0, 0), (1, 0))), axis=1)
