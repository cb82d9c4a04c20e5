"""What may never be committed, and what every data file must say of itself."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRY = re.compile(
    r"index-url *[= ]http|\"resolved\": *\"http|registry *= *.http"
    r"|https?://[a-z.-]*(registry|mirror|files|packages)[a-z.-]*\.(org|com|net)"
)
DATA_ENDINGS = {".csv", ".json", ".geojson", ".xlsx", ".gz", ".parquet", ".ttf", ".otf", ".woff2", ".txt"}


def tracked() -> list[Path]:
    """Every file that is or would be in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # git from the path
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_holds_a_registry_address() -> None:
    guilty = []
    for path in tracked():
        if path.suffix in {".png", ".woff2", ".ttf", ".gz", ".xlsx"} or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        guilty += [f"{path.relative_to(ROOT)}: {m[0]}" for m in REGISTRY.finditer(text)]
    assert guilty == []


def test_no_lock_file_with_addresses_is_kept() -> None:
    assert [
        path.name for path in tracked() if path.name in {"uv.lock", "pylock.toml", "package-lock.json"}
    ] == []


@pytest.mark.parametrize("room", ["src/lagesbild", "src/lagesbild_web", "tests/data"])
def test_every_data_file_stands_beside_a_line_on_origin_and_licence(room: str) -> None:
    lacking = []
    for path in tracked():
        if (ROOT / room) not in path.parents or path.suffix not in DATA_ENDINGS or path.name in {"README.md"}:
            continue
        told = [p / "README.md" for p in path.parents if ROOT / room in (p, *p.parents)]
        texts = [readme.read_text(encoding="utf-8") for readme in told if readme.is_file()]
        if not any(re.search(r"origin|ursprung|licen[cs]", text, re.IGNORECASE) for text in texts):
            lacking.append(str(path.relative_to(ROOT)))
    assert lacking == []
