"""Pictures of the methods for places: density, hot spots, local Moran, scans, near repeats, accuracy."""

from collections.abc import Mapping
from typing import cast

import numpy as np
import polars as pl
import shapely
from drawing import ACCENT, INK, MUTED, SIGNAL, LegendItem, Spec, chart, line, number, points, words

from data import REFERENCE, answer, precincts, rows, table
from lagesbild.document.maps.areas import ClassedArea, point_class_map
from lagesbild.document.maps.density import DensityGrid, density_map
from lagesbild.spatial.density import density_at, density_on_grid
from lagesbild.spatial.hotspots import count_in_cells
from lagesbild.spatial.window import Window

MEMPHIS = "Gränser och rån: City of Memphis öppna data"
CELL, HOT_CELL = 500, 800


def _robberies() -> pl.DataFrame:
    return table("memphis_robberies.csv")


def _window(precinct: list[shapely.Geometry]) -> Window:
    low_e, low_n, high_e, high_n = shapely.total_bounds(precinct) // 1000 * 1000
    return Window(float(low_e), float(low_n), float(high_e) + 1000, float(high_n) + 1000)


def density() -> str:
    """Robberies in Memphis 2019."""
    found, areas = _robberies(), precincts()
    window = _window(areas)
    made = density_on_grid(
        found["e"].to_numpy(), found["n"].to_numpy(), bandwidth=800, window=window, cell=250, edge="none"
    )
    grid = DensityGrid(made.values, made.grid.e0, made.grid.n0, made.grid.cell)
    return density_map(
        grid,
        shapely.union_all(areas),
        title="Rån i Memphis 2019",
        events="rånen",
        background=areas,
        source=MEMPHIS,
    )


def hotspots() -> str:
    """Robberies in Memphis 2019 in cells of 800 m."""
    found, areas = _robberies(), precincts()
    cells = count_in_cells(found["e"].to_numpy(), found["n"].to_numpy(), HOT_CELL)
    given = pl.DataFrame(
        {"id": np.arange(len(cells.count)), "value": cells.count, "e": cells.e, "n": cells.n}
    )
    classes = rows(answer("hotspots", given, {"distance": "1200"}))["class"].to_list()
    half = HOT_CELL / 2
    squares = {
        name: [
            shapely.box(e - half, n - half, e + half, n + half)
            for e, n, found_class in zip(cells.e, cells.n, classes, strict=True)
            if _class(found_class) == name
        ]
        for name in ("hot_95", "hot_99")
    }
    # Cells of a class that touch are drawn as one piece of ground.
    drawn = [
        ClassedArea(ground, name)
        for name, boxes in squares.items()
        for ground in shapely.get_parts(shapely.union_all(boxes))
    ]
    return point_class_map(
        drawn, title="Rån i Memphis 2019", boundary=shapely.union_all(areas), background=areas, source=MEMPHIS
    )


def _class(name: str) -> str:
    return {"hot-99": "hot_99", "hot-95": "hot_95", "cold-95": "cold_95", "cold-99": "cold_99"}.get(
        str(name).replace("_", "-"), "none"
    )


def local_moran() -> str:
    """Conflict in African countries: each beside the mean of its neighbours."""
    frame = table("moran/input_afcon.csv")
    given = frame.select("id", value="totcon")
    pairs = str(REFERENCE / "moran" / "input_afcon_neighbours.csv")
    found = rows(answer("local-moran", given, {"neighbours": pairs})).join(given, on="id")
    links = table("moran/input_afcon_neighbours.csv")
    both = pl.concat([links.select("i", "j"), links.select(i="j", j="i")]).unique()
    around = (
        both.join(given, left_on="j", right_on="id").group_by("i").agg(pl.col("value").mean().alias("lag"))
    )
    shown = found.join(around, left_on="id", right_on="i").with_columns(
        sure=pl.col("q_value") <= 0.05, some=pl.col("p_permutation") <= 0.05
    )
    values = [row | {"note": str(row["id"]).capitalize()} for row in shown.to_dicts()]
    mean = float(given["value"].mean() or 0)
    x = number("value", "Konflikt 1966–1978 (index)", domain=[0, 6200])
    y = number("lag", "Grannarnas medel", domain=[0, 4200])
    sure = [row for row in values if row["some"]]
    rest = [row for row in values if not row["some"]]
    return chart(
        [
            line(
                [{"value": mean, "lag": 0}, {"value": mean, "lag": 4200}],
                x,
                y,
                colour=MUTED,
                dash="3 3",
                width=1,
            ),
            line(
                [{"value": 0, "lag": mean}, {"value": 6200, "lag": mean}],
                x,
                y,
                colour=MUTED,
                dash="3 3",
                width=1,
            ),
            points(rest, x, y, fill="#ffffff", stroke=ACCENT),
            points(sure, x, y, fill=SIGNAL, size=70, shape="triangle-up"),
            words([row for row in sure if row["id"] != "ETHIOPIA"], x, y),
            words([row for row in sure if row["id"] == "ETHIOPIA"], x, y, dx=-8, align="right"),
        ],
        legend=[
            LegendItem("hollow", "Kan vara slumpen"),
            LegendItem("triangle-up", "p ≤ 0,05"),
            LegendItem("dashed", "Medel"),
        ],
    )


def _circle(centre: object, radius: object) -> list[dict[str, float]]:
    e, n = (float(part) for part in cast(list[float], centre))
    turn = np.linspace(0, 2 * np.pi, 61)
    at = zip(
        (e + float(cast(float, radius)) * np.cos(turn)).tolist(),
        (n + float(cast(float, radius)) * np.sin(turn)).tolist(),
        strict=True,
    )
    return [{"e": x, "n": y, "order": float(index)} for index, (x, y) in enumerate(at)]


def _outline(centre: object, radius: object, x: Spec, y: Spec) -> Spec:
    drawn = line(_circle(centre, radius), x, y, colour=SIGNAL, width=2)
    return drawn | {
        "encoding": cast(Spec, drawn["encoding"]) | {"order": {"field": "order", "type": "quantitative"}}
    }


def scan() -> str:
    """Leukaemia in upstate New York: the most likely cluster, and the next."""
    tracts = table("scan/input_nyleukemia.csv")
    # Kilometres on a plane: a degree of longitude is shorter than one of latitude.
    north = tracts["y"].to_numpy()
    e = (tracts["x"].to_numpy() - tracts["x"].min()) * 111.32 * np.cos(np.radians(42.5))
    given = tracts.select("id", "cases", "population").with_columns(
        e=pl.Series(e), n=pl.Series((north - north.min()) * 111.32)
    )
    found = answer("scan", given, {"max-share": "0.1", "secondary": "ja"}).rows
    sure = [row for row in found if cast(float, row["p_value"]) <= 0.05]
    x = number("e", "km österut", domain=[-5, 145])
    y = number("n", "km norrut", domain=[-8, 172])
    values = given.with_columns(rate=1000 * pl.col("cases") / pl.col("population")).to_dicts()
    colours: Spec = {
        "field": "rate",
        "type": "quantitative",
        "scale": {"domain": [0, 1.5], "range": ["#dcebec", "#0e5560"], "clamp": True},
        "legend": None,
    }
    dots: Spec = {
        "data": {"values": values},
        "mark": {"type": "circle", "size": 34, "opacity": 1},
        "encoding": {"x": x, "y": y, "fill": colours},
    }
    notes = [
        {
            "e": cast(list[float], row["centre"])[0] + cast(float, row["radius"]),
            "n": cast(list[float], row["centre"])[1],
            "note": _told(row),
        }
        for row in sure
    ]
    return chart(
        [dots, *(_outline(row["centre"], row["radius"], x, y) for row in sure), words(notes, x, y)],
        height=379,
        right=260,
        legend=[LegendItem("circle", "En folkräkningsruta, mörkare där fallen är fler per invånare")],
    )


def _told(cluster: Mapping[str, object]) -> str:
    cases, expected, p = (cast(float, cluster[name]) for name in ("cases", "expected", "p_value"))
    return f"{cases:.0f} fall, väntat {expected:.0f}, p {p:.3f}".replace(".", ",")


def _arson() -> pl.DataFrame:
    return table("satscan/input_chicago_arson.csv").select("e", "n", "date")


def scan_space_time() -> str:
    """Arson in Chicago 2016: clusters in place and time."""
    fires = _arson()
    found = answer(
        "scan-space-time", fires, {"max-radius": "1609", "max-days": "28", "permutations": "199"}
    ).rows
    best = found[0]
    km = fires.with_columns(
        e=(pl.col("e") - fires["e"].min()) / 1000, n=(pl.col("n") - fires["n"].min()) / 1000
    )
    centre = [
        (cast(list[float], best["centre"])[index] - cast(float, fires[axis].min())) / 1000
        for index, axis in enumerate("en")
    ]
    start, end = str(best["start"]), str(best["end"])
    when = start if start == end else f"{start}–{end}"
    inside = (km["date"].cast(pl.String) >= start) & (km["date"].cast(pl.String) <= end)
    x, y = number("e", "km österut", domain=[-1, 34]), number("n", "km norrut", domain=[-1, 44])
    values = km.with_columns(pl.col("date").cast(pl.String)).filter(~inside).to_dicts()
    during = km.with_columns(pl.col("date").cast(pl.String)).filter(inside).to_dicts()
    radius = max(cast(float, best["radius"]) / 1000, 0.35)
    p = f"{best['p_value']:.3f}".replace(".", ",")
    note = f"{best['cases']:.0f} bränder {when}, väntat {best['expected']:.1f}, p {p}".replace(".", ",")
    told = [{"e": centre[0] + radius, "n": centre[1] + 1.4, "note": note}]
    return chart(
        [
            points(values, x, y, fill="#c3dcdf", size=16),
            points(during, x, y, fill=SIGNAL, size=34),
            _outline(centre, radius, x, y),
            words(told, x, y),
        ],
        height=460,
        right=218,
        legend=[LegendItem("circle", "En anlagd brand 2016 (orange: under klustrets dagar)")],
    )


def near_repeat() -> str:
    """Arson in Chicago 2016: how much more often than chance, by distance and days."""
    found = rows(answer("near-repeat", _arson(), {"distances": "0,100,200,400,800", "days": "0,7,14,28,56"}))
    values = []
    for row in found.iter_rows(named=True):
        p = f"p {row['p_value']:.3f}".replace(".", ",")
        ratio = f"{row['ratio']:.1f} ×".replace(".", ",") if row["ratio"] is not None else "–"
        values.append(
            row
            | {"head": ratio, "note": f"{row['observed']} av {row['expected']:.1f}".replace(".", ","), "p": p}
        )
    spaces, times = list(dict.fromkeys(found["space"])), list(dict.fromkeys(found["time"]))
    look = {
        "domain": False,
        "ticks": False,
        "labelFontSize": 12.5,
        "titleFontSize": 12.5,
        "titleFontWeight": "normal",
    }
    x: Spec = {
        "field": "space",
        "type": "nominal",
        "sort": spaces,
        "axis": look | {"title": "Avstånd, meter", "labelAngle": 0},
    }
    y: Spec = {"field": "time", "type": "nominal", "sort": times, "axis": look | {"title": "Dagar emellan"}}
    dark = {"test": "datum.p_value <= 0.05 && datum.ratio > 3", "value": "#ffffff"}
    squares: Spec = {
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 2},
        "encoding": {
            "x": x,
            "y": y,
            "color": {
                "condition": {
                    "test": "datum.p_value <= 0.05",
                    "field": "ratio",
                    "type": "quantitative",
                    "scale": {"domain": [1, 8], "range": ["#bcd8da", "#0e5560"], "clamp": True},
                    "legend": None,
                },
                "value": "#f2f5f5",
            },
        },
    }
    lettering = [
        {
            "data": {"values": values},
            "mark": {"type": "text", "dy": dy, "fontSize": size},
            "encoding": {
                "x": x,
                "y": y,
                "text": {"field": field},
                "color": {"condition": dark, "value": INK},
            },
        }
        for field, dy, size in (("head", -16, 15), ("note", 2, 12), ("p", 18, 12))
    ]
    return chart([squares, *lettering], height=300, left=84)  # type: ignore[list-item]  # specs are plain dicts


def accuracy() -> str:
    """Memphis: the first half of 2019 foretells the second."""
    found = _robberies()
    half = found["date"].dt.month() <= 6
    before, after = found.filter(half), found.filter(~half)
    areas = shapely.union_all(precincts())
    window = _window([areas])
    e, n = (
        part.ravel()
        for part in np.meshgrid(
            np.arange(window.low_e + 250, window.high_e, CELL),
            np.arange(window.low_n + 250, window.high_n, CELL),
        )
    )
    inside = shapely.contains_xy(areas, e, n)
    e, n = e[inside], n[inside]
    foretold = density_at(before["e"].to_numpy(), before["n"].to_numpy(), e, n, bandwidth=500, window=window)
    keys = {(int(a // CELL), int(b // CELL)): index for index, (a, b) in enumerate(zip(e, n, strict=True))}
    count = np.zeros(len(e), dtype=int)
    for a, b in after.select("e", "n").iter_rows():
        index = keys.get((a // CELL, b // CELL))
        if index is not None:
            count[index] += 1
    given = pl.DataFrame(
        {"id": np.arange(len(e)), "area": np.full(len(e), 0.25), "predicted": foretold, "count": count}
    )
    told = rows(answer("accuracy", given, {"cuts": "0.01,0.05,0.1,0.2"}))
    order = np.argsort(-foretold)
    steps = np.arange(0, len(e), 8)
    hits = np.concatenate([[0], np.cumsum(count[order])]) / count.sum()
    curve = [
        {"area": float(s / len(e) * 100), "hit": float(hits[s] * 100)} for s in steps if s <= 0.4 * len(e)
    ]
    x, y = (
        number("area", "Andel av kommunens yta, %", domain=[0, 40]),
        number("hit", "Andel av rånen i juli–december, %", domain=[0, 100]),
    )
    marks = [
        {
            "area": row["area_share"] * 100,
            "hit": row["hit_rate"] * 100,
            "note": _hit(row),
        }
        for row in told.iter_rows(named=True)
    ]
    return chart(
        [
            line([{"area": 0, "hit": 0}, {"area": 40, "hit": 40}], x, y, colour=INK, dash="5 4", width=1.2),
            line(curve, x, y, width=2.2),
            points(marks, x, y, size=60),
            words(marks, x, y, dx=12, dy=6),
        ],
        legend=[
            LegendItem("line", "Platserna som kartan pekade ut"),
            LegendItem("dashed", "Om kartan inget visste"),
        ],
    )


def _hit(cut: Mapping[str, float]) -> str:
    shares = f"{cut['hit_rate'] * 100:.0f} % på {cut['area_share'] * 100:.0f} % av ytan"
    return f"{shares}: PAI {cut['pai']:.1f}".replace(".", ",")
