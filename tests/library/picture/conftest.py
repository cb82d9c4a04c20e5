"""The Compstat picture of the public Upplands-Bro table, made once for all tests that read it."""

import pytest

from lagesbild.picture.picture import Picture, PictureOptions, make_picture
from lagesbild.sources.base import SourceTables
from lagesbild.sources.catalogue import read_any

from .builders import DATA


@pytest.fixture(scope="session")
def compstat_tables() -> list[SourceTables]:
    return read_any([DATA / "compstat_upplands-bro.csv"])


@pytest.fixture(scope="session")
def compstat(compstat_tables: list[SourceTables]) -> Picture:
    return make_picture(compstat_tables, PictureOptions(municipality="Upplands-Bro"))
