"""Letters with links: single use, short-lived, and silent about who has an account."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.web import builders
from tests.web.builders import PASSWORD
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import AccessLink, User
from lagesbild_web.access.roles import Role

Letters = Callable[..., AbstractContextManager[object]]
ASK, FORGOT = "/logga-in/e-post/", "/logga-in/glomt/"


@pytest.fixture
def reporter(municipality: Organisation) -> User:
    """Somebody outside the municipality's own log-in."""
    return builders.a_person(builders.a_partner(municipality), Role.REPORTER)


@pytest.fixture
def letters(django_capture_on_commit_callbacks: Letters) -> Letters:
    """Lets letters go when what they tell of is saved."""
    return django_capture_on_commit_callbacks


def _asked(pages: Pages, letters: Letters, email: str, path: str = ASK) -> str:
    """Ask for a letter; returns the link in it."""
    with letters(execute=True):
        page = pages.send(path, {"email": email})
    assert page.title == "Titta i din e-post"
    found = re.search(r"http://testserver(/lank/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_link_logs_in_once_and_only_by_the_button(reporter: User, pages: Pages, letters: Letters) -> None:
    path = _asked(pages, letters, reporter.email.upper())
    pages.get(path)  # a post program looks at the link
    assert pages.client.get("/konto/").status_code == 302
    assert pages.client.post(path)["Location"] == "/"
    pages.get("/konto/")
    Pages().post(path, status=410)


def test_the_answer_is_the_same_whether_the_address_has_an_account(
    reporter: User, pages: Pages, letters: Letters
) -> None:
    with letters(execute=True):
        known = pages.send(ASK, {"email": reporter.email})
        unknown = pages.send(ASK, {"email": "ingen@exempelkoping.example"})
    assert known.text == unknown.text
    assert len(mail.outbox) == 1


def test_a_link_is_short_lived(reporter: User, pages: Pages, letters: Letters) -> None:
    path = _asked(pages, letters, reporter.email)
    AccessLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = pages.get(path, status=410)
    assert "Be om en ny länk" in page.text


def test_a_new_link_replaces_the_old(reporter: User, pages: Pages, letters: Letters) -> None:
    first = _asked(pages, letters, reporter.email)
    second = _asked(pages, letters, reporter.email)
    pages.get(first, status=410)
    pages.get(second)


def test_nobody_is_drowned_in_letters(reporter: User, pages: Pages, letters: Letters) -> None:
    with letters(execute=True):
        for _ in range(5):
            assert pages.send(ASK, {"email": reporter.email}).title == "Titta i din e-post"
    assert len(mail.outbox) == 3
    AccessLink.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    _asked(pages, letters, reporter.email)


def test_a_closed_account_gets_no_letter(reporter: User, pages: Pages, letters: Letters) -> None:
    path = _asked(pages, letters, reporter.email)
    User.objects.update(is_active=False)
    pages.get(path, status=410)
    with letters(execute=True):
        pages.send(ASK, {"email": reporter.email})
    assert len(mail.outbox) == 1


def test_only_a_hash_of_the_code_is_kept(reporter: User, pages: Pages, letters: Letters) -> None:
    path = _asked(pages, letters, reporter.email)
    assert path.split("/")[2] not in str(AccessLink.objects.values())


def test_a_forgotten_password_is_replaced_and_ends_other_sessions(
    reporter: User, pages: Pages, letters: Letters
) -> None:
    elsewhere = pages.log_in(reporter)
    path = _asked(pages, letters, reporter.email, FORGOT)
    page = pages.post(path, {"password": "kort", "password_again": "kort"})
    assert "12 tecken" in page.text
    form = {"password": "sju röda ballonger", "password_again": "sju röda ballonger"}
    assert pages.client.post(path, form).status_code == 302
    pages.get("/konto/")
    assert elsewhere.client.get("/konto/").status_code == 302
    reporter.refresh_from_db()
    assert reporter.check_password("sju röda ballonger")
    assert not reporter.check_password(PASSWORD)
    Pages().get(path, status=410)


def test_letters_are_kept_in_a_folder_and_said_where_when_there_is_no_server(
    reporter: User,
    pages: Pages,
    letters: Letters,
    settings: Settings,
    tmp_path: object,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.EMAIL_BACKEND = "lagesbild_web.base.letters.KeptLetters"
    settings.KEPT_LETTERS_DIR = tmp_path
    with letters(execute=True):
        pages.send(ASK, {"email": reporter.email})
    told = capsys.readouterr().err
    path = told.strip().rpartition(" ")[2]
    assert "Brevet ligger i" in told
    with open(path, encoding="utf-8") as letter:
        assert "/lank/" in letter.read().replace("=\n", "")
