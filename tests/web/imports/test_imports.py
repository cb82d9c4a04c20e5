"""A file is understood, its faults are shown in the sheet; it is loaded whole or not at all, and undone."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from tests.web import builders
from tests.web import import_builders as files
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.actions import remove_old
from lagesbild_web.base import stored_files
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.worker import run_queued
from lagesbild_web.imports import jobs
from lagesbild_web.imports.contracts import UploadState
from lagesbild_web.imports.models import RememberedMapping, Upload
from lagesbild_web.imports.queries import upload_for
from lagesbild_web.incidents.contracts import IncidentFilter
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.queries import incidents_table


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


def counted(actor: Actor) -> int:
    """How many incidents count."""
    return len(incidents_table(actor, IncidentFilter()).incidents)


def test_a_file_is_uploaded_read_loaded_and_taken_back_through_the_pages(
    person: User, coordinator: Actor, pages: Pages
) -> None:
    browser = pages.log_in(person)
    sent = SimpleUploadedFile("väktare 2025.csv", files.guards_report(40))
    page = browser.send("/importera/", {"fil": sent})
    assert "Väntar på sin tur" in page.text
    upload = Upload.objects.get()
    jobs.read_upload.call(str(upload.id))
    page = browser.get(f"/importera/{upload.id}/")
    assert "Läs in 40 händelser" in page.text
    assert counted(coordinator) == 0
    browser.send(f"/importera/{upload.id}/las-in", {"krets": "partners"})
    jobs.load_upload.call(str(upload.id), str(person.id))
    assert counted(coordinator) == 40
    page = browser.send(f"/importera/{upload.id}/angra", {"skal": "Fel år i uttaget"})
    assert "40 händelser räknas inte längre." in page.text
    assert counted(coordinator) == 0
    jobs.undo_upload.call(str(upload.id))
    assert "Läs in 40 händelser" in browser.get(f"/importera/{upload.id}/").text
    assert set(Incident.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_what_is_loaded_has_the_time_place_and_category_of_the_file(coordinator: Actor) -> None:
    upload = files.an_upload(coordinator, files.guards_report(1))
    files.loaded(coordinator, upload.id)
    row = Incident.objects.get()
    assert (row.category.code, row.hour, row.weekday) == ("klotter", 22, 7)
    assert str(row.starts_on) == "2025-03-02"
    assert row.starts_at.isoformat() == "2025-03-02T21:15:00+00:00"
    assert row.area is not None
    assert row.area.code == "V"
    assert (row.place_name, row.external_id, row.batch) == ("Stationstorget", "V1", upload.id)
    assert row.e == pytest.approx(row.e)
    assert row.location_precision == "point"


def test_the_same_file_again_leads_to_the_first_and_changes_nothing(
    person: User, coordinator: Actor, pages: Pages
) -> None:
    first = files.an_upload(coordinator)
    files.loaded(coordinator, first.id)
    again = files.an_upload(coordinator)
    assert again.id == first.id
    assert (Upload.objects.count(), Incident.objects.count()) == (1, 3)


def test_rows_that_are_here_already_are_not_counted_twice(coordinator: Actor) -> None:
    files.loaded(coordinator, files.an_upload(coordinator, files.guards_report(5)).id)
    later = files.an_upload(coordinator, files.guards_report(8))
    files.loaded(coordinator, later.id)
    assert counted(coordinator) == 8
    assert upload_for(coordinator, later.id).outcome == {"new": 3, "same": 5, "changed": 0, "left_out": 0}


def test_a_changed_row_replaces_the_earlier_and_undo_puts_it_back(coordinator: Actor) -> None:
    files.loaded(coordinator, files.an_upload(coordinator, files.guards_report(2)).id)
    later = files.an_upload(coordinator, files.guards_report(2, kind="Bråk"))
    files.loaded(coordinator, later.id)
    assert upload_for(coordinator, later.id).outcome["changed"] == 2
    assert set(incidents_table(coordinator, IncidentFilter()).incidents.frame["category"]) == {"brak"}
    assert files.undone(coordinator, later.id) == 2
    assert set(incidents_table(coordinator, IncidentFilter()).incidents.frame["category"]) == {"klotter"}


def test_every_fault_is_shown_at_once_at_its_cell_and_nothing_is_kept(
    person: User, coordinator: Actor, pages: Pages
) -> None:
    wrong = files.guards_report(3).decode().replace("2025-03-02", "2025-02-31").replace("2025-03-04", "i går")
    upload = files.an_upload(coordinator, wrong.encode())
    page = pages.log_in(person).get(f"/importera/{upload.id}/")
    assert "2 fel att rätta" in page.text
    assert "2025-02-31" in page.text
    assert "is-wrong" in page.html
    assert "Läs in 3" not in page.text
    answer = pages.log_in(person).client.get(f"/importera/{upload.id}/fel.csv")
    assert len(answer.content.decode("utf-8-sig").strip().splitlines()) == 3


OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
PROTECTED = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le")
GOOD = files.guards_report().decode()
UNKNOWN = ";".join(f"Fält {n}" for n in range(30)) + "\n" + ";".join("xyz" for _ in range(30)) + "\n"


@pytest.mark.parametrize(
    ("content", "filename", "sentence"),
    [
        (b"hej\n", "brev.csv", "Filen har rubriker men inga rader"),
        (b"\x00\x01\x02", "bild.png", "att rätta"),
        (b"PK\x03\x04trasig", "trasig.xlsx", "Filen är en komprimerad mapp (zip)"),
        ("a;b\n1;2\n".encode("utf-16"), "utf16.csv", "Inga rubriker i filen känns igen: a, b"),
        (PROTECTED, "lösenord.xlsx", "Filen är skyddad med lösenord"),
        (OLD_OFFICE, "gammal.csv", "Arbetsboken går inte att öppna"),
        (b" \n\n", "blank.csv", "Filen är tom"),
        ((files.HEADINGS + "\n").encode(), "rubriker.csv", "Filen har rubriker men inga rader"),
        (UNKNOWN.encode(), "okänd.csv", "Fält 11 …"),
        (b"%PDF-1.4\n", "rapport.pdf", "lägg den under Rapporter i löpande text"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "rapport.docx", "Filen är ett Worddokument"),
        (GOOD.replace(".", ",").replace(";", ",").encode(), "komman.csv", "spara filen med semikolon"),
        (
            GOOD.replace("Longitud;Latitud", "Latitud;Longitud").encode(),
            "omkastad.csv",
            "välj Longitud som latitud och Latitud som longitud under Hur filen läses",
        ),
    ],
)
def test_a_strange_file_is_told_in_a_sentence(
    content: bytes, filename: str, sentence: str, person: User, coordinator: Actor, pages: Pages
) -> None:
    upload = files.an_upload(coordinator, content, filename=filename)
    assert Upload.objects.get(pk=upload.id).state == UploadState.FAULTY
    page = pages.log_in(person).get(f"/importera/{upload.id}/")
    assert sentence in page.text
    assert "kolumnkarta" not in page.text


@pytest.mark.parametrize(
    "content",
    [
        GOOD.encode("utf-16"),
        GOOD.encode("utf-16-le"),
        GOOD.encode("utf-16-be"),
        GOOD.replace(".", ",").encode("cp1252"),
        GOOD.replace("2025-03-02;22:15", "45718;0,9270833333").encode(),
    ],
)
def test_a_file_from_another_program_is_read_as_it_was_meant(content: bytes, coordinator: Actor) -> None:
    files.loaded(coordinator, files.an_upload(coordinator, content, filename="uttag.csv").id)
    first = Incident.objects.order_by("external_id")[0]
    assert (first.starts_at.isoformat(), first.place_name) == ("2025-03-02T21:15:00+00:00", "Stationstorget")
    assert first.area is not None


def test_columns_that_nobody_knows_are_pointed_out_at_once(
    person: User, coordinator: Actor, pages: Pages
) -> None:
    strange = "A1;A2;A3\n2025-03-02 22:15;xyz;Torget\n2025-03-03 21:00;xyz;Torget\n"
    upload = files.an_upload(coordinator, strange.replace("A", "Fält ").encode(), filename="okänd.csv")
    browser = pages.log_in(person)
    columns = {"kalla": "incidents", "kolumn-start": "Fält 1", "kolumn-label": "Fält 2"}
    assert 'name="kolumn-start"' in browser.get(f"/importera/{upload.id}/").html
    browser.send(f"/importera/{upload.id}/kolumner", columns)
    jobs.read_upload.call(str(upload.id))
    assert "Läs in 2 händelser" in browser.get(f"/importera/{upload.id}/").text


def test_no_file_and_an_empty_file_are_sentences(person: User, pages: Pages) -> None:
    browser = pages.log_in(person)
    assert "Välj en fil först." in browser.post("/importera/").text
    empty = SimpleUploadedFile("tom.csv", b"")
    assert "Filen är tom." in browser.post("/importera/", {"fil": empty}).text


def test_unknown_words_are_given_a_category_that_is_remembered_for_next_month(
    person: User, coordinator: Actor, pages: Pages
) -> None:
    strange = files.an_upload(coordinator, files.guards_report(4, kind="Obehagligt läge"))
    browser = pages.log_in(person)
    page = browser.get(f"/importera/{strange.id}/")
    assert "Obehagligt läge" in page.text
    browser.send(
        f"/importera/{strange.id}/kolumner",
        {
            "kalla": "incidents",
            "kolumn-id": "Ärendenr",
            "kolumn-label": "Händelse",
            "kolumn-start": "Datum",
            "ord": "Obehagligt läge",
            "kategori": "brak",
        },
    )
    jobs.read_upload.call(str(strange.id))
    files.loaded(coordinator, strange.id)
    assert set(Incident.objects.values_list("category__code", flat=True)) == {"brak"}
    assert RememberedMapping.objects.count() == 1
    next_month = files.an_upload(coordinator, files.guards_report(2, first=50, kind="Obehagligt läge"))
    assert upload_for(coordinator, next_month.id).roles[0].heading == "Ärendenr"
    files.loaded(coordinator, next_month.id)
    assert set(Incident.objects.values_list("category__code", flat=True)) == {"brak"}


def test_a_column_that_the_file_does_not_have_is_a_sentence(
    person: User, coordinator: Actor, pages: Pages
) -> None:
    upload = files.an_upload(coordinator)
    answer = {"kalla": "incidents", "kolumn-label": "Brottstyp"}
    page = pages.log_in(person).post(f"/importera/{upload.id}/kolumner", answer)
    assert "Filen har ingen kolumn som heter Brottstyp." in page.text


def test_what_looks_like_personal_data_is_not_loaded_and_told(
    person: User, coordinator: Actor, pages: Pages
) -> None:
    telling = files.guards_report(2).decode().replace("Stationstorget", "Hos 070-123 45 67")
    upload = files.an_upload(coordinator, telling.encode())
    assert (
        "2 rader har text som liknar personuppgifter."
        in pages.log_in(person).get(f"/importera/{upload.id}/").text
    )
    files.loaded(coordinator, upload.id)
    assert all("070" not in place for place in Incident.objects.values_list("place_name", flat=True))


def test_a_load_that_breaks_off_keeps_nothing_and_can_be_tried_again(
    coordinator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = files.an_upload(coordinator, files.guards_report(10))

    def broken(_sha256: str) -> bytes:
        raise stored_files.DamagedFileError(_sha256)

    with monkeypatch.context() as patch:
        patch.setattr(stored_files, "read", broken)
        files.loaded(coordinator, upload.id)
    assert Incident.objects.count() == 0
    assert "Inget lästes in." in upload_for(coordinator, upload.id).failure
    files.loaded(coordinator, upload.id)
    assert Incident.objects.count() == 10
    assert upload_for(coordinator, upload.id).failure == ""


def test_a_file_that_could_not_be_read_is_read_again_when_it_is_sent_again(coordinator: Actor) -> None:
    upload = files.an_upload(coordinator)
    Upload.objects.filter(pk=upload.id).update(state=UploadState.FAILED, failure="Avbrott")
    again = files.an_upload(coordinator)
    assert again.id == upload.id
    assert Upload.objects.get().state == UploadState.READY


@pytest.mark.django_db(transaction=True)
def test_what_a_stopped_server_left_half_way_is_done_once_when_it_starts_again(
    transactional_db: None,
) -> None:
    home = builders.a_municipality()
    make.areas_and_categories(home)
    person = builders.a_person(home, Role.COORDINATOR)
    actor = actor_for(person.id, person.full_name)
    from lagesbild_web.access.roles import Circle
    from lagesbild_web.imports.actions import start_loading, upload

    first = upload(actor, filename="a.csv", content=files.guards_report(4))  # never read
    jobs.resume_interrupted()
    jobs.resume_interrupted()  # as two servers would
    run_queued()
    start_loading(actor, first.id, circle=Circle.PARTNERS)
    jobs.resume_interrupted()
    jobs.resume_interrupted()
    run_queued()
    assert Incident.objects.count() == 4
    assert {str(result.status) for result in DBTaskResult.objects.all()} == {"SUCCESSFUL"}


def test_figures_without_incidents_are_told_and_not_loaded(
    person: User, coordinator: Actor, pages: Pages
) -> None:
    figures = "Brottstyp;2023;2024\nKlotter;12;15\nSkadegörelse;40;38\n"
    upload = files.an_upload(coordinator, figures.encode(), filename="tabell.csv")
    page = pages.log_in(person).get(f"/importera/{upload.id}/")
    assert "Läs in" not in page.text or "att rätta" in page.text


def test_two_organisations_do_not_see_each_others_files(
    home: Organisation, coordinator: Actor, pages: Pages
) -> None:
    upload = files.an_upload(coordinator)
    police = builders.a_person(builders.a_partner(home), Role.COORDINATOR)
    assert files.GUARDS not in pages.log_in(police).get(reverse("imports:list")).text
    pages.log_in(police).get(f"/importera/{upload.id}/", status=404)


def test_the_list_asks_the_database_as_often_for_many_files_as_for_one(
    person: User, coordinator: Actor, pages: Pages
) -> None:
    browser, counts = pages.log_in(person), []
    for first in (1, 100, 200):
        files.an_upload(coordinator, files.guards_report(first=first))
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("imports:list"))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2]


def test_names_of_files_lead_nowhere_else(coordinator: Actor) -> None:
    upload = files.an_upload(coordinator, filename="../../etc/passwd\n.csv")
    assert upload.filename == "passwd.csv"
    assert UUID(str(upload.id))
    assert Path(upload.filename).name == upload.filename


def _a_year_old(upload_id: UUID) -> None:
    Upload.objects.filter(pk=upload_id).update(uploaded_at=timezone.now() - timedelta(days=365))


def test_an_old_file_is_gone_and_what_it_brought_stays_and_can_be_taken_back(
    person: User,
    coordinator: Actor,
    home: Organisation,
    pages: Pages,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    kept = files.an_upload(coordinator)
    files.loaded(coordinator, kept.id)
    unread = files.an_upload(coordinator, files.guards_report(5, first=50), filename="annan.csv")
    row = Upload.objects.get(pk=kept.id)
    paths = [stored_files.path_of(row.sha256), stored_files.path_of(row.table_sha256)]
    for upload_id in (kept.id, unread.id):
        _a_year_old(upload_id)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_old(builders.SYSTEM, home.id, "imports.files") == 2
    assert [path.exists() for path in paths] == [False, False]
    row.refresh_from_db()
    assert "sheet" not in row.read
    browser = pages.log_in(person)
    page = browser.get(reverse("imports:upload", args=[kept.id]))
    assert "Filen gallrades" in page.text
    assert "Stationstorget" not in page.text
    assert counted(coordinator) == 3
    assert "Filen är gallrad" in browser.get(reverse("imports:upload", args=[unread.id])).text
    browser.send(reverse("imports:undo", args=[kept.id]), {"skal": "Fel fil."})
    jobs.undo_upload.call(str(kept.id))
    assert counted(coordinator) == 0
    again = files.an_upload(coordinator)
    assert again.id == kept.id
    files.an_upload(coordinator, files.guards_report(5, first=50), filename="annan.csv")
    assert upload_for(coordinator, unread.id).can_load


def test_a_file_that_somebody_else_keeps_too_is_not_taken_from_them(
    coordinator: Actor,
    home: Organisation,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    other = builders.a_municipality("Annanstad")
    make.areas_and_categories(other)
    theirs = files.an_upload(builders.an_actor(other, Role.COORDINATOR))
    _a_year_old(files.an_upload(coordinator).id)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_old(builders.SYSTEM, home.id, "imports.files") == 1
    assert stored_files.read(Upload.objects.get(pk=theirs.id).sha256)
