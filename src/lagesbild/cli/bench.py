"""`lagesbild bench`: our methods beside their peers, on the same input in one run."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from lagesbild.cli.console import WrongUseError, messages

# Benchmarks need peers that the product itself does not, so they live in the source tree, not in the package.
JOBS = Path(__file__).parents[3] / "benchmarks"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("bench")(bench)


def bench(
    job: Annotated[str | None, typer.Argument(metavar="[JOB]", help="Kör bara denna mätning.")] = None,
) -> None:
    """Mät våra metoder bredvid deras likar; svaret är kvoter, inte sekunder."""
    found = {path.stem: path for path in sorted(JOBS.glob("*.py")) if not path.stem.startswith("_")}
    if not found:
        raise WrongUseError(
            "Mätningarna följer med källkoden, inte med det installerade paketet. Klona projektet."
        )
    if job is not None and job not in found:
        raise WrongUseError(f"Det finns ingen mätning som heter '{job}'. Välj bland {', '.join(found)}.")
    failed = []
    for name in [job] if job else list(found):
        messages.rule(name)
        # Each job has a process of its own, so that one job's memory is not counted as another's.
        if subprocess.run([sys.executable, str(found[name])], check=False).returncode:  # noqa: S603  # our own files
            failed.append(name)
    if failed:
        messages.print(f"Gick inte att mäta: {', '.join(failed)}.")
        raise typer.Exit(1)
