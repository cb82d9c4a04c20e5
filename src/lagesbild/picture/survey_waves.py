"""One survey question in one group: this wave, the wave before, and others' answers to the same question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import special, stats

from lagesbild.picture.context import Context
from lagesbild.picture.findings import Verdict
from lagesbild.picture.references import area_words
from lagesbild.stats.multiple import benjamini_hochberg
from lagesbild.tables.periods import Period

SIGNIFICANT = 0.05
SMALLEST_BASE = 20
"""With fewer answers a share is a handful of persons: it is not shown to everybody, nor judged."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A share (0-1) or an index in one wave; limits are None when the number of answers is unknown."""

    period: Period
    value: float
    n: int | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its latest answer, the one before, and what others answered in the same wave."""

    survey: str
    label: str
    group: str
    unit: str
    now: Answer
    before: Answer | None
    reference: float | None
    reference_name: str
    shared_base: int | None
    """Answers in all groups together, when the source gives only that; the group's own number is unknown."""
    difference_low: float | None = None
    difference_high: float | None = None
    p_value: float | None = None
    q_value: float | None = None
    verdict: Verdict = "unclear"

    @property
    def name(self) -> str:
        """The question with its group, as a row's heading."""
        return self.label if self.group == "alla" else f"{self.label}, {self.group}"

    @property
    def is_index(self) -> bool:
        """True for an index 0-6, where low is good."""
        return self.unit == "index_0_6"


def questions(context: Context) -> tuple[Question, ...]:
    """Return every survey question about the place, with the changes that can be judged judged together.

    Notes
    -----
    Wilson 1927 (share), Newcombe 1998, method 10 (difference), Benjamini-Hochberg over all differences
    where both waves give their number of answers. A number of answers that is the same in every group of a
    question is the whole survey's, not the group's, and would make the intervals half as wide as they are.
    """
    own = _usable(context.inputs.figures)
    others = _usable(context.inputs.figures_elsewhere)
    if not own.height:
        return ()
    shared = _shared_bases(own)
    found: list[Question] = []
    keys = ["section", "indicator", "group", "unit"]
    for (section, indicator, group, unit), rows in own.group_by(keys, maintain_order=True):
        base = shared.get((str(section), str(indicator)))
        answers = _answers(rows, str(unit), base is not None)
        answers = [a for a in answers if a.period.start <= context.frame.period.last_day] or answers
        if context.options.public:
            answers = [a for a in answers if a.n is None or a.n >= SMALLEST_BASE]
        if answers:
            before = answers[-2] if len(answers) > 1 else None
            value, name = _reference(
                others, str(section), str(indicator), str(group), str(unit), answers[-1].period
            )
            found.append(
                Question(
                    str(section or "Undersökning"),
                    str(indicator),
                    str(group),
                    str(unit),
                    answers[-1],
                    before,
                    value,
                    name,
                    base,
                )
            )
    return _judged(found)


def share_limits(share: float, n: int) -> tuple[float, float]:
    """Return Wilson's 95 % limits of a share (0-1) among ``n`` answers."""
    z = float(special.ndtri(0.975))
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def _usable(figures: pl.DataFrame) -> pl.DataFrame:
    is_survey = pl.col("unit").is_in(["percent", "index_0_6", "index"])
    return figures.filter(is_survey & pl.col("value").is_not_null()).sort("period_start", maintain_order=True)


def _shared_bases(figures: pl.DataFrame) -> dict[tuple[str, str], int]:
    """Find numbers of answers that are repeated over several groups of one question and wave."""
    groups = (
        figures.filter(pl.col("base_size").is_not_null())
        .group_by("section", "indicator", "period")
        .agg(
            pl.col("group").n_unique().alias("groups"),
            pl.col("base_size").n_unique().alias("sizes"),
            pl.col("base_size").first().alias("base"),
        )
    )
    by_survey = groups.filter(pl.col("groups") > 1, pl.col("sizes") == 1)
    surveys = set(zip(by_survey["section"], by_survey["base"], strict=True))
    found: dict[tuple[str, str], int] = {}
    for section, indicator, _, _, _, base in groups.iter_rows():
        if (section, base) in surveys:
            found[(str(section), str(indicator))] = base
    return found


def _answers(rows: pl.DataFrame, unit: str, is_shared: bool) -> list[Answer]:
    scale = 100.0 if unit == "percent" else 1.0
    found: list[Answer] = []
    wanted = ["period_start", "period_end", "value", "base_size", "lower", "upper"]
    for start, end, value, base, lower, upper in rows.select(wanted).iter_rows():
        n = None if is_shared else base
        low, high = (None if lower is None else lower / scale), (None if upper is None else upper / scale)
        if low is None and n and unit == "percent":
            low, high = share_limits(value / scale, n)
        found.append(Answer(Period.of_days(start, end), value / scale, n, low, high))
    return found


def _reference(
    others: pl.DataFrame, section: str, indicator: str, group: str, unit: str, period: Period
) -> tuple[float | None, str]:
    same = others.filter(
        (pl.col("section").fill_null("None") == section)
        & (pl.col("indicator") == indicator)
        & (pl.col("group") == group)
        & (pl.col("unit") == unit)
        & (pl.col("period_start") == period.start)
    )
    if not same.height:
        return None, ""
    value, area = same.select("value", "area_key").row(0)
    return value / (100.0 if unit == "percent" else 1.0), area_words(str(area))


def _judged(found: Sequence[Question]) -> tuple[Question, ...]:
    tested = [_tested(q) for q in found]
    q_values = benjamini_hochberg([np.nan if t.p_value is None else t.p_value for t in tested])
    return tuple(
        t if t.p_value is None else replace(t, q_value=float(q), verdict=_verdict(t, float(q)))
        for t, q in zip(tested, q_values, strict=True)
    )


def _tested(question: Question) -> Question:
    before, now = question.before, question.now
    if question.unit != "percent" or before is None or not before.n or not now.n:
        return question
    if before.low is None or before.high is None or now.low is None or now.high is None:
        return question
    difference = now.value - before.value
    low = difference - np.hypot(now.value - now.low, before.high - before.value)
    high = difference + np.hypot(now.high - now.value, before.value - before.low)
    pooled = (now.value * now.n + before.value * before.n) / (now.n + before.n)
    error = np.sqrt(pooled * (1 - pooled) * (1 / now.n + 1 / before.n))
    p = float(2 * stats.norm.sf(abs(difference) / error)) if error > 0 else 1.0
    return replace(question, difference_low=float(low), difference_high=float(high), p_value=p)


def _verdict(question: Question, q: float) -> Verdict:
    low, high = question.difference_low, question.difference_high
    if (
        low is None
        or high is None
        or min(question.now.n or 0, (question.before or question.now).n or 0) < SMALLEST_BASE
    ):
        return "too_few"
    if q <= SIGNIFICANT and low > 0:
        return "increase"
    return "decrease" if q <= SIGNIFICANT and high < 0 else "unclear"
