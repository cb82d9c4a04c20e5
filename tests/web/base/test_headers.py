"""Headers that every answer has, whatever was asked for."""

from typing import TYPE_CHECKING

from django.test import Client

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


def test_an_answer_to_a_name_that_is_not_ours_has_its_policy_too(settings: "Settings") -> None:
    settings.SECURE_SSL_REDIRECT = True  # then the name is asked for before anything else
    settings.ALLOWED_HOSTS = ["lagesbild.example"]
    answer = Client().get("/oppet/", headers={"host": "annan.example"})
    assert answer.status_code == 400
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "geolocation=()" in answer["Permissions-Policy"]
