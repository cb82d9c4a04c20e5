"""`scan-space-time`: is something going on somewhere, and since when?"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl

from lagesbild.methods.answer import MethodAnswer, Row, Value, plain
from lagesbild.methods.description import ROW, Column, Method, Option, OptionError, Options
from lagesbild.readers.faults import Fault, FaultyFileError
from lagesbild.spatial.scan_space_time import (
    SpaceTimeCluster,
    SpaceTimeScan,
    Windows,
    scan_permutation,
    scan_space_time_poisson,
)

_LONG_MONTH, _LONG_YEAR = 31, 366  # days
_LONG_DAYS = 730  # over this a shift between areas looks like clusters
_LARGE = 0.1  # share of the cases or the population above which a circle is too large to act on


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Look for circles and times with more cases than chance gives."""
    is_poisson = _is_poisson(frame)
    kept, warnings = _kept(frame, options, is_poisson=is_poisson)
    summary: dict[str, Value] = {"model": "poisson" if is_poisson else "permutation", "clusters": []}
    if not kept.height:
        return METHOD.answer(
            options, n=0, summary=summary, warnings=[*warnings, "Det finns inga rader att granska."]
        )
    found = _scan(kept, options, is_poisson=is_poisson)
    rows = [_row(rank, cluster, found, kept) for rank, cluster in enumerate(found.clusters, start=1)]
    summary |= {
        "places": len(found.points),
        "cases": found.cases,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "intervals": found.intervals,
        "critical_05": plain(found.critical_05),
        "clusters": rows,
    }
    warnings += _warnings(kept, found, options, is_poisson=is_poisson)
    return METHOD.answer(options, n=kept.height, summary=summary, rows=rows, warnings=warnings)


def _is_poisson(frame: pl.DataFrame) -> bool:
    if "population" not in frame.columns:
        if "expected" in frame.columns:
            raise OptionError("Kolumnen expected kräver också kolumnen population.")
        return False
    if missing := [name for name in ("id", "cases") if name not in frame.columns]:
        raise OptionError(
            f"Med kolumnen population behövs också {' och '.join(missing)}: en rad per område och dag med "
            "antalet fall. Ta bort population för att jämföra fallen med varandra i stället."
        )
    return True


def _kept(frame: pl.DataFrame, options: Options, *, is_poisson: bool) -> tuple[pl.DataFrame, list[str]]:
    """Return the rows that have a place and a date inside the study period, in the order of their ids."""
    first, last = options.date_or_none("from"), options.date_or_none("to")
    if first and last and last < first:
        raise OptionError(f"--from {first} är efter --to {last}. Byt plats på dem.")
    whole = frame.drop_nulls(["e", "n", "date"])
    warnings = []
    if missing := frame.height - whole.height:
        warnings.append(
            f"{missing} av {frame.height} rader saknar plats eller datum och är inte med. Om de skiljer sig "
            "från de andra kan ett kluster vara missat."
        )
    # Of equal clusters the id that comes first in the alphabet leads, however the rows are sorted.
    ordered = whole.sort("id", maintain_order=True) if "id" in whole.columns else whole
    inside = pl.col("date").is_between(first or date.min, last or date.max)
    has_cases = pl.col("cases") > 0 if "cases" in whole.columns else pl.lit(value=True)
    if dropped := ordered.filter(has_cases & ~inside).height:
        warnings.append(f"{dropped} rader med fall ligger utanför perioden och räknas inte.")
    if is_poisson and ordered.filter(inside).height:
        # Rows outside the period still tell the population; their cases do not count.
        return ordered.with_columns(pl.when(inside).then("cases").otherwise(0).alias("cases")), warnings
    return ordered.filter(inside), warnings


def _scan(frame: pl.DataFrame, options: Options, *, is_poisson: bool) -> SpaceTimeScan:
    e, n, dates = (frame[name].to_numpy() for name in ("e", "n", "date"))
    windows = _windows(options)
    cases = frame["cases"].to_numpy() if "cases" in frame.columns else None
    if cases is None or not is_poisson:
        return scan_permutation(e, n, dates, cases=cases, windows=windows, executor=options.executor)
    if faults := list(_population_faults(frame)):
        raise FaultyFileError(faults)
    return scan_space_time_poisson(
        e,
        n,
        dates,
        cases,
        frame["population"].to_numpy(),
        area=frame["id"].rank("dense").to_numpy(),
        expected=frame["expected"].to_numpy() if "expected" in frame.columns else None,
        windows=windows,
        executor=options.executor,
    )


def _windows(options: Options) -> Windows:
    by, days, most = options.text("by"), options.integer("aggregate-days"), options.integer("max-days")
    if by != "day" and days != 1:
        raise OptionError(f"--aggregate-days gäller bara --by day, inte --by {by}. Ta bort det ena.")
    step = {"day": days, "month": _LONG_MONTH, "year": _LONG_YEAR}[by]
    if step > most:
        raise OptionError(
            f"Ett steg är upp till {step} dagar men --max-days är {most}. Då ryms inget fönster. "
            f"Höj --max-days till minst {step}."
        )
    radius = options.number_or_none("max-radius")
    return Windows(
        max_share=options.number("max-share"),
        max_radius=float("inf") if radius is None else radius,
        max_days=most,
        prospective=options.flag("prospective"),
        first=options.date_or_none("from"),
        last=options.date_or_none("to"),
        aggregate="year" if by == "year" else "month" if by == "month" else days,
        least_cases=options.integer("min-cases"),
        permutations=options.integer("permutations"),
        seed=options.seed,
    )


def _population_faults(frame: pl.DataFrame) -> Iterator[Fault]:
    """Yield what cannot be right: areas that move or have two populations, and cases where none can be."""
    base = "expected" if "expected" in frame.columns else "population"
    several = {
        "e": ("har flera platser", "Ge varje område en plats", ["id"], pl.struct("e", "n")),
        "population": (
            "har flera befolkningar samma dag",
            "Skriv en och samma befolkning",
            ["id", "date"],
            pl.col("population"),
        ),
    }
    for column, (what, advice, keys, value) in several.items():
        for row in frame.filter(value.n_unique().over(keys) > 1).unique(keys, maintain_order=True).to_dicts():
            yield Fault("", int(row.get(ROW, 0)), column, f"'{row['id']}' {what}", advice, str(row[column]))
    for row in frame.filter((pl.col(base) == 0) & (pl.col("cases") > 0)).to_dicts():
        yield Fault(
            "",
            int(row.get(ROW, 0)),
            base,
            f"{base} är 0 men det finns {row['cases']} fall",
            "Rätta talet eller ta bort raden",
            "0",
        )


def _row(rank: int, cluster: SpaceTimeCluster, found: SpaceTimeScan, frame: pl.DataFrame) -> Row:
    numbers = frame[ROW] if ROW in frame.columns else pl.Series(range(1, frame.height + 1))
    names = frame["id"] if "id" in frame.columns else numbers
    at_places = pl.DataFrame({"place": found.place, "id": names})
    order = pl.DataFrame({"place": cluster.members, "rank": np.arange(len(cluster.members))})
    ids = (
        at_places.join(order, on="place").sort("rank", maintain_order=True)["id"].unique(maintain_order=True)
    )
    inside = found.rows_in(cluster, frame["date"].to_numpy())
    if "cases" in frame.columns:
        inside = inside[frame["cases"].to_numpy()[inside] > 0]
    return {
        "rank": rank,
        "ids": ids.to_list(),
        "centre": found.points[cluster.centre].tolist(),
        "radius": cluster.radius,
        "start": cluster.start.isoformat(),
        "end": cluster.end.isoformat(),
        "cases": cluster.cases,
        "expected": cluster.expected,
        "relative_risk": plain(cluster.relative_risk),
        "llr": cluster.log_likelihood_ratio,
        "p_value": plain(cluster.p_value),
        "p_gumbel": plain(cluster.p_gumbel),
        "recurrence_days": plain(cluster.recurrence_days),
        "rows": numbers.gather(inside).sort().to_list(),
    }


def _warnings(frame: pl.DataFrame, found: SpaceTimeScan, options: Options, *, is_poisson: bool) -> list[str]:
    if not found.clusters:
        return [_why_none(frame, found, options, is_poisson=is_poisson)]
    warnings = []
    days = (found.last - found.first).days + 1
    if not is_poisson and days > _LONG_DAYS:
        warnings.append(
            "Perioden är längre än två år. Om brotten har flyttat mellan områden under tiden ser det ut som "
            "kluster. Kör ett år i taget."
        )
    counts = frame["cases"].to_numpy() if "cases" in frame.columns else np.ones(frame.height)
    people = frame["population"].to_numpy() if is_poisson else counts
    share = float(people[np.isin(found.place, found.clusters[0].members)].sum() / people.sum())
    if share > _LARGE and options.number("max-share") > _LARGE:
        whom = "befolkningen" if is_poisson else "fallen"
        warnings.append(
            f"Det troligaste klustrets cirkel rymmer {100 * share:.0f} % av {whom}. Det är stort att göra "
            "något åt. Prova --max-share 0.1."
        )
    warnings.append(
        "Ett kluster kan vara en serie av samma personer, en händelse som anmälts flera gånger eller en "
        "ändrad rutin för anmälan. Läs händelserna innan du drar en slutsats."
    )
    return warnings


def _why_none(frame: pl.DataFrame, found: SpaceTimeScan, options: Options, *, is_poisson: bool) -> str:
    if found.cases < max(2, options.integer("min-cases")):
        return f"Det finns {found.cases} fall i perioden. Det är för få för ett kluster."
    with_cases = frame.filter(pl.col("cases") > 0) if "cases" in frame.columns else frame
    if found.intervals < 2 <= with_cases["date"].n_unique():
        return "Hela perioden är ett enda steg, så att tiden inget säger. Minska --aggregate-days."
    if with_cases["date"].n_unique() < 2:
        return "Alla fall har samma datum, så att tiden inget säger. Använd metoden scan."
    if not is_poisson and with_cases.select(pl.struct("e", "n").n_unique()).item() < 2:
        return "Alla fall har samma plats, så att platsen inget säger. Använd metoden alarms."
    return "Ingen cirkel har fler fall än väntat under någon tid som granskas."


METHOD = Method(
    name="scan-space-time",
    question="Pågår något någonstans, och sedan när?",
    answers=(
        "De cirklar och tider som har flest fall utöver det väntade, med p-värde för att alla cirklar och "
        "tider har granskats. Med --prospective bara det som pågår sista dagen, och hur ofta slumpen ger "
        "något så tydligt."
    ),
    source=(
        "Kulldorff et al. 2005, PLoS Medicine 2, e59 (permutation); Kulldorff et al. 1998, American Journal "
        "of Public Health 88, 1377-1380 (Poisson); Kulldorff 2001, JRSS A 164, 61-72 (prospective)"
    ),
    columns=(
        Column("id", "text", "plats eller område", required=False),
        Column("e", "number", "östlig koordinat i meter", may_be_empty=True),
        Column("n", "number", "nordlig koordinat i meter", may_be_empty=True),
        Column("date", "date", "datum", may_be_empty=True),
        Column("cases", "count", "antal fall; utan kolumnen är varje rad ett fall", required=False),
        Column("population", "number", "befolkning i området den dagen (Poisson)", required=False, least=0),
        Column("expected", "number", "väntade fall i området den dagen", required=False, least=0),
    ),
    options=(
        Option(
            "max-share",
            "number",
            "största andel av fallen (eller befolkningen) i en cirkel",
            0.5,
            least=1e-6,
            most=1,
        ),
        Option("max-radius", "number", "största radie i meter", least=0),
        Option("max-days", "integer", "längsta tid i dagar", 30, least=1, most=36_525),
        Option("prospective", "flag", "bara det som pågår periodens sista dag", False),
        Option("from", "date", "periodens första dag; annars första datum i tabellen"),
        Option("to", "date", "periodens sista dag; annars sista datum i tabellen"),
        Option("aggregate-days", "integer", "dagar som läggs ihop till ett steg", 1, least=1, most=3_660),
        Option("by", "choice", "steg i kalendern", "day", choices=("day", "month", "year")),
        Option("min-cases", "integer", "minsta antal fall i ett kluster", 2, least=1, most=1_000_000),
        Option("permutations", "integer", "antal slumpade kartor", 999, least=0, most=99_999),
    ),
    fields=(
        "rank",
        "ids",
        "centre",
        "radius",
        "start",
        "end",
        "cases",
        "expected",
        "relative_risk",
        "llr",
        "p_value",
        "p_gumbel",
        "recurrence_days",
        "rows",
    ),
    run=run,
    is_random=True,
)
