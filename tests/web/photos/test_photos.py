"""Pictures are taken only where they are allowed, show nothing but their pixels, and go for good."""

import io
import struct
import sys
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, PngImagePlugin
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks
from tests.web import builders
from tests.web import incident_builders as make
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import User
from lagesbild_web.access.queries import actor_for
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.actions import decide_retention, remove_old
from lagesbild_web.audit.models import Record
from lagesbild_web.audit.registers import retention_for
from lagesbild_web.base.actor import Actor
from lagesbild_web.base.refusals import Invalid, NotAllowed, NotFound
from lagesbild_web.incidents.contracts import reported_id
from lagesbild_web.incidents.models import Incident
from lagesbild_web.photos import actions, queries
from lagesbild_web.photos.cleaning import LONGEST_SIDE, clean_photo
from lagesbild_web.photos.heic import LargeHeicError, png_of_heic
from lagesbild_web.photos.models import Photo

SECRET = b"Hemlig kamera 4711"


def a_file(size: tuple[int, int] = (80, 60), kind: str = "JPEG", **more: object) -> bytes:
    """A picture whose left half is red and right half blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    image.save(written, kind, **more)
    return written.getvalue()


def with_everything() -> bytes:
    """A JPEG that says where and by whom it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter to the right
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (59.0, 36.0, 35.6), 3: "E", 4: (16.0, 32.0, 41.2)})
    return a_file(exif=exif, comment=SECRET, icc_profile=b"icc" + SECRET, xmp=b"<x>" + SECRET + b"</x>")


@pytest.fixture
def home(municipality: Organisation) -> Organisation:
    """A municipality that has allowed pictures."""
    make.areas_and_categories(municipality)
    actions.decide(builders.SYSTEM, municipality_id=municipality.id, is_allowed=True, motive="Belysning")
    return municipality


@pytest.fixture
def school(home: Organisation) -> Organisation:
    """A partner that reports."""
    return builders.a_partner(home, name="Björkskolan", kind="school")


@pytest.fixture
def reporter(school: Organisation) -> Actor:
    """Somebody who reports for the school."""
    return builders.an_actor(school, Role.REPORTER)


def a_report(reporter: Actor, **changes: object) -> UUID:
    """A report of one incident; its sender's number."""
    client_id = uuid4()
    make.actions.report(reporter, client_id, [make.a_draft(**changes)])
    return client_id


def add(reporter: Actor, client_id: UUID, content: bytes | None = None, *, is_checked: bool = True) -> UUID:
    photo_id = uuid4()
    actions.add_photo(
        reporter,
        photo_id,
        client_id=client_id,
        number=0,
        content=a_file() if content is None else content,
        is_checked=is_checked,
    )
    return photo_id


# --- What is kept of a picture ------------------------------------------------------------------


def test_nothing_that_the_file_carried_survives_but_its_pixels_upright() -> None:
    content = with_everything()
    assert content.count(SECRET) >= 4
    clean = clean_photo(content)
    assert SECRET not in clean.content
    assert b"Exif" not in clean.content
    assert b"ICC_PROFILE" not in clean.content
    with Image.open(io.BytesIO(clean.content)) as image:
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert image.size == (clean.width, clean.height) == (60, 80)
        top, bottom = image.getpixel((30, 5)), image.getpixel((30, 75))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]  # what was to the left is now above


def from_an_iphone() -> bytes:
    """A HEIC picture on its side, left red and right blue, that says where it was taken and with what."""
    return (Path(__file__).parents[2] / "data" / "photos" / "phone.heic").read_bytes()


def made_to_crash() -> bytes:
    """The same, changed in five places; it has taken a decoder's whole process with it."""
    broken = bytearray(from_an_iphone())
    for place, value in ((49, 112), (230, 245), (345, 211), (661, 140), (781, 36)):
        broken[place] = value
    return bytes(broken)


def test_a_picture_from_an_iphone_becomes_jpeg_and_nothing_but_pixels() -> None:
    content = from_an_iphone()
    assert content.count(SECRET) == 2
    clean = clean_photo(content)
    assert SECRET not in clean.content
    assert b"Exif" not in clean.content
    with Image.open(io.BytesIO(clean.content)) as image:
        assert (image.format, image.size) == ("JPEG", (96, 128))
        top, bottom = image.getpixel((48, 5)), image.getpixel((48, 123))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]


def test_the_decoder_of_heic_is_never_in_the_servers_own_process() -> None:
    clean_photo(from_an_iphone())
    assert not [name for name in sys.modules if "pi_heif" in name]
    with pytest.raises(LargeHeicError):
        png_of_heic(from_an_iphone(), most_pixels=128 * 96 - 1, longest_side=50)


def test_text_in_a_png_does_not_survive_and_what_is_seen_through_becomes_white() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET.decode())
    written = io.BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(written, "PNG", pnginfo=text)
    clean = clean_photo(written.getvalue())
    assert SECRET not in clean.content
    with Image.open(io.BytesIO(clean.content)) as image:
        assert image.getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_large_pictures_become_small(kind: str) -> None:
    clean = clean_photo(a_file((3200, 800), kind))
    assert (clean.width, clean.height) == (LONGEST_SIDE, 400)


def a_bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 30 000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def moving() -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:])
    return written.getvalue()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (a_bomb, "50 miljoner"),
        (moving, "rör sig"),
        (lambda: a_file(kind="GIF"), "ingen bild i JPEG"),
        (lambda: b"%PDF-1.7", "ingen bild i JPEG"),
        (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 40, "Mest kompatibelt"),
        (lambda: from_an_iphone()[:-20], "Mest kompatibelt"),
        (lambda: made_to_crash(), "HEIC"),
        (lambda: a_file((400, 300))[:900], "skadad"),
        (lambda: b"\xff" * 15_000_001, "15 megabyte"),
        (lambda: b"", "ingen bild i JPEG"),
    ],
)
def test_what_is_no_still_picture_is_refused_with_a_sentence(made: Callable[[], bytes], words: str) -> None:
    with pytest.raises(Invalid) as raised:
        clean_photo(made())
    assert words in raised.value.faults["photo"]


# --- Who may do what ----------------------------------------------------------------------------


def test_until_somebody_decides_there_are_no_pictures(municipality: Organisation) -> None:
    make.areas_and_categories(municipality)
    reporter = builders.an_actor(municipality, Role.REPORTER)
    with pytest.raises(Invalid, match="tar inte emot bilder"):
        add(reporter, a_report(reporter))


def test_a_decision_has_a_motive_and_is_in_the_log(home: Organisation) -> None:
    administrator = builders.an_actor(home, Role.ADMINISTRATOR)
    with pytest.raises(Invalid, match="Skriv varför"):
        actions.decide(administrator, municipality_id=home.id, is_allowed=False, motive=" ")
    actions.decide(administrator, municipality_id=home.id, is_allowed=False, motive="Räcker med ord")
    assert Record.objects.filter(event="photos.forbidden").count() == 1
    assert not queries.are_allowed(home.id)
    with pytest.raises(NotAllowed):
        actions.decide(
            builders.an_actor(home, Role.COORDINATOR), municipality_id=home.id, is_allowed=True, motive="x"
        )


def test_three_checked_pictures_and_no_more(reporter: Actor) -> None:
    client_id = a_report(reporter)
    with pytest.raises(Invalid, match="Intyga"):
        add(reporter, client_id, is_checked=False)
    for _ in range(3):
        add(reporter, client_id)
    with pytest.raises(Invalid, match="högst 3"):
        add(reporter, client_id)


def test_only_whoever_reported_adds_pictures(reporter: Actor, home: Organisation) -> None:
    client_id = a_report(reporter)
    with pytest.raises(NotFound):
        add(builders.an_actor(home, Role.COORDINATOR), client_id)


def test_reviewers_and_the_own_organisation_see_it_and_nobody_else(
    reporter: Actor, school: Organisation, home: Organisation
) -> None:
    client_id = a_report(reporter)
    photo_id = add(reporter, client_id)
    incident_id = reported_id(client_id, 0)
    stranger = builders.an_actor(builders.a_municipality("Annanstad"), Role.COORDINATOR)
    those = {
        "reporter": reporter,
        "colleague": builders.an_actor(school, Role.REPORTER),
        "reviewer": builders.an_actor(home, Role.REVIEWER),
        "another partner": builders.an_actor(builders.a_partner(home), Role.REPORTER),
        "measure owner": builders.an_actor(home, Role.MEASURE_OWNER),
        "auditor": builders.an_actor(home, Role.AUDITOR),
        "administrator": builders.an_actor(home, Role.ADMINISTRATOR),
        "stranger": stranger,
    }
    seen = {name for name, actor in those.items() if queries.photos_of(actor, incident_id)}
    assert seen == {"reporter", "colleague", "reviewer"}
    for name, actor in those.items():
        if name in seen:
            assert queries.photo_for(actor, photo_id).startswith(b"\xff\xd8")
        else:
            with pytest.raises((NotAllowed, NotFound)):
                queries.photo_for(actor, photo_id)
    with pytest.raises(NotAllowed):
        actions.remove_photo(those["reporter"], photo_id, reason="Ångrar mig")


def test_a_picture_of_an_incident_for_the_own_circle_stays_there(reporter: Actor, home: Organisation) -> None:
    client_id = a_report(reporter, own_circle=True)
    add(reporter, client_id)
    assert queries.photos_of(builders.an_actor(home, Role.REVIEWER), reported_id(client_id, 0)) == []


# --- How it goes --------------------------------------------------------------------------------


def files() -> set[Path]:
    return {path for path in Path(django_settings.STORED_FILES_DIR).rglob("*") if path.is_file()}


def grow_old(photo_id: UUID, *, days: int) -> None:
    """Let the report of a picture have come in so many days ago; the picture came today."""
    Incident.objects.filter(photos=photo_id).update(registered_at=timezone.now() - timedelta(days=days))


def test_a_removed_picture_is_erased_file_and_all(
    reporter: Actor,
    home: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    reviewer = builders.an_actor(home, Role.REVIEWER)
    one, same = (add(reporter, a_report(reporter)) for _ in range(2))
    assert len(files()) == 1  # the same pixels are kept once
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(reviewer, one, reason="Ett ansikte syns")
    assert len(files()) == 1  # the other still has it
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(reviewer, same, reason="Ett ansikte syns")
    assert files() == set()
    assert Record.objects.filter(event="photos.removed").count() == 2


def test_old_pictures_go_and_the_incident_stays(
    reporter: Actor,
    home: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    old, new = (add(reporter, a_report(reporter), a_file(size)) for size in ((80, 60), (90, 60)))
    grow_old(old, days=100)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_old(builders.SYSTEM, home.id, "photos.photos") == 1
    assert list(Photo.objects.values_list("id", flat=True)) == [new]
    assert len(files()) == 1
    assert Incident.objects.filter(text="").count() == 0


def test_a_picture_goes_no_later_than_the_text_of_its_incident_whatever_is_decided(
    reporter: Actor,
    home: Organisation,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    administrator = builders.an_actor(home, Role.ADMINISTRATOR)

    def decide(record_type: str, months: int) -> None:
        decide_retention(administrator, home.id, record_type, keep_months=months, basis="Beslut 2025, § 4")

    decide("incidents.reports", 12)
    with pytest.raises(Invalid, match="Skriv högst 12 månader") as refused:
        decide("photos.photos", 13)
    assert "rapporternas texter" in refused.value.faults["keep_months"]
    decide("photos.photos", 12)
    decide("incidents.reports", 6)  # decided later: the pictures do not stay behind
    shown = {entry.name: entry for entry in retention_for(administrator, home.id)}["photos.photos"]
    assert (shown.keep_months, "exakta platser" in shown.goes_with) == (6, True)
    old, new = (add(reporter, a_report(reporter), a_file(size)) for size in ((80, 60), (90, 60)))
    grow_old(old, days=200)  # the phone sent the picture much later than the report
    with django_capture_on_commit_callbacks(execute=True):
        for record_type in ("incidents.reports", "photos.photos"):
            assert remove_old(builders.SYSTEM, home.id, record_type) == 1
    assert list(Photo.objects.values_list("id", flat=True)) == [new]
    assert len(files()) == 1


def test_a_picture_goes_file_and_all_with_an_incident_that_is_deleted(
    reporter: Actor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    gone, kept = add(reporter, a_report(reporter)), add(reporter, a_report(reporter), a_file((90, 60)))
    with django_capture_on_commit_callbacks(execute=True):
        Incident.objects.filter(photos=gone).delete()
    assert list(Photo.objects.values_list("id", flat=True)) == [kept]
    assert len(files()) == 1


# --- Pages --------------------------------------------------------------------------------------


@pytest.fixture
def person(school: Organisation) -> User:
    """Somebody at the school with a browser."""
    return builders.a_person(school, Role.REPORTER)


def sent(person: User, client_id: UUID, photo_id: UUID, content: bytes, **changes: str) -> dict[str, object]:
    fields = {
        "konto": str(person.id),
        "rapport": str(client_id),
        "nummer": "0",
        "id": str(photo_id),
        "intygar": "ja",
    }
    return {**fields, **changes, "bild": SimpleUploadedFile("bild.jpg", content, "image/jpeg")}


def test_a_phone_sends_a_picture_any_number_of_times_and_it_is_kept_once(
    person: User, home: Organisation, pages: Pages
) -> None:
    client_id, photo_id = a_report(actor_for(person.id, person.full_name)), uuid4()
    browser = pages.log_in(person)
    for _ in range(2):
        answer = browser.client.post(
            "/rapportera/skicka-bild/", sent(person, client_id, photo_id, with_everything())
        )
        assert (answer.status_code, answer.json()) == (200, {"kept": True})
    assert Photo.objects.count() == 1
    assert all(SECRET not in path.read_bytes() for path in files())
    page = browser.get(f"/rapportera/mina/{reported_id(client_id, 0)}/")
    assert [a["src"] for tag, a in page.tags if tag == "img" and a.get("class") == "photo"] == [
        f"/bilder/{photo_id}"
    ]
    shown = browser.client.get(f"/bilder/{photo_id}")
    assert (shown["Content-Type"], shown["Cache-Control"]) == ("image/jpeg", "private, no-store")


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"intygar": ""}, 422, "Intyga"),
        ({"nummer": "7"}, 422, "hör inte till"),
        ({"nummer": "x"}, 422, "kom inte fram helt"),
        ({"rapport": str(uuid4())}, 422, "hör inte till"),
        ({"konto": "någon annan"}, 409, ""),
    ],
)
def test_what_is_wrong_with_a_picture_is_told(
    changes: dict[str, str], status: int, words: str, person: User, home: Organisation, pages: Pages
) -> None:
    client_id = a_report(actor_for(person.id, person.full_name))
    browser = pages.log_in(person).client
    answer = browser.post("/rapportera/skicka-bild/", sent(person, client_id, uuid4(), a_file(), **changes))
    assert answer.status_code == status
    assert words in str(answer.json())
    assert Photo.objects.count() == 0


def test_a_reviewer_sees_the_picture_and_removes_it_with_a_reason(
    person: User, home: Organisation, pages: Pages
) -> None:
    reporter = actor_for(person.id, person.full_name)
    client_id = a_report(reporter)
    photo_id = add(reporter, client_id)
    browser = pages.log_in(builders.a_person(home, Role.REVIEWER))
    page = browser.get(f"/granska/{reported_id(client_id, 0)}/")
    assert f"/bilder/{photo_id}/ta-bort/" in page.links
    asked = browser.post(f"/bilder/{photo_id}/ta-bort/", {})
    assert "Skriv varför bilden tas bort" in asked.text
    browser.client.post(f"/bilder/{photo_id}/ta-bort/", {"reason": "Ett ansikte syns"})
    assert Photo.objects.count() == 0


def test_the_administrator_decides_on_a_page(municipality: Organisation, pages: Pages) -> None:
    browser = pages.log_in(builders.a_person(municipality, Role.ADMINISTRATOR))
    assert "Så är det tills någon beslutar" in browser.get("/administration/bilder/").text
    asked = browser.post("/administration/bilder/", {"is_allowed": "ja"})
    assert "Skriv varför." in asked.text
    browser.client.post("/administration/bilder/", {"is_allowed": "ja", "motive": "Beslut 2025, § 4"})
    assert queries.are_allowed(municipality.id)
    assert "Beslut 2025, § 4" in browser.get("/administration/bilder/").text


def test_the_plain_form_takes_pictures_where_they_are_allowed(
    person: User, home: Organisation, pages: Pages
) -> None:
    browser = pages.log_in(person)
    client_id = uuid4()
    fields = {
        "client_id": str(client_id),
        "antal": "1",
        "gor": "skicka",
        "h0-category": "klotter",
        "h0-address": f"{make.SOUTH + 0.01}, {make.WEST + 0.01}",
        "h0-when": "now",
        "h0-police_report": "unknown",
        "h0-intygar": "on",
    }
    good = SimpleUploadedFile("a.jpg", a_file(), "image/jpeg")
    bad = SimpleUploadedFile("b.jpg", b"ingen bild", "image/jpeg")
    answer = browser.client.post("/rapportera/formular/", {**fields, "h0-bilder": [good, bad]}, follow=True)
    assert "Rapporten kom fram, men inte bilden. b.jpg: Filen är ingen bild" in answer.content.decode()
    assert Photo.objects.count() == 1
    actions.decide(builders.SYSTEM, municipality_id=home.id, is_allowed=False, motive="Nej")
    assert 'type="file"' not in browser.get("/rapportera/formular/").html
