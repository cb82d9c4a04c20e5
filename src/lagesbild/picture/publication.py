"""The public version: small counts hidden before anything is computed from them, so that nothing can leak."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from lagesbild.picture.changes import Change, ChangeTable, may_be_added
from lagesbild.picture.counts import CountRow, CountTable
from lagesbild.privacy.disclosure import suppress
from lagesbild.privacy.relations import flat_dimension, published_table
from lagesbild.tables.categories import Taxonomy

THRESHOLD = 5
"""Counts of one to four are hidden, and so many others that they cannot be computed from the sums."""

RULE = (
    f"Antal som är 1–{THRESHOLD - 1} är dolda, och så många andra tal att de inte går att räkna "
    "fram ur summorna. Känsliga "
    "brottstyper visas bara för hela kommunen. Kartor med punkter och tabeller med timmar eller "
    "veckor är inte med."
)


@dataclass(frozen=True, slots=True)
class Protected:
    """A count table with its small counts hidden; ``hidden`` is the number of cells, sums included."""

    table: CountTable
    hidden: int


def protected(table: CountTable) -> Protected:
    """Return the table with the small counts, and the cells that would betray them, as None.

    A sum over the rows is added where the rows may be added, since that sum will be published; each
    section of a printed table has its own sum. See ``privacy.disclosure`` for the method and its audit.
    """
    rows: list[CountRow] = []
    hidden = 0
    has_sums = may_be_added(table) or bool(table.totals)
    for section in dict.fromkeys(row.section for row in table.rows):
        own = [row for row in table.rows if row.section == section]
        found = _protected_section(table, own, section, has_sums=has_sums)
        rows.extend(found)
        hidden += sum(
            a is None and b is not None
            for row, old in zip(found, own, strict=False)
            for a, b in _pairs(row, old)
        )
    return Protected(table.with_rows(rows), hidden)


def _pairs(row: CountRow, old: CountRow) -> Sequence[tuple[int | None, int | None]]:
    return tuple(zip(row.counts, old.counts, strict=True))


def _protected_section(
    table: CountTable, rows: Sequence[CountRow], section: str, *, has_sums: bool
) -> list[CountRow]:
    parts = [row for row in rows if not row.is_total]
    printed = [row for row in rows if row.is_total]
    if not parts:
        return [replace(row, counts=tuple(_small(c) for c in row.counts)) for row in printed]
    counts = np.array([[max(0, c or 0) for c in row.counts] for row in parts])
    dimensions = [
        flat_dimension("row", [str(i) for i in range(len(parts))], total=has_sums),
        flat_dimension("period", [str(p) for p in table.periods], total=False),
    ]
    mask = suppress(published_table(dimensions, counts), threshold=THRESHOLD).hidden
    inner, sums = (mask[1:], mask[0]) if has_sums else (mask, np.zeros(len(table.periods), dtype=bool))
    shown = [replace(row, counts=_masked(row.counts, inner[i])) for i, row in enumerate(parts)]
    if not has_sums:
        return [*shown, *(replace(row, counts=tuple(_small(c) for c in row.counts)) for row in printed)]
    if printed:
        return [*shown, *(replace(row, counts=_masked(row.counts, sums)) for row in printed)]
    total = tuple(None if sums[i] else int(counts[:, i].sum()) for i in range(len(table.periods)))
    label = "Summa" if section else "Alla kategorier"
    return [*shown, CountRow("alla", label, None, section, True, total)]


def _masked(
    counts: Sequence[int | None], mask: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> tuple[int | None, ...]:
    return tuple(None if mask[i] else count for i, count in enumerate(counts))


def _small(count: int | None) -> int | None:
    return None if count is not None and 0 < count < THRESHOLD else count


def published_changes(found: ChangeTable, shown: CountTable) -> ChangeTable:
    """Return the changes between counts that are shown, with the verdicts of the full table.

    What was computed from a hidden earlier count (the usual level, the variation between years) is left
    out with it: a mean of four years gives the hidden year to whoever knows the other three.
    """
    rows = {(row.section, row.key): row for row in shown.rows}
    kept = tuple(made for c in found.changes if (made := _published(c, rows)))
    totals = [row for row in shown.totals if row.now is not None and row.before is not None]
    whole = tuple(made for c in found.totals if (made := _published(c, rows))) if totals else ()
    return replace(found, table=shown, changes=kept, totals=whole)


def _published(change: Change, rows: dict[tuple[str, str], CountRow]) -> Change | None:
    row = rows.get((change.row.section, change.row.key))
    if row is None or row.now is None or row.before is None:
        return None
    if None not in row.counts:
        return replace(change, row=row)
    return replace(change, row=row, usual=None, dispersion=None, wide_low=None, wide_high=None)


def without_sensitive(incidents: pl.DataFrame, taxonomy: Taxonomy) -> pl.DataFrame:
    """Return the incidents that may be shown below the level of the municipality."""
    sensitive = [code for code, item in taxonomy.categories.items() if item.sensitive]
    return incidents.filter(~pl.col("category").is_in(sensitive))
