"""`smooth`: what is the rate of a small area, when chance is taken out?"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import ROW, Column, Method, Option, Options
from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.stats.smoothing import smooth_rates


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Draw every area's rate towards all areas, and towards its neighbours when they are given."""
    pairs = options.table_or_none("neighbours")
    ids = frame["id"].to_list()
    found = smooth_rates(
        frame["cases"].to_numpy(),
        frame["population"].to_numpy(),
        neighbours=None if pairs is None else _positions(frame, pairs, str(options.shown["neighbours"])),
    )
    missing = np.full(len(ids), np.nan)
    rows = rows_of(
        {
            "id": ids,
            "raw": found.raw,
            "eb_global": found.eb_global,
            "eb_local": missing if found.eb_local is None else found.eb_local,
        }
    )
    return METHOD.answer(options, n=frame.height, rows=rows, warnings=_warnings(frame, pairs))


def _positions(frame: pl.DataFrame, pairs: pl.DataFrame, file: str) -> NDArray[np.intp]:
    """Return neighbours as positions in the table; an id that is not there, or there twice, is a fault."""
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


def _warnings(frame: pl.DataFrame, pairs: pl.DataFrame | None) -> list[str]:
    warnings = []
    if not frame.height:
        return ["Tabellen har inga rader."]
    if empty := int((frame["population"] == 0).sum()):
        warnings.append(f"Rader med befolkning 0: {empty}. De får ingen kvot.")
    if not frame["cases"].sum():
        warnings.append("Det finns inga händelser i tabellen. Alla kvoter är 0.")
    if pairs is None:
        warnings.append("Ange --neighbours för att jämna ut mot grannområden. Fältet eb_local är tomt.")
    return warnings


METHOD = Method(
    name="smooth",
    question="Vilken nivå har ett litet område, när slumpen räknas bort?",
    answers=(
        "Antal per invånare, där små områden dras mot alla områdens nivå eller mot grannarnas. "
        "Ett område med få invånare hamnar då inte överst eller nederst av en slump."
    ),
    source="Marshall 1991, Applied Statistics 40, 283-294",
    columns=(
        Column("id", "text", "område"),
        Column("cases", "count", "antal händelser"),
        Column("population", "number", "invånare eller bostäder", least=0),
    ),
    options=(
        Option(
            "neighbours",
            "table",
            "fil med områden som gränsar till varandra, ett par på varje rad",
            columns=(
                Column("i", "text", "ett områdes id"),
                Column("j", "text", "grannens id"),
            ),
        ),
    ),
    fields=("id", "raw", "eb_global", "eb_local"),
    run=run,
)
