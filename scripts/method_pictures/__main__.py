"""Draw the picture of every method page: ``python scripts/method_pictures [METHOD …]``; `make pictures`.

A picture is SVG, or PNG where that is smaller; none is larger than 60 kB.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import in_space
import in_tables
import in_time
from PIL import Image

from lagesbild.document.charts import png_of

FOLDER = Path(__file__).parents[2] / "docs" / "bilder" / "methods"
LARGEST = 60_000

PICTURES: dict[str, Callable[[], str]] = {
    "change": in_tables.change,
    "rate": in_tables.rate,
    "smooth": in_tables.smooth,
    "proportion": in_tables.proportion,
    "proportion-change": in_tables.proportion_change,
    "alarms": in_time.alarms,
    "season": in_time.season,
    "nowcast": in_time.nowcast,
    "forecast": in_time.forecast,
    "aoristic": in_tables.aoristic,
    "concentration": in_tables.concentration,
    "density": in_space.density,
    "hotspots": in_space.hotspots,
    "local-moran": in_space.local_moran,
    "scan": in_space.scan,
    "scan-space-time": in_space.scan_space_time,
    "near-repeat": in_space.near_repeat,
    "accuracy": in_space.accuracy,
    "effect-wdd": in_tables.effect_wdd,
    "effect-its": in_time.effect_its,
    "effect-did": in_time.effect_did,
    "suppress": in_tables.suppress,
    "personal-data": in_tables.personal_data,
}


def write(name: str, svg: str) -> Path:
    """Write a picture in the smaller of the two ways."""
    as_svg, as_png = FOLDER / f"{name}.svg", FOLDER / f"{name}.png"
    path, content = as_svg, svg.encode()
    if len(content) > LARGEST:
        path, content = as_png, _fewer_colours(png_of(svg, scale=1.5))
    for old in {as_svg, as_png} - {path}:
        old.unlink(missing_ok=True)
    path.write_bytes(content)
    return path


def _fewer_colours(png: bytes) -> bytes:
    """Return the picture with 48 colours: a chart has no more than that, apart from soft edges."""
    small = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(48).save(small, "PNG", optimize=True)
    return small.getvalue()


def main(names: list[str]) -> int:
    """Draw the pictures named, or all; 1 when one became too large."""
    too_large = 0
    for name in names or list(PICTURES):
        path = write(name, PICTURES[name]())
        size = path.stat().st_size
        too_large += size > LARGEST
        print(f"{path.name:<24} {size / 1000:5.1f} kB")
    return int(too_large > 0)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    sys.exit(main(sys.argv[1:]))
