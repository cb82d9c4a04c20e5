"""`near-repeat`: does one event raise the risk nearby for a while?"""

from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.methods.answer import MethodAnswer, Row, Value, rows_of
from lagesbild.methods.description import ROW, Column, Method, Option, OptionError, Options
from lagesbild.spatial.near_repeat import (
    Metric,
    NearRepeats,
    TooManyPairsError,
    chains,
    near_repeats,
)

_LONG_DAYS = 730  # over this a shift between areas or seasons looks like near repeats
_FEW = 5.0  # expected pairs below which a ratio means little


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Count pairs by distance and time and compare with exchanged dates."""
    if frame.height < 2:
        return METHOD.answer(
            options, n=frame.height, summary={"chains": None}, warnings=["Det behövs minst två händelser."]
        )
    e, n = frame["e"].to_numpy(), frame["n"].to_numpy()
    days = frame["date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    metric = cast(Metric, options.text("metric"))
    try:
        found = near_repeats(
            e,
            n,
            days,
            distances=_edges(options, "distances"),
            day_bands=_edges(options, "days"),
            metric=metric,
            permutations=options.integer("permutations"),
            seed=options.seed,
            executor=options.executor,
        )
    except TooManyPairsError:
        raise OptionError(
            "Det ligger för många händelser nära varandra för att räknas. Välj kortare --distances."
        ) from None
    summary: dict[str, Value] = {
        "events": found.events,
        "days": int(days.max() - days.min()) + 1,
        "pairs_near": int(found.observed.sum()),
        "same_place": _same_place(e, n),
        "chains": _chains(frame, e, n, days, metric, options),
    }
    return METHOD.answer(
        options, n=frame.height, summary=summary, rows=_rows(found), warnings=_warnings(found, days, summary)
    )


def _edges(options: Options, name: str) -> tuple[float, ...]:
    edges = options.numbers(name)
    if len(edges) < 2 or edges[0] < 0 or list(edges) != sorted(set(edges)):
        raise OptionError(f"--{name} ska vara minst två stigande tal från 0. Skriv till exempel 0,100,200.")
    return edges


def _rows(found: NearRepeats) -> list[Row]:
    """One row per band; the exact expectation is there whatever the number of permutations."""
    space = [f"[{a:g},{b:g})" for a, b in zip(found.distances, found.distances[1:], strict=False)]
    time = [f"[{a:g},{b:g})" for a, b in zip(found.days, found.days[1:], strict=False)]
    possible = found.expected.ravel() > 0
    return rows_of(
        {
            "space": [band for band in space for _ in time],
            "time": time * len(space),
            "observed": found.observed.ravel(),
            "expected": found.expected.ravel(),
            "ratio": found.ratio.ravel(),
            "p_value": np.where(possible, found.p_value.ravel(), np.nan),
        }
    )


def _same_place(e: NDArray[np.float64], n: NDArray[np.float64]) -> int:
    """Number of events that have another event at exactly the same place."""
    _, counts = np.unique(np.column_stack([e, n]), axis=0, return_counts=True)
    return int(counts[counts > 1].sum())


def _chains(
    frame: pl.DataFrame,
    e: NDArray[np.float64],
    n: NDArray[np.float64],
    days: NDArray[np.int64],
    metric: Metric,
    options: Options,
) -> Row | None:
    distance, within = options.number_or_none("chain-distance"), options.number_or_none("chain-days")
    if distance is None and within is None:
        return None
    if distance is None or within is None:
        raise OptionError("Kedjor behöver både --chain-distance METER och --chain-days DAGAR.")
    found = chains(e, n, days, distance=distance, within_days=within, metric=metric)
    rows = np.asarray(frame[ROW].to_list() if ROW in frame.columns else range(1, frame.height + 1))
    order = np.argsort(found.chain, kind="stable")
    groups = np.split(rows[order], np.cumsum(found.sizes)[:-1])
    linked = sorted((group.tolist() for group in groups if len(group) > 1), key=lambda g: (-len(g), g))
    return {
        "groups": len(found.sizes),
        "chains": len(linked),
        "events_in_chains": sum(len(group) for group in linked),
        "longest": max((len(group) for group in linked), default=0),
        "rows": linked,
    }


def _warnings(found: NearRepeats, days: NDArray[np.int64], summary: dict[str, Value]) -> list[str]:
    warnings = []
    if days.min() == days.max():
        warnings.append(
            "Alla händelser har samma datum. Då går det inte att skilja närhet i tid från slumpen."
        )
    if not (found.expected > 0).any():
        warnings.append("Inga händelser ligger nära varandra. Välj längre --distances eller --days.")
    elif (found.expected < _FEW).any():
        warnings.append(
            f"Färre än {_FEW:g} par väntas i {int((found.expected < _FEW).sum())} av {found.expected.size} "
            "fält. Där säger kvoten lite."
        )
    if days.max() - days.min() > _LONG_DAYS:
        warnings.append(
            "Tabellen täcker mer än två år. Om brotten har flyttat mellan områden under tiden ser det ut som "
            "upprepning. Kör ett år i taget."
        )
    same = cast(int, summary["same_place"])
    if same and found.distances[0] == 0:
        warnings.append(
            f"{same} händelser ligger på samma plats som en annan. De är upprepning på samma adress, eller "
            "flyttade till samma punkt. Skilj dem åt med ett första band: --distances 0,1,100,200,400."
        )
    return warnings


METHOD = Method(
    name="near-repeat",
    question="Ökar risken i närheten en tid efter ett brott?",
    answers=(
        "Hur många par av händelser som ligger nära varandra i både plats och tid, och hur många det hade "
        "varit om datumen vore slumpmässiga."
    ),
    source=(
        "Knox 1964, Applied Statistics 13, 25-29; Johnson & Bowers 2004, European Journal of Criminology 1, "
        "237-255; Ratcliffe 2009, Near Repeat Calculator; Steenbeek 2018, NearRepeat"
    ),
    columns=(
        Column("e", "number", "östlig koordinat i meter"),
        Column("n", "number", "nordlig koordinat i meter"),
        Column("date", "date", "datum"),
    ),
    options=(
        Option("distances", "numbers", "gränser för avståndsband i meter, [a,b)", (0.0, 100.0, 200.0, 400.0)),
        Option("days", "numbers", "gränser för tidsband i dagar, [a,b)", (0.0, 7.0, 14.0, 28.0)),
        Option("metric", "choice", "hur avstånd mäts", "euclidean", choices=("euclidean", "manhattan")),
        Option("permutations", "integer", "antal omkastningar av datumen", 999, least=0, most=99_999),
        Option("chain-distance", "number", "kedjor: kortare avstånd än så, i meter", least=0),
        Option("chain-days", "number", "kedjor: färre dagar än så", least=0),
    ),
    fields=("space", "time", "observed", "expected", "ratio", "p_value"),
    run=run,
    is_random=True,
)
