"""Whether the printed sums and changes of a Compstat table agree with its counts."""

import re
from collections.abc import Iterator

import polars as pl

from lagesbild.readers.heading import is_missing
from lagesbild.readers.numbers import parse_numbers
from lagesbild.sources.base import Note
from lagesbild.sources.compstat_table import Change, CompstatTables, Figure


def mismatches(tables: CompstatTables) -> Iterator[Note]:
    """Yield a note for each printed sum or change that its own counts contradict."""
    yield from _wrong_sums(tables.figures)
    counts = {(f.section, f.label, f.row, f.year): f.value for f in tables.figures}
    for change in tables.changes:
        before = counts.get((change.section, change.label, change.row, change.before))
        after = counts.get((change.section, change.label, change.row, change.after))
        if before is None or after is None or is_missing(change.text):
            continue
        yield from _wrong_change(change, before, after)


def _wrong_sums(figures: tuple[Figure, ...]) -> Iterator[Note]:
    for total in figures:
        if not total.is_total or total.value is None:
            continue
        parts = [
            f.value
            for f in figures
            if (f.section, f.year, f.span, f.is_total) == (total.section, total.year, total.span, False)
        ]
        if not parts or any(value is None for value in parts):
            continue
        added = sum(value for value in parts if value is not None)
        if added != total.value:
            table = f" i {total.section}" if total.section else ""
            yield Note(
                "mismatch",
                f"Rad {total.row}: {total.label}{table} {total.year} är {total.value:.0f}, "
                f"men raderna blir {added:.0f} tillsammans.",
                1,
            )


def _wrong_change(change: Change, before: float, after: float) -> Iterator[Note]:
    printed = parse_numbers(pl.Series([change.text]), kind="measure").values[0]
    place = f"Rad {change.row}: {change.label}, {change.heading}"
    counts = f"men antalen är {before:.0f} och {after:.0f}"
    if printed is None:
        yield Note("mismatch", f"{place} är '{change.text}', som inte är ett tal.", 1)
    elif not change.is_percent:
        if printed != after - before:
            yield Note(
                "mismatch", f"{place} är {change.text}, {counts}: skillnaden är {after - before:.0f}.", 1
            )
    elif before == 0:
        yield Note("mismatch", f"{place} är {change.text}, {counts}: procent av 0 finns inte.", 1)
    elif not _agrees(change.text, printed, (after / before - 1) * 100):
        percent = f"{(after / before - 1) * 100:.1f}".replace(".", ",")
        yield Note("mismatch", f"{place} är {change.text}, {counts}: det är {percent} procent.", 1)


def _agrees(text: str, printed: float, percent: float) -> bool:
    """Compare within half of the last printed decimal; a workbook stores per cent as a share."""
    decimals = len(match[1]) if (match := re.search(r"[.,](\d+)", text)) else 0
    margin = max(0.5 * 10**-decimals, 1e-6) * (1 + 1e-9)  # a workbook shows sixteen decimals
    if abs(printed - percent) <= margin:
        return True
    return "%" not in text and abs(printed - percent / 100) <= margin
