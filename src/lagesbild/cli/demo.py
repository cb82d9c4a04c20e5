"""`lagesbild demo`: the invented municipality, from files to pictures to the served page, in one go."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from lagesbild.cli.console import messages, progress_bar
from lagesbild.cli.inputs import stop_on_faults
from lagesbild.demo.pictures import make_demo_pictures


@dataclass(frozen=True, slots=True)
class DemoWeb:
    """What the web application offers the demonstration: it is loaded, and can then be served."""

    prepare: Callable[..., object]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    no_serve: Annotated[bool, typer.Option("--no-serve", help="Bygg allt men starta inte webben.")] = False,
    data_dir: Annotated[
        Path, typer.Option("--data-dir", metavar="DIR", help="Mapp för filer och databas.")
    ] = Path("var/demo"),
    port: Annotated[int, typer.Option(metavar="N", min=1, max=65535, help="Webbens port.")] = 8000,
) -> None:
    """Bygg en påhittad kommuns lägesbild i alla format och visa den i webbläsaren."""
    with progress_bar() as report:
        folders = make_demo_pictures(data_dir / "exempel", progress=report)
    messages.print(f"Lägesbilderna finns i {data_dir / 'exempel'}.")
