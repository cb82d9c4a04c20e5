"""Counts by area: the finest level at which the files say where something happened."""

from dataclasses import dataclass

import polars as pl

from lagesbild.picture.changes import Change, changes_of
from lagesbild.picture.context import Context
from lagesbild.picture.counts import CountRow, CountTable, count_incidents, covered_periods
from lagesbild.picture.publication import protected, published_changes, without_sensitive
from lagesbild.tables.municipalities import counties, municipalities
from lagesbild.tables.periods import Period


@dataclass(frozen=True, slots=True)
class AreaKind:
    """What an area is called: ``id`` is the column it comes from."""

    id: str
    one: str
    many: str


AREA = AreaKind("area", "område", "områden")
PLACE = AreaKind("place", "plats", "platser")
MUNICIPALITY = AreaKind("municipality", "kommun", "kommuner")
COUNTY = AreaKind("county", "län", "län")


@dataclass(frozen=True, slots=True)
class AreaTable:
    """The incidents of one source by area, with the change in each; most incidents first."""

    source: str
    kind: AreaKind
    rows: tuple[CountRow, ...]
    changes: tuple[Change, ...]
    unplaced: int
    """Incidents of the period whose area is not known."""
    total: int
    """Incidents of the period whose area is known."""
    before: Period | None = None
    """The period that the changes are against; None when the source holds no earlier one whole."""
    spread: tuple[int, ...] = ()
    """Every area's count, also where it is hidden in ``rows``: for measures of the whole only."""


def area_tables(context: Context) -> tuple[AreaTable, ...]:
    """Return the counts by area of each source, at the finest level the source has."""
    found: list[AreaTable] = []
    incidents = located(context)
    for source in incidents["source"].unique().sort().to_list():
        own = incidents.filter(pl.col("source") == source)
        for kind in _kinds(context, own):
            if table := _area_table(context, own, source, kind):
                found.append(table)
    return tuple(found)


def located(context: Context) -> pl.DataFrame:
    """Return the incidents with an area for each point, where areas were given and the file has none."""
    areas, incidents = context.options.areas, context.inputs.incidents
    if context.options.public:
        incidents = without_sensitive(incidents, context.taxonomy)
    if areas is None or not len(areas):
        return incidents
    points = incidents.filter(pl.col("location_precision") == "point", pl.col("lon").is_not_null())
    if not points.height:
        return incidents
    is_point = (
        (pl.col("location_precision") == "point") & pl.col("lon").is_not_null() & pl.col("area").is_null()
    )
    numbered = incidents.with_row_index("_i")
    wanted = numbered.filter(is_point)
    codes = areas.locate(wanted["lon"].to_numpy(), wanted["lat"].to_numpy())
    inside = pl.DataFrame({"_i": wanted["_i"], "_area": codes})
    joined = numbered.join(inside, on="_i", how="left", maintain_order="left")
    return joined.with_columns(area=pl.coalesce("area", "_area")).drop("_i", "_area")


def _kinds(context: Context, incidents: pl.DataFrame) -> list[AreaKind]:
    if context.inputs.place.is_whole:
        has_municipality = incidents["municipality"].n_unique() > 2
        return (
            [COUNTY]
            if has_municipality and incidents["county"].count()
            else ([AREA] if incidents["area"].count() else [])
        )
    if incidents["area"].count():
        return [AREA]
    named = incidents.filter(pl.col("location_precision") == "place")["place"]
    return [PLACE] if named.n_unique() > 2 else []


def _area_table(context: Context, incidents: pl.DataFrame, source: str, kind: AreaKind) -> AreaTable | None:
    every = (*context.frame.compare, context.frame.period)
    periods = tuple(every[i] for i in covered_periods(source, every, context.inputs.covers))
    known = incidents.filter(pl.col(kind.id).is_not_null())
    counted = count_incidents(known, periods, by=("source", kind.id))
    names = _names(context, kind)
    rows = [
        CountRow(code, names.get(code) or _unnamed(kind, code), code, "", False, tuple(counts))
        for _, code, counts in counted.iter_rows()
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: (-(row.now or 0), row.label))
    table = CountTable(source, periods, tuple(rows))
    found = changes_of(table)
    spread = tuple(max(0, row.now or 0) for row in rows)
    if context.options.public:
        table = protected(table).table
        found = published_changes(found, table) if found else None
    unplaced = incidents.filter(
        pl.col(kind.id).is_null()
        & (pl.col("day") >= context.frame.period.start)
        & (pl.col("day") < context.frame.period.end)
    )["count"].sum()
    areas = context.options.areas
    empty = max(0, len(areas) - len(rows)) if areas is not None and kind is AREA else 0
    return AreaTable(
        source=source,
        kind=kind,
        rows=table.parts,
        changes=found.changes if found else (),
        unplaced=int(unplaced),
        total=sum(spread),
        before=periods[-2] if len(periods) > 1 else None,
        spread=(*spread, *[0] * empty),
    )


def _unnamed(kind: AreaKind, code: str) -> str:
    return code if kind is PLACE else f"{kind.one.capitalize()} {code}"


def _names(context: Context, kind: AreaKind) -> dict[str, str]:
    if kind is COUNTY:
        return {county.code: county.name for county in counties()}
    if kind is MUNICIPALITY:
        return {municipality.code: municipality.name for municipality in municipalities()}
    return context.options.areas.names() if context.options.areas is not None and kind is AREA else {}
