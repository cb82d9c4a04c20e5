"""Points on the ground: hot spots that can be claimed, and never a centre point shown as a place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
import shapely

from lagesbild.document import swedish
from lagesbild.document.maps import ClassedArea, NumberedPlace, point_class_map
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Block, Callout, Column, Figure, Paragraph, Table
from lagesbild.picture.context import Context, MethodUsed, is_feed, source_name, statements
from lagesbild.picture.density_figure import METHOD as DENSITY
from lagesbild.picture.density_figure import density_figure
from lagesbild.picture.findings import Finding
from lagesbild.picture.wording import number_word
from lagesbild.spatial.hot_places import HotPlace, find_hot_places
from lagesbild.spatial.hotspots import CellCounts

FEWEST_POINTS = 100
SHOWN = 8
SNAPPED_SHARE = 0.05

METHOD = MethodUsed(
    "hotspots",
    "Platser med säkert fler händelser",
    "Getis–Ord Gi*: rutan och de åtta runt om jämförs med alla rutor där något har hänt. Falska "
    "fynd hålls nere med Benjamini–Hochberg. "
    "Gäller antal, inte risk: där många vistas händer mycket.",
    "Ord & Getis 1995, Geographical Analysis 27; Benjamini & Hochberg 1995",
)


@dataclass(frozen=True, slots=True)
class Points:
    """What the section on places shows from coordinates."""

    blocks: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()
    methods: tuple[MethodUsed, ...] = ()


def point_blocks(context: Context) -> Points:
    """Return the hot-spot map of each source with exact points, or why there is none."""
    if context.options.public:
        return Points()
    exact = context.inputs.incidents.filter(
        (pl.col("location_precision") == "point") & pl.col("e").is_not_null() & pl.col("n").is_not_null()
    )
    if not exact.height:
        return Points((_no_points(context),))
    made = [
        _of_source(context, source, exact.filter(pl.col("source") == source))
        for source in exact["source"].unique().sort().to_list()
    ]
    return Points(
        tuple(block for each in made for block in each.blocks),
        tuple(finding for each in made for finding in each.findings),
        (METHOD, DENSITY) if any(each.blocks for each in made) else (),
    )


def _of_source(context: Context, source: str, exact: pl.DataFrame) -> Points:
    period = context.frame.period
    now = exact.filter((pl.col("day") >= period.start) & (pl.col("day") < period.end))
    if now.height < FEWEST_POINTS:
        text = (
            f"{source_name(source)}: {plural(now.height, 'händelse har', 'händelser har')} en exakt "
            "punkt i perioden. "
            f"Det behövs minst {FEWEST_POINTS} för att skilja platser från slump."
        )
        return Points((Paragraph(text),))
    found = find_hot_places(
        now["e"].to_numpy(), now["n"].to_numpy(), ever_e=exact["e"].to_numpy(), ever_n=exact["n"].to_numpy()
    )
    cells, spots = found.cells, found.places
    findings = tuple(_finding(context, i, spot, cells) for i, spot in enumerate(spots[:SHOWN], start=1))
    table = _table(context, source, spots[:SHOWN], cells)
    blocks: list[Block] = [Paragraph(_opening(source, now, cells, spots), lead=True)]
    if snapped := _snapped(now):
        blocks.append(snapped)
    if spots:
        blocks += [statements(findings), _map(context, source, cells, spots, table), table]
    if density := density_figure(context, source, now):
        blocks.extend(density)
    return Points(tuple(blocks), findings)


def _finding(context: Context, number: int, spot: HotPlace, cells: CellCounts) -> Finding:
    where = _where(context, spot)
    words = f"{plural(spot.cells, 'ruta', 'rutor')} om {swedish.count(cells.cell_m)} meter"
    sentence = (
        f"Plats {number}{f' ({where})' if where else ''}: {swedish.count(spot.count)} händelser i "
        f"{words}, mot "
        f"{swedish.number(spot.expected)} om de vore jämnt spridda. Så tätt ligger de inte av en slump."
    )
    return Finding(
        kind="hotspot",
        category=None,
        area=where or f"Plats {number}",
        period=str(context.frame.period),
        count=spot.count,
        reference=round(spot.expected, 4),
        ratio=spot.count / spot.expected if spot.expected else None,
        low=None,
        high=None,
        p_value=spot.p_value,
        q_value=spot.q_value,
        verdict="increase",
        sentence=sentence,
        method="getis-ord-gi*",
        weight=50.0 + min(20.0, 3 * math.log2(1 + spot.count)) - number,
    )


def _where(context: Context, spot: HotPlace) -> str:
    areas = context.options.areas
    if areas is None:
        return ""
    point = shapely.Point(spot.e, spot.n)
    inside = [i for i, shape in enumerate(areas.plane_polygons()) if shape.contains(point)]
    return str(areas.frame["name"][inside[0]]) if inside else ""


def _opening(source: str, now: pl.DataFrame, cells: CellCounts, spots: Sequence[HotPlace]) -> str:
    size = swedish.count(cells.cell_m)
    text = (
        f"{source_name(source)}: {swedish.count(now.height)} händelser har en exakt punkt. "
        f"{swedish.count(len(cells.count))} rutor om "
        f"{size} × {size} meter där något har hänt är prövade. "
    )
    if not spots:
        return text + (
            "**Ingen plats** har säkert fler händelser än resten: de är jämnare spridda än de ser "
            "ut på en karta med prickar."
        )
    inside = sum(spot.count for spot in spots)
    share = swedish.percent(inside / now.height)
    places = f"**{number_word(len(spots))} {'plats' if len(spots) == 1 else 'platser'}**"
    return (
        text + f"{places} har säkert fler än resten, tillsammans {swedish.count(inside)} händelser ({share})."
    )


def _snapped(now: pl.DataFrame) -> Callout | None:
    """Warn when one and the same point holds so many incidents that it is an address for everything."""
    top = now.group_by("e", "n").len().sort("len", "e", "n", descending=[True, False, False])
    most = int(top["len"][0])
    if most < FEWEST_POINTS / 2 or most / now.height < SNAPPED_SHARE:
        return None
    text = (
        f"{swedish.count(most)} händelser ({swedish.percent(most / now.height)}) har exakt samma "
        "punkt. Det är troligen en adress som används när "
        "platsen inte är känd. Kontrollera den innan platsen pekas ut."
    )
    return Callout("warning", "Många händelser på samma punkt", text)


def _table(context: Context, source: str, spots: Sequence[HotPlace], cells: CellCounts) -> Table:
    columns = (
        Column("number", "Plats"),
        Column("area", "Område"),
        Column("count", "Antal", "count"),
        Column("expected", "Jämnt spritt", "number", 1),
        Column("cells", "Rutor", "count"),
        Column("e", "Öst (m)", "count", description="SWEREF 99 TM, tyngdpunkt"),
        Column("n", "Nord (m)", "count", description="SWEREF 99 TM, tyngdpunkt"),
        Column("q_value", "q", "number", 3),
    )
    rows = tuple(
        (
            f"Plats {i}",
            _where(context, s) or None,
            s.count,
            s.expected,
            s.cells,
            round(s.e),
            round(s.n),
            s.q_value,
        )
        for i, s in enumerate(spots, start=1)
    )
    return Table(
        f"places-hotspots-{source}",
        "Platser med säkert fler händelser",
        columns,
        rows,
        f"Rutor om {swedish.count(cells.cell_m)} meter. Antalet säger var det händer mycket, inte "
        "var risken för den enskilde är störst.",
    )


def _map(context: Context, source: str, cells: CellCounts, spots: Sequence[HotPlace], table: Table) -> Figure:
    # One shape for each place: hundreds of small cells, each with its ring, would hide one another.
    places = [ClassedArea(spot.shape, spot.label) for spot in spots]
    areas = context.options.areas
    background = list(areas.plane_polygons()) if areas is not None else []
    half = cells.cell_m / 2
    west, south = cells.e.min() - half, cells.n.min() - half
    examined = shapely.box(west, south, cells.e.max() + half, cells.n.max() + half)
    first = spots[0]
    return Figure(
        f"places-hotspots-map-{source}",
        f"Platser med säkert fler händelser, {context.frame.period.label}",
        f"Karta med {plural(min(SHOWN, len(spots)), 'numrerad plats', 'numrerade platser')}. Plats 1 har "
        f"{swedish.count(first.count)} händelser i "
        f"{plural(first.cells, 'ruta', 'rutor')}. Platserna står i tabellen med koordinater.",
        "map",
        point_class_map(
            places,
            title="Antal händelser",
            boundary=None if background else examined,
            background=background,
            places=[NumberedPlace(i, s.e, s.n) for i, s in enumerate(spots[:SHOWN], start=1)],
        ),
        table.id,
    )


def _no_points(context: Context) -> Callout:
    if any(is_feed(source) for source in context.inputs.sources):
        return Callout(
            "note",
            "Därför finns ingen karta med punkter",
            "Koordinaterna i polisens händelseflöde är mittpunkten i kommunen eller länet, samma "
            "punkt för alla händelser. En karta "
            "över dem skulle visa var mittpunkterna ligger, inte var något har hänt.",
        )
    return Callout(
        "note",
        "Därför finns ingen karta med punkter",
        "Händelserna har inga koordinater, bara område eller namngiven plats. En karta över "
        "punkter kräver läget för varje händelse.",
    )
