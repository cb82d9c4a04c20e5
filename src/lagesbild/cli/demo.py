"""`lagesbild demo`: the invented municipality, from files to pictures to the served page, in one go."""

from collections.abc import Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Protocol, cast

import typer

from lagesbild.cli.console import messages, progress_bar


class Ready(Protocol):
    """The demonstration is loaded."""

    text: str
    """What to print: the address and the demo log-ins."""


class DemoWeb(Protocol):
    """What the web application, where it is installed, offers the demonstration."""

    def prepare_demo(self, data_dir: Path, picture_folders: Sequence[Path], *, port: int) -> Ready:
        """Lay up the database with people and pictures."""
        ...

    def serve_demo(self, *, port: int) -> None:
        """Serve it until interrupted."""
        ...


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Bygg allt men starta inte webben.")] = False,
    data_dir: Annotated[
        Path,
        typer.Option(
            "--data-dir", metavar="DIR", help="Mapp för filer och databas. LAGESBILD_DATA_DIR läses inte här."
        ),
    ] = Path("var"),
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="Webbens port.")] = 8000,
) -> None:
    """Bygg en påhittad kommuns lägesbild i alla format och visa den i webbläsaren."""
    # The whole library is imported here, not when another command starts.
    from lagesbild.demo.pictures import make_demo_pictures

    pictures = data_dir / "exempel"
    with progress_bar() as report:
        folders = make_demo_pictures(pictures, progress=report)
    for folder in folders:
        messages.print(f"Lägesbild: {folder / 'picture.pdf'}", markup=False)
    web = _web()
    if web is None:
        messages.print("Webben är inte installerad. Öppna picture.html i mapparna ovan i stället.")
        return
    with progress_bar() as report:
        report(0, None, "Lägger upp databasen med kommunen och dess användare")
        ready = web.prepare_demo(data_dir, folders, port=port)
    messages.print(ready.text, markup=False)
    if not no_serve:
        web.serve_demo(port=port)


def _web() -> DemoWeb | None:
    found = list(entry_points(group="lagesbild.demo"))
    return cast(DemoWeb, found[0].load()) if found else None
