"""Every file that the web hands out: documents for those who listen, tables with their columns explained.

The addresses are found by themselves: a new one with ``format`` or ``filetype`` in it is held to all of this.
An address that gives no file for the things in the world fails until ``PARTS`` says what to ask it for.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from tests.web import access_matrix, builders, document_checks
from tests.web.addresses import addresses, url_of
from tests.web.document_checks import Head
from tests.web.pages import Pages
from tests.web.world import World, a_world

from lagesbild.document.docx import write_docx
from lagesbild.document.pdf import write_pdf
from lagesbild.document.xlsx import write_xlsx
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Circle
from lagesbild_web.meetings import actions as meetings
from lagesbild_web.pictures.actions import import_picture, publish_picture
from lagesbild_web.plans.models import Plan
from lagesbild_web.walks import actions as walks

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

TEXTS: Final[Mapping[str, Callable[[bytes], str]]] = {
    "pdf": document_checks.text_of_pdf,
    "docx": document_checks.text_of_word,
    "html": document_checks.text_of_page,
    "xlsx": document_checks.text_of_workbook,
    "csv": document_checks.text_of_table,
}
KINDS: Final = tuple(TEXTS)
PARTS: Final[Mapping[str, tuple[Mapping[str, object], ...]]] = {
    "plans:download_grant": ({"what": "ansokan"}, {"what": "redovisning"}),
    "plans:download_version": ({"number": 1},),
    "meetings:minutes": ({"number": 1},),
    "walks:protocol": ({"number": 1},),
    "explore:download": ({"view": "tider"}, {"view": "utveckling"}, {"view": "omraden"}),
    "follow_up:download_table": ({"what": "matt"}, {"what": "effekter"}, {"what": "rapporter"}),
    "steering:download": tuple({"what": what} for what in ("dokument", "mal", "ord", "namnder")),
}
"""What the other parts of an address are, where the table of access has none that gives a file."""

RAW: Final = re.compile(
    r"\bNone\b|\bTrue\b|\bFalse\b|\bnan\b|[{}]|%\(|\*\*|</?[a-z]+[ >]|&\w+;"
    r"|\d{4}-\d\d-\d\dT\d\d|\b[a-z]+(?:_[a-z]+)+\b|\(\)|(?<!\.)\.\.(?!\.)|[,;:] *\.(?!\.)"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
"""A program's words, markup, forms not filled in, what is left around an empty word, English days."""

IDS: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-")
"""Nobody reads an id in a document; in a table it may tie the rows to those of another file."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was handed out."""

    name: str
    """The address with its thing and parts."""
    kind: str
    content: bytes


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> Iterator[None]:
    """One transaction around the whole file, undone afterwards: making the world is most of the work."""
    with django_db_blocker.unblock(), _undone():
        yield


@pytest.fixture(scope="module")
def made(db: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, ...]:
    """Every file that the coordinator or the auditor can fetch of what there is in the world."""
    folder = tmp_path_factory.mktemp("documents")
    cache.clear()
    with override_settings(STORED_FILES_DIR=folder / "filer"):
        world = a_world(folder)
        things = world.things | _finished(world, folder)
        readers = [Pages().log_in(world.readers[name]).client for name in ("coordinator", "auditor")]
        return tuple(_all_files(readers, things))


@pytest.fixture(scope="module")
def documents(made: tuple[Made, ...]) -> frozenset[str]:
    """The names of those that are documents; the others are tables."""
    return frozenset(each.name for each in made if each.kind == "pdf")


def test_every_address_that_hands_out_files_gave_some(made: tuple[Made, ...]) -> None:
    given = {each.name.split()[0] for each in made}
    assert set(_file_addresses()) - given == set(), "say in PARTS what to ask for"


def test_every_document_is_pdf_and_word_and_every_table_csv_and_xlsx(
    made: tuple[Made, ...], documents: frozenset[str]
) -> None:
    kinds: dict[str, set[str]] = {}
    for each in made:
        kinds.setdefault(each.name, set()).add(each.kind)
    assert {n: k for n, k in kinds.items() if n in documents and "docx" not in k} == {}
    assert {n: k for n, k in kinds.items() if n not in documents and not {"csv", "xlsx"} <= k} == {}


def test_every_pdf_can_be_listened_to(made: tuple[Made, ...]) -> None:
    assert _faults(made, "pdf", document_checks.faults_of_pdf) == {}


def test_every_word_file_can_be_listened_to_and_worked_on(made: tuple[Made, ...]) -> None:
    assert _faults(made, "docx", document_checks.faults_of_word) == {}


def test_every_page_to_take_along_is_whole_in_itself(made: tuple[Made, ...]) -> None:
    assert _faults(made, "html", document_checks.faults_of_page) == {}


def test_every_workbook_tells_what_its_columns_say(made: tuple[Made, ...]) -> None:
    assert _faults(made, "xlsx", document_checks.faults_of_workbook) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_meant_for_a_program(made: tuple[Made, ...], kind: str) -> None:
    def raw(content: bytes) -> list[str]:
        text = TEXTS[kind](content)
        found = [*RAW.finditer(text), *(() if kind in ("csv", "xlsx") else IDS.finditer(text))]
        return [text[max(0, each.start() - 40) : each.end() + 30] for each in found]

    assert _faults(made, kind, raw) == {}


def test_a_document_has_one_title_and_one_day_in_every_format(
    made: tuple[Made, ...], documents: frozenset[str]
) -> None:
    heads: dict[str, set[Head]] = {}
    titles: dict[str, set[str]] = {}
    readers = {
        "pdf": document_checks.head_of_pdf,
        "docx": document_checks.head_of_word,
        "xlsx": document_checks.head_of_workbook,
    }
    for each in made:
        if each.name in documents and each.kind in readers:
            heads.setdefault(each.name, set()).add(readers[each.kind](each.content))
        elif each.name in documents and each.kind == "html":
            titles.setdefault(each.name, set()).add(document_checks.head_of_page(each.content))
    assert {name: told for name, told in heads.items() if len(told) != 1} == {}
    assert all(head.title and head.day for told in heads.values() for head in told)
    assert {name: told for name, told in titles.items() if told != {h.title for h in heads[name]}} == {}


@pytest.mark.parametrize(
    "words",
    ["{x}", "åtgärden None", "not_kept", "**fet**", "2026-01-01T12", "(a). ()", "stopp..", "ord; .", "3 May"],
)
def test_what_a_program_reads_is_found(words: str) -> None:
    assert RAW.search(words)


@pytest.mark.parametrize(
    "words", ["Underskrift: ______", "2026-01-01 – 2026-02-01", "och så vidare ...", "§ 4 (6 §).", "augusti"]
)
def test_what_people_read_is_left_alone(words: str) -> None:
    assert not RAW.search(words)


def _file_addresses() -> list[str]:
    return sorted(name for name, parts in addresses() if {"format", "filetype"} & set(parts))


def _all_files(readers: list[Client], things: Mapping[str, UUID]) -> Iterator[Made]:
    rows = access_matrix.rows()
    for address in _file_addresses():
        named = FINISHED.get(address) or {row.thing for row in rows if row.address == address}
        for thing in sorted(named):
            for parts in PARTS.get(address, ({},)):
                name = " ".join([address, thing, *map(str, parts.values())])
                for kind in KINDS:
                    url = url_of(address, things.get(thing), **parts, format=kind, filetype=kind)
                    yield from (Made(name, kind, content) for content in _content(readers, url))


def _content(readers: list[Client], url: str) -> Iterator[bytes]:
    for client in readers:
        answer = client.get(url)
        if answer.status_code == 200:
            yield answer.getvalue()
        if answer.status_code != 403:
            return


FINISHED: Final[Mapping[str, set[str]]] = {
    "pictures:download": {"real"},
    "public:download": {"real"},
    "plans:download": {"decided_plan"},
    "plans:download_version": {"decided_plan"},
}
"""Things of ``_finished`` to look at instead of those in the table of access."""


def _finished(world: World, folder: Path) -> dict[str, UUID]:
    """What has documents when it is done: adjusted minutes, a protocol, a decided plan, a real picture."""
    user = world.readers["coordinator"]
    assert user is not None
    coordinator = actor_for(user.id, user.full_name)
    home = coordinator.municipality_id
    assert home is not None
    met, walked = world.things["met"], world.things["walked"]
    meetings.begin_meeting(coordinator, met)
    function = user.holdings.get().function_id
    meetings.adjust_minutes(coordinator, met, function_ids=[function], adjusted_on=timezone.localdate())
    walks.keep_attendance(coordinator, walked, function_ids=[], participants=9, note="")
    walks.make_protocol(coordinator, walked)
    decided = Plan.objects.filter(municipality_id=home, versions__documents__has_key="pdf").first()
    assert decided is not None
    return {"decided_plan": decided.id, "real": _a_real_picture(home, folder)}


def _a_real_picture(home: UUID, folder: Path) -> UUID:
    """A picture whose files are the library's own."""
    made = builders.a_picture_folder(folder / "verklig", is_public=True)
    document = builders.a_document("Lägesbild Exempelköping", "2025-T1", 1234)
    (made / "picture.pdf").write_bytes(write_pdf(document))
    (made / "picture.docx").write_bytes(write_docx(document))
    (made / "picture.xlsx").write_bytes(write_xlsx(document))
    picture = import_picture(builders.SYSTEM, made, municipality_id=home)
    return publish_picture(builders.SYSTEM, picture.id, circle=Circle.PUBLIC).id


def _faults(
    made: tuple[Made, ...], kind: str, faults_of: Callable[[bytes], list[str]]
) -> dict[str, list[str]]:
    """Return the files of a kind with faults; there must be some of the kind, or nothing was tried."""
    looked_at = [each for each in made if each.kind == kind]
    assert looked_at
    return {each.name: faults for each in looked_at if (faults := faults_of(each.content))}


@contextmanager
def _undone() -> Iterator[None]:
    """Roll back what was done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
