"""Work that comes back by itself: when it starts, what is told when it fails, and never two at once."""

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from tests.web import builders
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record
from lagesbild_web.base import schedule, worker
from lagesbild_web.base.models import ScheduledJob
from lagesbild_web.base.schedule import JobFailedError, JobStatus

ROOT = Path(__file__).parents[3]
HOUR = timedelta(hours=1)
TEXT = gettext_lazy("Provarbete")
Declare = Callable[..., None]


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> Declare:
    """Declare a job that is there for the test, and no other."""
    monkeypatch.setattr(schedule, "RECURRING", {})

    def declare(function: Callable[[], str | None], *, every: timedelta = HOUR, **more: object) -> None:
        schedule.declare("test.job", TEXT, function, every=every, what=TEXT, **more)  # type: ignore[arg-type]

    return declare


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What time it is; the test moves it."""
    now = [datetime(2026, 3, 2, 8, 0, tzinfo=UTC)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    return now


def _status() -> JobStatus:
    return schedule.statuses()[0]


@pytest.mark.django_db
def test_what_is_due_is_run_once_and_comes_back_after_its_period(
    declared: Declare, clock: list[datetime]
) -> None:
    runs: list[datetime] = []
    declared(lambda: runs.append(clock[0]) or f"{len(runs)} gjorda.")
    assert schedule.start_due() == ["test.job"]
    assert schedule.start_due() == []
    status = _status()
    assert (status.said, status.succeeded_at, status.next_at) == ("1 gjorda.", clock[0], clock[0] + HOUR)
    clock[0] += HOUR
    assert schedule.start_due() == ["test.job"]
    assert len(runs) == 2


@pytest.mark.django_db
def test_a_failure_is_told_and_tried_again_with_growing_waits_until_it_succeeds(
    declared: Declare, clock: list[datetime]
) -> None:
    fails = [True]

    def job() -> str:
        if fails[0]:
            raise JobFailedError("Källan svarar inte. Försök senare.")
        return "Klart."

    declared(job, every=10 * HOUR)
    waits = []
    for _ in range(5):
        assert schedule.start_due() == ["test.job"]
        waits.append(_status().next_at - clock[0])
        clock[0] = _status().next_at - timedelta(seconds=1)
        assert schedule.start_due() == []
        clock[0] += timedelta(seconds=1)
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes == [5, 30, 120, 360, 360]
    assert (_status().failures, _status().failure) == (5, "Källan svarar inte. Försök senare.")
    fails[0] = False
    schedule.start_due()
    status = _status()
    assert (status.failures, status.said, status.next_at) == (0, "Klart.", clock[0] + 10 * HOUR)
    assert status.failed_at is not None, "the last failure is still told"


@pytest.mark.django_db
def test_a_job_that_is_asked_to_wait_waits_so_long(declared: Declare, clock: list[datetime]) -> None:
    def job() -> str:
        raise JobFailedError("För många frågor.", retry_after=3 * HOUR)

    declared(job)
    schedule.start_due()
    assert _status().next_at == clock[0] + 3 * HOUR


@pytest.mark.django_db
def test_a_fault_of_the_program_has_a_number_and_shows_nothing_of_what_was_inside(
    declared: Declare, caplog: pytest.LogCaptureFixture
) -> None:
    def job() -> str:
        raise ValueError("hemligt innehåll")

    declared(job)
    caplog.set_level("ERROR")
    schedule.start_due()
    failure = _status().failure
    found = re.search(r"nummer (\w{8})\.", failure)
    assert found
    assert "hemligt" not in failure
    assert found[1] in caplog.text


@pytest.mark.django_db
def test_a_job_that_is_running_is_not_started_by_anybody_else(
    declared: Declare, clock: list[datetime]
) -> None:
    others: list[object] = []

    def job() -> str:
        clock[0] += timedelta(minutes=14)
        others.extend([schedule.start_due(), schedule.run_now("test.job"), _status().is_running])
        return ""

    declared(job)
    assert schedule.start_due() == ["test.job"]
    assert others == [[], False, True]
    assert not _status().is_asked


@pytest.mark.django_db
def test_a_run_that_died_is_given_up_and_tried_again_and_can_no_longer_say_anything(
    declared: Declare, clock: list[datetime]
) -> None:
    def dies() -> str:
        # What another process sees when this one has been silent for longer than its lease.
        clock[0] += schedule.LEASE + timedelta(seconds=1)
        assert schedule.start_due() == []
        status = _status()
        assert (status.is_running, status.failures) == (False, 1)
        assert "stoppades medan arbetet pågick" in status.failure
        assert status.next_at == clock[0] + schedule.WAITS[0]
        return "för sent"

    declared(dies)
    schedule.start_due()
    assert (_status().said, _status().succeeded_at) == ("", None)
    clock[0] += schedule.WAITS[0]
    declared(lambda: "Klart.")
    assert schedule.start_due() == ["test.job"]
    assert _status().said == "Klart."


@pytest.mark.django_db
def test_what_is_running_when_the_service_is_stopped_is_due_at_once(declared: Declare) -> None:
    def stopped() -> str:
        schedule.give_up_running()
        assert _status().failures == 1
        return ""

    declared(stopped)
    schedule.start_due()
    declared(lambda: "Klart.")
    assert schedule.start_due() == ["test.job"]
    assert (_status().failures, _status().said) == (0, "Klart.")


@pytest.mark.django_db
def test_a_paused_job_rests_but_can_be_run_by_hand(declared: Declare, clock: list[datetime]) -> None:
    declared(lambda: "Klart.", default_on=False)
    assert schedule.start_due() == []
    schedule.ask_for("test.job")
    assert _status().is_asked
    assert schedule.start_due() == ["test.job"]
    clock[0] += 24 * HOUR
    assert schedule.start_due() == []
    schedule.resume("test.job")
    assert schedule.start_due() == ["test.job"]
    schedule.pause("test.job")
    assert schedule.run_now("test.job")
    assert not _status().is_on


@pytest.mark.django_db
def test_a_nightly_job_comes_at_its_hour_also_when_the_clocks_change(
    declared: Declare, clock: list[datetime]
) -> None:
    declared(lambda: "", every=timedelta(days=1), at=time(3, 0))
    clock[0] = datetime(2026, 3, 28, 12, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
    assert schedule.start_due() == []
    hours = []
    for _ in range(3):
        clock[0] = _status().next_at
        hours.append(timezone.localtime(clock[0]).strftime("%d %H:%M"))
        assert schedule.start_due() == ["test.job"]
    assert hours == ["29 03:00", "30 03:00", "31 03:00"]
    clock[0] += timedelta(days=9)
    assert schedule.start_due() == ["test.job"], "what was missed is done when somebody is there again"


@given(minutes=st.integers(0, 60 * 24 * 365 * 20), days=st.integers(1, 31))
def test_the_next_time_is_later_and_at_the_hour(minutes: int, days: int) -> None:
    job = schedule.Recurring("x", TEXT, TEXT, str, timedelta(days=days), time(3, 0), default_on=True)
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    found = schedule._at_hour(job, now)
    assert timezone.localtime(found).time() == time(3, 0)
    assert timedelta(0) < found - now <= timedelta(days=days, hours=1)


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_one_runs_the_job(transactional_db: None, declared: Declare) -> None:
    runs: list[int] = []
    barrier = threading.Barrier(4)

    def process() -> None:
        try:
            barrier.wait(timeout=20)
            schedule.start_due()
        finally:
            connection.close()

    declared(lambda: runs.append(1), every=24 * HOUR)
    threads = [threading.Thread(target=process) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert runs == [1]
    assert ScheduledJob.objects.get().holder == ""


@pytest.mark.django_db(transaction=True)
def test_the_worker_starts_what_is_due_until_it_is_over(transactional_db: None, declared: Declare) -> None:
    over = threading.Event()
    declared(lambda: over.set())
    thread = threading.Thread(target=worker.start_due_until, args=(over,), kwargs={"interval_s": 0.01})
    thread.start()
    thread.join(timeout=20)
    assert over.is_set()
    assert _status().succeeded_at is not None


# --- The command and the page ---------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_starts_what_is_due_and_says_how_it_went(
    declared: Declare, capsys: pytest.CaptureFixture[str]
) -> None:
    declared(lambda: "Allt är hämtat.")
    call_command("schemalagt")
    call_command("schemalagt", "--pause", "test.job")
    call_command("schemalagt", "--show")
    told = capsys.readouterr().out
    assert "test.job: Allt är hämtat." in told
    assert "test.job (Provarbete): pausat" in told
    call_command("schemalagt", "--run", "test.job")
    call_command("schemalagt", "--resume", "test.job")
    assert _status().is_on
    assert [r.event for r in Record.objects.order_by("sequence")] == ["schedule.paused", "schedule.resumed"]
    with pytest.raises(CommandError, match=r"inget arbete som heter ”annat”. Finns: test.job"):
        call_command("schemalagt", "--run", "annat")


@pytest.mark.django_db
def test_the_command_ends_with_an_error_when_something_failed(declared: Declare) -> None:
    def job() -> str:
        raise JobFailedError("Disken är full. Rensa den.")

    declared(job)
    with pytest.raises(CommandError, match=r"test.job: Disken är full. Rensa den."):
        call_command("schemalagt")


def test_the_administrator_sees_pauses_and_asks(
    municipality: Organisation, declared: Declare, pages: Pages
) -> None:
    admin = pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))
    declared(lambda: "12 poster togs bort.")
    assert "aldrig" in admin.get("/administration/schemalagt/").text
    page = admin.send("/administration/schemalagt/test.job/kor-nu/")
    assert "Startar strax" in page.text
    schedule.start_due()
    page = admin.send("/administration/schemalagt/test.job/pausa/")
    assert "12 poster togs bort." in page.text
    assert "Pausat" in page.text
    page = admin.send("/administration/schemalagt/test.job/ateruppta/")
    assert "Pausat" not in page.text
    events = Record.objects.filter(event__startswith="schedule").order_by("sequence")
    assert [(r.event, r.facts["job"]) for r in events] == [
        ("schedule.asked", "test.job"),
        ("schedule.paused", "test.job"),
        ("schedule.resumed", "test.job"),
    ]
    assert admin.client.post("/administration/schemalagt/finns.inte/pausa/").status_code == 404


def test_the_page_says_when_nobody_starts_anything(
    municipality: Organisation, declared: Declare, pages: Pages, clock: list[datetime]
) -> None:
    declared(lambda: "")
    schedule.statuses()
    admin = pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))
    assert "Ingenting verkar starta" not in admin.get("/administration/schemalagt/").text
    clock[0] += HOUR
    assert "Ingenting verkar starta" in admin.get("/administration/schemalagt/").text


def test_one_municipality_does_not_stop_the_work_of_another(
    municipality: Organisation, declared: Declare, pages: Pages
) -> None:
    builders.a_municipality("Annanstad")
    declared(lambda: "")
    admin = pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))
    page = admin.get("/administration/schemalagt/")
    assert "Flera kommuner delar tjänsten" in page.text
    assert "Pausa:" not in page.text
    page = admin.send("/administration/schemalagt/test.job/pausa/")
    assert "Be den som driver den" in page.text
    assert _status().is_on


def test_every_recurring_job_is_in_the_operators_manual() -> None:
    page = (ROOT / "docs" / "sv" / "drift.md").read_text(encoding="utf-8")
    assert len(schedule.RECURRING) >= 2
    assert [name for name in schedule.RECURRING if f"`{name}`" not in page] == []
