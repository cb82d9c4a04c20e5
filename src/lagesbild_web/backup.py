"""A whole installation in one zip file, and back again: the database, the stored files and their hashes."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from lagesbild import __version__
from lagesbild_web.faults import CommandFault

FORMAT: Final = 1
_MANIFEST: Final = "manifest.json"
_DATABASES: Final = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_FILES: Final = "filer"
_PIECE: Final = 1024 * 1024
_HASH_LENGTH: Final = 64


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds; ``files`` is the SHA-256 (hexadecimal) of each, by its path in the zip file."""

    format: int
    made_at: str
    version: str
    database: str
    migrations: list[str]
    files: dict[str, str]


def write_backup(target: Path) -> Manifest:
    """Write a backup; the service may be running meanwhile.

    The database is copied first, consistently. Stored files are only ever added, so those that the
    copy speaks of are all there afterwards. The secret key is not included: sessions end on restore.

    Raises
    ------
    CommandFault
        If the file exists already, or PostgreSQL's own program for copying is not installed.
    """
    if target.exists():
        raise CommandFault(
            f"{target}: filen finns redan. Välj ett annat namn, till exempel med dagens datum."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.del")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            database = Path(folder) / _DATABASES[connection.vendor]
            _copy_database(database)
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
                manifest = _fill(archive, database)
        draft.chmod(0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def restore_backup(source: Path, *, replaces: bool) -> str:
    """Put a backup back, whole or not at all; returns a sentence on what was done.

    Raises
    ------
    CommandFault
        If the file is not a whole backup, was made by a newer version or for another database, or
        something is already there and ``replaces`` is false. Nothing is changed then.
    """
    if not source.is_file():
        raise CommandFault(f"{source}: filen finns inte. Skriv filen som lagesbild backup skrev.")
    with tempfile.TemporaryDirectory(dir=_data_dir(), prefix="aterstallning-") as name:
        folder = Path(name)
        manifest = _unpack(source, folder)
        _check_fits(manifest)
        is_empty = _is_empty()
        if not is_empty and not replaces:
            raise CommandFault(
                "Det finns redan uppgifter i databasen. Lägg till --replace för att ersätta dem. "
                "Det som finns nu läggs undan, så att det går att ångra."
            )
        aside = (
            None if is_empty else _data_dir() / f"fore-aterstallning-{timezone.localtime():%Y-%m-%d-%H%M%S}"
        )
        _put_back(folder, aside)
    kept = f" Det som fanns förut ligger i {aside}." if aside else ""
    return f"Återställde säkerhetskopian från {manifest.made_at[:16].replace('T', ' ')}.{kept}"


def _fill(archive: zipfile.ZipFile, database: Path) -> Manifest:
    hashes = {database.name: _add(archive, database, database.name)}
    stored = Path(settings.STORED_FILES_DIR)
    for path in sorted(stored.glob("??/*")):
        if len(path.name) == _HASH_LENGTH:  # not a draft that is being written
            name = f"{_FILES}/{path.relative_to(stored).as_posix()}"
            hashes[name] = _add(archive, path, name)
    manifest = Manifest(
        FORMAT, timezone.localtime().isoformat(), __version__, connection.vendor, _applied(), hashes
    )
    archive.writestr(_MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    return manifest


def _add(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    archive.write(path, name)
    return _sha256(path)


def _unpack(source: Path, folder: Path) -> Manifest:
    """Unpack into the folder and check that every file is there and is what the manifest says."""
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _read_manifest(archive)
            for name, sha256 in manifest.files.items():
                path = folder / _inside(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(name) as packed, path.open("wb") as file:
                    shutil.copyfileobj(packed, file, _PIECE)
                if _sha256(path) != sha256:
                    raise CommandFault(f"{source}: {name} är skadad. Använd en annan säkerhetskopia.")
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
        raise CommandFault(f"{source}: det här är ingen hel säkerhetskopia. Använd en annan fil.") from error
    return manifest


def _read_manifest(archive: zipfile.ZipFile) -> Manifest:
    data: Mapping[str, Any] = json.loads(archive.read(_MANIFEST))
    if data["format"] != FORMAT:
        raise CommandFault("Säkerhetskopian är gjord med en nyare version av Lägesbild. Uppdatera först.")
    return Manifest(**data)


def _inside(name: str) -> PurePosixPath:
    """A name in the archive must stay in the folder that it is unpacked in."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise ValueError(name)
    return path


def _check_fits(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise CommandFault(
            f"Säkerhetskopian är från {manifest.database} men den här installationen använder "
            f"{connection.vendor}. Återställ den i en installation med samma databas."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations or {}}
    if not set(manifest.migrations) <= known:
        raise CommandFault(
            f"Säkerhetskopian är gjord med Lägesbild {manifest.version}, som är nyare än den här "
            f"({__version__}). Uppdatera först."
        )


def _applied() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def _is_empty() -> bool:
    """Whether nobody has laid anything up yet; a database with tables but no rows is empty."""
    if "access_organisation" not in connection.introspection.table_names():
        return True
    from lagesbild_web.access.queries import has_organisations

    return not has_organisations()


def _put_back(folder: Path, aside: Path | None) -> None:
    """Files first: more of them does no harm. Then the database, in one step that happens or does not."""
    connections.close_all()
    if aside is not None:
        aside.mkdir()
    _add_files(folder / _FILES)
    if connection.vendor == "postgresql":
        if aside is not None:
            _pg_dump(aside / _DATABASES["postgresql"])
        _pg_restore(folder / _DATABASES["postgresql"])
    else:
        _swap_sqlite(folder / _DATABASES["sqlite"], aside)


def _add_files(restored: Path) -> None:
    stored = Path(settings.STORED_FILES_DIR)
    for path in restored.glob("??/*"):
        target = stored / path.relative_to(restored)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.chmod(0o440)
        path.replace(target)


def _swap_sqlite(restored: Path, aside: Path | None) -> None:
    with closing(sqlite3.connect(restored)) as copy:
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise CommandFault("Databasen i säkerhetskopian är skadad. Använd en annan säkerhetskopia.")
    database = Path(settings.DATABASES["default"]["NAME"])
    if database.exists():
        _fold_in_the_log(database)
        if aside is not None:
            (aside / database.name).hardlink_to(database)
    restored.replace(database)


def _fold_in_the_log(database: Path) -> None:
    """Make the old database one single file; what is in its log would otherwise be read into the new one."""
    try:
        with closing(sqlite3.connect(database, timeout=1)) as old:
            old.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise CommandFault(
            "Databasen används av någon annan. Stoppa webben och försök igen. Ingenting har ändrats."
        ) from error


def _copy_database(target: Path) -> None:
    if connection.vendor == "postgresql":
        _pg_dump(target)
        return
    database = Path(settings.DATABASES["default"]["NAME"])
    with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def _pg_dump(target: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}", env=_pg_environment())


def _pg_restore(source: Path) -> None:
    """Replace everything in one transaction: it fails as a whole or succeeds as a whole."""
    env = _pg_environment()
    how = ("--clean", "--if-exists", "--no-owner", "--single-transaction", f"--dbname={env['PGDATABASE']}")
    _run("pg_restore", *how, str(source), env=env)


def _pg_environment() -> dict[str, str]:
    """How PostgreSQL's programs find the database; the password is never on a command line."""
    chosen = settings.DATABASES["default"]
    env = {
        "PGHOST": str(chosen["HOST"]),
        "PGPORT": str(chosen["PORT"] or ""),
        "PGUSER": str(chosen["USER"]),
        "PGPASSWORD": str(chosen["PASSWORD"]),
        "PGDATABASE": str(connection.settings_dict["NAME"]),
    }
    return {**os.environ, **{name: value for name, value in env.items() if value}}


def _run(program: str, *arguments: str, env: Mapping[str, str]) -> None:
    found = shutil.which(program, path=env.get("PATH"))
    if found is None:
        raise CommandFault(
            f"Programmet {program} saknas på den här datorn. Installera PostgreSQL:s klientprogram "
            "(i Debian och Ubuntu: apt-get install postgresql-client), lika nya som databasen eller nyare."
        )
    done = subprocess.run([found, *arguments], env=env, capture_output=True, text=True, check=False)  # noqa: S603  # our own arguments, no shell
    if done.returncode != 0:
        raise CommandFault(f"{program} kunde inte slutföras: {done.stderr.strip()}")


def _data_dir() -> Path:
    path = Path(settings.DATA_DIR)
    path.mkdir(parents=True, exist_ok=True)
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
