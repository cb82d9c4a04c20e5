"""Reports that are no problems: zero reports, safe places and events, told apart and never ranked."""

from dataclasses import replace

import polars as pl

from lagesbild.document import swedish
from lagesbild.document.tree import Block, Column, Paragraph, Subsection, Table
from lagesbild.picture.context import Context, source_name
from lagesbild.picture.inputs import Inputs
from lagesbild.picture.options import PictureError
from lagesbild.picture.publication import THRESHOLD
from lagesbild.tables.categories import Taxonomy

SURROUNDINGS = "omvarld"
"""The root of what is known about the surroundings, such as an event: context, not a problem."""
POSITIVE = "trygg_plats"
"""The only branch of the places that is good news."""
ZERO_REPORT = "nollrapport"


def is_problem(code: str, taxonomy: Taxonomy) -> bool:
    """Tell whether a category may be counted and ranked as a problem; one that is not known may."""
    if code not in taxonomy:
        return True
    return taxonomy.category(code).root != SURROUNDINGS and POSITIVE not in (code, *taxonomy.ancestors(code))


def set_aside(inputs: Inputs, taxonomy: Taxonomy) -> Inputs:
    """Return the inputs with only problems among the incidents, and the other rows of the place apart.

    Raises
    ------
    PictureError
        If the place has nothing but reports that are no problems.
    """
    others = [code for code in taxonomy.categories if not is_problem(code, taxonomy)]
    is_other = pl.col("category").is_in(others).fill_null(False)
    apart = inputs.incidents.filter(is_other)
    if not apart.height:
        return replace(inputs, elsewhere=inputs.elsewhere.filter(~is_other))
    problems = inputs.incidents.filter(~is_other)
    if not problems.height and not inputs.figures.height:
        raise PictureError(
            [
                f"Filerna har bara rader som inte är problem för {inputs.place.name}, till exempel "
                "nollrapporter och arrangemang. Lägg till en fil med händelser eller anmälda brott."
            ]
        )
    return replace(
        inputs, incidents=problems, elsewhere=inputs.elsewhere.filter(~is_other), not_problems=apart
    )


def reports_apart(context: Context) -> pl.DataFrame:
    """Return the number of such reports in the period: ``source``, ``category``, ``count``, largest first."""
    period = context.frame.period
    rows = context.inputs.not_problems
    return (
        rows.filter((pl.col("day") >= period.start) & (pl.col("day") < period.end))
        .group_by("source", "category")
        .agg(pl.col("count").sum())
        .sort("count", "source", "category", descending=[True, False, False])
    )


def apart_words(context: Context) -> tuple[Block, ...]:
    """Return the sentence on where the other reports stand, for the counts; empty without any."""
    if not reports_apart(context).height:
        return ()
    text = (
        "Nollrapporter, trygga platser och arrangemang är inga problem och är inte räknade här. De står "
        "under Annan information."
    )
    return (Paragraph(text),)


def apart_blocks(context: Context) -> tuple[Block, ...]:
    """Return the reports that are no problems in a small table of their own; empty without any."""
    found = reports_apart(context)
    if not found.height:
        return ()
    text = "Rapporterna nedan är inga problem. De ingår inte i summor, ändringar, larm, platser eller tider."
    zero = int(found.filter(pl.col("category") == ZERO_REPORT)["count"].sum())
    if zero and (shown := _shown(zero, context)) is not None:
        text += (
            f" **Nollrapporter: {swedish.count(shown)}.** De visar att någon har tittat efter. Ingen rapport "
            "är inte samma sak som att inget har hänt."
        )
    columns = (Column("category", "Rapport"), Column("source", "Källa"), Column("count", "Antal", "count"))
    rows = tuple(
        (context.taxonomy.name(category), source_name(source), _shown(count, context))
        for source, category, count in found.iter_rows()
    )
    table = Table(
        "other-not-problems", f"Rapporter som inte är problem, {context.frame.period.label}", columns, rows
    )
    return (Subsection("Rapporter som inte är problem", (Paragraph(text), table)),)


def _shown(count: int, context: Context) -> int | None:
    return None if context.options.public and 0 < count < THRESHOLD else count
