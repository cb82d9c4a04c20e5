"""How often a list asks the database: as often as the file says, and no oftener when the list is long."""

import tomllib
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import agreement_builders as agreements
from tests.web import builders
from tests.web import incident_builders as make
from tests.web import meeting_builders as meetings
from tests.web import walk_builders as walks
from tests.web.indicator_builders import a_value, an_indicator
from tests.web.pages import Pages
from tests.web.problem_builders import a_problem

from lagesbild_web.access.contracts import Organisation
from lagesbild_web.access.roles import Circle, Role

_READERS = {
    "administration": Role.ADMINISTRATOR,
    "areas": Role.COORDINATOR,
    "incidents": Role.COORDINATOR,
    "review": Role.COORDINATOR,
    "walks": Role.COORDINATOR,
}
"""Who reads a feature's lists; the auditor where nothing else is said."""

COUNTS = tomllib.loads(Path(__file__).with_name("query_counts.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("address", sorted(COUNTS))
def test_a_list_asks_as_often_as_the_file_says_however_long_it_is(
    address: str, municipality: Organisation, tmp_path: Path, pages: Pages
) -> None:
    role = _READERS.get(address.partition(":")[0], Role.AUDITOR)
    make.areas_and_categories(municipality)
    reader = pages.log_in(builders.a_person(municipality, role))
    coordinator = builders.an_actor(municipality, Role.COORDINATOR)
    counts = []
    for title in ("en", "två", "tre"):  # each is also three records in the log
        picture = builders.a_picture(municipality, tmp_path, circle=Circle.PUBLIC, title=title)
        school = make.a_reporter(municipality, name=f"Skola {title}")
        make.an_approved(school, builders.SYSTEM, make.a_draft(own_circle=False))
        make.a_report(school, make.a_draft(), make.a_draft(category="brak"))
        a_value(coordinator, an_indicator(coordinator))
        agreements.a_shared_draft(builders.SYSTEM, municipality)
        a_problem(coordinator)
        group = meetings.a_group(coordinator, municipality, name=title)
        held = meetings.a_meeting(coordinator, group)
        meetings.a_decision(coordinator, held, municipality)
        walks.a_finding(coordinator, walks.a_walk(coordinator, municipality))
        reader.client.get(reverse("pictures:download", args=[picture.id, "pdf"]))
        with CaptureQueriesContext(connection) as queries:
            reader.get(reverse(address))
        counts.append(len(queries))
    assert counts == [COUNTS[address]] * 3
