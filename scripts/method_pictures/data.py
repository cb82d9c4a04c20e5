"""What the pictures are drawn from: open data in tests/data, and the methods' own answers about it."""

import json
import tempfile
from pathlib import Path

import polars as pl
import shapely

from lagesbild.methods.answer import MethodAnswer
from lagesbild.methods.registry import run_on_file

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "tests" / "data" / "reference"
PICTURES = ROOT / "tests" / "data" / "pictures"


def table(name: str, **options: object) -> pl.DataFrame:
    """Read a file of ``tests/data/reference``, or of ``tests/data/pictures`` when no folder is named."""
    path = REFERENCE / name if "/" in name else PICTURES / name
    return pl.read_csv(path, try_parse_dates=True, infer_schema_length=None, **options)  # type: ignore[arg-type]  # as given


def answer(method: str, frame: pl.DataFrame, options: dict[str, str] | None = None) -> MethodAnswer:
    """Ask a method as ``lagesbild stats`` does: the pictures show what a user gets."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tabell.csv"
        frame.write_csv(path)
        return run_on_file(method, path, options or {})


def rows(found: MethodAnswer) -> pl.DataFrame:
    """Return an answer's rows as a table."""
    return pl.DataFrame(found.rows, infer_schema_length=None)


def precincts() -> list[shapely.Geometry]:
    """Return the police precincts of Memphis, metres."""
    found = json.loads((PICTURES / "memphis_precincts.geojson").read_text(encoding="utf-8"))
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in found["features"]]
    return [shapely.make_valid(shape) for shape in shapes]
