"""Somebody with several functions says as whom they report, and only as somebody that they are."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Function, Holding, User
from lagesbild_web.access.roles import Role
from lagesbild_web.incidents.models import Report


@pytest.fixture
def both(municipality: Organisation) -> tuple[User, Function, Function]:
    """Somebody who is a reporter at a school and at a housing company, and the two functions."""
    make.areas_and_categories(municipality)
    school = builders.a_partner(municipality, name="Björkskolan", kind="school")
    houses = builders.a_partner(municipality, name="Exempelhem", kind="housing")
    user = builders.a_person(school, Role.REPORTER)
    second = builders.a_function(houses, Role.REPORTER, name="Fastighetsskötare")
    Holding.objects.create(function=second, user=user, starts_on=timezone.localdate())
    first = user.holdings.exclude(function=second).get().function
    return user, first, second


def send(client: Client, user: User, function: object) -> tuple[int, dict[str, object]]:
    lists = client.get("/rapportera/listor/").json()
    report = {
        "client_id": str(uuid4()),
        "account": str(user.id),
        "municipality": lists["municipality"],
        "function": function,
        "zero": {"from": timezone.localdate().isoformat(), "to": timezone.localdate().isoformat()},
        "incidents": [],
    }
    answer = client.post("/rapportera/skicka/", report, content_type="application/json")
    return answer.status_code, answer.json()


def test_the_phone_is_told_which_and_the_report_belongs_to_the_one_that_is_chosen(
    both: tuple[User, Function, Function], pages: Pages
) -> None:
    user, first, second = both
    client = pages.log_in(user).client
    told = client.get("/rapportera/listor/").json()["functions"]
    assert [held["id"] for held in told] == [str(first.id), str(second.id)]
    assert told[1]["name"] == "Fastighetsskötare, Exempelhem"
    assert send(client, user, str(second.id))[0] == 200
    kept = Report.objects.get()
    assert (kept.function_id, kept.organisation_id) == (second.id, second.organisation_id)
    assert send(client, user, None)[0] == 200  # a phone with an older page says nothing
    assert Report.objects.exclude(pk=kept.pk).get().function_id == first.id


def test_nobody_reports_as_somebody_else(both: tuple[User, Function, Function], pages: Pages) -> None:
    user, first, _second = both
    others = Function.objects.create(
        organisation_id=first.organisation_id,
        name="Rektor",
        role=Role.REPORTER,
        starts_on=timezone.localdate(),
    )
    status, body = send(pages.log_in(user).client, user, str(others.id))
    assert status == 422
    assert "inte längre den funktionen" in str(body)
    assert Report.objects.count() == 0


def test_the_plain_forms_ask_too(both: tuple[User, Function, Function], pages: Pages) -> None:
    user, _first, second = both
    browser = pages.log_in(user)
    assert "Fastighetsskötare, Exempelhem" in browser.get("/rapportera/formular/").text
    page = browser.get("/rapportera/inget/")
    client_id = next(a["value"] for tag, a in page.tags if a.get("name") == "client_id")
    today = timezone.localdate().isoformat()
    form = {"first_day": today, "last_day": today, "client_id": client_id, "funktion": str(second.id)}
    browser.client.post("/rapportera/inget/", form)
    assert Report.objects.get().function_id == second.id


def test_with_one_function_it_is_only_told(municipality: Organisation, pages: Pages) -> None:
    make.areas_and_categories(municipality)
    page = pages.log_in(builders.a_person(municipality, Role.REPORTER)).get("/rapportera/formular/")
    assert "Du rapporterar som Rapportör, Exempelköping." in page.text
    assert 'name="funktion"' not in page.html
