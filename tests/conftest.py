"""How the tests reach the web: its settings, a database of their own, and a data directory that goes away."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

_RUN = pytest.StashKey[ExitStack]()
_OWN_SETTINGS = ("LAGESBILD_", "DATABASE_URL")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the run choose its database."""
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        default="sqlite",
        help="Databasen som webbens tester körs på; postgresql startar en egen server.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Set the web up for tests, before pytest-django looks for it."""
    run = config.stash[_RUN] = ExitStack()
    for name in [
        name for name in os.environ if name.startswith(_OWN_SETTINGS) and name != "LAGESBILD_CHROMIUM"
    ]:
        del os.environ[name]
    folder = Path(run.enter_context(tempfile.TemporaryDirectory(prefix="lagesbild-test-")))
    os.environ["LAGESBILD_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "lagesbild_web.settings"
    if config.getoption("--database") == "postgresql":
        from tests.web.postgresql import running_postgresql

        url, programs = run.enter_context(running_postgresql())
        os.environ["DATABASE_URL"] = url
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"

    from django.conf import settings

    settings.DATABASES["default"]["TEST"] = {"NAME": _test_database(config, folder)}
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # Slow hashes protect real passwords; here they would only make the tests slow.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.LETTERS_GO_BESIDE = False
    settings.STATIC_ROOT.mkdir()
    settings.LOGGING["root"]["level"] = "CRITICAL"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started and remove what was written."""
    if _RUN in config.stash:
        config.stash[_RUN].close()


def _test_database(config: pytest.Config, folder: Path) -> str:
    if config.getoption("--database") == "postgresql":
        return "test_lagesbild"
    return str(folder / "test.sqlite3")  # a file, as in use: the browser tests reach it from another thread
