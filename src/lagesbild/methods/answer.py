"""The answer of a method on a table: the same shape for every method, in the library, file and API."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lagesbild import __version__

Value = float | int | str | bool | None | Sequence["Value"] | Mapping[str, "Value"]
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class MethodAnswer:
    """What a method found in one table, with everything needed to repeat it.

    ``n`` is the number of observations used (rows or incidents, said by the method's page);
    ``summary`` belongs to the whole table, ``rows`` one to each result. A number that cannot be
    given is None, never NaN, and ``warnings`` then says why. An infinite limit is the string ``"inf"``.
    """

    method: str
    source: str
    options: Row
    seed: int | None
    n: int
    summary: Row = field(default_factory=dict)
    rows: Sequence[Row] = ()
    warnings: Sequence[str] = ()
    version: str = __version__

    def to_json(self) -> str:
        """Return the answer as JSON with stable key order, each row on a line of its own."""
        keys = ("method", "version", "source", "options", "seed", "n", "summary", "rows", "warnings")
        parts = [
            f'"{key}": {_lines(self.rows) if key == "rows" else _written(getattr(self, key))}' for key in keys
        ]
        return "{\n " + ",\n ".join(parts) + "\n}"


def _written(value: Value) -> str:
    return json.dumps(plain(value), ensure_ascii=False, indent=1, allow_nan=False).replace("\n", "\n ")


def _lines(rows: Sequence[Row]) -> str:
    """Return rows as JSON; without indentation inside a row the fast encoder does the work."""
    if not rows:
        return "[]"
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    return "[\n  " + ",\n  ".join(encode(_plain_row(row)) for row in rows) + "\n ]"


def _plain_row(row: Row) -> Row:
    """Return the row itself when its numbers can be written as they are."""
    for value in row.values():
        if isinstance(value, (Mapping, list, tuple)) or (
            isinstance(value, float) and not math.isfinite(value)
        ):
            return {str(name): plain(item) for name, item in row.items()}
    return row


def rows_of(columns: Mapping[str, Sequence[Value] | NDArray[Any]]) -> list[Row]:
    """Return the rows of columns of equal length, with plain numbers, NaN as None and infinity as ``"inf"``.

    Parameters
    ----------
    columns
        Field name to its values, each of shape (rows,): a list, or an array of any type.
    """
    names = list(columns)
    lists = [_plain_column(column) for column in columns.values()]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]


def _plain_column(column: "Sequence[Value] | NDArray[Any]") -> Sequence[Value]:
    if not isinstance(column, np.ndarray):
        return column
    values: list[Value] = column.tolist()
    if column.dtype.kind == "f" and not np.isfinite(column).all():
        return [plain(value) for value in values]
    return values


def plain(value: Value) -> Value:
    """Return ``value`` with NaN as None and infinities as strings, so that it is valid JSON."""
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return value if math.isfinite(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value
