"""The command `lagesbild`: its subcommands, and what happens when something is wrong."""

import errno
import os
import sys
import traceback
from importlib.metadata import entry_points
from typing import Annotated

import typer

from lagesbild import __version__
from lagesbild.cli import bench, check, count, demo, nation, picture, sources, stats
from lagesbild.cli.console import FAULTS_IN_INPUT, WRONG_USE, WrongUseError, messages, show_faults
from lagesbild.cli.option_faults import Commands, sentence_about

PROGRAM_FAULT = 70
"""As in sysexits.h: not the input and not the user, but the program."""

app = typer.Typer(
    name="lagesbild",
    help="Från iakttagelser till en lägesbild där ingen siffra vilseleder.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    cls=Commands,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"lagesbild {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Visa versionen.")
    ] = False,
) -> None:
    """Från iakttagelser till en lägesbild där ingen siffra vilseleder."""


for _module in (demo, check, count, picture, stats, sources, nation, bench):
    _module.register(app)
# The web adds serve, manage, backup and restore where it is installed; the library never imports it.
for _plugin in entry_points(group="lagesbild.commands"):
    _plugin.load()(app)


def main() -> None:
    """Run the command line; every foreseeable mistake ends in a sentence and the right exit code."""
    command = typer.main.get_command(app)
    try:
        sys.exit(command(standalone_mode=False))
    except typer.TyperException as error:
        messages.print(sentence_about(error, command), markup=False)
        sys.exit(WRONG_USE)
    except (KeyboardInterrupt, typer.Abort):
        messages.print("Avbrutet. Ingenting har sparats.")
        sys.exit(130)
    except Exception as error:  # the outermost edge: say it in words, keep the details for who asks
        sys.exit(_tell(error))


def _tell(error: Exception) -> int:
    """Say what went wrong; return the exit code."""
    # By now whatever raised the error has been imported; other commands need not wait for it.
    from lagesbild.engine.cluster import ClusterError
    from lagesbild.methods.description import OptionError
    from lagesbild.methods.registry import UnknownMethodError
    from lagesbild.nation.options import NationError, PartsFailedError
    from lagesbild.readers.faults import FaultyFileError
    from lagesbild.tables.periods import PeriodError

    if isinstance(error, FaultyFileError):
        show_faults(error.faults)
        messages.print("Ingenting har sparats. Rätta felen och kör igen.")
        return FAULTS_IN_INPUT
    if isinstance(error, (WrongUseError, OptionError, UnknownMethodError, PeriodError)):
        messages.print(str(error), markup=False)
        return WRONG_USE
    if isinstance(error, (NationError, PartsFailedError, ClusterError)):
        messages.print(str(error), markup=False)
        return FAULTS_IN_INPUT
    if isinstance(error, OSError) and error.filename is not None:
        messages.print(
            f"{error.filename} går inte att läsa eller skriva: {_why(error)}. "
            "Kontrollera namnet och dina rättigheter.",
            markup=False,
        )
        return WRONG_USE
    if os.environ.get("LAGESBILD_DEBUG"):
        traceback.print_exception(error)
    messages.print(
        f"Något gick fel i programmet: {error!r}. Kör igen med LAGESBILD_DEBUG=1 framför kommandot "
        "för att se var, och skicka det till förvaltarna.",
        markup=False,
    )
    return PROGRAM_FAULT


def _why(error: OSError) -> str:
    """Return in Swedish why the operating system refused."""
    reasons = {
        errno.ENOENT: "den finns inte",
        errno.EEXIST: "det finns redan en fil med det namnet",
        errno.ENOTDIR: "en del av sökvägen är en fil och ingen mapp",
        errno.EISDIR: "det är en mapp",
        errno.EACCES: "du får inte",
        errno.EROFS: "disken är skrivskyddad",
        errno.ENOSPC: "disken är full",
    }
    return reasons.get(error.errno or 0, error.strerror or "okänt skäl")
