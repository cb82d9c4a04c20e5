"""What is removed when it is old, what was handed out, and the log's filters, files and state."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from tests.web import builders
from tests.web.builders import SYSTEM
from tests.web.pages import Pages

from lagesbild_web.access import actions as access
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.links import make_link
from lagesbild_web.access.models import AccessLink, Holding, User
from lagesbild_web.access.queries import function_for
from lagesbild_web.access.roles import Role
from lagesbild_web.audit import guards
from lagesbild_web.audit.actions import decide_retention, register_disclosure, remove_old
from lagesbild_web.audit.models import Disclosure, Record, RetentionCount
from lagesbild_web.audit.registers import disclosures_for, retention_for
from lagesbild_web.audit.retention import (
    RETAINABLE,
    Retainable,
    day_before_months,
    day_when_due,
    declare,
)
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound

TODAY = timezone.localdate()


@pytest.fixture
def administrator(municipality: Organisation) -> Actor:
    """Somebody who manages the municipality."""
    return builders.an_actor(municipality, Role.ADMINISTRATOR)


@pytest.fixture
def coordinator(municipality: Organisation) -> Actor:
    """Somebody who hands things out."""
    return builders.an_actor(municipality, Role.COORDINATOR)


@pytest.fixture
def days() -> Iterator[list[date]]:
    """A kind of record that is a list of days."""
    kept: list[date] = []

    def remove(_home: UUID, before: date) -> int:
        old = [day for day in kept if day < before]
        kept[:] = [day for day in kept if day >= before]
        return len(old)

    text = gettext_lazy("provdagar")
    declare(
        Retainable(
            "test.days", text, text, text, text, 12,
            due=lambda _home, before: sum(day < before for day in kept),
            oldest=lambda _home: min(kept, default=None),
            remove=remove,
        )
    )  # fmt: skip
    yield kept
    del RETAINABLE["test.days"]


def test_what_is_older_than_the_rule_is_removed_once_and_a_count_remains(
    municipality: Organisation, days: list[date]
) -> None:
    limit = day_before_months(12)
    days += [limit - timedelta(days=1), limit, TODAY]
    assert remove_old(SYSTEM, municipality.id, "test.days") == 1
    assert days == [limit, TODAY]
    assert remove_old(SYSTEM, municipality.id, "test.days") == 0
    count = RetentionCount.objects.get()
    assert (count.record_type, count.removed, count.before) == ("test.days", 1, limit)
    assert [r.facts["removed"] for r in Record.objects.order_by("sequence")] == [1, 0]


def test_the_municipality_decides_and_its_decision_is_followed(
    administrator: Actor, municipality: Organisation, days: list[date]
) -> None:
    days.append(day_before_months(3))
    assert remove_old(SYSTEM, municipality.id, "test.days") == 0
    decide_retention(administrator, municipality.id, "test.days", keep_months=2, basis="Beslut § 12")
    entry = next(e for e in retention_for(administrator, municipality.id) if e.name == "test.days")
    assert (entry.keep_months, entry.basis, entry.is_decided, entry.due) == (2, "Beslut § 12", True, 1)
    assert remove_old(SYSTEM, municipality.id, "test.days") == 1


def test_a_decision_without_ground_or_sense_is_refused(
    administrator: Actor, municipality: Organisation, days: list[date]
) -> None:
    with pytest.raises(Invalid, match="vilket beslut"):
        decide_retention(administrator, municipality.id, "test.days", keep_months=12, basis=" ")
    for months in (0, -1, 601):
        with pytest.raises(Invalid, match="antal månader"):
            decide_retention(administrator, municipality.id, "test.days", keep_months=months, basis="x")
    with pytest.raises(NotFound):
        decide_retention(administrator, municipality.id, "test.unknown", keep_months=12, basis="x")


def test_the_page_says_what_goes_next_and_when(
    municipality: Organisation, days: list[date], pages: Pages
) -> None:
    days.append(day_before_months(12) + timedelta(days=40))
    admin = pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))
    page = admin.get("/logg/gallring/")
    assert day_when_due(days[0], 12).isoformat() in page.text
    assert "ännu inte beslutat av kommunen" in page.text
    form = {"keep_months": "6", "basis": "Informationshanteringsplan 2025"}
    page = admin.send("/logg/gallring/test.days/", form)
    assert "1 i natt" in page.text
    assert "Informationshanteringsplan 2025" in page.text


@given(day=st.dates(date(2000, 1, 1), date(2060, 1, 1)), months=st.integers(1, 600))
def test_the_day_when_something_is_due_is_the_first_when_it_is_old_enough(day: date, months: int) -> None:
    due = day_when_due(day, months)
    assert day < day_before_months(months, due)
    assert not day < day_before_months(months, due - timedelta(days=1))


def test_old_links_and_closed_accounts_go_and_the_function_keeps_its_history(
    administrator: Actor, municipality: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    gone, recent = (
        builders.a_person(municipality, Role.REPORTER),
        builders.a_person(municipality, Role.REPORTER),
    )
    for user, days_ago in ((gone, 900), (recent, 30)):
        make_link(user, "log_in")
        ended = TODAY - timedelta(days=days_ago)
        Holding.objects.filter(user=user).update(starts_on=ended - timedelta(days=9), ends_on=ended)
        AccessLink.objects.filter(user=user).update(expires_at=timezone.now() - timedelta(days=days_ago))
    call_command("gallra", "--show")
    assert "Avslutade konton: 1 är gamla nog." in capsys.readouterr().out
    assert User.objects.filter(pk=gone.pk).exists()
    call_command("gallra")
    told = capsys.readouterr().out
    assert "Avslutade konton: 1 togs bort." in told
    assert not User.objects.filter(pk=gone.pk).exists()
    assert User.objects.filter(pk=recent.pk).exists()
    assert list(AccessLink.objects.values_list("user_id", flat=True)) == [recent.pk]
    function = builders.a_function(municipality, Role.REPORTER)
    assert "" in [held.person for held in function_for(administrator, function.id).holders]


def test_whoever_still_works_elsewhere_is_not_removed(municipality: Organisation) -> None:
    person = builders.a_person(municipality, Role.REPORTER)
    Holding.objects.filter(user=person).update(
        starts_on=TODAY - timedelta(days=999), ends_on=TODAY - timedelta(days=990)
    )
    other = builders.a_function(builders.a_municipality("Annanstad"), Role.REPORTER)
    Holding.objects.create(function=other, user=person, starts_on=TODAY)
    assert remove_old(SYSTEM, municipality.id, "access.closed_accounts") == 0


# --- What was handed out --------------------------------------------------------------------------


def _hand_out(actor: Actor, **changes: object) -> UUID:
    told = {
        "disclosed_on": TODAY,
        "what": "Lägesbilden för 2025-T1",
        "receiver": "Polisen i Exempelköping",
        "ground": "cooperation",
    } | changes
    return register_disclosure(actor, **told)  # type: ignore[arg-type]  # any change is allowed in a test


def test_what_is_handed_out_is_registered_by_the_function(coordinator: Actor) -> None:
    _hand_out(coordinator, diary_number="KS 2025/12")
    entry = disclosures_for(coordinator, number=1).rows[0]
    assert (entry.function, entry.receiver) == ("Samordnare", "Polisen i Exempelköping")
    assert entry.ground_label == "Uppgift i samverkan mot brott (10 kap. OSL)"


def test_a_mistake_is_put_right_by_a_new_entry_and_the_old_one_stays(coordinator: Actor) -> None:
    first = _hand_out(coordinator)
    _hand_out(coordinator, receiver="Åklagarkammaren", corrects=first)
    rows = disclosures_for(coordinator, number=1).rows
    assert {(row.receiver, row.is_corrected) for row in rows} == {
        ("Polisen i Exempelköping", True),
        ("Åklagarkammaren", False),
    }
    with pytest.raises(Invalid, match="redan rättad"):
        _hand_out(coordinator, corrects=first)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"disclosed_on": TODAY + timedelta(days=1)}, "framåt i tiden"),
        ({"what": "Uppgift om 850101-2384"}, "personuppgifter"),
        ({"receiver": " "}, "Fyll i fältet"),
        ({"ground": "lust"}, "Välj en grund"),
        ({"ground": "other"}, "Skriv vilken grund"),
    ],
)
def test_an_entry_that_cannot_be_right_is_refused(
    coordinator: Actor, change: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        _hand_out(coordinator, **change)
    assert not Disclosure.objects.exists()


def test_auditors_read_the_register_and_reporters_do_not(
    coordinator: Actor, municipality: Organisation, pages: Pages
) -> None:
    _hand_out(coordinator)
    auditor = pages.log_in(builders.a_person(municipality, Role.AUDITOR))
    assert "Polisen i Exempelköping" in auditor.get("/logg/utlamnanden/").text
    with pytest.raises(NotAllowed):
        _hand_out(builders.an_actor(municipality, Role.AUDITOR))
    with pytest.raises(NotAllowed):
        disclosures_for(builders.an_actor(municipality, Role.REPORTER), number=1)
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    assert disclosures_for(stranger, number=1).rows == []
    table = auditor.client.get("/logg/utlamnanden/hamta/csv/").content.decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(table), delimiter=";"))[:3] == ["Utlämnat", "Vad", "Till"]


# --- The log ----------------------------------------------------------------------------------------


@pytest.fixture
def auditor(municipality: Organisation, pages: Pages) -> Pages:
    """The auditor's browser, with things in the log."""
    access.create_organisation(SYSTEM, name="=Björkskolan", kind="school", municipality_id=municipality.id)
    _hand_out(builders.an_actor(municipality, Role.COORDINATOR))
    return pages.log_in(builders.a_person(municipality, Role.AUDITOR))


def test_the_log_is_narrowed_by_sort_day_and_thing(auditor: Pages) -> None:
    assert "Lade upp organisationen" in auditor.get("/logg/?sort=access").text
    assert "Lade upp organisationen" not in auditor.get("/logg/?sort=audit").text
    tomorrow = TODAY + timedelta(days=1)
    page = auditor.get(f"/logg/?fran={tomorrow}")
    assert "Inget i loggen stämmer med urvalet." in page.text
    assert "Lade upp organisationen" in auditor.get(f"/logg/?fran={TODAY}&till={TODAY}").text
    thing = Record.objects.filter(event="audit.disclosure_registered").get().object_id
    page = auditor.get(f"/logg/?galler={thing}")
    assert "Registrerade ett utlämnande" in page.text
    assert "Lade upp" not in page.text
    assert "Skriv dagen som år-månad-dag" in auditor.get("/logg/?fran=i+går").text


def test_the_log_is_handed_out_as_it_is_narrowed_and_that_is_logged(auditor: Pages) -> None:
    table = auditor.client.get("/logg/hamta/csv/?sort=access").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert rows[0] == ["Nummer", "Tid", "Vem", "Vad", "Gäller id", "Kontrollvärde"]
    assert [row[3] for row in rows[1:]] == ["Lade upp organisationen =Björkskolan."]
    book = openpyxl.load_workbook(io.BytesIO(auditor.client.get("/logg/hamta/xlsx/").content))
    assert book.active.max_row > 2
    assert "Hämtade 1 rader ur loggen som csv." in auditor.get("/logg/").text
    assert auditor.client.get("/logg/hamta/pdf/").status_code == 404


def test_the_auditor_sees_whether_the_log_is_whole_and_when_it_was_checked(auditor: Pages) -> None:
    assert "Loggen har inte kontrollerats ännu." in auditor.get("/logg/").text
    page = auditor.send("/logg/kontrollera/")
    assert "Ingen var ändrad, borttagen eller tillagd i efterhand." in page.text
    guards.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_record SET event = 'access.logged_out' WHERE sequence = 1")
    guards.install(connection)
    page = auditor.send("/logg/kontrollera/")
    assert "Loggen är inte hel." in page.text
    assert "Händelse 1: innehållet har ändrats" in page.text


def test_a_formula_in_a_text_is_only_a_text(auditor: Pages) -> None:
    from lagesbild_web.base.table_files import as_table

    file = as_table("prov", ["a"], [["=1+1"], ["-2"], ["2025"]], filetype="csv")
    assert file.content.decode("utf-8-sig").split("\r\n")[1:4] == ["'=1+1", "'-2", "2025"]
    book = openpyxl.load_workbook(io.BytesIO(as_table("p", ["a"], [["=1+1"]], filetype="xlsx").content))
    assert (book.active["A2"].value, book.active["A2"].data_type) == ("=1+1", "s")
