"""The small parts that pages stand on: paging, the file store, sealed documents, settings, health."""

import re
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from lagesbild_web.access.models import Organisation
from lagesbild_web.base import health, stored_files
from lagesbild_web.base.file_response import OutgoingFile, as_attachment, as_sealed_page
from lagesbild_web.base.paging import page_number, page_of
from lagesbild_web.base.refusals import NotFound
from lagesbild_web.configuration import TABLE, Configuration, WrongSettingError

ROOT = Path(__file__).parents[3]


@pytest.fixture
def _three(db: None) -> None:
    for name in "ABC":
        Organisation.objects.create(kind="municipality", name=name)


@pytest.mark.usefixtures("_three")
def test_pages_divide_the_rows_without_losing_or_repeating_any() -> None:
    rows = Organisation.objects.order_by("name")
    first, second = (page_of(rows, number, size=2, to=str) for number in (1, 2))
    assert (first.rows, second.rows) == (["A", "B"], ["C"])
    assert (first.previous, first.next, second.previous, second.next) == (None, 2, 1, None)
    assert (first.first_row, first.last_row, second.first_row, second.last_row) == (1, 2, 3, 3)


@pytest.mark.django_db
def test_an_empty_list_has_one_empty_page_and_no_second() -> None:
    rows = Organisation.objects.order_by("name")
    page = page_of(rows, 1, size=2, to=str)
    assert (page.rows, page.pages, page.first_row, page.last_row) == ([], 1, 0, 0)
    with pytest.raises(NotFound):
        page_of(rows, 2, size=2, to=str)


@pytest.mark.parametrize("written", ["0", "-1", "1.5", "en", "", "٣", "999999999999999999999999"])
def test_a_page_that_cannot_be_is_not_found(written: str) -> None:
    with pytest.raises(NotFound):
        page_number(RequestFactory().get("/", {"sida": written}))


def test_the_first_page_comes_when_none_is_asked_for() -> None:
    assert page_number(RequestFactory().get("/")) == 1


def test_stored_content_comes_back_and_is_kept_once(settings: Settings) -> None:
    first, again = stored_files.store(b"innehall"), stored_files.store(b"innehall")
    assert first == again
    assert stored_files.read(first.sha256) == b"innehall"
    assert len([path for path in Path(settings.STORED_FILES_DIR).rglob("*") if path.is_file()]) == 1


def test_a_stored_file_that_was_changed_is_never_handed_out() -> None:
    stored = stored_files.store(b"beslutad bild")
    path = stored_files.path_of(stored.sha256)
    path.chmod(0o600)
    path.write_bytes(b"nagot annat")
    with pytest.raises(stored_files.DamagedFileError, match="saknas eller har ändrats"):
        stored_files.read(stored.sha256)


def test_a_stored_file_that_is_gone_is_said_to_be() -> None:
    with pytest.raises(stored_files.DamagedFileError):
        stored_files.read("0" * 64)


def test_a_sealed_page_allows_its_own_style_and_nothing_else() -> None:
    html = "<style>p{color:red}</style><script>alert(1)</script><p>Hej</p>"
    response = as_sealed_page(OutgoingFile("a.html", "text/html; charset=utf-8", html.encode()))
    policy = response["Content-Security-Policy"]
    # The hash of p{color:red} as any other tool computes it.
    assert "style-src 'sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64='" in policy
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_an_attachment_is_saved_and_not_shown() -> None:
    response = as_attachment(OutgoingFile("bild.pdf", "application/pdf", b"%PDF"))
    assert response["Content-Disposition"] == 'attachment; filename="bild.pdf"'


@pytest.mark.django_db
def test_health_says_that_all_is_well_as_json_and_as_text(client: Client) -> None:
    answer = client.get("/halsa")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.json()["checks"] == {"database": True, "migrations": True, "disk": True}
    text = client.get("/halsa", headers={"accept": "text/plain"})
    assert text["Content-Type"].startswith("text/plain")
    assert text.content.decode().splitlines()[0] == "ok  Databasen svarar"


@pytest.mark.django_db
def test_health_says_503_when_the_disk_cannot_be_written(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "finns-inte"
    answer = client.get("/halsa")
    assert (answer.status_code, answer.json()["checks"]["disk"]) == (503, False)
    assert str(tmp_path) not in answer.content.decode()


@pytest.mark.django_db
def test_health_says_503_when_the_database_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        raise DatabaseError("lösenordet i adressen")

    monkeypatch.setattr(health, "_database_answers", broken)
    answer = client.get("/halsa")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": False, "migrations": False, "disk": True}
    assert "lösenordet" not in answer.content.decode()


def test_every_setting_is_in_the_manual_with_its_default() -> None:
    page = (ROOT / "docs" / "sv" / "drift.md").read_text(encoding="utf-8")
    for setting in TABLE:
        default = f"`{setting.default}`" if setting.default else "(tomt)"
        assert f"| `{setting.name}` | {default} | {setting.meaning} |" in page


def test_every_setting_that_is_read_is_in_the_table() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src" / "lagesbild_web").glob("*.py"))
    read = set(re.findall(r'(?:text|words|number|flag)\("([A-Z_]+)"\)', source))
    assert read == {setting.name for setting in TABLE}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("LAGESBILD_SESSION_HOURS", "en dag"),
        ("LAGESBILD_SESSION_HOURS", "0"),
        ("LAGESBILD_SESSION_HOURS", "-3"),
    ],
)
def test_a_setting_that_is_not_a_number_is_named(
    name: str, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, written)
    with pytest.raises(WrongSettingError, match=f"{name}: ”{written}”"):
        Configuration().number(name)


def test_a_setting_that_is_neither_true_nor_false_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAGESBILD_HTTPS", "ja")
    with pytest.raises(WrongSettingError, match="LAGESBILD_HTTPS"):
        Configuration().flag("LAGESBILD_HTTPS")


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LAGESBILD_DATA_DIR", str(tmp_path / "ny"))
    first, again = Configuration().secret_key(), Configuration().secret_key()
    assert first == again
    assert len(first) >= 64
    (path,) = (tmp_path / "ny").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_the_file_of_settings_is_read_and_the_environment_goes_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LAGESBILD_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LAGESBILD_LOGIN_ATTEMPTS", "7")
    (tmp_path / "lagesbild.env").write_text("LAGESBILD_SESSION_HOURS=3\nLAGESBILD_LOGIN_ATTEMPTS=9\n")
    config = Configuration()
    assert config.number("LAGESBILD_SESSION_HOURS") == 3
    assert config.number("LAGESBILD_LOGIN_ATTEMPTS") == 7


def test_a_request_for_another_host_is_refused_with_a_page(client: Client) -> None:
    response = client.get("/logga-in/", headers={"host": "fel.example"})
    assert response.status_code == 400
    assert "Det gick inte att läsa det som skickades" in response.content.decode()


def test_robots_may_read_the_open_pages_only(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /", "Allow: /oppet/", "Allow: /static/"]
