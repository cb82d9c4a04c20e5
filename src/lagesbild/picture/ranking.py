"""The order in which a coordinator must hear things: how certain, how large, how serious, how new."""

import math
from collections.abc import Iterable

from lagesbild.picture.changes import Change
from lagesbild.picture.findings import Finding

CERTAIN, UNCLEAR, NOTHING = 100.0, 10.0, 0.0
"""What is certain always comes before what may be chance."""


def weight_of_change(change: Change, *, seriousness: float = 0.5) -> float:
    """Return how early a change must be told; higher comes first.

    Parameters
    ----------
    change
        The change.
    seriousness
        How serious the kind of crime is, 0 (disorder) to 1 (deadly violence).

    Notes
    -----
    Within what is certain: up to 20 for size (the number of cases more or fewer, on a log scale, so that 88
    thefts do not drown 8 assaults), up to 10 for how many times larger, up to 20 for seriousness, 5 for
    a level not seen in any earlier period, 3 for an increase before a decrease, and 5 when it also stands
    against the mean of earlier years. A choice, not a measurement: it decides order and nothing else.
    """
    base = CERTAIN if change.is_certain else NOTHING if change.verdict in ("too_few", "stable") else UNCLEAR
    size = min(20.0, 3 * math.log2(1 + abs(change.difference)))
    ratio = change.ratio if change.ratio is not None else 1.0
    times = 10.0 if ratio in (0.0, math.inf) else min(10.0, 5 * abs(math.log2(ratio)))
    weight = base + size + (times if change.is_certain else 0.0) + 20 * seriousness
    weight += 5.0 * is_record(change) + 3.0 * (change.difference > 0)
    if change.usual is not None and change.usual.verdict == change.verdict and change.is_certain:
        weight += 5.0
    return weight


def is_record(change: Change) -> bool:
    """Tell whether the count lies outside every earlier count, when there are at least two of them."""
    earlier = change.row.earlier
    return len(earlier) > 1 and (change.after > max(earlier) or change.after < min(earlier))


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings with the weightiest first; equal weights in order of their sentence."""
    return tuple(sorted(findings, key=lambda f: (-f.weight, f.sentence)))
