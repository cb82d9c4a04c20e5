"""A national run on a page of Swedish: what was looked at, what stands out, and what chance would give."""

from collections.abc import Sequence
from datetime import date

import polars as pl
from scipy import stats

from lagesbild.document import swedish
from lagesbild.nation.findings import FALSE_SHARE
from lagesbild.nation.run import NationRun
from lagesbild.sources.base import SourceTables
from lagesbild.sources.catalogue import source_by_id

SUMMARY = "summary.md"
_SHOWN = 20
_SAME_DAYS = 28  # the longest that a cluster lasts


def summary(run: NationRun, tables: Sequence[SourceTables]) -> str:
    """Return the page as Markdown, without a final line break."""
    lines = [f"# {_title(run)}", ""]
    if run.options.null_seed is not None:
        lines += [
            f"**Slumpade tal (--null {run.options.null_seed}).** Inget av detta har hänt. Körningen visar "
            "hur många larm slumpen ensam ger.",
            "",
        ]
    lines += [*_looked_at(run), "", *_alarms(run), ""]
    if run.options.scans:
        lines += [*_clusters(run), ""]
    lines += ["## Det som inte är med", "", *_left_out(run), ""]
    lines += ["## Att tänka på", "", *(f"- {limit}" for limit in _limits(run, tables))]
    return "\n".join(lines)


def _title(run: NationRun) -> str:
    first, last = (run.counts.starts[week].item() for week in (run.judged[0], run.judged[-1]))
    if first == last:
        return f"Nationell genomgång {swedish.week(last, with_year=True)}"
    return (
        f"Nationell genomgång {swedish.week(first, with_year=True)} till {swedish.week(last, with_year=True)}"
    )


def _looked_at(run: NationRun) -> list[str]:
    counts, weeks = run.counts, run.found.weeks
    series, places = counts.series.height, counts.series["municipality"].n_unique()
    looked = int(weeks["looked_at"].sum())
    all_weeks = series * len(run.judged)
    return [
        f"- {swedish.plural(counts.rows, 'händelse', 'händelser')} i {places} kommuner och "
        f"{counts.series['category'].n_unique()} kategorier: {swedish.count(series)} serier, "
        f"{swedish.plural(len(run.judged), 'vecka', 'veckor')}.",
        f"- {swedish.count(looked)} av {swedish.count(all_weeks)} serieveckor har minst "
        f"{run.options.least_per_year} händelser på året före och granskades. Resten har för få för att säga "
        "något om en enskild vecka.",
    ]


def _alarms(run: NationRun) -> list[str]:
    weeks = run.found.weeks
    looked, alarms = int(weeks["looked_at"].sum()), int(weeks["alarms"].sum())
    lines = ["## Larm", ""]
    if not looked:
        return [
            *lines,
            "Ingen serie har tillräckligt många händelser och lång nog historik. Inget kan sägas.",
        ]
    interval = stats.binomtest(alarms, looked).proportion_ci(method="exact")
    sure = run.found.findings.filter(kind="alarm", verdict="increase")
    lines.append(
        f"{swedish.plural(alarms, 'larm', 'larm')} i {swedish.count(looked)} granskade serieveckor: "
        f"{swedish.percent(alarms / looked, 2)} "
        f"({swedish.percent_interval(interval.low, interval.high, 2)}). "
        f"Av en slump väntas högst {swedish.percent(run.options.alpha, 1)}, det vill säga "
        f"{swedish.count(looked * run.options.alpha)} larm."
    )
    lines += ["", _sure(sure.height, "larm"), ""]
    return lines + _listed(run.found.findings.filter(kind="alarm"))


def _clusters(run: NationRun) -> list[str]:
    weeks, clusters = run.found.weeks, run.found.findings.filter(kind="cluster")
    scanned = int(weeks["categories_scanned"].sum())
    lines = ["## Kluster av kommuner", ""]
    if not scanned:
        return [*lines, "Ingen kategori har tillräckligt många händelser och lång nog historik."]
    by_chance, distinct = scanned * run.options.alpha, _distinct(clusters)
    lines.append(
        f"{swedish.count(scanned)} sökningar (en kategori, en vecka) gav {clusters.height} kluster med "
        f"p-värde högst {swedish.number(run.options.alpha, 2)}. Av en slump väntas "
        f"{swedish.count(by_chance)}. Ett kluster som varar flera veckor syns i flera sökningar men listas "
        f"här en gång: {swedish.count(distinct.height)} är olika."
    )
    sure = distinct.filter(verdict="increase")
    return [*lines, "", _sure(sure.height, "kluster"), "", *_listed(distinct)]


def _distinct(clusters: pl.DataFrame) -> pl.DataFrame:
    """Return each cluster once: the surest of those of one category that share a place within four weeks."""
    ordered = clusters.sort("q_value", "p_value", "week", "municipality", "category")
    kept: list[int] = []
    known: list[tuple[str, set[str], date]] = []
    for row, (category, areas, week) in enumerate(ordered.select("category", "areas", "week").iter_rows()):
        own = set(areas.split(","))
        is_known = any(
            category == other and own & places and abs((week - when).days) <= _SAME_DAYS
            for other, places, when in known
        )
        if not is_known:
            kept.append(row)
        known.append((category, own, week))
    return ordered[kept]


def _sure(number: int, word: str) -> str:
    if not number:
        return f"Inget {word} sticker ut när hänsyn tas till hur många som granskades samma vecka."
    return (
        f"{number} {word} sticker ut även när hänsyn tas till hur många som granskades samma vecka (q under "
        f"{swedish.number(FALSE_SHARE, 2)}). Ungefär vart tjugonde sådant fynd är ändå en slump."
    )


def _listed(findings: pl.DataFrame) -> list[str]:
    first = findings.sort("q_value", "p_value", "week", "municipality", "category").head(_SHOWN)
    lines = [f"- {sentence}" for sentence in first["sentence"]]
    more = findings.height - first.height
    return [*lines, f"- … och {more} till i findings.parquet."] if more else lines


def _left_out(run: NationRun) -> list[str]:
    rows = [
        f"- {swedish.plural(part.rows, 'händelse', 'händelser')} {part.sentence}."
        for part in run.counts.left_out
    ]
    if run.counts.has_points:
        rows.append(
            "- Kluster inom en kommun söks inte här. Ta ut kommunens händelser med punkter och använd "
            "lagesbild stats scan-space-time."
        )
    else:
        rows.append(
            "- Kluster inom en kommun: händelserna har ingen egen punkt utan kommunens mittpunkt. Då går det "
            "inte att säga var i kommunen något har hänt."
        )
    return rows


def _limits(run: NationRun, tables: Sequence[SourceTables]) -> list[str]:
    sources = dict.fromkeys(table.source for table in tables if len(table.incidents))
    own = [limit for source in sources for limit in source_by_id(source).limits]
    if run.options.scans:
        own.append(
            "Ett kluster jämförs med det senaste halvåret på samma platser. Det som händer där samma tid "
            "varje år, som fjällräddning i februari, syns därför som kluster. Jämför med året före."
        )
    return [*own, "Ett larm säger att en vecka är ovanlig, inte varför. Läs händelserna innan du agerar."]
