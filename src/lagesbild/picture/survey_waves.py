"""One survey question in one group: this wave, the wave before, and others' answers to the same question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from lagesbild.picture.changes import as_verdict
from lagesbild.picture.context import Context
from lagesbild.picture.findings import Verdict
from lagesbild.picture.references import area_words
from lagesbild.stats.survey import proportion_changes, wilson_limits
from lagesbild.tables.periods import Period

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
            limits = wilson_limits(np.array([value / scale]), np.array([float(n)]))
            low, high = float(limits[0][0]), float(limits[1][0])
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
    """Test every change whose two waves give their number of answers, all of them together."""
    tested = [i for i, question in enumerate(found) if _can_be_tested(question)]
    if not tested:
        return tuple(found)
    pairs = [(q.before, q.now) for q in (found[i] for i in tested)]
    before_n = np.array([before.n or 0 if before else 0 for before, _ in pairs], dtype=float)
    now_n = np.array([now.n or 0 for _, now in pairs], dtype=float)
    result = proportion_changes(
        np.array([before.value if before else 0.0 for before, _ in pairs]) * before_n,
        before_n,
        np.array([now.value for _, now in pairs]) * now_n,
        now_n,
    )
    judged = list(found)
    for at, i in enumerate(tested):
        few = min(before_n[at], now_n[at]) < SMALLEST_BASE
        judged[i] = replace(
            found[i],
            difference_low=float(result.low[at]),
            difference_high=float(result.high[at]),
            p_value=None if np.isnan(result.p_value[at]) else float(result.p_value[at]),
            q_value=None if np.isnan(result.q_value[at]) else float(result.q_value[at]),
            verdict="too_few" if few else as_verdict(str(result.verdict[at])),
        )
    return tuple(judged)


def _can_be_tested(question: Question) -> bool:
    before = question.before
    return question.unit == "percent" and before is not None and bool(before.n) and bool(question.now.n)
