"""A role may demand more than a password, and nobody is locked out without a way back."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from tests.web import builders
from tests.web.builders import PASSWORD, SYSTEM
from tests.web.pages import Pages

from lagesbild_web.access import actions
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import SecondFactorRule, User
from lagesbild_web.access.roles import SECOND_FACTOR_FROM_START, Role
from lagesbild_web.audit.models import Record


@pytest.fixture(autouse=True)
def _forget_counts() -> None:
    cache.clear()


@pytest.fixture
def coordinator(municipality: Organisation) -> User:
    """Somebody whose role demands a second step."""
    actions.demand_second_factor(SYSTEM, municipality.id, roles=["coordinator"])
    return builders.a_person(municipality, Role.COORDINATOR)


def _log_in(pages: Pages, user: User, next_page: str = "/konto/") -> str:
    form = {"username": user.email, "password": PASSWORD, "next": next_page}
    return str(pages.client.post("/logga-in/", form)["Location"])


def _code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + steps))


def _connect_app(pages: Pages) -> str:
    """Connect an app as the page says; returns its secret."""
    page = pages.get("/konto/tvasteg/app/")
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page.html)
    assert found
    answer = pages.client.post("/konto/tvasteg/app/", {"code": _code(found[1])})
    assert answer["Location"] == "/konto/tvasteg/reservkoder/"
    return found[1]


def test_whoever_lacks_a_second_step_is_led_to_add_one_before_anything_else(
    coordinator: User, pages: Pages
) -> None:
    assert _log_in(pages, coordinator) == "/konto/"
    assert pages.client.get("/lagesbilder/")["Location"] == "/konto/tvasteg/"
    page = pages.get("/konto/tvasteg/")
    assert "Lägg till ett andra steg för att fortsätta." in page.text
    _connect_app(pages)
    assert "Visa nya reservkoder" in pages.get("/konto/tvasteg/reservkoder/").text
    pages.get("/lagesbilder/")


def test_with_an_app_the_password_alone_opens_nothing(coordinator: User, pages: Pages) -> None:
    _log_in(pages, coordinator)
    secret = _connect_app(pages)
    other = Pages()
    assert _log_in(other, coordinator) == "/logga-in/steg-tva/"
    assert other.client.get("/konto/").status_code == 302
    page = other.post("/logga-in/steg-tva/", {"code": "000000"})
    assert "Koden stämmer inte." in page.text
    done = other.client.post("/logga-in/steg-tva/", {"code": _code(secret, 1)})
    assert done["Location"] == "/konto/"
    other.get("/lagesbilder/")


def test_a_code_works_once(coordinator: User, pages: Pages) -> None:
    _log_in(pages, coordinator)
    secret = _connect_app(pages)
    code = _code(secret, 1)
    first, second = Pages(), Pages()
    _log_in(first, coordinator)
    assert first.client.post("/logga-in/steg-tva/", {"code": code}).status_code == 302
    _log_in(second, coordinator)
    second.post("/logga-in/steg-tva/", {"code": code}, status=200)


def test_codes_cannot_be_guessed_for_long(coordinator: User, pages: Pages) -> None:
    _log_in(pages, coordinator)
    secret = _connect_app(pages)
    other = Pages()
    _log_in(other, coordinator)
    for _ in range(6):
        other.client.post("/logga-in/steg-tva/", {"code": "000000"})
    other.post("/logga-in/steg-tva/", {"code": _code(secret, 1)}, status=200)


def test_a_code_in_reserve_opens_once_and_new_ones_replace_the_old(coordinator: User, pages: Pages) -> None:
    _log_in(pages, coordinator)
    _connect_app(pages)
    codes = re.findall(r"<code>(\d{4} \d{4})</code>", pages.post("/konto/tvasteg/reservkoder/").html)
    assert len(set(codes)) == 10
    assert codes[0] not in pages.get("/konto/tvasteg/reservkoder/").html
    other = Pages()
    _log_in(other, coordinator)
    assert other.client.post("/logga-in/steg-tva/", {"code": codes[0]}).status_code == 302
    assert "Du har 9 reservkoder kvar." in other.get("/konto/tvasteg/").text
    again = Pages()
    _log_in(again, coordinator)
    again.post("/logga-in/steg-tva/", {"code": codes[0]}, status=200)
    pages.post("/konto/tvasteg/reservkoder/")
    again.post("/logga-in/steg-tva/", {"code": codes[1]}, status=200)


def test_the_last_factor_stays_while_the_role_demands_one(coordinator: User, pages: Pages) -> None:
    _log_in(pages, coordinator)
    _connect_app(pages)
    factor = Authenticator.objects.get(type="totp")
    page = pages.post(f"/konto/tvasteg/{factor.pk}/ta-bort/")
    assert "Din roll kräver tvåstegsinloggning." in page.text
    SecondFactorRule.objects.all().delete()
    pages.send(f"/konto/tvasteg/{factor.pk}/ta-bort/")
    assert not Authenticator.objects.exists()  # nor codes in reserve


def test_somebody_elses_factor_cannot_be_removed(
    coordinator: User, municipality: Organisation, pages: Pages
) -> None:
    _log_in(pages, coordinator)
    _connect_app(pages)
    factor = Authenticator.objects.get(type="totp")
    other = Pages()
    _log_in(other, builders.a_person(municipality, Role.REPORTER))
    other.post(f"/konto/tvasteg/{factor.pk}/ta-bort/", status=404)


def test_changing_how_one_logs_in_asks_for_the_password_when_it_was_long_ago(
    coordinator: User, pages: Pages
) -> None:
    _log_in(pages, coordinator)
    session = pages.client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    answer = pages.client.get("/konto/tvasteg/app/")
    assert answer["Location"] == "/konto/bekrafta/?next=%2Fkonto%2Ftvasteg%2Fapp%2F"
    page = pages.post(answer["Location"], {"password": "fel"})
    assert "Det här är inte ditt lösenord." in page.text
    assert pages.client.post(answer["Location"], {"password": PASSWORD})["Location"] == "/konto/tvasteg/app/"
    pages.get("/konto/tvasteg/app/")


def test_an_administrator_resets_what_was_lost_and_says_how_the_person_was_known(
    coordinator: User, municipality: Organisation, pages: Pages
) -> None:
    _log_in(pages, coordinator)
    _connect_app(pages)
    admin = pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))
    path = f"/administration/personer/{coordinator.id}/tvasteg/"
    assert "Det går inte att ångra." in admin.get(path).text
    assert "Skriv hur du vet" in admin.post(path, {"reason": " "}).text
    admin.send(path, {"reason": "Ringde upp på växeln"})
    assert not Authenticator.objects.exists()
    assert Record.objects.filter(event="access.second_factor_reset").exists()
    other = Pages()
    assert _log_in(other, coordinator) == "/konto/"
    assert other.client.get("/lagesbilder/")["Location"] == "/konto/tvasteg/"


def test_the_table_of_roles_says_who_lacks_a_second_step_and_is_changed_there(
    coordinator: User, municipality: Organisation, pages: Pages
) -> None:
    admin = pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))
    page = admin.get("/administration/tvasteg/")
    assert "Samordnare 1 0" in page.text
    admin.send("/administration/tvasteg/", {"role": ["reviewer", "påhittad"]})
    assert list(SecondFactorRule.objects.values_list("role", flat=True)) == ["reviewer"]
    admin.send("/administration/tvasteg/", {})
    assert not SecondFactorRule.objects.exists()


def test_a_new_municipality_demands_two_steps_of_those_who_see_most() -> None:
    assert Role.ADMINISTRATOR in SECOND_FACTOR_FROM_START
    assert Role.REPORTER not in SECOND_FACTOR_FROM_START


@pytest.mark.django_db
def test_a_real_municipality_begins_with_the_table_and_an_invented_one_without() -> None:
    actions.create_organisation(SYSTEM, name="Påhittad", kind="municipality", is_demo=True)
    assert not SecondFactorRule.objects.exists()
    actions.create_organisation(SYSTEM, name="Verklig", kind="municipality")
    assert set(SecondFactorRule.objects.values_list("role", flat=True)) == set(SECOND_FACTOR_FROM_START)


def test_secrets_are_encrypted_where_they_lie(coordinator: User, pages: Pages) -> None:
    _log_in(pages, coordinator)
    secret = _connect_app(pages)
    assert secret.replace(" ", "") not in str(Authenticator.objects.get(type="totp").data)
