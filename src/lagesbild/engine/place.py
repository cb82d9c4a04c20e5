"""Where work runs: here, in processes on this machine, or on a Dask cluster by address."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

from lagesbild.engine.processes import LazyProcesses, process_pool

Say = Callable[[str], None]
"""Called with a Swedish sentence that the user should see."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where work runs. Results never depend on it: random tasks carry a seed each.

    The default is this machine, with as many processes as it has cores, started only when there is work that
    takes longer than starting them.
    """

    workers: int | None = None
    """Processes on this machine; 1 is the process we are in, None as many as there are cores."""
    cluster: str | None = None
    """Address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; ``workers`` is then ignored."""

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 1:
            raise ValueError(f"workers must be at least 1, got {self.workers}")

    @property
    def processes(self) -> int:
        """Processes on this machine."""
        return self.workers or cores()

    @property
    def is_here(self) -> bool:
        """True when everything is done in the process we are in."""
        return self.cluster is None and self.processes == 1

    @contextmanager
    def executor(self, *, say: Say | None = None) -> Iterator[Executor | None]:
        """Give an executor for a method to share its tasks out on; None means here.

        Raises
        ------
        ClusterError
            If the cluster cannot be used; the message is Swedish and says what to do.
        """
        if self.is_here:
            yield None
        elif self.cluster is not None:
            # Dask takes most of a second to import; whoever works here need not wait for it.
            from lagesbild.engine.cluster import cluster_executor

            with cluster_executor(self.cluster, say=say) as executor:
                yield executor
        else:
            # Someone who asks for a number of workers gets them; otherwise only long work is worth the start.
            with LazyProcesses(self.processes, at_once=self.workers is not None) as executor:
                yield executor

    @contextmanager
    def pool(self, *, say: Say | None = None) -> Iterator[Executor]:
        """Give an executor whose workers are there from the start, for long work in many parts.

        On one machine it is broken for good when a worker dies (``BrokenProcessPool``); Dask gives the work
        of a dead worker to the others by itself.
        """
        if self.cluster is None:
            with process_pool(self.processes) as executor:
                yield executor
        else:
            from lagesbild.engine.cluster import cluster_executor

            with cluster_executor(self.cluster, say=say) as executor:
                yield executor


HERE = Place(workers=1)
"""The process we are in."""


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(len(os.sched_getaffinity(0)), 1)
    return os.cpu_count() or 1
