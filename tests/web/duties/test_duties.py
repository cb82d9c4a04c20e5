"""The law judged from the data, the five answers, the registers, the document and the history."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.web import builders
from tests.web.pages import Pages
from tests.web.picture_builders import a_working_picture

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.duties import actions
from lagesbild_web.duties.contracts import STATUS_LABELS, Duty
from lagesbild_web.duties.demonstration import lay_in_demo_duties
from lagesbild_web.duties.document import auditors_document
from lagesbild_web.duties.dues import duties_due
from lagesbild_web.duties.freezing import freeze_statuses
from lagesbild_web.duties.judging import RULES
from lagesbild_web.duties.law import PARAGRAPHS
from lagesbild_web.duties.queries import duties_of, entries_of, entry_for, known_for, months_of, questions_of
from lagesbild_web.duties.registers import REGISTERS
from lagesbild_web.pictures.actions import set_contact_point
from lagesbild_web.pictures.models import SituationPicture

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    return builders.an_actor(municipality, Role.COORDINATOR)


def duty(actor: Actor, number: int) -> Duty:
    return next(d for d in duties_of(known_for(actor)) if d.number == number)


def seat(actor: Actor, **values: object) -> object:
    return actions.add_entry(actor, "radet", {"organisation": "Polisen", "seat": "Chef"} | values).id


def test_every_paragraph_from_the_fourth_has_words_and_a_rule() -> None:
    assert [p.number for p in PARAGRAPHS] == list(range(4, 15)) == sorted(RULES)


def test_an_empty_municipality_is_not_said_to_fulfil_anything_but_its_function(coordinator: Actor) -> None:
    statuses = {d.number: d.status for d in duties_of(known_for(coordinator))}
    assert statuses == {
        4: "missing", 5: "missing", 6: "missing", 7: "unknown", 8: "missing", 9: "missing", 10: "missing",
        11: "met", 12: "missing", 13: "missing", 14: "unknown",
    }  # fmt: skip


def test_the_picture_is_judged_by_its_decision(
    coordinator: Actor, municipality: Organisation, tmp_path: Path
) -> None:
    builders.a_picture(municipality, tmp_path, circle=Circle.PARTNERS)
    assert (duty(coordinator, 4).status, duty(coordinator, 6).status) == ("part", "missing")
    picture = a_working_picture(municipality, tmp_path)
    rows = SituationPicture.objects.filter(pk=picture.id)
    rows.update(status="decided", decided_on=TODAY, decision_body="Kommunstyrelsen", decision_paragraph="7")
    found = duty(coordinator, 4)
    assert found.status == "met"
    assert f"Kommunstyrelsen {TODAY.isoformat()} § 7" in {fact.value for fact in found.judged.facts}
    assert duty(coordinator, 6).status == "part", "the plan has never been followed up"
    rows.update(decided_on=TODAY - timedelta(days=800))
    assert duty(coordinator, 6).status == "missing"


def test_the_council_needs_somebody_who_leads_and_leading_positions(coordinator: Actor) -> None:
    first = seat(coordinator, is_leading=True)
    assert duty(coordinator, 10).judged.reason == "Rådet är inskrivet, men inte vem som leder det."
    second = seat(coordinator, organisation="Kommunen", leads=True)
    assert duty(coordinator, 10).judged.reason == "Alla i rådet har inte en ledande befattning."
    values = {"organisation": "Kommunen", "seat": "Direktör", "leads": True, "is_leading": True}
    actions.change_entry(coordinator, second, values, version=1)  # type: ignore[arg-type]
    assert duty(coordinator, 10).status == "met"
    actions.retire_entry(coordinator, first, reason="Ombildat.")  # type: ignore[arg-type]
    assert len(entries_of(coordinator, "radet")) == 1
    actions.restore_entry(coordinator, first)  # type: ignore[arg-type]
    assert len(entries_of(coordinator, "radet")) == 2


def test_reports_and_contacts_and_cameras_are_judged_by_their_registers(coordinator: Actor) -> None:
    set_contact_point(coordinator, function="Trygghetssamordnare", phone="Växeln", version=0)
    assert duty(coordinator, 12).judged.reason == "Det fattas: en publik lägesbild."
    given = {"given_on": TODAY, "body": "KF", "what": "Läget"}
    report = actions.add_entry(coordinator, "rapporter", given)
    assert duty(coordinator, 13).status == "part"
    planned = {"due_on": TODAY + timedelta(days=30), "body": "KF", "what": "Halvår", "state": "open"}
    actions.add_entry(coordinator, "kalender", planned)
    assert duty(coordinator, 13).status == "met"
    actions.change_entry(coordinator, report.id, given | {"given_on": TODAY - timedelta(days=400)}, version=1)
    assert duty(coordinator, 13).status == "part"
    camera = {"place": "Torget", "purpose": "Tryggare kvällar"}
    kept = actions.add_entry(coordinator, "kameror", camera)
    assert duty(coordinator, 14).status == "missing"
    tested = camera | {"tested_on": TODAY, "test": "Behovet väger tyngre."}
    actions.change_entry(coordinator, kept.id, tested, version=1)
    assert duty(coordinator, 14).status == "met"


def test_a_judgement_of_one_s_own_needs_a_motive_and_is_said_to_be_one(coordinator: Actor) -> None:
    note = {"judgement": "part", "motive": "", "function_id": None, "due_on": None, "version": 0}
    with pytest.raises(Invalid) as fault:
        actions.write_note(coordinator, 7, **note)  # type: ignore[arg-type]
    assert set(fault.value.faults) == {"motive"}
    actions.write_note(coordinator, 7, **(note | {"motive": "Ingår i riskanalysen."}))  # type: ignore[arg-type]
    found = duty(coordinator, 7)
    assert (found.status, found.is_by_hand, found.judged.status) == ("part", True, "unknown")
    with pytest.raises(Invalid, match="Någon annan"):
        actions.write_note(coordinator, 7, **(note | {"motive": "Samtidigt."}))  # type: ignore[arg-type]
    actions.write_note(coordinator, 7, **(note | {"judgement": "", "version": 1}))  # type: ignore[arg-type]
    assert duty(coordinator, 7).note.history[0]["motive"] == "Ingår i riskanalysen."
    with pytest.raises(Invalid):
        actions.write_note(coordinator, 99, **note)  # type: ignore[arg-type]


def test_a_recommendation_is_followed_until_it_is_closed_with_its_evidence(coordinator: Actor) -> None:
    function = coordinator.home.function_id if coordinator.home else None
    point = {
        "given_on": date(2025, 1, 1), "source": "Revisorerna", "text": "Mät målen", "function": function,
        "due_on": TODAY - timedelta(days=1), "state": "open",
    }  # fmt: skip
    kept = actions.add_entry(coordinator, "revision", point)
    assert kept.is_late
    [due] = duties_due(coordinator, TODAY)
    assert (due.text, due.function_id) == ("Genomför rekommendationen: Mät målen", function)
    with pytest.raises(Invalid) as fault:
        actions.change_entry(coordinator, kept.id, point | {"state": "done"}, version=1)
    assert set(fault.value.faults) == {"evidence"}
    done = point | {"state": "done", "evidence": "Nyckeltalen finns i planen."}
    closed = actions.change_entry(coordinator, kept.id, done, version=1)
    assert not closed.is_late
    assert list(duties_due(coordinator, TODAY)) == []
    assert entry_for(coordinator, kept.id).history[0]["state"] == "Inte påbörjad"
    with pytest.raises(Invalid, match="Någon annan"):
        actions.change_entry(coordinator, kept.id, done, version=1)
    with pytest.raises(Invalid, match="personnummer"):
        actions.change_entry(coordinator, kept.id, done | {"text": "Om 19850709-9805"}, version=2)


def test_what_was_frozen_stays_when_the_data_change(coordinator: Actor, municipality: Organisation) -> None:
    assert freeze_statuses() == "Sparade läget för 1 kommuner."
    seat(coordinator, leads=True, is_leading=True)
    assert freeze_statuses() == "Den här månaden är redan sparad."
    [month] = months_of(coordinator)
    assert (month.month, month.statuses[10]) == (TODAY.replace(day=1), "missing")
    assert duty(coordinator, 10).status == "met"


def test_the_auditor_reads_everything_and_changes_nothing(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    lay_in_demo_duties(builders.SYSTEM, municipality_id=municipality.id, today=TODAY)
    person = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    text = person.get("/lagkoll/").text
    assert all(f"{p.number} § {p.heading}" in text for p in PARAGRAPHS)
    assert "Spara" not in person.get("/lagkoll/paragraf/7/").text
    answers = person.get("/lagkoll/fragor/").text
    assert answers.count("Det här kan systemet inte veta") == 5
    for slug in REGISTERS:
        assert "Ny " not in person.get(f"/lagkoll/register/{slug}/").text
    assert person.client.get("/lagkoll/hamta/xlsx/").status_code == 200
    assert "försenad" in person.get("/lagkoll/register/revision/?sok=resultat").text
    auditor = builders.an_actor(municipality, Role.AUDITOR)
    with pytest.raises(NotAllowed):
        actions.add_entry(auditor, "radet", {"organisation": "x", "seat": "y"})
    with pytest.raises(NotAllowed):
        known_for(builders.an_actor(municipality, Role.REPORTER))


def test_the_document_holds_all_of_it(municipality: Organisation) -> None:
    lay_in_demo_duties(builders.SYSTEM, municipality_id=municipality.id, today=TODAY)
    auditor = builders.an_actor(municipality, Role.AUDITOR)
    document = auditors_document(auditor, known_for(auditor))
    assert [s.id for s in document.sections] == ["summary", "law", "questions", "registers", "chain", "log"]
    tables = {table.id: table for table in document.tables()}
    assert len(tables["law-status"].rows) == len(PARAGRAPHS)
    assert len(tables["register-revision"].rows) == 4
    assert {f"question-{q.number}" for q in questions_of(known_for(auditor))} <= set(tables)


def test_the_page_asks_as_often_however_much_there_is(
    coordinator: Actor, municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    reader = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    counts = []
    for number in range(3):
        picture = a_working_picture(municipality, tmp_path, title=f"Lägesbild {number}")
        SituationPicture.objects.filter(pk=picture.id).update(
            status="decided", decided_on=TODAY, decision_body="KS"
        )
        seat(coordinator, organisation=f"Organisation {number}")
        with CaptureQueriesContext(connection) as queries:
            reader.get("/lagkoll/")
        counts.append(len(queries))
    assert counts == [counts[0]] * 3


def test_a_register_that_does_not_exist_is_not_found(coordinator: Actor) -> None:
    with pytest.raises(NotFound):
        entries_of(coordinator, "personer")


def test_every_status_has_a_word() -> None:
    assert set(STATUS_LABELS) == {"met", "part", "missing", "unknown"}


def test_the_five_answers_stand_on_the_page_of_the_duties(municipality: Organisation, pages: Pages) -> None:
    page = pages.log_in(builders.a_person(municipality, Role.AUDITOR)).get("/lagkoll/")
    assert {f"/lagkoll/fragor/#fraga-{n}" for n in range(1, 6)} <= set(page.links)
