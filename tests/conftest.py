"""How the tests reach the web: its settings, a database of their own, and a data directory that goes away.

With ``-n 2`` (pytest-xdist) each worker has its own database and directory, and its own PostgreSQL: a
transaction in one of a server's databases holds back what counts as finished in the others.
"""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as made_up

_RUN = pytest.StashKey[ExitStack]()
_OWN_SETTINGS = ("LAGESBILD_", "DATABASE_URL")
# Tables of some rows: waking a thread for each costs more than the work. Read when libraries are imported.
for _threads in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")


# How long it takes to make something up depends on what else the machine is doing.
made_up.register_profile("lagesbild", deadline=None, suppress_health_check=[HealthCheck.too_slow])
made_up.load_profile("lagesbild")


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
    _forget_own_settings(kept=("LAGESBILD_CHROMIUM",))
    if not hasattr(config, "workerinput") and config.getoption("dist", "no") != "no":
        return  # whoever only hands out tests to workers must not decide where they keep their files
    if config.getoption("--database") == "postgresql":
        from tests.web.postgresql import running_postgresql

        url, programs = run.enter_context(running_postgresql())
        os.environ["DATABASE_URL"] = url
        os.environ["PATH"] = f"{programs}{os.pathsep}{os.environ['PATH']}"
    _set_up_web(config, Path(run.enter_context(tempfile.TemporaryDirectory(prefix="lagesbild-test-"))))


def _set_up_web(config: pytest.Config, folder: Path) -> None:
    os.environ["LAGESBILD_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "lagesbild_web.settings"

    from django.conf import settings

    database = settings.DATABASES["default"]
    if "init_command" in database.get("OPTIONS", {}):
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # nothing has to outlive the run
    database["TEST"] = {"NAME": _test_database(config, folder)}
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


def _forget_own_settings(*, kept: tuple[str, ...]) -> None:
    """Let nothing that is set where the tests are run decide how they go."""
    for name in [name for name in os.environ if name.startswith(_OWN_SETTINGS) and name not in kept]:
        del os.environ[name]


def _test_database(config: pytest.Config, folder: Path) -> str:
    if config.getoption("--database") == "postgresql":
        return "test_lagesbild"
    return str(folder / "test.sqlite3")  # a file, as in use: the browser tests reach it from another thread
