"""What a typed table is: named columns with fixed types, checked where the table is made."""

from collections.abc import Mapping

import polars as pl
from polars._typing import PolarsDataType

Schema = Mapping[str, PolarsDataType]


class SchemaError(ValueError):
    """A programmer handed over a frame whose columns are not those of the table."""


def conform(frame: pl.DataFrame, schema: Schema, *, required: frozenset[str], table: str) -> pl.DataFrame:
    """Return ``frame`` with exactly the columns of ``schema``, in its order and types.

    Missing optional columns are filled with nulls; a column that is not in the schema,
    a missing required column or a type that cannot be cast without loss raises.

    Raises
    ------
    SchemaError
        With the table's and the column's name.
    """
    if unknown := sorted(set(frame.columns) - set(schema)):
        raise SchemaError(f"{table} has no column {', '.join(unknown)}; it has {', '.join(schema)}")
    if missing := sorted(required - set(frame.columns)):
        raise SchemaError(f"{table} needs the column {', '.join(missing)}")
    columns = [
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    ]
    try:
        conformed = frame.select(columns)
    except pl.exceptions.PolarsError as error:
        raise SchemaError(f"{table}: {error}") from error
    for name in sorted(required):
        if conformed[name].null_count():
            raise SchemaError(f"{table}: column {name} must not be empty in any row")
    return conformed
