"""What the web adds to the command line: serve, manage, backup and restore, and the demonstration.

Nothing here imports Django before a command is run, so that ``lagesbild --help`` is quick and the
library's own commands work where the web is not installed.
"""

import importlib.util
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lagesbild_web.faults import CommandFault

if TYPE_CHECKING:
    from lagesbild_web.demo import DemoLogin

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", metavar="DIR", help="Datakatalogen. Annars LAGESBILD_DATA_DIR, annars ./var."),
]
Host = Annotated[
    str,
    typer.Option("--host", metavar="ADRESS", help="Adressen att lyssna på. Utan den bara den här datorn."),
]
Port = Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="Webbens port.")]


@dataclass(frozen=True, slots=True)
class DemoReady:
    """The demonstration is loaded: what to print, and where it is served."""

    text: str
    url: str


def register(app: typer.Typer) -> None:
    """Add the web's commands to ``lagesbild``."""
    app.command("serve")(serve)
    passed_on = {"allow_extra_args": True, "ignore_unknown_options": True, "allow_interspersed_args": False}
    app.command("manage", context_settings=passed_on, add_help_option=False)(manage)
    app.command("backup")(backup)
    app.command("restore")(restore)


def serve(port: Port = 8000, host: Host = "127.0.0.1", data_dir: DataDir = None) -> None:
    """Starta webben. Databasen läggs upp eller uppdateras först."""
    _start_django(data_dir)
    from lagesbild_web import serving

    with _sentences():
        serving.prepare()
        sys.stderr.write(f"Lägesbild visas på http://{host}:{port}/. Avsluta med Ctrl+C.\n")
        serving.serve(host, port)


def manage(context: typer.Context) -> None:
    """Kör ett av webbens underhållskommandon, till exempel: lagesbild manage verifiera_logg."""
    _start_django(None)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["lagesbild manage", *context.args])


def backup(
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Zipfilen att skriva.")],
    data_dir: DataDir = None,
) -> None:
    """Skriv en säkerhetskopia av databasen och alla filer. Webben kan vara igång."""
    _start_django(data_dir)
    from lagesbild_web.backup import write_backup

    with _sentences():
        manifest = write_backup(file)
    sys.stdout.write(f"Skrev {file}: databasen och {len(manifest.files) - 1} filer.\n")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Zipfilen från lagesbild backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Ersätt det som finns. Det gamla läggs undan i datakatalogen.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Lägg tillbaka en säkerhetskopia. Stoppa webben först."""
    _start_django(data_dir)
    from lagesbild_web.backup import restore_backup

    with _sentences():
        restored = restore_backup(file, replaces=replace)
    sys.stdout.write(f"{restored}\n")


def prepare_demo(data_dir: Path, picture_folders: Sequence[Path], *, port: int = 8000) -> DemoReady:
    """Lay up the invented municipality with its people and pictures; running it again changes nothing.

    Parameters
    ----------
    data_dir
        Where the database and the files are to be; made if needed.
    picture_folders
        Folders written by ``lagesbild picture``. Those made with ``--public`` are shown to everybody.
    port
        Where it will be served, for the text.

    Returns
    -------
    DemoReady
        What to print: the address, and each demo user with the password.
    """
    _start_django(data_dir)
    from lagesbild_web import demo, serving
    from lagesbild_web.base.letters import kept_in_silence

    serving.prepare()
    with kept_in_silence():
        demo.load(picture_folders)
    return DemoReady(demo.welcome(port), f"http://127.0.0.1:{port}/")


def serve_demo(*, port: int = 8000) -> None:
    """Serve what :func:`prepare_demo` laid up, on this computer only, until it is interrupted."""
    from lagesbild_web import serving

    with _sentences():
        serving.serve("127.0.0.1", port)


def demo_logins() -> "list[DemoLogin]":
    """Return the demo users of the installation: e-mail address, what the role is, and the password."""
    _start_django(None)
    from lagesbild_web.demo import logins

    return logins()


class _sentences:  # noqa: N801  # read as a statement: with _sentences()
    """Turn a fault into its sentence on stderr and exit code 1."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, CommandFault):
            sys.stderr.write(f"{error}\n")
            raise typer.Exit(1) from error


def _start_django(data_dir: Path | None) -> None:
    """Load the settings once, with the data directory that was asked for."""
    if importlib.util.find_spec("django") is None:
        sys.stderr.write("Webben är inte installerad. Installera den med: pip install 'lagesbild[web]'\n")
        raise typer.Exit(1)
    if data_dir is not None:
        os.environ["LAGESBILD_DATA_DIR"] = str(data_dir)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lagesbild_web.settings")
    import django

    from lagesbild_web.configuration import WrongSettingError
    from lagesbild_web.log_in_providers import WrongProviderError
    from lagesbild_web.map_backgrounds import WrongBackgroundError

    try:
        django.setup()
    except (WrongSettingError, WrongProviderError, WrongBackgroundError) as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(2) from error
