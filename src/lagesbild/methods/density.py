"""`density`: where do the events lie close together?"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from lagesbild.methods.answer import MethodAnswer, Row, Value, plain, rows_of
from lagesbild.methods.description import Column, Method, Option, OptionError, Options
from lagesbild.spatial.bandwidth import diggle, likelihood, scott
from lagesbild.spatial.density import Density, Edge, density_at, density_on_grid
from lagesbild.spatial.kernels import Kernel, KernelName
from lagesbild.spatial.window import Grid, Window
from lagesbild.tables.coordinates import to_sweref

_SELECTORS = ("scott", "ppl", "diggle")
_CELLS = 100  # along the longer side when no cell is given
_MOST_CELLS = 4_000_000
_PADDING = 3.0  # bandwidths around points that all lie on one line

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Points:
    e: Floats
    n: Floats
    weight: Floats | None


def run(frame: pl.DataFrame, options: Options) -> MethodAnswer:
    """Compute the density in a grid over the window, or at the places of a second file."""
    points = _Points(
        frame["e"].to_numpy(),
        frame["n"].to_numpy(),
        frame["weight"].to_numpy() if "weight" in frame.columns else None,
    )
    if not frame.height:
        return _nothing(options, 0, ["Tabellen har inga rader."])
    window, warnings = _window(points, options)
    if window is None:
        return _nothing(options, frame.height, warnings)
    inside = window.contains(points.e, points.n)
    if outside := int((~inside).sum()):
        warnings.append(f"{outside} av {frame.height} punkter ligger utanför fönstret och räknas inte.")
    bandwidth, said = _bandwidth(points.e[inside], points.n[inside], window, options)
    warnings += said
    if not bandwidth > 0:
        return _nothing(options, frame.height, warnings)
    places = options.table_or_none("at")
    if places is not None:
        return _at_places(points, places, window, bandwidth, options, warnings)
    return _on_grid(points, window, bandwidth, options, warnings)


def _on_grid(
    points: _Points, window: Window, bandwidth: float, options: Options, warnings: list[str]
) -> MethodAnswer:
    cell = options.number_or_none("cell") or max(window.sides) / _CELLS
    grid = Grid.covering(window, cell)
    if grid.rows * grid.columns > _MOST_CELLS:
        raise OptionError(
            f"--cell {cell:g} ger {grid.rows * grid.columns} rutor. Välj större rutor, till exempel "
            f"{max(window.sides) / 500:.3g}."
        )
    found = density_on_grid(
        points.e,
        points.n,
        bandwidth=bandwidth,
        window=window,
        cell=cell,
        kernel=cast(KernelName, options.text("kernel")),
        edge=cast(Edge, options.text("edge")),
        weights=points.weight,
    )
    east, north = np.meshgrid(found.grid.e, found.grid.n)
    rows = rows_of({"e": east.ravel(), "n": north.ravel(), "density": found.values.ravel()})
    summary = _summary(found, bandwidth)
    return METHOD.answer(options, n=found.points, summary=summary, rows=rows, warnings=warnings)


def _summary(found: Density, bandwidth: float) -> Row:
    return {
        "bandwidth": bandwidth,
        "radius": plain(found.kernel.radius),
        "integral": found.integral,
        "e0": found.grid.e0,
        "n0": found.grid.n0,
        "cell": found.grid.cell,
        "shape": [found.grid.rows, found.grid.columns],
        "computed": found.computed,
        "error_of_highest": found.error,
        "points": found.points,
        "outside": found.outside,
    }


def _at_places(
    points: _Points,
    places: pl.DataFrame,
    window: Window,
    bandwidth: float,
    options: Options,
    warnings: list[str],
) -> MethodAnswer:
    kernel = cast(KernelName, options.text("kernel"))
    e, n = places["e"].to_numpy(), places["n"].to_numpy()
    density = density_at(
        points.e,
        points.n,
        e,
        n,
        bandwidth=bandwidth,
        window=window,
        kernel=kernel,
        edge=cast(Edge, options.text("edge")),
        weights=points.weight,
    )
    if missing := int(np.isnan(density).sum()):
        warnings.append(f"{missing} av {len(e)} platser i --at ligger utanför fönstret och får inget värde.")
    inside = int(window.contains(points.e, points.n).sum())
    summary: dict[str, Value] = dict.fromkeys(_SUMMARY)
    summary |= {"bandwidth": bandwidth, "radius": plain(Kernel(kernel, bandwidth).radius)}
    summary |= {"points": inside, "outside": len(points.e) - inside}
    rows = rows_of({"e": e, "n": n, "density": density})
    return METHOD.answer(options, n=inside, summary=summary, rows=rows, warnings=warnings)


def _bandwidth(e: Floats, n: Floats, window: Window, options: Options) -> tuple[float, list[str]]:
    written = options.text("bandwidth")
    if written not in _SELECTORS:
        try:
            width = float(written)
        except ValueError:
            width = float("nan")
        if not (width > 0 and np.isfinite(width)):
            raise OptionError(f"--bandwidth '{written}' finns inte. Skriv meter, scott, ppl eller diggle.")
        return width, []
    warnings = []
    places = np.unique(np.column_stack([e, n]), axis=0)
    if (same := len(e) - len(places)) and written != "scott":
        # A kernel as narrow as possible would foretell a point at the same place best of all.
        warnings.append(
            f"{same} av {len(e)} punkter har samma läge som en annan punkt; de är kanske flyttade till en "
            f"adress eller mittpunkt. Bandbredden är räknad på de {len(places)} olika lägena."
        )
    if written == "scott":
        width = scott(e, n)
    else:
        select = likelihood if written == "ppl" else diggle
        width = select(places[:, 0], places[:, 1], window)
    if not width > 0:
        warnings.append(
            f"Bandbredden går inte att räkna fram ur {len(places)} olika lägen. "
            "Ange den i meter: --bandwidth 200."
        )
    return width, warnings


def _window(points: _Points, options: Options) -> tuple[Window | None, list[str]]:
    written = options.text_or_none("window")
    if written is not None:
        return (_rectangle(written) or _polygon(Path(written), points)), []
    warnings = ["Inget --window är angivet. Ytan är den minsta rektangeln runt punkterna."]
    try:
        return Window.around(points.e, points.n), warnings
    except ValueError:
        pass
    if options.text("bandwidth") in _SELECTORS:
        return None, [
            "Punkterna ligger på en linje eller på samma plats. Ange --window och --bandwidth i meter."
        ]
    room = _PADDING * _bandwidth(points.e, points.n, Window(0, 0, 1, 1), options)[0]
    low_e, low_n = float(points.e.min()) - room, float(points.n.min()) - room
    return Window(low_e, low_n, float(points.e.max()) + room, float(points.n.max()) + room), warnings


def _rectangle(written: str) -> Window | None:
    parts = written.split(",")
    if len(parts) != 4:
        return None
    try:
        low_e, low_n, high_e, high_n = (float(part) for part in parts)
        return Window(low_e, low_n, high_e, high_n)
    except ValueError:
        raise OptionError(
            f"--window '{written}' är inte en rektangel. Skriv minE,minN,maxE,maxN, till exempel "
            "670000,6570000,680000,6580000."
        ) from None


def _polygon(path: Path, points: _Points) -> Window:
    if not path.is_file():
        raise OptionError(
            f"--window: filen {path} finns inte. Ange en GeoJSON-fil eller minE,minN,maxE,maxN."
        )
    try:
        shape = _union(json.loads(path.read_text(encoding="utf-8-sig")))
        if _in_degrees(shape) and not _fits_degrees(points):
            shape = shapely.transform(shape, _to_plane)
        return Window.of(shape)
    except (ValueError, shapely.errors.GEOSException):
        raise OptionError(
            f"--window: {path.name} har ingen yta. Ange en GeoJSON-fil med en eller flera polygoner."
        ) from None


def _union(data: object) -> BaseGeometry:
    shape = shapely.make_valid(shapely.from_geojson(json.dumps(data)))
    parts = [part for part in shapely.get_parts(shapely.get_parts(shape)) if part.area > 0]
    return cast(BaseGeometry, shapely.union_all(parts))


def _in_degrees(shape: BaseGeometry) -> bool:
    low_e, low_n, high_e, high_n = shape.bounds
    return bool(low_e >= -180 and high_e <= 180 and low_n >= -90 and high_n <= 90)


def _fits_degrees(points: _Points) -> bool:
    return bool((np.abs(points.e) <= 180).all() and (np.abs(points.n) <= 90).all())


def _to_plane(degrees: Floats) -> Floats:
    plane = to_sweref(degrees[:, 0], degrees[:, 1])
    return np.column_stack([plane.e, plane.n])


def _nothing(options: Options, n: int, warnings: list[str]) -> MethodAnswer:
    return METHOD.answer(options, n=n, summary=dict.fromkeys(_SUMMARY), warnings=warnings)


_SUMMARY = (
    "bandwidth",
    "radius",
    "integral",
    "e0",
    "n0",
    "cell",
    "shape",
    "computed",
    "error_of_highest",
    "points",
    "outside",
)

METHOD = Method(
    name="density",
    question="Var ligger händelserna tätt?",
    answers=(
        "Händelser per ytenhet i varje ruta, utjämnat. För att titta på, inte för att påstå: använd hotspots "
        "eller scan för att skilja täta platser från slumpen."
    ),
    source=(
        "Diggle 1985, Applied Statistics 34, 138-147; Jones 1993, Statistics and Computing 3, 135-146; "
        "Baddeley, Rubak & Turner 2015, Spatial Point Patterns, ch. 6"
    ),
    columns=(
        Column("e", "number", "östlig koordinat i meter"),
        Column("n", "number", "nordlig koordinat i meter"),
        Column("weight", "number", "vikt; 1 när kolumnen saknas", required=False),
    ),
    options=(
        Option(
            "bandwidth", "text", "utjämningens standardavvikelse i meter, eller scott, ppl, diggle", "scott"
        ),
        Option("kernel", "choice", "form på utjämningen", "gaussian", choices=("gaussian", "quartic")),
        Option("edge", "choice", "rättning vid kartans kant", "none", choices=("none", "uniform", "diggle")),
        Option("window", "text", "ytan: GeoJSON-fil eller minE,minN,maxE,maxN"),
        Option("cell", "number", "rutans sida i meter", least=1e-9),
        Option(
            "at",
            "table",
            "fil med platser att räkna i, i stället för rutor",
            columns=(
                Column("e", "number", "östlig koordinat i meter"),
                Column("n", "number", "nordlig koordinat i meter"),
            ),
        ),
    ),
    fields=("e", "n", "density"),
    run=run,
)
