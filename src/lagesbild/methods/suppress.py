"""`suppress`: which cells must be hidden before a table is published?"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.methods.answer import MethodAnswer, Row, Value
from lagesbild.methods.description import ROW, Column, Method, Option, Options
from lagesbild.privacy.disclosure import Suppressed, suppress
from lagesbild.privacy.relations import TOTAL, Dimension, flat_dimension, nested_dimension, published_table
from lagesbild.readers.faults import Fault, FaultyFileError

_TOTALS = frozenset({"total", "totalt", "summa", "alla", "samtliga"})


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Decide cell by cell what may be shown, and audit the result."""
    names = [name for name in frame.columns if name not in (ROW, "count")]
    _check(frame, names)
    if not frame.height:
        return METHOD.answer(options, n=0, summary={}, warnings=["Tabellen har inga rader."])
    groups = _nested_columns(frame, names)
    with_totals = options.flag("totals")
    dimensions = [_dimension(frame, group, total=with_totals) for group in groups]
    table = published_table(dimensions, _finest_counts(frame, groups, dimensions))
    found = suppress(
        table,
        threshold=options.integer("threshold"),
        protect_zeros=options.text("zeros") == "protected",
    )
    return METHOD.answer(
        options,
        n=frame.height,
        summary=_summary(found, groups),
        rows=_rows(found, names),
        warnings=_warnings(frame, names, found, with_totals=with_totals),
    )


def _check(frame: pl.DataFrame, names: Sequence[str]) -> None:
    """Refuse a table without dimensions, or one that already holds its own sums."""
    if not names:
        what = "tabellen har bara kolumnen count"
        advice = "Lägg till minst en kolumn som säger vad antalen gäller, till exempel område eller brottstyp"
        raise FaultyFileError([Fault("", 1, "", what, advice)])
    numbers = frame[ROW].to_list() if ROW in frame.columns else range(2, frame.height + 2)
    faults = [
        Fault(
            "",
            number,
            name,
            f"'{value}' är en summa",
            "Ta bort summaraderna och ange --totals i stället",
            value,
        )
        for name in names
        for number, value in zip(numbers, frame[name].to_list(), strict=True)
        if value is not None and value.strip().lower() in _TOTALS
    ]
    faults += [
        Fault("", number, name, "cellen är tom", "Skriv vad raden gäller, till exempel 'okänt'", "")
        for name in names
        for number, value in zip(numbers, frame[name].to_list(), strict=True)
        if value is None or not value.strip()
    ]
    if faults:
        raise FaultyFileError(faults)


def _nested_columns(frame: pl.DataFrame, names: Sequence[str]) -> list[tuple[str, ...]]:
    """Group columns where each value of one lies within a single value of another, such as area and district.

    The finer column must repeat, or the table must have no other dimension: otherwise each value's only row
    would seem to lie within whatever stands beside it.
    """
    sizes = {name: frame[name].n_unique() for name in names}
    groups: list[list[str]] = []
    for name in sorted(names, key=lambda n: (-sizes[n], names.index(n))):
        for group in groups:
            finest, last = group[0], group[-1]
            repeats = frame.height > sizes[finest] or len(names) == 2
            pairs = frame.select(last, name).n_unique()
            if repeats and sizes[name] < sizes[last] and pairs == sizes[last]:
                group.append(name)
                break
        else:
            groups.append([name])
    groups.sort(key=lambda group: min(names.index(name) for name in group))
    return [tuple(group) for group in groups]


def _dimension(frame: pl.DataFrame, group: tuple[str, ...], *, total: bool) -> Dimension:
    values = frame.select(group).unique(maintain_order=True).rows()
    if len(group) == 1:
        return flat_dimension(group[0], [value[0] for value in values], total=total)
    return nested_dimension(group, values, total=total)


def _finest_counts(
    frame: pl.DataFrame, groups: Sequence[tuple[str, ...]], dimensions: Sequence[Dimension]
) -> NDArray[np.int64]:
    """Return the counts of every combination of finest values, 0 where the table has no row."""
    places = []
    for group, dimension in zip(groups, dimensions, strict=True):
        finest = [label[0] for label in dimension.labels if label[0] != TOTAL]
        place = {value: index for index, value in enumerate(finest)}
        places.append(np.array([place[value] for value in frame[group[0]].to_list()]))
    counts = np.zeros([int(place.max()) + 1 for place in places], dtype=np.int64)
    np.add.at(counts, tuple(places), frame["count"].to_numpy())
    return counts


def _rows(found: Suppressed, names: Sequence[str]) -> list[Row]:
    status = np.where(found.primary, "primary", np.where(found.secondary, "secondary", "open"))
    rows: list[Row] = []
    for index in np.ndindex(found.table.counts.shape):
        labels = _labels(found, index)
        row: dict[str, Value] = {name: labels[name] for name in names}
        is_open = status[index] == "open"
        row["count"] = int(found.table.counts[index]) if is_open else None
        row["status"] = str(status[index])
        row["low"] = None if is_open else _limit(found.intervals.low.item(index))
        row["high"] = None if is_open else _limit(found.intervals.high.item(index))
        rows.append(row)
    return rows


def _limit(value: float) -> Value:
    return int(value) if np.isfinite(value) else "inf"


def _labels(found: Suppressed, index: tuple[int, ...]) -> dict[str, str]:
    return {
        column: label
        for dimension, node in zip(found.table.dimensions, index, strict=True)
        for column, label in zip(dimension.columns, dimension.labels[node], strict=True)
    }


def _summary(found: Suppressed, groups: Sequence[tuple[str, ...]]) -> dict[str, Value]:
    audit: list[Value] = [
        {
            "cell": _labels(found, tuple(int(i) for i in index)),
            "low": _limit(found.intervals.low.item(tuple(index))),
            "high": _limit(found.intervals.high.item(tuple(index))),
        }
        for index in np.argwhere(found.hidden)
    ]
    return {
        "cells": int(found.hidden.size),
        "suppressed": int(found.hidden.sum()),
        "primary": int(found.primary.sum()),
        "secondary": int(found.secondary.sum()),
        "exposed": int(found.exposed.sum()),
        "nested": [list(group) for group in groups if len(group) > 1],
        "audit": audit,
    }


def _warnings(
    frame: pl.DataFrame, names: Sequence[str], found: Suppressed, *, with_totals: bool
) -> list[str]:
    warnings = []
    if repeated := frame.height - frame.select(names).n_unique():
        warnings.append(f"Rader som gäller samma cell som en tidigare rad: {repeated}. Antalen lades ihop.")
    if not with_totals and found.primary.any():
        warnings.append(
            "Bara små tal är dolda. De går att räkna ut om summorna publiceras, här eller någon annanstans. "
            "Ange då --totals."
        )
    if found.exposed.any():
        warnings.append(
            f"Celler som ändå går att räkna ut: {int(found.exposed.sum())}. Publicera inte tabellen."
        )
    if found.hidden.any():
        warnings.append(
            "Visa samma tecken för alla dolda celler. Den som ser vilka som är små (primary) vet för mycket."
        )
    return warnings


METHOD = Method(
    name="suppress",
    question="Vilka siffror måste döljas innan tabellen publiceras?",
    answers=(
        "Varje cell med sitt antal eller dold, så att små tal varken går att läsa eller räkna ut. "
        "För varje dold cell visas vilka värden som är möjliga för den som ser resten."
    ),
    source=(
        "Hundepool et al. 2012, Statistical Disclosure Control, kap. 4; Cox 1980, JASA 75, 377-385; "
        "Fischetti & Salazar 2001, Management Science 47, 1008-1027"
    ),
    columns=(Column("count", "count", "antal; alla andra kolumner är tabellens dimensioner"),),
    options=(
        Option("threshold", "integer", "antal under detta döljs", 5, least=2),
        Option("totals", "flag", "summorna publiceras också, och skyddas", default=False),
        Option(
            "zeros",
            "choice",
            "open visar nollor, protected döljer dem som små tal",
            "open",
            choices=("open", "protected"),
        ),
    ),
    fields=("count", "status", "low", "high"),
    run=run,
    keeps_other_columns=True,
)
