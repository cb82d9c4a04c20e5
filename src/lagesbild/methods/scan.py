"""`scan`: is there a cluster somewhere, and where?"""

import numpy as np
import polars as pl

from lagesbild.methods.answer import MethodAnswer, Row, Value, plain
from lagesbild.methods.description import ROW, Column, Method, Option, OptionError, Options
from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.spatial.scan import Cluster, Scan, scan_bernoulli, scan_poisson

_LARGE = 0.1  # share of the population above which a circle is too large to act on


MOST_CASES = 1e8
"""Cases and controls together; the scan keeps one number for each possible count."""


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Look for circles with more cases than population or controls give."""
    if not frame.height:
        return METHOD.answer(options, n=0, summary={"clusters": []}, warnings=["Tabellen har inga rader."])
    found = _scan(frame, options)
    rows = [_row(rank, cluster, frame) for rank, cluster in enumerate(found.clusters, start=1)]
    summary: dict[str, Value] = {
        "model": "poisson" if "population" in frame.columns else "bernoulli",
        "places": found.places,
        "cases": found.cases,
        "zones": found.zones,
        "critical_05": plain(found.critical_05),
        "clusters": rows,
    }
    return METHOD.answer(
        options, n=frame.height, summary=summary, rows=rows, warnings=_warnings(frame, found, options)
    )


def _scan(frame: pl.DataFrame, options: Options) -> Scan:
    has_people, has_controls = "population" in frame.columns, "controls" in frame.columns
    if has_people == has_controls:
        raise OptionError(
            "scan jämför fallen med en kolumn: population (Poisson) eller controls (Bernoulli). "
            f"Tabellen har {'båda' if has_people else 'ingen av dem'}."
        )
    e, n, cases = (frame[name].to_numpy() for name in ("e", "n", "cases"))
    total = float(frame["cases"].cast(pl.Float64).sum())
    total += float(frame["controls"].cast(pl.Float64).sum()) if has_controls else 0.0
    if total > MOST_CASES:
        raise OptionError(
            f"Tabellen har {total:.3g} fall tillsammans. Metoden klarar hundra miljoner: kontrollera "
            "talen i kolumnen cases."
        )
    if has_controls:
        return scan_bernoulli(
            e,
            n,
            cases,
            frame["controls"].to_numpy(),
            max_share=options.number("max-share"),
            permutations=options.integer("permutations"),
            seed=options.seed,
            secondary=options.flag("secondary"),
            executor=options.executor,
        )
    base = "expected" if "expected" in frame.columns else "population"
    _refuse_cases_without_base(frame, base)
    return scan_poisson(
        e,
        n,
        cases,
        frame["population"].to_numpy(),
        expected=frame["expected"].to_numpy() if base == "expected" else None,
        max_share=options.number("max-share"),
        permutations=options.integer("permutations"),
        seed=options.seed,
        secondary=options.flag("secondary"),
        executor=options.executor,
    )


def _refuse_cases_without_base(frame: pl.DataFrame, base: str) -> None:
    wrong = frame.filter((pl.col(base) == 0) & (pl.col("cases") > 0))
    if wrong.height:
        rows = wrong[ROW].to_list() if ROW in frame.columns else [0] * wrong.height
        raise FaultyFileError(
            Fault(
                "",
                int(row),
                base,
                f"{base} är 0 men det finns {cases} fall",
                "Rätta talet eller ta bort raden",
                "0",
            )
            for row, cases in zip(rows, wrong["cases"].to_list(), strict=True)
        )


def _row(rank: int, cluster: Cluster, frame: pl.DataFrame) -> Row:
    return {
        "rank": rank,
        "ids": frame["id"].gather(cluster.members).to_list(),
        "centre": [float(frame["e"][cluster.centre]), float(frame["n"][cluster.centre])],
        "radius": cluster.radius,
        "cases": cluster.cases,
        "expected": cluster.expected,
        "relative_risk": plain(cluster.relative_risk),
        "llr": cluster.log_likelihood_ratio,
        "p_value": plain(cluster.p_value),
        "p_gumbel": plain(cluster.p_gumbel),
    }


def _warnings(frame: pl.DataFrame, found: Scan, options: Options) -> list[str]:
    if not found.cases:
        return ["Det finns inga fall i tabellen. Då finns inget att leta efter."]
    if not found.clusters:
        return ["Ingen cirkel har fler fall än väntat, eller så finns bara en plats med befolkning."]
    warnings = []
    share = options.number("max-share")
    base = next(name for name in ("population", "controls") if name in frame.columns)
    word = "befolkningen" if base == "population" else "kontrollerna"
    people = frame[base].to_numpy().astype(np.float64)
    inside = float(people[found.clusters[0].members].sum() / people.sum()) if people.sum() else 0.0
    if share > _LARGE and inside > _LARGE:
        warnings.append(
            f"Det troligaste klustret rymmer {100 * inside:.0f} % av {word}. Det är stort att göra något åt. "
            "Prova --max-share 0.1."
        )
    if "population" in frame.columns:
        warnings.append(
            "Metoden antar att fallen är oberoende. En serie av samma personer ger ett kluster utan att "
            "platsen är farligare."
        )
    return warnings


METHOD = Method(
    name="scan",
    question="Finns det ett kluster någonstans, och var?",
    answers=(
        "Den cirkel som har flest fall utöver det väntade, med p-värde för att alla cirklar på kartan har "
        "granskats. Med --secondary även de följande."
    ),
    source=(
        "Kulldorff 1997, Communications in Statistics 26, 1481-1496; "
        "Abrams, Kulldorff & Kleinman 2010, International Journal of Health Geographics 9, 61"
    ),
    columns=(
        Column("id", "text", "plats eller område"),
        Column("e", "number", "östlig koordinat i meter"),
        Column("n", "number", "nordlig koordinat i meter"),
        Column("cases", "count", "antal fall"),
        Column("population", "number", "befolkning (Poisson)", required=False, least=0),
        Column("controls", "count", "antal kontroller (Bernoulli)", required=False),
        Column("expected", "number", "väntade fall, till exempel efter ålder", required=False, least=0),
    ),
    options=(
        Option("max-share", "number", "största andel av befolkningen i en cirkel", 0.5, least=1e-6, most=1),
        Option("permutations", "integer", "antal slumpade kartor", 999, least=0, most=99_999),
        Option("secondary", "flag", "visa även kluster som inte delar plats med ett troligare", False),
    ),
    fields=(
        "rank",
        "ids",
        "centre",
        "radius",
        "cases",
        "expected",
        "relative_risk",
        "llr",
        "p_value",
        "p_gumbel",
    ),
    run=run,
    is_random=True,
)
