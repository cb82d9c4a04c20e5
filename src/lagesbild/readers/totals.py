"""Rows that must not be counted twice: duplicates, and sum rows checked against what they sum."""

from dataclasses import dataclass

import polars as pl

from lagesbild.readers.notes import Note
from lagesbild.readers.rowkinds import SUM_WORDS

_CHECKED_SUMS = 1000
_DIMENSIONS = ("label", "code", "area", "place", "municipality", "start")


@dataclass(frozen=True, slots=True)
class Marked:
    """The table with its column ``excluded`` filled, and what there is to tell about it."""

    frame: pl.DataFrame
    notes: tuple[Note, ...]


def mark_duplicates(frame: pl.DataFrame, *, has_ids: bool) -> Marked:
    """Mark rows that tell of the same incident as an earlier row.

    Notes
    -----
    With a column of ids, a row is a duplicate when its id, code and words are those of an earlier row:
    one case may hold several crimes under the same number. Without ids it is a duplicate when every
    cell is equal and the time is known to the minute or the place by name or point. Equal rows that
    tell no more than a day and an area may well be two incidents: they are counted and noted.
    """
    if not has_ids:
        return _equal_rows(frame)
    has_id = pl.col("excluded").is_null() & pl.col("id").is_not_null()
    # Hashes of 64 bits: a false match among a million rows has the chance of one in 37 million.
    again = _again(frame, has_id, "same")
    frame = frame.with_columns(excluded=pl.when(again).then(pl.lit("duplicate")).otherwise("excluded"))
    copies = int(again.sum())
    shared = int(frame.select(pl.col("id").filter(has_id).hash()).to_series().is_duplicated().sum())
    notes = []
    if copies:
        notes.append(
            Note(
                "left_out",
                f"{_rows(copies)} har samma löpnummer som en tidigare rad och räknas inte.",
                copies,
            )
        )
    if shared:
        text = f"{_rows(shared)} delar löpnummer med en annan rad som säger något annat. Alla räknas."
        notes.append(Note("assumed", text, shared))
    return Marked(frame, tuple(notes))


def _again(frame: pl.DataFrame, among: pl.Expr, column: str) -> pl.Series:
    """Tell which of the rows ``among`` have the hash of an earlier one of them."""
    chosen = frame.select(among).to_series()
    first = frame[column].filter(chosen).is_first_distinct()
    none = pl.Series("again", [False]).new_from_index(0, frame.height)
    return none if first.all() else none.scatter(chosen.arg_true(), ~first)


def _equal_rows(frame: pl.DataFrame) -> Marked:
    counted = pl.col("excluded").is_null()
    again = _again(frame, counted, "whole")
    is_exact = pl.col("time_precision").is_in(["minute", "span"]) | pl.col("location_precision").is_in(
        ["point", "place"]
    )
    both = frame.select(copies=again & is_exact, doubtful=again & ~is_exact)
    frame = frame.with_columns(
        excluded=pl.when(both["copies"]).then(pl.lit("duplicate")).otherwise("excluded")
    )
    copies, doubtful = int(both["copies"].sum()), int(both["doubtful"].sum())
    notes = []
    if copies:
        notes.append(
            Note("left_out", f"{_rows(copies)} är helt lika en tidigare rad och räknas inte.", copies)
        )
    if doubtful:
        text = (
            f"{_rows(doubtful)} är helt lika en tidigare rad. De räknas, för filen har inga löpnummer och "
            "raderna säger bara dag och område: det kan vara olika händelser."
        )
        notes.append(Note("assumed", text, doubtful))
    return Marked(frame, tuple(notes))


def mark_sums(frame: pl.DataFrame, *, is_numeric: bool) -> Marked:
    """Mark sum rows and check them against the rows that they sum.

    ``is_numeric`` tells that the file has a column with counts, without which there is nothing to check.
    """
    is_sum = frame["kind"] == "sum"
    total = int(is_sum.sum())
    frame = frame.with_columns(
        excluded=pl.when(is_sum).then(pl.lit("sum_row")).otherwise(pl.lit(None, dtype=pl.String))
    )
    if not total:
        return Marked(frame, ())
    notes = [Note("left_out", f"{_rows(total)} är summor av andra rader och räknas inte.", total)]
    if is_numeric:
        wrong = _disagreeing(frame)
        notes += [
            Note(
                "mismatch",
                f"Rad {row.row} säger att summan är {row.printed}, men raderna ger {row.computed}.",
                1,
            )
            for row in wrong
        ]
    return Marked(frame, tuple(notes))


@dataclass(frozen=True, slots=True)
class _Sum:
    row: int
    printed: int
    computed: int


def _disagreeing(frame: pl.DataFrame) -> list[_Sum]:
    """Return the sums that are neither the sum of all rows they name nor of the rows since the last sum."""
    parts = frame.filter(pl.col("excluded").is_null())
    sums = frame.filter(pl.col("excluded") == "sum_row").head(_CHECKED_SUMS)
    wrong = []
    before = 0
    for row in sums.iter_rows(named=True):
        since = parts.filter(pl.col("row").is_between(before, row["row"], closed="none"))["count"].sum()
        since = int(since)
        before = row["row"]
        named = [name for name in _DIMENSIONS if row[name] is not None and not _is_sum_word(row[name])]
        alike = (
            parts.filter(pl.all_horizontal(pl.col(name) == row[name] for name in named)) if named else parts
        )
        whole = int(alike["count"].sum())
        if row["count"] not in (since, whole):
            wrong.append(_Sum(row["row"], row["count"], whole if named else since))
    return wrong


def _is_sum_word(value: object) -> bool:
    return isinstance(value, str) and bool(pl.Series([value]).str.contains(SUM_WORDS).item())


def _rows(count: int) -> str:
    return "1 rad" if count == 1 else f"{count} rader"
