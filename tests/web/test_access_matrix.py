"""The table in access_matrix.py holds, and it is about every address there is."""

from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.web import access_matrix, builders, one_world
from tests.web.access_matrix import FORMS, READERS, Row
from tests.web.addresses import addresses, url_of
from tests.web.one_world import again, undone
from tests.web.pages import Pages, checked
from tests.web.world import World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


folder, _own_store, db = one_world.folder, one_world.own_store, one_world.db
world, browsers = one_world.world, one_world.browsers


@pytest.mark.parametrize("row", access_matrix.rows(), ids=str)
def test_everybody_gets_what_the_table_says(row: Row, world: World, browsers: dict[str, Client]) -> None:
    answers = {}
    for column, reader in READERS.items():
        # What a form does for one reader must not be there for the next.
        with undone():
            answers[column] = _answer(again(browsers[reader]), row, world.things)
    assert answers == row.answers


def test_every_address_is_in_the_table() -> None:
    assert {row.address for row in access_matrix.rows()} == {name for name, _ in addresses()}


@pytest.mark.parametrize("address", sorted({row.address for row in access_matrix.rows()}))
def test_other_methods_than_those_in_the_table_are_refused(
    address: str, world: World, browsers: dict[str, Client]
) -> None:
    allowed = {row.method for row in access_matrix.rows() if row.address == address}
    url = url_of(address, world.things["partners"])
    with undone():
        client = again(browsers["coordinator"])
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
        with undone():
            checked(again(browsers[reader]).generic(method, url), 404)


def test_a_stranger_cannot_tell_a_hidden_picture_from_none_at_all(
    world: World, browsers: dict[str, Client]
) -> None:
    stranger = Pages(browsers["stranger"])
    hidden = stranger.get(url_of("pictures:picture", world.things["draft"]), status=404)
    missing = stranger.get(url_of("pictures:picture", builders.some_id()), status=404)
    assert hidden.text == missing.text


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
