"""`--workers` and `--cluster`, as several commands share them."""

from typing import TYPE_CHECKING, Annotated

import typer

from lagesbild.cli.console import WrongUseError, messages

if TYPE_CHECKING:
    from lagesbild.engine.place import Place

WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        help="Antal processer på den här datorn; 1 räknar i en enda. Svaret blir detsamma.",
    ),
]
ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="tcp://HOST:PORT",
        help="Räkna på ett Dask-kluster med den adressen. Svaret blir detsamma.",
    ),
]


def place_of(workers: int | None, cluster: str | None) -> "Place":
    """Return where work runs.

    Raises
    ------
    WrongUseError
        If both are given, or one cannot be understood.
    """
    from lagesbild.engine.cluster import is_cluster_address
    from lagesbild.engine.place import Place

    if workers is not None and cluster is not None:
        raise WrongUseError("Välj --workers eller --cluster, inte båda.")
    if workers is not None and workers < 1:
        raise WrongUseError(f"--workers {workers} går inte. Skriv 1 eller mer.")
    if cluster is not None and not is_cluster_address(cluster):
        raise WrongUseError(f"--cluster '{cluster}' är ingen adress. Skriv till exempel tcp://10.0.0.5:8786.")
    return Place(workers=workers, cluster=cluster)


def say(sentence: str) -> None:
    """Tell the user something about where work runs."""
    messages.print(f"Obs: {sentence}", markup=False)
