"""What the web adds to the command line."""

import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings
from tests.web import builders
from tests.web.pages import Pages
from typer.testing import CliRunner

from lagesbild_web import commands, demo, serving
from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.models import Holding, User
from lagesbild_web.access.roles import Role
from lagesbild_web.audit.models import Record, WhoDidIt
from lagesbild_web.audit.verify import verify
from lagesbild_web.faults import CommandFault
from lagesbild_web.pictures.models import SituationPicture


@pytest.fixture
def _own_data_dir(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_the_commands_are_added_without_loading_the_web() -> None:
    """Whoever only makes a picture must not wait for Django, nor need it."""
    code = (
        "import sys, typer; from lagesbild_web.commands import register; app = typer.Typer(); register(app);"
        "print(sorted(c.name for c in app.registered_commands), 'django' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  # our own text
    assert done.stdout.strip() == "['backup', 'manage', 'restore', 'serve'] False"


def test_without_the_web_installed_the_commands_say_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(typer.Exit):
        commands.serve()
    assert "pip install 'lagesbild[web]'" in capsys.readouterr().err


def test_manage_passes_everything_on(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[list[str]] = []
    monkeypatch.setattr("django.core.management.execute_from_command_line", passed.append)
    app = typer.Typer()
    commands.register(app)
    done = CliRunner().invoke(app, ["manage", "ladda_lagesbild", "katalog", "--publish", "own", "--help"])
    assert (done.exit_code, done.output) == (0, "")
    assert passed == [["lagesbild manage", "ladda_lagesbild", "katalog", "--publish", "own", "--help"]]


def test_a_taken_port_is_said_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandFault, match=f"Port {port} på 127.0.0.1 går inte att använda"):
            serving.check_port("127.0.0.1", port)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "server"])  # noqa: S104  # what must be refused
def test_other_computers_do_not_reach_a_service_that_has_no_name(host: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    with pytest.raises(CommandFault, match="LAGESBILD_ALLOWED_HOSTS"):
        serving.check_host(host)
    settings.ALLOWED_HOSTS = ["localhost", "lagesbild.kommunen.example"]
    serving.check_host(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "::1", "localhost"])
def test_this_computer_always_reaches_it(host: str, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    serving.check_host(host)


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_data_dir")
def test_the_demonstration_has_a_person_for_every_role_and_shows_the_pictures(
    tmp_path: Path, pages: Pages
) -> None:
    working = builders.a_picture_folder(tmp_path / "arbete")
    public = builders.a_picture_folder(tmp_path / "publik", is_public=True, rows=7)
    demo.load([working, public], with_life=False)
    assert set(Holding.objects.values_list("function__role", flat=True)) == set(Role) - {Role.PUBLIC}
    assert "Lägesbild Exempelköping" in pages.get("/oppet/").text
    first = demo.logins()[0]
    answer = pages.client.post("/logga-in/", {"username": first.email, "password": first.password})
    assert answer.status_code == 302
    assert "Påhittade uppgifter" in pages.get("/lagesbilder/").text
    assert verify().faults == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_data_dir")
def test_the_demonstration_can_be_made_again_without_harm(tmp_path: Path) -> None:
    folder = builders.a_picture_folder(tmp_path / "arbete")
    demo.load([folder], with_life=False)
    before, password = User.objects.count(), demo.logins()[0].password
    demo.load([folder], with_life=False)
    assert (User.objects.count(), SituationPicture.objects.count()) == (before, 1)
    assert demo.logins()[0].password == password
    assert password in demo.welcome(8000)


@pytest.mark.usefixtures("_own_data_dir")
def test_the_demo_password_differs_between_installations_and_is_kept_from_others(
    settings: Settings, tmp_path: Path
) -> None:
    first = demo.logins()[0].password
    mode = (tmp_path / demo.PASSWORD_FILE).stat().st_mode
    settings.DATA_DIR = tmp_path / "annan"
    (tmp_path / "annan").mkdir()
    assert demo.logins()[0].password != first
    assert stat.S_IMODE(mode) == 0o600


def test_an_account_is_laid_up_and_can_log_in(
    municipality: Organisation, pages: Pages, capsys: pytest.CaptureFixture[str]
) -> None:
    builders.a_partner(municipality)
    call_command(
        "skapa_konto",
        "Anna.Test@exempelkoping.example",
        name="Anna Test",
        municipality="exempelköping",
        organisation="Polisen i Exempelköping",
        role="reporter",
    )
    password = capsys.readouterr().out.strip().rpartition("Lösenord: ")[2]
    form = {"username": "anna.test@exempelkoping.example", "password": password}
    assert pages.client.post("/logga-in/", form).status_code == 302
    assert "Rapportör, Polisen i Exempelköping" in pages.get("/konto/").text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"municipality": "Borås"}, "ingen kommun som heter ”Borås”"),
        (
            {"organisation": "Ingen"},
            "ingen organisation som heter ”Ingen” i kommunen. Upplagda: Exempelköping",
        ),
        ({"adress": "inte en adress"}, "giltig e-postadress"),
        ({"name": ""}, "får inte vara tomt"),
    ],
)
def test_an_account_that_cannot_be_laid_up_leaves_nothing_behind(
    municipality: Organisation, change: dict[str, str], sentence: str
) -> None:
    options = {
        "name": "Anna Test",
        "municipality": "Exempelköping",
        "organisation": None,
        "role": "reporter",
    } | change
    address = options.pop("adress", "anna@exempelkoping.example")
    with pytest.raises(CommandError, match=sentence):
        call_command("skapa_konto", address, **options)
    assert not User.objects.exists()
    assert not Record.objects.exists()


def test_a_forgotten_password_is_replaced(
    municipality: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    member = builders.a_person(municipality, Role.REPORTER)
    call_command("nytt_losenord", member.email, municipality="Exempelköping")
    password = capsys.readouterr().out.strip().rpartition(": ")[2]
    member.refresh_from_db()
    assert member.check_password(password)
    builders.a_municipality("Annanstad")
    with pytest.raises(CommandError, match="inget konto med adressen"):
        call_command("nytt_losenord", member.email, municipality="Annanstad")


def test_a_person_is_erased_first_the_account_and_then_the_traces(
    municipality: Organisation, pages: Pages, capsys: pytest.CaptureFixture[str]
) -> None:
    member = builders.a_person(municipality, Role.REPORTER)
    pages.client.post("/logga-in/", {"username": member.email, "password": builders.PASSWORD})
    pages.client.post("/logga-ut/")
    call_command("radera_konto", member.email, municipality="Exempelköping", reason="Har slutat.")
    assert not User.objects.exists()
    assert str(member.id) in capsys.readouterr().out
    call_command("radera_person_i_loggen", str(member.id), municipality="Exempelköping", reason="Har slutat.")
    assert "från 2 händelser" in capsys.readouterr().out
    assert not WhoDidIt.objects.exists()
    assert verify().faults == ()


def test_two_organisations_cannot_share_a_name(municipality: Organisation) -> None:
    school = {"kind": "school", "municipality": "Exempelköping"}
    call_command("skapa_organisation", "Björkskolan", **school)
    with pytest.raises(CommandError, match="Det finns redan en organisation som heter ”Björkskolan”"):
        call_command("skapa_organisation", "Björkskolan", **school)


def test_a_school_must_belong_to_a_municipality(municipality: Organisation) -> None:
    with pytest.raises(CommandError, match="Alla andra hör till en kommun"):
        call_command("skapa_organisation", "Björkskolan", kind="school")


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
