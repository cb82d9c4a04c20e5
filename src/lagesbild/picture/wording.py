"""Findings in plain Swedish: the counts first, then how large, then how certain."""

from collections.abc import Sequence

from lagesbild.document import swedish
from lagesbild.picture.changes import SIGNIFICANT, Change, UsualLevel
from lagesbild.picture.nouns import Noun
from lagesbild.picture.timeframe import same_period_words

SMALL = 20
"""Fewer cases than this in both periods together: no per cent is written unless the change is certain;
the reader is told what chance can do instead."""
BY_CHANCE_SMALL = "Så små tal kan ändras av en slump."
NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def listed(words: Sequence[str]) -> str:
    """Return words as a Swedish list: ``a, b och c``; empty when there are none."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " och " + words[-1]


def number_word(value: int, *, neuter: bool = False) -> str:
    """Return a whole number as running text has it: in words up to twelve.

    Examples
    --------
    >>> number_word(1, neuter=True), number_word(4), number_word(14)
    ('ett', 'fyra', '14')
    """
    if value == 1 and neuter:
        return "ett"
    return NUMBERS[value] if 0 <= value < len(NUMBERS) else swedish.count(value)


def about(value: float) -> str:
    """Return an expected number as running text has it: ``0,7``, ``1``, ``23``.

    Examples
    --------
    >>> about(0.7), about(1.0), about(23.1)
    ('0,7', '1', '23')
    """
    return swedish.number(value, 0 if value >= 10 or round(value, 1) == round(value) else 1)


def change_sentence(change: Change, noun: Noun) -> str:
    """Return the sentence on how one count has changed since the comparison period.

    A percentage is written only together with both counts and its interval, never from nothing and
    never when the numbers are so small that it would mislead. "Säkert" is written only for the
    verdicts ``increase`` and ``decrease``.
    """
    subject = f"Publicerade händelser av typen {change.row.label}" if noun.is_feed else change.row.label
    counts = _counts(change)
    if change.before == change.after == 0:
        return f"{subject}: inget fall i perioden och inget {_when(change)}."
    if change.doubt:
        return f"{subject}: {counts} {_when(change)}. {change.doubt}"
    if change.verdict in ("increase", "decrease"):
        verb = "har ökat säkert" if change.verdict == "increase" else "har minskat säkert"
        return f"{subject} {verb}: {counts} {_when(change)}{_measure(change)}."
    if change.verdict == "too_few" or (change.verdict == "unclear" and change.before + change.after < SMALL):
        return f"{subject}: {counts}. {BY_CHANCE_SMALL}"
    if change.verdict == "stable":
        return f"{subject} ligger på samma nivå: {counts} {_when(change)}{_measure(change)}."
    return f"{subject}: {counts} {_when(change)}{_measure(change)}. {_why_unclear(change)}"


def may_show_percent(change: Change) -> bool:
    """Tell whether a change may be given in per cent: not from nothing, and not from a handful of cases.

    The same rule holds in sentences and tables.
    """
    if change.before == 0 or change.doubt:
        return False
    return change.before + change.after >= SMALL or change.is_certain


def usual_sentence(change: Change, noun: Noun) -> str:
    """Return how a count stands against the mean of the earlier periods; empty without one."""
    usual = change.usual
    if usual is None:
        return ""
    subject = f"Publicerade händelser av typen {change.row.label}" if noun.is_feed else change.row.label
    where = {
        "increase": "ligger säkert över det vanliga",
        "decrease": "ligger säkert under det vanliga",
    }.get(usual.verdict, "skiljer sig inte säkert från det vanliga")
    return (
        f"{subject} {where}: {swedish.count(change.after)} mot i genomsnitt "
        f"{_mean(usual)}{_usual_measure(change, usual)}."
    )


def dispersion_sentence(change: Change) -> str:
    """Return what the usual variation between years does to the certainty; empty when it is not known."""
    if change.dispersion is None or change.wide_low is None or change.wide_high is None:
        return ""
    times = swedish.number(change.dispersion)
    limits = interval_words(change.wide_low, change.wide_high)
    if change.verdict in ("increase", "decrease"):
        return (
            f"Mellan tidigare år har antalet varierat {times} gånger så mycket som slumpen ensam "
            "ger. Räknas det in blir "
            f"intervallet {limits}, och ändringen står kvar."
        )
    if change.is_widened_away:
        return (
            "Talen skiljer sig mer än slumpen ensam ger, men antalet brukar variera mycket mellan "
            f"åren ({times} gånger så mycket "
            f"som slumpen). Räknas det in blir intervallet {limits}, och ändringen är inte säker."
        )
    return ""


def interval_words(low: float, high: float) -> str:
    """Return the limits of a change as they stand inside a sentence: ``+28 till +94 %``."""
    if high == float("inf"):
        return f"{swedish.change(low)} eller mer"
    return f"{swedish.change(low).removesuffix(f'{swedish.SPACE}%')} till {swedish.change(high)}"


def _why_unclear(change: Change) -> str:
    """Say why a change is not certain; most needed when its own interval seems to say that it is."""
    if change.is_widened_away:
        return "Det kan vara den vanliga variationen mellan åren."
    if change.p_value is not None and change.p_value < SIGNIFICANT and change.looked_at > 1:
        return (
            f"Ensam ser skillnaden säker ut, men bland {number_word(change.looked_at)} jämförelser "
            "kan den vara en slump."
        )
    return "Skillnaden kan vara en slump."


def _counts(change: Change) -> str:
    if change.before == 0:
        return f"{swedish.count(change.after)} mot inget fall"
    if change.after == 0:
        return f"inget fall mot {swedish.count(change.before)}"
    return f"{swedish.count(change.after)} mot {swedish.count(change.before)}"


def _when(change: Change) -> str:
    return same_period_words(change.period, change.before_period)


def _measure(change: Change) -> str:
    """Return the change in per cent with its interval in brackets; empty when it must not be given."""
    if change.after == 0 or not may_show_percent(change):
        return ""
    if change.ratio is None or change.low is None or change.high is None:
        return ""
    limits = f"{_bare(change.low)} till {_bare(change.high)}"
    return f" ({swedish.change(change.ratio)}, 95\u00a0%\u00a0intervall {limits})"


def _bare(ratio: float) -> str:
    return swedish.change(ratio).removesuffix(f"{swedish.SPACE}%")


def _mean(usual: UsualLevel) -> str:
    years = f"{usual.first.label}" if usual.n == 1 else f"{usual.first.start.year}–{usual.last.start.year}"
    decimals = 0 if usual.mean >= 10 else 1
    when = years if usual.first.kind == "year" else f"samma period {years}"
    return f"{swedish.number(usual.mean, decimals)} {when}"


def _usual_measure(change: Change, usual: UsualLevel) -> str:
    if usual.mean * usual.n + change.after < SMALL or change.after == 0 or usual.high == float("inf"):
        return ""
    limits = f"{_bare(usual.low)} till {_bare(usual.high)}"
    return f" ({swedish.change(usual.ratio)}, 95\u00a0%\u00a0intervall {limits})"
