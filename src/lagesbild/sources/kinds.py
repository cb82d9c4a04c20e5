"""What kind of thing a source's word stands for, and which words nobody has mapped."""

from collections.abc import Iterator

import polars as pl

from lagesbild.readers.mapping import Mapping
from lagesbild.sources.amounts import amount, listing, number
from lagesbild.sources.base import Note
from lagesbild.tables.categories import UNKNOWN, Scheme, Taxonomy
from lagesbild.tables.labels import label_key


def categories_of(labels: pl.Series, *, scheme: Scheme | None, mapping: Mapping | None = None) -> pl.Series:
    """Return the category of each label, shape (n,), ``okand`` where nobody has mapped it.

    The words in ``mapping.categories`` win over the taxonomy's own.
    """
    found = Taxonomy.load().resolve_many(labels, scheme=scheme)
    if mapping is not None and mapping.categories:
        own = {label_key(word): code for word, code in mapping.categories.items()}
        different = labels.cast(pl.String).unique().drop_nulls()
        chosen = pl.Series([own.get(label_key(label)) for label in different], dtype=pl.String)
        found = labels.replace_strict(different, chosen, default=None, return_dtype=pl.String).fill_null(
            found
        )
    return found.fill_null(UNKNOWN)


def unmapped_note(labels: pl.Series, categories: pl.Series, one: str, many: str) -> Iterator[Note]:
    """Yield a note on the labels whose category is unknown, commonest first, or nothing.

    ``one`` and ``many`` is what a row is called in Swedish.
    """
    unknown = labels.filter(categories == UNKNOWN).fill_null("(tomt)")
    if not len(unknown):
        return
    counts = unknown.alias("label").value_counts().sort("count", "label", descending=[True, False])
    words = listing(f"{label} ({number(count)})" for label, count in counts.iter_rows())
    rows = amount(len(unknown), one, many)
    text = f"{rows} har en typ som saknas i indelningen och räknas som okänd: {words}."
    yield Note("unmapped", text, len(unknown))
