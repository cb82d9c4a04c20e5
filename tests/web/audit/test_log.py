"""The log tells what happened, cannot be changed, and shows it when somebody has tried."""

from datetime import date
from pathlib import Path
from string import Formatter
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from tests.web import builders
from tests.web.pages import Pages

import lagesbild_web
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.rights import open_to_everyone
from lagesbild_web.access.roles import Role
from lagesbild_web.audit import guards
from lagesbild_web.audit.actions import check, erase_person
from lagesbild_web.audit.events import EVENTS, declare
from lagesbild_web.audit.log import Fact, record
from lagesbild_web.audit.models import ChainEnd, OnlyAddedToError, Record, WhoDidIt
from lagesbild_web.audit.queries import log_for, sentence_of
from lagesbild_web.audit.verify import verify
from lagesbild_web.base.action import action
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound


@action("test.happen")
def happen(actor: Actor, event: str = "access.logged_in", **facts: Fact) -> None:
    """Write anything in the log."""
    open_to_everyone(actor)
    record(actor, event, **facts)


@pytest.fixture
def auditor(municipality: Organisation) -> Actor:
    """Somebody who reads the log, with three things in it."""
    actor = builders.an_actor(municipality, Role.AUDITOR)
    for _ in range(3):
        happen(actor)
    return actor


def _force(statement: str) -> None:
    """Do what somebody with the database's password could do."""
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    guards.install(connection)


def test_records_are_numbered_without_gaps_and_each_holds_the_hash_before(auditor: Actor) -> None:
    rows = list(Record.objects.order_by("sequence"))
    assert [row.sequence for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == ["", rows[0].hash, rows[1].hash]
    assert verify().faults == ()


def test_an_event_that_is_not_in_the_vocabulary_is_refused(auditor: Actor) -> None:
    with pytest.raises(KeyError):
        happen(auditor, "access.something_else")


@pytest.mark.parametrize(
    "facts", [{}, {"reason": "x", "title": "y", "name": "z"}, {"titel": "x", "reason": "y"}]
)
def test_facts_that_are_missing_or_not_declared_are_refused(auditor: Actor, facts: dict[str, Fact]) -> None:
    with pytest.raises(TypeError, match=r"picture\.withdrawn"):
        happen(auditor, "picture.withdrawn", **facts)


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda event: event.name)
def test_every_sentence_uses_only_facts_that_its_event_holds(event: object) -> None:
    declared = EVENTS[getattr(event, "name")]  # noqa: B009  # the parameter is an object to pytest
    used = {name for _, name, _, _ in Formatter().parse(str(declared.sentence)) if name}
    assert used <= declared.keys


def test_codes_are_read_in_words() -> None:
    facts = {
        "function": "Rektor",
        "organisation": "Björkskolan",
        "role": "measure_owner",
        "starts_on": "2025-03-09",
    }
    expected = "Lade upp funktionen Rektor i Björkskolan med rollen åtgärdsansvarig, från 2025-03-09."
    assert sentence_of("access.function_created", facts) == expected


def test_every_event_is_written_by_the_feature_that_declares_it() -> None:
    """An event that nobody writes, or that another feature writes, is a word too many."""
    features = Path(lagesbild_web.__file__).parent
    unwritten = set(EVENTS)
    for declaring in features.glob("*/events.py"):
        written = "\n".join(path.read_text() for path in declaring.parent.rglob("*.py") if path != declaring)
        for name in set(unwritten):
            thing = name.partition(".")[0]
            if f'"{name}"' in declaring.read_text() and (
                f'"{name}"' in written or f'f"{thing}.{{' in written
            ):
                unwritten.discard(name)
    assert unwritten == set()


def test_an_event_is_declared_once() -> None:
    with pytest.raises(ValueError, match=r"picture\.withdrawn"):
        declare(EVENTS["picture.withdrawn"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET event = 'annat' WHERE sequence = 2",
        "DELETE FROM audit_record WHERE sequence = 2",
        "UPDATE audit_whodidit SET user_id = '00000000000000000000000000000001' WHERE record_id = 2",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(auditor: Actor, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert verify().faults == ()


def test_the_models_refuse_too(auditor: Actor) -> None:
    row = Record.objects.get(sequence=2)
    with pytest.raises(OnlyAddedToError):
        row.save()
    with pytest.raises(OnlyAddedToError):
        row.delete()
    with pytest.raises(OnlyAddedToError):
        row.who.save()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "UPDATE audit_record SET event = 'access.logged_out' WHERE sequence = 2",
            "Händelse 2: innehållet har ändrats",
        ),
        (
            "UPDATE audit_record SET at = '2020-01-01 00:00:00+00' WHERE sequence = 2",
            "Händelse 2: innehållet",
        ),
        ("DELETE FROM audit_record WHERE sequence = 1", "Händelse 1: saknas"),
        ("DELETE FROM audit_record WHERE sequence = 3", "Slut: den sista händelsen borde ha nummer 3"),
        ("UPDATE audit_record SET previous_hash = 'x' WHERE sequence = 3", "Händelse 3: hör inte ihop"),
        ("UPDATE audit_whodidit SET salt = 'annat' WHERE record_id = 2", "Händelse 2: personen bakom"),
    ],
)
def test_a_change_past_the_guards_is_found_and_said_where(
    auditor: Actor, statement: str, sentence: str
) -> None:
    if statement.startswith("DELETE"):
        WhoDidIt.objects.all().delete()
    _force(statement)
    faults = verify().faults
    assert any(fault.startswith(sentence) for fault in faults), faults


def test_a_whole_log_rewritten_from_the_middle_does_not_reach_the_end(auditor: Actor) -> None:
    """Somebody changes a record and makes its hash right again; the record after it gives it away."""
    from lagesbild_web.audit.chain import hash_of

    row = Record.objects.get(sequence=2)
    row.event = "access.logged_out"
    _force(f"UPDATE audit_record SET event = 'access.logged_out', hash = '{hash_of(row)}' WHERE sequence = 2")  # noqa: S608  # our own text
    assert verify().faults == ("Händelse 3: hör inte ihop med händelsen före.",)


@pytest.mark.parametrize("is_rewritten", [False, True])
def test_a_log_that_is_cut_off_or_written_anew_with_its_end_put_right_is_found_by_the_next_check(
    auditor: Actor, is_rewritten: bool
) -> None:
    assert check(builders.SYSTEM).faults == ()
    WhoDidIt.objects.all().delete()
    _force("DELETE FROM audit_record WHERE sequence >= 3")
    end = Record.objects.get(sequence=2)
    ChainEnd.objects.update(sequence=2, hash=end.hash)
    if is_rewritten:
        happen(auditor)
    (fault,) = check(builders.SYSTEM).faults
    assert fault.startswith("Händelse 3: den som fanns vid kontrollen")
    # It is not forgotten because it has been told once.
    assert len(check(builders.SYSTEM).faults) == 1


def test_a_record_after_the_end_is_found(auditor: Actor) -> None:
    end = Record.objects.get(sequence=2)
    ChainEnd.objects.update(sequence=2, hash=end.hash)
    assert verify().faults == ("Slut: händelse 3 står efter den sista, som har nummer 2.",)


def test_a_person_can_be_erased_and_the_log_is_still_whole(
    auditor: Actor, municipality: Organisation
) -> None:
    assert auditor.user_id is not None
    administrator = builders.an_actor(municipality, Role.ADMINISTRATOR)
    erased = erase_person(
        administrator, auditor.user_id, municipality_id=municipality.id, reason="Har slutat."
    )
    assert erased == 3
    verdict = verify()
    assert (verdict.records, verdict.erased, verdict.faults) == (4, 3, ())
    assert {e.who for e in log_for(administrator, number=1).rows[1:]} == {"Raderad person"}


def test_nobody_is_erased_without_a_reason_or_by_somebody_without_the_right(
    auditor: Actor, municipality: Organisation
) -> None:
    assert auditor.user_id is not None
    administrator = builders.an_actor(municipality, Role.ADMINISTRATOR)
    with pytest.raises(Invalid, match="Skriv varför"):
        erase_person(administrator, auditor.user_id, municipality_id=municipality.id, reason=" ")
    with pytest.raises(NotAllowed):
        erase_person(auditor, auditor.user_id, municipality_id=municipality.id, reason="x")
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        erase_person(stranger, auditor.user_id, municipality_id=municipality.id, reason="x")
    assert WhoDidIt.objects.count() == 3


def test_a_log_is_read_by_its_own_municipality_only(auditor: Actor, pages: Pages) -> None:
    other = builders.a_municipality("Annanstad")
    page = pages.get("/logg/", as_=builders.a_person(other, Role.AUDITOR))
    assert "Ingenting har hänt ännu" in page.text
    assert log_for(auditor, number=1).total == 3


def test_a_partner_with_the_auditors_role_does_not_read_the_municipalitys_log(
    municipality: Organisation,
) -> None:
    with pytest.raises(NotAllowed):
        log_for(builders.an_actor(builders.a_partner(municipality), Role.AUDITOR), number=1)


def test_a_long_log_is_turned_page_by_page(auditor: Actor, municipality: Organisation, pages: Pages) -> None:
    for _ in range(60):
        happen(auditor)
    reader = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    first = reader.get("/logg/")
    assert "1–50 av 63" in first.text
    assert "51–63 av 63" in reader.get("/logg/?sida=2").text
    reader.get("/logg/?sida=3", status=404)


def test_the_command_says_that_the_log_is_whole_or_what_is_wrong(
    auditor: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verifiera_logg")
    told = Record.objects.get(sequence=3).hash
    assert capsys.readouterr().out == (f"Loggen är hel: 3 händelser.\nKontrollvärde för händelse 3: {told}\n")
    _force("UPDATE audit_record SET actor_kind = 'system' WHERE sequence = 2")
    with pytest.raises(CommandError, match="Händelse 2: innehållet har ändrats"):
        call_command("verifiera_logg")


def test_dates_and_ids_are_kept_as_text(auditor: Actor) -> None:
    facts: dict[str, Fact] = {
        "function": "Rektor",
        "organisation": "Björkskolan",
        "ends_on": date(2025, 3, 9),
    }
    happen(auditor, "access.holding_ended", **facts)
    assert Record.objects.get(sequence=4).facts == {**facts, "ends_on": "2025-03-09"}
    assert ChainEnd.objects.get().sequence == 4


def test_the_person_behind_is_kept_apart_from_the_record(auditor: Actor) -> None:
    row = Record.objects.get(sequence=1)
    assert isinstance(row.who.user_id, UUID)
    assert str(row.who.user_id) not in {str(v) for v in vars(row).values()}
