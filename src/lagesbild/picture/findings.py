"""A finding: what, where, when, how large, how certain, by which method, from which rows."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["increase", "decrease", "unclear", "too_few", "stable"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the data say, with its uncertainty.

    ``ratio`` is ``count`` over ``reference`` per unit of exposure (1.0 = unchanged); ``low`` and
    ``high`` are its 95 % limits, ``high`` infinite when the reference is 0. ``reference`` may be a
    mean over several periods. ``q_value`` is adjusted for every row that was looked at together.
    ``weight`` decides the order in the summary (higher comes first) and is not printed.
    """

    kind: str
    """Such as ``change``, ``alarm``, ``hotspot``, ``concentration``, ``time_pattern``, ``data_quality``."""
    category: str | None
    area: str | None
    period: str
    count: float | None
    reference: float | None
    ratio: float | None
    low: float | None
    high: float | None
    p_value: float | None
    q_value: float | None
    verdict: Verdict
    sentence: str
    method: str
    detail: str = ""
    weight: float = 0.0
