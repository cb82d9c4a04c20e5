"""The invented municipality: the same every time, clearly invented, and readable like real files."""

import hashlib
import re
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import shapely

from lagesbild.demo import DemoFiles, write_demo
from lagesbild.demo.geography import AREAS, PLACES, area_polygons
from lagesbild.picture.assessment import load_assessment
from lagesbild.readers.files import read_sheets
from lagesbild.sources.compstat import Compstat
from lagesbild.sources.survey import Survey
from lagesbild.stats.change import change_in_counts
from lagesbild.tables.area_files import read_areas
from lagesbild.tables.boundaries import municipality_areas
from lagesbild.tables.categories import Taxonomy
from lagesbild.tables.coordinates import to_wgs84
from lagesbild.tables.municipalities import EXAMPLE, municipalities
from lagesbild.tables.population_file import read_population

HEADING = [
    "", "Id", "Brottskod", "Brottskod.klartext", "Inskrivningsdatum", "Brottsdatum", "Kommun", "Län",
    "DeSO.område", "Antal",
]  # fmt: skip
TAXONOMY = Taxonomy.load()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def crimes(demo: DemoFiles) -> pl.DataFrame:
    frame = pl.read_csv(demo.reported_crimes, try_parse_dates=True)
    return frame.with_columns(
        pl.col("DeSO.område").replace("", None),
        category=TAXONOMY.resolve_many(frame["Brottskod"], scheme="brottskod"),
        year=pl.col("Brottsdatum").dt.year(),
        lag=(pl.col("Inskrivningsdatum") - pl.col("Brottsdatum")).dt.total_days(),
    )


@pytest.fixture(scope="module")
def register(demo: DemoFiles) -> pl.DataFrame:
    (sheet,) = read_sheets(demo.sightings)
    frame = sheet.frame.rename({"SWEREF99 E": "e", "SWEREF99 N": "n"})
    return frame.with_columns(
        pl.col("e", "n").cast(pl.Float64),
        day=pl.col("Datum från").str.to_date(),
        hour=pl.col("Klockslag från").str.slice(0, 2).cast(pl.Int64),
        category=TAXONOMY.resolve_many(frame["Kategori"], scheme="est"),
    )


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(demo: DemoFiles, tmp_path: Path) -> None:
    again = write_demo(tmp_path / "same")
    assert digests(again.folder) == digests(demo.folder)
    other = digests(write_demo(tmp_path / "other", seed=2).folder)
    differing = {name for name, digest in other.items() if digest != digests(demo.folder)[name]}
    assert differing == {
        "polisanmalda.csv", "handelser.xlsx", "compstat.csv", "trygghetsmatning.csv", "trygghetsindex.csv",
        "befolkning.csv",
    }  # fmt: skip


def test_it_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int | None, str]] = []
    write_demo(tmp_path / "new" / "folder", progress=lambda *step: told.append(step))
    assert [step[0] for step in told] == list(range(1, len(told) + 1))
    assert told[-1][0] == told[-1][1]


def test_everything_is_marked_as_invented(demo: DemoFiles) -> None:
    assert "påhittad kommun" in demo.notice.read_text(encoding="utf-8")
    assert "påhittad kommun" in demo.areas.read_text(encoding="utf-8")
    assert "påhittad kommun" in demo.assessment.read_text(encoding="utf-8").splitlines()[0]
    assert demo.options.municipality == EXAMPLE


def test_no_real_municipality_bears_its_name_code_or_ground(demo: DemoFiles) -> None:
    assert EXAMPLE.code not in {item.code for item in municipalities()}
    assert EXAMPLE.name not in {item.name for item in municipalities()}
    assert EXAMPLE.county.code not in {item.county.code for item in municipalities()}
    ground = shapely.union_all(read_areas(demo.areas).polygons)
    assert not shapely.intersects(municipality_areas().polygons, ground).any()


def test_the_map_has_fourteen_areas_that_cover_the_municipality_without_gaps(demo: DemoFiles) -> None:
    areas = read_areas(demo.areas)
    assert len(areas) == 14
    assert set(areas.frame["parent"]) == {EXAMPLE.code}
    assert set(areas.frame["kind"]) == {"deso"}
    assert areas.overlapping(share=1e-6).is_empty()
    polygons = list(area_polygons().values())
    assert shapely.coverage_is_valid(polygons)
    assert shapely.union_all(polygons).geom_type == "Polygon"
    assert len(shapely.union_all(polygons).interiors) == 0


def test_about_38_000_people_live_there_and_the_parts_add_up(demo: DemoFiles) -> None:
    population = read_population(demo.population)
    whole = population.filter(pl.col("area") == EXAMPLE.code)
    parts = population.filter(pl.col("area") != EXAMPLE.code)
    assert whole.sort("year")["population"][-1] == sum(area.residents for area in AREAS) == 38_120
    assert set(parts["area"]) == {area.code for area in AREAS}
    sums = parts.group_by("year").agg(pl.col("population").sum()).sort("year")
    assert sums["population"].to_list() == whole.sort("year")["population"].to_list()
    assert sums["year"].to_list() == list(range(2020, 2026))


def test_the_polices_export_has_the_shape_of_a_real_one(demo: DemoFiles, crimes: pl.DataFrame) -> None:
    first, second = demo.reported_crimes.read_text(encoding="utf-8").splitlines()[:2]
    assert first == ",".join(f'"{name}"' for name in HEADING)
    pattern = (
        r'"1",1,\d{3,4},"[^"]+","\d{4}-\d\d-\d\d","\d{4}-\d\d-\d\d","Exempelköping","Exempellän","[^"]*",1'
    )
    assert re.fullmatch(pattern, second)
    assert crimes["category"].null_count() == 0
    assert crimes["year"].unique().sort().to_list() == list(range(2021, 2027))
    assert crimes["Inskrivningsdatum"].max() <= demo.options.as_of
    assert set(crimes["DeSO.område"].drop_nulls()) == {area.code for area in AREAS}


def test_crimes_are_registered_late_and_some_lack_their_area(crimes: pl.DataFrame) -> None:
    assert crimes["lag"].min() == 0
    assert 0.45 < (crimes["lag"] == 0).mean() < 0.75
    assert crimes["lag"].quantile(0.95) > 14
    by_code = crimes.group_by("Brottskod").agg(pl.len(), missing=pl.col("DeSO.område").is_null().mean())
    large = by_code.filter(pl.col("len") > 400)["missing"]
    assert large.min() > 0.02
    assert large.max() > 0.13
    assert 0.03 < crimes["DeSO.område"].is_null().mean() < 0.17


def test_theft_from_vehicles_has_surely_increased_and_little_else_has(crimes: pl.DataFrame) -> None:
    counts = crimes.group_by("category", "year").len()

    def in_years(category: str, years: range) -> int:
        chosen = counts.filter((pl.col("category") == category) & pl.col("year").is_in(list(years)))
        return int(chosen["len"].sum())

    sure = set()
    for category in crimes["category"].unique():
        before, after = in_years(category, range(2022, 2025)), in_years(category, range(2025, 2026))
        if change_in_counts(before, after, exposure_before=3).p_value < 0.001:
            sure.add(category)
    assert sure == {"stold_ur_fordon", "narkotika_handel"}  # the second is the series report


def test_one_investigation_gives_over_a_hundred_drug_counts_in_one_month(crimes: pl.DataFrame) -> None:
    drugs = crimes.filter(pl.col("Brottskod") == 5005)
    months = drugs.group_by(pl.col("Brottsdatum").dt.truncate("1mo")).len().sort("len", descending=True)
    assert months["len"][0] >= 118
    assert months["len"][1] < 10


def test_the_register_has_the_size_precision_and_gaps_of_a_real_one(register: pl.DataFrame) -> None:
    assert 3600 < register.height < 4400
    assert register["category"].null_count() == 0
    assert register["day"].min().isoformat() == "2024-08-01"  # type: ignore[union-attr]  # a date
    assert register["day"].max().isoformat() <= "2026-01-31"  # type: ignore[union-attr]  # a date
    assert 0.1 < register["e"].is_null().mean() < 0.3
    assert 0.05 < register["hour"].is_null().mean() < 0.2
    assert 0.15 < register["Datum till"].is_not_null().mean() < 0.45


def test_the_register_points_lie_in_the_municipality_and_round_their_places(
    demo: DemoFiles, register: pl.DataFrame
) -> None:
    points = register.filter(pl.col("e").is_not_null())
    degrees = to_wgs84(points["e"].to_numpy(), points["n"].to_numpy())
    found = read_areas(demo.areas).locate(degrees.lon, degrees.lat)
    assert found.null_count() == 0
    assert set(points.filter(found == "9901C1020")["Plats"].drop_nulls()) >= {
        "Stationstorget",
        "Stationsparken",
    }
    assert set(register["Plats"].drop_nulls()) <= set(PLACES)


def test_what_stands_out_can_be_found(register: pl.DataFrame) -> None:
    places = Counter(register["Plats"].drop_nulls())
    assert places.most_common(1)[0][0] == "Stationstorget"
    assert "Björkskolan" in dict(places.most_common(3))
    evenings = register.filter((pl.col("Plats") == "Stationstorget") & pl.col("hour").is_not_null())
    assert ((evenings["hour"] >= 17) | (evenings["hour"] <= 2)).mean() > 0.6
    lights = register.filter(
        (pl.col("category") == "bristande_belysning") & (pl.col("Plats") == "Stationsparken")
    )
    autumn = lights.filter(pl.col("day") >= pl.date(2025, 10, 1)).height
    assert autumn >= 30
    assert autumn > 3 * (lights.height - autumn)
    crowds = register.filter(pl.col("category") == "storande_folksamling")
    by_month = crowds.filter(pl.col("day") >= pl.date(2025, 1, 1)).group_by(pl.col("day").dt.month()).len()
    assert set(by_month.sort("len", descending=True)["day"][:3]) <= {5, 6, 7, 8}


def test_the_burglaries_in_norrangen_lie_near_each_other_in_place_and_time(register: pl.DataFrame) -> None:
    chain = register.filter((pl.col("category") == "bostadsinbrott") & (pl.col("Plats") == "Norrängsvägen"))
    points = chain.sort("day").select("e", "n").to_numpy()
    assert len(points) == 8
    assert np.linalg.norm(np.diff(points, axis=0), axis=1).max() < 500
    assert chain["day"].sort().diff().drop_nulls().dt.total_days().max() <= 4  # type: ignore[operator]  # days


def test_the_published_tables_are_recognised_and_read_without_faults(demo: DemoFiles) -> None:
    compstat = Compstat().read(demo.compstat)
    assert Compstat().recognise(demo.compstat).confidence > 0.9
    assert not compstat.faults
    assert [note for note in compstat.notes if note.kind in ("mismatch", "unmapped")] == []
    for path, unit in ((demo.survey, "percent"), (demo.survey_index, "index_0_6")):
        assert Survey().recognise(path).confidence > 0.9
        survey = Survey().read(path)
        assert not survey.faults
        frame = survey.measurements.frame
        assert set(frame["unit"]) == {unit}
        assert set(frame["period"]) == {"2023", "2025"}
        assert frame["area"].n_unique() == 5
        assert EXAMPLE.code in frame["area"].to_list()
        assert frame["base_size"].null_count() == 0


def test_compstat_says_the_same_as_the_polices_export(demo: DemoFiles, crimes: pl.DataFrame) -> None:
    frame = Compstat().read(demo.compstat).measurements.frame
    for year in range(2021, 2026):
        published = frame.filter((pl.col("indicator") == "Stöld ur fordon") & (pl.col("period") == str(year)))
        counted = crimes.filter((pl.col("category") == "stold_ur_fordon") & (pl.col("year") == year)).height
        assert published["value"].to_list() == [counted]


def test_the_assessment_has_every_part_of_the_law_and_names_nobody(demo: DemoFiles) -> None:
    assessment = load_assessment(demo.assessment)
    assert assessment.missing == ()
    assert 350 < len(demo.assessment.read_text(encoding="utf-8").split()) < 600


def test_the_recommended_picture_is_2025_against_the_three_years_before(demo: DemoFiles) -> None:
    assert str(demo.options.period) == "2025"
    assert [str(period) for period in demo.options.compare] == ["2022", "2023", "2024"]
    assert all(path.is_file() for path in demo.sources)
