"""A form that is sent twice from the same page is done once; anything else is done as often as it is sent."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages, taken_apart
from tests.web.problem_builders import form_of_problem

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.base import once
from lagesbild_web.problems.models import Problem

NEW = "/problem/nytt/"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field
ALREADY = "Det här hade du redan skickat. Det gjordes inte en gång till."


@pytest.fixture
def browser(municipality: Organisation, pages: Pages) -> Client:
    """The browser of a coordinator, who must send the token as browsers do."""
    make.areas_and_categories(municipality)
    client = pages.log_in(builders.a_person(municipality, Role.COORDINATOR)).client
    client.handler.enforce_csrf_checks = True
    return client


def a_page(browser: Client) -> dict[str, str]:
    """Fetch the form anew; return what is hidden in it."""
    tags = taken_apart(browser.get(NEW)).tags
    return {TOKEN: next(a["value"] for tag, a in tags if tag == "input" and a.get("name") == TOKEN)}


def test_the_same_form_from_the_same_page_is_done_once(browser: Client) -> None:
    form = form_of_problem() | a_page(browser)
    first, second = browser.post(NEW, form), browser.post(NEW, form)
    assert Problem.objects.count() == 1
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert ALREADY in browser.get(second["Location"]).content.decode()


def test_the_same_sentence_on_a_page_that_is_fetched_anew_is_done_once(browser: Client) -> None:
    for _ in range(2):
        browser.post(NEW, form_of_problem() | a_page(browser))
    assert Problem.objects.count() == 1


def test_the_same_few_words_on_a_page_that_is_fetched_anew_are_meant(browser: Client) -> None:
    few = {"what": "Trasiga lampor.", "where": "Tunneln.", "when": "Kvällar.", "who": "Resenärer."}
    for _ in range(2):
        browser.post(NEW, form_of_problem(**few) | a_page(browser))
    assert Problem.objects.count() == 2


def test_other_words_from_the_same_page_are_meant(browser: Client) -> None:
    page = a_page(browser)
    for title in ("Trasiga lampor", "Trasiga bänkar"):
        browser.post(NEW, form_of_problem(title=title) | page)
    assert Problem.objects.count() == 2


def test_what_was_refused_can_be_sent_again(browser: Client) -> None:
    form = form_of_problem(title="") | a_page(browser)
    assert [browser.post(NEW, form).status_code for _ in range(2)] == [200, 200]


def test_what_is_sent_again_after_something_else_is_meant(browser: Client) -> None:
    form = form_of_problem() | a_page(browser)
    browser.post(NEW, form)
    browser.post(NEW, form_of_problem(title="Trasiga bänkar") | a_page(browser))
    browser.post(NEW, form)
    assert Problem.objects.count() == 3


def test_the_second_click_waits_for_the_first_one(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    form = form_of_problem() | a_page(browser)
    browser.post(NEW, form)
    key = cache.get(f"once:{browser.session.session_key}")
    cache.set(key, "")  # the first one is not done yet
    monkeypatch.setattr(once.time, "sleep", lambda _seconds: cache.set(key, "/problem/"))
    assert browser.post(NEW, form)["Location"] == "/problem/"
    assert Problem.objects.count() == 1
