"""`lagesbild bench`: our methods beside their peers, on the same input in one run."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from lagesbild.cli.console import WrongUseError

# Benchmarks need peers that the product itself does not, so they live in the source tree, not in the package.
BENCHMARKS = Path(__file__).parents[3] / "benchmarks"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("bench")(bench)


def bench(
    job: Annotated[str | None, typer.Argument(metavar="[JOB]", help="Kör bara denna mätning.")] = None,
    show_list: Annotated[bool, typer.Option("--list", help="Visa vilka mätningar som finns.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="Kör bara den minsta storleken, en gång.")] = False,
) -> None:
    """Mät våra metoder bredvid deras likar; svaret är kvoter, inte sekunder."""
    found = sorted(path.stem for path in BENCHMARKS.glob("[!_]*.py") if path.stem != "run")
    if not found:
        raise WrongUseError(
            "Mätningarna följer med källkoden, inte med det installerade paketet. Klona projektet."
        )
    if job is not None and job not in found:
        raise WrongUseError(f"Det finns ingen mätning som heter '{job}'. Välj bland {', '.join(found)}.")
    words = [*([job] if job else []), *(["--list"] if show_list else []), *(["--quick"] if quick else [])]
    # A process of its own, which starts one more for each program: no memory is counted as another's.
    ended = subprocess.run([sys.executable, str(BENCHMARKS / "run.py"), *words], check=False)  # noqa: S603  # our own file
    if ended.returncode:
        raise typer.Exit(1)
