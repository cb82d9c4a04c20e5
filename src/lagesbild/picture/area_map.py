"""The map that colours areas: by rate where the residents are known, else by count, and says which."""

from lagesbild.document import swedish
from lagesbild.document.maps import Area, choropleth
from lagesbild.document.tree import Figure, Table
from lagesbild.picture.area_counts import AREA, AreaTable
from lagesbild.picture.context import Context, source_name
from lagesbild.picture.wording import listed

LEAST_RESIDENTS = 200
"""A rate in an area with fewer residents is about a handful of people: the area is left blank."""
NAMED = 3


def area_figure(context: Context, table: AreaTable, numbers: Table) -> Figure | None:
    """Return the map of the areas, None when no boundaries were given or none of them has a count."""
    areas = context.options.areas
    if areas is None or table.kind is not AREA or not len(areas):
        return None
    counts = {row.key: max(0, row.now) for row in table.rows if row.now is not None}
    hidden = {row.key for row in table.rows if row.now is None}
    codes = areas.frame["code"].to_list()
    if not any(code in counts for code in codes):
        return None
    residents = {code: context.residents(code) for code in codes}
    has_rate = any(residents.values())
    names = areas.names()
    values = {
        code: None if code in hidden else _value(counts.get(code, 0), residents[code], has_rate=has_rate)
        for code in codes
    }
    drawn = [
        Area(names[code], shape, values[code])
        for code, shape in zip(codes, areas.plane_polygons(), strict=True)
    ]
    unit = "per 1 000 invånare" if has_rate else "antal"
    highest = sorted((code for code in codes if values[code]), key=lambda c: -(values[c] or 0))[:NAMED]
    shown = listed([f"{names[c]} ({swedish.number(values[c], 1 if has_rate else 0)})" for c in highest])
    caution = "" if has_rate else " Stora områden har fler händelser för att de är stora: antal är inte risk."
    generation = areas.frame["generation"].drop_nulls().unique().sort().to_list()
    return Figure(
        f"places-map-{table.source}",
        f"{source_name(table.source)} per område, {unit}, {context.frame.period.label}",
        f"Karta över {len(codes)} områden. Högst har {shown}.{caution} Ordningen mellan områdena är "
        "inte prövad.",
        "map",
        choropleth(
            drawn,
            title=unit.capitalize(),
            decimals=1 if has_rate else 0,
            source=", ".join(generation),
        ),
        numbers.id,
    )


def _value(count: int, residents: int | None, *, has_rate: bool) -> float | None:
    if not has_rate:
        return float(count)
    return count * 1000 / residents if residents and residents >= LEAST_RESIDENTS else None
