"""Snapshots: the rows come back as they were, and a changed file is found out."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from lagesbild.engine.snapshot import (
    InputFile,
    Snapshot,
    SnapshotError,
    read_snapshot,
    table_fingerprint,
    write_snapshot,
)

FRAME = pl.DataFrame(
    {
        "text": ["å", None, ""],
        "number": [1, None, -3],
        "share": [0.5, float("nan"), None],
        "day": [date(2025, 1, 1), None, date(1999, 12, 31)],
        "time": [datetime(2025, 1, 1, 12, tzinfo=UTC), None, datetime(1960, 1, 1, tzinfo=UTC)],
        "flag": [True, None, False],
        "kind": pl.Series(["a", "b", None], dtype=pl.Enum(["a", "b"])),
    }
)


def a_snapshot(frame: pl.DataFrame = FRAME) -> Snapshot:
    return Snapshot(
        {"incidents": frame}, (InputFile("fil.csv", "incidents", "ab" * 32, 3),), {"period": "2025"}, seed=1
    )


def test_what_is_written_can_be_read_back(tmp_path: Path) -> None:
    write_snapshot(a_snapshot(), tmp_path / "snapshot")
    again = read_snapshot(tmp_path / "snapshot")
    assert again.tables["incidents"].equals(FRAME)
    assert again.inputs == a_snapshot().inputs
    assert (again.options, again.seed, again.version) == ({"period": "2025"}, 1, a_snapshot().version)
    assert again.fingerprint() == a_snapshot().fingerprint()


def test_the_manifest_names_rows_columns_and_input_files(tmp_path: Path) -> None:
    write_snapshot(a_snapshot(), tmp_path / "s")
    manifest = json.loads((tmp_path / "s" / "manifest.json").read_text())
    assert manifest["rows"] == 3
    assert manifest["tables"][0]["columns"]["day"] == "Date"
    assert manifest["inputs"][0]["sha256"] == "ab" * 32
    assert manifest["sha256"] == a_snapshot().fingerprint()


@pytest.mark.parametrize(
    "changed",
    [
        FRAME.with_columns(pl.col("number").fill_null(0)),  # nothing is not zero
        FRAME.with_columns(pl.col("text").fill_null("")),
        FRAME.reverse(),
        FRAME.rename({"number": "antal"}),
        FRAME.with_columns(pl.col("number").cast(pl.Int32)),
        FRAME.with_columns(text=pl.Series(["", None, "å"])),
    ],
)
def test_any_change_of_content_changes_the_fingerprint(changed: pl.DataFrame) -> None:
    assert table_fingerprint(changed) != table_fingerprint(FRAME)


def test_text_that_moves_between_rows_is_not_the_same_table() -> None:
    one, other = pl.DataFrame({"t": ["ab", "c"]}), pl.DataFrame({"t": ["a", "bc"]})
    assert table_fingerprint(one) != table_fingerprint(other)


def test_the_fingerprint_does_not_depend_on_how_the_rows_lie_in_memory() -> None:
    pieces = pl.concat([FRAME[:1], FRAME[1:]], rechunk=False)
    assert table_fingerprint(pieces) == table_fingerprint(FRAME)


def test_a_table_changed_on_disk_is_found_out(tmp_path: Path) -> None:
    write_snapshot(a_snapshot(), tmp_path / "s")
    FRAME.with_columns(pl.lit(9).alias("number")).write_parquet(tmp_path / "s" / "incidents.parquet")
    with pytest.raises(SnapshotError, match=r"incidents\.parquet är ändrad"):
        read_snapshot(tmp_path / "s")


def test_a_folder_without_manifest_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="Kopiera hela mappen"):
        read_snapshot(tmp_path)


def test_a_snapshot_is_never_overwritten(tmp_path: Path) -> None:
    write_snapshot(a_snapshot(), tmp_path / "s")
    with pytest.raises(FileExistsError):
        write_snapshot(a_snapshot(), tmp_path / "s")
