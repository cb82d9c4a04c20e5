"""The table in access_matrix.py holds, and it is about every address there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from tests.web import access_matrix, builders
from tests.web.access_matrix import FORMS, READERS, Row
from tests.web.addresses import addresses, url_of
from tests.web.pages import Pages, checked
from tests.web.world import World, a_world

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker
    from pytest_django.fixtures import Settings

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the world are."""
    return tmp_path_factory.mktemp("world")


@pytest.fixture(autouse=True)
def _own_store(settings: "Settings", folder: Path) -> None:
    """Every test looks at the same files, and remembers nothing from the one before."""
    settings.STORED_FILES_DIR = folder / "filer"
    cache.clear()


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """One transaction around the whole file, undone afterwards: making the world is most of the work."""
    with django_db_blocker.unblock(), _undone():
        yield


@pytest.fixture(scope="module")
def world(db: None, folder: Path) -> World:
    """Everybody and everything in the table. Whatever a test does to it must be ``_undone``."""
    with override_settings(STORED_FILES_DIR=folder / "filer"):
        return a_world(folder)


@pytest.fixture(scope="module")
def browsers(world: World) -> dict[str, Client]:
    """Somebody of each kind in the table, logged in."""
    return {name: Pages().log_in(user).client for name, user in world.readers.items()}


@pytest.mark.parametrize("row", access_matrix.rows(), ids=str)
def test_everybody_gets_what_the_table_says(row: Row, world: World, browsers: dict[str, Client]) -> None:
    answers = {}
    for column, reader in READERS.items():
        # What a form does for one reader must not be there for the next.
        with _undone():
            answers[column] = _answer(_again(browsers[reader]), row, world.things)
    assert answers == row.answers


def test_every_address_is_in_the_table() -> None:
    assert {row.address for row in access_matrix.rows()} == {name for name, _ in addresses()}


@pytest.mark.parametrize("address", sorted({row.address for row in access_matrix.rows()}))
def test_other_methods_than_those_in_the_table_are_refused(
    address: str, world: World, browsers: dict[str, Client]
) -> None:
    allowed = {row.method for row in access_matrix.rows() if row.address == address}
    url = url_of(address, world.things["partners"])
    with _undone():
        client = _again(browsers["coordinator"])
        refused = {m for m in METHODS if client.generic(m, url).status_code == 405}
    assert refused == set(METHODS) - allowed


@pytest.mark.parametrize("address", sorted({row.address for row in access_matrix.rows() if row.thing != "-"}))
def test_an_id_that_belongs_to_nothing_answers_404_to_everybody(
    address: str, browsers: dict[str, Client]
) -> None:
    url = url_of(address, builders.some_id())
    methods = {row.method for row in access_matrix.rows() if row.address == address}
    method = "GET" if "GET" in methods else "POST"
    for reader in ("coordinator", "auditor", "stranger"):
        with _undone():
            checked(_again(browsers[reader]).generic(method, url), 404)


def test_a_stranger_cannot_tell_a_hidden_picture_from_none_at_all(
    world: World, browsers: dict[str, Client]
) -> None:
    stranger = Pages(browsers["stranger"])
    hidden = stranger.get(url_of("pictures:picture", world.things["draft"]), status=404)
    missing = stranger.get(url_of("pictures:picture", builders.some_id()), status=404)
    assert hidden.text == missing.text


def _again(browser: Client) -> Client:
    """Return a browser with the same log-in, so that what one test does to its cookies stays in that test."""
    client = Client()
    client.cookies.load({name: morsel.value for name, morsel in browser.cookies.items()})
    return client


def _answer(client: Client, row: Row, things: dict[str, UUID]) -> str:
    url = url_of(row.address, things.get(row.thing))
    response = (
        client.generic("GET", url) if row.method == "GET" else client.post(url, FORMS.get(row.address, {}))
    )
    if response.status_code != 302:
        _check(response)
        return str(response.status_code)
    asks_to_log_in = response["Location"].startswith(reverse("access:log_in") + "?next=")
    return "in" if asks_to_log_in else "->"


def _check(response: HttpResponse) -> None:
    """Every page on the way is held to what every page promises."""
    is_page = response["Content-Type"].startswith("text/html")
    if is_page and "sandbox" not in response["Content-Security-Policy"]:
        checked(response, response.status_code)


@contextmanager
def _undone() -> Iterator[None]:
    """Roll back what was done inside, and forget that it was: the same form may be sent once more."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()
