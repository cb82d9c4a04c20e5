"""Reporting without a script: one page, every fault at once, nothing typed is lost."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.fingers import forms_on
from tests.web.pages import Page, Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.incidents.models import Incident, Report

PLAIN = "/rapportera/formular/"


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with areas and categories."""
    make.areas_and_categories(municipality)
    return municipality


@pytest.fixture
def school(home: Organisation, pages: Pages) -> Pages:
    """The browser of somebody at a school."""
    return pages.log_in(
        builders.a_person(builders.a_partner(home, name="Björkskolan", kind="school"), Role.REPORTER)
    )


def a_form(*incidents: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The form as the browser sends it."""
    filled = list(incidents) or [an_incident()]
    fields = {f"h{n}-{name}": value for n, incident in enumerate(filled) for name, value in incident.items()}
    return {"client_id": str(uuid4()), "antal": len(filled), "gor": "skicka", **fields, **changes}


def an_incident(**changes: Any) -> dict[str, Any]:
    """One incident's fields."""
    return {
        "category": "klotter",
        "address": "Storgatan 1",
        "when": "night",
        "police_report": "unknown",
    } | changes


def values(page: Page) -> dict[str, str]:
    """What the fields of the page hold."""
    return {a["name"]: a.get("value", "") for tag, a in page.tags if tag == "input" and "name" in a}


def test_a_report_with_two_incidents_is_sent_on_one_page(school: Pages, home: Organisation) -> None:
    place = make.a_place(home)
    page = school.send(
        PLAIN, a_form(an_incident(), an_incident(category="brak", address="", place=str(place.id)))
    )
    assert "Rapporten är skickad, ärende" in page.text
    assert Report.objects.count() == 1
    assert set(Incident.objects.values_list("place_name", flat=True)) == {"Storgatan 1", "Stationstorget"}


def test_sending_the_form_twice_keeps_it_once(school: Pages) -> None:
    form = a_form()
    first, second = school.send(PLAIN, form), school.send(PLAIN, form)
    assert first.text.split("ärende")[1][:10] == second.text.split("ärende")[1][:10]
    assert Report.objects.count() == 1


def test_all_faults_are_told_at_once_and_what_was_typed_stays(school: Pages) -> None:
    page = school.post(
        PLAIN,
        a_form(
            an_incident(category="", address="", when="", text="Vid tunneln"),
            an_incident(text="Ring 070-123 45 67"),
        ),
    )
    assert "Välj vad som har hänt." in page.text
    assert "Välj var det hände, eller skriv en adress." in page.text
    assert "Välj när det hände." in page.text
    assert "Vid tunneln" in page.html
    assert "Ring 070-123 45 67" in page.html
    assert values(page)["antal"] == "2"
    assert Report.objects.count() == 0


def test_personal_data_is_stopped_until_it_is_gone_or_motivated(school: Pages) -> None:
    stopped = school.post(PLAIN, a_form(an_incident(text="Ring 070-123 45 67")))
    assert "Ser ut som ett telefonnummer" in stopped.text
    assert Incident.objects.count() == 0
    school.send(
        PLAIN,
        a_form(an_incident(text="Ring 070-123 45 67", personal_data_motive="Det är företagets nummer.")),
    )
    assert Incident.objects.get().personal_data_motive == "Det är företagets nummer."


def test_one_more_incident_and_one_less_keep_what_was_typed_without_remarks(school: Pages) -> None:
    more = school.post(PLAIN, a_form(an_incident(text="Första"), gor="till"))
    assert values(more)["antal"] == "2"
    assert "Första" in more.html
    assert "Det här behöver ändras" not in more.text
    less = school.post(PLAIN, a_form(an_incident(text="Första"), an_incident(text="Andra"), gor="ta-bort-0"))
    assert values(less)["antal"] == "1"
    assert "Andra" in less.html
    assert "Första" not in less.html


@pytest.mark.parametrize("written", ["0", "-3", "mycket", "99999", ""])
def test_a_count_that_was_tampered_with_gives_a_page_and_no_error(school: Pages, written: str) -> None:
    page = school.post(PLAIN, a_form(antal=written, gor="till"))
    assert 1 <= int(values(page)["antal"]) <= 10


@pytest.mark.parametrize(
    ("fields", "precision"),
    [
        ({"when": "time", "first_day": "2025-03-08", "first_clock": "21:30"}, "minute"),
        (
            {
                "when": "span",
                "first_day": "2025-03-08",
                "first_clock": "21:30",
                "last_day": "2025-03-09",
                "last_clock": "06:00",
            },
            "span",
        ),
        ({"when": "yesterday"}, "day"),
        ({"when": "now"}, "minute"),
    ],
)
def test_each_way_of_saying_when(school: Pages, fields: dict[str, str], precision: str) -> None:
    school.send(PLAIN, a_form(an_incident(**fields)))
    assert Incident.objects.get().time_precision == precision


def test_a_written_time_needs_all_its_parts_in_order(school: Pages) -> None:
    missing = school.post(PLAIN, a_form(an_incident(when="span", first_day="2025-03-08")))
    assert "Fyll i tidigast, klockan." in missing.text
    assert "Fyll i senast, dag." in missing.text
    backwards = an_incident(
        when="span", first_day="2025-03-09", first_clock="06:00", last_day="2025-03-08", last_clock="21:00"
    )
    assert "måste komma efter den första" in school.post(PLAIN, a_form(backwards)).text
    unreadable = school.post(PLAIN, a_form(an_incident(when="time", first_day="i går", first_clock="kväll")))
    assert unreadable.text.count("Det här behöver ändras") == 1


def test_nothing_to_report_with_a_plain_form(school: Pages) -> None:
    page = school.get(reverse("reporting:nothing"))
    form = values(page)
    backwards = form | {"first_day": "2025-03-09", "last_day": "2025-03-03"}
    assert "Byt plats på dem" in school.post(reverse("reporting:nothing"), backwards).text
    sent = form | {"first_day": "2025-03-03", "last_day": "2025-03-09"}
    assert (
        "Inget att rapportera 2025-03-03–2025-03-09" in school.send(reverse("reporting:nothing"), sent).text
    )
    school.send(reverse("reporting:nothing"), sent)
    assert Report.objects.count() == 1


def test_the_start_page_leads_to_the_plain_forms_for_those_without_scripts(school: Pages) -> None:
    links = school.get(reverse("reporting:start")).links
    assert reverse("reporting:plain") in links
    assert reverse("reporting:nothing") in links


def test_a_fault_in_the_second_of_three_keeps_all_three(school: Pages, home: Organisation) -> None:
    place = make.a_place(home)
    first = an_incident(text="Första texten.", address="", place=str(place.id))
    second = an_incident(text="Ring 070-123 45 67.", when="time", first_day="2025-02-31", first_clock="08:30")
    third = an_incident(
        text="Tredje texten.", category="brak", seriousness="4", own_circle="on", place="same"
    )
    del third["address"]
    sent = a_form(first, second, third)
    page = school.post(PLAIN, sent)
    assert Report.objects.count() == 0
    assert "Händelse 2" in page.text
    held = {f.name: f.values[:1] for form in forms_on(page.html, PLAIN) for f in form.fields}
    typed = {
        name: str(value) for name, value in sent.items() if value and name not in {"gor", "h2-own_circle"}
    }
    assert {name: held[name] for name in typed} == {name: [value] for name, value in typed.items()}
    assert 'name="h2-own_circle" id="id_h2-own_circle" checked' in page.html

    mended = sent | {"h1-first_day": "2025-02-28", "h1-text": "Någon ringde."}
    school.send(PLAIN, mended)
    assert set(Incident.objects.values_list("text", "place_name")) == {
        ("Första texten.", "Stationstorget"),
        ("Någon ringde.", "Storgatan 1"),
        ("Tredje texten.", "Storgatan 1"),
    }


def test_incidents_can_be_at_the_same_place_as_the_one_before(school: Pages, home: Organisation) -> None:
    place = make.a_place(home)
    here = an_incident(address="", place=str(place.id))
    same = an_incident(category="brak", address="", place="same")
    school.send(PLAIN, a_form(here, same, same | {"category": "nedskrapning"}))
    assert {i.place_id for i in Incident.objects.all()} == {place.id}
    assert Incident.objects.count() == 3


def test_the_place_stays_when_the_incident_that_had_it_is_taken_away(
    school: Pages, home: Organisation
) -> None:
    same = an_incident(category="brak", address="", place="same")
    page = school.post(PLAIN, a_form(an_incident(address="Storgatan 1"), same, gor="ta-bort-0"))
    assert values(page)["h0-address"] == "Storgatan 1"
    assert "Samma plats som" not in page.html


def test_the_same_place_and_an_address_cannot_both_be_meant(school: Pages) -> None:
    page = school.post(PLAIN, a_form(an_incident(), an_incident(place="same", address="Storgatan 2")))
    assert "Välj samma plats eller skriv en adress, inte båda." in page.text
    assert values(page)["h1-address"] == "Storgatan 2"
