"""The file of columns: a start begins from it, never older than the database, never from another's."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import pytest
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.audit.actions import remove_old
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents import column_files, columns
from lagesbild_web.incidents.columns import columns_of, keep
from lagesbild_web.incidents.models import Incident, IncidentChange, KeptColumns

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings: "Settings", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the files are."""
    settings.DATA_DIR = tmp_path
    start_anew()
    yield tmp_path / "kolumner"
    start_anew()


@pytest.fixture
def home(transactional_db: None) -> Organisation:
    """A municipality."""
    home = builders.a_municipality()
    make.areas_and_categories(home)
    return home


@pytest.fixture
def school(home: Organisation) -> Actor:
    """A school with three reports."""
    school = make.a_reporter(home)
    make.a_report(school, make.a_draft(), make.a_draft(category="brak"), make.a_draft())
    return school


def start_anew() -> None:
    """Forget everything in memory, as when the server is started again."""
    columns._kept.clear()


def read_from_database(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count rows that are read from the database from here on; the list grows with each reading."""
    read, real = [], columns._read

    def counted(rows: object) -> pl.DataFrame:
        frame = real(rows)  # type: ignore[arg-type]  # passed on as it is
        read.append(frame.height)
        return frame

    monkeypatch.setattr(columns, "_read", counted)
    return read


def test_a_start_begins_from_the_file_and_reads_only_what_has_changed(
    home: Organisation, school: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = columns_of(home.id)
    assert keep(home.id)
    start_anew()
    read = read_from_database(monkeypatch)
    assert columns_of(home.id).equals(before)
    assert sum(read) == 0 or IncidentChange.objects.count() > 1  # PostgreSQL may read the latest again
    lines = make.a_report(school, make.a_draft(category="brak"))
    start_anew()
    now = columns_of(home.id)
    assert now.height == 4
    assert str(lines[0].id) in now["id"].to_list()
    assert now.schema == before.schema


def test_what_is_in_the_file_is_no_longer_kept_as_changes(home: Organisation, school: Actor) -> None:
    changes = IncidentChange.objects.filter(municipality_id=home.id)
    assert changes.count() == 3
    keep(home.id)
    make.a_report(school)
    keep(home.id)
    # The latest stays: in SQLite it says how far the numbers have come.
    assert changes.count() <= 1
    assert columns_of(home.id).height == 4


def test_somebody_who_has_not_read_for_long_does_not_miss_what_was_removed(
    home: Organisation, school: Actor
) -> None:
    columns_of(home.id)
    asleep = dict(columns._kept)
    Incident.objects.filter(category__code="brak").delete()
    keep(home.id)
    make.a_report(school)
    keep(home.id)
    columns._kept.clear()
    columns._kept.update(asleep)  # another process, that saw nothing of this
    assert columns_of(home.id).height == Incident.objects.count() == 3


def test_nothing_is_written_when_nothing_has_changed(home: Organisation, school: Actor, folder: Path) -> None:
    assert keep(home.id)
    files = list(folder.iterdir())
    assert not keep(home.id)
    assert list(folder.iterdir()) == files
    assert len(files) == 1
    assert files[0].stat().st_mode & 0o077 == 0


def test_a_file_that_the_database_does_not_name_is_not_believed(
    home: Organisation, school: Actor, folder: Path
) -> None:
    keep(home.id)
    kept = KeptColumns.objects.get()
    [file] = folder.iterdir()
    older = file.read_bytes()
    # As when a backup from before is put back: other rows, and a file from a later time.
    KeptColumns.objects.update(token=builders.some_id())
    Incident.objects.all().delete()
    start_anew()
    assert columns_of(home.id).height == 0
    file.write_bytes(older)
    assert column_files.read(home.id, KeptColumns.objects.get().token, columns.FORM) is None
    assert kept.token != KeptColumns.objects.get().token


@pytest.mark.parametrize("spoilt", [b"", b"ARROW1\0\0 and then something else", None])
def test_a_file_that_is_spoilt_or_gone_is_read_from_the_database(
    home: Organisation, school: Actor, folder: Path, spoilt: bytes | None
) -> None:
    keep(home.id)
    [file] = folder.iterdir()
    if spoilt is None:
        file.unlink()
    else:
        file.write_bytes(spoilt)
    start_anew()
    assert columns_of(home.id).height == 3
    assert keep(home.id) == (spoilt is None)  # the next hour, what is gone is written again


def test_places_that_are_removed_when_they_are_old_do_not_stay_in_the_file(
    home: Organisation, school: Actor, folder: Path
) -> None:
    keep(home.id)
    Incident.objects.update(registered_at=timezone.now() - timedelta(days=3000))
    assert remove_old(builders.SYSTEM, home.id, "incidents.reports") > 0
    assert list(folder.iterdir()) == []
    start_anew()
    assert columns_of(home.id)["lon"].null_count() == 3


def test_the_hourly_job_keeps_every_municipality(home: Organisation, school: Actor, folder: Path) -> None:
    from lagesbild_web.base.schedule import RECURRING

    assert RECURRING["incidents.keep_columns"].function() == "1 kommuners händelser sparades."
    assert len(list(folder.iterdir())) == 1
