"""Nothing that somebody has written is lost because the log-in ended."""

import time
import zlib
from pathlib import Path

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from tests.web import builders
from tests.web.builders import PASSWORD
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.base import unsent
from lagesbild_web.base.filling import filled
from lagesbild_web.base.sessions import UNTIL

NEW = "/administration/organisationer/ny/"
FORM = {"name": "Åkskolan ”norr”", "kind": "school"}


@pytest.fixture
def administrator(municipality: Organisation) -> User:
    """Somebody with forms to fill in."""
    return builders.a_person(municipality, Role.ADMINISTRATOR)


def _end(pages: Pages) -> None:
    """Let the hours pass."""
    session = pages.client.session
    session[UNTIL] = time.time() - 1
    session.save()


def _log_in(pages: Pages, user: User, next_page: str) -> str:
    form = {"username": user.email, "password": PASSWORD, "next": next_page}
    return str(pages.client.post("/logga-in/", form)["Location"])


def test_a_log_in_ends_after_its_hours(administrator: User, pages: Pages) -> None:
    browser = pages.log_in(administrator)
    assert browser.client.get("/konto/").status_code == 200
    _end(browser)
    assert browser.client.get("/konto/")["Location"] == "/logga-in/?next=/konto/"
    assert browser.get("/logga-in/").title == "Logga in"  # not taken for logged in and led round in a ring


def test_what_was_written_is_in_the_form_after_logging_in_again(administrator: User, pages: Pages) -> None:
    browser = pages.log_in(administrator)
    _end(browser)
    answer = browser.client.post(NEW, FORM, headers={"referer": f"http://testserver{NEW}"})
    assert answer["Location"] == f"/logga-in/?next={NEW}"
    page = browser.get(_log_in(browser, administrator, NEW))
    assert "Det du skrev finns kvar här." in page.text
    assert ("input", "Åkskolan ”norr”") in [(t, a.get("value")) for t, a in page.tags if "name" in a]
    assert ("school", True) in [(a.get("value"), "selected" in a) for t, a in page.tags if t == "option"]
    assert not OrganisationRow.objects.filter(kind="school").exists()  # nothing is sent by itself
    page = browser.get(NEW)
    assert "Åkskolan" not in page.html  # shown once


def test_somebody_else_in_the_same_browser_never_sees_it(
    administrator: User, municipality: Organisation, pages: Pages
) -> None:
    other = builders.a_person(municipality, Role.ADMINISTRATOR)
    browser = pages.log_in(administrator)
    _end(browser)
    browser.client.post(NEW, FORM)
    page = browser.get(_log_in(browser, other, NEW))
    assert "Åkskolan" not in page.html
    assert "Det du skrev" not in page.text
    _log_in(browser, administrator, NEW)
    assert "Åkskolan" not in browser.get(NEW).html


def test_it_is_gone_after_an_hour(administrator: User, pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = pages.log_in(administrator)
    _end(browser)
    browser.client.post(NEW, FORM)
    _log_in(browser, administrator, NEW)
    monkeypatch.setattr(unsent, "_LASTS_SECONDS", -1)
    assert "Åkskolan" not in browser.get(NEW).html


def test_it_is_not_readable_where_it_lies(administrator: User, pages: Pages) -> None:
    browser = pages.log_in(administrator)
    _end(browser)
    browser.client.post(NEW, FORM)
    assert "kskolan" not in str(browser.client.session["unsent"][NEW])


def test_passwords_are_never_kept(administrator: User, pages: Pages) -> None:
    browser = pages.log_in(administrator)
    _end(browser)
    browser.client.post("/konto/losenord/", {"old_password": PASSWORD, "password": "hemligt ord", "x": "y"})
    session = browser.client.session
    sealed = session["unsent"]["/konto/losenord/"].encode()
    found = zlib.decompress(unsent._cipher().decrypt(sealed)).decode()
    assert "x=y" in found
    assert "hemligt" not in found
    assert "password" not in found.replace("losenord", "")


def test_a_form_is_shown_on_the_page_that_it_was_written_on(
    administrator: User, municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    """A button that has an address of its own leads back to the page with the button."""
    school = builders.a_partner(municipality, name="Björkskolan", kind="school")
    path = f"/administration/organisationer/{school.id}/"
    browser = pages.log_in(administrator)
    _end(browser)
    answer = browser.client.post(f"{path}ateruppta/", {}, headers={"referer": f"http://testserver{path}"})
    assert answer["Location"] == f"/logga-in/?next={path}"
    assert "Tryck på knappen en gång till." in browser.get(_log_in(browser, administrator, path)).text


def test_an_address_elsewhere_is_never_led_to(administrator: User, pages: Pages) -> None:
    browser = pages.log_in(administrator)
    _end(browser)
    answer = browser.client.post(NEW, FORM, headers={"referer": "https://annan.example/lura/"})
    assert answer["Location"] == f"/logga-in/?next={NEW}"


def test_a_page_whose_address_looks_like_a_host_is_led_to_as_a_page(
    administrator: User, pages: Pages
) -> None:
    browser = pages.log_in(administrator)
    browser.client.handler.enforce_csrf_checks = True
    answer = browser.client.post(NEW, FORM, headers={"referer": "http://testserver//annan.example/lura/"})
    assert answer["Location"] == "/%2Fannan.example/lura/"


def test_other_forms_of_the_feature_are_kept_too(
    municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    picture = builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS)
    coordinator = builders.a_person(municipality, Role.COORDINATOR)
    path = f"/lagesbilder/{picture.id}/dra-tillbaka/"
    browser = pages.log_in(coordinator)
    _end(browser)
    browser.client.post(path, {"reason": "Antalet <i> Norr & Söder\nvar fel"})
    page = browser.get(_log_in(browser, coordinator, path))
    assert "Antalet &lt;i&gt; Norr &amp; Söder\nvar fel</textarea>" in page.html


PAGE = (
    "<!DOCTYPE html><p>&aring; &#229; <!-- x --></p>"
    '<form method="post" action="/annan/"><input name="a"></form>'
    '<form method="post"><input type="hidden" name="a" value="h"><input name="a" value="1">'
    '<input type="password" name="p"><input type="checkbox" name="c" value="x" checked>'
    '<input type="radio" name="r" value="1" checked><input type="radio" name="r" value="2">'
    '<select name="s"><option value="1" selected>1</option><option value="2">2</option></select>'
    '<textarea name="t">gammal &amp; text</textarea><button name="b">Skicka</button></form>'
)


def test_only_the_fields_of_the_right_form_change() -> None:
    found = filled(PAGE, QueryDict("a=2&p=x&r=2&s=2&t=%3Cny%3E&b=1"), action="/p/", page="/p/")
    assert found == (
        "<!DOCTYPE html><p>&aring; &#229; <!-- x --></p>"
        '<form method="post" action="/annan/"><input name="a"></form>'
        '<form method="post"><input type="hidden" name="a" value="2"><input name="a" value="2">'
        '<input type="password" name="p"><input type="checkbox" name="c" value="x">'
        '<input type="radio" name="r" value="1"><input type="radio" name="r" value="2" checked>'
        '<select name="s"><option value="1">1</option><option value="2" selected>2</option></select>'
        '<textarea name="t">&lt;ny&gt;</textarea><button name="b">Skicka</button></form>'
    )


def test_a_page_without_the_form_is_left_exactly_as_it_is() -> None:
    assert filled(PAGE, QueryDict("a=2"), action="/q/", page="/p/") == PAGE


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_whatever_was_written_comes_back_and_nothing_breaks_out(text: str) -> None:
    from html.parser import HTMLParser

    fields = QueryDict(mutable=True)
    fields["a"] = fields["t"] = text
    seen: dict[str, str] = {}

    class Reader(HTMLParser):
        inside = False

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.inside = tag == "textarea"
            if dict(attrs).get("name") == "a" and "value" in dict(attrs):
                seen["a"] = dict(attrs)["value"] or ""

        def handle_endtag(self, _tag: str) -> None:
            self.inside = False

        def handle_data(self, data: str) -> None:
            if self.inside:
                seen["t"] = seen.get("t", "") + data

    form = '<form method="post"><input name="a" value=""><textarea name="t"></textarea></form>'
    reader = Reader()
    reader.feed(filled(form, fields, action="/p/", page="/p/"))
    reader.close()
    assert (seen.get("a", ""), seen.get("t", "")) == (text, text)
