"""The incomplete beta function and its inverse, a table at a time, quickly when the counts are large.

SciPy works each number out by itself, in a few hundred steps when the counts are in the thousands. The
expansion for large counts takes a few dozen steps with all rows side by side, and is as exact.
"""

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]

LARGE, TOO_LARGE = 300.0, 1e7
"""Between these, for both parameters, the expansion has ten digits or more."""
_NEAR = 0.1
"""Farther than this share of the smaller parameter from the mean, it is left to SciPy."""
_EXTREME = 1e-4
_WEIGHTS = (
    (1.0,),
    (1 / 3,),
    (1 / 16, 1 / 48),
    (1 / 60, -1 / 540),
    (1 / 1536, 1 / 2304, 1 / 13824),
    (-1 / 3360, -1 / 15120, 1 / 90720),
    (-1 / 24576, -89 / 614400, 53 / 5529600, -139 / 49766400),
    (-1 / 40320, -1 / 72576, -1 / 1088640, 1 / 3265920),
    (-1 / 2621440, -33 / 22937600, -443 / 1238630400, 1 / 1114767360, -571 / 66886041600),
)
"""Terms of the power series: each a polynomial in the skewness (b - a) / (a + b), with its odd powers only in
the odd terms and its even ones in the even. The recurrence that gives them is in the tests."""


def beta_chance(a: Floats, b: Floats, x: Floats) -> Floats:
    """Return the regularised incomplete beta function I_x(a, b); all of the same shape.

    That is the chance of ``a`` or more among ``a + b - 1`` trials with the chance ``x`` each.
    """
    found = np.empty(a.shape)
    is_near = _are_large(a, b)
    is_near &= np.abs(a - (a + b) * x) <= _NEAR * np.minimum(a, b)
    if is_near.any():
        found[is_near] = _expanded(a[is_near], b[is_near], x[is_near])[0]
    found[~is_near] = special.betainc(a[~is_near], b[~is_near], x[~is_near])
    return found


def beta_quantile(a: Floats, b: Floats, chance: float) -> Floats:
    """Return the x at which I_x(a, b) is ``chance`` (0-1), for parameters of one shape."""
    found = np.empty(a.shape)
    is_large = _are_large(a, b) & (_EXTREME <= chance <= 0.5)
    if is_large.any():
        found[is_large] = _large_quantile(a[is_large], b[is_large], chance)
    found[~is_large] = special.betaincinv(a[~is_large], b[~is_large], chance)
    return found


def _are_large(a: Floats, b: Floats) -> npt.NDArray[np.bool_]:
    return (np.minimum(a, b) >= LARGE) & (np.maximum(a, b) <= TOO_LARGE)


def _large_quantile(a: Floats, b: Floats, chance: float) -> Floats:
    """Correct the approximation 26.5.22 of Abramowitz & Stegun 1964 once."""
    normal = float(special.ndtri(chance))
    bend, one, two = (normal**2 - 3) / 6, 1 / (2 * a - 1), 1 / (2 * b - 1)
    middle = 2 / (one + two)
    w = -normal * np.sqrt(middle + bend) / middle - (two - one) * (bend + 5 / 6 - 2 / (3 * middle))
    x = a / (a + b * np.exp(2 * w))
    # As a normal deviate the chance is almost a straight line in x: one step of Newton's is enough.
    reached, slope = _expanded(a, b, x)
    deviate = special.ndtri(reached)
    density = np.exp(-(deviate**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(x - (deviate - normal) * density / slope)


def _expanded(a: Floats, b: Floats, x: Floats) -> tuple[Floats, Floats]:
    """Return I_x(a, b) and its slope in x, for large a and b and an x near the mean.

    DiDonato & Morris 1992, ACM Transactions on Mathematical Software 18, 360-373 (algorithm 708): the beta
    density is that of the normal distribution times a power series in the normal deviate.
    """
    total = a + b
    below = a - total * x
    entropy = a * _minus_logarithm(-below / a) + b * _minus_logarithm(below / b)
    z = np.copysign(np.sqrt(entropy), below)
    width, skew = np.sqrt(total / (a * b)), (b - a) / total
    # Integrals from z of (sqrt(2) u)^n exp(z^2 - u^2) / 2 for n = 0, 1, ..., by parts from two before.
    integrals = [np.sqrt(np.pi) / 4 * special.erfcx(z), np.full(z.shape, 2**-1.5)]
    power = z / 2
    for n in range(2, len(_WEIGHTS)):
        integrals.append(power + (n - 1) * integrals[n - 2])
        power = power * (np.sqrt(2) * z)
    series, square = np.zeros(z.shape), skew * skew
    for n in range(len(_WEIGHTS) - 1, -1, -1):
        weight = np.full(z.shape, _WEIGHTS[n][-1])
        for number in _WEIGHTS[n][-2::-1]:
            weight = weight * square + number
        series = series * width + integrals[n] * (weight * skew if n % 2 else weight)
    height = np.exp(_stirling(total) - _stirling(a) - _stirling(b) - entropy)
    slope = height / (np.sqrt(2 * np.pi) * width * x * (1 - x))
    return 2 / np.sqrt(np.pi) * height * series, slope


def _minus_logarithm(x: Floats) -> Floats:
    """Return x - ln(1 + x) for small x without losing digits: by the series of 2 atanh(x / (x + 2))."""
    r = x / (x + 2)
    square = r * r
    series = np.zeros(x.shape)
    for odd in range(19, 1, -2):
        series = series * square + 1 / odd
    return np.asarray(2 * square / (1 - r) - 2 * square * r * series)


def _stirling(a: Floats) -> Floats:
    """Return the logarithm of the gamma function less Stirling's formula for it."""
    t = 1 / (a * a)
    return np.asarray((1 / 12 - t * (1 / 360 - t / 1260)) / a)
