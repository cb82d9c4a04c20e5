"""A file is written and taken back in parts: nobody sees half of it, and a stopped server goes on."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.web import builders
from tests.web import import_builders as files
from tests.web import incident_builders as make
from tests.web.pages import Pages

import lagesbild_web
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Circle, Role
from lagesbild_web.base import progress
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.imports import actions, jobs
from lagesbild_web.imports.contracts import UploadState
from lagesbild_web.imports.models import Upload
from lagesbild_web.imports.queries import upload_for
from lagesbild_web.incidents import actions as incident_actions
from lagesbild_web.incidents import batches, changes, columns, loading, queries
from lagesbild_web.incidents.actions import batches as batch_actions
from lagesbild_web.incidents.contracts import IncidentFilter, State
from lagesbild_web.incidents.models import Batch, Incident
from lagesbild_web.incidents.switching import Beneath
from lagesbild_web.incidents.weekly import weekly_counts

ALL_STATES = IncidentFilter(states=tuple(State))
SRC = Path(lagesbild_web.__file__).parent


class Killed(BaseException):
    """The server was killed: nothing gets to tidy up after itself."""


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with areas and categories."""
    make.areas_and_categories(municipality)
    return municipality


@pytest.fixture
def person(home: Organisation) -> User:
    """The coordinator, who imports."""
    return builders.a_person(home, Role.COORDINATOR)


@pytest.fixture
def coordinator(person: User) -> Actor:
    """The same, as use cases see them."""
    return actor_for(person.id, person.full_name)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three rows in each transaction, and no waiting between them."""
    monkeypatch.setattr(changes, "PAUSE_S", 0)
    monkeypatch.setattr(batches, "CHUNK", 3)
    monkeypatch.setattr(loading, "CHUNK", 3)
    monkeypatch.setattr(loading, "AT_ONCE", 3)
    monkeypatch.setattr(batch_actions, "AT_ONCE", 3)


def stops(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[], object], error: type[BaseException] = Killed
) -> None:
    """Do the work until the second part is written and the third should have been."""
    held, times = loading._hold, iter(range(100))

    def hold(batch_id: UUID, run: UUID) -> None:
        if next(times) == 2:
            raise error
        held(batch_id, run)

    with monkeypatch.context() as patch:
        patch.setattr(loading, "_hold", hold)
        if error is Killed:
            with pytest.raises(Killed):
                work()
        else:
            work()


def seen(actor: Actor, home: Organisation) -> set[int]:
    """What every way to read many incidents says that there is."""
    monday = date(2025, 3, 31)
    return {
        len(queries.incidents_table(actor, ALL_STATES).incidents),
        queries.incidents_for(actor, ALL_STATES, number=1).total,
        queries.incidents_for(actor, IncidentFilter(states=tuple(State), text="Station"), number=1).total,
        len(queries.incidents_after(actor, ALL_STATES, after=None, size=50).rows),
        sum(count.count for count in queries.state_counts(actor)),
        int(weekly_counts(actor, home.id, last_monday=monday, weeks=9).counts.sum()),
        columns.columns_of(home.id).height,
        Incident.objects.count(),
    }


def start(actor: Actor, content: bytes) -> UUID:
    """A file that has been read, and that somebody has asked for."""
    upload = files.an_upload(actor, content)
    actions.start_loading(actor, upload.id, circle=Circle.PARTNERS)
    return upload.id


def test_half_a_file_is_seen_by_nobody_and_the_rest_is_written_when_the_server_is_back(
    coordinator: Actor, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = start(coordinator, files.guards_report(10))
    stops(monkeypatch, lambda: jobs.load_upload.call(str(upload_id), str(coordinator.user_id)))
    assert Incident.every.count() == 6
    assert seen(coordinator, home) == {0}
    with pytest.raises(NotFound):
        queries.incident_for(coordinator, Incident.every.values_list("pk", flat=True)[0])
    told: list[str] = []
    monkeypatch.setattr(progress, "tell", lambda _id, now: told.append(now.words))
    jobs.load_upload.call(str(upload_id), str(coordinator.user_id))
    assert seen(coordinator, home) == {10}
    assert upload_for(coordinator, upload_id).outcome == {"new": 10, "same": 0, "changed": 0, "left_out": 0}
    assert told[-1] == "Tjänsten stannade mitt i. Skriver resten av händelserna"


def test_what_may_be_the_same_is_not_looked_for_among_what_is_hidden(
    coordinator: Actor, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = start(coordinator, files.guards_report(10))
    stops(monkeypatch, lambda: jobs.load_upload.call(str(upload_id), str(coordinator.user_id)))
    twin = Incident.every.order_by("external_id").select_related("category").first()
    assert twin is not None
    school = make.a_reporter(home)
    draft = make.a_draft(category=twin.category.code, starts_at=twin.starts_at, lon=twin.lon, lat=twin.lat)
    line = make.a_report(school, draft)[0]
    assert queries.duplicates_of(coordinator, [line.id]) == {line.id: ()}
    jobs.load_upload.call(str(upload_id), str(coordinator.user_id))
    assert queries.duplicates_of(coordinator, [line.id])[line.id]


def test_a_file_that_is_undone_is_gone_at_once_and_what_it_replaced_is_back(
    coordinator: Actor, home: Organisation, person: User, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.loaded(coordinator, files.an_upload(coordinator, files.guards_report(2)).id)
    later = files.an_upload(coordinator, files.guards_report(10, kind="Bråk"))
    files.loaded(coordinator, later.id)
    revision = columns.revision_of(home.id)
    assert actions.undo(coordinator, later.id, reason="Fel fil").rows == 10
    assert columns.revision_of(home.id) != revision
    assert seen(coordinator, home) == {2}
    stops(monkeypatch, lambda: jobs.undo_upload.call(str(later.id)))
    assert Incident.every.filter(batch=later.id, state=State.WITHDRAWN).count() == 6
    assert seen(coordinator, home) == {2}
    page = pages.log_in(person).get(f"/importera/{later.id}/")
    assert "Händelserna ur filen räknas inte längre." in page.text
    jobs.undo_upload.call(str(later.id))
    assert upload_for(coordinator, later.id).summary.state == UploadState.UNDONE
    counts = {count.state: count.count for count in queries.state_counts(coordinator)}
    assert (counts[State.APPROVED], counts[State.WITHDRAWN]) == (2, 10)
    files.loaded(coordinator, later.id)
    assert len(queries.incidents_table(coordinator, IncidentFilter()).incidents) == 10


@pytest.mark.parametrize("order", [(2, 1), (1, 2)])
def test_files_that_replace_each_other_are_undone_in_any_order(
    order: tuple[int, int], coordinator: Actor
) -> None:
    uploads = []
    for kind in ("Klotter", "Bråk", "Skadegörelse"):
        uploads.append(files.an_upload(coordinator, files.guards_report(4, kind=kind)).id)
        files.loaded(coordinator, uploads[-1])
    for number in order:
        files.undone(coordinator, uploads[number])
        assert len(queries.incidents_table(coordinator, IncidentFilter()).incidents) == 4
    frame = queries.incidents_table(coordinator, IncidentFilter()).incidents.frame
    assert set(frame["category"]) == {"klotter"}


def stops_switching(monkeypatch: pytest.MonkeyPatch, name: str, work: Callable[[], object]) -> None:
    """Do the work until one part of what is replaced has been switched and the second should have been."""
    switch, times = getattr(loading, name), iter(range(100))

    def counted(part: list[Beneath]) -> None:
        assert len(part) <= 3
        if next(times) == 1:
            raise Killed
        switch(part)

    with monkeypatch.context() as patch:
        patch.setattr(loading, name, counted)
        with pytest.raises(Killed):
            work()


def kinds(actor: Actor) -> set[str]:
    """The categories of what counts."""
    return set(queries.incidents_table(actor, IncidentFilter()).incidents.frame["category"])


def in_states(actor: Actor) -> dict[State, int]:
    """How many incidents there are in each state where there are any."""
    return {count.state: count.count for count in queries.state_counts(actor) if count.count}


def test_what_a_file_replaces_is_switched_in_parts_that_nobody_sees(
    coordinator: Actor, home: Organisation, person: User, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.loaded(coordinator, files.an_upload(coordinator, files.guards_report(10)).id)
    upload_id = start(coordinator, files.guards_report(10, kind="Bråk"))
    load = lambda: jobs.load_upload.call(str(upload_id), str(coordinator.user_id))  # noqa: E731  # said twice
    stops_switching(monkeypatch, "lay_beneath", load)
    assert Incident.every.filter(state=State.MERGED).count() == 3
    assert seen(coordinator, home) == {10}
    assert kinds(coordinator) == {"brak"}
    browser = pages.log_in(person)
    assert "Alla händelser ur filen räknas nu." in browser.get(f"/importera/{upload_id}/").text
    load()
    assert in_states(coordinator) == {State.APPROVED: 10, State.MERGED: 10}
    stops_switching(
        monkeypatch,
        "bring_back",
        lambda: (actions.undo(coordinator, upload_id, reason="Fel"), jobs.undo_upload.call(str(upload_id))),
    )
    assert Incident.every.filter(state=State.MERGED).count() == 7
    assert seen(coordinator, home) == {10}
    assert kinds(coordinator) == {"brak"}
    assert "räknas tills det som de ersatte är framme" in browser.get(f"/importera/{upload_id}/").text
    stops(monkeypatch, lambda: jobs.undo_upload.call(str(upload_id)))
    assert seen(coordinator, home) == {10}
    assert kinds(coordinator) == {"klotter"}
    jobs.undo_upload.call(str(upload_id))
    assert in_states(coordinator) == {State.APPROVED: 10, State.WITHDRAWN: 10}
    assert not Incident.every.filter(replaces__isnull=False).exists()


def test_a_file_waits_while_another_is_switching_and_is_queued_again(
    coordinator: Actor, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.loaded(coordinator, files.an_upload(coordinator, files.guards_report(5)).id)
    first = start(coordinator, files.guards_report(5, kind="Bråk"))
    load = lambda upload_id: jobs.load_upload.call(str(upload_id), str(coordinator.user_id))  # noqa: E731  # said often
    stops_switching(monkeypatch, "lay_beneath", lambda: load(first))
    other = start(coordinator, files.guards_report(5, kind="Skadegörelse"))
    load(other)
    waiting = DBTaskResult.objects.get()
    assert (waiting.args_kwargs["args"][0], waiting.run_after > timezone.now()) == (str(other), True)
    assert seen(coordinator, home) == {5}
    load(first)
    load(other)
    assert in_states(coordinator) == {State.APPROVED: 5, State.MERGED: 10}
    stops_switching(
        monkeypatch,
        "bring_back",
        lambda: (actions.undo(coordinator, first, reason="Fel"), jobs.undo_upload.call(str(first))),
    )
    assert not actions.undo(coordinator, other, reason="Fel").is_gone
    jobs.undo_upload.call(str(other))
    assert "tills det som de ersatte är framme" in upload_for(coordinator, other).meaning
    for upload_id in (first, other):
        jobs.undo_upload.call(str(upload_id))
    assert kinds(coordinator) == {"klotter"}
    assert in_states(coordinator) == {State.APPROVED: 5, State.WITHDRAWN: 10}


def test_what_was_merged_into_an_incident_of_a_file_counts_again_when_the_file_is_undone(
    coordinator: Actor, home: Organisation
) -> None:
    upload = files.an_upload(coordinator)
    files.loaded(coordinator, upload.id)
    line = make.a_report(make.a_reporter(home), make.a_draft())[0]
    into = Incident.objects.filter(batch=upload.id).order_by("external_id")[0]
    incident_actions.merge(coordinator, line.id, into.id, version=line.version)
    files.loaded(coordinator, files.an_upload(coordinator, files.guards_report(kind="Bråk")).id)
    files.undone(coordinator, Upload.objects.exclude(pk=upload.id).get().id)
    assert Incident.objects.get(pk=line.id).merged_into_id == into.id
    files.undone(coordinator, upload.id)
    assert Incident.objects.get(pk=line.id).state == State.WAITING
    assert "ångrad" in queries.incident_for(coordinator, line.id).history[-1].reason


def test_what_lay_beneath_before_it_was_noted_is_found(coordinator: Actor) -> None:
    for kind in ("Klotter", "Bråk"):
        files.loaded(coordinator, files.an_upload(coordinator, files.guards_report(2, kind=kind)).id)
    noted = set(Incident.every.values_list("pk", "replaces"))
    Incident.every.update(replaces=None)
    migration = import_module("lagesbild_web.incidents.migrations.0007_what_files_replaced")
    with connection.cursor() as cursor:
        migration.tell_what_is_replaced(apps, cursor)
    assert set(Incident.every.values_list("pk", "replaces")) == noted


def test_a_fault_in_the_middle_leaves_nothing_and_the_file_can_be_loaded_again(
    coordinator: Actor, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = start(coordinator, files.guards_report(10))
    work = lambda: jobs.load_upload.call(str(upload_id), str(coordinator.user_id))  # noqa: E731  # said once
    stops(monkeypatch, work, OSError)
    assert Incident.every.count() == 0
    assert not Batch.objects.get().is_hidden
    assert "Inget lästes in." in upload_for(coordinator, upload_id).failure
    files.loaded(coordinator, upload_id)
    assert seen(coordinator, home) == {10}


def test_two_files_that_are_written_at_the_same_time_do_not_bring_the_same_incident_twice(
    coordinator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = files.an_upload(coordinator, files.guards_report(8))
    upload_id = start(coordinator, files.guards_report(10))
    write = loading.write

    def overtaken(*args: object, **kwargs: object) -> loading.Written:
        written = write(*args, **kwargs)  # type: ignore[arg-type]  # passed on
        monkeypatch.setattr(loading, "write", write)
        files.loaded(coordinator, other.id)
        return written

    monkeypatch.setattr(loading, "write", overtaken)
    jobs.load_upload.call(str(upload_id), str(coordinator.user_id))
    assert Incident.every.count() == 10
    assert upload_for(coordinator, upload_id).outcome == {"new": 2, "same": 8, "changed": 0, "left_out": 0}


def test_columns_that_were_read_while_a_batch_was_hidden_are_read_again(
    coordinator: Actor, home: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.loaded(coordinator, files.an_upload(coordinator, files.guards_report(5)).id)
    standing, was_asked = columns.standing, []

    def hidden_right_after(municipality_id: UUID) -> object:
        found = standing(municipality_id)
        if not was_asked:
            Batch.objects.update(is_hidden=True, turn=100)
        was_asked.append(True)
        return found

    monkeypatch.setattr(columns, "standing", hidden_right_after)
    assert columns.columns_of(home.id).height == 0
    assert len(was_asked) == 2


@pytest.mark.django_db(transaction=True)
def test_others_can_write_between_the_parts(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    home = builders.a_municipality()
    make.areas_and_categories(home)
    school = make.a_reporter(home)
    person = builders.a_person(home, Role.COORDINATOR)
    coordinator = actor_for(person.id, person.full_name)
    reported: list[bool] = []

    def tell(_work_id: UUID, told: progress.Progress) -> None:
        # Whoever tells holds no lock: somebody else's transaction fits in here.
        reported.append(connection.in_atomic_block)
        if told.total:
            make.a_report(school, make.a_draft())

    files.loaded(coordinator, files.an_upload(coordinator, files.guards_report(10)).id)
    upload_id = start(coordinator, files.guards_report(10, kind="Bråk"))
    monkeypatch.setattr(progress, "tell", tell)
    jobs.load_upload.call(str(upload_id), str(person.id))
    actions.undo(coordinator, upload_id, reason="Fel fil")
    jobs.undo_upload.call(str(upload_id))
    assert not any(reported)
    # Four parts each to write, to lay beneath, to bring back and to withdraw.
    assert Incident.objects.filter(state=State.WAITING).count() == 16


def test_work_that_nobody_tells_of_is_taken_up_again_by_the_schedule(
    coordinator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued: list[str] = []
    monkeypatch.setattr(type(jobs.load_upload), "enqueue", lambda _self, *args: queued.append(args[0]))
    upload_id = start(coordinator, files.guards_report(2))
    progress.tell(upload_id, progress.Progress("Skriver"))
    assert jobs.resume_silent() == "0 filer togs upp igen."
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(progress.time, "time", later.timestamp)
    assert jobs.resume_silent() == "1 filer togs upp igen."
    Upload.objects.filter(pk=upload_id).update(state=UploadState.UNDOING)
    jobs.resume_interrupted()
    assert queued == [str(upload_id)] * 2


def test_only_those_who_write_files_and_the_columns_know_of_what_is_hidden() -> None:
    asking = {
        str(path.relative_to(SRC))
        for path in SRC.rglob("*.py")
        if re.search(r"\bIncident(?:Model)?\.(?:every|_base_manager)\b", path.read_text(encoding="utf-8"))
    }
    assert asking == {
        "incidents/actions/batches.py",
        "incidents/changes.py",
        "incidents/columns.py",
        "incidents/loading.py",
        "incidents/switching.py",
    }
