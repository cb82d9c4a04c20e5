"""Wrong input of every kind gets a sentence, and nothing that was typed is lost.

Every form on every page of the access matrix is filled in wrongly, as somebody who may send it, and every
address is asked for with a query that nobody can have meant. A refused form is shown again with what was
typed in it, says what is wrong where it is read aloud, and has written nothing. Emoji and text from right to
left are words like others, and are taken. A NUL, which nobody sees, is taken away.
"""

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse
from tests.web import access_matrix, one_world
from tests.web.access_matrix import FORMS, READERS
from tests.web.addresses import url_of
from tests.web.fingers import Form, forms_on
from tests.web.one_world import again, undone
from tests.web.pages import checked
from tests.web.world import World
from tests.web.wrong_inputs import NUL, NUMBER, Wrong, wrong_inputs, wrong_queries

from lagesbild.privacy import personal_data
from lagesbild_web.access.models import User
from lagesbild_web.base.sessions import UNTIL

if TYPE_CHECKING:
    pass

WAYS: Final = ("ended", "gone", "stale")
"""How what was written can come too late: the hours have passed, the session is gone, the page is too old."""

OPEN: Final = {"access:ask_to_log_in", "access:ask_for_password"}
"""Forms that nobody has to be logged in for."""

LOOKERS: Final = ("coo", "adm", "rep", "rev", "mea", "aud", "ste", "par", "out")
"""Who fills in the forms of a page: the first of these who may. Most of the work is the coordinator's."""

NOT_OF_THE_PAGE: Final = {"access:log_out", "access:work_in"}
"""Forms that are on every page."""

BESIDE: Final = re.compile(
    r"django_session|axes_\w+|django_tasks\w*|access_link|audit_(record|whodidit|chainend)"
)
"""Tables that a refusal may write in: who asked for what, and when."""

KEPT_AS_IT_CAME: Final = {"written_reports:receive", "written_reports:report"}
"""A report in running text is kept as it came until somebody has looked through it."""

NOT_WORDS: Final = {"filter_query"}
"""Fields that hold an address; the words that it looks for are screened by themselves."""

SAID_THERE: Final = {"access:letter_sent", "start"}
"""Pages that say themselves what became of what was sent."""

SAYS_SOMETHING: Final = re.compile('role="alert"|role="status"|class="fault"')

WRITES: Final = re.compile(r'\s*(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)


folder, _own_store, db = one_world.folder, one_world.own_store, one_world.db
world, browsers = one_world.world, one_world.browsers


def _pages() -> dict[tuple[str, str], str]:
    """Every page that somebody may see, with one of those who may."""
    found: dict[tuple[str, str], str] = {}
    for row in access_matrix.rows():
        reader = next((r for r in LOOKERS if row.answers[r] == "200"), None)
        if row.method == "GET" and reader is not None:
            found.setdefault((row.address, row.thing), READERS[reader])
    return found


PAGES: Final = _pages()
PAGE_IDS: Final = [f"{address} {thing}" for address, thing in PAGES]


class Written:
    """What was written in the database and not rolled back, and where."""

    def __init__(self) -> None:
        self._told: list[tuple[str, list[str]]] = []
        self._marks: dict[str, int] = {}

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if mark := re.match(r'(ROLLBACK TO )?SAVEPOINT "?(\w+)', sql):
            if mark[1]:
                del self._told[self._marks[mark[2]] :]
            else:
                self._marks[mark[2]] = len(self._told)
        elif match := WRITES.match(sql):
            rows = params if many else [params or ()]
            self._told.append((match[1], [v for row in rows for v in row if isinstance(v, str)]))
        return execute(sql, params, many, context)

    @property
    def tables(self) -> list[str]:
        """The tables, but for those that a refusal may write in."""
        return sorted({table for table, _ in self._told if not BESIDE.fullmatch(table)})

    def holds(self, text: str) -> bool:
        """Whether a text was written anywhere, but for sealed sessions."""
        return any(text in v for table, values in self._told for v in values if table != "django_session")


@pytest.mark.parametrize("address_and_thing", list(PAGES), ids=PAGE_IDS)
def test_a_form_filled_in_wrongly_says_so(
    address_and_thing: tuple[str, str], world: World, browsers: dict[str, Client]
) -> None:
    address, thing = address_and_thing
    browser = browsers[PAGES[address_and_thing]]
    path = url_of(address, world.things.get(thing))
    elsewhere = world.readers["stranger"].holdings.get().function_id
    faults = []
    for form in _forms(browser, path):
        for wrong in wrong_inputs(form, FORMS.get(_name(form.action), {}), elsewhere):
            with undone():
                faults += [
                    f"{form.action} {wrong.kind}: {fault}"
                    for fault in _sent_wrongly(again(browser), path, form, wrong)
                ]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("address_and_thing", list(PAGES), ids=PAGE_IDS)
def test_a_wrong_query_is_answered(
    address_and_thing: tuple[str, str], world: World, browsers: dict[str, Client]
) -> None:
    address, thing = address_and_thing
    browser = browsers[PAGES[address_and_thing]]
    path = url_of(address, world.things.get(thing))
    faults = []
    for query in wrong_queries(_asked_for_with(browser, path)):
        with undone():
            faults += [
                f"{path}?{query[:200]}: {fault}" for fault in _queried(again(browser), f"{path}?{query}")
            ]
    assert not faults, "\n".join(faults)


def _asked_for_with(browser: Client, path: str) -> set[str]:
    """The names in the queries of the page's links and in its forms that are not sent with POST."""
    response = again(browser).get(path)
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return set()
    html = response.content.decode()
    return {*re.findall(r"[?;&](\w+)=", html), *re.findall(r' name="(\w+)"', html)} - {"csrfmiddlewaretoken"}


def _queried(client: Client, address: str) -> list[str]:
    try:
        response = client.get(address)
    except Exception as error:  # whatever it is, it is what a newcomer would get
        return [f"KRASCH {type(error).__name__}: {error}"[:200]]
    if response.status_code not in {200, 302, 400, 404, 422}:
        return [f"svarade {response.status_code}"]
    is_page = not response.streaming and response["Content-Type"].startswith("text/html")
    return ["en tagg kom ut som den var"] if is_page and b"<script>alert" in response.content else []


@pytest.mark.parametrize(("number", "address_and_thing"), list(enumerate(PAGES)), ids=PAGE_IDS)
def test_what_was_written_comes_back(
    number: int, address_and_thing: tuple[str, str], world: World, browsers: dict[str, Client]
) -> None:
    """When the log-in has ended, its session is gone or the page is too old: by turns."""
    address, thing = address_and_thing
    user = world.readers[PAGES[address_and_thing]]
    path = url_of(address, world.things.get(thing))
    if user is None or address in OPEN:
        return
    faults = []
    for form in _forms(browsers[PAGES[address_and_thing]], path):
        with undone():
            client = again(browsers[PAGES[address_and_thing]])
            client.get(path)
            faults += [
                f"{form.action}: {fault}"
                for fault in _sent_too_late(client, user, path, form, WAYS[number % 3])
            ]
    assert not faults, "\n".join(faults)


def _sent_too_late(client: Client, user: User, path: str, form: Form, way: str) -> list[str]:
    marks = {
        f.name: "Skrivet i rutan" for f in form.fields if f.kind in {"text", "textarea"} and not f.is_number
    }
    wrong = Wrong(way, form.filled(marks))
    data: dict[str, Any] = {**wrong.fields}
    files = {name: SimpleUploadedFile("bild.jpg", b"x") for name in form.of("file")}
    if way == "ended":
        session = client.session
        session[UNTIL] = time.time() - 1
        session.save()
    elif way == "gone":
        client.session.flush()
    client.handler.enforce_csrf_checks = way == "stale"
    sent = client.post(form.action, data | files, headers={"referer": f"http://testserver{path}"})
    leads = path if way == "stale" else f"{reverse('access:log_in')}?next={path}"
    if sent.status_code != 302 or unquote(sent["Location"]) != leads:
        return [f"svarade {sent.status_code} {sent.get('Location', '')}"]
    if way != "stale":
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = checked(client.get(path), 200)
    told = [] if not files or "bild.jpg" in page.text else ["ingenting sägs om filen"]
    return [*told, *(f for f in _lost(form, wrong, page.html) if "Det här skrev du" not in page.text)]


@pytest.mark.parametrize("address_and_thing", list(PAGES), ids=PAGE_IDS)
def test_whatever_is_kept_has_been_screened(
    address_and_thing: tuple[str, str],
    world: World,
    browsers: dict[str, Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each field by itself: one that is never looked at would keep a personal identity number for good."""
    address, thing = address_and_thing
    browser = browsers[PAGES[address_and_thing]]
    path = url_of(address, world.things.get(thing))
    looked_at: list[str] = []

    def look(text: str) -> Iterator[personal_data.PersonalData]:
        looked_at.append(text)
        yield from ()

    faults = []
    for form in _forms(browser, path):
        if _name(form.action) in KEPT_AS_IT_CAME:
            continue
        words = [f.name for f in form.fields if f.kind in {"text", "textarea", "search"} and not f.is_number]
        marks = {name: f"Mark{n}x" for n, name in enumerate(words)}
        written = Written()
        with monkeypatch.context() as patch, undone(), connection.execute_wrapper(written):
            # What the careful one fills in is kept whatever it says, so that every field can be seen.
            patch.setattr(personal_data, "_FINDERS", (look,))
            again(browser).post(form.action, form.filled(FORMS.get(_name(form.action), {}) | marks))
        told = "\n".join(looked_at)
        faults += [
            f"{form.action}: {name} sparades i {written.tables} utan att granskas"
            for name, mark in marks.items()
            if written.holds(mark) and mark not in told and name not in NOT_WORDS
        ]
    assert not faults, "\n".join(faults)


def _forms(browser: Client, path: str) -> list[Form]:
    """The page's own forms, each once."""
    response = again(browser).get(path)
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return []
    forms = {
        (_name(form.action), tuple(f.name for f in form.fields)): form
        for form in forms_on(response.content.decode(), path)
        if _name(form.action) not in NOT_OF_THE_PAGE
    }
    return list(forms.values())


def _name(path: str) -> str:
    return resolve(urlsplit(path).path).view_name


def _sent_wrongly(client: Client, path: str, form: Form, wrong: Wrong) -> list[str]:
    data: dict[str, Any] = {**wrong.fields}
    if wrong.files:
        data |= {name: wrong.files[0] for name in form.of("file")}
    written = Written()
    try:
        with connection.execute_wrapper(written):
            response = client.post(form.action, data, headers={"referer": f"http://testserver{path}"})
    except Exception as error:  # whatever it is, it is what a newcomer would get
        return [f"KRASCH {type(error).__name__}: {error}"[:200]]
    kept = [] if _name(form.action) in KEPT_AS_IT_CAME else _what_was_written(written)
    return [*kept, *_answered(client, response, form, wrong, written)]


def _what_was_written(written: Written) -> list[str]:
    faults = []
    if written.holds(NUL):
        faults.append("ett styrtecken sparades")
    if written.holds(NUMBER):
        faults.append(f"ett personnummer sparades i {written.tables}")
    return faults


def _answered(client: Client, response: Any, form: Form, wrong: Wrong, written: Written) -> list[str]:
    """What is wrong with the answer."""
    status, kind = response.status_code, response.get("Content-Type", "")
    if status == 302:
        if written.tables or _name(response["Location"]) in SAID_THERE:
            return []
        if not client.session.get("_messages"):
            return [f"ledde till {response['Location']} utan ett ord"]
        is_lost = _typed(form, wrong) and "unsent" not in client.session
        return ["det skrivna försvann i en omledning"] if is_lost else []
    if status not in {200, 400, 409, 422} or not kind.startswith("text/html"):
        return [f"svarade {status} {kind}"]
    html = response.content.decode()
    faults = [] if "<script>alert" not in html else ["en tagg kom ut som den var"]
    if written.tables:
        faults.append(f"skrev i {written.tables} fast den svarade {status}")
    if not SAYS_SOMETHING.search(html):
        faults.append("ingenting sägs")
    if wrong.kind == "allt tomt":
        faults += _promises_broken(response)
    # What is hidden is nothing that fingers reach: then it is enough to be answered.
    return [*faults, *([] if wrong.kind.startswith("dolda") else _lost(form, wrong, html))]


def _promises_broken(response: Any) -> list[str]:
    try:
        checked(response, response.status_code)
    except AssertionError as error:
        return [str(error)]
    return []


def _lost(form: Form, wrong: Wrong, html: str) -> list[str]:
    """The fields in which what was typed is not any longer; a browser ends lines as it likes."""
    there: dict[str, set[str]] = {}
    for field in (f for other in forms_on(html, "") for f in other.fields):
        there.setdefault(field.name, set()).update(_words(value) for value in field.values)
    return [
        f"det skrivna i {name} är borta"
        for name, text in _typed(form, wrong).items()
        if text not in there.get(name, set())
    ]


def _typed(form: Form, wrong: Wrong) -> dict[str, str]:
    """What was typed in the form's fields."""
    typed = {f.name: _words("".join(wrong.fields.get(f.name, [])[:1])) for f in form.fields if f.is_typed}
    return {name: text for name, text in typed.items() if text}


def _words(text: str) -> str:
    return " ".join(text.replace("\x00", "").replace("\ufffd", "").split())
