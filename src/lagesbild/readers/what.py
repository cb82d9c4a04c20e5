"""What happened: the source's code and words, and the category of the taxonomy that they stand for."""

from collections import Counter
from dataclasses import dataclass
from typing import Protocol

import polars as pl

from lagesbild.readers.log import FaultLog
from lagesbild.readers.numbers import is_missing
from lagesbild.readers.plan import Batch
from lagesbild.readers.roles import folded
from lagesbild.tables.categories import SCHEMES, UNKNOWN, Scheme

_UNKNOWN_ADVICE = "Skriv vad det gäller, eller .. om det är okänt"


class Categories(Protocol):
    """The part of a taxonomy that reading a file needs; ``tables.categories.Taxonomy`` is one."""

    def __contains__(self, code: object) -> bool: ...

    def resolve_many(self, labels: pl.Series, *, scheme: Scheme | None = None) -> pl.Series:
        """Return the category of each label, null where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class What:
    """Columns ``category``, ``code``, ``label``; and the words that no category was found for."""

    frame: pl.DataFrame
    unmapped: Counter[str]


def read_what(batch: Batch, counts: pl.Series, taxonomy: Categories, log: FaultLog) -> What:
    """Read what happened in each row of a batch.

    Parameters
    ----------
    batch
        The rows.
    counts
        Which rows are incidents (Boolean, shape (n,)).
    taxonomy
        Where the words are looked up. The mapping's own ``[categories]`` come first, then a column of
        taxonomy codes, then the crime code, then the words.
    log
        Where faults go.
    """
    code, label, category = (batch.text(role) for role in ("code", "label", "category"))
    label = label.str.replace_all("\u00a0", " ", literal=True)
    _check_missing(batch, counts, log)
    scheme = next((name for name in SCHEMES if name == batch.plan.mapping.scheme), None)
    found = [
        _own(batch, label),
        _own(batch, code),
        _checked(batch, category, taxonomy, log),
        taxonomy.resolve_many(code, scheme="brottskod") if batch.has("code") else None,
        taxonomy.resolve_many(label, scheme=scheme) if batch.has("label") else None,
    ]
    columns = [series.alias(str(i)) for i, series in enumerate(found) if series is not None]
    resolved = (
        pl.DataFrame(columns).select(pl.coalesce(pl.all())).to_series()
        if columns
        else label.clear(len(label))
    )
    words = label.zip_with(label.is_not_null(), code)
    lost = words.filter(resolved.is_null() & counts & ~is_missing(words))
    frame = pl.DataFrame(
        {
            "category": resolved.fill_null(UNKNOWN),
            "code": code,
            "label": label.zip_with(~is_missing(label), code),
        }
    )
    tally = lost.value_counts() if len(lost) else None
    unmapped = Counter(dict(tally.iter_rows())) if tally is not None else Counter[str]()
    return What(frame, unmapped)


def check_categories(batch: Batch, taxonomy: Categories, log: FaultLog) -> None:
    """Log every code in the mapping's ``[categories]`` that the taxonomy does not have."""
    for words, code in batch.plan.mapping.categories.items():
        if code not in taxonomy:
            log.add(
                column=words,
                value=code,
                what=f"Kolumnkartan översätter '{words}' till '{code}', som inte finns bland kategorierna",
                advice="Välj en kod ur kategorilistan",
            )
    scheme = batch.plan.mapping.scheme
    if scheme and scheme not in SCHEMES:
        log.add(
            column="scheme",
            value=scheme,
            what=f"Kolumnkartan anger kategorilistan '{scheme}', som inte finns",
            advice=f"Välj bland {', '.join(SCHEMES)}",
        )


def _check_missing(batch: Batch, counts: pl.Series, log: FaultLog) -> None:
    roles = [role for role in ("label", "code", "category") if batch.plan.heading(role)]
    if not roles or any(role in batch.plan.mapping.constants for role in ("label", "code", "category")):
        return
    blank = counts
    for role in roles:
        blank = blank & batch.text(role).is_null()
    log.add_cells(
        blank,
        batch.rows,
        column=batch.plan.heading(roles[0]),
        values=batch.text(roles[0]),
        what="Det står inte vad som hände",
        advice=_UNKNOWN_ADVICE,
    )


def _own(batch: Batch, cells: pl.Series) -> pl.Series | None:
    own = {folded(words): code for words, code in batch.plan.mapping.categories.items()}
    if not own:
        return None
    different = cells.unique().drop_nulls()
    answers = pl.Series([own.get(folded(cell)) for cell in different], dtype=pl.String)
    return cells.replace_strict(different, answers, default=None, return_dtype=pl.String)


def _checked(batch: Batch, cells: pl.Series, taxonomy: Categories, log: FaultLog) -> pl.Series | None:
    """Take a column of taxonomy codes as it is, but log what is no code."""
    if not batch.has("category"):
        return None
    known = [cell for cell in cells.unique().drop_nulls() if cell in taxonomy]
    is_known = cells.is_in(known)
    log.add_cells(
        ~is_known & ~is_missing(cells),
        batch.rows,
        column=batch.plan.heading("category"),
        values=cells,
        what="'{value}' finns inte bland kategorierna",
        advice="Välj en kod ur kategorilistan",
    )
    return cells.zip_with(is_known.fill_null(False), cells.clear(len(cells)))
