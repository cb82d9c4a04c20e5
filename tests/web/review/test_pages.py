"""The reviewer's desk, as it is read and used without a script."""

import re

import pytest
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Page, Pages, checked

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.roles import Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.incidents import actions
from lagesbild_web.incidents.contracts import ReportLine
from lagesbild_web.incidents.models import Incident


@pytest.fixture
def desk(home: Organisation, pages: Pages) -> Pages:
    """A reviewer's browser."""
    return pages.log_in(builders.a_person(home, Role.REVIEWER))


@pytest.fixture
def twins(home: Organisation, school: Actor) -> tuple[ReportLine, ReportLine]:
    """The same thing, reported by two."""
    (mine,) = make.a_report(school)
    (theirs,) = make.a_report(make.a_reporter(home, name="Biblioteket"))
    return mine, theirs


def test_an_empty_queue_says_so(desk: Pages) -> None:
    assert "Kön är tom" in desk.get("/granska/").text


def test_the_queue_shows_what_waits_with_what_may_be_the_same(
    desk: Pages, twins: tuple[ReportLine, ReportLine]
) -> None:
    page = desk.get("/granska/")
    assert "Väntar på granskning 2" in page.text
    assert page.text.count("Troligen samma som en annan: samma plats") == 2 or "0 m ifrån" in page.text
    assert "Klotter på en vägg vid tunneln." in page.text


def test_approving_leads_to_the_next_and_can_be_undone(
    desk: Pages, twins: tuple[ReportLine, ReportLine]
) -> None:
    first, second = twins
    page = desk.send(f"/granska/{first.id}/godkann/", {"version": "1"})
    assert page.response.wsgi_request.path == f"/granska/{second.id}/"
    assert re.search(r"godkänd ?\. Visa händelsen Ångra", page.text)
    back = desk.send(f"/granska/{first.id}/angra/", {"version": "2"})
    assert "Väntar på granskning" in back.text
    assert Incident.objects.get(pk=first.id).state == "waiting"


def test_the_last_in_the_queue_leads_back_to_the_empty_queue(desk: Pages, school: Actor) -> None:
    (line,) = make.a_report(school)
    page = desk.send(f"/granska/{line.id}/godkann/", {"version": "1"})
    assert page.response.wsgi_request.path == "/granska/"
    assert "Kön är tom" in page.text


def test_somebody_elses_step_is_told_and_nothing_that_was_written_is_lost(
    desk: Pages, school: Actor, reviewer: Actor
) -> None:
    (line,) = make.a_report(school)
    actions.correct(reviewer, line.id, make.a_draft(text="Annat."), version=1)
    question = {"version": "1", "question": "Vilken sida av huset?"}
    response = desk.client.post(f"/granska/{line.id}/fraga/", question)
    page = checked(response, 409)
    assert "Någon annan har ändrat händelsen medan du läste den." in page.text
    assert "Vilken sida av huset?" in page.text


def test_a_later_correction_shows_what_the_other_saved_and_can_be_sent_again(
    desk: Pages, school: Actor, reviewer: Actor
) -> None:
    (line,) = make.a_report(school)
    address = f"/granska/{line.id}/ratta/"
    mine = written(desk.get(address)) | {"text": "Två väggar.", "seriousness": "4"}
    actions.correct(reviewer, line.id, make.a_draft(text="Tre väggar."), version=1)
    page = desk.post(address, mine)
    assert "Någon annan har ändrat händelsen medan du skrev" in page.text
    assert "Tre väggar." in page.text
    assert ">\nTvå väggar.</textarea>" in page.html
    assert Incident.objects.get(pk=line.id).text == "Tre väggar."
    desk.send(address, mine | {"version": written(page)["version"]})
    row = Incident.objects.get(pk=line.id)
    assert (row.text, row.seriousness, row.version) == ("Två väggar.", 4, 3)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("ratta", {"text": "Två väggar."}),
        ("fraga", {"question": "Vilken sida?"}),
        ("dra-tillbaka", {"reason": "Det var en övning."}),
    ],
)
def test_what_was_written_is_shown_when_the_other_took_the_incident_away(
    desk: Pages, school: Actor, reviewer: Actor, path: str, words: dict[str, str]
) -> None:
    (line,) = make.a_report(school)
    fields = {"version": "1"}
    if path == "ratta":
        fields = written(desk.get(f"/granska/{line.id}/ratta/"))
    actions.withdraw(reviewer, line.id, version=1, reason="Dubbel.")
    page = checked(desk.client.post(f"/granska/{line.id}/{path}/", fields | words), 409)
    assert "Det du skrev, som inte är sparat" in page.text
    assert next(iter(words.values())) in page.text
    assert "Dubbel." in page.text
    assert Incident.objects.get(pk=line.id).state == "withdrawn"


def test_two_are_merged_from_the_page(desk: Pages, twins: tuple[ReportLine, ReportLine]) -> None:
    mine, theirs = twins
    page = desk.get(f"/granska/{mine.id}/")
    assert "Kan det vara samma händelse?" in page.text
    assert "Slå ihop: räkna bara nummer 1" in page.text
    desk.send(f"/granska/{mine.id}/sla-ihop/", {"version": "1", "into": str(theirs.id)})
    row = Incident.objects.get(pk=mine.id)
    assert (row.state, row.merged_into_id) == ("merged", theirs.id)
    assert "Den är ihopslagen med en annan" in desk.get(f"/granska/{mine.id}/").text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("fraga", "Skriv vad du vill veta."),
        ("dra-tillbaka", "Skriv varför händelsen inte ska räknas."),
        ("sla-ihop", "Välj vilken den är samma som."),
    ],
)
def test_a_step_without_words_says_what_is_missing(
    desk: Pages, school: Actor, path: str, sentence: str
) -> None:
    (line,) = make.a_report(school)
    assert sentence in desk.post(f"/granska/{line.id}/{path}/", {"version": "1"}).text


def test_a_correction_starts_from_what_is_written_and_changes_only_that(desk: Pages, school: Actor) -> None:
    (line,) = make.a_report(school, make.a_draft(uncertainty_m=25))
    page = desk.get(f"/granska/{line.id}/ratta/")
    fields = written(page)
    assert fields["first_clock"] == "21:00"
    before = Incident.objects.get(pk=line.id)
    desk.send(f"/granska/{line.id}/ratta/", fields | {"text": "Två väggar."})
    after = Incident.objects.get(pk=line.id)
    assert after.text == "Två väggar."
    assert (after.lon, after.starts_at, after.uncertainty_m) == (before.lon, before.starts_at, 25)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"north": "norr"}, "Skriv båda koordinaterna med siffror"),
        ({"north": "1", "east": "1"}, "Koordinaterna ligger inte i Sverige"),
        ({"first_clock": ""}, "Skriv klockslaget, eller välj Bara dagen."),
        ({"precision": "span"}, "Skriv den sista dagen."),
        ({"text": "Ring 070-123 45 67"}, "Ser ut som ett telefonnummer"),
        ({"first_day": "2999-01-01"}, "Tiden ligger i framtiden"),
    ],
)
def test_what_is_wrong_with_a_correction_is_said_on_the_page(
    desk: Pages, school: Actor, changes: dict[str, str], sentence: str
) -> None:
    (line,) = make.a_report(school)
    fields = written(desk.get(f"/granska/{line.id}/ratta/"))
    assert sentence in desk.post(f"/granska/{line.id}/ratta/", fields | changes).text


def test_coordinates_are_read_in_metres_and_degrees_in_either_order(desk: Pages, school: Actor) -> None:
    (line,) = make.a_report(school)
    for version, (north, east) in enumerate(
        [("6857100", "690200"), ("690300", "6857100"), ("61,81", "18,52")], start=1
    ):
        fields = written(desk.get(f"/granska/{line.id}/ratta/"))
        desk.send(f"/granska/{line.id}/ratta/", fields | {"north": north, "east": east})
        row = Incident.objects.get(pk=line.id)
        assert row.version == version + 1
        assert row.lon == pytest.approx(18.6, abs=0.11)
        assert row.lat == pytest.approx(61.81, abs=0.02)


def test_the_map_says_in_words_what_it_shows(desk: Pages, twins: tuple[ReportLine, ReportLine]) -> None:
    page = desk.get(f"/granska/{twins[0].id}/")
    label = next(a["aria-label"] for tag, a in page.tags if tag == "svg")
    assert re.search(r"\d{7} nord, \d{6} öst i SWEREF 99 TM", label)
    assert "Nummer 1 ligger 0 meter bort." in label


def test_an_administrator_decides_whose_reports_count_at_once(
    home: Organisation, school: Actor, pages: Pages
) -> None:
    administrator = pages.log_in(builders.a_person(home, Role.ADMINISTRATOR))
    assert "Granskas först" in administrator.get("/granska/betrodda/").text
    organisation = str(school.memberships[0].organisation_id)
    sent = {"organisation": organisation, "is_trusted": "ja", "reason": "Avtal sedan mars."}
    page = administrator.send("/granska/betrodda/", sent)
    assert "Räknas direkt" in page.text
    assert "Skäl: Avtal sedan mars." in page.text
    other = str(builders.a_municipality("Annanstad").id)
    answer = administrator.client.post("/granska/betrodda/", sent | {"organisation": other})
    assert answer.status_code == 404


def written(page: Page) -> dict[str, str]:
    """What stands in the form of a page, as a browser would send it."""
    fields: dict[str, str] = {}
    for tag, attrs in page.tags:
        name = attrs.get("name", "")
        if tag == "input" and attrs.get("type") not in {"radio", "submit"} and name != "csrfmiddlewaretoken":
            fields[name] = attrs.get("value", "")
        if tag == "input" and attrs.get("type") == "radio" and "checked" in attrs:
            fields[name] = attrs["value"]
    form = page.response.context["form"]
    for name in ("category", "place", "seriousness", "witnessed", "police_report", "text"):
        fields[name] = str(form[name].value() or "")
    return fields


def test_a_person_without_the_role_is_turned_away(home: Organisation, pages: Pages, school: Actor) -> None:
    reader: User = builders.a_person(home, Role.STEERING)
    pages.log_in(reader).get("/granska/", status=403)
