"""The table in access_matrix.py holds, and it is about every address there is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from tests.web import access_matrix, builders
from tests.web import incident_builders as make
from tests.web.access_matrix import ARGUMENTS, FORMS, READERS, Row
from tests.web.import_builders import an_upload
from tests.web.pages import Pages, checked

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import GroupRule, User
from lagesbild_web.access.queries import actor_for, municipality_named
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.areas.queries import categories_of
from lagesbild_web.audit.actions import register_disclosure
from lagesbild_web.explore.actions import save_filter
from lagesbild_web.incidents.actions import approve, return_with_question

THINGS = {"draft": None, "own": Circle.OWN, "partners": Circle.PARTNERS, "public": Circle.PUBLIC}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def readers(db: None) -> dict[str, User | None]:
    """Somebody of each kind in the table."""
    home = builders.a_municipality()
    today = timezone.localdate()
    people: dict[str, User | None] = {
        role.value: builders.a_person(home, role) for role in Role if role is not Role.PUBLIC
    }
    people["nobody"] = None
    people["partner"] = builders.a_person(builders.a_partner(home), Role.COORDINATOR)
    people["stranger"] = builders.a_person(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    people["ended"] = builders.a_person(
        home, Role.COORDINATOR, starts_on=today - timedelta(days=30), ends_on=today
    )
    return people


@pytest.fixture
def things(readers: dict[str, User | None], tmp_path: Path) -> dict[str, UUID]:
    """A picture in each state, and what else there is."""
    home = municipality_named("Exempelköping")
    pictures = {
        name: builders.a_picture(home, tmp_path, circle=circle, title=f"Lägesbild {name}").id
        for name, circle in THINGS.items()
    }
    coordinator, reporter = readers["coordinator"], readers["reporter"]
    assert coordinator is not None
    assert reporter is not None
    make.areas_and_categories(home)
    drafts = (make.a_draft(), make.a_draft(), make.a_draft())
    sent, asked, counted = make.a_report(actor_for(reporter.id, reporter.full_name), *drafts)
    approve(builders.SYSTEM, counted.id, version=counted.version)
    return_with_question(builders.SYSTEM, asked.id, version=asked.version, question="Vilken port?")
    return (
        pictures
        | _register(home)
        | {
            "place": make.a_place(home).id,
            "category": next(c.id for c in categories_of(home.id) if c.code == "klotter"),
            "sent": sent.id,
            "counted": counted.id,
            "asked": asked.id,
            "file": an_upload(actor_for(coordinator.id, coordinator.full_name)).id,
            "saved": save_filter(
                actor_for(coordinator.id, coordinator.full_name), name="Klotter", query="", is_shared=False
            ).id,
        }
    )


def _register(home: Organisation) -> dict[str, UUID]:
    """A partner with a function that somebody holds."""
    partner = builders.a_partner(home, name="Björkskolan", kind="school")
    person = builders.a_person(partner, Role.REPORTER)
    holding = person.holdings.get()
    return {
        "organisation": partner.id,
        "function": holding.function_id,
        "holding": holding.id,
        "person": person.id,
        "group": GroupRule.objects.create(
            municipality_id=home.id, provider="kommunen", group="BRA", function=holding.function
        ).id,
        "disclosed": register_disclosure(
            builders.an_actor(home, Role.COORDINATOR),
            disclosed_on=date(2025, 3, 9),
            what="Lägesbilden 2025-T1",
            receiver="Polisen",
            ground="request",
        ),
    }


@pytest.mark.parametrize("row", access_matrix.rows(), ids=str)
def test_everybody_gets_what_the_table_says(
    row: Row, readers: dict[str, User | None], things: dict[str, UUID], pages: Pages
) -> None:
    answers = {}
    for column, reader in READERS.items():
        # What a form does for one reader must not be there for the next.
        client = pages.log_in(readers[reader]).client
        with _undone():
            answers[column] = _answer(client, row, things)
    assert answers == row.answers


def test_every_address_is_in_the_table() -> None:
    assert {row.address for row in access_matrix.rows()} == {name for name, _ in _addresses()}


@pytest.mark.parametrize("address", sorted({row.address for row in access_matrix.rows()}))
def test_other_methods_than_those_in_the_table_are_refused(
    address: str, readers: dict[str, User | None], things: dict[str, UUID], pages: Pages
) -> None:
    allowed = {row.method for row in access_matrix.rows() if row.address == address}
    client = pages.log_in(readers["coordinator"]).client
    url = _url(address, things["partners"])
    refused = {m for m in METHODS if client.generic(m, url).status_code == 405}
    assert refused == set(METHODS) - allowed


@pytest.mark.parametrize(
    "address", [name for name in {r.address for r in access_matrix.rows() if r.thing != "-"}]
)
def test_an_id_that_belongs_to_nothing_answers_404_to_everybody(
    address: str, readers: dict[str, User | None], pages: Pages
) -> None:
    url = _url(address, builders.some_id())
    methods = {row.method for row in access_matrix.rows() if row.address == address}
    method = "GET" if "GET" in methods else "POST"
    for reader in ("coordinator", "auditor", "stranger"):
        checked(pages.log_in(readers[reader]).client.generic(method, url), 404)


def test_a_stranger_cannot_tell_a_hidden_picture_from_none_at_all(
    readers: dict[str, User | None], things: dict[str, UUID], pages: Pages
) -> None:
    stranger = pages.log_in(readers["stranger"])
    hidden = stranger.get(_url("pictures:picture", things["draft"]), status=404)
    missing = stranger.get(_url("pictures:picture", builders.some_id()), status=404)
    assert hidden.text == missing.text


def _answer(client: Client, row: Row, things: dict[str, UUID]) -> str:
    url = _url(row.address, things.get(row.thing))
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
    """Roll back what was done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _url(address: str, thing: UUID | None) -> str:
    names = dict(_addresses())[address]
    return reverse(address, kwargs={n: ARGUMENTS.get(n, thing) for n in names})


def parts_of(address: str) -> tuple[str, ...]:
    """Return the names of an address's parts, such as ``picture_id``."""
    return dict(_addresses())[address]


def _addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address with the names of its parts."""

    def walk(
        patterns: list[URLPattern | URLResolver], namespace: str
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                yield from walk(pattern.url_patterns, inner)
            else:
                assert pattern.name, f"adressen {pattern.pattern} har inget namn"
                yield f"{namespace}{pattern.name}", tuple(pattern.pattern.converters)

    yield from walk(get_resolver().url_patterns, "")
