"""What the web's tests share: a store of their own, a browser, and guards that do not stand in the way.

Django is set up after this file is read, so what needs it is imported where it is used.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings
    from tests.web.pages import Pages

    from lagesbild_web.access.contracts import Organisation


@pytest.fixture(autouse=True)
def _own_store(settings: "Settings", tmp_path: Path) -> None:
    """Give each test a file store of its own."""
    settings.STORED_FILES_DIR = tmp_path / "filer"


@pytest.fixture
def pages() -> "Pages":
    """The browser of somebody who is not logged in."""
    from tests.web.pages import Pages

    return Pages()


@pytest.fixture
def municipality(db: None) -> "Organisation":
    """A municipality."""
    from tests.web import builders

    return builders.a_municipality()


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """Let the database be emptied afterwards: the log's guards would refuse. They are back after that."""
    yield
    from django.db import connection

    from lagesbild_web.audit import guards

    guards.remove(connection)
