"""Faults that only show when two columns of a survey table are read together."""

from collections.abc import Sequence

import polars as pl

from lagesbild.methods.description import ROW
from lagesbild.readers.faults import Fault, FaultyFileError


def check_answers(frame: pl.DataFrame, x: str, n: str, *, more: Sequence[Fault] = ()) -> None:
    """Refuse rows where more people answered so than answered at all.

    Raises
    ------
    FaultyFileError
        With every such row, and the faults in ``more``.
    """
    numbered = frame if ROW in frame.columns else frame.with_row_index(ROW, offset=2)
    wrong = numbered.filter(pl.col(x) > pl.col(n))
    faults = [
        Fault(
            "", int(row), x, f"{hits} är fler än alla {asked} som svarade", f"Rätta {x} eller {n}", str(hits)
        )
        for row, hits, asked in wrong.select(ROW, x, n).iter_rows()
    ]
    if faults or more:
        raise FaultyFileError([*faults, *more])
