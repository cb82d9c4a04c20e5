"""`hotspots`: which places have more around them than chance gives?"""

import numpy as np
import polars as pl

from lagesbild.methods.answer import MethodAnswer, rows_of
from lagesbild.methods.description import Column, Method, Option, OptionError, Options
from lagesbild.methods.neighbour_pairs import one_way_warning, positions
from lagesbild.spatial.hotspots import HotSpots, getis_ord
from lagesbild.spatial.neighbours import Neighbours, from_pairs, within_distance

_FEW_NEIGHBOURS = 8
"""With fewer the normal distribution is a poor approximation for counts (Ord & Getis 1995)."""


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Judge every place by itself and its neighbours."""
    if not frame.height:
        return METHOD.answer(options, n=0, warnings=["Tabellen har inga rader."])
    neighbours = neighbours_of(frame, options)
    found = getis_ord(frame["value"].to_numpy(), neighbours)
    rows = rows_of(
        {
            "id": frame["id"].to_list(),
            "z": found.z,
            "p_value": found.p_value,
            "q_value": found.q_value,
            "class": found.label,
            "neighbours": found.neighbours,
        }
    )
    summary = {
        "hot": int(np.char.startswith(found.label, "hot").sum()),
        "cold": int(np.char.startswith(found.label, "cold").sum()),
        "mean_neighbours": float(found.neighbours.mean()),
    }
    warnings = _warnings(frame, found) + direction_warning(neighbours)
    return METHOD.answer(options, n=frame.height, summary=summary, rows=rows, warnings=warnings)


def neighbours_of(frame: pl.DataFrame, options: Options) -> Neighbours:
    """Return the neighbours that the options give, for every method that asks for them in the same way."""
    pairs, distance = options.table_or_none("neighbours"), options.number_or_none("distance")
    if (pairs is None) == (distance is None):
        raise OptionError("Ange grannarna på ett sätt: --neighbours FIL med paren eller --distance METER.")
    if pairs is not None:
        near = positions(frame, pairs, str(options.shown["neighbours"]))
        return from_pairs(near[:, 0], near[:, 1], frame.height)
    if "e" not in frame.columns or "n" not in frame.columns:
        raise OptionError("--distance behöver kolumnerna e och n i tabellen.")
    return within_distance(frame["e"].to_numpy(), frame["n"].to_numpy(), options.number("distance"))


def direction_warning(neighbours: Neighbours) -> list[str]:
    """Say that some pairs stand in one direction only, when others stand in both."""
    return one_way_warning(int((neighbours > neighbours.T).sum()))


def _warnings(frame: pl.DataFrame, found: HotSpots) -> list[str]:
    if frame.height < 3:
        return ["Det behövs minst tre platser för att en ska kunna vara mer utsatt än andra."]
    if np.isnan(found.z).all():
        return ["Alla platser har samma värde, eller är grannar med alla andra. Ingen kan skilja ut sig."]
    few = int((found.neighbours < _FEW_NEIGHBOURS).sum())
    if few:
        return [
            f"{few} av {frame.height} platser har färre än {_FEW_NEIGHBOURS} grannar med sig själv inräknad. "
            "Deras p-värden är ungefärliga. Öka --distance om det går."
        ]
    return []


METHOD = Method(
    name="hotspots",
    question="Vilka platser har fler händelser omkring sig än slumpen ger?",
    answers=(
        "Hur mycket varje plats med sina grannar avviker från helheten, med p-värde och klass rättade för "
        "hur många platser som prövas."
    ),
    source=(
        "Getis & Ord 1992, Geographical Analysis 24, 189-206; "
        "Ord & Getis 1995, Geographical Analysis 27, 286-306"
    ),
    columns=(
        Column("id", "text", "plats eller område"),
        Column("value", "number", "antal eller värde på platsen"),
        Column("e", "number", "öst-koordinat i meter, för --distance", required=False),
        Column("n", "number", "nord-koordinat i meter, för --distance", required=False),
    ),
    options=(
        Option(
            "neighbours",
            "table",
            "vilka platser som är grannar, ett par per rad",
            columns=(Column("i", "text", "plats"), Column("j", "text", "dess granne")),
        ),
        Option("distance", "number", "platser inom så många meter är grannar", least=1e-9),
    ),
    fields=("id", "z", "p_value", "q_value", "class", "neighbours"),
    run=run,
)
