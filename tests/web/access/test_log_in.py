"""Logging in, out, and changing one's password."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.web import builders
from tests.web.builders import PASSWORD
from tests.web.pages import Pages, checked

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import RIGHT_LABELS, Right, Role
from lagesbild_web.audit.models import Record, WhoDidIt

LOG_IN = "/logga-in/"


@pytest.fixture
def member(municipality: Organisation) -> User:
    """Somebody in the steering group."""
    return builders.a_person(municipality, Role.STEERING)


def test_the_page_asked_for_follows_through_the_log_in(member: User, pages: Pages) -> None:
    answer = pages.client.get("/lagesbilder/?sida=1")
    assert answer["Location"] == "/logga-in/?next=/lagesbilder/%3Fsida%3D1"
    page = pages.get(answer["Location"])
    assert 'name="next" value="/lagesbilder/?sida=1"' in page.html
    done = pages.client.post(
        LOG_IN, {"username": member.email, "password": PASSWORD, "next": "/lagesbilder/?sida=1"}
    )
    assert done["Location"] == "/lagesbilder/?sida=1"


def test_nobody_is_led_to_another_site_after_logging_in(member: User, pages: Pages) -> None:
    form = {"username": member.email, "password": PASSWORD, "next": "https://annan.example/"}
    assert pages.client.post(LOG_IN, form)["Location"] == "/"


def test_the_address_may_be_written_in_capitals(member: User, pages: Pages) -> None:
    assert (
        pages.client.post(LOG_IN, {"username": member.email.upper(), "password": PASSWORD}).status_code == 302
    )


@pytest.mark.parametrize("is_known", [True, False])
def test_a_wrong_password_says_the_same_whether_the_account_exists(
    member: User, pages: Pages, is_known: bool
) -> None:
    email = member.email if is_known else "ingen@exempelkoping.example"
    page = pages.post(LOG_IN, {"username": email, "password": "fel lösenord helt"})
    assert "E-postadressen och lösenordet hör inte ihop" in page.text
    assert not WhoDidIt.objects.exists()
    assert Record.objects.get().event == "access.log_in_refused"


def test_a_closed_account_cannot_be_logged_in_to(member: User, pages: Pages) -> None:
    member.is_active = False
    member.save(update_fields=["is_active"])
    page = pages.post(LOG_IN, {"username": member.email, "password": PASSWORD})
    assert "hör inte ihop" in page.text


def test_empty_fields_are_named(pages: Pages, db: None) -> None:
    page = pages.post(LOG_IN, {})
    assert "Skriv din e-postadress." in page.text
    assert "Skriv ditt lösenord." in page.text
    assert not Record.objects.exists()


def test_after_too_many_wrong_passwords_even_the_right_one_must_wait(
    member: User, pages: Pages, settings: Settings
) -> None:
    wrong = {"username": member.email, "password": "fel lösenord helt"}
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        pages.post(LOG_IN, wrong)
    page = pages.post(LOG_IN, wrong, status=429)
    assert "Vänta 15 minuter" in page.text
    pages.post(LOG_IN, {"username": member.email, "password": PASSWORD}, status=429)


def test_the_pause_for_one_account_does_not_stop_another(
    member: User, municipality: Organisation, pages: Pages, settings: Settings
) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        pages.client.post(LOG_IN, {"username": member.email, "password": "fel"})
    other = builders.a_person(municipality, Role.REPORTER)
    assert pages.client.post(LOG_IN, {"username": other.email, "password": PASSWORD}).status_code == 302


def test_logging_in_and_out_is_in_the_log_with_who(member: User, pages: Pages) -> None:
    pages.client.post(LOG_IN, {"username": member.email, "password": PASSWORD})
    page = pages.send(reverse("access:log_out"))
    assert "Du är utloggad." in page.text
    records = Record.objects.order_by("sequence")
    assert [row.event for row in records] == ["access.logged_in", "access.logged_out"]
    assert {row.who.user_id for row in records} == {member.id}
    assert {row.municipality_id for row in records} == {member.holdings.get().function.organisation_id}


def test_a_new_password_takes_over_and_one_stays_logged_in(member: User, pages: Pages) -> None:
    browser, elsewhere = pages.log_in(member), pages.log_in(member)
    form = {"old_password": PASSWORD, "password": "tre gröna dörrar", "password_again": "tre gröna dörrar"}
    page = browser.send("/konto/losenord/", form)
    assert "Lösenordet är bytt." in page.text
    member.refresh_from_db()
    assert member.check_password("tre gröna dörrar")
    assert elsewhere.client.get("/konto/").status_code == 302


@pytest.mark.parametrize(
    ("form", "fault"),
    [
        ({"old_password": "inte det"}, "Det här är inte ditt nuvarande lösenord."),
        ({"password_again": "något annat helt"}, "Lösenorden är inte lika."),
        ({"password": "kort", "password_again": "kort"}, "12 tecken"),
        ({"password": "918273645546", "password_again": "918273645546"}, "siffror"),
        ({"password": "exempelkoping", "password_again": "exempelkoping"}, "e-postadress"),
    ],
)
def test_a_bad_new_password_is_refused_with_the_reason(
    member: User, pages: Pages, form: dict[str, str], fault: str
) -> None:
    whole = {"old_password": PASSWORD, "password": "tre gröna dörrar", "password_again": "tre gröna dörrar"}
    page = pages.log_in(member).post("/konto/losenord/", whole | form)
    assert fault in page.text
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_a_session_ends_after_the_hours_that_were_set(settings: Settings) -> None:
    assert timedelta(hours=10) == settings.LOG_IN_LASTS
    assert settings.SESSION_COOKIE_HTTPONLY


def test_a_role_holds_from_its_first_day_until_the_day_it_ends(
    municipality: Organisation, pages: Pages
) -> None:
    today = timezone.localdate()
    for starts_on, ends_on, answer in (
        (today, None, 200),
        (today + timedelta(days=1), None, 403),
        (today - timedelta(days=9), today, 403),
        (today - timedelta(days=9), today + timedelta(days=1), 200),
    ):
        auditor = builders.a_person(municipality, Role.AUDITOR, starts_on=starts_on, ends_on=ends_on)
        pages.get("/logg/", as_=auditor, status=answer)


def test_the_account_page_says_what_every_role_gives(municipality: Organisation, pages: Pages) -> None:
    page = pages.get("/konto/", as_=builders.a_person(municipality, Role.COORDINATOR))
    assert "Samordnare, Exempelköping" in page.text
    assert f"{RIGHT_LABELS[Right.PUBLISH_PICTURE]} Egna organisationen Skyddad" in page.text
    assert "Allmänheten" in page.text


def test_a_forged_form_is_refused_in_plain_words(municipality: Organisation) -> None:
    member = builders.a_person(municipality, Role.STEERING)
    client = Client(enforce_csrf_checks=True)
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    page = checked(client.post(reverse("access:log_out")), 403)
    assert page.title == "Formuläret gick inte att skicka"
    assert client.get("/konto/").status_code == 200
