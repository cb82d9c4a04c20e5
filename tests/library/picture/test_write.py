"""The picture on disk: every format, the rows behind it, and nothing half-written."""

import io
import json
import zipfile
from pathlib import Path

import pikepdf
import polars as pl
import pytest

from lagesbild.engine.snapshot import read_snapshot
from lagesbild.picture import write
from lagesbild.picture.picture import Picture, PictureOptions, make_picture
from lagesbild.picture.write import FORMATS, write_picture
from lagesbild.sources.base import SourceTables


@pytest.fixture(scope="module")
def folder(compstat: Picture, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("ut")
    write_picture(compstat, place)
    return place


def test_every_format_and_the_snapshot_are_there_and_nothing_else(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(f"picture.{name}" for name in FORMATS), "snapshot"]
    )


def test_the_formats_are_what_they_say(folder: Path) -> None:
    assert (
        (folder / "picture.html").read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    )
    with pikepdf.open(folder / "picture.pdf") as pdf:
        assert len(pdf.pages) > 3
    for name in ("picture.docx", "picture.xlsx"):
        assert zipfile.is_zipfile(io.BytesIO((folder / name).read_bytes()))
    assert (
        json.loads((folder / "picture.json").read_text(encoding="utf-8"))["title"] == "Lägesbild Upplands-Bro"
    )


def test_the_same_figure_stands_in_every_text_format(folder: Path) -> None:
    sentence = "241 mot 153"
    assert sentence in (folder / "picture.html").read_text(encoding="utf-8")
    assert sentence in (folder / "picture.json").read_text(encoding="utf-8")
    with zipfile.ZipFile(folder / "picture.docx") as docx:
        assert sentence in docx.read("word/document.xml").decode()


def test_the_snapshot_holds_the_rows_and_the_fingerprint_of_the_json(folder: Path) -> None:
    snapshot = read_snapshot(folder / "snapshot")
    data = json.loads((folder / "picture.json").read_text(encoding="utf-8"))
    assert data["snapshot"] == {"rows": snapshot.rows, "sha256": snapshot.fingerprint()}
    assert snapshot.inputs[0].file == "compstat_upplands-bro.csv"
    assert len(snapshot.inputs[0].sha256) == 64
    assert isinstance(snapshot.tables["measurements"], pl.DataFrame)


def test_writing_again_replaces_everything_and_leaves_no_trace(compstat: Picture, tmp_path: Path) -> None:
    write_picture(compstat, tmp_path, formats=["json"])
    first = (tmp_path / "picture.json").read_bytes()
    write_picture(compstat, tmp_path, formats=["json"])
    assert (tmp_path / "picture.json").read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["picture.json", "snapshot"]


def test_a_failure_in_the_middle_leaves_what_was_there(
    compstat: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_picture(compstat, tmp_path, formats=["json"])
    before = (tmp_path / "picture.json").read_bytes()

    def full_disk(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(write, "write_snapshot", full_disk)
    with pytest.raises(OSError, match="no space"):
        write_picture(compstat, tmp_path, formats=["json", "html"])
    assert (tmp_path / "picture.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["picture.json", "snapshot"]


def test_only_the_wished_formats_are_written(compstat: Picture, tmp_path: Path) -> None:
    written = write_picture(compstat, tmp_path / "ny" / "mapp", formats=["xlsx", "json"])
    assert [path.name for path in written] == ["picture.xlsx", "picture.json", "snapshot"]


def test_an_unknown_format_writes_nothing(compstat: Picture, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="odt"):
        write_picture(compstat, tmp_path / "ut", formats=["odt"])
    assert not (tmp_path / "ut").exists()


def test_the_public_version_leaves_no_rows_behind(
    compstat_tables: list[SourceTables], tmp_path: Path
) -> None:
    picture = make_picture(compstat_tables, PictureOptions(municipality="0139", public=True))
    write_picture(picture, tmp_path)
    assert [path.name for path in (tmp_path / "snapshot").iterdir()] == ["manifest.json"]
    assert "Mord/dråp, försök: 4 mot 7" not in (tmp_path / "picture.html").read_text(encoding="utf-8")
