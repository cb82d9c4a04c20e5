"""Which rows of a table are not incidents: sums, text below the table, repeated headings, empty rows."""

import functools
import operator

import polars as pl

from lagesbild.readers.plan import Batch

ROW_KINDS = ("incident", "sum", "text", "heading", "blank")

SUM_WORDS = (
    r"(?i)^\s*(?:summa|delsumma|s:a|sum|totalsumma|grand total|totalen?|totalt|subtotal"
    r"|hela kommunen|hela länet|hela riket|samtliga|alla)"
    r"(?:\s+(?:totalt|antal\b.*|brott\b.*|händelser\b.*|områden\b.*|kategorier\b.*|per\s.*|för\s.*|\d{4}))?\s*[:.]?\s*$"
    r"|(?i)^\s*(?:summa|totalt|s:a)[\s:].{0,40}$"
)
_BELOW = (
    r"(?i)^\s*(?:källa|källor|not|noter|anm|anmärkning|obs|uttag|uttaget|utskriv|rapport|sida|kommentar|förklaring"
    r"|uppdaterad|senast|copyright|©|\*)"
)
_DIMENSIONS = ("label", "code", "category", "area", "place", "municipality", "county")


def row_kinds(batch: Batch) -> pl.Series:
    """Tell what each row is, in the words of ``ROW_KINDS``.

    Notes
    -----
    A row is a sum when the first column, or a column that says what or where, holds a word for a sum
    ("Summa", "Totalt", "Hela kommunen"), with or without a date. It is text when the first cell is
    the only one filled and reads like a line below a table.
    """
    frame = batch.sheet.frame
    first = frame.columns[0]
    tied = batch.plan.columns
    said = [tied[role] for role in _DIMENSIONS if role in tied]
    suspects = list(dict.fromkeys([first, *said, *[tied[role] for role in ("start", "id") if role in tied]]))
    is_sum = functools.reduce(operator.or_, [_matches(column, SUM_WORDS) for column in suspects])
    filled = pl.sum_horizontal(pl.all().is_not_null().cast(pl.UInt32))
    alone = (filled == 1) & pl.col(first).is_not_null() if frame.width > 2 else pl.lit(False)
    is_text = alone & (_matches(first, _BELOW) | (pl.col(first).str.len_chars() > 40))
    is_heading = pl.all_horizontal(
        (pl.col(column) == column).fill_null(column.startswith("kolumn ")) for column in frame.columns
    )
    used = list(dict.fromkeys(tied.values()))
    is_blank = pl.all_horizontal(pl.col(used).is_null()) if used else pl.lit(False)
    return frame.select(
        pl.when(is_heading).then(pl.lit("heading"))
        .when(is_sum).then(pl.lit("sum"))
        .when(is_text).then(pl.lit("text"))
        .when(is_blank).then(pl.lit("blank"))
        .otherwise(pl.lit("incident")).alias("kind")
    )["kind"]  # fmt: skip


def _matches(column: str, pattern: str) -> pl.Expr:
    return pl.col(column).str.contains(pattern).fill_null(False)
