"""What the place is compared with, and a tested difference as a finding."""

from dataclasses import dataclass

import numpy as np

from lagesbild.document.tree import Cell, Table
from lagesbild.picture.changes import as_verdict
from lagesbild.picture.context import Context
from lagesbild.picture.findings import Finding, Verdict
from lagesbild.stats.change import CountChanges
from lagesbild.tables.municipalities import UnknownPlaceError, find_county, find_municipality


@dataclass(frozen=True, slots=True)
class Comparison:
    """One table of differences that were tested together."""

    opening: str
    table: Table
    findings: tuple[Finding, ...]
    together: tuple[Finding, ...] = ()
    """The same told for each category at once, when there are several references."""


def area_words(key: str) -> str:
    """Return the name of a municipality, county or nation by its code; another text names itself."""
    if key == "00":
        return "riket"
    for find in (find_municipality, find_county):
        try:
            return find(key).name
        except UnknownPlaceError:
            continue
    return key


def area_key(name: str) -> str:
    """Return the code of a municipality, county or nation by its name; another text names itself."""
    if name.casefold() in ("riket", "sverige", "00"):
        return "00"
    for find in (find_municipality, find_county):
        try:
            return find(name).code
        except UnknownPlaceError:
            continue
    return name


def comparison_finding(
    context: Context,
    kind: str,
    category: str,
    tested: CountChanges,
    i: int,
    verdict: Verdict,
    sentence: str,
    count: float,
    reference: float,
) -> Finding:
    """Return one tested difference as a finding."""
    certain = verdict in ("increase", "decrease")
    return Finding(
        kind=kind,
        category=category,
        area=context.place,
        period=str(context.frame.period),
        count=count,
        reference=reference,
        ratio=_known(tested.ratio[i]),
        low=_known(tested.low[i]),
        high=_known(tested.high[i]),
        p_value=_known(tested.p_value[i]),
        q_value=_known(tested.q_value[i]),
        verdict=verdict,
        sentence=sentence,
        method="exakt betingat test mot jämförelsen, Benjamini–Hochberg",
        weight=(60.0 if certain else 2.0)
        + min(10.0, abs(float(np.log2(max(tested.ratio[i], 1e-3)))) * 5 if tested.ratio[i] > 0 else 0.0),
    )


def limits_of(tested: CountChanges, i: int) -> tuple[Cell, Cell, Cell]:
    """Return ratio and limits of one row as cells; an open upper limit has no value."""
    high = float(tested.high[i])
    return _known(tested.ratio[i]), _known(tested.low[i]), None if np.isinf(high) else _known(high)


def verdict_of(tested: CountChanges, i: int) -> Verdict:
    """Return the verdict of one row."""
    return as_verdict(str(tested.verdict[i]))


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
