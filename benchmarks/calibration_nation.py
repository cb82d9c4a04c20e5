"""Not speed: does the national run keep what alpha promises when nothing has happened?

Counts are drawn many times over from the null model of a file of incidents and judged like real ones. With no
file: an invented country. Run it on your own: ``python benchmarks/nation_null.py handelser.json.gz``.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl
from scipy import stats

from lagesbild.engine.place import Place
from lagesbild.nation.alarms import JUDGEMENT_SCHEMA
from lagesbild.nation.counts import WeeklyCounts, weekly_counts
from lagesbild.nation.findings import gather
from lagesbild.nation.null import without_events
from lagesbild.nation.options import NationOptions
from lagesbild.nation.plan import alarm_parts, scan_parts
from lagesbild.nation.run import work_on
from lagesbild.nation.scans import CLUSTER_SCHEMA
from lagesbild.sources.catalogue import read_any
from lagesbild.tables.municipalities import municipalities

REPLICATES = 20
SCANNED = 1  # replicates whose clusters are looked for too: that takes most of the time
WEEKS = 146


def invented() -> WeeklyCounts:
    """Return an invented country as large and as sparse as the police's news feed."""
    rng = np.random.default_rng(1)
    codes = [place.code for place in municipalities()]
    kinds = ["brand", "misshandel", "ran", "rattfylleri", "skadegorelse", "stold", "trafikolycka"]
    series = pl.DataFrame(
        {"municipality": np.repeat(codes, len(kinds)), "category": np.tile(kinds, len(codes))}
    ).sort("municipality", "category")
    level = rng.gamma(0.35, 0.5, (series.height, 1))
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(WEEKS) / 52.18)
    counts = rng.negative_binomial(level * season / 0.15, 1 / 1.15).astype(float)
    starts = np.datetime64("2023-03-20") + 7 * np.arange(WEEKS)
    return WeeklyCounts(series, starts, counts, "invented", int(counts.sum()), (), has_points=False)


def judged_once(real: WeeklyCounts, seed: int, options: NationOptions, place: Place) -> pl.DataFrame:
    """Return the weeks of one drawn country."""
    counts = without_events(real, seed=seed)
    weeks = counts.judged(options)
    alarms, scans = alarm_parts(counts, weeks, options), scan_parts(counts, weeks, options)
    with place.executor() as executor:
        tasks = [part.task for part in (*alarms, *scans)]
        found = list(map(work_on, tasks) if executor is None else executor.map(work_on, tasks))
    judgements = pl.concat([pl.DataFrame(schema=JUDGEMENT_SCHEMA), *found[: len(alarms)]])
    clusters = pl.concat([pl.DataFrame(schema=CLUSTER_SCHEMA), *found[len(alarms) :]])
    small = clusters.group_by("week").agg((pl.col("p_value") <= options.alpha).sum().alias("small_p"))
    numbered = gather(counts, options, weeks, judgements, clusters).weeks.with_columns(
        pl.Series("number", weeks)
    )
    return numbered.join(small, left_on="number", right_on="week", how="left")


def main(files: list[str]) -> None:
    """Print how often chance gives alarms, clusters and findings."""
    real = weekly_counts(read_any([Path(file) for file in files]), level="category") if files else invented()
    place, first = Place(), real.starts[-52].item()
    drawn = []
    for seed in range(1, REPLICATES + 1):
        options = NationOptions(first=first, scans=seed <= SCANNED)
        drawn.append(judged_once(real, seed, options, place))
    tables = pl.concat(drawn)
    alpha, looked = NationOptions().alpha, int(tables["looked_at"].sum())
    print(f"\n{REPLICATES} countries in which nothing happens, the latest 52 weeks of each\n")
    print("| What | Times | Of | Share | 95 % | Promised at most |")
    print("|---|---:|---:|---:|---|---:|")
    _line("alarms among followed series and weeks", int(tables["alarms"].sum()), looked, alpha)
    _line("weeks with a sure alarm (q < 0.05)", int((tables["findings"] > 0).sum()), tables.height, 0.05)
    scanned = tables.filter(pl.col("categories_scanned") > 0)
    searches = int(scanned["categories_scanned"].sum())
    _line("clusters with p up to alpha among searches", int(scanned["small_p"].sum()), searches, alpha)
    _line("weeks with a sure cluster (q < 0.05)", int((scanned["clusters"] > 0).sum()), scanned.height, 0.05)
    shares = [float(part["alarms"].sum() / part["looked_at"].sum()) for part in drawn]
    print(f"\nThe share of alarms between countries: {min(shares):.2%} to {max(shares):.2%}.")


def _line(what: str, times: int, of: int, promised: float) -> None:
    interval = stats.binomtest(times, of).proportion_ci(method="exact")
    print(
        f"| {what} | {times} | {of} | {times / of:.2%} | {interval.low:.2%}–{interval.high:.2%} | "
        f"{promised:.0%} |"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
