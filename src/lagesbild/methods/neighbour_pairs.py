"""The file of neighbours that several methods take: ids as positions in the table, and its oddities."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.methods.description import ROW
from lagesbild.readers.faults import Fault, FaultyFileError


def positions(frame: pl.DataFrame, pairs: pl.DataFrame, file: str) -> NDArray[np.intp]:
    """Return neighbours as positions in the table, shape (pairs, 2).

    Parameters
    ----------
    frame
        The method's table, with ``id``.
    pairs
        The other file, with ``i`` and ``j``.
    file
        Its name, for the faults.

    Raises
    ------
    FaultyFileError
        With every id that is not in the table, or there twice.
    """
    ids = frame["id"].to_list()
    position = {area: index for index, area in enumerate(ids)}
    faults = []
    if len(position) < len(ids):
        twice = sorted({area for area in ids if ids.count(area) > 1})
        faults.append(
            Fault("", 0, "id", f"{', '.join(twice)} finns flera gånger", "Skriv varje område en gång")
        )
    numbered = pairs if ROW in pairs.columns else pairs.with_row_index(ROW, offset=2)
    for row, *pair in numbered.select(ROW, "i", "j").iter_rows():
        for column, area in zip(("i", "j"), pair, strict=True):
            if area not in position:
                what = f"'{area}' finns inte bland områdena i tabellen"
                faults.append(Fault(file, row, column, what, "Skriv områdets id som i tabellen", area))
    if faults:
        raise FaultyFileError(faults)
    places = [[position[i], position[j]] for i, j in pairs.select("i", "j").iter_rows()]
    return np.array(places, dtype=np.intp).reshape(-1, 2)


def one_way_warning(single: int) -> list[str]:
    """Say that some pairs stand in one direction only, when others stand in both."""
    if not single:
        return []
    return [
        f"{single} par i --neighbours står bara åt ett håll och andra åt båda. De räknas som de står: j är "
        "granne till i men inte tvärtom. Skriv alla par åt båda hållen, eller vart och ett en gång, om alla "
        "är varandras grannar."
    ]
