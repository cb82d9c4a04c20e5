"""A Dask cluster that the tests of a run share."""

from collections.abc import Iterator

import pytest

from .dask_cluster import Cluster, running_cluster


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers for all tests of a run that do not kill any."""
    with running_cluster(tmp_path_factory.mktemp("dask")) as found:
        yield found
