"""A report in running text becomes incidents only when somebody has looked at each; nothing typed is lost."""

import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import docx
import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfWriter
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Page, Pages
from tests.web.written_builders import REPORT, a_text

from lagesbild.readers.report_file import UnreadableReportError, text_of
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.actions import remove_old
from lagesbild_web.audit.models import Record
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents import actions as incidents
from lagesbild_web.incidents.contracts import IncidentFilter, State
from lagesbild_web.incidents.models import Incident
from lagesbild_web.incidents.queries import incidents_table
from lagesbild_web.written_reports import actions
from lagesbild_web.written_reports.contracts import Step, WrittenState
from lagesbild_web.written_reports.models import WrittenPiece, WrittenReport
from lagesbild_web.written_reports.queries import written


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality with areas, categories and a place."""
    make.areas_and_categories(municipality)
    make.a_place(municipality)
    return municipality


@pytest.fixture
def guards(home: Organisation) -> Organisation:
    """Those who write the reports."""
    return builders.a_partner(home, name="Exempelvakten", kind="guard_firm")


@pytest.fixture
def person(home: Organisation) -> User:
    """The reviewer."""
    return builders.a_person(home, Role.REVIEWER)


@pytest.fixture
def reviewer(person: User) -> Actor:
    """The same, as use cases see them."""
    return actor_for(person.id, person.full_name)


@pytest.fixture
def text(reviewer: Actor, guards: Organisation) -> UUID:
    """A report from the guards."""
    return a_text(reviewer, sender_id=guards.id)


def _counted(actor: Actor) -> int:
    return len(incidents_table(actor, IncidentFilter()).incidents)


def _fields(page: Page) -> dict[str, str]:
    """What the page's form would send as it stands."""
    sent = {
        attrs["name"]: attrs.get("value", "")
        for tag, attrs in page.tags
        if tag == "input" and attrs.get("name", "").rpartition("-")[2]
    }
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', page.html, re.DOTALL):
        sent[name] = body
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page.html, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"\s+selected', body) or re.search(
            r'<option value="([^"]*)"', body
        )
        sent[name] = chosen[1] if chosen else ""
    return sent


def test_a_report_is_proposed_with_time_place_and_category_and_what_is_personal_is_marked(
    reviewer: Actor, text: UUID
) -> None:
    found = written(reviewer, text)
    told = [(str(p.day), str(p.first), str(p.last), p.category, p.place_id is not None) for p in found.kept]
    assert told == [
        ("2025-03-07", "22:15:00", "None", "klotter", True),
        ("2025-03-07", "22:40:00", "23:05:00", "brak", True),
        ("2025-03-08", "01:30:00", "None", "skadegorelse", True),
    ]
    assert [mark.words for mark in found.kept[1].marks] == ["070-123 45 67"]
    assert [p.words for p in found.pieces if p.is_heading] == [
        "Natten mot lördag 8 mars 2025",
        "Stationstorget",
    ]
    assert _counted(reviewer) == 0


def test_nothing_is_saved_with_personal_data_and_what_is_saved_is_the_guards_own(
    reviewer: Actor, text: UUID, guards: Organisation
) -> None:
    with pytest.raises(Invalid, match="070-123 45 67"):
        actions.save(reviewer, text)
    assert not Incident.objects.exists()
    actions.revise(reviewer, text, {}, Step("mask"))
    assert actions.save(reviewer, text) == 3
    rows = Incident.objects.order_by("starts_at")
    assert {row.organisation_id for row in rows} == {guards.id}
    assert {(row.state, row.batch, row.source) for row in rows} == {(State.APPROVED, text, "rapport")}
    assert "[borttaget]" in rows[1].text
    assert (rows[1].time_precision, rows[2].starts_on.isoformat()) == ("span", "2025-03-08")
    assert _counted(reviewer) == 3
    assert actions.undo(reviewer, text, reason="Fel kväll.") == 3
    assert _counted(reviewer) == 0
    assert written(reviewer, text).summary.state is WrittenState.OPEN
    assert actions.save(reviewer, text) == 3, "it can be looked through again"


def test_a_reviewer_edits_merges_splits_leaves_out_and_takes_in_by_the_page(
    person: User, reviewer: Actor, guards: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(person)
    form = {"sender": str(guards.id), "report_day": "2025-03-08", "text": REPORT}
    page = browser.send("/importera/text/ny/", form)
    assert "3 händelser föreslås" in page.text
    address = page.response.request["PATH_INFO"]
    kept = written(reviewer, UUID(address.split("/")[3])).kept

    def press(button: str, **changes: str) -> Page:
        return browser.send(address, _fields(browser.get(address)) | changes | {"gor": button})

    page = press(f"slaihop:{kept[0].id}", **{f"ord-{kept[2].id}": "01:30 Ruta krossad, lagad i morgon."})
    assert "2 händelser föreslås" in page.text
    assert "lagad i morgon" in page.html, "what is typed elsewhere on the page is kept whatever is pressed"
    merged = written(reviewer, UUID(address.split("/")[3])).kept[0]
    assert merged.words.startswith("22:15 Klotter på norra väggen.\n22:40-23:05 Bråk")
    page = press(f"dela:{merged.id}", **{f"delning-{merged.id}": str(merged.lines[0][0])})
    assert "3 händelser föreslås" in page.text
    page = press(f"bort:{kept[2].id}")
    assert "2 händelser föreslås" in page.text
    page = press(f"tillbaka:{kept[2].id}")
    assert "3 händelser föreslås" in page.text
    page = browser.post(address, _fields(browser.get(address)) | {"gor": "las-in"})
    assert "Det här behöver ändras" in page.text
    press("maska:")
    second = written(reviewer, UUID(address.split("/")[3])).kept[1]
    page = press("las-in", **{f"kategori-{second.id}": "brak"})
    assert "3 händelser är inlästa." in page.text
    page = browser.send(f"{address}angra/", {"skal": "Fel kväll."})
    assert "Ångrat" in page.text


def test_what_cannot_be_read_on_the_page_is_told_at_its_piece_and_the_rest_stays(
    person: User, reviewer: Actor, text: UUID, pages: Pages
) -> None:
    browser = pages.log_in(person)
    address = f"/importera/text/{text}/"
    first = written(reviewer, text).kept[0]
    changes = {f"dag-{first.id}": "", f"ord-{first.id}": "Nya ord", "gor": "las-in"}
    page = browser.post(address, _fields(browser.get(address)) | changes)
    assert "Skriv vilken dag det hände." in page.text
    assert "Nya ord" in page.html
    assert not Incident.objects.exists()


@pytest.fixture
def two(home: Organisation, person: User, text: UUID) -> tuple[Pages, Pages, str]:
    """Two reviewers' browsers, and the page that both have open."""
    colleague = builders.a_person(home, Role.REVIEWER)
    return Pages().log_in(person), Pages().log_in(colleague), f"/importera/text/{text}/"


def test_two_who_change_different_pieces_both_keep_what_they_wrote(
    two: tuple[Pages, Pages, str], reviewer: Actor, text: UUID
) -> None:
    mine, theirs, address = two
    first, second, third = written(reviewer, text).kept
    on_page = _fields(mine.get(address))
    theirs.send(address, _fields(theirs.get(address)) | {f"ord-{first.id}": "Deras ord."})
    page = mine.send(address, on_page | {f"ord-{third.id}": "Mina ord."})
    assert "Ändringarna är sparade" in page.text
    assert [p.words for p in written(reviewer, text).kept] == ["Deras ord.", second.words, "Mina ord."]


def test_two_who_change_the_same_piece_lose_nothing_and_the_later_sees_what_the_first_wrote(
    two: tuple[Pages, Pages, str], reviewer: Actor, text: UUID
) -> None:
    mine, theirs, address = two
    first, _second, third = written(reviewer, text).kept
    on_page = _fields(mine.get(address))
    theirs.send(address, _fields(theirs.get(address)) | {f"ord-{first.id}": "Deras ord."})
    typed = {f"ord-{first.id}": "Mina ord.", f"ord-{third.id}": "Mina andra."}
    page = mine.post(address, on_page | typed | {"gor": "las-in"})
    assert "Någon annan har ändrat delen medan du skrev" in page.text
    assert "Deras ord." in page.text
    assert "Mina ord.</textarea>" in page.html
    assert not Incident.objects.exists()
    now = written(reviewer, text).kept
    assert (now[0].words, now[2].words) == ("Deras ord.", "Mina andra.")
    mine.send(address, _fields(page) | {"gor": "spara"})
    assert written(reviewer, text).kept[0].words == "Mina ord."


def test_nobody_saves_pieces_that_they_have_not_seen_or_divides_what_looks_otherwise(
    two: tuple[Pages, Pages, str], reviewer: Actor, text: UUID
) -> None:
    mine, theirs, address = two
    first, second, _third = written(reviewer, text).kept
    on_page = _fields(mine.get(address))
    theirs.send(address, _fields(theirs.get(address)) | {"gor": "maska:"})
    for button in ("las-in", f"dela:{second.id}", f"slaihop:{first.id}"):
        at = {f"delning-{second.id}": str(second.lines[0][0])}
        page = mine.post(address, on_page | at | {"gor": button})
        assert "Någon annan har ändrat" in page.text
        assert len(written(reviewer, text).kept) == 3
        assert not Incident.objects.exists()
    page = mine.send(address, _fields(page) | {"gor": "las-in"})
    assert "3 händelser är inlästa." in page.text


def test_what_was_written_about_a_piece_that_is_gone_is_shown(
    two: tuple[Pages, Pages, str], reviewer: Actor, text: UUID
) -> None:
    mine, theirs, address = two
    first, second, _third = written(reviewer, text).kept
    on_page = _fields(mine.get(address))
    typed = on_page | {f"ord-{second.id}": "Mina ord om bråket."}
    theirs.send(address, _fields(theirs.get(address)) | {"gor": f"slaihop:{first.id}"})
    page = mine.post(address, typed)
    assert "Det du skrev, som inte är sparat" in page.text
    assert "Mina ord om bråket." in page.text
    theirs.send(address, _fields(theirs.get(address)) | {"gor": "maska:"})
    assert (
        "2 händelser är inlästa."
        in theirs.send(address, _fields(theirs.get(address)) | {"gor": "las-in"}).text
    )
    page = mine.post(address, typed)
    assert "Texten är redan inläst" in page.text
    assert "Mina ord om bråket." in page.text
    assert Incident.objects.count() == 2


def test_all_left_out_is_nothing_to_save(reviewer: Actor, text: UUID) -> None:
    for piece in written(reviewer, text).kept:
        actions.revise(reviewer, text, {}, Step("leave_out", piece.id))
    with pytest.raises(Invalid, match="Alla delar är borttagna"):
        actions.save(reviewer, text)


def test_the_text_is_seen_only_by_those_who_received_it(
    home: Organisation, guards: Organisation, reviewer: Actor, text: UUID
) -> None:
    police = builders.an_actor(builders.a_partner(home), Role.REVIEWER)
    reporter = builders.an_actor(guards, Role.REPORTER)
    for other in (police, reporter):
        with pytest.raises((NotFound, NotAllowed)):
            written(other, text)
    elsewhere = builders.a_municipality("Annanstad")
    with pytest.raises(Invalid, match="Välj vem"):
        a_text(reviewer, sender_id=elsewhere.id)
    with pytest.raises(NotFound):
        incidents.report_written(
            reviewer, text, [make.a_draft()], municipality_id=home.id, organisation_id=elsewhere.id
        )


def test_the_log_holds_no_words_of_the_text(reviewer: Actor, text: UUID) -> None:
    actions.revise(reviewer, text, {}, Step("mask"))
    actions.save(reviewer, text)
    facts = str(list(Record.objects.values_list("facts", flat=True)))
    assert "Klotter" not in facts
    assert "070" not in facts


def test_an_old_text_goes_and_its_incidents_stay(
    reviewer: Actor, text: UUID, home: Organisation, guards: Organisation
) -> None:
    actions.revise(reviewer, text, {}, Step("mask"))
    actions.save(reviewer, text)
    waiting = a_text(reviewer, sender_id=guards.id)
    recent = a_text(reviewer, sender_id=guards.id)
    old = timezone.now() - timedelta(days=60)
    WrittenReport.objects.filter(pk__in=[text, waiting]).update(received_at=old)
    assert remove_old(builders.SYSTEM, home.id, "written_reports.texts") == 2
    assert set(WrittenPiece.objects.values_list("report_id", flat=True)) == {recent}
    assert written(reviewer, text).summary.state is WrittenState.SAVED
    assert written(reviewer, waiting).summary.state is WrittenState.REMOVED
    assert _counted(reviewer) == 3
    actions.undo(reviewer, text, reason="Fel.")
    assert written(reviewer, text).summary.state is WrittenState.REMOVED


def test_a_text_that_is_thrown_away_is_gone_at_once(person: User, text: UUID, pages: Pages) -> None:
    page = pages.log_in(person).send(f"/importera/text/{text}/kasta/")
    assert "Texten är kastad." in page.text
    assert WrittenReport.objects.get().text == ""
    assert not WrittenPiece.objects.exists()


def _word(*paragraphs: str, cells: tuple[str, ...] = ()) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        table = document.add_table(rows=1, cols=len(cells))
        for cell, words in zip(table.rows[0].cells, cells, strict=True):
            cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("a.txt", "22:15 Bråk".encode(), "22:15 Bråk"),
        ("a.txt", "22:15 Bråk".encode("cp1252"), "22:15 Bråk"),
        ("a.txt", "22:15 Bråk".encode("utf-16"), "22:15 Bråk"),
        ("a.docx", _word("22:15 Bråk"), "22:15 Bråk"),
        ("a.docx", _word("7/3", cells=("22:15", "Torget", "Bråk")), "7/3\n22:15  Torget  Bråk"),
    ],
)
def test_text_and_word_files_are_read(name: str, content: bytes, text: str) -> None:
    assert text_of(name, content) == text


def _pdf(*pages: str, edges: str = "") -> bytes:
    return typst.compile((edges + "\n#pagebreak()\n".join(pages)).encode())


def test_a_pdf_is_read_line_by_line_without_what_stands_on_every_page() -> None:
    edges = "#set page(header: [Exempelvakten AB], footer: context [Sida #counter(page).display()])\n"
    pages = (
        "= Fredag 7 mars 2025\n\n22:15 Klotter vid fickparken.\n",
        "#table(columns: 3, [23:10], [Torget], [Bråk], [23:40], [Ån], [Skrik])\n\n00:05 Ruta på",
        "kiosken, krossad.",
    )
    assert text_of("a.pdf", _pdf(*pages, edges=edges)).split("\n") == [
        "Fredag 7 mars 2025",
        "22:15 Klotter vid fickparken.",
        "23:10 Torget Bråk",
        "23:40 Ån Skrik",
        "00:05 Ruta på",
        "kiosken, krossad.",
    ]


def _locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(_pdf("22:15 Klotter")))
    writer.encrypt(password, owner_password="ägare", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert text_of("a.pdf", _locked("")) == "22:15 Klotter"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7", "går inte att öppna.*markera texten"),
        ("a.pdf", _pdf("#rect(width: 5cm)"), "en bild av texten.*som Word"),
        ("a.pdf", _locked("hemligt"), "låst med lösenord"),
        ("a.pdf", _pdf("22:15 Klotter")[:2000], "går inte att öppna"),
        ("a.pdf", _pdf("#for n in range(201) { pagebreak(weak: false) }"), "fler än 200 sidor"),
        ("a.docx", b"PK\x03\x04trasig", "går inte att öppna"),
        ("a.docx", b"inte word", "går inte att öppna"),
        ("a.txt", b"\x00\x01\x02", "ingen text"),
        ("a.txt", b"  \n", "har ingen text"),
        ("a.txt", b"a" * 200_001, "för lång"),
    ],
)
def test_other_files_are_refused_with_what_to_do(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableReportError, match=sentence):
        text_of(name, content)


def test_word_and_pdf_files_are_received_by_the_page(
    person: User, guards: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(person)
    form: dict[str, Any] = {"sender": str(guards.id), "report_day": "2025-03-08", "text": ""}
    page = browser.send(
        "/importera/text/ny/", form | {"file": SimpleUploadedFile("a.docx", _word("22:15 Klotter"))}
    )
    assert "1 händelse föreslås" in page.text
    pdf = _pdf("22:15 Klotter vid tunneln. Ring 070-123 45 67.\n\n22:40 Bråk på torget.")
    page = browser.send("/importera/text/ny/", form | {"file": SimpleUploadedFile("a.pdf", pdf)})
    assert "2 händelser föreslås" in page.text
    assert "1 del har ord som liknar personuppgifter" in page.text
    page = browser.post("/importera/text/ny/", form | {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert "markera texten" in page.text
