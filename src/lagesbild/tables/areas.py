"""Areas: polygons with codes, names and population, and which area a point lies in."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from lagesbild.tables.area_codes import AREA_KINDS
from lagesbild.tables.coordinates import local_plane, to_plane
from lagesbild.tables.schema import Schema, SchemaError, conform

Polygons = npt.NDArray[np.object_]

AREA_SCHEMA: Schema = {
    "code": pl.String,  # unique; national codes without the suffix of their generation
    "name": pl.String,
    "kind": pl.Enum(AREA_KINDS),
    "parent": pl.String,  # code of the area that it lies in
    "generation": pl.String,  # of the boundaries: "DeSO 2018", "DeSO 2025"
}
POPULATION_SCHEMA: Schema = {
    "area": pl.String,
    "year": pl.Int64,
    "population": pl.Int64,  # residents at the end of the year
}


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas of one map, such as the DeSO areas of a municipality or its own districts.

    ``polygons`` are shapely Polygons or MultiPolygons in degrees (WGS 84), shape (n,), in the order
    of ``frame``. Make one with :meth:`from_frame` or ``area_files.read_areas``.
    """

    frame: pl.DataFrame
    polygons: Polygons
    population: pl.DataFrame

    @classmethod
    def from_frame(
        cls, frame: pl.DataFrame, polygons: Polygons, *, population: pl.DataFrame | None = None
    ) -> "Areas":
        """Check and complete the tables.

        Raises
        ------
        SchemaError
            If a column is unknown, missing or of the wrong type, a code occurs twice, or there is
            not one polygon to each row.
        """
        areas = conform(frame, AREA_SCHEMA, required=frozenset({"code", "name", "kind"}), table="areas")
        if len(polygons) != areas.height:
            raise SchemaError(f"areas: {areas.height} rows but {len(polygons)} polygons")
        if areas["code"].is_duplicated().any():
            raise SchemaError("areas: a code occurs twice")
        fixed = np.array(polygons, dtype=object)
        fixed.setflags(write=False)
        return cls(areas, fixed, _population(population))

    @classmethod
    def empty(cls) -> "Areas":
        """Return a map without areas."""
        return cls(pl.DataFrame(schema=AREA_SCHEMA), np.empty(0, dtype=object), _population(None))

    def __len__(self) -> int:
        return self.frame.height

    def with_population(self, population: pl.DataFrame) -> "Areas":
        """Return the same areas with this population (``POPULATION_SCHEMA``)."""
        return replace(self, population=_population(population))

    def only(self, codes: Collection[str]) -> "Areas":
        """Return the areas with these codes, in their present order."""
        keep = self.frame["code"].is_in(list(codes))
        return Areas(self.frame.filter(keep), self.polygons[keep.to_numpy()], self.population)

    def names(self) -> dict[str, str]:
        """Return the name of each code."""
        return dict(zip(self.frame["code"], self.frame["name"], strict=True))

    def locate(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> pl.Series:
        """Return the code of the area that each point lies in, null where it lies in none.

        Parameters
        ----------
        lon, lat
            Degrees, shape (n,). NaN gives null.

        Notes
        -----
        A point on a boundary, or where areas overlap, belongs to the area that comes first in the table.
        """
        points = shapely.points(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        inside = np.full(points.shape[0], -1, dtype=np.int64)
        known = np.flatnonzero(~shapely.is_empty(points) & ~np.isnan(shapely.get_x(points)))
        if known.size and len(self):
            area, point = shapely.STRtree(points[known]).query(self.polygons, predicate="intersects")
            order = np.argsort(area, kind="stable")[::-1]  # the first area is written last and stays
            inside[known[point[order]]] = area[order]
        return self.frame["code"].gather(pl.Series(inside).replace(-1, None)).rename("area")

    def plane_polygons(self) -> Polygons:
        """Return the polygons in metres, shape (n,): in SWEREF 99 TM, outside Sweden in the UTM zone."""
        if not len(self):
            return self.polygons
        bounds = shapely.bounds(self.polygons)
        epsg = local_plane(bounds[:, [0, 2]], bounds[:, [1, 3]])

        def in_metres(degrees: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            plane = to_plane(degrees[:, 0], degrees[:, 1], epsg=epsg)
            return np.column_stack([plane.e, plane.n])

        return np.asarray(shapely.transform(self.polygons, in_metres), dtype=object)

    def area_km2(self) -> pl.DataFrame:
        """Return ``code`` and ``km2``, measured in the plane of :meth:`plane_polygons`."""
        return self.frame.select("code", pl.Series("km2", shapely.area(self.plane_polygons()) / 1e6))

    def neighbours(self, *, within_m: float = 1.0) -> pl.DataFrame:
        """Return the pairs of areas that touch: columns ``i`` and ``j`` (codes), both directions.

        Parameters
        ----------
        within_m
            Metres that may lie between two areas that count as touching, for maps with small gaps.
        """
        plane = self.plane_polygons()
        first, second = shapely.STRtree(plane).query(plane, predicate="dwithin", distance=within_m)
        apart = first != second
        codes = self.frame["code"].to_numpy()
        return pl.DataFrame(
            {"i": codes[first[apart]], "j": codes[second[apart]]}, schema={"i": pl.String, "j": pl.String}
        ).sort("i", "j")

    def overlapping(self, *, share: float = 0.01) -> pl.DataFrame:
        """Return the pairs that cover the same ground: ``i``, ``j`` and ``share`` of the smaller one (0-1).

        Points in the common part are counted in the first area only; say so, or mend the map.
        """
        plane = self.plane_polygons()
        first, second = shapely.STRtree(plane).query(plane, predicate="intersects")
        pair = first < second
        first, second = first[pair], second[pair]
        common = shapely.area(shapely.intersection(plane[first], plane[second]))
        shares = common / np.minimum(shapely.area(plane[first]), shapely.area(plane[second]))
        codes = self.frame["code"].to_numpy()
        schema = {"i": pl.String, "j": pl.String, "share": pl.Float64}
        found = pl.DataFrame({"i": codes[first], "j": codes[second], "share": shares}, schema=schema)
        return found.filter(pl.col("share") > share)

    def population_in(self, year: int) -> pl.DataFrame:
        """Return ``area``, ``year`` and ``population`` for the year, or the nearest year that is known.

        Of two years that are equally near, the earlier is used. Areas without any figure are left out.
        """
        away = (pl.col("year") - year).abs()
        return (
            self.population.sort("area", away, "year")
            .unique("area", keep="first", maintain_order=True)
            .sort("area")
        )


def _population(population: pl.DataFrame | None) -> pl.DataFrame:
    if population is None:
        return pl.DataFrame(schema=POPULATION_SCHEMA)
    return conform(population, POPULATION_SCHEMA, required=frozenset(POPULATION_SCHEMA), table="population")
