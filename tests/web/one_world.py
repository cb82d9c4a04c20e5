"""One world for a whole file of tests: everybody and everything in the access matrix, made once.

A file of tests takes the fixtures by their names: ``world = one_world.world``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from tests.web.pages import Pages
from tests.web.world import World, a_world

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import Settings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the world are."""
    return tmp_path_factory.mktemp("world")


@pytest.fixture(autouse=True)
def own_store(settings: "Settings", folder: Path) -> None:
    """Every test looks at the same files, and remembers nothing from the one before."""
    settings.STORED_FILES_DIR = folder / "filer"
    cache.clear()


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """One transaction around the whole file, undone afterwards: making the world is most of the work."""
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="module")
def world(db: None, folder: Path) -> World:
    """Everybody and everything in the table. Whatever a test does to it must be ``undone``."""
    with override_settings(STORED_FILES_DIR=folder / "filer"):
        return a_world(folder)


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:
    """Somebody of each kind in the table, logged in."""
    return {name: Pages().log_in(user).client for name, user in world.readers.items()}


def again(browser: Client) -> Client:
    """Return a browser with the same log-in, so that what one test does to its cookies stays in that test."""
    client = Client()
    client.cookies.load({name: morsel.value for name, morsel in browser.cookies.items()})
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Roll back what was done inside, and forget that it was: the same form may be sent once more."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()
