"""The municipality's indicators as what a goal can be measured with: to choose among, and to begin from."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from lagesbild_web.base.actor import Actor
from lagesbild_web.indicators.contracts import Direction, IndicatorSummary, Value
from lagesbild_web.indicators.queries import indicator_for, indicators_for
from lagesbild_web.plans.contracts import PER_MONTHS

_PER: Final[Mapping[int, str]] = {months: per for per, months in PER_MONTHS.items()}
_BETTER: Final = {Direction.LOWER: "lower", Direction.HIGHER: "higher"}


def measured_lines(actor: Actor, municipality_id: UUID, words: str = "") -> list[IndicatorSummary]:
    """Return the indicators in use that hold every one of the words in name, source, unit or code."""
    wanted = words.casefold().split()
    found = indicators_for(actor, with_retired=False, municipality_id=municipality_id)
    return [line for line in found if all(word in _searched(line) for word in wanted)]


def measured_choices(
    actor: Actor, municipality_id: UUID, *, kept: str = ""
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the indicators under their sources, as name, latest value, unit and period.

    Parameters
    ----------
    kept
        The code that is chosen already; it stays in the list also when it is not in use any more.
    """
    lines = [
        line
        for line in indicators_for(actor, municipality_id=municipality_id)
        if not line.is_retired or line.code == kept
    ]
    lines.sort(key=lambda line: (line.source.casefold(), line.name.casefold()))
    return [
        (source, [(line.code, _in_words(line)) for line in group])
        for source, group in groupby(lines, key=lambda line: line.source)
    ]


def measured_named(actor: Actor, municipality_id: UUID, code: str) -> IndicatorSummary | None:
    """Return the indicator with a code, in use or not; None when there is none to read."""
    lines = indicators_for(actor, municipality_id=municipality_id) if code else []
    return next((line for line in lines if line.code == code), None)


def initial_from(actor: Actor, municipality_id: UUID, code: str) -> dict[str, Any]:
    """Return a form filled in from an indicator in use; empty when there is none with the code."""
    line = measured_named(actor, municipality_id, code)
    if line is None or line.is_retired:
        return {}
    told = indicator_for(actor, line.id)
    filled = {
        "name": line.name,
        "definition": told.definition,
        "source": line.source,
        "unit": line.unit_label,
        "delay": told.delay,
        "weakness": told.weakness,
        "how": "measured",
        "measured_id": line.code,
    }
    if told.direction in _BETTER:
        filled["better"] = _BETTER[told.direction]
    if line.latest is not None:
        filled["per"] = _PER.get(_months(line.latest), "year")
    return filled


def _months(value: Value) -> int:
    return (value.ends_on.year - value.starts_on.year) * 12 + value.ends_on.month - value.starts_on.month


def _searched(line: IndicatorSummary) -> str:
    return f"{line.name} {line.source} {line.unit_label} {line.code}".casefold()


def _in_words(line: IndicatorSummary) -> str:
    words = _("%(name)s: inget värde ännu, %(unit)s") % {"name": line.name, "unit": line.unit_label}
    if line.latest is not None:
        words = _("%(name)s: %(value)s %(unit)s (%(period)s)") % {
            "name": line.name,
            "value": line.latest.text,
            "unit": line.unit_label,
            "period": line.latest.period,
        }
    return _("%(indicator)s, används inte längre") % {"indicator": words} if line.is_retired else words
