"""Attempts are counted against whoever makes them, and guesses stop also when somebody is logged in."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import RequestFactory
from django.utils import timezone
from tests.web import builders
from tests.web.builders import PASSWORD
from tests.web.pages import Pages

from lagesbild_web.access.actions import reset_second_factor
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Role
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.base.visitors import visitor_address

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

PROVE = "/konto/bekrafta/"
CHANGE = "/konto/losenord/"
MOST = 10


@pytest.fixture(autouse=True)
def _forget_counts() -> None:
    cache.clear()


@pytest.fixture
def member(municipality: Organisation) -> User:
    """Somebody with a password."""
    return builders.a_person(municipality, Role.REPORTER)


def test_at_an_unlocked_screen_the_password_cannot_be_guessed_for_long(member: User, pages: Pages) -> None:
    browser = pages.log_in(member)
    for number in range(MOST):
        assert browser.client.post(PROVE, {"password": f"gissning nummer {number}"}).status_code == 200
    browser.post(PROVE, {"password": PASSWORD}, status=429)
    right = {"old_password": PASSWORD, "password": "tre ord på rad nu", "password_again": "tre ord på rad nu"}
    browser.post(CHANGE, right, status=429)
    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_wrong_passwords_count_together_wherever_they_are_written(member: User, pages: Pages) -> None:
    browser = pages.log_in(member)
    for number in range(MOST):
        form = {"old_password": f"gissning {number}", "password": "x", "password_again": "x"}
        assert browser.client.post(CHANGE, form).status_code == 200
    browser.post(PROVE, {"password": PASSWORD}, status=429)


def test_what_is_not_a_guess_is_not_counted(member: User, pages: Pages) -> None:
    browser = pages.log_in(member)
    for _ in range(MOST + 1):
        browser.client.post(PROVE, {"password": ""})
        browser.client.post(CHANGE, {"old_password": PASSWORD, "password": "kort", "password_again": "kort"})
    assert browser.client.post(PROVE, {"password": PASSWORD}).status_code == 302


def test_behind_a_proxy_one_visitors_attempts_do_not_stop_anothers(
    member: User, pages: Pages, settings: "Settings"
) -> None:
    settings.BEHIND_PROXY = True
    right = {"username": member.email, "password": PASSWORD}
    for number in range(settings.AXES_FAILURE_LIMIT + 1):
        # What the visitor has made up stands first, and is not believed.
        told = {"x-forwarded-for": f"192.0.2.{number}, 198.51.100.7"}
        pages.client.post("/logga-in/", right | {"password": "fel lösenord helt"}, headers=told)

    stopped = pages.client.post("/logga-in/", right, headers={"x-forwarded-for": "198.51.100.7"})
    another = pages.client.post("/logga-in/", right, headers={"x-forwarded-for": "198.51.100.8"})

    assert (stopped.status_code, another.status_code) == (429, 302)


@pytest.mark.parametrize(
    ("is_behind", "told", "address"),
    [
        (False, "192.0.2.1", "203.0.113.9"),
        (True, "192.0.2.1, 198.51.100.7", "198.51.100.7"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "inte en adress", "203.0.113.9"),
        (True, "", "203.0.113.9"),
    ],
)
def test_only_what_the_proxy_wrote_is_believed(
    is_behind: bool, told: str, address: str, settings: "Settings"
) -> None:
    settings.BEHIND_PROXY = is_behind
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.9", headers={"x-forwarded-for": told})
    assert visitor_address(request) == address


def test_whoever_has_left_for_another_municipality_keeps_the_second_step(municipality: Organisation) -> None:
    today = timezone.localdate()
    left = builders.a_person(
        municipality, Role.COORDINATOR, starts_on=today - timedelta(days=30), ends_on=today
    )
    Authenticator.objects.create(user=left, type=Authenticator.Type.TOTP, data={})
    administrator = builders.an_actor(municipality, Role.ADMINISTRATOR)

    with pytest.raises(NotFound):
        reset_second_factor(administrator, left.id, municipality_id=municipality.id, reason="Ringde växeln")

    assert Authenticator.objects.filter(user=left).exists()
