"""How often a list asks the database: as often as the file says, and no oftener when the list is long."""

import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import builders
from tests.web.pages import Pages

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role

COUNTS = tomllib.loads(Path(__file__).with_name("query_counts.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("address", sorted(COUNTS))
def test_a_list_asks_as_often_as_the_file_says_however_long_it_is(
    address: str, municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    role = Role.ADMINISTRATOR if address.startswith("administration:") else Role.AUDITOR
    reader = pages.log_in(builders.a_person(municipality, role))
    counts = []
    for title in ("en", "två", "tre"):  # each is also three records in the log
        picture = builders.a_picture(municipality, tmp_path, circle=Circle.PUBLIC, title=title)
        builders.a_person(builders.a_partner(municipality, name=f"Skola {title}"), Role.REPORTER)
        reader.client.get(reverse("pictures:download", args=[picture.id, "pdf"]))
        with CaptureQueriesContext(connection) as queries:
            reader.get(reverse(address))
        counts.append(len(queries))
    assert counts == [COUNTS[address]] * 3
