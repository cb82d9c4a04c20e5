"""Points on the ground: hot spots that can be claimed, and never a centre point shown as a place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from lagesbild.document import swedish
from lagesbild.document.maps import ClassedArea, NumberedPlace, point_class_map
from lagesbild.document.swedish import plural
from lagesbild.document.tree import Block, Callout, Column, Figure, Paragraph, Table
from lagesbild.picture.context import Context, MethodUsed, is_feed, source_name, statements
from lagesbild.picture.density_figure import METHOD as DENSITY
from lagesbild.picture.density_figure import density_figure
from lagesbild.picture.findings import Finding
from lagesbild.picture.wording import number_word
from lagesbild.spatial.hotspots import CellCounts, HotSpots, count_in_cells, getis_ord
from lagesbild.spatial.neighbours import within_distance
from lagesbild.stats.exact_tails import at_least_poisson

FEWEST_POINTS = 100
CELLS_M = (100, 200, 300, 500, 1000, 2000)
POINTS_PER_CELL = 2.0
"""The smallest cell with this many points on average where there are any: finer is noise."""
MOST_CELLS = 60_000
SHOWN = 8
MIDST = 5
"""An empty cell with something in at least this many of its eight neighbours lies among them."""
CLAIMED = ("hot_99", "hot_95")
SNAPPED_SHARE = 0.05
SIGNIFICANT = 0.05

Floats = npt.NDArray[np.float64]

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


@dataclass(frozen=True, slots=True)
class _Spot:
    """A group of touching cells with certainly more incidents; metres SWEREF 99 TM."""

    cells: int
    count: int
    expected: float
    e: float
    n: float
    p_value: float
    q_value: float
    label: str
    """The strongest class among its cells."""
    shape: BaseGeometry


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
    cells, found = _hot_cells(now, exact)
    spots = _spots(cells, found)
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


def _hot_cells(now: pl.DataFrame, ever: pl.DataFrame) -> tuple[CellCounts, HotSpots]:
    points = (now["e"].to_numpy(), now["n"].to_numpy())
    every = (ever["e"].to_numpy(), ever["n"].to_numpy())
    for size in CELLS_M:
        cells = _inner_cells(points, every, size)
        occupied = cells.count[cells.count > 0]
        if occupied.mean() >= POINTS_PER_CELL and len(cells.count) <= MOST_CELLS:
            break
    neighbours = within_distance(cells.e, cells.n, cells.queen_distance)
    return cells, getis_ord(cells.count, neighbours)


def _inner_cells(points: tuple[Floats, Floats], every: tuple[Floats, Floats], size: float) -> CellCounts:
    """Return the cells where something has happened, and empty ones only in their midst.

    The rim of empty cells around a built-up area is fields and water; with it in the comparison the middle
    of every town would come out as hot, also where incidents are spread evenly.
    """
    cells = count_in_cells(*points, size, ever_e=every[0], ever_n=every[1])
    known = count_in_cells(*every, size).count > 0
    near = within_distance(cells.e, cells.n, cells.queen_distance)
    around = np.asarray(near @ known.astype(np.float64)).ravel() - known
    inner = known | (around >= MIDST)
    return CellCounts(cells.e[inner], cells.n[inner], cells.count[inner], cells.cell_m)


def _spots(cells: CellCounts, found: HotSpots) -> list[_Spot]:
    """Join hot cells that touch into places, the one with most incidents first."""
    hot = np.flatnonzero(np.isin(found.label, CLAIMED) & (cells.count > 0))
    if not hot.size:
        return []
    near = within_distance(cells.e[hot], cells.n[hot], cells.queen_distance)
    number, group = connected_components(sparse.csr_array(near), directed=False)
    mean = float(cells.count.mean())
    spots = [_spot(cells, found, hot[group == i], mean) for i in range(number)]
    # Gi* leans on the normal distribution, which is rough for sparse cells: the exact chance must agree.
    spots = [s for s in spots if at_least_poisson(s.count, s.expected) * len(cells.count) < SIGNIFICANT]
    return sorted(spots, key=lambda s: (-s.count, s.e, s.n))


def _spot(cells: CellCounts, found: HotSpots, members: npt.NDArray[np.intp], mean: float) -> _Spot:
    counts = cells.count[members]
    return _Spot(
        cells=len(members),
        count=int(counts.sum()),
        expected=mean * len(members),
        e=float(np.average(cells.e[members], weights=counts)),
        n=float(np.average(cells.n[members], weights=counts)),
        p_value=float(found.p_value[members].min()),
        q_value=float(found.q_value[members].min()),
        label="hot_99" if "hot_99" in found.label[members] else "hot_95",
        shape=shapely.union_all([_square(cells, int(i)) for i in members]),
    )


def _square(cells: CellCounts, i: int) -> BaseGeometry:
    half = cells.cell_m / 2
    return shapely.box(cells.e[i] - half, cells.n[i] - half, cells.e[i] + half, cells.n[i] + half)


def _finding(context: Context, number: int, spot: _Spot, cells: CellCounts) -> Finding:
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
        weight=50.0 + min(20.0, 3 * float(np.log2(1 + spot.count))) - number,
    )


def _where(context: Context, spot: _Spot) -> str:
    areas = context.options.areas
    if areas is None:
        return ""
    point = shapely.Point(spot.e, spot.n)
    inside = [i for i, shape in enumerate(areas.plane_polygons()) if shape.contains(point)]
    return str(areas.frame["name"][inside[0]]) if inside else ""


def _opening(source: str, now: pl.DataFrame, cells: CellCounts, spots: Sequence[_Spot]) -> str:
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


def _table(context: Context, source: str, spots: Sequence[_Spot], cells: CellCounts) -> Table:
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


def _map(context: Context, source: str, cells: CellCounts, spots: Sequence[_Spot], table: Table) -> Figure:
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
