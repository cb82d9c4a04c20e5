"""A Dask cluster by address: connected within seconds, its versions compared with ours, or said why not."""

import importlib.metadata
import logging
import platform
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS = 5
_ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://[^\s/:]+(:[^\s/:]+)*:\d+/?")
_COMPARED = ("lagesbild", "numpy", "scipy", "polars")
"""Libraries that figures come from: another version can give another last digit."""


class ClusterError(RuntimeError):
    """The cluster cannot be used; the message is Swedish and says what to do."""


def is_cluster_address(text: str) -> bool:
    """Tell whether ``text`` looks like the address of a scheduler, such as ``tcp://10.0.0.5:8786``."""
    return bool(_ADDRESS.fullmatch(text))


@contextmanager
def cluster_executor(address: str, *, say: Callable[[str], None] | None = None) -> Iterator[Executor]:
    """Connect to the scheduler at ``address`` and give its executor; closed when the block ends.

    Parameters
    ----------
    address
        Such as ``tcp://10.0.0.5:8786`` or ``tls://…`` (keys from Dask's own settings).
    say
        Told, in Swedish, when a worker has other versions than we, or when there are no workers yet.

    Raises
    ------
    ClusterError
        If Dask is not installed, the scheduler does not answer within 5 s, or workers lack this package.
    """
    client = _connected(address)
    try:
        for sentence in _differences(client):
            if say is not None:
                say(sentence)
        yield client.get_executor()
    finally:
        client.close(timeout=CONNECT_SECONDS)


def versions() -> Mapping[str, str]:
    """Return the versions that figures depend on, where this runs."""
    found = {"Python": ".".join(platform.python_version_tuple()[:2])}
    for name in _COMPARED:
        found[name] = importlib.metadata.version(name)
    return found


def _own_versions() -> Mapping[str, str]:
    return versions()


def _connected(address: str) -> "Client":
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError(
            "--cluster behöver Dask, som inte är installerat. Kör pip install 'lagesbild[cluster]', eller "
            "räkna på den här datorn med --workers."
        ) from None
    # What matters is said in our own words; the client's log repeats it in English.
    for name in ("distributed", "distributed.client", "distributed.scheduler"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError, RuntimeError, TypeError) as error:
        raise ClusterError(
            f"Schemaläggaren på {address} svarar inte. Kontrollera att den är igång (dask scheduler), att "
            "adressen och porten stämmer och att brandväggen släpper igenom."
        ) from error


def _differences(client: "Client") -> Iterator[str]:
    """Yield what a user should know of the workers' versions."""
    try:
        theirs = client.run(versions)
    except ImportError as error:
        raise ClusterError(
            f"Arbetarna i klustret saknar {error.name or 'lagesbild'}. Installera samma version av "
            f"lagesbild ({importlib.metadata.version('lagesbild')}) på varje dator i klustret."
        ) from error
    if not theirs:
        yield "Schemaläggaren har inga arbetare än. Arbetet börjar när den första ansluter (dask worker)."
    for name, mine in _own_versions().items():
        others = sorted({str(own.get(name)) for own in theirs.values()} - {mine})
        if others:
            yield (
                f"Arbetarna har {name} {', '.join(others)} men här är det {mine}. Svaren kan skilja i sista "
                "siffran. Installera samma version överallt."
            )
