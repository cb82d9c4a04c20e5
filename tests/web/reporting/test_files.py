"""The page's own files as they are served for real: named by content, also in what they import."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from tests.web.pages import Pages

from lagesbild_web.reporting.worker import EXTRA, SHELL, worker_script

IMPORT = re.compile(r'from "(\./[^"]+)"')


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Path]:
    """The static files as an installation has them."""
    storages = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "lagesbild_web.base.hashed_files.HashedFiles"},
    }
    with override_settings(STORAGES=storages, STATIC_ROOT=tmp_path / "static"):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["proj4"])
        worker_script.cache_clear()
        yield tmp_path / "static"
    worker_script.cache_clear()


def test_what_the_worker_keeps_is_all_that_the_page_asks_for(served: Path, pages: Pages) -> None:
    script = pages.client.get(reverse("reporting:worker")).content.decode()
    kept = set(re.findall(r'"(/static/[^"]+)"', script))
    assert kept == {staticfiles_storage.url(name) for name in (*SHELL, *EXTRA)}
    for address in kept:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address)
        assert (served / unquote(address.removeprefix("/static/"))).is_file()
    for address in [address for address in kept if address.endswith(".js")]:
        source = (served / address.removeprefix("/static/")).read_text(encoding="utf-8")
        for imported in IMPORT.findall(source):
            assert f"/static/reporting/{imported[2:]}" in kept
    page = pages.get(reverse("reporting:shell"))
    asked_for = {a["src"] for tag, a in page.tags if tag == "script"}
    asked_for |= {a["href"] for tag, a in page.tags if tag == "link" and a.get("rel") == "stylesheet"}
    assert asked_for <= kept
