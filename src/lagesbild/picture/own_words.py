"""A file's own words for what happened, where the taxonomy knows none: kept apart, not thrown together."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from lagesbild.privacy.personal_data import find_personal_data
from lagesbild.sources.base import SourceTables
from lagesbild.tables.categories import UNKNOWN, Category, Taxonomy
from lagesbild.tables.incidents import Incidents

FEWEST_ROWS = 5
"""A word on fewer rows than this is hardly a category; it may be free text."""
MOST_WORDS = 40
LONGEST_WORD = 60


def with_own_words(tables: Sequence[SourceTables], taxonomy: Taxonomy) -> tuple[list[SourceTables], Taxonomy]:
    """Give every word that the taxonomy does not know, and that is used often, a category of its own.

    A municipality's list has words of its own ("Klotterplanket", "personal robbery"). Thrown together as
    "unknown" they would tell nothing. A word becomes a category below the unknown one when at least five
    rows have it; the forty commonest at most, so that a column of free text does not become a hundred
    categories, and none that looks like a person.

    Returns
    -------
    tuple
        The tables with the new categories on their rows, and the taxonomy that names them. What the
        taxonomy says of the unknown category (seriousness, root) holds for them too.
    """
    words = _common_words(tables)
    if not words:
        return list(tables), taxonomy
    unknown = taxonomy.category(UNKNOWN)
    codes = {word: _code(word) for word in words}
    own = {code: _named(unknown, code, word) for word, code in codes.items()}
    extended = replace(taxonomy, categories={**taxonomy.categories, **own})
    return [_recoded(table, codes) for table in tables], extended


def _common_words(tables: Sequence[SourceTables]) -> list[str]:
    frames = [
        table.incidents.frame.select("category", "label", "excluded")
        for table in tables
        if len(table.incidents)
    ]
    if not frames:
        return []
    rows = pl.concat(frames).filter(
        (pl.col("category") == UNKNOWN) & pl.col("label").is_not_null() & pl.col("excluded").is_null()
    )
    counted = (
        rows.group_by("label")
        .len()
        .filter(pl.col("len") >= FEWEST_ROWS)
        .sort("len", "label", descending=[True, False])
    )
    usable = [word for word in counted["label"].to_list() if len(word) <= LONGEST_WORD]
    return [word for word in usable if not find_personal_data(word)][:MOST_WORDS]


def _code(word: str) -> str:
    return f"{UNKNOWN}_{hashlib.sha256(word.encode()).hexdigest()[:12]}"


def _named(unknown: Category, code: str, word: str) -> Category:
    return replace(unknown, code=code, name=word[:1].upper() + word[1:], parent=UNKNOWN)


def _recoded(table: SourceTables, codes: dict[str, str]) -> SourceTables:
    if not len(table.incidents):
        return table
    own = pl.col("label").replace_strict(codes, default=None, return_dtype=pl.String)
    is_unknown = pl.col("category") == UNKNOWN
    frame = table.incidents.frame.with_columns(
        category=pl.when(is_unknown).then(pl.coalesce(own, "category")).otherwise("category")
    )
    return replace(table, incidents=Incidents(frame, table.incidents.timezone))
