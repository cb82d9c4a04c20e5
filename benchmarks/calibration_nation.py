"""Not speed: does the national run keep what alpha promises when nothing has happened?

Counts are drawn many times over from the null model of a file of incidents and judged like real ones. With no
file: an invented country. Run it on your own: ``python benchmarks/calibration_nation.py handelser.json.gz``.
Promised is the most that chance may give; less is on the safe side.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl
from _calibration import Found, show, turns

from lagesbild.engine.place import Place
from lagesbild.nation.alarms import JUDGEMENT_SCHEMA
from lagesbild.nation.counts import WeeklyCounts, weekly_counts
from lagesbild.nation.findings import FALSE_SHARE, gather
from lagesbild.nation.null import without_events
from lagesbild.nation.options import NationOptions
from lagesbild.nation.plan import alarm_parts, scan_parts
from lagesbild.nation.run import work_on
from lagesbild.nation.scans import CLUSTER_SCHEMA
from lagesbild.sources.catalogue import read_any
from lagesbild.tables.municipalities import municipalities

COUNTRIES = turns(40, 3)
SCANNED = turns(3, 0)
"""Countries whose clusters are looked for too: that takes most of the time."""
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
    drawn = [
        judged_once(real, seed, NationOptions(first=first, scans=seed <= SCANNED), place)
        for seed in range(1, COUNTRIES + 1)
    ]
    alpha, scanned = NationOptions().alpha, drawn[:SCANNED]
    lines = [
        _line("alarms", "series followed, week by week", alpha, drawn, "alarms", "looked_at"),
        _weeks("weeks with a sure alarm", drawn, "findings"),
    ]
    if scanned:
        what = "categories, week by week"
        lines.append(_line("clusters, p up to alpha", what, alpha, scanned, "small_p", "categories_scanned"))
        lines.append(_weeks("weeks with a sure cluster", scanned, "clusters"))
    show("A country in which nothing happens, the latest 52 weeks", lines)


def _line(what: str, where: str, aim: float, drawn: list[pl.DataFrame], times: str, of: str) -> Found:
    shares = [float(weeks[times].sum() / weeks[of].sum()) for weeks in drawn]
    return Found(what, where, aim, np.array(shares), int(drawn[0][of].sum()))


def _weeks(what: str, drawn: list[pl.DataFrame], column: str) -> Found:
    shares = [float((weeks[column] > 0).sum() / weeks.height) for weeks in drawn]
    return Found(what, f"q < {FALSE_SHARE}", FALSE_SHARE, np.array(shares), drawn[0].height)


if __name__ == "__main__":
    main([word for word in sys.argv[1:] if not word.startswith("--")])
