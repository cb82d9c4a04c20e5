"""Weekday and hour: each incident shared over the hours that it may have happened in."""

from dataclasses import dataclass

import polars as pl

from lagesbild.document import swedish
from lagesbild.document.tree import Block, Callout
from lagesbild.picture.context import Context, MethodUsed
from lagesbild.picture.findings import Finding


@dataclass(frozen=True, slots=True)
class Hours:
    """What the section on times shows from the clock."""

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    methods: tuple[MethodUsed, ...] = ()


def hour_blocks(context: Context) -> Hours:
    """Return weekday by hour for incidents whose clock time is known, and how many were left out."""
    period = context.frame.period
    rows = context.inputs.incidents.filter((pl.col("day") >= period.start) & (pl.col("day") < period.end))
    timed = rows.filter(pl.col("time_precision").is_in(["minute", "span"]))
    if not timed.height:
        return Hours((_no_hours(rows.height),))
    return Hours()


def _no_hours(rows: int) -> Callout:
    return Callout(
        "missing",
        "Veckodag och timme går inte att visa",
        f"Ingen av {swedish.count(rows)} händelser i perioden har klockslag, bara datum. Be källan "
        "om första och sista möjliga tid.",
    )
