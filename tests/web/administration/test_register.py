"""An administrator keeps organisations, functions and people in order, by pages alone."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from tests.web import builders
from tests.web.builders import PASSWORD
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Function, Holding, User
from lagesbild_web.access.models import Organisation as OrganisationRow
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role

Letters = Callable[..., AbstractContextManager[object]]
TODAY = timezone.localdate()


@pytest.fixture
def admin(municipality: Organisation, pages: Pages) -> Pages:
    """The administrator's browser."""
    return pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))


@pytest.fixture
def letters(django_capture_on_commit_callbacks: Letters) -> Letters:
    """Lets letters go when what they tell of is saved."""
    return django_capture_on_commit_callbacks


def _path(name: str, thing: UUID) -> str:
    return reverse(f"administration:{name}", args=[thing])


def _link_in_letter() -> str:
    found = re.search(r"http://testserver(/lank/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_head_teacher_is_invited_begins_and_sees_what_the_function_gives(
    admin: Pages, pages: Pages, municipality: Organisation, letters: Letters
) -> None:
    admin.send("/administration/organisationer/ny/", {"name": "Björkskolan", "kind": "school"})
    school = OrganisationRow.objects.get(name="Björkskolan")
    form = {"organisation": school.id, "name": "Rektor", "role": "reporter", "starts_on": TODAY.isoformat()}
    admin.send("/administration/funktioner/ny/", form)
    head = Function.objects.get(name="Rektor")
    form = {"email": "Rektor@skolan.example", "full_name": "Rut Rektor", "starts_on": TODAY.isoformat()}
    with letters(execute=True):
        page = admin.send(_path("give_function", head.id), form)
    assert "Rut Rektor" in page.text
    assert "Inbjuden" in admin.get("/administration/personer/").text

    assert mail.outbox[-1].to == ["rektor@skolan.example"]
    path = _link_in_letter()
    assert "Välj ett lösenord" in pages.get(path).text
    chosen = {"password": "sju röda ballonger", "password_again": "sju röda ballonger"}
    assert pages.client.post(path, chosen).status_code == 302
    assert "Rektor, Björkskolan (rollen rapportör)" in pages.get("/konto/").text
    pages.get(path, status=410)
    assert "Aktiv" in admin.get("/administration/personer/").text


def test_somebody_who_already_has_an_account_keeps_its_name_and_gets_a_letter(
    admin: Pages, municipality: Organisation, letters: Letters
) -> None:
    known = builders.a_person(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    function = builders.a_function(municipality, Role.COORDINATOR)
    form = {"email": known.email, "full_name": "Fel Namn", "starts_on": TODAY.isoformat()}
    with letters(execute=True):
        page = admin.send(_path("give_function", function.id), form)
    assert known.full_name in page.text
    assert "Fel Namn" not in page.text
    assert "Du har fått funktionen Samordnare i Exempelköping" in str(mail.outbox[-1].body)
    assert [place.name for place in actor_for(known.id, "").workplaces] == ["Annanstad", "Exempelköping"]


def test_what_was_typed_is_there_when_something_must_be_changed(
    admin: Pages, municipality: Organisation
) -> None:
    function = builders.a_function(municipality, Role.REPORTER)
    form = {"email": "inte en adress", "full_name": "Rut Rektor", "starts_on": "2025-13-40", "last_day": ""}
    page = admin.post(_path("give_function", function.id), form)
    assert "Skriv hela e-postadressen" in page.text
    assert "Skriv dagen som år-månad-dag" in page.text
    assert 'value="Rut Rektor"' in page.html
    assert 'value="2025-13-40"' in page.html
    assert not mail.outbox


def test_a_new_person_needs_a_name(admin: Pages, municipality: Organisation) -> None:
    function = builders.a_function(municipality, Role.REPORTER)
    form = {"email": "ny@exempelkoping.example", "full_name": " ", "starts_on": TODAY.isoformat()}
    page = admin.post(_path("give_function", function.id), form)
    assert "Skriv vad personen heter." in page.text
    assert not User.objects.filter(email="ny@exempelkoping.example").exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0202-03-09", "ligger för långt bort"),
        ("2925-03-09", "ligger för långt bort"),
        ("", "Skriv vilken dag"),
    ],
)
def test_a_day_that_nobody_can_have_meant_is_stopped(
    admin: Pages, municipality: Organisation, typed: str, sentence: str
) -> None:
    function = builders.a_function(municipality, Role.REPORTER)
    form = {"email": "ny@exempelkoping.example", "full_name": "Ny", "starts_on": typed}
    assert sentence in admin.post(_path("give_function", function.id), form).text


def test_handing_over_says_what_it_means_and_can_be_undone(admin: Pages, municipality: Organisation) -> None:
    person = builders.a_person(municipality, Role.COORDINATOR)
    holding = person.holdings.get()
    page = admin.get(_path("end_holding", holding.id))
    assert "förlorar det som funktionen ger" in page.text
    assert "Det som är gjort i funktionen finns kvar" in page.text
    page = admin.send(_path("end_holding", holding.id), {"ends_on": TODAY.isoformat()})
    assert "Tidigare" in page.text
    assert "Ångra slutet" in page.text
    page = admin.send(_path("reopen_holding", holding.id))
    assert "Ångrat." in page.text
    assert actor_for(person.id, "").home is not None


def test_ending_an_organisation_tells_how_many_it_concerns(admin: Pages, municipality: Organisation) -> None:
    school = builders.a_partner(municipality, name="Björkskolan", kind="school")
    builders.a_person(school, Role.REPORTER)
    builders.a_person(school, Role.REPORTER)
    page = admin.get(_path("end_organisation", school.id))
    assert "1 funktion avslutas samma dag." in page.text
    assert "2 personer förlorar det de ser" in page.text
    page = admin.send(_path("end_organisation", school.id), {"ends_on": TODAY.isoformat()})
    assert f"Avslutad {TODAY}" in page.text
    assert "återupptagen" in admin.send(_path("reopen_organisation", school.id)).text


def test_the_municipality_itself_cannot_be_ended(admin: Pages, municipality: Organisation) -> None:
    answer = admin.client.post(_path("end_organisation", municipality.id), {"ends_on": TODAY.isoformat()})
    assert answer.status_code == 302
    assert OrganisationRow.objects.get(pk=municipality.id).ends_on is None


def test_two_organisations_cannot_have_the_same_name_whatever_the_capitals(
    admin: Pages, municipality: Organisation
) -> None:
    builders.a_partner(municipality, name="Björkskolan", kind="school")
    page = admin.post("/administration/organisationer/ny/", {"name": "BJÖRKSKOLAN", "kind": "school"})
    assert "finns redan en organisation som heter" in page.text
    page = admin.post("/administration/organisationer/ny/", {"name": "exempelköping", "kind": "school"})
    assert "finns redan en organisation som heter" in page.text


def test_somebody_who_leaves_is_closed_out_and_can_be_taken_back_the_same_day(
    admin: Pages, municipality: Organisation, pages: Pages
) -> None:
    person = builders.a_person(municipality, Role.COORDINATOR)
    page = admin.get(_path("close_person", person.id))
    assert "slutar gälla genast" in page.text
    page = admin.send(_path("close_person", person.id))
    assert "Avslutad" in page.text
    form = {"username": person.email, "password": PASSWORD}
    assert pages.client.post("/logga-in/", form).status_code == 200
    admin.send(_path("reopen_person", person.id))
    assert pages.client.post("/logga-in/", form).status_code == 302


def test_whoever_works_elsewhere_too_only_leaves_here(admin: Pages, municipality: Organisation) -> None:
    other = builders.a_municipality("Annanstad")
    person = builders.a_person(municipality, Role.COORDINATOR)
    Holding.objects.create(function=builders.a_function(other, Role.AUDITOR), user=person, starts_on=TODAY)
    admin.send(_path("close_person", person.id))
    person.refresh_from_db()
    assert person.is_active
    assert [m.municipality for m in actor_for(person.id, "").memberships] == ["Annanstad"]


def test_nobody_closes_themselves_out(admin: Pages, municipality: Organisation) -> None:
    oneself = Holding.objects.get(function__role=Role.ADMINISTRATOR).user_id
    assert oneself
    assert "Avsluta personen" not in admin.get(_path("person", oneself)).text
    page = admin.post(_path("close_person", oneself))
    assert "Du kan inte avsluta dig själv" in page.text


def test_people_are_found_by_part_of_their_name(admin: Pages, municipality: Organisation) -> None:
    builders.a_person(municipality, Role.REVIEWER)
    assert "Test reviewer" in admin.get("/administration/personer/?ord=review").text
    page = admin.get("/administration/personer/?ord=finns-inte")
    assert "Ingen sådan person" in page.text
    assert 'value="finns-inte"' in page.html


def test_the_register_turns_pages_and_keeps_the_search(admin: Pages, municipality: Organisation) -> None:
    function = builders.a_function(municipality, Role.REPORTER)
    for number in range(51):
        user = builders.a_user(full_name=f"Sida {number:02}")
        Holding.objects.create(function=function, user=user, starts_on=TODAY)
    page = admin.get("/administration/personer/?ord=Sida")
    assert "1–50 av 51" in page.text
    assert "?ord=Sida&sida=2" in page.links
    assert "Sida 50" in admin.get("/administration/personer/?ord=Sida&sida=2").text
    admin.get("/administration/personer/?ord=Sida&sida=3", status=404)


def test_a_shared_coordinator_sees_and_chooses_where_to_work(
    pages: Pages, municipality: Organisation
) -> None:
    person = builders.a_person(municipality, Role.COORDINATOR)
    other = builders.a_municipality("Annanstad")
    Holding.objects.create(function=builders.a_function(other, Role.AUDITOR), user=person, starts_on=TODAY)
    browser = pages.log_in(person)
    page = browser.get("/lagesbilder/")
    assert "Du arbetar i" in page.text
    assert "Logg" not in [t.strip() for t in page.texts["*"]]
    browser.client.post(reverse("access:work_in"), {"municipality": other.id})
    page = browser.get("/logg/")
    assert "Valde att arbeta i Annanstad." in page.text
    person.refresh_from_db()
    assert person.works_in_id == other.id


def test_a_page_of_the_other_municipality_offers_to_change_and_leads_there(
    pages: Pages, municipality: Organisation
) -> None:
    person = builders.a_person(municipality, Role.REPORTER)
    other = builders.a_municipality("Annanstad")
    Holding.objects.create(
        function=builders.a_function(other, Role.ADMINISTRATOR), user=person, starts_on=TODAY
    )
    path = _path("organisation", other.id)
    browser = pages.log_in(person)
    page = browser.get(path, status=404)
    assert "Du arbetar just nu i Exempelköping." in page.text
    page = browser.send(reverse("access:work_in"), {"municipality": other.id, "next": path})
    assert page.title == "Annanstad"


def test_a_form_opened_in_the_other_municipality_is_refused(municipality: Organisation) -> None:
    from django.test import Client

    person = builders.a_person(municipality, Role.ADMINISTRATOR)
    other = builders.a_municipality("Annanstad")
    Holding.objects.create(
        function=builders.a_function(other, Role.ADMINISTRATOR), user=person, starts_on=TODAY
    )
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get("/administration/organisationer/ny/").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', html)
    assert token
    switch = {"municipality": other.id, "csrfmiddlewaretoken": token[1]}
    assert client.post("/arbeta-i/", switch).status_code == 302
    form = {"name": "Björkskolan", "kind": "school", "csrfmiddlewaretoken": token[1]}
    assert client.post("/administration/organisationer/ny/", form).status_code == 403
    assert not OrganisationRow.objects.filter(name="Björkskolan").exists()


def test_a_substitute_is_said_to_be_one(admin: Pages, municipality: Organisation) -> None:
    function = builders.a_function(municipality, Role.REPORTER)
    last = TODAY + timedelta(days=30)
    form = {
        "email": "vikarie@exempelkoping.example",
        "full_name": "Vik Arie",
        "starts_on": TODAY.isoformat(),
        "last_day": last.isoformat(),
        "is_substitute": "on",
    }
    page = admin.send(_path("give_function", function.id), form)
    assert "Vik Arie (vikarie)" in page.text
    assert last.isoformat() in page.text
    assert Holding.objects.get(is_substitute=True).ends_on == last + timedelta(days=1)
