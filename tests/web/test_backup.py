"""A backup holds everything, and a restore gives it back or changes nothing."""

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from django.db import connection
from tests.web import builders

from lagesbild_web import backup, demo
from lagesbild_web.access.models import Organisation, User
from lagesbild_web.access.roles import Circle
from lagesbild_web.audit.models import Record
from lagesbild_web.audit.verify import verify
from lagesbild_web.base import stored_files
from lagesbild_web.faults import CommandFault
from lagesbild_web.pictures.models import PictureFile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _an_installation(settings, tmp_path, transactional_db):
    """The test database as if it were the installation's own, with a picture in it."""
    settings.DATA_DIR = tmp_path / "var"
    settings.DATA_DIR.mkdir()
    if connection.vendor == "sqlite":
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"]
    builders.a_picture(builders.a_municipality(), tmp_path, circle=Circle.OWN)


@pytest.fixture
def saved(tmp_path):
    """A backup of it."""
    target = tmp_path / "kopia.zip"
    backup.write_backup(target)
    return target


def test_everything_comes_back(saved: Path, tmp_path: Path, settings) -> None:
    Organisation.objects.create(kind="municipality", name="Tillagd efteråt")
    shutil.rmtree(settings.STORED_FILES_DIR)
    said = backup.restore_backup(saved, replaces=True)
    assert said.startswith("Återställde säkerhetskopian från 20")
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Exempelköping"]
    for file in PictureFile.objects.all():
        assert len(stored_files.read(file.sha256)) == file.size
    assert verify().faults == ()
    assert Record.objects.count() == 2


def test_what_was_there_before_is_put_aside(saved: Path, settings) -> None:
    Organisation.objects.create(kind="municipality", name="Tillagd efteråt")
    backup.restore_backup(saved, replaces=True)
    (aside,) = settings.DATA_DIR.glob("fore-aterstallning-*")
    assert [path.stat().st_size > 0 for path in aside.iterdir()] == [True]


def test_the_log_is_guarded_after_a_restore_too(saved: Path) -> None:
    from django.db import DatabaseError

    backup.restore_backup(saved, replaces=True)
    with pytest.raises(DatabaseError, match="only added to"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_record")
    assert Record.objects.count() == 2


def test_a_restore_does_not_replace_anything_unasked(saved: Path) -> None:
    Organisation.objects.create(kind="municipality", name="Tillagd efteråt")
    with pytest.raises(CommandFault, match="--replace"):
        backup.restore_backup(saved, replaces=False)
    assert Organisation.objects.count() == 2


def test_a_damaged_backup_changes_nothing(saved: Path, tmp_path: Path, settings) -> None:
    broken = tmp_path / "trasig.zip"
    with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(broken, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            archive.writestr(name, content[:-1] + b"!" if name.startswith("filer/") else content)
    with pytest.raises(CommandFault, match="är skadad"):
        backup.restore_backup(broken, replaces=True)
    assert not list(settings.DATA_DIR.glob("*aterstallning*"))
    assert verify().faults == ()


@pytest.mark.parametrize("spoil", ["text", "no manifest", "missing file", "outside"])
def test_a_file_that_is_no_whole_backup_is_refused(saved: Path, tmp_path: Path, spoil: str) -> None:
    bad = tmp_path / "fel.zip"
    if spoil == "text":
        bad.write_text("inte en zipfil")
    else:
        with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(bad, "w") as archive:
            manifest = json.loads(whole.read("manifest.json"))
            if spoil == "missing file":
                manifest["files"]["filer/ff/" + "f" * 64] = "f" * 64
            if spoil == "outside":
                manifest["files"] = {"../utanfor": "0" * 64}
                archive.writestr("../utanfor", "x")
            if spoil != "no manifest":
                archive.writestr("manifest.json", json.dumps(manifest))
    with pytest.raises(CommandFault, match="ingen hel säkerhetskopia"):
        backup.restore_backup(bad, replaces=True)
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("migrations", ["pictures.9999_framtid"], "är nyare än den här"),
        ("database", "oracle", "från oracle men den här installationen använder"),
        ("format", 99, "nyare version"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(
    saved: Path, tmp_path: Path, key: str, value: object, sentence: str
) -> None:
    other = tmp_path / "annan.zip"
    with zipfile.ZipFile(saved) as whole, zipfile.ZipFile(other, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | {key: value}).encode()
            archive.writestr(name, content)
    with pytest.raises(CommandFault, match=sentence):
        backup.restore_backup(other, replaces=True)


def test_the_secret_key_and_the_demo_password_stay_at_home(tmp_path: Path, settings) -> None:
    demo.logins()
    (settings.DATA_DIR / "hemlig-nyckel").write_text("hemlig")
    backup.write_backup(tmp_path / "k.zip")
    with zipfile.ZipFile(tmp_path / "k.zip") as archive:
        assert {name.split("/")[0].split(".")[0] for name in archive.namelist()} == {
            "database",
            "filer",
            "manifest",
        }


def test_an_existing_file_is_not_written_over(saved: Path) -> None:
    before = saved.read_bytes()
    with pytest.raises(CommandFault, match="finns redan"):
        backup.write_backup(saved)
    assert saved.read_bytes() == before
    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandFault, match=r"ingen\.zip: filen finns inte"):
        backup.restore_backup(tmp_path / "ingen.zip", replaces=True)


def test_postgresql_without_its_programs_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_args, **_kwargs: None)
    with pytest.raises(CommandFault, match="pg_dump saknas på den här datorn"):
        backup._run("pg_dump", env={})


def test_an_empty_installation_is_filled_without_being_asked_twice(saved: Path) -> None:
    from lagesbild_web.audit import guards

    PictureFile.objects.all().delete()
    guards.remove(connection)
    with connection.cursor() as cursor:
        for table in ("pictures_situationpicture", "access_organisation"):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  # the names stand above
    assert not User.objects.exists()
    backup.restore_backup(saved, replaces=False)
    assert Organisation.objects.get().name == "Exempelköping"
