"""Every address of the API, for a key to each role's function and for keys that do not work.

The columns: a key to a function in the municipality with each role, for everything that the role may do;
a key of a partner (the police, the coordinator's role) and of a stranger (another municipality's
coordinator); then no key, one that is made up, and keys that have gone out, were ended, or whose function
or organisation has ended. ``sent`` is the report of the reporter's key, ``counted`` an approved incident of
another partner that is shown to the own organisation and partners, ``hidden`` one only for its own
organisation, ``shared`` and ``draft`` are pictures.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.api_client import Api, a_key, answered

from lagesbild_web.access.actions import renew_api_key, revoke_api_key
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import ApiKey, Function
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.api.calls import counted_call
from lagesbild_web.api.urls import urlpatterns

TABLE = """
address      method thing    rep rev coo mea ste aud adm | par str | none wrong out ended fun org
key          GET    -        200 200 200 200 200 200 200 | 200 200 | 401  401   401 401   401 401
reports      POST   -        422 422 422 403 403 403 403 | 422 422 | 401  401   401 401   401 401
zero_reports POST   -        422 422 422 403 403 403 403 | 422 422 | 401  401   401 401   401 401
report       GET    sent     200 404 404 403 403 403 403 | 404 404 | 401  401   401 401   401 401
report       GET    nothing  404 404 404 403 403 403 403 | 404 404 | 401  401   401 401   401 401
incidents    GET    -        200 200 200 200 403 200 403 | 200 200 | 401  401   401 401   401 401
incident     GET    counted  200 200 200 200 403 200 403 | 200 404 | 401  401   401 401   401 401
incident     GET    hidden   404 404 404 404 403 404 403 | 404 404 | 401  401   401 401   401 401
incident     GET    nothing  404 404 404 404 403 404 403 | 404 404 | 401  401   401 401   401 401
counts       GET    -        200 200 200 200 403 200 403 | 200 200 | 401  401   401 401   401 401
deviations   GET    -        200 200 200 200 403 200 403 | 200 200 | 401  401   401 401   401 401
pictures     GET    -        200 200 200 200 200 200 200 | 200 200 | 401  401   401 401   401 401
picture      GET    shared   200 200 200 200 200 200 200 | 200 404 | 401  401   401 401   401 401
picture      GET    draft    403 404 404 403 403 404 403 | 404 404 | 401  401   401 401   401 401
picture      GET    nothing  404 404 404 404 404 404 404 | 404 404 | 401  401   401 401   401 401
categories   GET    -        200 200 200 200 200 200 200 | 200 200 | 401  401   401 401   401 401
areas        GET    -        200 200 200 200 200 200 200 | 200 200 | 401  401   401 401   401 401
"""
ROLES = {role.value[:3]: role for role in Role if role is not Role.PUBLIC}
NOT_OURS = {"docs", "root", "openapi", "unknown"}
"""Addresses that need no key; they are in the table of the whole site."""


@pytest.fixture
def keys(municipality: Organisation) -> dict[str, str]:
    """A key for each column."""
    today = timezone.localdate()
    found = {column: a_key(municipality, role).secret for column, role in ROLES.items()}
    found["par"] = a_key(builders.a_partner(municipality)).secret
    found["str"] = a_key(builders.a_municipality("Annanstad")).secret
    found["none"], found["wrong"] = "", "lb_" + "x" * 43
    out, ended, fun = (a_key(municipality) for _ in range(3))
    ApiKey.objects.filter(pk=out.id).update(created_on=today - timedelta(days=9), expires_on=today)
    revoke_api_key(builders.SYSTEM, ended.id, reason="Avtalet är slut.")
    lone = builders.a_function(municipality, Role.COORDINATOR, name="Ett system")
    ApiKey.objects.filter(pk=fun.id).update(function=lone)
    Function.objects.filter(pk=lone.pk).update(ends_on=today)
    gone = builders.a_partner(municipality, name="Exempelvakten", kind="guard_firm")
    org = a_key(gone)
    OrganisationRow.objects.filter(pk=gone.id).update(ends_on=today)
    return found | {"out": out.secret, "ended": ended.secret, "fun": fun.secret, "org": org.secret}


@pytest.fixture
def things(municipality: Organisation, keys: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """What the table is about."""
    make.areas_and_categories(municipality)
    school = make.a_reporter(municipality)
    counted, hidden = make.an_approved(
        school, builders.SYSTEM, make.a_draft(), make.a_draft(own_circle=True, starts_at=make.yesterday(22))
    )
    sent = str(uuid4())
    Api(keys["rep"]).post(
        "/nollrapporter", {"client_id": sent, "first_day": "2025-03-03", "last_day": "2025-03-09"}
    )
    return {
        "sent": sent,
        "counted": str(counted.id),
        "hidden": str(hidden.id),
        "shared": str(builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS).id),
        "draft": str(builders.a_picture(municipality, tmp_path, title="Utkast").id),
        "nothing": str(uuid4()),
    }


def rows() -> list[tuple[str, str, str, dict[str, str]]]:
    """The table, line by line."""
    heading, *lines = (line.replace("|", " ").split() for line in TABLE.strip().splitlines())
    return [(a, m, t, dict(zip(heading[3:], rest, strict=True))) for a, m, t, *rest in lines]


def test_every_key_gets_what_the_table_says(keys: dict[str, str], things: dict[str, str]) -> None:
    wrong = {}
    for address, method, thing, expected in rows():
        got = {
            column: str(_called(address, method, things.get(thing, ""), keys[column])) for column in expected
        }
        if got != expected:
            wrong[f"{method} {address} {thing}"] = {c: got[c] for c in got if got[c] != expected[c]}
    assert wrong == {}


def test_every_address_of_the_api_is_in_the_table() -> None:
    named = {pattern.name for pattern in _patterns(urlpatterns)}
    assert {address for address, *_ in rows()} == named - NOT_OURS


def test_a_session_opens_nothing(municipality: Organisation) -> None:
    client = Client()
    client.force_login(
        builders.a_person(municipality, Role.COORDINATOR),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    for head in (
        {},
        {"Authorization": "Basic eDp5"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer  "},
    ):
        response = client.get("/api/v1/nyckel", headers=head)
        assert answered(response, 401)["detail"]
        assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("secret", ["lb_å", "lb_\x7f", "lb_" + "x" * 10_000, "'; DROP TABLE", "a b c"])
def test_odd_keys_are_only_wrong(db: None, secret: str) -> None:
    Api(secret).get("/nyckel", status=401)


def test_a_key_says_why_it_does_not_work(keys: dict[str, str]) -> None:
    said = {
        column: Api(keys[column]).get("/nyckel", status=401)["detail"]
        for column in ("wrong", "out", "ended", "fun")
    }
    assert len(set(said.values())) == 4
    assert "gick ut" in said["out"]


def test_the_key_from_before_a_renewal_works_for_a_week(municipality: Organisation) -> None:
    old = a_key(municipality)
    new = renew_api_key(builders.SYSTEM, old.id, expires_on=timezone.localdate() + timedelta(days=200))
    assert Api(old.secret).get("/nyckel") == Api(new.secret).get("/nyckel")
    ApiKey.objects.update(old_until=timezone.localdate())
    Api(old.secret).get("/nyckel", status=401)
    Api(new.secret).get("/nyckel")


def test_ending_a_key_ends_both(municipality: Organisation) -> None:
    old = a_key(municipality)
    new = renew_api_key(builders.SYSTEM, old.id, expires_on=timezone.localdate() + timedelta(days=200))
    revoke_api_key(builders.SYSTEM, old.id, reason="Nyckeln låg i ett mejl.")
    for made in (old, new):
        Api(made.secret).get("/nyckel", status=401)


def test_who_calls_too_often_is_told_how_long_to_wait(municipality: Organisation, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 2
    api, other = Api(a_key(municipality).secret), Api(a_key(municipality).secret)
    statuses = [
        api.client.get("/api/v1/nyckel", headers={"Authorization": f"Bearer {api.secret}"}) for _ in range(6)
    ]
    # Six calls fill at least one minute's two, also when a new minute begins among them.
    refused = [response for response in statuses if response.status_code == 429]
    assert len(refused) >= 2
    assert 1 <= int(refused[0]["Retry-After"]) <= 60
    assert "Vänta" in answered(refused[0], 429)["detail"]
    other.get("/nyckel")


def test_calls_are_counted_together_whoever_counts_them_and_old_minutes_are_swept(
    settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    key, noon = uuid4(), 1_750_000_020.0
    with ThreadPoolExecutor(4) as several:
        numbers = list(several.map(lambda _n: counted_call(key, at=noon), range(100)))
    assert sorted(numbers) == list(range(1, 101))
    assert counted_call(uuid4(), at=noon) == 1
    assert counted_call(key, at=noon + 60) == 1
    folder = tmp_path / "api-anrop"
    assert counted_call(key, at=noon + 180) == 1
    assert [path.name for path in folder.iterdir()] == [str(int(noon + 180) // 60)]
    (folder / str(int(noon + 240) // 60)).write_text("in the way")
    assert counted_call(key, at=noon + 240) == 0  # whoever calls is not to blame


def test_other_methods_are_refused_in_the_same_words(municipality: Organisation) -> None:
    response = Client().delete("/api/v1/handelser")
    assert answered(response, 405)["title"] == "Adressen tar inte emot metoden"
    assert response["Allow"] == "GET"
    answered(Client().get("/api/v1/finns/inte"), 404)
    answered(Client().put("/api/v1/handelser/inget-id"), 404)


def _called(address: str, method: str, thing: str, secret: str) -> int:
    url = reverse(f"api:{address}", args=[thing] if thing else [])
    head = {"Authorization": f"Bearer {secret}"} if secret else {}
    client = Client()
    if method == "GET":
        response = client.get(url, headers=head)
    else:
        response = client.post(url, "{}", content_type="application/json", headers=head)
    answered(response, response.status_code)
    return response.status_code


def _patterns(listed: list[Any]) -> list[Any]:
    return [
        p
        for item in listed
        for p in (_patterns(item.url_patterns) if hasattr(item, "url_patterns") else [item])
    ]
