"""Points on the ground: density to look at, hot spots to claim, never a centre point as a place."""

from dataclasses import dataclass

import polars as pl

from lagesbild.document.tree import Block, Callout
from lagesbild.picture.context import Context, MethodUsed, is_feed
from lagesbild.picture.findings import Finding


@dataclass(frozen=True, slots=True)
class Points:
    """What the section on places shows from coordinates."""

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    methods: tuple[MethodUsed, ...] = ()


def point_blocks(context: Context) -> Points:
    """Return the maps made from coordinates, or why there is none."""
    if context.options.public:
        return Points()
    incidents = context.inputs.incidents
    exact = incidents.filter((pl.col("location_precision") == "point") & pl.col("e").is_not_null())
    if not exact.height:
        return Points((_no_points(context),))
    return Points()


def _no_points(context: Context) -> Callout:
    if any(is_feed(source) for source in context.inputs.sources):
        return Callout(
            "note",
            "Därför finns ingen karta med punkter",
            "Koordinaterna i polisens händelseflöde är mittpunkten i kommunen eller länet, samma "
            "punkt för alla händelser. En karta över dem skulle visa "
            "var mittpunkterna ligger, inte var något har hänt.",
        )
    return Callout(
        "note",
        "Därför finns ingen karta med punkter",
        "Händelserna har inga koordinater, bara område eller namngiven plats. En karta över "
        "punkter kräver läget för varje händelse.",
    )
