"""An administrator makes, renews and ends keys to the API by pages alone; the key is shown once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks
from tests.web import builders
from tests.web.api_client import Api, a_key
from tests.web.pages import Page, Pages

from lagesbild_web.access.actions import create_api_key, renew_api_key, revoke_api_key
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.ending_keys import send_key_letters
from lagesbild_web.access.models import ApiKey, User
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base.refusals import Invalid

KEYS = "/administration/api-nycklar/"
TODAY = timezone.localdate()


@pytest.fixture
def admin(municipality: Organisation, pages: Pages) -> Pages:
    """The administrator's browser."""
    return pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))


def a_form(**changes: object) -> dict[str, object]:
    """The form for a new key, filled in."""
    return {
        "name": "Väktarnas journalsystem",
        "purpose": "Skickar nattens händelser.",
        "scopes": ["report"],
        "last_day": (TODAY + timedelta(days=100)).isoformat(),
    } | changes


def shown_on(page: Page) -> str:
    """The key that a page shows."""
    found = re.search(r"lb_[\w-]{43}", page.html)
    assert found
    return found[0]


def test_a_key_is_made_shown_once_used_renewed_and_ended(admin: Pages, municipality: Organisation) -> None:
    assert "Inga API-nycklar än" in admin.get(KEYS).text
    function = builders.a_function(municipality, Role.REPORTER)
    assert "Rapportör" in admin.get(f"{KEYS}ny/").text
    path = f"{KEYS}ny/nyckel/?funktion={function.id}"
    assert "Läsa antal och avvikelser" in admin.get(path).text
    made = admin.post(path, a_form())
    secret = shown_on(made)
    assert "no-store" in made.response["Cache-Control"]
    row = ApiKey.objects.get()
    assert secret not in str(vars(row))
    assert Api(secret).get("/nyckel")["scopes"] == ["report"]
    listed = admin.get(KEYS)
    assert secret not in listed.html
    assert f"{secret[:8]}…" in listed.text
    assert f"Senast använd {TODAY}" in listed.text

    last_day = (TODAY + timedelta(days=300)).isoformat()
    renewed = shown_on(admin.post(f"{KEYS}{row.id}/fornya/", {"last_day": last_day}))
    assert renewed != secret
    assert f"slutar fungera {TODAY + timedelta(days=7)}" in admin.get(KEYS).text
    page = admin.send(f"{KEYS}{row.id}/avsluta/", {"reason": "Avtalet är slut."})
    assert "Avslutad" in page.text
    Api(renewed).get("/nyckel", status=401)
    events = Record.objects.filter(event__startswith="access.api_key").order_by("sequence")
    assert [event.event.removeprefix("access.api_key_") for event in events] == [
        "made",
        "used",
        "renewed",
        "ended",
    ]
    assert not any(secret in str(event.facts) for event in events)


def test_a_key_that_ends_soon_is_said_first(admin: Pages, municipality: Organisation) -> None:
    a_key(municipality, expires_on=TODAY + timedelta(days=31))
    assert "Slutar snart fungera" not in admin.get(KEYS).text
    a_key(municipality, expires_on=TODAY + timedelta(days=30))
    assert "Slutar snart fungera" in admin.get(KEYS).text
    assert f"slutar fungera efter {TODAY + timedelta(days=29)}" in admin.get("/").text


def test_letters_about_a_keys_end_go_a_month_and_a_week_before_and_once_each(
    admin: Pages,
    municipality: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """To the holder of the key's function and to the administrator; a key that is ended needs none."""
    made = a_key(municipality, Role.REPORTER, expires_on=TODAY + timedelta(days=60))
    ended = a_key(municipality, Role.REPORTER, expires_on=TODAY + timedelta(days=60))
    revoke_api_key(builders.SYSTEM, ended.id, reason="Avtalet är slut.")
    holder = builders.a_person(municipality, Role.REVIEWER)
    ApiKey.objects.filter(pk=made.id).update(function=holder.holdings.get().function)
    told: dict[int, list[str]] = {}
    for left in (31, 30, 29, 8, 7, 6, 0):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            send_key_letters(TODAY + timedelta(days=60 - left))
        told[left] = sorted(letter.to[0] for letter in mail.outbox)
        if mail.outbox:
            text = f"{mail.outbox[0].subject} {mail.outbox[0].body}"
            assert f"slutar fungera efter {TODAY + timedelta(days=59)}" in text
            assert "Administration, API-nycklar" in text
            assert made.secret[3:] not in text
    both = sorted([holder.email, User.objects.exclude(pk=holder.pk).get().email])
    assert told == {31: [], 30: both, 29: [], 8: [], 7: both, 6: [], 0: []}
    assert Record.objects.filter(event="access.api_key_end_told").count() == 2


def test_a_renewed_key_is_told_of_anew(
    municipality: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """Where no administrator is, the coordinator gets the letter."""
    coordinator = builders.a_person(municipality, Role.COORDINATOR)
    made = a_key(municipality, Role.REPORTER, expires_on=TODAY + timedelta(days=5))
    for end in (5, 100):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            send_key_letters(TODAY + timedelta(days=end - 5))
        assert [letter.to for letter in mail.outbox] == [[coordinator.email]]
        renew_api_key(builders.SYSTEM, made.id, expires_on=TODAY + timedelta(days=100))


def test_a_key_never_gets_more_than_the_role_may_do(admin: Pages, municipality: Organisation) -> None:
    function = builders.a_function(municipality, Role.STEERING)
    path = f"{KEYS}ny/nyckel/?funktion={function.id}"
    assert "Lämna rapporter" not in admin.get(path).text
    assert "Det här behöver ändras" in admin.post(path, a_form()).text
    with pytest.raises(Invalid) as fault:
        create_api_key(
            builders.SYSTEM, function.id, name="A", purpose="B", scopes=["report"],
            expires_on=TODAY + timedelta(days=9),
        )  # fmt: skip
    assert list(fault.value.faults) == ["scopes"]
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_day": (TODAY + timedelta(days=397)).isoformat()}, "högst tretton månader"),
        ({"last_day": (TODAY - timedelta(days=1)).isoformat()}, "har redan varit"),
        ({"name": ""}, "Skriv vilket system"),
        ({"purpose": "Ring 070-123 45 67"}, "070-123 45 67"),
        ({"scopes": []}, "minst en sak"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    admin: Pages, municipality: Organisation, changes: dict[str, object], sentence: str
) -> None:
    function = builders.a_function(municipality, Role.REPORTER)
    page = admin.post(f"{KEYS}ny/nyckel/?funktion={function.id}", a_form(**changes))
    assert sentence in page.text
    assert any(str(changes.get("purpose", "nattens")) in text for text in page.texts["*"])
    assert not ApiKey.objects.exists()


def test_reloading_the_page_with_the_key_makes_no_second_one(
    admin: Pages, municipality: Organisation
) -> None:
    path = f"{KEYS}ny/nyckel/?funktion={builders.a_function(municipality, Role.REPORTER).id}"
    admin.post(path, a_form())
    assert "redan en API-nyckel som heter" in admin.post(path, a_form()).text
    assert ApiKey.objects.count() == 1


def test_the_list_asks_as_often_however_many_keys_there_are(admin: Pages, municipality: Organisation) -> None:
    counts = []
    for role in (Role.REPORTER, Role.REVIEWER, Role.COORDINATOR):
        a_key(municipality, role)
        with CaptureQueriesContext(connection) as queries:
            admin.get(KEYS)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_the_page_about_the_api_is_open_and_names_every_address(pages: Pages) -> None:
    from lagesbild_web.api.describing import document

    page = pages.get("/api/")
    assert "Vary" not in page.response or "Cookie" not in page.response["Vary"]
    assert [path for path in document()["paths"] if path not in page.text] == []
    assert {f"#fel-{code}" for code in ("nyckel", "ogiltigt", "for-ofta")} <= {f"#{i}" for i in page.ids()}
    assert pages.client.get("/api/v1/openapi.json").json() == document()
